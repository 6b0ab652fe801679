"""A file → its constituent documents, their sections and passages: the story of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    sections: list[Section] = []
    passages: list[Passage] = []
    footnotes: list[Footnote] = []
    numbering = Numbering(document.file.id)
    reports = [k for k, blocks in enumerate(pieces) if kind_of(evidence_of(blocks)) is DocumentKind.REPORT]
    parts = of_one_municipality(
        [
            part_of(blocks, ordinal, document.file, [pieces[k] for k in reports if k != ordinal - 1])
            for ordinal, blocks in enumerate(pieces, 1)
        ]
    )
    for part, blocks in zip(parts, pieces, strict=True):
        tree, owner = sections_of(blocks, part)
        found, notes = passages_of(blocks, owner, part, document.file, numbering)
        sections.extend(tree)
        passages.extend(found)
        footnotes.extend(notes)
    return ReadResult(document.file, parts, tuple(sections), tuple(passages), tuple(footnotes))


def of_one_municipality(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a file, those that name no municipality given the only one that the others name.

    A bundle is the papers of one matter in one municipality; where its parts name two, or none, nothing is known
    about the rest.
    """
    named = {part.municipality for part in parts if part.municipality is not None}
    if len(named) != 1:
        return tuple(parts)
    (only,) = named
    return tuple(part if part.municipality else replace(part, municipality=only) for part in parts)
