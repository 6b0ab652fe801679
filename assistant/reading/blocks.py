"""Lines become blocks: headings, paragraphs, list items, tables, footnotes, contents and furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.contents import find_contents
from assistant.reading.flow import Draft, Writer, style_of
from assistant.reading.footnotes import find_notes
from assistant.reading.furniture import find_furniture
from assistant.reading.headings import level_of
from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.spans import clean
from assistant.reading.tables import find_tables
from assistant.types import Table

_RULE = re.compile(r"^[-–—_=.]{3,}$")


def to_blocks(pages: Sequence[str], lines: Sequence[Line]) -> tuple[Block, ...]:
    """All lines as blocks in reading order. Every line is in exactly one block, and text = clean(pages, spans)."""
    furniture = find_furniture(lines)
    body = [i for i in range(len(lines)) if i not in furniture]
    contents = find_contents(lines, body)
    taken = {i for run in contents for i in run}
    body = [i for i in body if i not in taken]
    notes = find_notes(lines, body)
    taken = {i for note in notes for i in note.lines}
    rules = {i for i in body if _RULE.match(lines[i].text)}  # drawn with characters, above notes and signatures
    furniture |= rules
    body = [i for i in body if i not in taken | rules]
    tables = find_tables(pages, lines, body)
    fixed = _fixed(lines, furniture, contents)
    fixed += [
        Draft(BlockKind.FOOTNOTE, [lines[i] for i in note.lines], number=note.mark, order=(note.lines[0], 0))
        for note in notes
    ]
    flow: list[Draft] = []
    stretch: list[int] = []
    table_of = {i: table for table in tables for i in table.lines}
    style = style_of(lines, [i for i in body if i not in table_of])
    writer = Writer(lines, style)
    breaks = {run[0] for run in contents}
    for i in body:
        if i in table_of:
            flow += writer.write(stretch)
            stretch = []
            if i == table_of[i].lines[0]:
                members = [lines[k] for k in sorted(table_of[i].lines)]
                flow.append(Draft(BlockKind.TABLE, members, table=_captioned(table_of[i].table, flow), order=(i, 0)))
            continue
        if stretch and any(stretch[-1] < b < i for b in breaks):
            flow += writer.write(stretch)
            stretch = []
        stretch.append(i)
    flow += writer.write(stretch)
    drafts = sorted([*fixed, *flow], key=lambda draft: draft.order)
    _rank(drafts)
    return tuple(_block(pages, draft) for draft in drafts)


def _fixed(lines: Sequence[Line], furniture: set[int], contents: Sequence[Sequence[int]]) -> list[Draft]:
    drafts = [Draft(BlockKind.FURNITURE, [lines[i]], order=(i, 0)) for i in sorted(furniture)]
    drafts += [Draft(BlockKind.CONTENTS, [lines[i] for i in run], order=(run[0], 0)) for run in contents]
    return drafts


def _rank(drafts: Sequence[Draft]) -> None:
    """Levels of unnumbered headings by their size, in stretches where no heading has a number; else unknown.

    A title alone on its cover does not count: the chapters under it are level 1 as well.
    """
    running = [line for draft in drafts if draft.kind is BlockKind.PARAGRAPH for line in draft.lines]
    prose = {line.page for line in running if len(line.text) > 60}
    stretch: list[Draft] = []
    for draft in [*drafts, None]:
        if draft is not None and draft.kind is not BlockKind.HEADING:
            continue
        if draft is not None and draft.number is None:
            stretch.append(draft)
            continue
        if draft is not None:  # what comes between numbered headings is of unknown depth
            stretch = []
            continue
        sizes = sorted({h.lines[0].size or 0.0 for h in stretch if h.lines[0].page in prose}, reverse=True)
        for heading in stretch:
            size = heading.lines[0].size
            if len(sizes) > 1 and size:
                heading.level = max(1, sum(other >= size for other in sizes))


def _captioned(table: Table, flow: Sequence[Draft]) -> Table:
    """The table with the line or sentence that introduces it as caption, where there is one right above."""
    if not flow or flow[-1].kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return table
    text = " ".join(line.text for line in flow[-1].lines)
    if len(text) > 400:
        text = text[-400:].split(". ", 1)[-1]
    return Table(table.header, table.cells, text)


def _block(pages: Sequence[str], draft: Draft) -> Block:
    text = clean(pages, [line.span for line in draft.lines])
    level = (level_of(draft.number, text) or draft.level) if draft.kind is BlockKind.HEADING else None
    return Block(draft.kind, tuple(draft.lines), text, level, draft.number, draft.marker, draft.table)
