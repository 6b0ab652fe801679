"""Which of a table's lines belong to which of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assistant.reading.model import Block, Line
from assistant.types import Span, Table


def row_spans(block: Block) -> dict[int, list[Span]]:
    """The block's lines by table row, in reading order; -1 holds the heading rows."""
    assert block.table is not None
    cells = [(cell.span, cell.row_index) for cell in block.table.cells]
    known: dict[Line, int] = {}
    for line in block.lines:
        for span, row in cells:
            if span.page == line.page and span.start < line.end and line.start < span.end:
                known[line] = row
                break
    rows: dict[int, list[Span]] = defaultdict(list)
    first = next((i for i, line in enumerate(block.lines) if line in known), 0)
    for i, line in enumerate(block.lines):
        if line in known:
            row = known[line]
        else:
            row = -1 if i < first and _is_head(line, block.table) else _nearest(block.lines, i, known)
        rows[row].append(line.span)
    return rows


def _is_head(line: Line, table_: Table) -> bool:
    words = " ".join(text for row in table_.header for text in row)
    return line.text.strip() in words


def _nearest(lines: Sequence[Line], i: int, known: dict[Line, int]) -> int:
    """The row of the cell that stands nearest in height on the page; without positions, the next in order."""
    line = lines[i]
    same = [k for k in known if k.page == line.page]
    if line.y is not None and any(k.y is not None for k in same):
        return known[min((k for k in same if k.y is not None), key=lambda k: abs((k.y or 0) - (line.y or 0)))]
    after = next((known[k] for k in lines[i:] if k in known), None)
    return after if after is not None else max(known.values(), default=-1)
