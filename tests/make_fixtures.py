"""Writes the golden files of tests/reading into tests/fixtures: invented texts in the layouts that reports come in.

Run it from the repository root: python tests/make_fixtures.py. The files are fixed to the byte where the libraries
allow, so that a second run changes nothing that matters.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent / "fixtures"
_FONTS = Path("/usr/share/fonts/truetype/liberation")


class Page:
    """A page written line by line from the top; `at` sets a line anywhere."""

    def __init__(self, canvas: Canvas, top: float = 750.0, left: float = 70.0) -> None:
        self.canvas, self.y, self.left = canvas, top, left

    def at(self, x: float, y: float, text: str, size: float = 10.5, bold: bool = False) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, y, text)

    def lines(self, *texts: str, size: float = 10.5, bold: bool = False, gap: float = 6.0, indent: float = 0.0) -> None:
        self.y -= gap
        for text in texts:
            self.at(self.left + indent, self.y, text, size, bold)
            self.y -= 14.2

    def row(self, cells: Sequence[str], columns: Sequence[float], size: float = 9.0) -> None:
        parts = [cell.split("\n") for cell in cells]
        for depth in range(max(len(part) for part in parts)):
            for x, part in zip(columns, parts, strict=True):
                if depth < len(part):
                    self.at(x, self.y - 11 * depth, part[depth], size)
        self.y -= 11 * (max(len(part) for part in parts) - 1) + 15


def _canvas(name: str, size: tuple[float, float] = A4) -> Canvas:
    canvas = Canvas(str(HERE / name), pagesize=size, invariant=1)
    canvas.setTitle(name)
    return canvas


def report() -> None:
    """Headers, hyphens, contents with leaders, a footnote over a page end, lists, two tables."""
    canvas = _canvas("report.pdf")
    total = 4

    def page(number: int) -> Page:
        here = Page(canvas)
        here.at(70, 800, "Granskning av fritidsgårdar", 8)
        here.at(70, 790, "Älvsbacka kommun", 8)
        here.at(480, 30, f"Sida {number} ({total})", 8)
        return here

    one = page(1)
    one.lines("Innehållsförteckning", size=14, bold=True)
    for entry, at in (("1 Sammanfattning", 2), ("2 Iakttagelser", 2), ("2.1 Öppettider", 3), ("2.2 Bedömning", 4)):
        one.lines(f"{entry} {'.' * 60} {at}")
    canvas.showPage()

    two = page(2)
    two.lines("1 Sammanfattning", size=14, bold=True)
    two.lines(
        "Revisorerna i Älvsbacka har granskat om fritidsnämnden styr sina gårdar på ett ändamåls-",
        "enligt sätt. Granskningen omfattar kvalitets- och trygghetsarbetet samt hälso-",
        "och friskvården under åren 2021-",
        "2023. Nämndens IT-",
        "system har inte granskats.",
    )
    two.lines("Vi rekommenderar nämnden att:")
    two.lines("• besluta om öppettider för samtliga gårdar i god tid före varje", indent=14)
    two.lines("termin, och", indent=22, gap=0)
    two.lines("• följa upp besökarnas synpunkter.", indent=14, gap=0)
    two.lines("2 Iakttagelser", size=14, bold=True, gap=14)
    two.lines(
        "Gårdarna lyder under nämnden enligt reglementet1 och har sedan länge egna råd där unga själva",
        "deltar. Råden sammanträder varje månad. Vid intervjuer framkommer att råden har stor",
    )
    two.at(70, 66, "1 Reglemente för fritidsnämnden, antaget av fullmäktige den 3 maj 2019,", 8)
    two.at(70, 55, "senast ändrat 2022.", 8)
    canvas.showPage()

    three = page(3)
    three.lines("betydelse för verksamhetens innehåll.", gap=0)
    three.lines("2.1 Öppettider", size=12, bold=True, gap=14)
    three.lines("Tabellen visar antalet öppna kvällar och besök per år.")
    columns = (70, 250, 340, 430)
    three.row(("Gård", "2021", "2022", "2023"), columns)
    three.row(("Norrgården", "141", "150", "162"), columns)
    three.row(("Gården vid\nbadplatsen", "88", "90", "97"), columns)
    three.lines("Antalet kvällar har ökat på alla gårdar.", gap=10)
    canvas.showPage()

    four = page(4)
    four.lines("2.2 Bedömning", size=12, bold=True)
    columns = (70, 230, 320)
    four.row(("Revisionsfråga", "Bedömning", "Kommentar"), columns)
    four.row(("Är styrningen\ntillräcklig?", "Delvis", "Mål finns men följs inte upp\nför alla gårdar."), columns)
    four.row(("Används rådens\nsynpunkter?", "Ja", "Råden hörs inför varje\nbeslut om öppettider."), columns)
    four.lines("Vi bedömer att styrningen delvis är tillräcklig.", gap=10)
    canvas.showPage()
    canvas.save()


def bundle() -> None:
    """Two header sets, a letter of one page between them, and an old footer date left in mid-page."""
    canvas = _canvas("bundle.pdf")
    topics = ("skolgårdar", "cykelvägar", "biblioteket", "simhallen", "parkerna", "vägbelysning", "vattenverket")
    heads = ["Svar från bildningsnämnden"] * 3 + ["Revisorerna"] + ["Rapport om skolskjuts"] * 3
    for number, head in enumerate(heads, 1):
        page = Page(canvas)
        page.at(70, 800, "Björkfors kommun", 8, bold=True)
        page.at(70, 790, head, 8)
        if number > 4:
            page.at(70, 780, "2024-02-15", 8)
        page.at(525, 30, str(number), 9)
        page.lines(f"Nämnden har under året arbetat med {topics[number - 1]} och har därvid hållit sig till den plan,")
        if number == 6:
            page.lines("2024-02-15")
        page.lines(f"som fullmäktige beslutade om. Arbetet med {topics[number - 1]} avslutas i december.", gap=0)
        canvas.showPage()
    canvas.save()


def columns() -> None:
    """Two columns of prose, which are no table."""
    canvas = _canvas("columns.pdf")
    left, right = Page(canvas), Page(canvas, left=320)
    left.lines(
        "Biblioteket i centrum har öppet",
        "alla dagar i veckan och besöks av",
        "många som söker arbetsro eller",
        "vill låna böcker på andra språk.",
        size=10,
    )
    right.lines(
        "Filialen vid torget är mindre men",
        "har en egen lokal för föreningar",
        "som möts där på kvällarna under",
        "större delen av året.",
        size=10,
    )
    canvas.showPage()
    canvas.save()


def wide() -> None:
    """A landscape page and a page turned a quarter."""
    canvas = _canvas("landscape.pdf", landscape(A4))
    page = Page(canvas, top=520)
    page.lines("Översikt över nämndens lokaler", size=14, bold=True)
    page.lines("Samtliga lokaler har besiktigats under året och bristerna har åtgärdats i tid.")
    canvas.showPage()
    canvas.setPageRotation(90)
    canvas.setPageSize(A4)
    canvas.saveState()
    canvas.rotate(90)
    canvas.translate(0, -A4[0])
    page = Page(canvas, top=520)
    page.lines("Sammanställning på tvären", size=14, bold=True)
    page.lines("Även denna sida ska läsas uppifrån och ned trots att den är vriden i filen.")
    canvas.restoreState()
    canvas.showPage()
    canvas.save()


def scan() -> None:
    """A page with text, and one that is only a picture of text."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(_FONTS / "LiberationSans-Regular.ttf"), 30)
    texts = ("Kulturnämnden beslutar att anta riktlinjen", "för föreningsbidrag och att den gäller från")
    for row, text in enumerate((*texts, "och med den 1 juli 2024.")):
        draw.text((150, 200 + 48 * row), text, font=font, fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    for name, texted in (("scan.pdf", True), ("scan-only.pdf", False)):
        canvas = _canvas(name)
        if texted:
            Page(canvas).lines("Bilagan på nästa sida är inläst från papper och saknar därför textlager.")
            canvas.showPage()
        canvas.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, *A4)
        canvas.showPage()
        canvas.save()


def word() -> None:
    """Styles, numbered and bulleted lists, a table with merged cells, header, footnote, deletion, insertion."""
    document = docx.Document()
    document.core_properties.title = "Rapport"
    document.sections[0].header.paragraphs[0].text = "Älvsbacka kommun"
    document.add_heading("Inledning", 1)
    first = document.add_paragraph("Nämnden ansvarar för ")
    _change(first, "w:del", "w:delText", "alla ")
    _change(first, "w:ins", "w:t", "kommunens ")
    first.add_run("badplatser.")
    _footnote(document, first, "Enligt reglementet, antaget 2020.")
    document.add_paragraph("Följande har granskats:")
    document.add_paragraph("vattenprover från varje", style="List Bullet")
    document.add_paragraph("badplats under sommaren.")
    document.add_paragraph("skyltning.", style="List Bullet")
    bold = document.add_paragraph()
    bold.add_run("Våra iakttagelser").bold = True
    document.add_paragraph("Proverna har tagits varje vecka.")
    table = document.add_table(rows=4, cols=3)
    cells = (("Plats", "Prover", ""), ("", "2022", "2023"), ("Sandviken", "12", "14"), ("Holmen", "9", "11"))
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_heading("Bedömning", 2)
    document.add_paragraph("Nämnden beslutar om en plan.", style="List Number")
    document.add_paragraph("Nämnden följer upp planen.", style="List Number")
    document.styles["Normal"].font.size = Pt(11)
    document.save(str(HERE / "word.docx"))


def _change(paragraph: object, kind: str, tag: str, text: str) -> None:
    change, run, words = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(tag)
    change.set(qn("w:id"), "7")
    change.set(qn("w:author"), "x")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    change.append(run)
    paragraph._p.append(change)  # type: ignore[attr-defined]


def _footnote(document: object, paragraph: object, text: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    blob = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)  # type: ignore[attr-defined]
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)  # type: ignore[attr-defined]
    run, reference = OxmlElement("w:r"), OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run.append(reference)
    paragraph._p.append(run)  # type: ignore[attr-defined]


def main() -> None:
    """Write every fixture."""
    HERE.mkdir(exist_ok=True)
    for make in (report, bundle, columns, wide, scan, word):
        make()


if __name__ == "__main__":
    main()
