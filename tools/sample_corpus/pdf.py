"""PDF output through ReportLab: one part after another, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, Image, NextPageTemplate, PageBreak

from .flowables import flow
from .markup import SampleDocument
from .pages import FONT_FOLDER, LAYOUTS, Entry, Template, register_fonts
from .scan import scanned_page


def write_pdf(document: SampleDocument, target: Path) -> None:
    """Write the document. Three passes: page totals and the table of contents settle in the first two."""
    register_fonts()
    rl_config.invariant = 1
    totals: dict[int, int] = {}
    contents: list[Entry] = []
    for _ in range(3):
        template = Template(str(target), document, totals)
        template.build(_story(document, contents))
        totals, contents = template.totals, template.contents


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
                story += flow(block, layout, width, contents, index)
    return story
