"""The register: everything that was read, in one SQL database. With `schema` and `codec`, all that knows SQLAlchemy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from assistant.errors import StoreError
from assistant.register import schema as s
from assistant.register.codec import (
    RECORD_KINDS,
    adapter,
    insert_file,
    part_of,
    passage_of,
    record_row,
    replace_problems,
    section_of,
    spans_of,
)
from assistant.register.engine import open_engine, set_meta
from assistant.register.lock import locked
from assistant.types import (
    AuditQuestion,
    Definition,
    FollowUp,
    Footnote,
    LawReference,
    Part,
    Passage,
    Problem,
    ProblemKind,
    ReadResult,
    Recommendation,
    Response,
    Section,
    SourceFile,
)

Record = TypeVar("Record", Recommendation, AuditQuestion, Response, Definition, LawReference, FollowUp)


@dataclass(frozen=True, slots=True)
class FileState:
    """What the register knows of one file. `derived` None: the search indexes do not (fully) hold it."""

    id: str
    path: str
    sha256: str
    reader: str
    derived: str | None


class Register:
    """Open with `open_register`; safe to read from several threads, written by one index run at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    # ------------------------------------------------------------ files

    def files(self) -> dict[str, FileState]:
        """Every file indexed, by its path, in order of path."""
        query = select(s.files.c.id, s.files.c.path, s.files.c.sha256, s.files.c.reader, s.files.c.derived)
        with self._engine.connect() as db:
            return {row.path: FileState(*row) for row in db.execute(query.order_by(s.files.c.path))}

    def known_paths(self) -> list[str]:
        """Paths of files that are indexed or have a problem on record."""
        return sorted({*self.files(), *self.failures()})

    def write_file(self, result: ReadResult, reader: str = "") -> None:
        """Replace all that is known of one file, in one transaction; the search indexes are then out of date for it."""
        with self._engine.begin() as db:
            db.execute(s.files.delete().where((s.files.c.id == result.file.id) | (s.files.c.path == result.file.path)))
            insert_file(db, result, reader)
            replace_problems(db, result.file.path, result.file.problems, None, None)

    def delete_file(self, file_id: str) -> None:
        """Remove a file with its parts, passages and records, and its problems."""
        with self._engine.begin() as db:
            path = db.scalar(select(s.files.c.path).where(s.files.c.id == file_id))
            db.execute(s.problems.delete().where(s.problems.c.path == path))
            db.execute(s.files.delete().where(s.files.c.id == file_id))

    def mark_derived(self, file_ids: Iterable[str], state: str | None) -> None:
        """Note that the search indexes hold these files as of `state`; None: they no longer do."""
        with self._engine.begin() as db:
            db.execute(s.files.update().where(s.files.c.id.in_(list(file_ids))).values(derived=state))

    def source_files(self) -> dict[str, SourceFile]:
        """Every file by id, without its pages (see `pages`)."""
        with self._engine.connect() as db:
            rows = db.execute(select(s.files).order_by(s.files.c.id)).all()
        problems = self.problems_by_path()
        return {
            r.id: SourceFile(r.id, r.document, r.path, r.sha256, r.suffix, (), r.paged, tuple(problems.get(r.path, ())))
            for r in rows
        }

    def pages(self, file_id: str) -> tuple[str, ...]:
        """The raw text of a file by page; empty for a file that is not there."""
        query = select(s.pages.c.text).where(s.pages.c.file_id == file_id).order_by(s.pages.c.number)
        with self._engine.connect() as db:
            return tuple(db.scalars(query))

    # ------------------------------------------------------------ what was read

    def parts(self) -> dict[str, Part]:
        """Every constituent document by id, in order of file and page."""
        query = select(s.parts).order_by(s.parts.c.file_id, s.parts.c.position)
        with self._engine.connect() as db:
            return {row.id: part_of(row) for row in db.execute(query)}

    def sections(self, part_ids: Iterable[str] | None = None) -> dict[str, Section]:
        """Sections by id, in reading order; None: all."""
        query = select(s.sections).order_by(s.sections.c.file_id, s.sections.c.position)
        if part_ids is not None:
            query = query.where(s.sections.c.part_id.in_(list(part_ids)))
        with self._engine.connect() as db:
            return {row.id: section_of(row) for row in db.execute(query)}

    def passages(
        self,
        *,
        file_id: str | None = None,
        part_ids: Iterable[str] | None = None,
        ids: Iterable[str] | None = None,
        keys: Iterable[int] | None = None,
    ) -> dict[int, Passage]:
        """Passages by key, in reading order within each file; constraints left None admit everything."""
        query = select(s.passages).order_by(s.passages.c.key)
        if file_id is not None:
            query = query.where(s.passages.c.file_id == file_id)
        for column, wanted in ((s.passages.c.part_id, part_ids), (s.passages.c.id, ids), (s.passages.c.key, keys)):
            if wanted is not None:
                query = query.where(column.in_(list(wanted)))
        with self._engine.connect() as db:
            return {row.key: passage_of(row) for row in db.execute(query)}

    def count(self) -> tuple[int, int]:
        """(constituent documents, passages)."""
        with self._engine.connect() as db:
            parts = db.scalar(select(func.count()).select_from(s.parts)) or 0
            return parts, db.scalar(select(func.count()).select_from(s.passages)) or 0

    def passage_counts(self) -> dict[str, int]:
        """Number of passages by file id; files without passages are left out."""
        query = select(s.passages.c.file_id, func.count()).group_by(s.passages.c.file_id)
        with self._engine.connect() as db:
            return {row[0]: row[1] for row in db.execute(query)}

    def read_result(self, file_id: str) -> ReadResult:
        """What reading made of the file, as it was written. Raises StoreError when the file is not there."""
        with self._engine.connect() as db:
            row = db.execute(select(s.files).where(s.files.c.id == file_id)).one_or_none()
            if row is None:
                raise StoreError(f"Filen {file_id} finns inte i registret.", "Kör 'python -m assistant index' igen.")
            notes = db.execute(
                select(s.footnotes).where(s.footnotes.c.file_id == file_id).order_by(s.footnotes.c.position)
            ).all()
            parts = db.execute(select(s.parts).where(s.parts.c.file_id == file_id).order_by(s.parts.c.position)).all()
            sections = db.execute(
                select(s.sections).where(s.sections.c.file_id == file_id).order_by(s.sections.c.position)
            ).all()
        problems = tuple(self.problems_by_path().get(row.path, ()))
        pages = self.pages(file_id)
        file = SourceFile(row.id, row.document, row.path, row.sha256, row.suffix, pages, row.paged, problems)
        return ReadResult(
            file,
            tuple(part_of(p) for p in parts),
            tuple(section_of(x) for x in sections),
            tuple(self.passages(file_id=file_id).values()),
            tuple(Footnote(n.mark, n.text, spans_of(n.spans), n.called_from) for n in notes),
        )

    # ------------------------------------------------------------ records

    def write_records(self, *groups: Sequence[Any]) -> None:
        """Replace all records. Each group holds recommendations, audit questions, responses or definitions."""
        with self._engine.begin() as db:
            db.execute(s.records.delete())
            municipality = dict(db.execute(select(s.parts.c.id, s.parts.c.municipality)).all())
            rows = [record_row(position, r, municipality) for group in groups for position, r in enumerate(group)]
            if rows:
                db.execute(s.records.insert(), rows)

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        """All records of one type, in the order they were written."""
        query = select(s.records.c.payload).where(s.records.c.kind == RECORD_KINDS[kind]).order_by(s.records.c.position)
        with self._engine.connect() as db:
            rows = list(db.scalars(query))
        return tuple(adapter(kind).validate_json(row) for row in rows)

    # ------------------------------------------------------------ problems and meta

    def write_problems(
        self, path: str, problems: Sequence[Problem], sha256: str | None = None, reader: str | None = None
    ) -> None:
        """Replace the problems of one path; `sha256` and `reader` say which attempt need not be made again."""
        with self._engine.begin() as db:
            replace_problems(db, path, problems, sha256, reader)

    def problems_by_path(self) -> dict[str, list[Problem]]:
        """Every problem, by the file's path."""
        found: dict[str, list[Problem]] = {}
        with self._engine.connect() as db:
            for r in db.execute(select(s.problems).order_by(s.problems.c.path, s.problems.c.position)):
                problem = Problem(r.file, ProblemKind(r.kind), r.reason, r.advice, tuple(json.loads(r.pages)))
                found.setdefault(r.path, []).append(problem)
        return found

    def failures(self) -> dict[str, tuple[str | None, str | None]]:
        """(sha256, reader) of the last failed attempt, by path."""
        query = select(s.problems.c.path, s.problems.c.sha256, s.problems.c.reader)
        with self._engine.connect() as db:
            return {row.path: (row.sha256, row.reader) for row in db.execute(query)}

    def meta(self, name: str) -> str | None:
        with self._engine.connect() as db:
            return db.scalar(select(s.meta.c.value).where(s.meta.c.name == name))

    def set_meta(self, **values: str) -> None:
        with self._engine.begin() as db:
            set_meta(db, values)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the register for one index run. Raises StoreError when another run holds it; a crash lets go."""
        with self._engine.connect() as db:
            try:
                db.execute(select(s.meta).where(s.meta.c.name == "schema").with_for_update(nowait=True)).all()
            except DBAPIError as error:
                raise locked() from error
            if db.dialect.name == "sqlite":
                db.rollback()  # SQLite has no row locks (`index_lock` holds its file); do not pin an old snapshot
            yield


def open_register(url: str, *, create: bool = True) -> Register:
    """Open (and with `create`, make) the register at a SQLAlchemy URL.

    Raises StoreError when it cannot be reached, is not a register, or belongs to another version of the program.
    """
    return Register(open_engine(url, create=create))
