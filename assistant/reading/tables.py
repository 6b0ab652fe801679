"""Tables: rows and columns from where the cells stand, or from rows of figures where nothing but text is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.model import Line
from assistant.reading.spans import clean
from assistant.reading.widths import text_width
from assistant.types import Span, Table, TableCell


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The indexes of a table's lines, in reading order, and the table."""

    lines: tuple[int, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of one cell; empty where the row has none in the column."""

    lines: tuple[Line, ...]

    def text(self, pages: Sequence[str]) -> str:
        return clean(pages, [line.span for line in self.lines])


_VALUE = re.compile(
    r"[-–+−]?\s?[\d\s.,:/]*\d\s*(?:%|kr|tkr|mnkr|st)?\*{0,3}|ja\*{0,3}|nej\*{0,3}|x|[-–—]|\*+|delvis", re.I
)


def find_tables(pages: Sequence[str], lines: Sequence[Line], body: Sequence[int]) -> list[FoundTable]:
    """Every table among the body lines, in order."""
    from assistant.reading.texttables import find_text_tables

    found = [_build(pages, lines, run) for run in _runs(lines, body)]
    tables = [table for table in found if table is not None]
    used = {i for table in tables for i in table.lines}
    tables += find_text_tables(pages, lines, [i for i in body if i not in used])
    return sorted(_joined(pages, lines, tables, body), key=lambda table: table.lines[0])


def _beside(a: Line, b: Line) -> bool:
    """Whether b stands to the right of a in the same band: the sign of a table row."""
    if a.page != b.page or None in (a.x, a.y, b.x, b.y):
        return False
    assert a.x is not None and b.x is not None and a.y is not None and b.y is not None
    if b.x <= a.x + 4:
        return False
    rise = b.y - a.y
    return -2.0 < rise < 12 * (a.size or 10.0) and b.x > a.x + 12


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
        columns = {round(a.x or 0), round(b.x or 0)}
        end = at + 2
        while end < len(body):
            line, last = lines[body[end]], lines[body[end - 1]]
            if line.page != a.page or abs((line.size or 0) - (a.size or 0)) > 1.2:
                break
            if _beside(last, line):
                columns.add(round(line.x or 0))
                end += 1
                continue
            bottom = min(lines[i].y or 0.0 for i in body[start:end])
            near = bottom - (line.y or 0.0) <= 2.6 * (line.size or 10.0)
            known = any(abs((line.x or 0) - c) <= 3 for c in columns)
            ahead = end + 1 < len(body) and _beside(line, lines[body[end + 1]])
            wrapped = near and bottom - (line.y or 0.0) <= 1.4 * (line.size or 10.0)
            if (near and ahead) or (known and wrapped):
                end += 1
                continue
            break
        runs.append(list(body[start:end]))
        at = end
    return [run for run in runs if _is_table([lines[i] for i in run])]


def _is_table(run: Sequence[Line]) -> bool:
    """At least two rows of two cells; two columns of prose jump up once and are long lines on both sides."""
    sides = sum(_beside(a, b) for a, b in zip(run, run[1:], strict=False))
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


def _rows(levels: Sequence[list[Line]], first_edge: float) -> list[list[Line]]:
    """Levels joined to rows: a wrapped cell's next line is set closer than the next row."""
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
    rows = _rows(levels, edges[0])
    grid = [_place(row, edges) for row in rows]
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


def make_table(pages: Sequence[str], grid: Sequence[Sequence[Cell]], header_rows: int | None = None) -> Table:
    """A grid of cells as a table: which rows are headings, and what each cell's headings are.

    `header_rows` None: found by the first row of figures or judgements; at least one.
    """
    texts = [[cell.text(pages) for cell in row] for row in grid]
    heads = _header_rows(texts) if header_rows is None else header_rows
    width = max(len(row) for row in texts)
    header = texts[:heads]
    period = _period(header[-1]) if header else 0
    columns = [_headings(header, k, width, period) for k in range(width)]
    cells = []
    for r, row in enumerate(grid[heads:]):
        for k, cell in enumerate(row):
            value = texts[heads + r][k]
            if not value:
                continue
            label = texts[heads + r][(k // period) * period if period else 0]
            cells.append(TableCell(label, columns[k], value, _span(pages, cell), r, k))
    return Table(tuple(tuple(row) for row in header), tuple(cells))


def _span(pages: Sequence[str], cell: Cell) -> Span:
    """The cell's raw words: all its lines where nothing stands between them, else the first."""
    first, end = cell.lines[0], cell.lines[0].end
    for line in cell.lines[1:]:
        if line.page != first.page or pages[first.page - 1][end : line.start].strip():
            break
        end = line.end
    return Span(first.page, first.start, end)


def _is_value(text: str) -> bool:
    return bool(_VALUE.fullmatch(text.strip()))


def _header_rows(texts: Sequence[Sequence[str]]) -> int:
    """Rows before the first whose cells after the label are mostly figures or short judgements; 1 where none is."""
    for r, row in enumerate(texts[:4]):
        rest = [text for text in row[1:] if text]
        if r and rest and sum(_is_value(text) for text in rest) * 2 >= len(rest):
            return r
    return 1


def _period(row: Sequence[str]) -> int:
    """How many columns a repeated group has ("Årtal Total Årtal Total": 2); 0 where nothing repeats."""
    n = len(row)
    for p in range(2, n // 2 + 1):
        if n % p == 0 and all(row[k] == row[k % p] and row[k] for k in range(n)):
            return p
    return 0


def _headings(header: Sequence[Sequence[str]], k: int, width: int, period: int) -> tuple[str, ...]:
    found: list[str] = []
    for r, row in enumerate(header):
        filled = [(j, text) for j, text in enumerate(row) if text]
        if r < len(header) - 1 and len(filled) < width:
            if period and len(filled) == width // period:
                text = filled[k // period][1]  # groups of equal width, wherever their words stand
            else:
                text = next((t for j, t in reversed(filled) if j <= k), "")
        else:
            text = row[k] if k < len(row) else ""
        if text:
            found.append(text)
    return tuple(found)


def _joined(
    pages: Sequence[str], lines: Sequence[Line], tables: list[FoundTable], body: Sequence[int]
) -> list[FoundTable]:
    """Tables that break across a page, put together again: same columns, next page, nothing between."""
    place = {i: k for k, i in enumerate(body)}
    out: list[FoundTable] = []
    for table in sorted(tables, key=lambda t: t.lines[0]):
        if out and _goes_on(lines, out[-1], table, place):
            whole = _merge(pages, lines, out[-1], table)
            if whole is not None:
                out[-1] = whole
                continue
        out.append(table)
    return out


def _goes_on(lines: Sequence[Line], a: FoundTable, b: FoundTable, place: dict[int, int]) -> bool:
    last, first = lines[a.lines[-1]], lines[b.lines[0]]
    if first.page != last.page + 1 or place[b.lines[0]] != place[a.lines[-1]] + 1:
        return False
    mine = {round(lines[i].x or 0.0) for i in a.lines}
    theirs = {round(lines[i].x or 0.0) for i in b.lines}
    return len(mine & theirs) >= 0.6 * min(len(mine), len(theirs)) and len(theirs) > 1


def _merge(pages: Sequence[str], lines: Sequence[Line], a: FoundTable, b: FoundTable) -> FoundTable | None:
    upper, lower = [lines[i] for i in a.lines], [lines[i] for i in b.lines]
    top, bottom = _levels(upper), _levels(lower)
    edges = _columns([*top, *bottom])
    grid = [_place(row, edges) for row in _rows(top, edges[0])]
    rest = [_place(row, edges) for row in _rows(bottom, edges[0])]
    head = [cell.text(pages) for cell in grid[0]]
    if rest and [cell.text(pages) for cell in rest[0]] == head:
        rest = rest[1:]
    table = make_table(pages, [*grid, *rest])
    return FoundTable((*a.lines, *b.lines), table)
