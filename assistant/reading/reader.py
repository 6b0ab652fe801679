"""A file → its constituent documents, their sections and passages: the story of reading."""

from __future__ import annotations

from pathlib import Path

from assistant.reading.divide import divide
from assistant.reading.kinds import evidence_of, kind_of
from assistant.reading.loading import load
from assistant.reading.metadata import part_of
from assistant.reading.passages import Numbering, passages_of
from assistant.reading.sections import sections_of
from assistant.settings import Settings
from assistant.types import DocumentKind, Footnote, Part, Passage, ReadResult, Section


def read(path: Path, settings: Settings, file_id: str | None = None) -> ReadResult:
    """Read one file. `file_id` is the stem unless two files share it.

    Raises ReadingError, whose `kind` is a ProblemKind value, when the file cannot be read at all; what could only
    partly be read is in `result.file.problems`.
    """
    document = load(path, settings, file_id)
    pieces = divide(document)
    parts: list[Part] = []
    sections: list[Section] = []
    passages: list[Passage] = []
    footnotes: list[Footnote] = []
    numbering = Numbering(document.file.id)
    reports = [k for k, blocks in enumerate(pieces) if kind_of(evidence_of(blocks)) is DocumentKind.REPORT]
    for ordinal, blocks in enumerate(pieces, 1):
        part = part_of(blocks, ordinal, document.file, [pieces[k] for k in reports if k != ordinal - 1])
        tree, owner = sections_of(blocks, part)
        found, notes = passages_of(blocks, owner, part, document.file, numbering)
        parts.append(part)
        sections.extend(tree)
        passages.extend(found)
        footnotes.extend(notes)
    return ReadResult(document.file, tuple(parts), tuple(sections), tuple(passages), tuple(footnotes))
