"""Page images: the marked words are the cited ones, wherever pdfium and pypdf read the page differently."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import ReadingError
from assistant.reading.render import MARK_COLOUR, locate, locate_words, render_page
from assistant.types import SourceFile, Span

LINES = (
    "Nämnden har inte följt upp avtalen under året.",
    "Avtalen ska följas upp varje kvartal.",
    "Nämnden har inte följt upp avtalen under året.",
)


@pytest.fixture
def file(tmp_path: Path) -> SourceFile:
    return made(tmp_path / "sida.pdf")


def made(path: Path, rotate: int = 0) -> SourceFile:
    """One page with three lines, 100 points apart from the top."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setPageRotation(rotate)
    height = A4[rotate % 180 == 0]  # ReportLab turns the media box with the page
    for number, line in enumerate(LINES):
        canvas.drawString(72, height - 100 * (number + 1), line)
    canvas.save()
    return SourceFile(path.stem, path.stem, str(path), str(rotate), ".pdf", ("\n".join(LINES),), True)


def span(file: SourceFile, words: str, nth: int = 0) -> Span:
    place = -1
    for _ in range(nth + 1):
        place = file.pages[0].index(words, place + 1)
    return Span(1, place, place + len(words))


def marked_rows(png: bytes) -> list[int]:
    """Rows of the image that hold the mark's colour."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    data, width = image.tobytes(), image.width * 3
    return [y for y in range(image.height) if bytes(MARK_COLOUR) in data[y * width : (y + 1) * width]]


def test_only_the_cited_words_are_marked(file: SourceFile) -> None:
    image = render_page(file, 1, [span(file, "varje kvartal")])
    rows = marked_rows(image.png)
    assert image.width in (1400, 1401)
    assert 0.2 < rows[0] / image.height < rows[-1] / image.height < 0.26  # 200 of 842 points from the top
    assert len(image.boxes) == 1
    assert image.boxes[0].left > 0.25  # the line starts at 72 of 595 points, the words later


def test_nothing_is_marked_without_spans(file: SourceFile) -> None:
    assert marked_rows(render_page(file, 1).png) == []


def test_the_same_words_twice_are_told_apart(file: SourceFile) -> None:
    (first,), (second,) = (locate(file, 1, [span(file, "inte följt upp", nth)]) for nth in (0, 1))
    assert first.top == pytest.approx(0.11, abs=0.02)
    assert second.top == pytest.approx(0.35, abs=0.02)


def test_each_line_of_a_quote_gets_its_own_box(file: SourceFile) -> None:
    words = "under året.\nAvtalen ska"
    assert len(locate(file, 1, [span(file, words)])) == 2


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_are_marked_where_they_show_the_words(tmp_path: Path, rotation: int) -> None:
    file = made(tmp_path / "vriden.pdf", rotation)
    image = render_page(file, 1, [span(file, "varje kvartal")])
    box = image.boxes[0]
    picture = Image.open(io.BytesIO(image.png)).convert("RGB")
    size = picture.size
    inside = picture.crop(
        (int(box.left * size[0]), int(box.top * size[1]), int(box.right * size[0]), int(box.bottom * size[1]))
    )
    colours = {colour for _, colour in inside.getcolors(1 << 24) or []}
    assert MARK_COLOUR in colours
    assert min(sum(colour) for colour in colours) < 200, "no ink within the mark: the box is elsewhere"


def test_hyphens_spaces_and_ligatures_do_not_hide_the_words() -> None:
    raw = "det finns avvikelse-\nhantering och eﬀektiva rutiner"
    text = "det  finns avvikelsehantering och effektiva rutiner"
    start = raw.index("avvikelse")
    ((begin, end),) = locate_words(text, raw, start, len(raw))
    assert text[begin:end] == "avvikelsehantering och effektiva rutiner"


def test_words_in_another_order_are_found_line_by_line() -> None:
    raw = "Avgift\n1 250 kronor\nTaxa"
    text = "1 250 kronor Taxa Avgift"
    assert sorted(text[a:b] for a, b in locate_words(text, raw, 0, len(raw))) == ["1 250 kronor", "Avgift", "Taxa"]


def test_words_that_are_not_there_are_not_marked(file: SourceFile) -> None:
    other = replace(file, pages=("Ordet står inte i bilden.",))
    assert locate(other, 1, [Span(1, 0, 20)]) == ()


def test_a_missing_page_or_file_says_what_to_do(file: SourceFile, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="finns inte"):
        render_page(file, 2)
    with pytest.raises(ReadingError, match="uppdatera"):
        render_page(replace(file, path=str(tmp_path / "borta.pdf"), sha256="borta"), 1)
