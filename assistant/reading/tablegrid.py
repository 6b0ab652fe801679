"""A grid of cells as a table: which rows are headings, and what each cell's headings are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.model import Line
from assistant.reading.spans import clean
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


_YEAR = re.compile(r"(?:(?:HT|VT|kv(?:artal)?|T)\s?\d?\s)?(?:19|20)\d\d", re.I)


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
        same = not row[0] or (r > 0 and row[0] == texts[r - 1][0])
        if r and same and rest and all(_YEAR.fullmatch(text) for text in rest):
            continue  # years under a group heading, beside a label that spans both rows
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
