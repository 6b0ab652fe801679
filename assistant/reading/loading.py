"""A file becomes a RawDocument, or a ReadingError that says in Swedish what is wrong and what to do."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from assistant.errors import ReadingError
from assistant.reading.blocks import to_blocks
from assistant.reading.docx import read_docx
from assistant.reading.model import Block, Line, RawDocument
from assistant.reading.ocr import ocr_available, ocr_pages
from assistant.reading.pdf import PdfText, read_pdf
from assistant.reading.plain import read_markdown, read_text
from assistant.settings import Settings
from assistant.types import Problem, ProblemKind, SourceFile

SUFFIXES = (".pdf", ".docx", ".txt", ".md")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load(path: Path, settings: Settings, file_id: str | None = None) -> RawDocument:
    """Read one file. Raises ReadingError, whose `kind` is a ProblemKind value; never gives an empty document.

    `file_id` is the id where two files share a stem; None: the stem. Pages that could not be read, of a file where
    others could, are listed in `file.problems`. `file.suffix` tells what the content is, even where the name lies.
    """
    data = _bytes(path, settings)
    kind = sniff(path, data)
    if kind == ".pdf":
        return _pdf(path, data, settings, file_id)
    try:
        pages, blocks, metadata = {".docx": read_docx, ".txt": read_text, ".md": read_markdown}[kind](data)
    except ReadingError:
        raise
    except Exception as error:  # a hostile file must end as a reported file, whatever the parser stumbled on
        raise _unreadable_content(kind) from error
    if not blocks:
        raise _empty()
    file = _source(path, data, kind, pages, paged=len(pages) > 1, file_id=file_id)
    return RawDocument(file, tuple(blocks), metadata)


def _bytes(path: Path, settings: Settings) -> bytes:
    try:
        size = path.stat().st_size
        if size > settings.max_file_mb * 1_000_000:
            raise ReadingError(
                f"Filen är {size / 1_000_000:.0f} MB; gränsen är {settings.max_file_mb} MB.",
                "Dela upp filen, eller höj gränsen med ASSISTANT_MAX_FILE_MB.",
                ProblemKind.TOO_LARGE,
            )
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(
            f"Filen går inte att öppna ({error.strerror or error}).",
            "Kontrollera att den finns kvar och att du har rätt att läsa den.",
            ProblemKind.UNREADABLE,
        ) from error
    if not data.strip():
        raise _empty()
    return data


def sniff(path: Path, data: bytes) -> str:
    """What the content is, as one of SUFFIXES. Raises ReadingError for what cannot be read."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadingError(
                "Filen är skyddad med lösenord.",
                "Spara en kopia utan lösenord och lägg den i mappen.",
                ProblemKind.ENCRYPTED,
            )
        raise _unsupported(path, "Äldre Word-format (.doc) kan inte läsas.")
    if data.startswith(b"PK"):
        if _is_docx(data):
            return ".docx"
        if path.suffix.lower() == ".docx":
            raise _unreadable_content(".docx")
        raise _unsupported(path, f"Filtypen {path.suffix or 'utan ändelse'} kan inte läsas.")
    suffix = path.suffix.lower()
    if suffix in (".pdf", ".docx"):
        raise _unreadable_content(suffix)
    if suffix == ".markdown":
        return ".md"
    if suffix not in (".txt", ".md", ".text"):
        raise _unsupported(path, f"Filtypen {path.suffix or 'utan ändelse'} kan inte läsas.")
    return ".md" if suffix == ".md" else ".txt"


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _unsupported(path: Path, message: str) -> ReadingError:
    return ReadingError(message, "Spara den som DOCX eller PDF och lägg den i mappen.", ProblemKind.UNSUPPORTED)


def _unreadable_content(kind: str) -> ReadingError:
    name = {".pdf": "PDF", ".docx": "Word-dokument (DOCX)"}.get(kind, "text")
    return ReadingError(
        f"Filen går inte att läsa som {name}; den är skadad eller något annat än namnet säger.",
        "Öppna den i det program den kommer från och spara den på nytt.",
        ProblemKind.BROKEN,
    )


def _empty() -> ReadingError:
    return ReadingError("Filen är tom.", "Kontrollera att rätt fil sparades.", ProblemKind.EMPTY)


def _source(
    path: Path,
    data: bytes,
    kind: str,
    pages: Sequence[str],
    paged: bool,
    file_id: str | None,
    problems: Sequence[Problem] = (),
) -> SourceFile:
    return SourceFile(
        id=file_id or path.stem,
        document=path.stem,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        suffix=kind,
        pages=tuple(pages),
        paged=paged,
        problems=tuple(problems),
    )


def _pdf(path: Path, data: bytes, settings: Settings, file_id: str | None) -> RawDocument:
    text = read_pdf(data)
    problems = []
    if text.broken:
        problems.append(
            _page_problem(path, ProblemKind.BROKEN, text.broken, "Sidorna är skadade och kunde inte läsas.")
        )
    if text.hidden:
        problems.append(_hidden_text(path, text.hidden))
    if text.images:
        text, missing = _with_ocr(data, text, settings)
        if missing:
            if not any(page.strip() for page in text.pages):
                raise _scanned()
            problems.append(
                _page_problem(path, ProblemKind.SCANNED, missing, "Sidorna är inlästa bilder utan textlager.")
            )
    if not any(page.strip() for page in text.pages):
        raise _empty()
    file = _source(path, data, ".pdf", text.pages, True, file_id, problems)
    return RawDocument(file, _blocks(text), text.metadata)


def _blocks(text: PdfText) -> tuple[Block, ...]:
    return to_blocks(text.pages, text.lines)


def _with_ocr(data: bytes, text: PdfText, settings: Settings) -> tuple[PdfText, tuple[int, ...]]:
    """The text with what Tesseract reads on the scanned pages, and the pages that stay unread."""
    if not settings.ocr or not ocr_available():
        return text, text.images
    read = ocr_pages(data, text.images)
    pages = list(text.pages)
    lines: dict[int, list[Line]] = {number: [] for number in range(1, len(pages) + 1)}
    for line in text.lines:
        lines[line.page].append(line)
    for number, scan in read.items():
        if scan.text.strip():
            pages[number - 1] = scan.text
            lines[number] = list(scan.lines)
    missing = tuple(n for n in text.images if n not in read or not read[n].text.strip())
    ordered = tuple(line for number in sorted(lines) for line in lines[number])
    return replace(text, pages=tuple(pages), lines=ordered), missing


def _page_problem(path: Path, kind: ProblemKind, pages: Sequence[int], reason: str) -> Problem:
    advice = (
        "Läs in dem med textigenkänning (OCR), eller installera Tesseract med svenska."
        if kind is ProblemKind.SCANNED
        else "Spara filen på nytt från det program den kommer från."
    )
    return Problem(path.name, kind, reason, advice, tuple(pages))


def _hidden_text(path: Path, pages: Sequence[int]) -> Problem:
    return Problem(
        path.name,
        ProblemKind.UNREADABLE,
        "Sidorna har dold text som inte syns för läsaren; den är utelämnad.",
        "Inget behöver göras om det som syns är riktigt; fråga annars avsändaren vad den dolda texten är.",
        tuple(pages),
    )


def _scanned() -> ReadingError:
    return ReadingError(
        "Filen är inlästa bilder utan textlager.",
        "Läs in den med textigenkänning (OCR), eller installera Tesseract med svenska.",
        ProblemKind.SCANNED,
    )
