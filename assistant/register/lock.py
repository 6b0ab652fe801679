"""One index run at a time in a data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import StoreError


@contextmanager
def index_lock(data: Path) -> Iterator[None]:
    """Hold the data folder for one index run. Raises StoreError at once when another run holds it.

    The lock is an exclusive transaction on a small SQLite file of its own: the operating system lets go of it when
    the process dies, on every platform, so a killed run never leaves a stale lock behind.
    """
    data.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(data / "index.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise locked() from error
        yield


def locked() -> StoreError:
    """The error of a run that finds another under way."""
    return StoreError(
        "En annan indexering pågår redan.",
        "Vänta tills den är klar och försök igen. Sökning och frågor fungerar under tiden.",
    )
