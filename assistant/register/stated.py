"""One place where a document states a recommendation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Quote, Role


class Form(StrEnum):
    LIST = "list"
    TABLE = "table"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` is without bullet and pointer. Statements of one `group` stand in one list: they differ."""

    part_id: str
    text: str
    quote: Quote
    form: Form
    group: int
    addressees: tuple[str, ...]  # empty: the words name none
    sections: tuple[str, ...] = ()
    role: Role = Role.OTHER
    earlier: bool = False  # of an earlier review, restated here
    priority: str | None = None
    responsible: str | None = None
    number: int | None = None  # as printed
