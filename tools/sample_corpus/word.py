"""DOCX output through python-docx: real heading, list and table styles, footers, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .markup import Block, SampleDocument

STAMP = dt.datetime(2025, 1, 1)  # fixed, so that two runs give the same bytes
STYLES = {"bullet": "List Bullet", "caption": "Caption", "title": "Title", "subtitle": "Subtitle"}


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
            _tabbed(area.paragraphs[0], sides)
        for block in part.blocks:
            _add(word, block)
    stream = io.BytesIO()
    word.save(stream)
    _freeze(stream, target)


def _tabbed(paragraph: Any, sides: list[str]) -> None:
    for number, side in enumerate(sides):
        for piece in re.split(r"(\{page\})", ("\t" if number else "") + side):
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
        case "number":
            # typed numbers: Word's own numbering would run on from one list into the next
            _runs(word.add_paragraph(style="List Paragraph"), f"{block.level}. {block.text}")
        case "plain":
            _runs(word.add_paragraph(style="List Paragraph"), block.text)
        case "note":
            _runs(word.add_paragraph(style="Normal"), f"{block.mark} {block.text}")
        case _:
            _runs(word.add_paragraph(style=STYLES.get(block.kind, "Normal")), block.text)


def _runs(paragraph: Any, text: str) -> None:
    for piece in re.split(r"(\*\*.+?\*\*|\[\^\w+\])", text):
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("[^"):
            paragraph.add_run(piece[2:-1]).font.superscript = True
        elif piece:
            for number, line in enumerate(piece.split("\n")):
                run = paragraph.add_run()
                if number:
                    run.add_break()
                run.add_text(line)


def _table(word: Any, block: Block) -> None:
    table = word.add_table(len(block.rows), len(block.widths), style="Table Grid")
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
