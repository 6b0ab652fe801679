"""Facts and figures: for each part of the question the sentence, or the table cell, that answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of, sentence_evidence
from assistant.answering.frame import Frame, Part, Want
from assistant.answering.ranking import Candidate, Sought, boosted, rank
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import joined
from assistant.answering.tables import cell_evidence
from assistant.answering.terms import Term, is_aspect, match, stems_of, terms
from assistant.answering.wants import HARD, persons_in, satisfies
from assistant.reading.dates import MONTHS
from assistant.types import DocumentKind, Filters, Hit, Refusal, Voice

_LACKING = re.compile(r"\bsakna[rs]?\b|brist|kriti|svag|problem|\brisk|sämre|förbättr|bekymr", re.I)
_NEGATION = re.compile(r"\b(?:inte|ej|sakna(?:s|r|de|des|ts|t)|obehörig\w*|uteblev|utebliv\w*)\b", re.I)


@dataclass(frozen=True, slots=True)
class Bars:
    """What a candidate must reach to be shown; below it, the honest answer is that nothing was found."""

    reach: float = 0.38  # weighted share of the question's words found in the sentence or right around it
    cover: float = 0.22  # … in the sentence itself
    later_reach: float = 0.30  # for a later part of the question, whose subject the first part has fixed
    later_cover: float = 0.08


def seek(context: Context, part: Part, frame: Frame, scope: Scope, inherited: bool = True) -> Sought:
    """A part of a question as terms, years and a vector. Later parts inherit the words of the whole at less weight."""
    own = terms(part.text, context.rarity, scope.stems, context.correct)
    bare = all(is_aspect(t.text) for t in own)
    if inherited and len(frame.parts) > 1:
        seen = {t.stems[0] for t in own}
        worth = 0.35 if own else 0.8
        whole = terms(frame.text, context.rarity, scope.stems, context.correct)
        own = (*own, *(replace(t, weight=worth * t.weight) for t in whole if t.stems[0] not in seen))
    vector = context.encode_question(part.text if len(part.text.split()) > 5 else frame.text)
    own = _without_titles(context, own, scope)
    negated = bool(_NEGATION.search(part.text))
    latest = bool(re.search(r"senast|till när|till vilket datum", frame.text, re.I))
    review = bool(_OF_REVIEW.search(frame.text))
    since = bool(re.search(r"sedan när|från och med när", frame.text, re.I))
    planned = bool(re.search(r"\b(?:ska|skulle|ansvarar)\b", part.text, re.I))
    return Sought(
        part.want,
        frame.topic,
        own,
        scope.years,
        vector,
        negated=negated,
        latest=latest,
        planned=planned,
        headers=DocumentKind.EMAIL in scope.kinds,
        bare=bare,
        text=part.text,
        since=since,
        lacking=bool(_LACKING.search(part.text)),
        speaker=_speaker(frame.text),
        about_review=review,
    )


def pointed(context: Context, frame: Frame, scope: Scope) -> bool:
    """Does the question say what it is about: by a word, a place, a board, a year or a document?"""
    named = scope.municipalities or scope.kinds or scope.bodies or scope.years or _OF_REVIEW.search(frame.text)
    return bool(named) or any(terms(p.text, context.rarity, frozenset(), context.correct) for p in frame.parts)


_OF_REVIEW = re.compile(
    r"syfte|omfatta|uppdrag|period|avgräns|handlar .*\bom\b|vad granskades|revisionsplan|"
    r"(?:vem|vilka) .*(?:granska[dt]|gjor[dt]|utför|genomför)",
    re.I,
)
_SPEAKERS = (
    (
        re.compile(
            r"enl(?:igt|\.) (?:de|dem|dom)? ?(?:som )?intervju|intervjuade|menar \w+chef|"
            r"enligt \w*(?:chef|personal|medarbetar)|uppger",
            re.I,
        ),
        Voice.INTERVIEWEE,
    ),
    (re.compile(r"enligt (?:rutin|riktlinje|delegationsordning|policy|reglement)", re.I), Voice.GOVERNING_DOCUMENT),
)


def _speaker(text: str) -> tuple[Voice, ...]:
    """Whose words are asked for, where the question says."""
    return tuple(voice for pattern, voice in _SPEAKERS if pattern.search(text))


def _without_titles(context: Context, own: Sequence[Term], scope: Scope) -> tuple[Term, ...]:
    """The terms, those that name the document asked about weighing less: the scope has taken care of them."""
    best = max(scope.titles.values(), default=0.0)
    if best < 0.3:
        return tuple(own)
    parts = [context.library.parts[i] for i, fit in scope.titles.items() if fit >= best - 0.05]
    titles = {s for p in parts for s in stems_of(f"{p.title} {p.document.replace('-', ' ')}")}
    named = [match(t, tuple(titles)) >= 0.75 for t in own]
    if all(named):
        return tuple(own)
    return tuple(replace(t, weight=0.4 * t.weight) if n else t for t, n in zip(own, named, strict=True))


def find_hits(context: Context, queries: Sequence[str], scope: Scope, filters: Filters, k: int = 40) -> list[Hit]:
    """Passages for all the queries, each once with its best score, within the scope."""
    within = filters if len(scope.part_ids) == len(context.library.parts) else replace(filters, part_ids=scope.part_ids)
    best: dict[str, Hit] = {}
    for query in dict.fromkeys(queries):
        for hit in context.search(query, within, k):
            if hit.passage.id not in best or best[hit.passage.id].score < hit.score:
                best[hit.passage.id] = hit
    hits = sorted(best.values(), key=lambda h: -h.score)
    context.warm([h.passage for h in hits])
    return hits


def accepted(candidate: Candidate, sought: Sought, later: bool = False, bars: Bars | None = None) -> bool:
    """Is the candidate about what was asked, and of the right sort? The rarest word asked for must stand there or right
    around it, unless it is only one of many."""
    bars = bars or Bars()
    if not sought.terms and not sought.about_review:
        return False  # nothing was asked for by name: any sentence would do
    if sought.about_review and sought.want is Want.PERSON and not persons_in(candidate.unit.text):
        return False  # a board is no reviewer
    if not later and _misses_key(candidate, sought):
        return False
    reach, cover = (bars.later_reach, bars.later_cover) if later else (bars.reach, bars.cover)
    if candidate.reach < reach or candidate.cover < cover or candidate.year_fit >= 0.6:
        return False
    return candidate.typed or sought.want not in HARD


# When a thing was is seldom what is asked about: never the word that an answer cannot do without.
_TIME = re.compile(rf"(?:(?:höst|vår|jul|sommar)(?:en|termin\w*)|kvartal\w*|halvår\w*|{'|'.join(MONTHS)})$")


def _misses_key(candidate: Candidate, sought: Sought) -> bool:
    """True when the rarest words asked for stand neither in the sentence nor around it: on topic is not an answer."""
    heavy = max((t.weight for t in sought.terms), default=0.0)
    if len(sought.terms) <= 2 and any(
        candidate.around.get(t.text, 0.0) < 0.6 for t in sought.terms if t.weight >= 0.7 * heavy
    ):
        return True
    keys = [t for t in sought.terms if t.weight >= max(0.6, 0.85 * heavy) and not _TIME.match(t.text)]
    if not keys or any(candidate.around.get(t.text, 0.0) >= 0.6 for t in keys):
        return False
    return not _rest_stands(candidate, sought, keys)


def _rest_stands(candidate: Candidate, sought: Sought, keys: Sequence[Term]) -> bool:
    """The one rare word may be the asker's own: all else that was asked stands there, with an answer of its sort."""
    rest = [t for t in sought.terms if t not in keys]
    found = [t for t in rest if t.text in candidate.found]
    return len(keys) == 1 and len(found) >= 2 and len(found) == len(rest) and candidate.typed and sought.want in HARD


def answer_facts(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome:
    """Each part answered by its best sentence or cell, or said to be unanswered; refused when the first has none."""
    if _FEE.search(frame.text):
        stated = _fee(context, scope, filters)
        return stated or Outcome(refusal=Refusal.NOT_STATED, missing="vad granskningen kostade")
    if not pointed(context, frame, scope):
        return Outcome(refusal=Refusal.NO_EVIDENCE, missing="vad frågan gäller: skriv vad du vill veta något om")
    hits = find_hits(context, [frame.text, *(p.text for p in frame.parts if len(p.text.split()) > 3)], scope, filters)
    seeking = [seek(context, part, frame, scope) for part in frame.parts]
    ranked = [rank(context, sought, scope, hits) for sought in seeking]
    if len(ranked) > 1:
        ranked[0] = leaning(ranked[0], ranked[1:], seeking[1:])
    items: list[Evidence] = []
    unanswered: list[str] = []
    near: Candidate | None = None
    for number, (part, sought, candidates) in enumerate(zip(frame.parts, seeking, ranked, strict=True)):
        cell = cell_evidence(context, sought, scope, hits, tuple(e.text for e in items))
        if near is not None:
            candidates = boosted(candidates, near, passage=0.3) if sought.bare else boosted(candidates, near)
        if not items and number and not own_subject(context, part, scope):
            continue  # "och vem betalar?" asks nothing once the first part has found nothing
        chosen = next((c for c in candidates[:12] if accepted(c, sought, bool(items))), None)
        if cell and (chosen is None or cell.score > chosen.score + 0.02):
            items += [cell, *cell.beside]
            continue
        if chosen is None:
            if part.want is not Want.SUM:
                unanswered.append(_lacking(sought, candidates))
            continue
        near = near or chosen
        items.append(sentence_evidence(context, chosen, sought))
        if part.want in (Want.LIST, Want.MEASURE, Want.REASON, Want.JUDGEMENT):
            items += companions(context, candidates, chosen, sought)
    if not items:
        return Outcome(refusal=Refusal.NO_EVIDENCE, missing=unanswered[0] if unanswered else "")
    return Outcome(tuple(merged(items)), missing="; ".join(unanswered))


def own_subject(context: Context, part: Part, scope: Scope) -> bool:
    """Does a later part of a question name what it is about, so that it can be answered by itself?"""
    own = terms(part.text, context.rarity, scope.stems, context.correct)
    return sum(t.weight for t in own if not is_aspect(t.text)) >= 0.8


def _lacking(sought: Sought, candidates: Sequence[Candidate]) -> str:
    """What no sentence speaks of, in the question's own words: those that the best candidate lacks, else all."""
    around = candidates[0].around if candidates else {}
    heavy = sorted(sought.terms, key=lambda t: -t.weight)[:4]
    missing = [t.text for t in heavy if around.get(t.text, 0.0) < 0.6] or [t.text for t in heavy]
    return f"uppgifter om {joined(missing)}" if missing else sought.text.strip(" ?")


def leaning(
    first: Sequence[Candidate], others: Sequence[Sequence[Candidate]], seeking: Sequence[Sought]
) -> list[Candidate]:
    """Candidates for the first part, raised where the same passage answers the other parts too."""
    lift: dict[str, float] = {}
    for candidates, sought in zip(others, seeking, strict=True):
        best: dict[str, float] = {}
        for c in candidates:
            if accepted(c, sought, later=True):
                best.setdefault(c.hit.passage.id, c.score)
        for passage, score in best.items():
            lift[passage] = lift.get(passage, 0.0) + 0.25 * score
    return sorted((replace(c, score=c.score + lift.get(c.hit.passage.id, 0.0)) for c in first), key=lambda c: -c.score)


_FEE = re.compile(
    r"(?:kosta\w*|betal\w*|arvode\w*|ersättning|pris\w*)\b.*\b(?:granskning\w*|revision\w*|"
    r"rapport\w*|uppföljning\w*|uppdrag\w*)|"
    r"(?:granskning\w*|revision\w*|uppföljning\w*) .*(?:kosta\w*|betal\w*|arvode\w*)",
    re.I,
)
_FEE_SAID = re.compile(
    r"arvode|(?:granskning|uppdrag|revision)\w* (?:har )?kosta|kostnad\w* för (?:granskning|uppdrag|revision)", re.I
)


def _fee(context: Context, scope: Scope, filters: Filters) -> Outcome | None:
    """What a review cost, where a sentence says so in so many words; None otherwise."""
    for hit in find_hits(context, ["arvode kostnad för granskningen"], scope, filters):
        for unit in context.units(hit.passage):
            if _FEE_SAID.search(unit.text) and satisfies(Want.AMOUNT, unit.text):
                quote = quote_of(context, hit.passage, unit.start, unit.end)
                return Outcome((Evidence(quote.text, (quote,)),))
    return None


def companions(
    context: Context, ranked: Sequence[Candidate], first: Candidate, sought: Sought, most: int = 1
) -> list[Evidence]:
    """Further sentences that answer as well as the first: from the same passage or the next ones of its section."""
    found: list[Evidence] = []
    for candidate in ranked[1:8]:
        if len(found) == most:
            break
        same = candidate.hit.passage.section_id == first.hit.passage.section_id
        if same and candidate.score > 0.8 * first.score and accepted(candidate, sought):
            found.append(sentence_evidence(context, candidate, sought))
    return found


def merged(items: Sequence[Evidence]) -> list[Evidence]:
    """Without repeats: a statement whose words another holds is dropped; order kept."""
    kept: list[Evidence] = []
    for item in items:
        if any(item.text in other.text for other in kept):
            continue
        kept = [other for other in kept if other.text not in item.text]
        kept.append(item)
    return kept
