"""A small library made by hand, for tests of answering that need neither files, nor stores, nor the encoder.

`made` takes documents as marked-up text: a blank line ends a passage, "# 3.1 Heading" opens a section, lines that begin
with "|" are a table (as many header rows as `headers` says; a row's first cell is its label), "\\f" ends a page, and
"((" … "))" is a stretch of the page that belongs to no passage: a footnote, a running header.
Its encoder and its search are functions of the words alone.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import numpy as np

from assistant.answering.context import Context
from assistant.answering.evidence import quote_of
from assistant.answering.terms import stems_of
from assistant.reading.spans import clean
from assistant.types import (
    DocumentKind,
    Filters,
    Hit,
    LawReference,
    Part,
    Passage,
    PassageKind,
    Quote,
    Recommendation,
    Role,
    Section,
    SourceFile,
    Span,
    Table,
    TableCell,
    Voice,
)

_DIMENSIONS = 64


@dataclass
class Doc:
    """One document in a file of its own; `name` is the file's stem."""

    name: str
    text: str
    municipality: str | None = "Norrsala"
    title: str = "Granskning av hemtjänsten"
    kind: DocumentKind = DocumentKind.REPORT
    body: str | None = "socialnämnden"
    year: int | None = 2023
    auditor: str | None = None
    diarienummer: str | None = None
    headers: int = 1
    caption: str = ""
    paged: bool = True


@dataclass
class Shelf:
    """What `assistant.retrieval.library.Library` offers to answering."""

    parts: dict[str, Part]
    sections: dict[str, Section]
    files: dict[str, SourceFile]
    held: list[Passage]
    recommendations: tuple[Recommendation, ...] = ()
    audit_questions: tuple = ()
    responses: tuple = ()
    definitions: tuple = ()
    law_references: tuple = ()
    follow_ups: tuple = ()
    problems: tuple = ()
    register: SimpleNamespace = field(init=False)
    encoder: SimpleNamespace = field(init=False)
    vocabulary: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.register = SimpleNamespace(count=lambda: (len(self.parts), len(self.held)))
        self.encoder = SimpleNamespace(passages=_vectors, queries=_vectors)
        words = [set(re.findall(r"\w+", p.text.lower())) for p in self.held]
        self.vocabulary = {w: sum(w in own for own in words) for w in set().union(*words)} if words else {}

    def pages(self, file_id: str) -> tuple[str, ...]:
        return self.files[file_id].pages

    def passages_of(self, part_id: str) -> tuple[Passage, ...]:
        return tuple(p for p in self.held if p.part_id == part_id)

    def section_of(self, passage: Passage) -> Section | None:
        return self.sections.get(passage.section_id or "")


class MadeContext(Context):
    """A context whose search ranks by the share of the query's stems that a passage holds."""

    def search(self, query: str, filters: Filters, k: int) -> list[Hit]:
        wanted = set(stems_of(query))
        hits = [
            Hit(p, self.library.parts[p.part_id], self.library.section_of(p), score)
            for p in self.library.held
            if not filters.part_ids or p.part_id in filters.part_ids
            if (score := len(wanted & set(stems_of(p.text + " " + p.context))) / max(1, len(wanted)))
        ]
        return sorted(hits, key=lambda h: -h.score)[:k]

    def correct(self, word: str) -> str:
        return word


def _vectors(texts: list[str]) -> np.ndarray:
    """Bags of hashed words, unit length."""
    rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in re.findall(r"\w+", text.lower()):
            row[zlib.crc32(word.encode()) % _DIMENSIONS] += 1
    return rows / np.maximum(1e-6, np.linalg.norm(rows, axis=1, keepdims=True))


def made_part(name: str, municipality: str | None = "Norrsala", **given: object) -> Part:
    """A constituent document with what tests seldom care about filled in."""
    fields: dict[str, object] = {
        "id": f"{name}:1",
        "file_id": name,
        "document": name,
        "title": "Granskning av hemtjänsten",
        "kind": DocumentKind.REPORT,
        "municipality": municipality,
        "body": "socialnämnden",
        "date": None,
        "answer_due": None,
        "diarienummer": None,
        "auditor": None,
        "first_page": 1,
        "last_page": 1,
        "paged": True,
        "year": 2023,
    }
    return Part(**{**fields, **given})  # type: ignore[arg-type]


def made(*docs: Doc, **records: object) -> MadeContext:
    """A context over the documents, with the register's records as given."""
    shelf = Shelf({}, {}, {}, [])
    for doc in docs:
        _add(shelf, doc)
    return MadeContext(Shelf(shelf.parts, shelf.sections, shelf.files, shelf.held, **records))  # type: ignore[arg-type]


def law_reference(
    context: MadeContext,
    part_id: str,
    words: str,
    statute: str = "skollagen",
    abbreviation: str | None = None,
    right: str | None = None,
) -> Quote:
    """Put a statute cited as `words` into the register; returns where. `right` is its own number, if another."""
    passage = next(p for p in context.library.passages_of(part_id) if words in p.text)
    at = passage.text.index(words)
    quote = quote_of(context, passage, at, at + len(words))
    sfs = next(iter(re.findall(r"\d{4}:\d+", words)), None)
    wrong = right is not None and right != sfs
    reference = LawReference(statute, abbreviation, None, None, sfs, wrong, right or sfs, None, quote)
    context.library.law_references = (*context.library.law_references, reference)
    return quote


def hit_of(context: Context, part_id: str, number: int = 0, score: float = 1.0) -> Hit:
    """A passage of a part as found by a search."""
    passage = context.library.passages_of(part_id)[number]
    return Hit(passage, context.library.parts[part_id], context.library.section_of(passage), score)


def _add(shelf: Shelf, doc: Doc) -> None:
    marked = doc.text.strip("\n").split("\f")
    pages = tuple(p.replace("((", "").replace("))", "") for p in marked)
    part = made_part(
        doc.name,
        doc.municipality,
        title=doc.title,
        kind=doc.kind,
        body=doc.body,
        year=doc.year,
        auditor=doc.auditor,
        diarienummer=doc.diarienummer,
        last_page=len(pages),
        paged=doc.paged,
        date=date(doc.year, 5, 2) if doc.year else None,
    )
    shelf.parts[part.id] = part
    shelf.files[doc.name] = SourceFile(doc.name, doc.name, f"{doc.name}.pdf", "0", ".pdf", pages, doc.paged)
    section: Section | None = None
    carried: list[Span] = []
    for number, (text, page) in enumerate(zip(marked, pages, strict=True), 1):
        for block in re.finditer(r"(?:[^\n]*\S[^\n]*\n?)+", text):
            raw = block.group().rstrip()
            if raw.startswith("#"):
                section = _section(raw, part.id, number, len(shelf.sections))
                shelf.sections[section.id] = section
                continue
            start = block.start() - 2 * len(re.findall(r"\(\(|\)\)", text[: block.start()]))
            spans = _outside(raw, start, number)
            last = block.end() >= len(text.rstrip())
            if not raw.startswith("|") and last and number < len(pages) and not raw.endswith((".", ":", "?", "))")):
                carried = [*carried, *spans]  # the sentence goes on over the page end
                continue
            table = _table(raw, number, start, doc) if raw.startswith("|") else None
            whole = (*carried, *spans) if not table else (Span(number, start, start + len(raw)),)
            carried = []
            kind = PassageKind.TABLE if table else PassageKind.PROSE
            name = f"{doc.name}:p{whole[0].page}:{len(shelf.held)}"
            shelf.held.append(
                Passage(
                    name,
                    doc.name,
                    part.id,
                    section.id if section else None,
                    kind,
                    clean(pages, whole),
                    whole,
                    whole[0].page,
                    context=doc.caption if table else "",
                    table=table,
                )
            )
        assert "((" not in page


def _outside(raw: str, start: int, page: int) -> list[Span]:
    """The spans of a block without what stands between the marks."""
    spans, at = [], start
    for i, piece in enumerate(re.split(r"\(\(|\)\)", raw)):
        if i % 2 == 0 and piece.strip():
            left = len(piece) - len(piece.lstrip())
            spans.append(Span(page, at + left, at + len(piece.rstrip())))
        at += len(piece)
    return spans


def _section(raw: str, part_id: str, page: int, count: int) -> Section:
    hashes, rest = raw.split(" ", 1)
    numbered = re.match(r"(\d+(?:\.\d+)*)\s+(.*)", rest)
    number, heading = (numbered[1], numbered[2]) if numbered else (None, rest)
    role = Role.ASSESSMENT if "bedömning" in heading.lower() else Role.OBSERVATION
    label = number or heading
    return Section(f"{part_id}:s{count}", part_id, number, heading, len(hashes), role, Voice.AUDITOR, page, (label,))


def _table(raw: str, page: int, start: int, doc: Doc) -> Table:
    rows: list[list[tuple[str, Span]]] = []
    at = start
    for line in raw.split("\n"):
        cells, offset = [], line.index("|") + 1
        for piece in line.split("|")[1:-1]:
            left = len(piece) - len(piece.lstrip())
            cells.append((piece.strip(), Span(page, at + offset + left, at + offset + len(piece.rstrip()))))
            offset += len(piece) + 1
        rows.append(cells)
        at += len(line) + 1
    header, body = rows[: doc.headers], rows[doc.headers :]

    def columns(i: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h[i][0] for h in header if i < len(h) and h[i][0]))

    cells = tuple(
        TableCell(row[0][0], columns(i), value, span, r, i)
        for r, row in enumerate(body)
        for i, (value, span) in enumerate(row)
        if value
    )
    return Table(tuple(tuple(c for c, _ in h) for h in header), cells, doc.caption)
