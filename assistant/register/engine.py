"""Connecting to the register's database, and making its tables the first time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import StoreError
from assistant.register import schema as s

REBUILD = "Ta bort datamappen och kör 'python -m assistant index' igen: allt byggs upp på nytt från filerna."


def open_engine(url: str, *, create: bool) -> Engine:
    """A database whose tables are of this version. Raises StoreError where there is none."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
        _sqlite_folder(engine, create)
    try:
        with engine.begin() as db:
            if create:
                s.metadata.create_all(db)
            version = db.scalar(select(s.meta.c.value).where(s.meta.c.name == "schema"))
            if version is None and create:
                set_meta(db, {"schema": str(s.SCHEMA_VERSION)})
    except SQLAlchemyError as error:
        engine.dispose()
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(f"Registret kan inte öppnas ({cause}).", REBUILD) from error
    if version is not None and int(version) != s.SCHEMA_VERSION:
        engine.dispose()
        newer = int(version) > s.SCHEMA_VERSION
        raise StoreError(
            f"Registret är skrivet av en {'nyare' if newer else 'äldre'} version av programmet.",
            "Uppgradera programmet, eller peka ut en annan datamapp med --data." if newer else REBUILD,
        )
    return engine


# ---------------------------------------------------------------- rows and dataclasses


def _sqlite_folder(engine: Engine, create: bool) -> None:
    database = engine.url.database
    if database and database != ":memory:":
        if create:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        elif not Path(database).exists():
            raise StoreError("Det finns inget index ännu.", "Kör 'python -m assistant index' först.")


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def set_meta(db: Connection, values: dict[str, str]) -> None:
    for name, value in values.items():
        if not db.execute(s.meta.update().where(s.meta.c.name == name).values(value=value)).rowcount:
            db.execute(s.meta.insert().values(name=name, value=value))
