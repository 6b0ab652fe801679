"""How a Word file of ours looks: its styles, its page, its head and the marks that python-docx has no words for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.drafting.model import Style

STYLES = {
    Style.NORMAL: "Normal",
    Style.QUOTE: "Quote",
    Style.BULLET: "List Bullet",
    Style.TITLE: "Title",
    Style.HEADING1: "Heading 1",
    Style.HEADING2: "Heading 2",
    Style.HEADING3: "Heading 3",
}
FONT = "Arial"
_SIZES = {"Normal": 10.5, "Title": 18, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5}  # points


def element(tag: str, **attributes: str) -> Any:
    """An element of the w: name space with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def field(paragraph: Any, instruction: str, end: bool = True, shown: str = "") -> None:
    """A field of Word's, with what is shown until Word works it out; `end` false: more of it follows."""
    mark(paragraph, "begin")
    words = element("instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = instruction
    paragraph.add_run()._r.append(words)
    mark(paragraph, "separate")
    if shown:
        paragraph.add_run(shown)
    if end:
        mark(paragraph, "end")


def mark(paragraph: Any, kind: str) -> None:
    """The beginning, middle or end of a field."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType=kind))


def ensure_styles(document: Any, plain: bool) -> None:
    """The styles that the draft uses, where the document lacks them; `plain`: also their look and the language."""
    wanted = [(name, WD_STYLE_TYPE.PARAGRAPH) for name in STYLES.values()]
    wanted += [("footnote text", WD_STYLE_TYPE.PARAGRAPH), ("footnote reference", WD_STYLE_TYPE.CHARACTER)]
    wanted += [("Table Grid", WD_STYLE_TYPE.TABLE)]
    present = {style.name for style in document.styles}
    for name, kind in wanted:
        if name not in present:
            _add(document, name, kind)
    if plain:
        _look(document)


def _add(document: Any, name: str, kind: Any) -> None:
    style = document.styles.add_style(name, kind, builtin=True)
    if name == "footnote reference":
        style.element.set(qn("w:styleId"), "FootnoteReference")
        style.font.superscript = True
    elif name == "footnote text":
        style.element.set(qn("w:styleId"), "FootnoteText")
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(9)
        style.paragraph_format.space_after = Pt(2)


def _look(document: Any) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:hAnsi"), FONT)
    title = document.styles["Title"].element.pPr
    if (border := title.find(qn("w:pBdr"))) is not None:
        title.remove(border)
    for name, after in (("Normal", 8), ("List Bullet", 4), ("Heading 1", 4), ("Heading 2", 4), ("Heading 3", 2)):
        document.styles[name].paragraph_format.space_after = Pt(after)
    document.styles["Heading 3"].paragraph_format.space_before = Pt(10)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def page(document: Any, fields: Mapping[str, str]) -> None:
    """A4, the head of a tjänsteskrivelse on the first page, page numbers at the foot."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    foot = section.footer.paragraphs[0]
    foot.alignment = 2
    foot.add_run("Sida ")
    field(foot, "PAGE", shown="1")
    foot.add_run(" av ")
    field(foot, "NUMPAGES", shown="1")
    head = section.header.paragraphs[0]
    head.add_run("Tjänsteskrivelse").font.size = Pt(9)
    kind = document.add_paragraph()
    kind.add_run(f"{fields['kommun']}\n{fields['nämnd']}").bold = True
    facts = document.add_paragraph()
    for label, name in (("Datum", "datum"), ("Diarienummer", "diarienummer"), ("Handläggare", "handläggare")):
        facts.add_run(f"{label}: ")
        run = facts.add_run(fields[name])
        if "[KOMPLETTERA" in fields[name]:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if name != "handläggare":
            facts.add_run("\n")


def widths(table: Any, total: int, shares: tuple[float, ...]) -> None:
    """Fixed columns: the grid and every cell, as Word and LibreOffice each read one of them. `total` in EMU."""
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(total * share)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = int(total * share)
