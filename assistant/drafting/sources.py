"""The documents a draft may use: those of the library, and files read for this draft alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from assistant import reading
from assistant.answering.context import Context, context_of
from assistant.errors import InputError
from assistant.reading import citation_section
from assistant.register.records import Records, extract
from assistant.retrieval.library import Library
from assistant.types import (
    Citation,
    Part,
    Passage,
    PassageKind,
    Quote,
    ReadResult,
    Recommendation,
    Response,
    Section,
    SourceFile,
)


@dataclass(frozen=True)
class Sources:
    """The library with `extra` files beside it, which are read and kept apart; parts named in `without` are hidden."""

    library: Library
    extra: tuple[ReadResult, ...] = ()
    without: frozenset[str] = frozenset()  # part ids

    @property
    def context(self) -> Context:
        return context_of(self.library)

    @cached_property
    def parts(self) -> dict[str, Part]:
        every = [*self.library.parts.values(), *(p for r in self.extra for p in r.parts)]
        return {p.id: p for p in every if p.id not in self.without}

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {**self.library.sections, **{s.id: s for r in self.extra for s in r.sections}}

    @cached_property
    def _records(self) -> Records:
        return extract(list(self.extra)) if self.extra else Records()

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Every recommendation, quoted only from parts that are not hidden; those stated nowhere else are left out."""
        found = []
        for one in (*self.library.recommendations, *self._records.recommendations):
            stated = tuple(q for q in one.stated_in if q.part_id in self.parts)
            if stated:
                found.append(replace(one, stated_in=stated))
        return tuple(found)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        every = (*self.library.responses, *self._records.responses)
        return tuple(r for r in every if r.quote.part_id in self.parts)

    def passages_of(self, part_id: str) -> tuple[Passage, ...]:
        """A part's passages in reading order; empty for a hidden one."""
        if part_id not in self.parts:
            return ()
        for result in self.extra:
            if any(p.id == part_id for p in result.parts):
                return tuple(p for p in result.passages if p.part_id == part_id)
        return self.library.passages_of(part_id)

    def section_of(self, passage: Passage) -> Section | None:
        return self.sections.get(passage.section_id) if passage.section_id else None

    def file(self, file_id: str) -> SourceFile:
        """A file with its pages. Raises KeyError for one that is not there."""
        for result in self.extra:
            if result.file.id == file_id:
                return result.file
        return self.context.file(file_id)

    def file_of(self, quote: Quote) -> SourceFile:
        return self.file(self.parts[quote.part_id].file_id)

    def citation(self, n: int, quote: Quote) -> Citation:
        """The citation of a quotation, numbered `n`."""
        part, section = self.parts[quote.part_id], self.sections.get(quote.section_id or "")
        if section is not None:
            section = citation_section(section, self.sections)
        first = quote.spans[0]
        return Citation(
            n,
            part.document,
            part.title,
            section.label if section else None,
            section.heading if section else None,
            first.page if part.paged else None,
            first.start,
            first.end,
            quote.text,
            part.id,
            quote.spans,
        )


def read_extra(library: Library, paths: Iterable[Path]) -> tuple[tuple[ReadResult, ...], tuple[str, ...]]:
    """Files beside the library as (what was read, file ids of those that turned out to be indexed already).

    Folders are searched for files of readable kinds. Raises ReadingError or InputError, which say what is wrong.
    """
    indexed = {f.sha256: f.id for f in library.files.values()}
    taken = set(library.files)
    read: list[ReadResult] = []
    known: list[str] = []
    for path in _files(paths):
        digest = sha256(path.read_bytes()).hexdigest()
        if digest in indexed:
            known.append(indexed[digest])
            continue
        file_id = next(n for n in (path.stem, *(f"{path.stem}~{i}" for i in range(1, 1000))) if n not in taken)
        taken.add(file_id)
        result = reading.read(path, library.settings, file_id)
        if not any(p.kind is not PassageKind.HEADING for p in result.passages):
            problem = result.file.problems[0] if result.file.problems else None
            reason = f"{problem.reason} {problem.advice}" if problem else "Filen har ingen läsbar text."
            raise InputError(f"{path.name} kan inte användas: {reason}", "Lämna en fil med textlager (PDF, DOCX, TXT).")
        read.append(result)
        indexed[digest] = file_id
    return tuple(read), tuple(known)


_KINDS = (".pdf", ".docx", ".txt", ".md")


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix.lower() in _KINDS)
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"{path} finns inte.", "Kontrollera sökvägen.")
    return found


def hidden(library: Library, names: Sequence[str]) -> frozenset[str]:
    """Ids of the parts that `names` point out: a part's id, its title, or a document's stem (all its parts).

    Raises InputError for a name that points out nothing.
    """
    found: set[str] = set()
    for name in names:
        low = name.casefold().strip()
        exact = {p.id for p in library.parts.values() if low in (p.id.casefold(), p.document.casefold())}
        mine = exact or {p.id for p in library.parts.values() if low and low in p.title.casefold()}
        if not mine:
            raise InputError(f"Ingen handling heter {name}.", "Se python -m assistant documents för namnen.")
        found |= mine
    return frozenset(found)
