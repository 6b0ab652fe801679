"""What answering reads from: the register, the two indexes over it, and what is kept of them in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from types import MappingProxyType, TracebackType
from typing import Self

from assistant.register.store import Register
from assistant.retrieval.cues import Descriptions, describe
from assistant.retrieval.dense import Dense
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.lexical import Lexical
from assistant.settings import Settings
from assistant.types import (
    AuditQuestion,
    Definition,
    FollowUp,
    LawReference,
    Part,
    Passage,
    Problem,
    Recommendation,
    Response,
    Section,
    SourceFile,
)

IN_MEMORY = 50_000  # passages; above this they are read part by part as they are needed


class Library:
    """A snapshot of one index; open it with `assistant.pipeline.open_library`, use it as a context manager.

    Everything is read when first asked for and then kept. Safe to use from several threads.
    """

    def __init__(self, settings: Settings, register: Register, lexical: Lexical, dense: Dense, encoder: Encoder):
        self.settings, self.register = settings, register
        self.lexical, self.dense, self.encoder = lexical, dense, encoder
        self._of_part = lru_cache(maxsize=256)(self._read_part)
        self._pages = lru_cache(maxsize=256)(register.pages)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.dense.close()
        self.register.close()

    # ------------------------------------------------------------ documents

    @cached_property
    def parts(self) -> MappingProxyType[str, Part]:
        """Constituent documents by id, in order of file and page."""
        return MappingProxyType(self.register.parts())

    @cached_property
    def sections(self) -> MappingProxyType[str, Section]:
        """Sections by id, in reading order."""
        return MappingProxyType(self.register.sections())

    @cached_property
    def files(self) -> MappingProxyType[str, SourceFile]:
        """Files by id, without their pages (see `pages`)."""
        return MappingProxyType(self.register.source_files())

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Files and pages left out, with reason and advice, in order of path."""
        return tuple(p for found in self.register.problems_by_path().values() for p in found)

    def pages(self, file_id: str) -> tuple[str, ...]:
        """Raw text of a file by page; empty for a file that is not there."""
        return self._pages(file_id)

    # ------------------------------------------------------------ passages

    @cached_property
    def _by_key(self) -> dict[int, Passage] | None:
        small = self.register.count()[1] <= IN_MEMORY
        return self.register.passages() if small else None

    @cached_property
    def _key_of(self) -> dict[str, int]:
        return {passage.id: key for key, passage in (self._by_key or {}).items()}

    @cached_property
    def _parts_in_memory(self) -> dict[str, tuple[Passage, ...]]:
        grouped: dict[str, list[Passage]] = {}
        for passage in (self._by_key or {}).values():
            grouped.setdefault(passage.part_id, []).append(passage)
        return {part_id: tuple(found) for part_id, found in grouped.items()}

    def _read_part(self, part_id: str) -> tuple[Passage, ...]:
        return tuple(self.register.passages(part_ids=[part_id]).values())

    def passages_of(self, part_id: str) -> tuple[Passage, ...]:
        """A constituent document's passages in reading order; empty for one that is not there."""
        if self._by_key is not None:
            return self._parts_in_memory.get(part_id, ())
        return self._of_part(part_id)

    def passages_in(self, section: Section) -> tuple[Passage, ...]:
        """The passages of one section, its subsections' not among them, in reading order."""
        return tuple(p for p in self.passages_of(section.part_id) if p.section_id == section.id)

    def passages(self, part_ids: Iterable[str] | None = None) -> Iterable[Passage]:
        """Every passage of the given parts (None: of all), in reading order."""
        for part_id in self.parts if part_ids is None else part_ids:
            yield from self.passages_of(part_id)

    def passage(self, passage_id: str) -> Passage | None:
        """One passage by its id; None where there is none."""
        if self._by_key is not None:
            key = self._key_of.get(passage_id)
            return None if key is None else self._by_key[key]
        return next(iter(self.register.passages(ids=[passage_id]).values()), None)

    def by_keys(self, keys: Collection[int]) -> dict[int, Passage]:
        """Passages by the keys that the indexes know them by; keys that no longer exist are left out."""
        if self._by_key is not None:
            return {key: self._by_key[key] for key in keys if key in self._by_key}
        return self.register.passages(keys=keys)

    def section_of(self, passage: Passage) -> Section | None:
        """The section a passage stands in; None for what stands before the first heading."""
        return self.sections.get(passage.section_id) if passage.section_id else None

    # ------------------------------------------------------------ records

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        return self.register.records(Recommendation)

    @cached_property
    def audit_questions(self) -> tuple[AuditQuestion, ...]:
        return self.register.records(AuditQuestion)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        return self.register.records(Response)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        return self.register.records(Definition)

    @cached_property
    def law_references(self) -> tuple[LawReference, ...]:
        return self.register.records(LawReference)

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        return self.register.records(FollowUp)

    # ------------------------------------------------------------ words

    @cached_property
    def descriptions(self) -> Descriptions:
        """Which words describe which constituent documents."""
        return describe(self.parts.values())

    @cached_property
    def vocabulary(self) -> MappingProxyType[str, int]:
        """Words of the passages as written, in lower case, with the number of passages that hold each."""
        return MappingProxyType(self.lexical.vocabulary())
