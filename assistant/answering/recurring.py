"""Does a recommendation recur, and where: in several municipalities, in several reviews of one, or in one alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame
from assistant.answering.recommending import insists, item, matching, subject
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import counted, joined
from assistant.register.recurring import within_municipality
from assistant.types import Recommendation, Refusal

UNKNOWN = "okänd kommun"
_SHOWN = 4  # themes


def answer_recurrence(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """Where recommendations on the subject stand; without a subject, the themes that recur most."""
    inside = set(scope.part_ids) if not scope.municipalities else set(context.library.parts)
    pool = [r for r in context.library.recommendations if r.part_id in inside]
    if not pool:
        return None
    if len(scope.municipalities) == 1 and _WITHIN.search(frame.text):
        return _within(context, pool, scope.municipalities[0])
    about = subject(context, frame.text, scope, pool, titles=False)
    if not about.terms:
        if about.missing and insists(frame.text, about.missing):
            missing = "rekommendationer om " + joined([t.text for t in about.missing])
            return Outcome(refusal=Refusal.NO_EVIDENCE, missing=missing)
        return _themes(context, pool)
    found = matching(pool, about.terms)
    if not found:
        return Outcome(
            refusal=Refusal.NO_EVIDENCE, missing="rekommendationer om " + joined([t.text for t in about.terms])
        )
    by_town: dict[str, list[Recommendation]] = {}
    for r in found:
        by_town.setdefault(r.municipality or UNKNOWN, []).append(r)
    towns = {r.municipality for r in pool if r.municipality}
    items = tuple(
        Evidence(e.text, e.quotes, label=_heading(context, town, rs) if i == 0 else "")
        for town, rs in sorted(by_town.items())
        for i, e in enumerate(item(r) for r in rs)
    )
    return Outcome(items, _lead(by_town, towns, found), listed=True)


_WITHIN = re.compile(r"\bflera (?:olika )?(?:granskningar|rapporter)|återkom\w* .*granskningar(?!.*kommuner)", re.I)


def _within(context: Context, pool: Sequence[Recommendation], town: str) -> Outcome:
    """Themes that recur in several reviews of one municipality, each review's recommendations by its title."""
    by_id = {r.id: r for r in pool if r.municipality == town}
    found = sorted(within_municipality(list(by_id.values())), key=lambda row: -len(row[2]))
    if not found:
        return Outcome(refusal=Refusal.NOT_STATED, missing=f"ett tema som återkommer i flera granskningar i {town}")
    items: list[Evidence] = []
    for _, theme, ids in found[:_SHOWN]:
        for i, record in enumerate(by_id[one] for one in ids[:4]):
            part = context.library.parts[record.part_id]
            title = f"{part.title} ({part.year})" if part.year else part.title
            first = item(record)
            items.append(Evidence(first.text, first.quotes, label=f"**{theme}**: {title}" if i == 0 else title))
    one = "Ett tema" if len(found) == 1 else f"{counted(len(found)).capitalize()} teman"
    lead = f"{one} återkommer i flera granskningar i {town}.{_rest([t for _, t, _ in found])}"
    return Outcome(tuple(items), lead, listed=True)


def _rest(names: Sequence[str]) -> str:
    """What is not shown, by name."""
    left = names[_SHOWN:]
    return f" De {counted(_SHOWN)} största visas; övriga är {joined([n.lower() for n in left])}." if left else ""


def _heading(context: Context, town: str, rs: Sequence[Recommendation]) -> str:
    titles = list(dict.fromkeys(context.library.parts[r.part_id].title for r in rs))
    return f"**{town}** ({joined(titles)})"


def _lead(by_town: dict[str, list[Recommendation]], towns: set[str], found: Sequence[Recommendation]) -> str:
    known = [t for t in by_town if t != UNKNOWN]
    if len(known) == 1:
        reviews = len({r.document for r in found})
        several = f", i {counted(reviews)} granskningar" if reviews > 1 else ""
        return f"Nej, bara {known[0]}{several}; ingen annan av de {counted(len(towns))} kommunerna har fått den."
    return f"I {counted(len(known))} av {counted(len(towns))} kommuner: {joined(sorted(known))}."


def _themes(context: Context, pool: Sequence[Recommendation]) -> Outcome | None:
    """The themes found in most municipalities, each with one recommendation a municipality."""
    groups: dict[str, dict[str, list[Recommendation]]] = {}
    for r in pool:
        for theme in r.themes:
            if r.municipality and not theme.own:
                groups.setdefault(theme.name, {}).setdefault(r.municipality, []).append(r)
    ranked = sorted(
        (g for g in groups.items() if len(g[1]) > 1), key=lambda g: (-len(g[1]), -sum(map(len, g[1].values())))
    )
    if not ranked:
        return Outcome(refusal=Refusal.NO_EVIDENCE, missing="rekommendationer som återkommer i flera kommuner")
    items: list[Evidence] = []
    for name, by_town in ranked[:_SHOWN]:
        for i, (town, rs) in enumerate(sorted(by_town.items())[:3]):
            first = item(rs[0])
            label = f"**{name}** ({counted(len(by_town))} kommuner: {joined(sorted(by_town))})" if i == 0 else ""
            items.append(Evidence(first.text, first.quotes, label=label or town))
    count = counted(len(ranked))
    lead = (
        f"{count.capitalize()} teman återkommer i flera kommuner."
        if len(ranked) > 1
        else "Ett tema återkommer i flera kommuner."
    )
    lead += _rest([name for name, _ in ranked])
    return Outcome(tuple(items), lead, listed=True)
