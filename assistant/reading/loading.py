"""A file becomes a RawDocument, or a ReadingError that says in Swedish what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.errors import ReadingError
from assistant.reading.blocks import to_blocks
from assistant.reading.model import RawDocument
from assistant.reading.pdf import read_pdf
from assistant.settings import Settings
from assistant.types import ProblemKind, SourceFile

SUFFIXES = (".pdf", ".docx", ".txt", ".md")


def load(path: Path, settings: Settings, file_id: str | None = None) -> RawDocument:
    """Read one file. Raises ReadingError (its `kind` is a ProblemKind value); never returns an empty document."""
    data = path.read_bytes()
    text = read_pdf(data)
    file = SourceFile(
        id=file_id or path.stem,
        document=path.stem,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        suffix=path.suffix.lower(),
        pages=text.pages,
        paged=True,
    )
    if not any(page.strip() for page in text.pages):
        raise ReadingError("", "", ProblemKind.SCANNED)
    return RawDocument(file, to_blocks(text.pages, text.lines), text.metadata)
