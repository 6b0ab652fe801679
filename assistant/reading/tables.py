"""Tables: rows and columns from where the cells stand, or from rows of figures where nothing but text is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.model import Line
from assistant.reading.tablegrid import Cell, FoundTable, make_table
from assistant.reading.texttables import find_text_tables
from assistant.reading.widths import text_width


def find_tables(pages: Sequence[str], lines: Sequence[Line], body: Sequence[int]) -> list[FoundTable]:
    """Every table among the body lines, in order."""
    found = [_build(pages, lines, run) for run in _runs(lines, body)]
    tables = [table for table in found if table is not None]
    used = {i for table in tables for i in table.lines}
    tables += find_text_tables(pages, lines, [i for i in body if i not in used])
    return sorted(_joined(pages, lines, tables, body), key=lambda table: table.lines[0])


def _beside(a: Line, b: Line) -> bool:
    """Whether b stands to the right of a in the same band: the sign of a table row."""
    if a.page != b.page or a.x is None or a.y is None or b.x is None or b.y is None:
        return False
    if b.x <= a.x + 4:
        return False
    rise = b.y - a.y
    return -2.0 < rise < 12 * (a.size or 10.0) and b.x > a.x + 12


def _same_cell(before: Line, a: Line, b: Line) -> bool:
    """Whether `before` is an upper line of the cell whose last line is a, when b begins beside it at the cell's top."""
    if before.page != a.page or before.y is None or b.y is None or before.size != a.size:
        return False
    return abs((before.x or 0.0) - (a.x or 0.0)) <= 3 and (a.y or 0.0) < before.y <= b.y + 2


def _runs(lines: Sequence[Line], body: Sequence[int]) -> list[list[int]]:
    """Stretches of lines that hold side-by-side cells, with the wrapped lines between them."""
    runs: list[list[int]] = []
    at = 0
    while at < len(body) - 1:
        a, b = lines[body[at]], lines[body[at + 1]]
        if not _beside(a, b):
            at += 1
            continue
        start = at
        while start > (0 if not runs else body.index(runs[-1][-1]) + 1) and _same_cell(lines[body[start - 1]], a, b):
            start -= 1
        columns = {a.x or 0.0, b.x or 0.0}
        end = at + 2
        while end < len(body):
            line, last = lines[body[end]], lines[body[end - 1]]
            if line.page != a.page or abs((line.size or 0) - (a.size or 0)) > 1.2:
                break
            if _beside(last, line):
                columns.add(line.x or 0.0)
                end += 1
                continue
            bottom = min(lines[i].y or 0.0 for i in body[start:end])
            drop = bottom - (line.y or 0.0)
            if drop > 2.6 * (line.size or 10.0):
                break
            if (line.x or 0.0) < min(columns) - 3 and end + 1 < len(body) and _beside(line, lines[body[end + 1]]):
                columns.add(line.x or 0.0)  # the headings' row had no cell over the labels
                end += 1
                continue
            if not _fits(line, columns):
                break
            if drop > 1.4 * (line.size or 10.0) and not _row_ahead(lines, body, end, columns):
                break
            end += 1
        runs.append(list(body[start:end]))
        at = end
    return [run for run in runs if _is_table([lines[i] for i in run])]


def _fits(line: Line, columns: set[float]) -> bool:
    """Whether the line begins where a column does and ends before the next: prose under a table does not."""
    x = line.x or 0.0
    if not any(abs(x - column) <= 3 for column in columns):
        return False
    beyond = [column for column in columns if column > x + 3]
    return not beyond or x + 0.92 * text_width(line.text, line.size or 8.0) <= min(beyond)


def _row_ahead(lines: Sequence[Line], body: Sequence[int], at: int, columns: set[float]) -> bool:
    """Whether the line begins a row: within its cell's lines the next cell stands beside."""
    for k in range(at, min(at + 14, len(body) - 1)):
        if _beside(lines[body[k]], lines[body[k + 1]]):
            return True
        if lines[body[k + 1]].page != lines[body[at]].page or not _fits(lines[body[k + 1]], columns):
            return False
    return False


def _is_table(run: Sequence[Line]) -> bool:
    """At least two rows of two cells; two columns of prose jump up once and are long lines on both sides."""
    sides = sum(_beside(a, b) for a, b in pairwise(run))
    rows = sum(1 for k, b in enumerate(run[1:]) if _beside(run[k], b) and not (k and _beside(run[k - 1], run[k])))
    if rows < 2 or sides < 2:
        return False
    return not all(re.fullmatch(r"[-–—_. ]+", line.text) for line in run[2:])


def _levels(run: Sequence[Line]) -> list[list[Line]]:
    levels: list[list[Line]] = []
    for line in sorted(run, key=lambda item: (-(item.y or 0.0), item.x or 0.0)):
        if levels and abs((levels[-1][0].y or 0.0) - (line.y or 0.0)) < 2.0:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _columns(levels: Sequence[Sequence[Line]]) -> list[float]:
    """Left edges of the columns: places where cells of several rows begin, by the rows with most cells."""
    widest = max(len(level) for level in levels)
    edges: list[float] = []
    for level in levels:
        if len(level) < max(2, widest - 1):
            continue
        for line in level:
            x = line.x or 0.0
            if not any(abs(x - edge) <= _tolerance(line) for edge in edges):
                edges.append(x)
    edges.sort()
    return edges if len(edges) <= widest * 2 else edges[:widest]


def _tolerance(line: Line) -> float:
    return max(6.0, min(14.0, text_width(line.text, line.size or 8.0) / 2))


def _rows(run: Sequence[Line], levels: Sequence[list[Line]], first_edge: float) -> list[list[Line]]:
    """Levels joined to rows: a wrapped cell's next line is set closer than the next row.

    Where the file gives cell after cell, each whole (Word does; seen from a cell that begins higher than the one
    before it ended), a row ends when the next line stands to the left again.
    """
    if any(_beside(a, b) and (b.y or 0.0) - (a.y or 0.0) > 2 for a, b in pairwise(run)):
        ordered: list[list[Line]] = []
        for k, line in enumerate(run):
            if k and (line.x or 0.0) > (run[k - 1].x or 0.0) - 12:
                ordered[-1].append(line)
            else:
                ordered.append([line])
        return ordered
    gaps = [(levels[k][0].y or 0.0) - (levels[k + 1][0].y or 0.0) for k in range(len(levels) - 1)]
    tight = min(gaps, default=0.0)
    graded = any(gap > tight * 1.1 for gap in gaps)
    rows: list[list[Line]] = []
    for k, level in enumerate(levels):
        first = any(abs((line.x or 0.0) - first_edge) <= 6 for line in level)
        gap = gaps[k - 1] if k else 0.0
        if not rows:
            rows.append(list(level))
        elif (graded and gap <= tight * 1.1) or (not graded and not first and len(level) == 1):
            rows[-1].extend(level)
        else:
            rows.append(list(level))
    return rows


def _build(pages: Sequence[str], lines: Sequence[Line], run: list[int]) -> FoundTable | None:
    picked = [lines[i] for i in run]
    levels = _levels(picked)
    edges = _columns(levels)
    if len(edges) < 2:
        return None
    rows = _rows(picked, levels, edges[0])
    grid = _run_on([_place(row, edges) for row in rows])
    table = make_table(pages, grid)
    return FoundTable(tuple(run), table) if table.cells else None


def _place(row: Sequence[Line], edges: Sequence[float]) -> list[Cell]:
    cells: list[list[Line]] = [[] for _ in edges]
    for line in sorted(row, key=lambda item: item.start):
        column = 0
        for k, edge in enumerate(edges):
            if (line.x or 0.0) >= edge - 6:
                column = k
        cells[column].append(line)
    return [Cell(tuple(cell)) for cell in cells]


def _joined(
    pages: Sequence[str], lines: Sequence[Line], tables: Sequence[FoundTable], body: Sequence[int]
) -> list[FoundTable]:
    """Tables that break, put together again: cells that run on, and rows on the next page under the same columns."""
    place = {i: k for k, i in enumerate(body)}
    size = _body_size(lines, body)
    waiting = sorted(tables, key=lambda table: table.lines[0])
    out: list[FoundTable] = []
    while waiting:
        table = waiting.pop(0)
        members = list(table.lines)
        while True:
            following = waiting[0] if waiting else None
            tail = _tail(lines, body, place[members[-1]] + 1, members, following, size)
            if following is not None and _goes_on(lines, [*members, *tail], following, place):
                members += [*tail, *following.lines]
                waiting.pop(0)
                continue
            members += tail
            break
        out.append(table if len(members) == len(table.lines) else _merge(pages, lines, members) or table)
    return out


def _body_size(lines: Sequence[Line], body: Sequence[int]) -> float:
    weight: dict[float, int] = {}
    for i in body:
        weight[lines[i].size or 0.0] = weight.get(lines[i].size or 0.0, 0) + len(lines[i].text)
    return max(weight, key=lambda s: weight[s]) if weight else 0.0


def _tail(
    lines: Sequence[Line],
    body: Sequence[int],
    start: int,
    members: Sequence[int],
    following: FoundTable | None,
    body_size: float,
) -> list[int]:
    """Lines after a table that are still its last cell: in its small type, and set in from its left edge."""
    size = lines[members[0]].size or 0.0
    left = min(lines[i].x or 0.0 for i in members)
    found: list[int] = []
    if size > body_size - 0.9:
        return found
    for i in body[start:]:
        line, last = lines[i], lines[(found or members)[-1]]
        if following is not None and i >= following.lines[0]:
            break
        if line.size != size or (line.x or 0.0) < left + 20 or line.page > last.page + 1:
            break
        if line.page == last.page and (last.y or 0.0) - (line.y or 0.0) > 3 * size:
            break
        found.append(i)
    return found


def _goes_on(lines: Sequence[Line], a: Sequence[int], b: FoundTable, place: dict[int, int]) -> bool:
    last, first = lines[a[-1]], lines[b.lines[0]]
    if place[b.lines[0]] != place[a[-1]] + 1 or first.page not in (last.page, last.page + 1) or first.size != last.size:
        return False
    if first.page == last.page and (last.y or 0.0) - (first.y or 0.0) > 2.6 * (first.size or 10.0):
        return False
    mine = {round(lines[i].x or 0.0) for i in a}
    theirs = {round(lines[i].x or 0.0) for i in b.lines}
    return len(mine & theirs) >= 0.6 * min(len(mine), len(theirs)) and len(theirs) > 1


def _merge(pages: Sequence[str], lines: Sequence[Line], members: Sequence[int]) -> FoundTable | None:
    by_page: dict[int, list[Line]] = {}
    for i in members:
        by_page.setdefault(lines[i].page, []).append(lines[i])
    edges = _columns([level for found in by_page.values() for level in _levels(found)])
    if len(edges) < 2:
        return None
    grid: list[list[Cell]] = []
    for found in by_page.values():
        rows = [_place(row, edges) for row in _rows(found, _levels(found), edges[0])]
        if grid and rows and [cell.text(pages) for cell in rows[0]] == [cell.text(pages) for cell in grid[0]]:
            rows = rows[1:]
        grid += rows
    table = make_table(pages, _run_on(grid))
    return FoundTable(tuple(members), table) if table.cells else None


def _run_on(grid: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Rows that hold nothing but the rest of the row before: one cell, no label, and the cell above not ended."""
    out: list[list[Cell]] = []
    for row in grid:
        filled = [k for k, cell in enumerate(row) if cell.lines]
        if len(out) > 1 and len(filled) == 1 and filled[0] > 0 and out[-1][filled[0]].lines:
            above = out[-1][filled[0]]
            first, last = row[filled[0]].lines[0].text, above.lines[-1].text
            if first[:1].islower() or not re.search(r"[.!?]$", last):
                out[-1][filled[0]] = Cell((*above.lines, *row[filled[0]].lines))
                continue
        out.append(list(row))
    return out
