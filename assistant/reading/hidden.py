"""Text of a PDF that no reader of the page can see: near-white, undrawn, outside the page or too small to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.reading import pdfium
from assistant.reading.pdfium import Box

TINY = 2.0  # points: smaller text is a grey line at most
_SCANNED = 0.5  # of the page: images that cover more are a scan, and unseen text over them what OCR read there


def suspects(operator: bytes, operands: Sequence[Any]) -> bool:
    """May this operator of the page's content make the text after it unseen? Cheap, and true too often."""
    if operator in _COLOURS:
        numbers = [x for x in operands if isinstance(x, (int, float))]
        if operator == b"k" or operator == b"K":
            return all(x <= 0.15 for x in numbers)
        light = all(x >= 0.85 for x in numbers)
        return light or (operator in _ANY_SPACE and len(numbers) in (1, 4) and all(x <= 0.15 for x in numbers))
    return operator == b"Tr" and bool(operands) and operands[0] == 3


_ANY_SPACE = (b"sc", b"scn", b"SC", b"SCN")  # of a space where 0 may be white
_COLOURS = frozenset((b"g", b"rg", b"k", b"G", b"RG", b"K", *_ANY_SPACE))


class HiddenText:
    """Looks at the pages of one PDF; the file is opened at the first question and must be closed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def close(self) -> None:
        """Let go of the file."""
        if self._document is not None:
            with pdfium.LOCK:
                self._document.close()

    def on_page(self, number: int, crop: Box) -> list[bool]:
        """For each text object of the page's own content, in its order: can it not be seen?

        `number` is 1-based and `crop` the part of the page that is shown. Empty where pdfium cannot open or draw the
        page, and then nothing is known. Text in form objects is not looked at.
        """
        with pdfium.LOCK:
            try:
                if self._document is None:
                    self._document = pdfium.opened(self._data)
                page = self._document[number - 1]
                try:
                    return _hidden(page, crop)
                finally:
                    page.close()
            except Exception:  # pypdf reads files that pdfium refuses; they are read as they stand
                return []


def _hidden(page: Any, crop: Box) -> list[bool]:
    texts, covered = pdfium.text_objects(page)
    left, bottom, right, top = crop
    area = (right - left) * (top - bottom)
    scan = covered >= _SCANNED * area
    found = []
    for text in texts:
        x0, y0, x1, y1 = text.box
        outside = area > 1 and (x1 <= left or x0 >= right or y1 <= bottom or y0 >= top)
        tiny = text.size < TINY and text.height < TINY
        found.append(outside or tiny or (text.invisible and not scan))
    unsure = [i for i, t in enumerate(texts) if t.faint and not t.invisible and not found[i]]
    if unsure:
        for i, seen in zip(unsure, pdfium.shown(page, [texts[i] for i in unsure]), strict=True):
            found[i] = not seen
    return found
