"""Between the vocabulary's dataclasses and the register's rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row

from assistant.register import schema as s
from assistant.types import (
    AuditQuestion,
    Definition,
    DocumentKind,
    FollowUp,
    Footnote,
    LawReference,
    Part,
    Passage,
    PassageKind,
    Problem,
    ReadResult,
    Recommendation,
    Response,
    Role,
    Section,
    Span,
    Table,
    Voice,
)

RECORD_KINDS: dict[type, str] = {
    Recommendation: "recommendation",
    AuditQuestion: "audit_question",
    Response: "response",
    Definition: "definition",
    LawReference: "law_reference",
    FollowUp: "follow_up",
}


_adapters: dict[type, TypeAdapter[Any]] = {}


def adapter(kind: type) -> TypeAdapter[Any]:
    """JSON to and from one dataclass of the vocabulary; made once, at its first use."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def _text(value: str) -> str:
    return value.replace("\x00", "\ufffd")  # PostgreSQL stores no NUL; one character for one keeps every offset


def span_json(spans: Sequence[Span]) -> str:
    """JSON [[page, start, end], …]."""
    return json.dumps([[x.page, x.start, x.end] for x in spans], separators=(",", ":"))


def spans_of(text: str) -> tuple[Span, ...]:
    """The spans of `span_json`."""
    return tuple(Span(*x) for x in json.loads(text))


def insert_file(db: Connection, result: ReadResult, reader: str) -> None:
    """Insert a file with all that was read from it; the file must not be there."""
    file = result.file
    columns = ("id", "document", "path", "sha256", "suffix", "paged")
    db.execute(s.files.insert(), {c: getattr(file, c) for c in columns} | {"reader": reader, "derived": None})
    tables: list[tuple[Any, list[dict[str, Any]]]] = [
        (s.pages, [{"file_id": file.id, "number": i, "text": _text(t)} for i, t in enumerate(file.pages, 1)]),
        (s.parts, [_fields(p, s.parts) | {"position": i, "kind": p.kind.value} for i, p in enumerate(result.parts)]),
        (s.sections, [_section_row(i, x, file.id) for i, x in enumerate(result.sections)]),
        (s.passages, [_passage_row(p) for p in result.passages]),
        (s.footnotes, [_footnote_row(i, n, file.id) for i, n in enumerate(result.footnotes)]),
    ]
    for table, rows in tables:
        if rows:
            db.execute(table.insert(), rows)


def _fields(item: object, table: Any) -> dict[str, Any]:
    return {c.name: getattr(item, c.name) for c in table.columns if hasattr(item, c.name)}


def _section_row(position: int, section: Section, file_id: str) -> dict[str, Any]:
    path = json.dumps(list(section.path), ensure_ascii=False)
    row = {"position": position, "file_id": file_id, "path": path}
    return _fields(section, s.sections) | row | {"role": section.role.value, "voice": section.voice.value}


def _passage_row(p: Passage) -> dict[str, Any]:
    return {
        "id": p.id,
        "file_id": p.file_id,
        "part_id": p.part_id,
        "section_id": p.section_id,
        "kind": p.kind.value,
        "text": _text(p.text),
        "spans": span_json(p.spans),
        "page": p.page,
        "context": _text(p.context),
        "tables": adapter(Table).dump_json(p.table).decode().replace("\\u0000", "\ufffd") if p.table else None,
        "footnotes": json.dumps(list(p.footnotes)),
    }


def _footnote_row(position: int, n: Footnote, file_id: str) -> dict[str, Any]:
    row = {"file_id": file_id, "position": position, "mark": n.mark, "text": _text(n.text)}
    return row | {"spans": span_json(n.spans), "called_from": n.called_from}


def record_row(position: int, record: Any, municipality: Mapping[str, str | None]) -> dict[str, Any]:
    """A row of `records`; `municipality` is by part id."""
    part_id = getattr(record, "part_id", None) or record.quote.part_id
    subject = getattr(record, "id", None) or getattr(record, "recommendation_id", None)
    subject = subject or getattr(record, "term", None) or record.statute
    return {
        "kind": RECORD_KINDS[type(record)],
        "position": position,
        "part_id": part_id,
        "subject": subject,
        "municipality": municipality.get(part_id),
        "payload": adapter(type(record)).dump_json(record).decode(),
    }


def replace_problems(
    db: Connection, path: str, problems: Sequence[Problem], sha256: str | None, reader: str | None
) -> None:
    """Replace the problems of one path."""
    db.execute(s.problems.delete().where(s.problems.c.path == path))
    for position, p in enumerate(problems):
        row = {"path": path, "position": position, "sha256": sha256, "reader": reader, "file": p.file}
        what = {"kind": p.kind.value, "reason": p.reason, "advice": p.advice, "pages": json.dumps(list(p.pages))}
        db.execute(s.problems.insert(), row | what)


def part_of(r: Row[Any]) -> Part:
    """A row of `parts` as it was written."""
    fields = {name: value for name, value in r._mapping.items() if name != "position"}
    return Part(**fields | {"kind": DocumentKind(r.kind)})


def section_of(r: Row[Any]) -> Section:
    """A row of `sections` as it was written."""
    path = tuple(json.loads(r.path))
    role, voice = Role(r.role), Voice(r.voice)
    return Section(r.id, r.part_id, r.number, r.heading, r.level, role, voice, r.page, path)


def passage_of(r: Row[Any]) -> Passage:
    """A row of `passages` as it was written."""
    passage = Passage(
        r.id, r.file_id, r.part_id, r.section_id, PassageKind(r.kind), r.text, spans_of(r.spans), r.page, r.context
    )
    if r.tables or r.footnotes != "[]":
        table = adapter(Table).validate_json(r.tables) if r.tables else None
        return replace(passage, table=table, footnotes=tuple(json.loads(r.footnotes)))
    return passage
