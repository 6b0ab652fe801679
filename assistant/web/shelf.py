"""The open index that all visitors share, and how it is brought up to date while they read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant import pipeline
from assistant.errors import AssistantError, NoIndexError
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.types import IndexReport, Part, SourceFile

KEEP_OLD = 120.0  # seconds that a replaced index stays open for answers already under way


class Shelf:
    """`library` is None where nothing can be searched; `trouble` then says why."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.library: Library | None = None
        self.trouble: AssistantError | None = None
        self._lock = threading.Lock()
        self._stamp: str | None = None

    def open(self) -> Library | None:
        """The newest index: opened again when another run, here or in a terminal, has changed it."""
        with self._lock:
            try:
                if self.library is not None and self.library.register.meta("stamp") == self._stamp:
                    return self.library
                fresh = self._fresh()
            except AssistantError as error:
                self.trouble = error
                return self.library
            old, self.library, self.trouble = self.library, fresh, None
            self._stamp = fresh.register.meta("stamp")
            if old is not None:
                timer = threading.Timer(KEEP_OLD, old.close)
                timer.daemon = True
                timer.start()
            return fresh

    def refresh(self, progress: Callable[[int, int, str], None]) -> IndexReport:
        """Index again what is on disk, then open it. Raises AssistantError as `pipeline.index`."""
        report = pipeline.index(self._paths(), self.settings, progress)
        self.open()
        return report

    def _fresh(self) -> Library:
        if not self.settings.register_url and not (self.settings.data / "register.sqlite").exists():
            raise NoIndexError("Inga handlingar är inlästa ännu.", "Läs in dem under fliken Handlingar.")
        return pipeline.open_library(self.settings)

    def _paths(self) -> list[Path]:
        """The corpus folder, and files that were indexed from elsewhere and are still there.

        The corpus folder is left alone where an index was made of other files only.
        """
        corpus = self.settings.corpus.resolve()
        known = [Path(f.path) for f in self.library.files.values()] if self.library else []
        outside = [path for path in known if not path.resolve().is_relative_to(corpus) and path.exists()]
        inside = len(outside) < len(known) or not known
        return [*([self.settings.corpus] if inside else []), *outside]


def source_file(library: Library, file_id: str) -> SourceFile | None:
    """A file with the raw text of its pages; None for one that is not indexed."""
    file = library.files.get(file_id)
    return replace(file, pages=library.pages(file_id)) if file else None


def part_of(library: Library, part_id: str) -> Part | None:
    """A constituent document; None where an index made since lacks it."""
    return library.parts.get(part_id)
