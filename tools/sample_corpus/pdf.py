"""PDF output through ReportLab: running furniture, footnotes at the page's foot, tables that break over pages."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from .markup import Block, SampleDocument
from .scan import scanned_page

LAYOUTS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf8"))
FONT_FOLDER = Path("/usr/share/fonts/truetype")
FONTS = {  # family → regular, bold, italic (Debian: fonts-liberation, fonts-dejavu)
    "sans": ("liberation/LiberationSans-Regular", "liberation/LiberationSans-Bold", "liberation/LiberationSans-Italic"),
    "serif": (
        "liberation/LiberationSerif-Regular",
        "liberation/LiberationSerif-Bold",
        "liberation/LiberationSerif-Italic",
    ),
    "dejavu": ("dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSans-Oblique"),
}
Entry = tuple[int, int, str, int]  # part, level, heading, page within the part
SOFT_HYPHEN = "\u00ad"


def font_files() -> list[Path]:
    """Every font file that a build reads."""
    return [FONT_FOLDER / f"{name}.ttf" for names in FONTS.values() for name in names]


def write_pdf(document: SampleDocument, target: Path) -> None:
    """Write the document. Three passes: page totals and the table of contents settle in the first two."""
    _register_fonts()
    rl_config.invariant = 1
    totals: dict[int, int] = {}
    contents: list[Entry] = []
    for _ in range(3):
        template = _Template(str(target), document, totals)
        template.build(_story(document, contents))
        totals, contents = template.totals, template.contents


def _register_fonts() -> None:
    for family, names in FONTS.items():
        for face, name in zip(("", "-Bold", "-Italic"), names, strict=True):
            pdfmetrics.registerFont(TTFont(family + face, str(FONT_FOLDER / f"{name}.ttf")))
        pdfmetrics.registerFontFamily(
            family, normal=family, bold=f"{family}-Bold", italic=f"{family}-Italic", boldItalic=f"{family}-Bold"
        )


class _Note(Flowable):
    """A footnote: takes no room where it stands, is drawn when its page ends."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self.paragraph = paragraph

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.pending_notes = [*getattr(self.canv, "pending_notes", []), self.paragraph]


class _Template(BaseDocTemplate):
    """Pages with the furniture of the part they belong to; counts pages per part and headings for the contents."""

    def __init__(self, target: str, document: SampleDocument, known: dict[int, int]) -> None:
        super().__init__(
            target, title=document.meta["title"], author=document.meta.get("author", ""), pagesize=A4, invariant=1
        )
        self.known, self.totals, self.contents = known, dict[int, int](), list[Entry]()
        for index, part in enumerate(document.parts):
            layout = LAYOUTS[part.furniture["layout"]]
            for turned, size in ((False, A4), (True, landscape(A4))):
                left, right, top, bottom = layout["margins"]
                draw = partial(_furnish, words=part.furniture, layout=layout, index=index, size=size)
                frame = Frame(left, bottom, size[0] - left - right, size[1] - top - bottom, 0, 0, 0, 0)
                self.addPageTemplates(
                    PageTemplate(
                        f"{index}{'L' if turned else ''}",
                        [frame],
                        onPage=lambda canvas, doc, *, la=layout, d=draw: d(canvas, doc) if la["first"] else None,
                        onPageEnd=lambda canvas, doc, *, la=layout, d=draw, i=index, s=size: _end_page(
                            canvas, doc, la, i, s, None if la["first"] else d
                        ),
                        pagesize=size,
                    )
                )
        self.addPageTemplates(PageTemplate("bare", [Frame(60, 40, A4[0] - 120, A4[1] - 80, 0, 0, 0, 0)], pagesize=A4))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (ReportLab's name)
        if level := getattr(flowable, "contents_level", 0):
            part = int(re.match(r"\d+", self.pageTemplate.id)[0])
            self.contents.append((part, level, flowable.getPlainText(), self.totals.get(part, 0) + 1))


def _furnish(canvas: Any, doc: _Template, words: dict[str, str], layout: dict[str, Any], index: int, size: Any) -> None:
    """Draw what repeats on each page: before the page's own text or after it, as word processors differ."""
    number = doc.totals.get(index, 0) + 1
    left, right, _, _ = layout["margins"]
    small, family = layout["furniture_size"], layout["family"]
    page = words.get("page", "").format(page=number, pages=doc.known.get(index, 1), file_page=canvas.getPageNumber())
    canvas.saveState()
    canvas.setFont(family, small)
    for key, y, sign in (("header", size[1] - layout["header"], -1), ("footer", layout["footer"], -1)):
        if number == 1 and words.get("first_page_bare") == key:
            continue
        for side in ("left", "center", "right"):
            lines = words.get(f"{key}_{side}", "").replace("{page}", page).split("\n")
            for offset, line in enumerate(filter(None, lines)):
                at = y + sign * offset * (small + 2)
                if side == "left":
                    canvas.drawString(left, at, line)
                elif side == "right":
                    canvas.drawRightString(size[0] - right, at, line)
                else:
                    canvas.drawCentredString(size[0] / 2, at, line)
    if layout["rule"]:
        y = size[1] - layout["header"] - 2 * small - 6
        canvas.line(left, y, size[0] - right, y)
    canvas.restoreState()


def _end_page(canvas: Any, doc: _Template, layout: dict[str, Any], index: int, size: Any, furniture: Any) -> None:
    """Draw the footnotes called on the page, and the furniture where it comes last; count the page."""
    if furniture:
        furniture(canvas, doc)
    doc.totals[index] = doc.totals.get(index, 0) + 1
    left, right, _, bottom = layout["margins"]
    canvas.saveState()
    notes = getattr(canvas, "pending_notes", [])
    heights = [note.wrap(size[0] - left - right, bottom)[1] for note in notes]
    y = bottom - 6
    if notes:
        canvas.line(left, y, left + 140, y)
    for note, height in zip(notes, heights, strict=True):
        y -= height + 2
        note.drawOn(canvas, left, y)
    canvas.pending_notes = []
    canvas.restoreState()


def _story(document: SampleDocument, contents: list[Entry]) -> list[Flowable]:
    story: list[Flowable] = []
    for index, part in enumerate(document.parts):
        layout = LAYOUTS[part.furniture["layout"]]
        width = A4[0] - layout["margins"][0] - layout["margins"][1]
        story += [NextPageTemplate(str(index)), *([PageBreak()] if index else [])]
        for block in part.blocks:
            if block.kind in ("landscape", "portrait"):
                turned = block.kind == "landscape"
                width = (A4[1] if turned else A4[0]) - layout["margins"][0] - layout["margins"][1]
                story += [NextPageTemplate(f"{index}{'L' if turned else ''}"), PageBreak()]
            elif block.kind == "scan":  # nothing but the picture, as when a paper has been put in
                picture = Image(scanned_page(block.text, FONT_FOLDER), width, width * 1.36)
                story += [NextPageTemplate("bare"), PageBreak(), picture, NextPageTemplate(str(index))]
            else:
                story += _flow(block, layout, width, contents, index)
    return story


def _style(layout: dict[str, Any], **changes: Any) -> ParagraphStyle:
    base = {
        "fontName": layout["family"],
        "fontSize": layout["size"],
        "leading": layout["leading"],
        "spaceAfter": layout["leading"] * 0.55,
        "splitLongWords": 0,
        "allowWidows": 0,
        "allowOrphans": 0,
    }
    return ParagraphStyle("s", **(base | changes))


def _flow(block: Block, layout: dict[str, Any], width: float, contents: list[Entry], index: int) -> list[Flowable]:
    """The flowables of one block."""
    text = _inline(block.text, layout)
    indent = layout["bullet_indent"]
    tight = layout["leading"] * 0.3
    match block.kind:
        case "paragraph":
            return [Paragraph(text, _style(layout))]
        case "heading":
            return _heading(block, layout)
        case "title" | "subtitle":
            size = layout["headings"][0] + (9 if block.kind == "title" else 0)
            face = layout["family"] + ("-Bold" if block.kind == "title" else "")
            text = _inline(block.text, layout | {"hyphens": False})
            return [Paragraph(text, _style(layout, fontName=face, fontSize=size, leading=size * 1.25, spaceAfter=10))]
        case "small":
            return [Paragraph(text, _style(layout, fontSize=layout["size"] - 2, leading=layout["size"]))]
        case "bullet" | "number":
            mark = layout["bullet"] if block.kind == "bullet" else f"{block.level}."
            style = _style(layout, leftIndent=indent, bulletFontName=_bullet_font(mark, layout), spaceAfter=tight)
            return [Paragraph(text, style, bulletText=mark)]
        case "plain":
            hang = layout["plain_indent"]
            return [Paragraph(text, _style(layout, leftIndent=hang, firstLineIndent=-hang / 2, spaceAfter=tight))]
        case "caption":
            face = f"{layout['family']}-Bold"
            return [Paragraph(text, _style(layout, fontName=face, fontSize=layout["size"] - 1, keepWithNext=1))]
        case "note":
            small = layout["size"] - 2.5
            return [_Note(Paragraph(f"{block.mark} {text}", _style(layout, fontSize=small, leading=small + 2)))]
        case "table":
            return [_table(block, layout, width), Spacer(1, layout["leading"] * 0.8)]
        case "box":
            inner = [
                flowable for child in block.children for flowable in _flow(child, layout, width - 24, contents, index)
            ]
            frame = [("BOX", (0, 0), (-1, -1), 1, colors.black), ("BACKGROUND", (0, 0), (-1, -1), colors.whitesmoke)]
            padding = [("LEFTPADDING", (0, 0), (-1, -1), 10), ("TOPPADDING", (0, 0), (-1, -1), 8)]
            return [Table([[inner]], colWidths=[width], style=TableStyle(frame + padding)), Spacer(1, 10)]
        case "toc":
            return _contents(layout, width, contents, index, as_table=block.text == "table")
        case "space":
            return [Spacer(1, float(block.text))]
        case "pagebreak":
            return [PageBreak()]
    raise ValueError(f"unknown block {block.kind!r}")


def _heading(block: Block, layout: dict[str, Any]) -> list[Flowable]:
    size = layout["headings"][block.level - 1]
    style = _style(
        layout,
        fontName=f"{layout['family']}-{'Bold' if block.level < 4 else 'Italic'}",
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=size * 0.6,
        spaceAfter=size * 0.4,
        textColor=colors.HexColor(layout["heading_color"]),
        keepWithNext=1,
    )
    paragraph = Paragraph(_inline(block.text, layout | {"hyphens": False}), style)
    paragraph.contents_level = block.level
    return [CondPageBreak(size * 5), paragraph]


def _contents(
    layout: dict[str, Any], width: float, contents: list[Entry], index: int, as_table: bool
) -> list[Flowable]:
    """The table of contents: a table without lines, or lines with dotted leaders."""
    entries = [
        (level, text, page)
        for part, level, text, page in contents
        if part == index and level <= 3 and text not in ("Innehåll", "Innehållsförteckning")
    ]
    if as_table:
        rows = []
        for _, text, page in entries:
            number, _, title = text.partition(" ") if text[:1].isdigit() else ("", "", text)
            rows.append([Paragraph(part, _style(layout, spaceAfter=0)) for part in (number, title, str(page))])
        return [Table(rows or [["", "", ""]], colWidths=[40, width - 80, 40])]
    lines: list[Flowable] = []
    dot = pdfmetrics.stringWidth(".", layout["family"], layout["size"])
    for level, text, page in entries:
        used = pdfmetrics.stringWidth(f"{text}  {page}", layout["family"], layout["size"])
        dots = "." * max(3, int((width - used - 14 * level - 10) / dot))
        style = _style(layout, leftIndent=14 * (level - 1), spaceAfter=2)
        lines.append(Paragraph(f"{_escape(text)} {dots} {page}", style))
    return lines


def _table(block: Block, layout: dict[str, Any], width: float) -> Table:
    small = layout["size"] - 1
    total = sum(block.widths)
    rows, spans = [], []
    for y, row in enumerate(block.rows):
        face = layout["family"] + ("-Bold" if y < block.header_rows else "")
        style = _style(layout, fontName=face, fontSize=small, leading=small + 2.4, spaceAfter=0)
        rows.append([Paragraph(_inline("" if cell == "<" else cell, layout), style) for cell in row])
        for x, cell in enumerate(row):
            if cell != "<" and x + 1 < len(row) and row[x + 1] == "<":
                end = next((i for i in range(x + 1, len(row)) if row[i] != "<"), len(row)) - 1
                spans.append(("SPAN", (x, y), (end, y)))
    look: dict[str, list[Any]] = {
        "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)],
        "lines": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.lightgrey)],
        "banded": [("ROWBACKGROUNDS", (0, block.header_rows), (-1, -1), [colors.white, colors.HexColor("#f3e7e0")])],
    }
    head = [("BACKGROUND", (0, 0), (-1, block.header_rows - 1), colors.HexColor("#e4e8ec"))]
    return Table(
        rows,
        colWidths=[width * share / total for share in block.widths],
        repeatRows=block.header_rows if block.header_rows else 0,
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *head, *look[layout["table"]], *spans]),
    )


def _bullet_font(mark: str, layout: dict[str, Any]) -> str:
    return "dejavu" if mark == "►" else layout["family"]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _inline(text: str, layout: dict[str, Any]) -> str:
    """Markup of a line → ReportLab's: bold, italic, footnote calls, line breaks, soft hyphens in long words."""
    text = _escape(text)
    if layout["hyphens"]:
        text = re.sub(r"[a-zåäö]{9,}", lambda word: _soft_hyphens(word[0]), text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<!\*)\*([^*]+)\*", r"<i>\1</i>", text)
    text = re.sub(r"\[\^(\w+)\]", r"<super size=6>\1</super>", text)
    return text.replace("\n", "<br/>")


def _soft_hyphens(word: str) -> str:
    """Swedish one-consonant rule: a syllable takes one consonant with it; four letters stay on either side."""
    points = [
        match.start()
        for match in re.finditer(r"(?<=[aeiouyåäö])(?=[bdfghjklmnprstvw][aeiouyåäö])", word)
        if 4 <= match.start() <= len(word) - 4
    ]
    for point in reversed(points):
        word = word[:point] + SOFT_HYPHEN + word[point:]
    return word
