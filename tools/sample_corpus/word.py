"""DOCX output through python-docx: real heading, list and table styles, footers, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from .markup import Block, SampleDocument

TABLE_WIDTH = Cm(15.5)
STAMP = dt.datetime(2025, 1, 1)  # fixed, so that two runs give the same bytes
# One numbered list a document: Word's numbering would run on from one list into the next.
STYLES = {
    "bullet": "List Bullet",
    "number": "List Number",
    "caption": "Caption",
    "title": "Title",
    "subtitle": "Subtitle",
}


def write_docx(document: SampleDocument, target: Path) -> None:
    """Write the document; each part starts a new section with its own header and footer."""
    word = docx.Document()
    word.styles["Normal"].font.name = document.meta.get("font", "Arial")
    word.styles["Normal"].font.size = Pt(11)
    properties = word.core_properties
    properties.title, properties.author = document.meta["title"], document.meta.get("author", "")
    properties.created = properties.modified = STAMP
    properties.last_modified_by = properties.author
    for index, part in enumerate(document.parts):
        section = word.add_section() if index else word.sections[0]
        for name, area in (("header", section.header), ("footer", section.footer)):
            area.is_linked_to_previous = False
            sides = [part.furniture.get(f"{name}_{side}", "") for side in ("left", "center", "right")]
            _tabbed(area, sides)
        for block in part.blocks:
            _add(word, block)
    notes = [block for part in document.parts for block in part.blocks if block.kind == "note"]
    if notes:
        _footnotes(word, notes)
    stream = io.BytesIO()
    word.save(stream)
    _freeze(stream, target)


def _tabbed(area: Any, sides: list[str]) -> None:
    """Left, centre and right of a header or footer, line by line, parted by tabs as Word's own template has it."""
    for number, line in enumerate(zip_longest(*(side.split("\n") for side in sides), fillvalue="")):
        paragraph = area.add_paragraph(style=area.paragraphs[0].style) if number else area.paragraphs[0]
        for piece in re.split(r"(\{page\})", "\t".join(line).rstrip("\t")):
            if piece == "{page}":
                _field(paragraph, "PAGE")
                paragraph.add_run(" (")
                _field(paragraph, "NUMPAGES")
                paragraph.add_run(")")
            elif piece:
                paragraph.add_run(piece)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _add(word: Any, block: Block) -> None:
    match block.kind:
        case "heading":
            word.add_heading(block.text, block.level)
        case "table":
            _table(word, block)
        case "box":
            cell = word.add_table(1, 1, style="Table Grid").cell(0, 0)
            for number, child in enumerate(block.children):
                _runs(cell.add_paragraph() if number else cell.paragraphs[0], child.text)
        case "pagebreak":
            word.add_page_break()
        case "space":
            word.add_paragraph()
        case "plain":
            _runs(word.add_paragraph(style="List Paragraph"), block.text)
        case "note":
            pass  # written by _footnotes
        case _:
            _runs(word.add_paragraph(style=STYLES.get(block.kind, "Normal")), block.text)


def _runs(paragraph: Any, text: str) -> None:
    for piece in re.split(r"(\*\*.+?\*\*|\[\^\w+\])", text):
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("[^"):
            call = paragraph.add_run()
            call.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), piece[2:-1])
            call._r.append(reference)
        elif piece:
            for number, line in enumerate(piece.split("\n")):
                run = paragraph.add_run()
                if number:
                    run.add_break()
                run.add_text(line)


def _footnotes(word: Any, notes: list[Block]) -> None:
    """Add the footnotes part, which python-docx has no interface for. Ids -1 and 0 are Word's separators."""
    rule = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
    texts = [
        f'<w:footnote w:id="{note.mark}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(note.text)}</w:t></w:r></w:p></w:footnote>'
        for note in notes
    ]
    body = rule.format("separator", -1) + rule.format("continuationSeparator", 0) + "".join(texts)
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{body}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode("utf8"), word.part.package)
    word.part.relate_to(part, RELATIONSHIP.FOOTNOTES)


def _table(word: Any, block: Block) -> None:
    table = word.add_table(len(block.rows), len(block.widths), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, block.widths, strict=True):
        column.width = int(TABLE_WIDTH * share / sum(block.widths))
        for cell in column.cells:
            cell.width = column.width
    for y, row in enumerate(block.rows):
        x = 0
        while x < len(row):
            end = next((i for i in range(x + 1, len(row)) if row[i] != "<"), len(row)) - 1
            cell = table.cell(y, x) if end == x else table.cell(y, x).merge(table.cell(y, end))
            _runs(cell.paragraphs[0], row[x])
            for run in cell.paragraphs[0].runs:
                run.bold = run.bold or y < block.header_rows
            x = end + 1
    word.add_paragraph()


def _freeze(stream: io.BytesIO, target: Path) -> None:
    """Write the archive again with fixed times: a zip otherwise remembers when each member was added."""
    with zipfile.ZipFile(stream) as loose, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as frozen:
        for name in sorted(loose.namelist()):
            member = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            frozen.writestr(member, loose.read(name))
