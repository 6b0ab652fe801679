"""A draft as a Word file: real styles, footnotes, margin comments, page numbers; the border of python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.drafting import footnotes
from assistant.drafting.model import Block, Draft, Grid, Paragraph, Run, RunKind, Style
from assistant.drafting.notes import note
from assistant.drafting.template import WHOLE, places
from assistant.errors import InputError

STYLES = {
    Style.NORMAL: "Normal",
    Style.QUOTE: "Quote",
    Style.BULLET: "List Bullet",
    Style.TITLE: "Title",
    Style.HEADING1: "Heading 1",
    Style.HEADING2: "Heading 2",
    Style.HEADING3: "Heading 3",
}
LONG = 5  # recommendations from which the draft has a table of contents
_HEADINGS = (Style.HEADING1, Style.HEADING2)


@dataclass
class Pen:
    """A Word document under construction."""

    document: Any
    draft: Draft
    blob: bytes | None  # the template's footnotes part
    notes: list[tuple[int, str]] = field(default_factory=list)
    quoted: dict[int, int] = field(default_factory=dict)  # citation → the footnote, as counted, that quotes it
    bookmarks: int = 0
    body: list[Any] = field(default_factory=list)  # elements made, in order

    def __post_init__(self) -> None:
        self.first = footnotes.next_id(self.blob)
        self.by_number = {c.n: c for c in self.draft.citations}


def to_docx(draft: Draft, template: Path | None = None) -> bytes:
    """The draft as the bytes of a .docx. Raises InputError for a template that cannot be opened or filled."""
    document = _open(template)
    pen = Pen(document, draft, _notes_part(document).blob if _notes_part(document) else None)
    ensure_styles(document, plain=template is None)
    if template is None:
        _page(pen)
        _write(pen, [block for slot, blocks in draft.slots.items() for block in _slot(draft, slot, blocks)], None)
    else:
        _fill(pen)
    _finish(pen)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _open(template: Path | None) -> Any:
    if template is None:
        return Document()
    try:
        return Document(str(template))
    except Exception as error:  # a zip, XML or package error: python-docx has no common class for them
        raise InputError(f"Mallen {template} kan inte öppnas.", "Ange en Word-fil (.docx).") from error


def _slot(draft: Draft, name: str, blocks: Sequence[Block]) -> Sequence[Block]:
    return blocks


def _fill(pen: Pen) -> None:
    """A template: its fields filled, the parts of the form where they are asked for, or at the end."""
    found = places(pen.document, list(pen.draft.slots), pen.draft.fields)
    named = {place.name for place in found}
    for place in found:
        slots = pen.draft.slots
        wanted = [s for s in slots if s not in named] if place.name == WHOLE else [place.name]
        _write(pen, [block for slot in wanted for block in slots[slot]], place.paragraph._p)
        place.paragraph._p.getparent().remove(place.paragraph._p)
    if not found:
        _write(pen, list(pen.draft.blocks), None)


def _write(pen: Pen, blocks: Sequence[Block], anchor: Any) -> None:
    """The blocks before `anchor`, or at the end of the document where it is None."""
    last_first = len(pen.draft.slots["arbetsmaterial"])
    work = pen.draft.slots["arbetsmaterial"][0] if last_first else None
    for block in blocks:
        element = _grid(pen, block) if isinstance(block, Grid) else _paragraph(pen, block, block is work)
        if anchor is not None:
            anchor.addprevious(element)
        is_title = isinstance(block, Paragraph) and block.style is Style.TITLE
        if is_title and anchor is None and len(pen.draft.plan.items) >= LONG:
            contents(pen)


def _paragraph(pen: Pen, block: Paragraph, new_page: bool = False) -> Any:
    name = STYLES[block.style]
    paragraph = pen.document.add_paragraph(style=pen.document.styles[name])
    paragraph.paragraph_format.page_break_before = True if new_page else None
    mark = block.style in _HEADINGS
    if mark:
        _bookmark(pen, paragraph._p, start=True)
    for run in block.runs:
        _run(pen, paragraph, run)
    if mark:
        _bookmark(pen, paragraph._p, start=False)
    return paragraph._p


def _run(pen: Pen, paragraph: Any, run: Run) -> None:
    made = paragraph.add_run(run.text)
    made.bold = True if run.bold else None
    if run.kind is RunKind.GAP:
        made.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if run.comment:
        pen.document.add_comment(made, text=run.comment, author="Utkast", initials="U")
    if run.citations:
        _footnote(pen, paragraph, run.citations)


def _footnote(pen: Pen, paragraph: Any, numbers: Sequence[int]) -> None:
    number = pen.first + len(pen.notes)
    pen.notes.append((number, note(numbers, pen.by_number, pen.quoted)))
    for n in numbers:
        pen.quoted.setdefault(n, number)
    run = paragraph.add_run()
    run.style = pen.document.styles["footnote reference"]
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _bookmark(pen: Pen, paragraph: Any, start: bool) -> None:
    pen.bookmarks += start
    element = OxmlElement("w:bookmarkStart" if start else "w:bookmarkEnd")
    element.set(qn("w:id"), str(pen.bookmarks))
    if start:
        element.set(qn("w:name"), f"_Toc{pen.bookmarks:06d}")
    paragraph.append(element)


def _grid(pen: Pen, grid: Grid) -> Any:
    table = pen.document.add_table(rows=1, cols=len(grid.header), style=pen.document.styles["Table Grid"])
    table.autofit = False
    section = pen.document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), grid.caption)
    table._tbl.tblPr.append(caption)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for cell, words in zip(table.rows[0].cells, grid.header, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in grid.rows:
        made = table.add_row()
        keep = OxmlElement("w:cantSplit")
        made._tr.get_or_add_trPr().append(keep)
        for cell, runs in zip(made.cells, row, strict=True):
            for run in runs:
                _run(pen, cell.paragraphs[0], run)
    for row in table.rows:
        for cell, share in zip(row.cells, grid.widths, strict=True):
            cell.width = int(width * share)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    return table._tbl


# ---------------------------------------------------------------- the file as a whole


def contents(pen: Pen) -> None:
    """A table of contents of links without page numbers: right from the start, and Word can update it."""
    blocks = [b for b in pen.draft.blocks if isinstance(b, Paragraph) and b.style in _HEADINGS]
    paragraph = pen.document.add_paragraph()
    _field(paragraph, 'TOC \\o "1-2" \\n \\h \\z \\u', end=False)
    for number, block in enumerate(blocks, 1):
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"_Toc{number:06d}")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = block.text
        run.append(text)
        link.append(run)
        paragraph._p.append(link)
        paragraph.paragraph_format.left_indent = Cm(0.6) if block.style is Style.HEADING2 else None
        paragraph.paragraph_format.space_after = Pt(0)
        if number < len(blocks):
            paragraph = pen.document.add_paragraph()
    _mark(paragraph, "end")


def _field(paragraph: Any, instruction: str, end: bool = True, shown: str = "") -> None:
    _mark(paragraph, "begin")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = instruction
    paragraph.add_run()._r.append(words)
    _mark(paragraph, "separate")
    if shown:
        paragraph.add_run(shown)
    if end:
        _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def ensure_styles(document: Any, plain: bool) -> None:
    """The styles that the draft uses, where the document lacks them; `plain`: also their look and the language."""
    styles = document.styles
    wanted = [(name, WD_STYLE_TYPE.PARAGRAPH) for name in STYLES.values()]
    wanted += [("footnote text", WD_STYLE_TYPE.PARAGRAPH), ("footnote reference", WD_STYLE_TYPE.CHARACTER)]
    wanted += [("Table Grid", WD_STYLE_TYPE.TABLE)]
    present = {style.name for style in styles}
    for name, kind in wanted:
        if name not in present:
            style = styles.add_style(name, kind, builtin=True)
            if name == "footnote reference":
                style.font.superscript = True
            elif name == "footnote text":
                style.font.size = Pt(9)
                style.paragraph_format.space_after = Pt(2)
    if plain:
        _look(document)


def _look(document: Any) -> None:
    sizes = {"Normal": 11, "Title": 20, "Heading 1": 15, "Heading 2": 13, "Heading 3": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Calibri"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:hAnsi"), "Calibri")
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(4)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def _page(pen: Pen) -> None:
    """A4, a head with the fields of a tjänsteskrivelse, page numbers at the foot."""
    section = pen.document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    head = section.header.paragraphs[0]
    for number, name in enumerate(("kommun", "nämnd")):
        _head_run(head, ("\n" if number else "") + pen.draft.fields[name])
    head.add_run("\nTjänsteskrivelse").bold = True
    for label, name in (("Datum", "datum"), ("Diarienummer", "diarienummer"), ("Handläggare", "handläggare")):
        head.add_run(f"{chr(10) if name == 'datum' else '   '}{label}: ")
        _head_run(head, pen.draft.fields[name])
    for run in head.runs:
        run.font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = 2
    foot.add_run("Sida ")
    _field(foot, "PAGE", shown="1")
    foot.add_run(" av ")
    _field(foot, "NUMPAGES", shown="1")


def _head_run(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    if "[KOMPLETTERA" in words:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _finish(pen: Pen) -> None:
    """Footnotes part, settings and properties."""
    document, draft = pen.document, pen.draft
    styles = document.styles
    text, mark = styles["footnote text"].style_id, styles["footnote reference"].style_id
    blob = footnotes.with_notes(pen.blob, pen.notes, text, mark)
    part = _notes_part(document)
    if part is not None:
        part._blob = blob
    else:
        made = PackagePart(PackURI("/word/footnotes.xml"), footnotes.CONTENT_TYPE, blob, document.part.package)
        document.part.relate_to(made, footnotes.RELATIONSHIP)
        settings = document.settings.element
        separators = OxmlElement("w:footnotePr")
        for number in ("-1", "0"):
            one = OxmlElement("w:footnote")
            one.set(qn("w:id"), number)
            separators.append(one)
        compat = settings.find(qn("w:compat"))
        compat.addprevious(separators) if compat is not None else settings.append(separators)
    properties = document.core_properties
    properties.title, properties.subject = draft.title, draft.plan.document
    properties.author, properties.language = draft.fields["nämnd"], "sv-SE"
    properties.keywords = "utkast; yttrande; revision"
    properties.comments = own_words(draft)


def _notes_part(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype == footnotes.RELATIONSHIP:
            return relation.target_part
    return None


def own_words(draft: Draft) -> str:
    """Which words are the drafter's own, for the file's properties: they are no citations."""
    lines = []
    for item in draft.plan.items:
        own = draft.choices.own.get(item.recommendation.id)
        if own is None:
            continue
        given = {"svar": own.stance, "kommentar": own.comment, "åtgärd": own.measure, "ansvarig": own.responsible}
        said = [f"{name}: {value}" for name, value in {**given, "klart senast": own.due}.items() if value]
        if said:
            lines.append(f"Rekommendation {item.number}: {'; '.join(said)}")
    return ("Handläggarens egna ord. " + " | ".join(lines))[:2000] if lines else "Utkast. Inga egna ord införda."
