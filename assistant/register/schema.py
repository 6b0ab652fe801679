"""The register's tables. Portable SQL only: the same tables live in a SQLite file or in PostgreSQL.

Rows carry what is filtered on as columns; what is only carried along (spans, cells, themes) is JSON text. Everything
hangs on `files` with ON DELETE CASCADE, so that a file leaves in one statement.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 1  # raise it when a table changes shape: the register is then built anew from the files

metadata = MetaData()


def _owner(target: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    name = {"files.id": "file_id", "parts.id": "part_id"}[target]
    key = ForeignKey(target, ondelete="CASCADE")
    return Column(name, String, key, primary_key=primary_key, nullable=nullable)


meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", String, nullable=False),
    Column("path", Text, nullable=False, unique=True),
    Column("sha256", String, nullable=False),
    Column("suffix", String, nullable=False),
    Column("paged", Boolean, nullable=False),
    Column("reader", String, nullable=False),  # which version of the reading room read it
    Column("derived", String),  # sha256 + settings that the derived stores hold it at; NULL: not (fully) there
)

pages = Table(
    "pages",
    metadata,
    _owner("files.id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1-based
    Column("text", Text, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("id", String, primary_key=True),
    _owner("files.id"),
    Column("position", Integer, nullable=False),
    Column("document", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("municipality", String),
    Column("body", String),
    Column("date", Date),
    Column("answer_due", Date),
    Column("diarienummer", String),
    Column("auditor", String),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("paged", Boolean, nullable=False),
    Column("follow_up", Boolean, nullable=False),
    Column("year", Integer),
    Index("parts_file", "file_id"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", String, primary_key=True),
    _owner("files.id"),
    Column("part_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", String),
    Column("heading", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("voice", String, nullable=False),
    Column("page", Integer, nullable=False),
    Column("path", Text, nullable=False),  # JSON list
    Index("sections_file", "file_id"),
)

# `key` is what the derived stores know a passage by. It is never used twice (hence AUTOINCREMENT in SQLite), so an
# entry that outlives its passage points at nothing instead of at another passage.
passages = Table(
    "passages",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    _owner("files.id"),
    Column("part_id", String, nullable=False),
    Column("section_id", String),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("spans", Text, nullable=False),  # JSON [[page, start, end], …]
    Column("page", Integer, nullable=False),
    Column("context", Text, nullable=False),
    Column("tables", Text),  # JSON of the table, NULL for other kinds
    Column("footnotes", Text, nullable=False),  # JSON list of marks
    Index("passages_file", "file_id"),
    Index("passages_part", "part_id"),
    sqlite_autoincrement=True,
)

footnotes = Table(
    "footnotes",
    metadata,
    _owner("files.id", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("mark", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("called_from", String),
)

records = Table(
    "records",
    metadata,
    Column("kind", String, primary_key=True),  # recommendation, audit_question, response, definition
    Column("position", Integer, primary_key=True, autoincrement=False),
    _owner("parts.id"),
    Column("subject", String),  # the recommendation's or question's id; the term defined
    Column("municipality", String),
    Column("payload", Text, nullable=False),  # JSON of the whole record
    Index("records_part", "part_id"),
)

# Problems outlive their file's content (a changed file that cannot be read keeps its earlier text), so they are
# tied to a path and not to a row of `files`.
problems = Table(
    "problems",
    metadata,
    Column("path", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String),  # content that failed: not tried again until it changes; NULL: try every time
    Column("reader", String),
    Column("file", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("pages", Text, nullable=False),  # JSON list
)
