"""Comparisons: each side answered by itself and named; more or fewer recommendations counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Topic
from assistant.answering.recommending import grouped, in_scope, item, name_of, pointed_at
from assistant.answering.scope import Scope, scope as resolve
from assistant.answering.swedish_text import counted
from assistant.answering.terms import stems_of
from assistant.types import DocumentKind, Filters, Recommendation

_BETWEEN = re.compile(r"\b(?:mot|emot|respektive|jämfört med|jämfört mot|till skillnad från|eller|och|kontra|än)\b|[:,]", re.I)
_MOST = re.compile(r"\bflest\b|\bfler\b|\bmest\b", re.I)
_FEWEST = re.compile(r"\bfärst\b|\bfärre\b|\bminst\b", re.I)
_RECOMMENDATIONS = re.compile(r"rekommend|rekomend", re.I)


def sides(context: Context, frame: Frame, scope: Scope, filters: Filters) -> list[tuple[str, Scope]]:
    """The things compared, in the question's order, each with its own scope; fewer than two when none can be told."""
    pieces = [p for p in _BETWEEN.split(frame.text) if p.strip()]
    found: list[tuple[str, Scope]] = []
    for piece in pieces:
        own = resolve(piece, stems_of(piece), context.library.parts, filters)
        if len(own.municipalities) == 1:
            found.append((own.municipalities[0], own))
    towns = {town for town, _ in found}
    if len(towns) >= 2:
        merged: dict[str, Scope] = {}
        for town, own in found:
            if town not in merged or max(own.affinity.values(), default=0) > max(merged[town].affinity.values(), default=0):
                merged[town] = own
        return list(merged.items())
    return _documents(context, frame, scope, pieces, filters)


def _documents(
    context: Context, frame: Frame, scope: Scope, pieces: list[str], filters: Filters
) -> list[tuple[str, Scope]]:
    """Two documents of one municipality, told apart by the pieces of the question that name them."""
    found: dict[str, Scope] = {}
    towns = scope.municipalities or tuple({p.municipality for p in context.library.parts.values() if p.municipality})
    for piece in pieces:
        own = resolve(f"{' '.join(towns)} {piece}", stems_of(piece), context.library.parts, filters)
        reports = {context.library.parts[i].document for i in own.part_ids if context.library.parts[i].kind is DocumentKind.REPORT}
        named = pointed_at(context, own, reports)
        if len(named) == 1:
            document = next(iter(named))
            inside = tuple(i for i in own.part_ids if context.library.parts[i].document == document)
            part = next(context.library.parts[i] for i in inside if context.library.parts[i].kind is DocumentKind.REPORT)
            found.setdefault(name_of(part), replace(own, part_ids=inside))
    return list(found.items())


def answer_comparison(
    context: Context, frame: Frame, scope: Scope, filters: Filters, answer_one: Callable[[Frame, Scope], Outcome]
) -> Outcome | None:
    """Both sides, by name; None when two sides cannot be told."""
    found = sides(context, frame, scope, filters)
    if len(found) < 2:
        return None
    if _RECOMMENDATIONS.search(frame.text) and (_MOST.search(frame.text) or _FEWEST.search(frame.text)):
        return _most(context, frame, found)
    items: list[Evidence] = []
    missing: list[str] = []
    for name, own in found:
        topic = Topic.ASSESSMENT if re.search(r"omdöme|bedöm|slutsats|kritik|kritisera|brist", frame.text, re.I) else Topic.FACT
        one = Frame(frame.asked, frame.text, topic, frame.parts)
        outcome = answer_one(one, replace(own, stems=own.stems | scope.stems))
        if not outcome.items:
            missing.append(name)
        items += [replace(e, label=f"**{name}**" if i == 0 else "") for i, e in enumerate(outcome.items[:2])]
    return Outcome(tuple(items), listed=True, missing="; ".join(missing)) if items else None


def _most(context: Context, frame: Frame, found: list[tuple[str, Scope]]) -> Outcome | None:
    """Which side has most (or fewest) recommendations, with the first of each as its evidence."""
    counts: list[tuple[str, list[Recommendation]]] = []
    for name, own in found:
        groups = grouped(in_scope(context, own, frame_without_years(frame)))
        if groups:
            counts.append((name, max(groups.values(), key=len)))
    if len(counts) < 2:
        return None
    pick = max if _MOST.search(frame.text) else min
    winner = pick(counts, key=lambda c: len(c[1]))
    items = []
    for name, rs in counts:
        first = item(rs[0])
        report = context.library.parts[rs[0].part_id]
        label = f"**{name}: {counted(len(rs))} rekommendationer** ({report.title}{_year(report.year)}), däribland"
        items.append(Evidence(first.text, first.quotes, label=label))
    others = ", ".join(counted(len(rs)) + f" i {name}" for name, rs in counts if name != winner[0])
    return Outcome(tuple(items), f"{winner[0]}: {counted(len(winner[1]))} rekommendationer, mot {others}.", listed=True)


def frame_without_years(frame: Frame) -> Frame:
    """The same frame; years belong to the sides' own scopes."""
    return frame


def _year(year: int | None) -> str:
    return f", {year}" if year else ""
