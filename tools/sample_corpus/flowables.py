"""Blocks of the markup → ReportLab's flowables, in the look of a layout."""

from __future__ import annotations

import re
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from .markup import Block
from .pages import Entry, Note

SOFT_HYPHEN = "\u00ad"


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


def flow(block: Block, layout: dict[str, Any], width: float, contents: list[Entry], index: int) -> list[Flowable]:
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
            return [Note(Paragraph(f"{block.mark} {text}", _style(layout, fontSize=small, leading=small + 2)))]
        case "table":
            return [_table(block, layout, width), Spacer(1, layout["leading"] * 0.8)]
        case "box":
            inner = [
                flowable for child in block.children for flowable in flow(child, layout, width - 24, contents, index)
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
