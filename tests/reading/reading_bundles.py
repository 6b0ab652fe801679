"""Small PDF and DOCX files in the layouts of the genre, made for the tests of division and metadata."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

Item = tuple[str, str]  # (how it is set, text): "title", "h1", "h2", "p", "li", "line"
SIZES = {
    "title": (22, True),
    "h1": (15, True),
    "h2": (12, True),
    "p": (10, False),
    "li": (10, False),
    "line": (10, False),
}

FILLER = (
    "Nämnden följer verksamheten genom månadsvisa rapporter där ekonomi, bemanning och kvalitet redovisas var för sig. "
    "Rapporterna behandlas av presidiet innan de läggs fram, och frågor som kräver beslut tas upp vid nästa möte."
)
WORDS = (
    "Detta avsnitt handlar",
    "Här redovisas vad som är känt",
    "Underlaget innehåller uppgifter",
    "Frågor har ställts",
)


@dataclass
class Sheet:
    """One page: running header and footer, and what stands between."""

    items: list[Item]
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)


def body(*headings: str, level: str = "h1", filler: int = 3) -> list[Item]:
    """Headings with some paragraphs of text under each."""
    items: list[Item] = []
    for heading in headings:
        items.append((level, heading))
        subject = heading.lstrip("0123456789. ").lower()
        items.extend(("p", f"{WORDS[i % len(WORDS)]} om {subject}. {FILLER}") for i in range(filler))
    return items


def make_pdf(path: Path, sheets: list[Sheet]) -> Path:
    """Write the pages, one string a line, as the converters of the genre do."""
    pdf = canvas.Canvas(str(path), pagesize=A4)
    for sheet in sheets:
        y = 810.0
        for text in sheet.header:
            pdf.setFont("Helvetica", 8)
            pdf.drawString(60, y, text)
            y -= 11
        y = min(y, 760.0)
        for kind, text in sheet.items:
            size, bold = SIZES[kind]
            y -= size * (0.9 if kind in ("p", "h1", "h2", "title", "line") else 0.2)
            pdf.setFont("Helvetica-Bold" if bold else "Helvetica", size)
            words = f"• {text}" if kind == "li" else text
            for line in textwrap.wrap(words, 92 if size < 12 else 52):
                pdf.drawString(60, y, line)
                y -= size * 1.25
        for i, text in enumerate(sheet.footer):
            pdf.setFont("Helvetica", 8)
            pdf.drawString(60, 40 - 10 * i, text)
        pdf.showPage()
    pdf.save()
    return path
