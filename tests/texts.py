"""A plain reader for tests of the stores: paragraphs of a text file are passages, nothing is guessed.

A line "# Rubrik" opens a section, "kommun: Sandby" and "år: 2023" on lines of their own state facts of the document.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from assistant.errors import ReadingError
from assistant.settings import Settings
from assistant.types import (
    DocumentKind,
    Footnote,
    Part,
    Passage,
    PassageKind,
    ReadResult,
    Role,
    Section,
    SourceFile,
    Span,
    Table,
    TableCell,
    Voice,
)


def read_text(path: Path, settings: Settings | None = None, file_id: str | None = None) -> ReadResult:
    """TRASIG in the file raises ReadingError; DÖR ends the process, as running out of memory does."""
    raw = path.read_bytes()
    if "DÖR".encode() in raw:
        os._exit(9)
    if b"TRASIG" in raw:
        raise ReadingError("Filen är skadad.", "Spara den på nytt.", "broken")
    text, name = raw.decode("utf8"), file_id or path.stem
    file = SourceFile(name, path.stem, str(path), hashlib.sha256(raw).hexdigest(), path.suffix, (text,), True)
    fact = dict(re.findall(r"^(kommun|år): (.+)$", text, re.MULTILINE))
    part = Part(
        f"{name}:1", name, path.stem, f"Granskning {path.stem}", DocumentKind.REPORT, fact.get("kommun"),
        "socialnämnden", None, None, None, "Revisionsbyrån", 1, 1, True, year=int(fact["år"]) if "år" in fact else None,
    )  # fmt: skip
    sections: list[Section] = []
    passages: list[Passage] = []
    for block in re.finditer(r"\S.*?(?=\n\s*\n|\s*\Z)", text, re.DOTALL):
        span = Span(1, block.start(), block.end())
        if block.group().startswith("# "):
            number, heading = str(len(sections) + 1), block.group()[2:]
            section_id = f"{part.id}:s{number}"
            sections.append(
                Section(section_id, part.id, number, heading, 1, Role.OBSERVATION, Voice.AUDITOR, 1, (number,))
            )
            continue
        section = sections[-1].id if sections else None
        clean = " ".join(block.group().split())
        passages.append(
            Passage(f"{name}:p1:{len(passages) + 1}", name, part.id, section, PassageKind.PROSE, clean, (span,), 1)
        )
    return ReadResult(file, (part,), tuple(sections), tuple(passages))


def rich_result() -> ReadResult:
    """One of everything: a table, footnotes, two parts and two pages."""
    pages = ("Sidan ett. Nämnden1 har beslutat.\x0b", "1 Se bilaga. Ärenden 54 61")
    file = SourceFile("sandby", "sandby", "/x/sandby.pdf", "ab" * 32, ".pdf", pages, True)
    from datetime import date

    parts = (
        Part("sandby:1", "sandby", "sandby", "Missiv", DocumentKind.LETTER, "Sandby", "socialnämnden",
             date(2023, 5, 2), date(2023, 9, 30), "SN 2023/14", "Revisionsbyrån", 1, 1, True, False, 2023),
        Part("sandby:2", "sandby", "sandby", "Granskning", DocumentKind.REPORT, None, None, None, None, None, None,
             2, 2, True, True, None),
    )  # fmt: skip
    sections = (
        Section("sandby:2:s1", "sandby:2", None, "Bedömning", 1, Role.ASSESSMENT, Voice.AUDITOR, 2, ("Bedömning",)),
    )
    cell = TableCell("Ärenden", ("Antal", "2021"), "54", Span(2, 21, 23), 0, 1)
    table = Table((("", "2021", "2022"),), (cell,), "Ej verkställda beslut")
    passages = (
        Passage("sandby:p1:1", "sandby", "sandby:1", None, PassageKind.PROSE, "Nämnden1 har beslutat.",
                (Span(1, 11, 33),), 1, footnotes=("1",)),
        Passage("sandby:p2:1", "sandby", "sandby:2", "sandby:2:s1", PassageKind.TABLE, "Ärenden 54 61",
                (Span(2, 13, 26),), 2, "2021 2022", table),
    )  # fmt: skip
    notes = (Footnote("1", "Se bilaga.", (Span(2, 2, 12),), "sandby:p1:1"),)
    return ReadResult(file, parts, sections, passages, notes)
