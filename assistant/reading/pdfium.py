"""The border to pdfium: the text objects of a page, with colours and places, and what they change when drawn."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

LOCK = threading.Lock()  # pdfium is not thread-safe; whoever asks about pages holds it
FAINT = 217  # of 255: text darker than this in any of red, green and blue is seen on paper
_CLEAR = 40  # of 255: text less opaque than this may be unseen
_SHOWS = 20  # of 255: how much lighter or darker a dot of the page becomes with text that can be seen
_SCALE = 2.0  # dots a point
_MAX_DOTS = 20_000_000

Box = tuple[float, float, float, float]  # left, bottom, right, top in points, y upwards


@dataclass(frozen=True, slots=True)
class TextObject:
    """One text object of the page's own content."""

    handle: Any
    box: Box
    invisible: bool  # drawn with render mode 3
    size: float  # points
    faint: bool  # near-white or near-transparent: seen only where something stands under it

    @property
    def height(self) -> float:
        """The smaller side of the box, in points; text may stand on end."""
        return min(self.box[2] - self.box[0], self.box[3] - self.box[1])


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The file; whoever opens it closes it. Raises what pdfium raises for a file that it refuses."""
    return pypdfium2.PdfDocument(data)


def text_objects(page: Any) -> tuple[list[TextObject], float]:
    """The text objects of the page itself, and how many square points its images and forms with images cover."""
    texts, covered = [], 0.0
    for k in range(raw.FPDFPage_CountObjects(page)):
        handle = raw.FPDFPage_GetObject(page, k)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(_text(handle))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and _holds_image(handle)):
            left, bottom, right, top = _box(handle)
            covered += (right - left) * (top - bottom)
    return texts, covered


def _holds_image(form: Any) -> bool:
    inside = (raw.FPDFFormObj_GetObject(form, k) for k in range(raw.FPDFFormObj_CountObjects(form)))
    return any(raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE for one in inside)


def _text(handle: Any) -> TextObject:
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    box = _box(handle)
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(handle, size)
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    fill, stroke = _faint(handle, raw.FPDFPageObj_GetFillColor), _faint(handle, raw.FPDFPageObj_GetStrokeColor)
    faint = {0: fill, 1: stroke, 2: fill and stroke}.get(mode, False)
    return TextObject(handle, box, mode == 3, abs(size.value) * scale, faint)


def _box(handle: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(handle, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _faint(handle: Any, ask: Callable[..., int]) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(handle, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= FAINT or alpha.value < _CLEAR


def shown(page: Any, texts: Sequence[TextObject]) -> list[bool]:
    """Does each text change a dot of the page within its box? The page is drawn with them all, and without."""
    width, height = page.get_size()
    scale = min(_SCALE, (_MAX_DOTS / max(width * height, 1.0)) ** 0.5)
    before = _drawn(page, scale)
    for text in texts:
        raw.FPDFPageObj_SetFillColor(text.handle, 0, 0, 0, 0)
        raw.FPDFPageObj_SetStrokeColor(text.handle, 0, 0, 0, 0)
    changed = abs(before - _drawn(page, scale)) >= _SHOWS
    found = []
    for text in texts:
        left, bottom, right, top = _dots(page, text.box, scale, changed.shape)
        found.append(bool(changed[top:bottom, left:right].any()))
    return found


def _drawn(page: Any, scale: float) -> Any:
    """The page in grey: rows of dots from the top, whole numbers with room for a difference."""
    return page.render(scale=scale, grayscale=True).to_numpy().astype("int16").squeeze()


def _dots(page: Any, box: Box, scale: float, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The box in dots (left, bottom, right, top; rows count downwards), a dot wider on each side."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((box[0], box[1]), (box[2], box[3])):
        raw.FPDF_PageToDevice(page, 0, 0, shape[1], shape[0], 0, across, up, x, y)
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    low, high = max(0, min(x0, x1) - 1), max(0, min(y0, y1) - 1)
    return low, max(y0, y1) + 2, max(x0, x1) + 2, high
