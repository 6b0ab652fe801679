"""Running headers, footers and page numbers, found by repetition at the same place on neighbouring pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.reading.model import Line

_EDGE = 6  # how many rows from the top and the bottom of a page can be furniture
_NEAR = 2  # pages apart: odd and even pages may carry different headers
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s*(?:(?:sida|sid|s|page)\.?\s*)?\d{1,4}\s*(?:(?:\(|/|av|of)\s*\d{1,4}\s*\)?)?\s*[-–—]?", re.I
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[ .]\w+[ .]\d{4}")
_ENDED = re.compile(r"[.!?:;][”\"')]*$")


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Indexes of the lines that are furniture. Digits are masked, so "Sida 3 (17)" repeats as "Sida 4 (17)"."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        by_page[line.page].append(index)
    edges = {page: _edges(lines, found) for page, found in by_page.items()}
    repeated = _repeated(lines, edges)
    slots = _slots(lines, edges, repeated)
    furniture: set[int] = set()
    for page in by_page:
        for side in edges[page]:
            furniture |= _from_edge(lines, side, repeated, slots)
    return furniture | _inside(lines, by_page, furniture)


def _edges(lines: Sequence[Line], indexes: Sequence[int]) -> tuple[list[list[int]], list[list[int]]]:
    """The page's rows from the top and from the bottom; a row is the lines of equal height."""
    if any(lines[i].y is None for i in indexes):
        rows = [[i] for i in indexes]
    else:
        ordered = sorted(indexes, key=lambda i: (-_y(lines[i]), i))
        rows = []
        for i in ordered:
            if rows and abs(_y(lines[rows[-1][0]]) - _y(lines[i])) < 2:
                rows[-1].append(i)
            else:
                rows.append([i])
    half = (len(rows) + 1) // 2
    top = rows[: min(_EDGE, half if len(rows) > 1 else 1)]
    bottom = rows[::-1][: min(_EDGE, len(rows) - len(top))]
    return top, bottom


def _y(line: Line) -> float:
    return line.y if line.y is not None else 0.0


def mask(text: str) -> str:
    """The line as it repeats: lower case, white space collapsed, every number a single #."""
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


Edges = dict[int, tuple[list[list[int]], list[list[int]]]]


def _repeated(lines: Sequence[Line], edges: Edges) -> set[int]:
    places: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for page, sides in edges.items():
        for side, rows in enumerate(sides):
            for rank, row in enumerate(rows):
                for i in row:
                    places[mask(lines[i].text), side].append((page, rank, i))
    found: set[int] = set()
    weight: dict[float, int] = defaultdict(int)
    for line in lines:
        weight[line.size or 0.0] += len(line.text)
    body = max(weight, key=lambda size: weight[size], default=0.0)
    for group in places.values():
        first = lines[group[0][2]]
        if first.bold and (first.size or 0.0) >= body and len({page for page, _, _ in group}) < 3:
            continue  # a heading that two pages happen to begin with
        if first.size == body and len(first.text) > 50 and len({lines[i].text for _, _, i in group}) > 1:
            continue  # sentences that differ in a figure
        for page, rank, i in group:
            for other, other_rank, j in group:
                if 0 < abs(other - page) <= _NEAR and _same_place(lines[i], lines[j], rank, other_rank):
                    found |= {i, j}
        if any(i in found for _, _, i in group):
            known = [(rank, i) for _, rank, i in group if i in found]
            found |= {i for _, rank, i in group if any(_same_place(lines[i], lines[j], rank, r) for r, j in known)}
    return found


def _same_place(a: Line, b: Line, rank: int, other: int) -> bool:
    if a.y is None or b.y is None or a.size is None or b.size is None:
        return abs(rank - other) <= 1
    return abs(a.y - b.y) <= 6 and abs(a.size - b.size) < 0.6


Slots = dict[tuple[int, int], list[tuple[float, bool]]]  # by place: the heights there, and whether each repeats


def _slots(lines: Sequence[Line], edges: Edges, repeated: set[int]) -> Slots:
    """All edge lines by where they stand, to tell a header's place (all repeat) from the body's first line."""
    found: Slots = defaultdict(list)
    for sides in edges.values():
        for rows in sides:
            for row in rows:
                for i in row:
                    if lines[i].x is not None and lines[i].y is not None:
                        found[_place(lines[i])].append((_y(lines[i]), i in repeated))
    return found


def _place(line: Line) -> tuple[int, int]:
    return round((line.x or 0.0) / 8), round(_y(line) / 4)


def _share(line: Line, slots: Slots) -> float | None:
    """The share of the lines at this place that repeat: 1.0 is a header's place, 0.1 the body's; None: too few."""
    if line.y is None or line.x is None:
        return None
    column, row = _place(line)
    near = [hit for r in (row - 1, row, row + 1) for y, hit in slots.get((column, r), ()) if abs(y - line.y) <= 3]
    return sum(near) / len(near) if len(near) >= 3 else None


def _from_edge(
    lines: Sequence[Line],
    rows: Sequence[Sequence[int]],
    repeated: set[int],
    slots: Slots,
) -> set[int]:
    """Furniture stands at the edge: the first row that is body ends it."""
    found: set[int] = set()
    for rank, row in enumerate(rows):
        good = []
        for i in row:
            share = _share(lines[i], slots)
            if share is not None:
                good.append(share >= 0.8 if i not in repeated else share >= 0.5)
            else:
                good.append(i in repeated or (rank == 0 and bool(_PAGE_NUMBER.fullmatch(lines[i].text))))
        if not all(good):
            break
        found.update(row)
    return found


def _inside(lines: Sequence[Line], by_page: dict[int, list[int]], furniture: set[int]) -> set[int]:
    """Header and footer lines that an old page end left in mid-page, identical to known furniture."""
    known = {" ".join(lines[i].text.split()) for i in furniture}
    found: set[int] = set()
    for page in by_page:
        body = [i for i in by_page[page] if i not in furniture]
        cover = sum(len(lines[i].text) > 60 for i in body) < 4
        for place, i in enumerate(body):
            text = " ".join(lines[i].text.split())
            if lines[i].bold or text not in known or (text.isdigit() and len(text) < 3):
                continue
            bare = bool(_DATE.fullmatch(text) or _PAGE_NUMBER.fullmatch(text))
            before = lines[body[place - 1]].text if place else ""
            after = lines[body[place + 1]].text if place + 1 < len(body) else ""
            titled = _brief(before) and (not after or _brief(after))  # among the short lines of a title page
            twice = any(" ".join(lines[j].text.split()) == text for j in body[:place])
            flows = bool(before) and not _ENDED.search(before) and after[:1].islower()
            if (bare and (not titled or twice)) or (flows and not cover):
                found.add(i)
    return found


def _brief(text: str) -> bool:
    return len(text) < 46 and not _ENDED.search(text)
