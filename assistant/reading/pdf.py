"""PDF text through pypdf: the raw text of each page and its lines with their place. Nothing else imports pypdf."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, NameObject

from assistant.errors import ReadingError
from assistant.reading.hidden import TINY, HiddenText, suspects
from assistant.reading.model import Line
from assistant.reading.pdfium import Box
from assistant.reading.widths import text_width
from assistant.types import ProblemKind

MAX_PAGES = 3000
_MAX_PAGE_CHARS = 400_000
_LOGGER = logging.getLogger("pypdf")


@dataclass(frozen=True, slots=True)
class PdfText:
    """`pages` is exactly what pypdf's extract_text gives for text that can be seen; `lines` are in reading order."""

    pages: tuple[str, ...]
    lines: tuple[Line, ...]
    metadata: dict[str, str]
    broken: tuple[int, ...] = ()  # 1-based pages whose content could not be interpreted
    images: tuple[int, ...] = ()  # 1-based pages that show an image: a scan, where they have no text
    hidden: tuple[int, ...] = ()  # 1-based pages with text that no reader sees, left out of `pages` and `lines`


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    end: int
    x: float
    y: float
    size: float
    bold: bool


def read_pdf(data: bytes) -> PdfText:
    """Text, lines and properties. Raises ReadingError for encrypted, broken, empty and oversized files."""
    _LOGGER.setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError(
                "Filen är skyddad med lösenord.",
                "Spara en kopia utan lösenord och lägg den i mappen.",
                ProblemKind.ENCRYPTED,
            )
        count = len(reader.pages)
    except ReadingError:
        raise
    except Exception as error:  # pypdf raises far more than its own errors on damaged files
        raise _broken(error) from error
    if count > MAX_PAGES:
        raise ReadingError(
            f"Filen har {count} sidor; gränsen är {MAX_PAGES}.", "Dela upp filen.", ProblemKind.TOO_LARGE
        )
    if count == 0:
        raise ReadingError("Filen har inga sidor.", "Kontrollera att rätt fil sparades.", ProblemKind.EMPTY)
    pages: list[str] = []
    lines: list[Line] = []
    broken: list[int] = []
    images: list[int] = []
    hidden: list[int] = []
    unseen = HiddenText(data)
    for number in range(1, count + 1):
        try:
            page = reader.pages[number - 1]
            text, chunks, doubtful = _extract(page)
            if doubtful and _without(page, reader, unseen.on_page(number, _crop(page))):
                text, chunks, _ = _extract(page)
                hidden.append(number)
        except Exception:  # one bad page must not lose the others; it is reported
            pages.append("")
            broken.append(number)
            continue
        pages.append(text)
        lines.extend(lines_of(number, text, chunks))
        if len(text.strip()) < 40 and _has_image(page):
            images.append(number)
    unseen.close()
    if len(broken) == count:
        raise _broken(None)
    return PdfText(tuple(pages), tuple(lines), _metadata(reader), tuple(broken), tuple(images), tuple(hidden))


def _broken(error: Exception | None) -> ReadingError:
    detail = " Filens början eller slut saknas." if isinstance(error, PyPdfError) else ""
    return ReadingError(
        "Filen går inte att läsa som PDF; den är skadad." + detail,
        "Öppna den i ett PDF-program och spara den på nytt.",
        ProblemKind.BROKEN,
    )


def _metadata(reader: PdfReader) -> dict[str, str]:
    try:
        found: dict[str, Any] = dict(reader.metadata or {})
        return {str(k).lstrip("/").lower(): str(v) for k, v in found.items() if v is not None}
    except Exception:  # properties are a bonus, and are malformed more often than pages
        return {}


def _has_image(page: Any) -> bool:
    try:
        resources = page["/Resources"].get_object()
        objects = resources.get("/XObject", {})
        return any(o.get_object().get("/Subtype") in ("/Image", "/Form") for o in objects.get_object().values())
    except Exception:
        return False


def _without(page: Any, reader: PdfReader, hidden: Sequence[bool]) -> bool:
    """Take the text that `hidden` marks out of the page's content; False where none is, or where they do not match.

    `hidden` has one entry for each operator that shows text.
    """
    if not any(hidden):
        return False
    content = ContentStream(page["/Contents"].get_object(), reader, "bytes")  # codes of the page's own fonts
    kept: list[tuple[Any, bytes]] = []
    count = 0
    for operands, operator in content.operations:
        if _shows(operator, operands):
            count += 1
            if count <= len(hidden) and hidden[count - 1]:
                if operator in (b"'", b'"'):
                    kept.append(([], b"T*"))
                continue
        kept.append((operands, operator))
    if count != len(hidden):
        return False
    content.operations = kept
    page[NameObject("/Contents")] = content
    return True


def _shows(operator: bytes, operands: Sequence[Any]) -> bool:
    if operator == b"TJ":
        return bool(operands) and any(isinstance(one, (str, bytes)) and len(one) > 0 for one in operands[0])
    return operator in (b"Tj", b"'", b'"') and bool(operands) and len(operands[-1]) > 0


def _extract(page: Any) -> tuple[str, list[_Chunk], bool]:
    """The page's text and the pieces it was set in, aligned to it; no pieces where alignment fails.

    The third says whether some of it may be text that cannot be seen.
    """
    doubtful = _may_be_clear(page)
    left, bottom, right, top = _crop(page)
    seen: list[tuple[str, float, float, float, bool]] = []
    rotation = int(page.rotation or 0) % 360
    width, height = float(page.mediabox.width), float(page.mediabox.height)

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        nonlocal doubtful
        if not text:
            return
        a, b, c, d = (
            tm[0] * cm[0] + tm[1] * cm[2],
            tm[0] * cm[1] + tm[1] * cm[3],
            tm[2] * cm[0] + tm[3] * cm[2],
            tm[2] * cm[1] + tm[3] * cm[3],
        )
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.sqrt(abs(a * d - b * c)) or 1.0
        if not doubtful and text.strip():
            doubtful = abs(float(size or 0)) * scale < TINY or not (left <= x <= right and bottom <= y <= top)
        if rotation == 90:
            x, y = y, width - x
        elif rotation == 180:
            x, y = width - x, height - y
        elif rotation == 270:
            x, y = height - y, x
        seen.append((text, x, y, abs(float(size or 0)) * scale, _is_bold(font)))

    def look(operator: bytes, operands: Sequence[Any], *_: Any) -> None:
        nonlocal doubtful
        if not doubtful and suspects(operator, operands):
            doubtful = True

    text = page.extract_text(visitor_text=visit, visitor_operand_before=look) or ""
    if len(text) > _MAX_PAGE_CHARS:
        raise ValueError("page too long")
    return text, _align(text, seen), doubtful


def _crop(page: Any) -> Box:
    """The part of the page that is shown, whichever corners the file gives."""
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _may_be_clear(page: Any) -> bool:
    """Does a graphics state of the page make what is drawn near-transparent?"""
    try:
        states = page["/Resources"].get_object().get("/ExtGState", {}).get_object().values()
        return any(float(state.get_object().get("/ca", 1)) < 0.2 for state in states)
    except Exception:  # a damaged state draws nothing
        return False


def _is_bold(font: Any) -> bool:
    name = str((font or {}).get("/BaseFont", "")).lower()
    return any(word in name for word in ("bold", "black", "heavy", "demi", "semibold"))


def _align(text: str, seen: Sequence[tuple[str, float, float, float, bool]]) -> list[_Chunk]:
    """Offsets for each piece. pypdf's visitor mostly concatenates to the text; where not, search forward a little."""
    chunks: list[_Chunk] = []
    position = 0
    for piece, x, y, size, bold in seen:
        stripped = piece.strip()
        if text.startswith(piece, position):
            lead = len(piece) - len(piece.lstrip())
            start = position + lead
            position += len(piece)
        elif stripped:
            start = text.find(stripped, position, position + len(stripped) + 200)
            if start < 0:
                continue
            position = start + len(stripped)
        else:
            continue
        if stripped:
            chunks.append(_Chunk(start, start + len(stripped), x, y, size, bold))
    return chunks


def lines_of(page: int, text: str, chunks: Sequence[_Chunk] = ()) -> list[Line]:
    """The page's lines, white space trimmed; a line whose pieces stand far apart is several (table cells)."""
    lines: list[Line] = []
    start = index = 0
    for raw in text.splitlines(keepends=True):
        end = start + len(raw)
        inside: list[_Chunk] = []
        while index < len(chunks) and chunks[index].start < end:
            inside.append(chunks[index])
            index += 1
        if raw.strip():
            for group in _cells(text, inside) or [[]]:
                lo = group[0].start if group and group[0] is not inside[0] else start
                lines.append(_line(page, text, lo, end, group))
                if group and group[-1] is not inside[-1]:
                    nxt = inside[inside.index(group[-1]) + 1].start
                    lines[-1] = _line(page, text, lo, nxt, group)
        start = end
    return lines


def _line(page: int, text: str, start: int, end: int, group: Sequence[_Chunk]) -> Line:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    if not group:
        return Line(page, start, end, text[start:end])
    main = max(group, key=lambda c: c.end - c.start)
    bold = sum(c.end - c.start for c in group if c.bold) * 2 > sum(c.end - c.start for c in group)
    return Line(page, start, end, text[start:end], round(group[0].x, 2), round(main.y, 2), round(main.size, 2), bold)


def _cells(text: str, chunks: Sequence[_Chunk]) -> list[list[_Chunk]]:
    """Pieces of one text line, parted where a gap is too wide for a space of justified text."""
    groups: list[list[_Chunk]] = []
    for chunk in chunks:
        if groups:
            last = groups[-1][-1]
            first = groups[-1][0]
            reach = last.x + text_width(text[last.start : last.end], last.size) * (1.08 if last.bold else 1.0)
            slack = max(2.2 * chunk.size, 0.16 * (reach - first.x), 14.0)
            if last.bold and not chunk.bold and text[last.end - 1] in ".:":
                slack *= 2  # a heading run in at the head of its paragraph
            if abs(chunk.y - last.y) < chunk.size and chunk.x - reach <= slack and chunk.x >= first.x - 1:
                groups[-1].append(chunk)
                continue
            if abs(chunk.y - last.y) >= chunk.size and chunk.size < 1:
                groups[-1].append(chunk)
                continue
        groups.append([chunk])
    return groups
