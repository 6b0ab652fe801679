"""A draft as a Word file: styles, footnotes, margin comments, links; with wordlook.py the border of python-docx."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.shared import Cm, Pt

from assistant.drafting import footnotes
from assistant.drafting.model import Block, Draft, Grid, Paragraph, Run, RunKind, Style
from assistant.drafting.notes import note
from assistant.drafting.template import WHOLE, places
from assistant.drafting.wordlook import STYLES, element, ensure_styles, field, mark, page, widths
from assistant.errors import InputError

LONG = 5  # recommendations from which the draft has a table of contents
_HEADINGS = (Style.HEADING1, Style.HEADING2)


@dataclass
class Pen:
    """A Word document under construction."""

    document: Any
    draft: Draft
    blob: bytes | None  # the template's footnotes part
    notes: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    quoted: dict[int, int] = dataclasses.field(default_factory=dict)  # citation → the footnote that quotes it
    bookmarks: int = 0

    def __post_init__(self) -> None:
        self.first = footnotes.next_id(self.blob)
        self.by_number = {c.n: c for c in self.draft.citations}


def to_docx(draft: Draft, template: Path | None = None) -> bytes:
    """The draft as the bytes of a .docx. Raises InputError for a template that cannot be opened or filled."""
    document = _open(template)
    part = _notes_part(document)
    pen = Pen(document, draft, part.blob if part is not None else None)
    ensure_styles(document, plain=template is None)
    if template is None:
        page(document, draft.fields)
        _write(pen, draft.blocks, None)
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


def _fill(pen: Pen) -> None:
    """A template: its fields filled, the parts of the form where they are asked for, or all at the end."""
    slots = pen.draft.slots
    found = places(pen.document, list(slots), pen.draft.fields)
    named = {place.name for place in found}
    for place in found:
        wanted = [slot for slot in slots if slot not in named] if place.name == WHOLE else [place.name]
        _write(pen, [block for slot in wanted for block in slots[slot]], place.paragraph._p)
        place.paragraph._p.getparent().remove(place.paragraph._p)
    if not found:
        _write(pen, pen.draft.blocks, None)


def _write(pen: Pen, blocks: Sequence[Block], anchor: Any) -> None:
    """The blocks before `anchor`, or at the end of the document where it is None."""
    work = next(iter(pen.draft.slots["arbetsmaterial"]), None)
    for block in blocks:
        made = _grid(pen, block) if isinstance(block, Grid) else _paragraph(pen, block, block is work)
        if anchor is not None:
            anchor.addprevious(made)
        elif isinstance(block, Paragraph) and block.style is Style.TITLE and len(pen.draft.plan.items) >= LONG:
            contents(pen)


def _paragraph(pen: Pen, block: Paragraph, new_page: bool = False) -> Any:
    paragraph = pen.document.add_paragraph(style=pen.document.styles[STYLES[block.style]])
    if new_page:
        paragraph.paragraph_format.page_break_before = True
    if block.style in _HEADINGS:
        pen.bookmarks += 1
        number = str(pen.bookmarks)
        paragraph._p.append(element("bookmarkStart", id=number, name=f"_Toc{pen.bookmarks:06d}"))
        _runs(pen, paragraph, block.runs)
        paragraph._p.append(element("bookmarkEnd", id=number))
    else:
        _runs(pen, paragraph, block.runs)
    return paragraph._p


def _runs(pen: Pen, paragraph: Any, runs: Sequence[Run]) -> None:
    """The runs with their footnotes, then their comments.

    The mark of a comment stands last in its paragraph: LibreOffice (7.4) mixes up the footnotes' texts when one is
    called after a comment in the same paragraph.
    """
    doubted: list[tuple[Any, str]] = []
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = True if run.bold else None
        if run.kind is RunKind.GAP:
            made.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if run.choices:
            _choice(made, run)
        if run.citations:
            _footnote(pen, paragraph, run.citations)
        if run.comment:
            doubted.append((made, run.comment))
    for made, words in doubted:
        comment = pen.document.add_comment(made, text=words, author="Utkast", initials="U")
        for mark_ in paragraph._p.xpath(f'./w:r[w:commentReference[@w:id="{comment.comment_id}"]]'):
            paragraph._p.append(mark_)


def _choice(made: Any, run: Run) -> None:
    """A list to choose from in the run's place; until then it shows the run's text."""
    control, properties = element("sdt"), element("sdtPr")
    properties.append(element("alias", val="Ställningstagande"))
    listed = element("dropDownList")
    for words in (run.text, *run.choices):
        listed.append(element("listItem", displayText=words, value=words))
    properties.append(listed)
    content = element("sdtContent")
    made._r.addprevious(control)
    content.append(made._r)
    control.append(properties)
    control.append(content)


def _footnote(pen: Pen, paragraph: Any, numbers: Sequence[int]) -> None:
    number = pen.first + len(pen.notes)
    pen.notes.append((number, note(numbers, pen.by_number, pen.quoted)))
    for n in numbers:
        pen.quoted.setdefault(n, number - pen.first + 1)
    run = paragraph.add_run()
    run.style = pen.document.styles["footnote reference"]
    run._r.append(element("footnoteReference", id=str(number)))


def _grid(pen: Pen, grid: Grid) -> Any:
    table = pen.document.add_table(rows=1, cols=len(grid.header), style=pen.document.styles["Table Grid"])
    table._tbl.tblPr.append(element("tblCaption", val=grid.caption))
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, words in zip(table.rows[0].cells, grid.header, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in grid.rows:
        made = table.add_row()
        made._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, runs in zip(made.cells, row, strict=True):
            _runs(pen, cell.paragraphs[0], runs)
    section = pen.document.sections[0]
    widths(table, section.page_width - section.left_margin - section.right_margin, grid.widths)
    for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
        paragraph.paragraph_format.space_after = Pt(2)
        for run in paragraph.runs:
            run.font.size = Pt(8)
    return table._tbl


# ---------------------------------------------------------------- the file as a whole


def contents(pen: Pen) -> None:
    """A table of contents of links without page numbers: right from the start, and Word can update it."""
    blocks = [b for b in pen.draft.blocks if isinstance(b, Paragraph) and b.style in _HEADINGS]
    for number, block in enumerate(blocks, 1):
        paragraph = pen.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6) if block.style is Style.HEADING2 else None
        paragraph.paragraph_format.space_after = Pt(0)
        if number == 1:
            field(paragraph, 'TOC \\o "1-2" \\n \\h \\z \\u', end=False)
        link, run, text = element("hyperlink", anchor=f"_Toc{number:06d}"), element("r"), element("t")
        text.text = block.text
        run.append(text)
        link.append(run)
        paragraph._p.append(link)
        if number == len(blocks):
            mark(paragraph, "end")


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
        separators = element("footnotePr")
        for number in ("-1", "0"):
            separators.append(element("footnote", id=number))
        compat = settings.find(f"{{{footnotes.W}}}compat")
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
