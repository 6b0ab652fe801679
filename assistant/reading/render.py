"""A PDF page as an image with cited words marked. The only file that knows pypdfium2.

The spans point into pypdf's text; the boxes come from pdfium's. The two agree on letters and digits but not always on
white space, hyphens, ligatures and bullets, so a quote is located by its letters and digits alone. Locating is for the
eye: what may be cited is decided by the citation check, never here.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from assistant.errors import ReadingError
from assistant.reading.pdfium import LOCK
from assistant.types import ProblemKind, SourceFile, Span

MARK_COLOUR = (255, 230, 105)  # multiplied onto the page: black text stays black, white paper turns this colour
_LEAST = 4  # letters a piece of a quote needs before it is searched for on its own


@dataclass(frozen=True, slots=True)
class Box:
    """A marked stretch of a line, as fractions of the page seen upright: 0, 0 is its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """PNG bytes, the size in pixels, and the marked boxes (none where the page's text layer lacks the words)."""

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]


def squash(text: str) -> tuple[str, list[int]]:
    """Letters and digits of `text`, lower case, with the index in `text` that each came from."""
    kept: list[str] = []
    where: list[int] = []
    for index, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", char).casefold():
            if piece.isalnum():
                kept.append(piece)
                where.append(index)
    return "".join(kept), where


def locate_words(text: str, raw: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words `raw[start:end]` stand in `text`, another reading of the same page: index pairs, end-exclusive.

    Of several places with the same words the one with the same rank wins. Words that `text` has in another order
    (table cells, columns) are found line by line. Empty when they are not there.
    """
    sought, _ = squash(raw[start:end])
    page, where = squash(text)
    before, _ = squash(raw[:start])
    whole, _ = squash(raw)
    if not sought:
        return []
    places = _all(page, sought)
    if places:
        rank = len([p for p in _all(whole, sought) if p < len(before)])
        place = places[min(rank, len(places) - 1)]
        return [(where[place], where[place + len(sought) - 1] + 1)]
    found: list[tuple[int, int]] = []
    for line_start, line_end in _lines(raw, start, end):
        piece, _ = squash(raw[line_start:line_end])
        if len(piece) >= _LEAST and len(piece) < len(sought):
            found += locate_words(text, raw, line_start, line_end)
    return found


def locate(file: SourceFile, page: int, spans: Sequence[Span]) -> tuple[Box, ...]:
    """The boxes of the words that `spans` point to on one page (1-based). Raises ReadingError as `render_page`."""
    with LOCK, _open(file, page) as sheet:
        return _boxes(sheet, file.pages[page - 1], [s for s in spans if s.page == page])


def render_page(file: SourceFile, page: int, spans: Sequence[Span] = (), width: int = 1400) -> PageImage:
    """The page (1-based) as PNG, `width` pixels wide, with the words of those `spans` that stand on it marked.

    Raises ReadingError where the file is gone or broken, or the page does not exist.
    """
    own = tuple(s for s in spans if s.page == page)
    return _render(file.path, file.sha256, page, file.pages[page - 1] if page <= len(file.pages) else "", own, width)


@lru_cache(maxsize=64)
def _render(path: str, sha256: str, page: int, raw: str, spans: tuple[Span, ...], width: int) -> PageImage:
    with LOCK, _open_path(path, page) as sheet:
        boxes = _boxes(sheet, raw, spans)
        image = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
    image = _marked(image, boxes)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return PageImage(out.getvalue(), image.width, image.height, boxes)


def _open(file: SourceFile, page: int):  # type: ignore[no-untyped-def]
    return _open_path(file.path, page)


@contextmanager
def _open_path(path: str, page: int) -> Iterator[pdfium.PdfPage]:
    try:
        document = pdfium.PdfDocument(path)
    except (OSError, pdfium.PdfiumError) as error:
        raise ReadingError(
            "Sidan kan inte visas: filen går inte att öppna.",
            "Kontrollera att filen finns kvar och uppdatera handlingarna.",
            ProblemKind.UNREADABLE,
        ) from error
    try:
        if not 1 <= page <= len(document):
            raise ReadingError("Sidan finns inte i filen.", "Uppdatera handlingarna.", ProblemKind.BROKEN)
        yield document[page - 1]
    finally:
        document.close()


def _boxes(sheet: pdfium.PdfPage, raw: str, spans: Sequence[Span]) -> tuple[Box, ...]:
    textpage = sheet.get_textpage()
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():  # characters outside the basic plane count twice in pdfium
        text = "".join(textpage.get_text_range(i, 1)[:1] or " " for i in range(textpage.count_chars()))
    boxes: list[Box] = []
    for span in spans:
        for start, end in locate_words(text, raw, span.start, span.end):
            boxes += _line_boxes(sheet, textpage, start, end)
    return tuple(boxes)


def _line_boxes(sheet: pdfium.PdfPage, textpage: pdfium.PdfTextPage, start: int, end: int) -> list[Box]:
    """One box for each line that the characters run over."""
    lines: list[list[float]] = []
    for index in range(start, end):
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        if right <= left or top <= bottom:
            continue
        if lines and bottom < (lines[-1][1] + lines[-1][3]) / 2 < top and left >= lines[-1][0] - 1:
            line = lines[-1]
            line[:] = [min(line[0], left), min(line[1], bottom), max(line[2], right), max(line[3], top)]
        else:
            lines.append([left, bottom, right, top])
    return [_upright(sheet, line) for line in lines]


def _upright(sheet: pdfium.PdfPage, line: Sequence[float]) -> Box:
    """Page coordinates (origin at the media box, before rotation) as fractions of the page as it is shown."""
    x0, y0, x1, y1 = sheet.get_cropbox()
    left, right = (line[0] - x0) / (x1 - x0), (line[2] - x0) / (x1 - x0)
    top, bottom = (y1 - line[3]) / (y1 - y0), (y1 - line[1]) / (y1 - y0)
    turned = {
        0: (left, top, right, bottom),
        90: (1 - bottom, left, 1 - top, right),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (top, 1 - right, bottom, 1 - left),
    }
    return Box(*turned[sheet.get_rotation()])


def _marked(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    if not boxes:
        return image
    layer = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(layer)
    width, height = image.size
    pad = round(width / 500)
    for box in boxes:
        corners = (box.left * width - pad, box.top * height, box.right * width + pad, box.bottom * height)
        pen.rounded_rectangle(corners, radius=pad * 2, fill=MARK_COLOUR)
    return ImageChops.multiply(image, layer)


def _all(text: str, sought: str) -> list[int]:
    places: list[int] = []
    place = text.find(sought)
    while place >= 0:
        places.append(place)
        place = text.find(sought, place + 1)
    return places


def _lines(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = start
    for line in raw[start:end].splitlines(keepends=True):
        yield place, place + len(line)
        place += len(line)
