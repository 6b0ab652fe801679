"""Pages: fonts, the layouts' running furniture, footnotes at the foot, page totals per part."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from .markup import SampleDocument

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


def font_files() -> list[Path]:
    """Every font file that a build reads."""
    return [FONT_FOLDER / f"{name}.ttf" for names in FONTS.values() for name in names]


def register_fonts() -> None:
    for family, names in FONTS.items():
        for face, name in zip(("", "-Bold", "-Italic"), names, strict=True):
            pdfmetrics.registerFont(TTFont(family + face, str(FONT_FOLDER / f"{name}.ttf")))
        pdfmetrics.registerFontFamily(
            family, normal=family, bold=f"{family}-Bold", italic=f"{family}-Italic", boldItalic=f"{family}-Bold"
        )


class Note(Flowable):
    """A footnote: takes no room where it stands, is drawn when its page ends."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self.paragraph = paragraph

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.pending_notes = [*getattr(self.canv, "pending_notes", []), self.paragraph]


class Template(BaseDocTemplate):
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
            part = int(self.pageTemplate.id.removesuffix("L"))
            self.contents.append((part, level, flowable.getPlainText(), self.totals.get(part, 0) + 1))


def _furnish(canvas: Any, doc: Template, words: dict[str, str], layout: dict[str, Any], index: int, size: Any) -> None:
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


def _end_page(canvas: Any, doc: Template, layout: dict[str, Any], index: int, size: Any, furniture: Any) -> None:
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
