"""Questions about recommendations: which, how many, by section, and whether letter and report agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Want, cues
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import counted, joined
from assistant.answering.terms import Term, coverage, match, stems_of, terms
from assistant.types import DocumentKind, Part, Quote, Recommendation, Refusal

_SECTION = re.compile(r"(?:avsnitt|kapitel|punkt|kap\.)\s*(\d+(?:\.\d+)*)", re.I)


@cache
def _about() -> frozenset[str]:
    """Stems of the words of a question about recommendations that name no subject."""
    return frozenset(s for word in cues().recommendation_words for s in stems_of(word))


@dataclass(frozen=True, slots=True)
class Subject:
    """What the recommendations asked for should be about: words that some recommendation holds, and words none does."""

    terms: tuple[Term, ...]
    missing: tuple[Term, ...]


def subject(context: Context, text: str, scope: Scope, pool: Sequence[Recommendation], titles: bool = True) -> Subject:
    """The words of a question that say what the recommendations should be about; none when it asks for all of them.

    Words that only name the documents, the firm or the board are left out (`titles`).
    """
    taken = scope.stems | _about() | {s for b in scope.bodies for s in stems_of(b)}
    firms = {s for p in context.library.parts.values() for s in stems_of(p.auditor or "")}
    words = terms(text, context.rarity, frozenset(taken | firms), context.correct)
    if titles:
        words = tuple(t for t in words if not _of_titles(context, t, pool))
    stems = [stems_of(r.text + " " + " ".join(t.name for t in r.themes)) for r in pool]
    found = tuple(t for t in words if any(match(t, s) >= 0.6 for s in stems))
    return Subject(found, tuple(t for t in words if t not in found))


_ABOUT_PHRASE = re.compile(
    r"\b(?:om|rör|gäller|kring|angående|avseende|beträffande|åt)\s+(?:att\s+)?((?:[\wåäö-]+\s*){1,5})", re.I
)


def insists(text: str, missing: Sequence[Term]) -> bool:
    """Does the question name a subject ("rekommendationer om …") that no recommendation holds?"""
    phrases = " ".join(_ABOUT_PHRASE.findall(text)).lower()
    return any(t.text in phrases and t.weight >= 0.5 for t in missing)


def matching(
    recommendations: Sequence[Recommendation], about: Sequence[Term], bar: float = 0.5
) -> list[Recommendation]:
    """The recommendations about the subject: by their own words, with themes counting a little less."""
    if not about:
        return list(recommendations)
    heaviest = max(t.weight for t in about)
    found: list[tuple[float, bool, Recommendation]] = []
    for recommendation in recommendations:
        own = stems_of(recommendation.text)
        themes = stems_of(" ".join(t.name for t in recommendation.themes if t.score >= 0.5))
        hits = {t.text: max(match(t, own), 0.7 * match(t, themes)) for t in about}
        main = any(hits[t.text] >= 0.6 for t in about if t.weight >= 0.9 * heaviest)
        found.append((coverage(about, hits), main, recommendation))
    best = max((score for score, main, _ in found if main), default=0.0)
    return [r for score, main, r in found if main and score >= max(0.3, min(bar, 0.62 * best), 0.5 * best)]


def in_scope(context: Context, scope: Scope, frame: Frame) -> list[Recommendation]:
    """Recommendations of the parts in scope, narrowed to the documents the question points at, if it does."""
    inside = set(scope.part_ids)
    found = [r for r in context.library.recommendations if r.part_id in inside]
    if scope.bodies and any(set(scope.bodies) & set(r.addressees) for r in found):
        found = [r for r in found if set(scope.bodies) & set(r.addressees)]
    documents = pointed_at(context, scope, {r.document for r in found})
    if documents:
        found = [r for r in found if r.document in documents]
    years = {r.document: context.library.parts[r.part_id].year for r in found}
    asked = (*scope.years, *scope.document_years)
    if any(y in asked for y in years.values()):
        found = [r for r in found if years[r.document] in asked]
    return found


def _of_year(context: Context, found: Sequence[Recommendation], scope: Scope) -> bool:
    """Is any of the recommendations from a year asked for, or does one speak of it? True where no year is."""
    asked = {str(y) for y in (*scope.years, *scope.document_years)}
    years = {str(p.year) for r in found if (p := context.library.parts[r.part_id]).year}
    years |= {str(p.date.year) for r in found if (p := context.library.parts[r.part_id]).date}
    return not asked or bool(asked & years) or any(y in r.text for r in found for y in asked)


def pointed_at(context: Context, scope: Scope, documents: set[str]) -> set[str]:
    """The documents whose titles the question clearly names; empty when it names none of them apart from others."""
    best: dict[str, float] = {}
    for part_id, fit in scope.affinity.items():
        document = context.library.parts[part_id].document
        if document in documents:
            best[document] = max(best.get(document, 0.0), fit)
    if len(best) < 2:
        return set()
    top = max(best.values())
    chosen = {d for d, fit in best.items() if fit >= top - 0.12}
    return chosen if top >= 0.28 and len(chosen) < len(best) else set()


def item(recommendation: Recommendation) -> Evidence:
    """A recommendation as a list item: its words, and the sections it points to."""
    text = recommendation.text.strip().rstrip(",;. ")
    if not recommendation.stated_in:
        return Evidence(text, ())
    quote = recommendation.stated_in[0]
    if all(re.search(rf"(?<![\d.]){re.escape(s)}(?![\d])", quote.text) for s in recommendation.sections):
        pointer = f" (avsnitt {joined(recommendation.sections)})" if recommendation.sections else ""
        return Evidence(text + pointer, (quote,))
    return Evidence(text, (quote,))


def grouped(recommendations: Sequence[Recommendation]) -> dict[str, list[Recommendation]]:
    """By document, in their own order."""
    groups: dict[str, list[Recommendation]] = {}
    for r in sorted(recommendations, key=lambda r: (r.document, r.number)):
        groups.setdefault(r.document, []).append(r)
    return groups


def name_of(part: Part) -> str:
    """How an answer names a document: "Kramfors, Granskning av LSS (2023)"."""
    year = f" ({part.year})" if part.year and str(part.year) not in part.title else ""
    where = f"{part.municipality}, " if part.municipality else ""
    return f"{where}{part.title}{year}"


_MANY = 12  # a count of more than this is given by document, with one recommendation of each


def answer_recommendations(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """A list, a count, or letter against report; None when the question is not answered by the records."""
    all_in_scope = in_scope(context, scope, frame)
    if all_in_scope and not _of_year(context, all_in_scope, scope):
        return Outcome(refusal=Refusal.WRONG_YEAR)
    if not all_in_scope:
        return None
    sections = _SECTION.findall(frame.text)
    chosen = [r for r in all_in_scope if not sections or set(sections) & set(r.sections)]
    chosen = _with_priority(frame.text, chosen)
    about = subject(context, _SECTION.sub(" ", frame.text), scope, chosen)
    if about.terms:
        chosen = matching(chosen, about.terms)
    elif insists(frame.text, about.missing):
        chosen = []
    if not chosen:
        return none_found(context, scope) if not sections else None
    groups = grouped(chosen)
    counting = any(p.want is Want.NUMBER for p in frame.parts)
    notes = tuple(n for g in groups.values() if (n := _letter_note(context, g)))
    leads = []
    for members in groups.values():
        part = _report(context, members)
        bodies = joined(list(dict.fromkeys(b for r in members for b in r.addressees)))
        number = f"{counted(len(members))} rekommendation{'er' if len(members) != 1 else ''}"
        leads.append(f"{name_of(part)}: {number} till {bodies}" if bodies else f"{name_of(part)}: {number}")
    brief = counting and len(chosen) > _MANY
    items = tuple(
        Evidence(e.text, e.quotes, label=(f"{lead}, bland annat" if brief else lead) if i == 0 else "")
        for lead, members in zip(leads, groups.values(), strict=True)
        for i, e in enumerate(item(r) for r in (members[:1] if brief else members))
    )
    lead = ""
    if counting:
        ending = "er" if len(chosen) != 1 else ""
        lead = f"**{counted(len(chosen)).capitalize()} rekommendation{ending}** ({len(chosen)} st)."
    return Outcome(items, lead, listed=True, notes=notes)


_PRIORITY = re.compile(r"\b(hög|högsta|medel|låg|lägsta)\w*\s+prio\w*|prio\w*\s+(hög|medel|låg)\w*", re.I)


def _with_priority(text: str, chosen: list[Recommendation]) -> list[Recommendation]:
    """Those with the priority asked for; all where none is asked for or none is given."""
    asked = _PRIORITY.search(text)
    if not asked or not any(r.priority for r in chosen):
        return chosen
    level = (asked[1] or asked[2]).lower()[:3]
    return [r for r in chosen if (r.priority or "").lower().startswith(level)]


def _report(context: Context, members: Sequence[Recommendation]) -> Part:
    parts = [context.library.parts[r.part_id] for r in members]
    return next((p for p in parts if p.kind is DocumentKind.REPORT), parts[0])


def _of_titles(context: Context, term: Term, chosen: Sequence[Recommendation]) -> bool:
    """Does the word only name the documents ("IFO-granskningen"), not the subject of a recommendation?"""
    titles = {
        s for r in chosen for s in stems_of(context.library.parts[r.part_id].title + " " + r.document.replace("-", " "))
    }
    return match(term, tuple(titles)) >= 0.5


def stated_in_kinds(context: Context, recommendation: Recommendation) -> set[DocumentKind]:
    """The kinds of documents that state it."""
    return {context.part(q).kind for q in recommendation.stated_in}


def _letter_note(context: Context, members: Sequence[Recommendation]) -> Evidence | None:
    """What differs between a letter and its report: how many each lists, and the first that only one of them has."""
    in_letter = [r for r in members if DocumentKind.LETTER in stated_in_kinds(context, r)]
    in_report = [r for r in members if DocumentKind.REPORT in stated_in_kinds(context, r)]
    if not in_letter or not in_report:
        return None
    only_letter = [r for r in in_letter if r not in in_report]
    only_report = [r for r in in_report if r not in in_letter]
    if not only_letter and not only_report:
        return None
    odd = (only_letter or only_report)[0]
    where = "missivet" if only_letter else "rapporten"
    quote: Quote = next(q for q in odd.stated_in if (context.part(q).kind is DocumentKind.LETTER) == bool(only_letter))
    counts = f"Missivet har {counted(len(in_letter))} rekommendationer och rapporten {counted(len(in_report))}."
    label = f"{counts} Bara i {where} står"
    return Evidence(odd.text, (quote,), label=label)


def none_found(context: Context, scope: Scope) -> Outcome:
    """No recommendations where the question looks for them."""
    return Outcome(refusal=Refusal.NOT_STATED, missing="rekommendationer i de handlingar som frågan gäller")
