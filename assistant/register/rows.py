"""A table passage as rows of named cells, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.spans import clean, clean_with_map, slice_spans
from assistant.register.cues import cue
from assistant.register.units import Unit, glyph_starts, raw_lines
from assistant.types import Passage, Quote, Span, TableCell


@dataclass(frozen=True, slots=True)
class Cell:
    """`heading` is the column's; `text` is clean(raw slices of spans)."""

    heading: str
    text: str
    spans: tuple[Span, ...]


def rows(passage: Passage, pages: Sequence[str]) -> Iterator[list[Cell]]:
    """The body rows, cells from left to right; the row's label is the first cell where the table keeps it apart."""
    table = passage.table
    if table is None:
        return
    headings = _headings(passage)
    by_row: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row_index, []).append(cell)
    cursor = 0
    for index in sorted(by_row):
        cells = sorted(by_row[index], key=lambda c: c.column_index)
        row: list[Cell] = []
        if cells[0].row and cells[0].row != cells[0].value:
            label = _located(passage, pages, cells[0].row, cursor)
            if label:
                row.append(Cell(headings.get(0, ""), *label))
        for cell in cells:
            heading = " ".join(cell.columns) or headings.get(cell.column_index, "")
            if clean(pages, (cell.span,)) == cell.value:
                row.append(Cell(heading, cell.value, (cell.span,)))
            elif found := _located(passage, pages, cell.value, 0):
                row.append(Cell(heading, *found))
        yield row


def _headings(passage: Passage) -> dict[int, str]:
    table = passage.table
    assert table is not None
    joined: dict[int, str] = {}
    for header in table.header:
        for i, text in enumerate(header):
            joined[i] = f"{joined.get(i, '')} {text}".strip()
    return joined


def _located(passage: Passage, pages: Sequence[str], text: str, start: int) -> tuple[str, tuple[Span, ...]] | None:
    whole, _ = clean_with_map(pages, passage.spans)
    at = whole.find(text, start)
    if at < 0 or not text:
        return None
    spans = slice_spans(pages, passage.spans, at, at + len(text))
    return clean(pages, spans), spans


def quoted(cells: Sequence[Cell], unit: Unit, pages: Sequence[str]) -> Quote:
    """The words of neighbouring cells as one quote, in the order given."""
    spans = tuple(s for c in cells for s in c.spans)
    return Quote(unit.part_id, unit.section_id, spans[0].page, clean(pages, spans), spans)


def column(row: list[Cell], role: str, *, but: tuple[str, ...] = ()) -> Cell | None:
    """The first cell whose heading says that it holds `role` (as in cues.toml), and none of the roles in `but`."""
    for cell in row:
        if cue("columns", role).search(cell.heading) and not any(cue("columns", b).search(cell.heading) for b in but):
            return cell
    return None


def printed_number(row: list[Cell]) -> int | None:
    """The row's own number, where a column holds it."""
    cell = column(row, "number")
    match = re.fullmatch(r"\D{0,3}(\d{1,2})\.?", cell.text) if cell else None
    return int(match.group(1)) if match else None


def pieces(cell: Cell, pages: Sequence[str]) -> list[tuple[Span, ...]]:
    """A cell that holds a bulleted list holds several recommendations."""
    lines = list(raw_lines(pages, cell.spans))
    starts = glyph_starts([pages[s.page - 1][s.start : s.end] for s in lines])
    if len(starts) < 2:
        return [cell.spans]
    out: list[list[Span]] = []
    for i, line in enumerate(lines):
        if i in starts:
            out.append([Span(line.page, line.start + starts[i][0], line.end)])
        elif out:
            out[-1].append(line)
    return [tuple(spans) for spans in out]
