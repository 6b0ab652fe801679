"""PDF lines and their places."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from assistant.reading.pdf import PdfText, lines_of, read_pdf


def _pdf(draw: object) -> PdfText:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    draw(canvas)  # type: ignore[operator]
    canvas.showPage()
    canvas.save()
    return read_pdf(buffer.getvalue())


def test_place_size_and_weight() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(70, 700, "Rubrik")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(84, 680, "Brödtext som följer.")

    one, two = _pdf(draw).lines
    assert (one.x, one.y, one.size, one.bold) == (70.0, 700.0, 14.0, True)
    assert (two.x, two.y, two.size, two.bold) == (84.0, 680.0, 10.0, False)


def test_many_small_pieces_make_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(70, 700)
        text.setFont("Helvetica", 11)
        for piece in ("Näm", "nden an", "svarar ", "för badet."):
            text.textOut(piece)
        canvas.drawText(text)

    (line,) = _pdf(draw).lines
    assert line.text == "Nämnden ansvarar för badet."
    assert (line.x, line.y) == (70.0, 700.0)


def test_scaled_matrix_gives_points() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(50, 100)
        canvas.scale(2, 2)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(10, 200, "Skalad text")

    (line,) = _pdf(draw).lines
    assert (line.x, line.y, line.size) == (70.0, 500.0, 12.0)


def test_cells_of_one_text_line_are_parted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for x, text in ((70, "Sandviken"), (250, "12"), (320, "14")):
            canvas.drawString(x, 700, text)

    assert [line.text for line in _pdf(draw).lines] == ["Sandviken", "12", "14"]


def test_lines_without_places() -> None:
    lines = lines_of(3, " ett \n\ntvå")
    assert [(line.page, line.start, line.end, line.text, line.y) for line in lines] == [
        (3, 1, 4, "ett", None), (3, 7, 10, "två", None),
    ]  # fmt: skip
