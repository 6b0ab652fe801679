"""Word documents through python-docx: paragraphs, lists, tables in place, footnotes, headers and text boxes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx

from assistant.errors import ReadingError
from assistant.reading.docxparts import FALLBACK, cell_text, notes_of, owner, paragraph_text, row_cells
from assistant.reading.docxstyles import Numbering, Styles, qn
from assistant.reading.headings import level_of, number_of
from assistant.reading.layout import bullet_pattern, layout
from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.spans import clean
from assistant.reading.tablegrid import Cell, make_table
from assistant.types import ProblemKind

_MAX_BYTES = 400_000_000  # unpacked: far above any report, far below what fills a laptop
_MAX_PART = 150_000_000
_OPEN_END = re.compile(r"\b(?:av|och|för|i|med|till|om|på|inom|samt|från|enligt|att|den|det|eller|mellan|vid)$", re.I)
_TOC_LINE = re.compile(r"(?:\t|\.{4,}\s*)\d{1,3}$")


def read_docx(data: bytes) -> tuple[tuple[str, ...], tuple[Block, ...], dict[str, str]]:
    """The document's text as one page, its blocks and its properties. Raises ReadingError for what cannot be read."""
    _check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        reader = _Reader(document)
        reader.run()
    except ReadingError:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml errors … on damaged parts
        raise _broken() from error
    text = reader.text
    return (text,), tuple(reader.blocks((text,))), _metadata(document)


def _broken() -> ReadingError:
    return ReadingError(
        "Filen går inte att läsa som Word-dokument (DOCX); den är skadad.",
        "Öppna den i Word och spara den på nytt.",
        ProblemKind.BROKEN,
    )


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise ReadingError("Filen är skyddad med lösenord.", "Spara en kopia utan.", ProblemKind.ENCRYPTED)
            sizes = [info.file_size for info in infos]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _broken() from error
    xml = [info.file_size for info in infos if info.filename.endswith((".xml", ".rels"))]
    if sum(sizes) > _MAX_BYTES or max(xml, default=0) > _MAX_PART or len(sizes) > 20_000:
        raise ReadingError(
            "Filen packas upp till orimlig storlek och läses inte.",
            "Spara dokumentet på nytt i Word, eller som PDF.",
            ProblemKind.TOO_LARGE,
        )


def _metadata(document: Any) -> dict[str, str]:
    try:
        properties = document.core_properties
        found = {name: getattr(properties, name) for name in ("title", "author", "subject", "created", "modified")}
    except Exception:  # properties are a bonus
        return {}
    return {name: str(value) for name, value in found.items() if value}


class _Draft:
    __slots__ = ("kind", "level", "lines", "marker", "number", "style", "table")

    def __init__(self, kind: BlockKind, lines: list[Line], style: str = "", **known: Any) -> None:
        self.kind, self.lines, self.style = kind, lines, style
        self.level: int | None = known.get("level")
        self.number: str | None = known.get("number")
        self.marker: str = known.get("marker", "")
        self.table: list[list[Cell]] | None = known.get("table")


class _Reader:
    """Walks the document once, writing raw text and drafts of blocks side by side."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = Styles(document)
        self.numbering = Numbering(document)
        self.text = ""
        self._pieces: list[str] = []
        self._length = 0
        self.drafts: list[_Draft] = []
        self.notes = notes_of(document)
        self.called = 0

    def run(self) -> None:
        self._edges("header")
        self._story(self.document.element.body)
        self._edges("footer")
        self.text = "".join(self._pieces)

    def blocks(self, pages: tuple[str, ...]) -> Iterator[Block]:
        caption = ""
        for draft in self.drafts:
            text = clean(pages, [line.span for line in draft.lines])
            table = None
            if draft.table is not None:
                table = make_table(pages, draft.table)
                table = type(table)(table.header, table.cells, caption[-400:])
            yield Block(draft.kind, tuple(draft.lines), text, draft.level, draft.number, draft.marker, table)
            caption = text if draft.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else ""

    def _write(self, text: str, bold: bool = False, end: str = "\n") -> list[Line]:
        """Append to the raw text; returns a line for each non-empty line of it."""
        lines: list[Line] = []
        start = self._length
        for part in text.split("\n"):
            stripped = part.strip()
            if stripped:
                lo = start + len(part) - len(part.lstrip())
                lines.append(Line(1, lo, lo + len(stripped), stripped, bold=bold))
            start += len(part) + 1
        self._pieces.append(text + end)
        self._length += len(text) + len(end)
        return lines

    def _edges(self, which: str) -> None:
        seen: set[str] = set()
        for section in self.document.sections:
            kinds = [which, f"first_page_{which}", f"even_page_{which}"]
            for kind in kinds:
                edge = getattr(section, kind, None)
                if edge is None or edge.is_linked_to_previous:
                    continue
                for paragraph in edge._element.iter(qn("w:p")):
                    text = paragraph_text(paragraph).strip()
                    if text and text not in seen:
                        seen.add(text)
                        self.drafts.append(_Draft(BlockKind.FURNITURE, self._write(text)))

    def _story(self, parent: Any) -> None:
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag in (qn("w:sdt"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
                inner = element.find(qn("w:sdtContent"))
                self._story(element if inner is None else inner)

    def _paragraph(self, element: Any) -> None:
        text = paragraph_text(element)
        if text.strip():
            self._add(element, text)
        self._boxes(element)
        self._called_notes(element)

    def _boxes(self, element: Any) -> None:
        for box in element.iter(qn("w:txbxContent")):
            if any(parent.tag == FALLBACK for parent in box.iterancestors()):
                continue
            self._story(box)

    def _called_notes(self, element: Any) -> None:
        for kind in ("footnote", "endnote"):
            for reference in element.iter(qn(f"w:{kind}Reference")):
                text = self.notes.get((kind, reference.get(qn("w:id"))))
                if text:
                    self.called += 1
                    self.drafts.append(_Draft(BlockKind.FOOTNOTE, self._write(text), number=str(self.called)))

    def _add(self, element: Any, text: str) -> None:
        style = self.styles.of(element)
        bold = self.styles.all_bold(element)
        lines = self._write(text, bold)
        flat = " ".join(text.split())
        numbered = self.numbering.next(element, style)
        if style.contents or (_TOC_LINE.search(text.rstrip()) and self._in_contents()):
            self.drafts.append(_Draft(BlockKind.CONTENTS, lines, style.name))
            return
        if style.level is not None:
            self._heading(
                lines, flat, style.name, style.level, numbered.label if numbered and not numbered.bullet else None
            )
            return
        if self._continues(style.name, flat, numbered is not None):
            self.drafts[-1].lines += lines
            return
        glyph = bullet_pattern().match(flat)
        if numbered is not None or (glyph and not bold):
            marker = numbered.label if numbered is not None else glyph.group().strip() if glyph else ""
            number = re.sub(r"[.)(]", "", marker) if re.match(r"\(?[\da-z]{1,2}[.)]", marker) else None
            self.drafts.append(_Draft(BlockKind.LIST_ITEM, lines, style.name, marker=marker, number=number))
            return
        if self._plain_heading(flat, bold):
            self.drafts.append(
                _Draft(
                    BlockKind.HEADING, lines, style.name, number=number_of(flat), level=level_of(number_of(flat), flat)
                )
            )
            return
        self.drafts.append(_Draft(BlockKind.PARAGRAPH, lines, style.name))

    def _in_contents(self) -> bool:
        last = self.drafts[-1] if self.drafts else None
        if last is None:
            return False
        title = last.lines[0].text.lower().rstrip(":")
        return last.kind is BlockKind.CONTENTS or title in ("innehåll", "innehållsförteckning")

    def _plain_heading(self, text: str, bold: bool) -> bool:
        if not 2 <= len(text) <= 120 or text.endswith((".", ",", ";")) or not re.search(r"[^\W\d_]{2}", text):
            return False
        if bold:
            return not text.endswith(":") or len(text) < 40
        return text in layout()["headings"]["words"]

    def _heading(self, lines: list[Line], text: str, style: str, level: int, label: str | None) -> None:
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and last.kind is BlockKind.HEADING
            and last.style == style
            and (_OPEN_END.search(last.lines[-1].text) or text[:1].islower())
        ):
            last.lines += lines
            return
        number = (label or "").rstrip(".") or number_of(text)
        self.drafts.append(_Draft(BlockKind.HEADING, lines, style, level=level, number=number or None))

    def _continues(self, style: str, text: str, numbered: bool) -> bool:
        """A paragraph in small letter ends the item or sentence before it: documents converted from PDF have many."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or numbered or not text[:1].islower() or bullet_pattern().match(text):
            return False
        if re.match(r"att\s", text) and last.kind is BlockKind.PARAGRAPH:
            return False
        if last.kind not in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH):
            return False
        return not re.search(r"[.:;!?]$", last.lines[-1].text.rstrip())

    def _table(self, element: Any) -> None:
        rows = [row for row in element.iter(qn("w:tr")) if owner(row, qn("w:tbl")) is element]
        grid_cells = [row_cells(row) for row in rows]
        width = max((sum(span for _, span, _ in row) for row in grid_cells), default=0)
        if width <= 1:
            for row in grid_cells:  # a frame round running text, not a table
                for cell, _, _ in row:
                    self._story(cell)
            return
        grid: list[list[Cell]] = []
        every: list[Line] = []
        above: dict[int, Cell] = {}
        for row in grid_cells:
            line: list[Cell] = []
            for cell, span, merged in row:
                column = len(line)
                if merged == "continue":
                    content = above.get(column, Cell(()))
                else:
                    content = Cell(tuple(self._write(cell_text(cell), end=" ")))
                    every += content.lines
                above[column] = content
                line += [content, *[Cell(())] * (span - 1)]
            self._pieces.append("\n")
            self._length += 1
            grid.append([*line, *[Cell(())] * (width - len(line))])
        if every:
            self.drafts.append(_Draft(BlockKind.TABLE, every, table=grid))
        for row in grid_cells:
            for cell, _, _ in row:
                self._called_notes(cell)
