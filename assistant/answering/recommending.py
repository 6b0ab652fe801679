"""Questions about recommendations: which, how many, by section, and whether letter and report agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Want
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import counted, joined
from assistant.answering.terms import Term, coverage, match, stems_of, terms
from assistant.types import DocumentKind, Part, Quote, Recommendation, Refusal

_SECTION = re.compile(r"(?:avsnitt|kapitel|punkt|kap\.)\s*(\d+(?:\.\d+)*)", re.I)
# Words of a question about recommendations that name no subject.
_ABOUT = frozenset(
    s
    for w in (
        "rekommendation rekommendationerna uppmaning uppmanas uppmanats uppmanat lämnade lämnas lämnat gett ger avsnitt "
        "hänvisar pekar missiv missivet rapport rapporten kpmg revisor revisorernas granskning mynnade riktas riktade riktats "
        "handlar rör totalt antal flest fick finns nämnden styrelsen kommunstyrelsen socialnämnden efter inom för kommuner "
        "kommun fler flera mer återkommer återkommande gemensam gemensamma unik ensam annan andra någon samma förekommer "
        "lista sammanställ punkt punkter tema område vilka prioritet prioriterad hög revision revisionen"
    ).split()
    for s in stems_of(w)
)


def subject(context: Context, text: str, scope: Scope) -> tuple[Term, ...]:
    """The words of a question that say what the recommendations should be about; () when it asks for all of them."""
    taken = scope.stems | _ABOUT | {s for b in scope.bodies for s in stems_of(b)}
    return terms(text, context.rarity, frozenset(taken), context.correct)


def matching(recommendations: Sequence[Recommendation], about: Sequence[Term], bar: float = 0.55) -> list[Recommendation]:
    """The recommendations about the subject: by their own words, with themes counting a little less."""
    if not about:
        return list(recommendations)
    found: list[tuple[float, Recommendation]] = []
    for recommendation in recommendations:
        own = stems_of(recommendation.text)
        themes = stems_of(" ".join(t.name for t in recommendation.themes if t.score >= 0.5))
        hits = {t.text: max(match(t, own), 0.7 * match(t, themes)) for t in about}
        found.append((coverage(about, hits), recommendation))
    best = max((score for score, _ in found), default=0.0)
    return [r for score, r in found if score >= max(bar, 0.72 * best)]


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
    if scope.years and any(y in scope.years for y in years.values()):
        found = [r for r in found if years[r.document] in scope.years]
    return found


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
    return chosen if top >= 0.35 and len(chosen) < len(best) else set()


def item(recommendation: Recommendation) -> Evidence:
    """A recommendation as a list item: its words, and the sections it points to."""
    text = recommendation.text.strip().rstrip(",;. ")
    if recommendation.sections:
        text += f" (avsnitt {joined(recommendation.sections)})"
    return Evidence(text, (recommendation.stated_in[0],) if recommendation.stated_in else ())


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


def answer_recommendations(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """A list, a count, or letter against report; None when the question is not answered by the records."""
    all_in_scope = in_scope(context, scope, frame)
    if not all_in_scope:
        return None
    sections = _SECTION.findall(frame.text)
    chosen = [r for r in all_in_scope if not sections or set(sections) & set(r.sections)]
    about = subject(context, _SECTION.sub(" ", frame.text), scope)
    about = tuple(t for t in about if not _of_titles(context, t, chosen))
    if about and len(about) <= 4:
        narrowed = matching(chosen, about)
        chosen = narrowed or ([] if len(about) > 1 or coverage(about, {}) else chosen)
    if not chosen:
        return None
    groups = grouped(chosen)
    counting = any(p.want is Want.NUMBER for p in frame.parts)
    notes = tuple(n for g in groups.values() if (n := _letter_note(context, g)))
    leads = []
    for members in groups.values():
        part = _report(context, members)
        bodies = joined(list(dict.fromkeys(b for r in members for b in r.addressees)))
        number = f"{counted(len(members))} rekommendation{'er' if len(members) != 1 else ''}"
        leads.append(f"{name_of(part)}: {number} till {bodies}" if bodies else f"{name_of(part)}: {number}")
    items = tuple(
        Evidence(e.text, e.quotes, label=lead if i == 0 else "")
        for lead, members in zip(leads, groups.values(), strict=True)
        for i, e in enumerate(item(r) for r in members)
    )
    lead = ""
    if counting:
        lead = f"**{counted(len(chosen)).capitalize()} rekommendation{'er' if len(chosen) != 1 else ''}** ({len(chosen)} st)."
    return Outcome(items, lead, listed=True, notes=notes)


def _report(context: Context, members: Sequence[Recommendation]) -> Part:
    parts = [context.library.parts[r.part_id] for r in members]
    return next((p for p in parts if p.kind is DocumentKind.REPORT), parts[0])


def _of_titles(context: Context, term: Term, chosen: Sequence[Recommendation]) -> bool:
    """Does the word only name the documents ("IFO-granskningen"), not the subject of a recommendation?"""
    titles = {s for r in chosen for s in stems_of(context.library.parts[r.part_id].title + " " + r.document.replace("-", " "))}
    return match(term, tuple(titles)) >= 0.85 and not any(match(term, stems_of(r.text)) >= 0.85 for r in chosen)


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
    label = (
        f"Missivet har {counted(len(in_letter))} rekommendationer och rapporten {counted(len(in_report))}. Bara i {where} står"
    )
    return Evidence(odd.text, (quote,), label=label)


def none_found(context: Context, scope: Scope) -> Outcome:
    """No recommendations where the question looks for them."""
    return Outcome(refusal=Refusal.NOT_STATED, missing="rekommendationer i de handlingar som frågan gäller")
