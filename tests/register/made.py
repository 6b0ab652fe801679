"""Reading results made by hand from marked-up text, so that the register is tested without any file format.

A document is a `Doc`. In its text a blank line ends a passage; "# 3.1 Heading" opens a section (more #, deeper level);
lines that begin with "|" are a table whose first row is the header; "\\f" ends a page; "[^1] …" is a footnote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.spans import clean
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

_ROLES = (
    ("rekommendation", Role.RECOMMENDATIONS),
    ("sammanfatt", Role.SUMMARY),
    ("revisionsfråg", Role.AUDIT_QUESTIONS),
    ("bedömning", Role.ASSESSMENT),
    ("slutsats", Role.CONCLUSION),
    ("bakgrund", Role.BACKGROUND),
    ("metod", Role.METHOD),
)


@dataclass
class Doc:
    text: str
    kind: DocumentKind = DocumentKind.REPORT
    title: str = "Granskning"
    municipality: str | None = "Norrsala"
    body: str | None = "socialnämnden"
    year: int | None = 2023
    follow_up: bool = False


def read_made(name: str, *docs: Doc, suffix: str = ".pdf") -> ReadResult:
    """One file holding `docs`, as reading would give it."""
    pages: list[str] = []
    parts, sections, passages, footnotes = [], [], [], []
    for number, doc in enumerate(docs, 1):
        part_id = f"{name}:{number}"
        first = len(pages) + 1
        pages.extend(doc.text.strip("\n").split("\f"))
        parts.append(
            Part(
                part_id,
                name,
                name,
                doc.title,
                doc.kind,
                doc.municipality,
                doc.body,
                None,
                None,
                None,
                None,
                first,
                len(pages),
                True,
                doc.follow_up,
                doc.year,
            )
        )
        section: Section | None = None
        for page in range(first, len(pages) + 1):
            text = pages[page - 1]
            for block in re.finditer(r"(?:.*\S.*\n?)+", text):
                start, end = block.start(), block.start() + len(block.group(0).rstrip())
                raw = text[start:end]
                if raw.startswith("#"):
                    section = _section(raw, part_id, page, len(sections))
                    sections.append(section)
                    continue
                spans = (Span(page, start, end),)
                shared = {"id": f"{name}:p{page}:{len(passages)}", "file_id": name, "part_id": part_id}
                section_id = section.id if section else None
                if raw.startswith("[^"):
                    mark = raw[2 : raw.index("]")]
                    spans = (Span(page, start + raw.index("]") + 2, end),)
                    footnotes.append(Footnote(mark, clean(pages, spans), spans, None))
                    passages.append(
                        Passage(
                            **shared,
                            section_id=section_id,
                            kind=PassageKind.FOOTNOTE,
                            text=clean(pages, spans),
                            spans=spans,
                            page=page,
                        )
                    )
                elif raw.startswith("|"):
                    table, spans = _table(raw, page, start)
                    passages.append(
                        Passage(
                            **shared,
                            section_id=section_id,
                            kind=PassageKind.TABLE,
                            text=clean(pages, spans),
                            spans=spans,
                            page=page,
                            table=table,
                        )
                    )
                else:
                    listed = re.search(r"^\s*[•►–—-]\s", raw, re.M) or (suffix == ".docx" and "\n" in raw)
                    kind = PassageKind.LIST if listed else PassageKind.PROSE
                    passages.append(
                        Passage(
                            **shared, section_id=section_id, kind=kind, text=clean(pages, spans), spans=spans, page=page
                        )
                    )
    file = SourceFile(name, name, f"{name}{suffix}", "0", suffix, tuple(pages), True)
    return ReadResult(file, tuple(parts), tuple(sections), tuple(passages), tuple(footnotes))


def _section(raw: str, part_id: str, page: int, count: int) -> Section:
    hashes, rest = raw.split(" ", 1)
    match = re.match(r"(\d+(?:\.\d+)*)\s+(.*)", rest)
    number, heading = (match.group(1), match.group(2)) if match else (None, rest)
    role = next((r for word, r in _ROLES if word in heading.lower()), Role.OTHER)
    return Section(
        f"{part_id}:s{count}", part_id, number, heading, len(hashes), role, Voice.AUDITOR, page, (number or heading,)
    )


def _table(raw: str, page: int, start: int) -> tuple[Table, tuple[Span, ...]]:
    lines, header, cells, spans, at = raw.split("\n"), [], [], [], start
    for index, line in enumerate(lines):
        for column, match in enumerate(re.finditer(r"\|([^|]*)", line)):
            value = match.group(1).strip()
            left = at + match.start(1) + len(match.group(1)) - len(match.group(1).lstrip())
            if value:
                spans.append(Span(page, left, left + len(value)))
            if index == 0:
                header.append(value)
            elif value:
                cells.append((index - 1, column, value, spans[-1]))
        at += len(line) + 1
    heads = [h for h in header if h] or [""]
    body = tuple(TableCell("", (heads[c],) if c < len(heads) else (), v, s, r, c) for r, c, v, s in cells)
    return Table((tuple(heads),), body), tuple(spans)
