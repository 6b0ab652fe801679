"""Sentences as candidates, scored by what they say, where they stand and who says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.answering.context import Context, Unit
from assistant.answering.frame import FIGURES, Topic, Want
from assistant.answering.scope import Scope
from assistant.answering.terms import Matcher, Term, coverage
from assistant.answering.wants import HARD, persons_in, role_bonus, satisfies
from assistant.types import Hit, PassageKind, Voice


@dataclass(frozen=True, slots=True)
class Weights:
    """Chosen on the sample corpus's gold and the development questions as a whole, never on single questions."""

    own: float = 0.50
    context: float = 0.20
    dense: float = 0.20
    hit: float = 0.12
    affinity: float = 0.30
    wanted: float = 0.10
    unwanted: float = 0.22
    year_elsewhere: float = 0.25
    title_only: float = 0.35
    question_mark: float = 0.25
    long: float = 0.002
    pair: float = 0.06
    close: float = 0.05
    opening: float = 0.2
    listed: float = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (or list item) that may answer a part of a question. `cover` and `reach` are term coverages, 0..1:
    in its own words, and with heading, lead-in and the sentence before it."""

    unit: Unit
    hit: Hit
    score: float
    cover: float
    reach: float
    typed: bool
    found: frozenset[str]
    around: Mapping[str, float] = field(default_factory=dict)  # how well each term is matched, with the surroundings
    year_fit: float = 0.0  # 0 the years asked for are met, 1 the text speaks of other years only


@dataclass(frozen=True, slots=True)
class Sought:
    """A part of a question, ready to be looked for."""

    want: Want
    topic: Topic
    terms: tuple[Term, ...]
    years: tuple[int, ...]
    vector: np.ndarray  # (d,), unit length
    negated: bool = False  # the question asks for what did not happen
    latest: bool = False  # it asks by when
    headers: bool = False  # it asks about a letter or an e-mail itself: who sent it, and when
    bare: bool = False  # it has no subject of its own: "vad saknas?"
    planned: bool = False  # it asks about what is to be done
    text: str = ""  # the part as asked
    lacking: bool = False  # it asks what is wrong or wanting
    since: bool = False  # it asks since when
    speaker: tuple[Voice, ...] = ()  # whose words it asks for, where it says
    about_review: bool = False  # it asks what the review was to do, or covered


def _year_fit(sought: Sought, unit: Unit, hit: Hit, before: str) -> float:
    """0 when the years asked for are met; 1 when the text speaks of other years only; 0.5 when nothing tells."""
    if not sought.years:
        return 0.0
    wanted = {str(y) for y in sought.years}
    here = unit.years
    if wanted & here:
        return 0.0
    if here:
        return 1.0 if hit.part.year not in sought.years else 0.6
    if any(y in before or (hit.section and y in " ".join(hit.section.path)) for y in wanted):
        return 0.0
    return 0.1 if hit.part.year in sought.years else 0.6


def _score(
    context: Context,
    sought: Sought,
    scope: Scope,
    hit: Hit,
    units: Sequence[Unit],
    i: int,
    unit: Unit,
    w: Weights,
    matcher: Matcher,
) -> Candidate:
    own = matcher.all(frozenset(unit.stems))
    surroundings = frozenset(
        (*context.heading_stems(hit), *(units[i - 1].stems if i else ()), *(units[0].stems if i else ()))
    )
    near = matcher.all(surroundings)
    around = {t: max(score, 0.75 * near[t]) if score < 0.75 else score for t, score in own.items()}
    cover, reach = coverage(sought.terms, own), coverage(sought.terms, around)
    typed = satisfies(sought.want, unit.text)
    by_name = sought.want is not Want.PERSON or bool(persons_in(unit.text))
    score = (
        w.own * cover + w.context * reach + w.dense * max(0.0, float(unit.vector @ sought.vector)) + w.hit * hit.score
    )
    score += w.affinity * scope.affinity.get(hit.part.id, 0.0)
    score += w.wanted if typed and sought.want in HARD else 0.4 * w.wanted if typed else 0.0
    score += w.close if typed and sought.want in FIGURES and _close(unit.text, own) else 0.0
    score -= 0.0 if by_name or sought.planned else w.close
    score += w.wanted if sought.want is Want.DEFINITION and typed else 0.0
    score -= w.wanted if sought.want is Want.LIST and not typed else 0.0
    score -= w.unwanted if not typed and sought.want in HARD else 0.0
    role = hit.section.role if hit.section else None
    voice = hit.section.voice if hit.section else Voice.UNKNOWN
    score += role_bonus(sought.want, sought.topic is Topic.ASSESSMENT, role, voice)
    year_fit = _year_fit(sought, unit, hit, units[i - 1].text if i else "")
    score -= w.year_elsewhere * year_fit
    if hit.passage.kind is PassageKind.HEADING:
        score -= w.title_only if sought.want not in (Want.PERSON, Want.NAME) and not sought.headers else 0.05
    if unit.text.rstrip().endswith("?"):
        score -= w.question_mark
    if _OPENING.search(unit.text):
        score += w.opening if sought.about_review else -w.opening
    if _HEADER.search(unit.text) and sought.want is not Want.PERSON and not sought.headers:
        score -= w.opening
    if sought.planned and _PLANNED.search(unit.text):
        score += 2 * w.close
    if sought.since and re.search(r"\bsedan\b", unit.text, re.I):
        score += 2 * w.close
    if sought.lacking and _LACK.search(unit.text):
        score += 2 * w.close
    if sought.speaker and context.voice(unit.text, hit) in sought.speaker:
        score += 2 * w.close
    if sought.latest and _LATEST.search(unit.text):
        score += w.close
    score -= w.long * max(0, len(unit.stems) - 45)
    found = frozenset(t.text for t in sought.terms if own[t.text] >= 0.6)
    return Candidate(unit, hit, score, cover, reach, typed, found, around, year_fit)


# Sentences that say what a review was to do repeat the question's words and answer nothing else.
_OPENING = re.compile(
    r"(?:på uppdrag av|(?:fått|haft)(?: i)? uppdrag|har .{0,60}(?:låtit|anlitat)|"
    r"syfte\w* med granskningen|granskningen (?:har )?"
    r"(?:syft|avs|omfatt)\w*|har .{0,90}granskat (?:om|hur)|uppdraget ingår|"
    r"ingår i revisionsplanen|(?:ska|har) besvara\w* följande)",
    re.I,
)
_HEADER = re.compile(r"\b(?:Från|Skickat|Till|Ämne):.*\b(?:Från|Skickat|Till|Ämne):", re.S)
_PLANNED = re.compile(r"\bska\b|uppdrag|planera\w*|kommer att|senast|ansvarar", re.I)
_LACK = re.compile(r"\b(?:däremot|dock|sakna\w*|brist\w*|otillräcklig\w*|inte|ej|bör|behöver|risk\w*)\b", re.I)
_LATEST = re.compile(r"\bsenast\b|\bföre den\b|\binnan\b|\btill och med\b", re.I)
_DIGIT = re.compile(r"\d")


def _close(text: str, own: Mapping[str, float]) -> bool:
    """Does a figure stand within four words of a word asked for?"""
    words = text.split()
    at = [i for i, w in enumerate(words) if _DIGIT.search(w)]
    found = [i for i, w in enumerate(words) if any(v >= 0.6 and t[:5] in w.lower() for t, v in own.items())]
    return any(abs(i - j) <= 4 for i in at for j in found)


def rank(
    context: Context, sought: Sought, scope: Scope, hits: Sequence[Hit], weights: Weights | None = None
) -> list[Candidate]:
    """All sentences of the passages found, best first."""
    w = weights or Weights()
    ranked: list[Candidate] = []
    prose = [h for h in hits if not (h.passage.table and h.passage.table.cells)]  # a table answers by its cells
    units = {h.passage.id: context.units(h.passage) for h in prose}
    vocabulary = {s for us in units.values() for u in us for s in u.stems} | {
        s for h in prose for s in context.heading_stems(h)
    }
    matcher = Matcher(sought.terms, vocabulary)
    for hit in prose:
        own = units[hit.passage.id]
        ranked += [_score(context, sought, scope, hit, own, i, unit, w, matcher) for i, unit in enumerate(own)]
        for i, pair in context.pairs(hit.passage):
            double = _score(context, sought, scope, hit, own, i, pair, w, matcher)
            ranked.append(replace(double, score=double.score - w.pair))
        if sought.want is Want.LIST and hit.passage.kind is PassageKind.LIST:
            ranked += _whole_list(context, sought, scope, hit, own, w, matcher)
    return sorted(ranked, key=lambda c: -c.score)


def _whole_list(
    context: Context,
    sought: Sought,
    scope: Scope,
    hit: Hit,
    units: Sequence[Unit],
    w: Weights,
    matcher: Matcher,
) -> list[Candidate]:
    """A list as one answer, judged by its lead-in: what the items are is what the question asks for."""
    first, last = units[0], units[-1]
    if len(hit.passage.text.split()) > 140 or len(units) < 2:
        return []
    years = frozenset(y for u in units for y in u.years)
    whole = replace(first, end=last.end, text=hit.passage.text[first.start : last.end], years=years)
    found = _score(context, sought, scope, hit, units, 0, replace(first, years=years), w, matcher)
    return [replace(found, unit=whole, score=found.score + w.listed)]


def boosted(
    candidates: Sequence[Candidate], near: Candidate, passage: float = 0.12, section: float = 0.08, part: float = 0.05
) -> list[Candidate]:
    """The same candidates, those close to `near` (an answer to another part of the question) raised."""

    def lift(c: Candidate) -> float:
        if c.hit.passage.id == near.hit.passage.id:
            return passage
        if c.hit.passage.section_id is not None and c.hit.passage.section_id == near.hit.passage.section_id:
            return section
        return part if c.hit.part.id == near.hit.part.id else 0.0

    return sorted((replace(c, score=c.score + lift(c)) for c in candidates), key=lambda c: -c.score)
