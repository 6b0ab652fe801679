"""What the stages inside reading pass to each other: lines with their place on the page, and blocks of lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import SourceFile, Span, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or table cell) as the file gives it. x, y and size are PDF points, y upwards; None where unknown."""

    page: int
    start: int  # in the page's raw text, end-exclusive, without the line break
    end: int
    text: str  # the raw slice
    x: float | None = None
    y: float | None = None
    size: float | None = None
    bold: bool = False

    @property
    def span(self) -> Span:
        return Span(self.page, self.start, self.end)


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CONTENTS = "contents"  # a table of contents
    FURNITURE = "furniture"  # running header or footer, page number: kept for metadata, left out of passages


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. A paragraph that runs over a page end is one block with lines from both pages."""

    kind: BlockKind
    lines: tuple[Line, ...]
    text: str  # clean(raw slices)
    level: int | None = None  # headings: 1 outermost, from style, number depth or size; None where unknown
    number: str | None = None  # headings: "3.2.1"; list items: "1"; footnotes: the mark
    marker: str = ""  # list items: the bullet as printed ("•", "—", "att", "1.")
    table: Table | None = None

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(line.span for line in self.lines)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as blocks in reading order, before it is divided into constituent documents."""

    file: SourceFile
    blocks: tuple[Block, ...]
    metadata: dict[str, str]  # the file's own properties (title, author, created), as they stand
