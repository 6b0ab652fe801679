"""Comparisons: each side answered by itself and named; more or fewer recommendations counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Part, Topic
from assistant.answering.recommending import grouped, in_scope, item, name_of, pointed_at
from assistant.answering.scope import Scope
from assistant.answering.scope import scope as resolve
from assistant.answering.swedish_text import counted
from assistant.answering.terms import stems_of
from assistant.types import DocumentKind, Filters, Recommendation

_BETWEEN = re.compile(
    r"\b(?:mot|emot|respektive|jämfört med|jämfört mot|till skillnad från|med (?:det|den|dem)|"
    r"eller|och|kontra|än)\b|[:,]",
    re.I,
)
_MOST = re.compile(r"\bflest\b|\bfler\b|\bmest\b", re.I)
_FEWEST = re.compile(r"\bfärst\b|\bfärre\b|\bminst\b", re.I)
_RECOMMENDATIONS = re.compile(r"rekommend|rekomend", re.I)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: its name, its scope, and the question as it reads for this side alone."""

    name: str
    scope: Scope
    text: str


def sides(context: Context, frame: Frame, scope: Scope, filters: Filters) -> list[Side]:
    """The things compared, in the question's order; fewer than two when they cannot be told apart."""
    pieces = [p.strip() for p in _BETWEEN.split(frame.text) if p.strip()]
    common, found = "", dict[str, Side]()
    for piece in pieces:
        own = resolve(piece, stems_of(piece), context.library.parts, filters)
        if len(own.municipalities) != 1:
            common = f"{common} {piece}" if not found else common
            continue
        town = own.municipalities[0]
        if not found and not common:
            common = re.split(rf"\b{re.escape(town)}", piece, maxsplit=1)[0]
            text = piece
        else:
            text = f"{common} {piece}"
        if town not in found or max(own.affinity.values()) > max(found[town].scope.affinity.values()):
            found[town] = Side(town, own, text)
    return list(found.values()) if len(found) >= 2 else _documents(context, scope, pieces, filters, frame.text)


def _documents(context: Context, scope: Scope, pieces: list[str], filters: Filters, text: str) -> list[Side]:
    """Documents of one municipality, told apart by the pieces of the question that name them, or all its reports."""
    parts = context.library.parts
    found: dict[str, Side] = {}
    towns = " ".join(scope.municipalities)
    for piece in pieces:
        own = resolve(f"{towns} {piece}", stems_of(piece), parts, filters)
        reports = {parts[i].document for i in own.part_ids if parts[i].kind is DocumentKind.REPORT}
        named = pointed_at(context, own, reports)
        if len(named) == 1:
            side = _document(context, own, next(iter(named)), text)
            found.setdefault(side.name, side)
    if len(found) < 2 and re.search(
        r"\btvå granskning|båda granskning|granskningar|vilken (?:granskning|rapport)", text, re.I
    ):
        documents = dict.fromkeys(parts[i].document for i in scope.part_ids if parts[i].kind is DocumentKind.REPORT)
        found = {s.name: s for d in documents if (s := _document(context, scope, d, text))}
    return list(found.values()) if len(found) <= 4 else []


def _document(context: Context, scope: Scope, document: str, text: str) -> Side:
    parts = context.library.parts
    inside = tuple(i for i in scope.part_ids if parts[i].document == document)
    report = next(parts[i] for i in inside if parts[i].kind is DocumentKind.REPORT)
    return Side(name_of(report), replace(scope, part_ids=inside, years=(), document_years=()), text)


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
    for side in found:
        name, own = side.name, side.scope
        topic = (
            Topic.ASSESSMENT
            if re.search(r"omdöme|bedöm|slutsats|kritik|kritisera|brist", frame.text, re.I)
            else Topic.FACT
        )
        one = Frame(frame.asked, side.text, topic, (Part(side.text, frame.parts[0].want),))
        outcome = answer_one(one, replace(own, stems=own.stems | scope.stems))
        if not outcome.items:
            missing.append(name)
        items += [replace(e, label=f"**{name}**" if i == 0 else "") for i, e in enumerate(outcome.items[:2])]
    return Outcome(tuple(items), listed=True, missing="; ".join(missing)) if items else None


def _most(context: Context, frame: Frame, found: list[Side]) -> Outcome | None:
    """Which side has most (or fewest) recommendations, with the first of each as its evidence."""
    counts: list[tuple[str, list[Recommendation]]] = []
    for side in found:
        groups = grouped(in_scope(context, side.scope, frame))
        if groups:
            counts.append((side.name, max(groups.values(), key=len)))
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


def _year(year: int | None) -> str:
    return f", {year}" if year else ""
