"""The register as rows: every recommendation with its review, answer, deadline and fate; chosen and sorted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from assistant.reading.sections import citation_section
from assistant.register.unanswered import answer_letter, newest
from assistant.retrieval.library import Library
from assistant.types import Citation, FollowUp, Part, Quote, Recommendation, Response

YES, NO = "Ja", "Nej"
NO_FOLLOW_UP = "Inte följd upp"


@dataclass(frozen=True, slots=True)
class Line:
    """One recommendation in its context. `letter` asks for the answer; `due` is its day, None where none is named."""

    record: Recommendation
    part: Part
    response: Response | None
    follow_up: FollowUp | None
    letter: Part | None

    @property
    def municipality(self) -> str:
        return self.record.municipality or ""

    @property
    def bodies(self) -> str:
        return ", ".join(self.record.addressees) or self.part.body or ""

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(theme.name for theme in self.record.themes)

    @property
    def answered(self) -> str:
        return YES if self.response else NO

    @property
    def status(self) -> str:
        return self.follow_up.status.value.capitalize() if self.follow_up else NO_FOLLOW_UP

    @property
    def due(self) -> date | None:
        return self.letter.answer_due if self.letter else None

    def days(self, today: date) -> int | None:
        """Days left of the answer's time, negative when overdue; None where it is given or no day is named."""
        return None if self.response or not self.due else (self.due - today).days

    def quotes(self) -> tuple[tuple[str, Quote], ...]:
        """Everything said of it, each with what it is: where it is stated, the answer, its measures, the follow-up."""
        found = [("Rekommendation", quote) for quote in self.record.stated_in]
        if self.response:
            found.append((f"Svar ({self.response.stance.value})", self.response.quote))
            found += [("Åtgärd enligt svaret", measure) for measure in self.response.measures]
        if self.follow_up:
            found.append((f"Uppföljning ({self.follow_up.status.value})", self.follow_up.quote))
        return tuple(found)


Value = Callable[[Line], Any]
COLUMNS: tuple[tuple[str, str, Value], ...] = (  # key, heading, what it sorts by
    ("kommun", "Kommun", lambda line: alphabetical(line.municipality)),
    ("organ", "Nämnd eller styrelse", lambda line: alphabetical(line.bodies)),
    ("ar", "År", lambda line: line.part.year),
    ("revisor", "Revisor", lambda line: alphabetical(line.part.auditor or "")),
    ("text", "Rekommendation", lambda line: (alphabetical(line.part.title), line.part.id, line.record.number)),
    ("tema", "Tema", lambda line: [alphabetical(name) for name in line.themes]),
    ("besvarad", "Besvarad", lambda line: (line.answered, line.due or date.max)),
    ("status", "Uppföljning", lambda line: alphabetical(line.status) if line.follow_up else ""),
)


_LAST = str.maketrans("åäö", "{|}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor wants to see; empty tuples leave everything. `sort` is a key of COLUMNS, "" the register's order.

    The first fields are the filter fields of the page, in its order.
    """

    kommun: tuple[str, ...] = ()
    organ: tuple[str, ...] = ()
    ar: tuple[str, ...] = ()
    revisor: tuple[str, ...] = ()
    tema: tuple[str, ...] = ()
    besvarad: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    ord: str = ""
    sort: str = ""
    down: bool = False

    def query(self) -> str:
        """The choice as the query of an address; `from_query` reads it."""
        many = [(name, value) for name in FIELDS for value in getattr(self, name)]
        one = [("ord", self.ord), ("sort", self.sort), ("down", "1" if self.down else "")]
        return urlencode(many + [(name, value) for name, value in one if value])


FIELDS = ("kommun", "organ", "ar", "revisor", "tema", "besvarad", "status")
_VALUES: dict[str, Callable[[Line], tuple[str, ...]]] = {
    "kommun": lambda line: (line.municipality,),
    "organ": lambda line: line.record.addressees or (line.part.body or "",),
    "ar": lambda line: (str(line.part.year or ""),),
    "revisor": lambda line: (line.part.auditor or "",),
    "tema": lambda line: line.themes,
    "besvarad": lambda line: (line.answered,),
    "status": lambda line: (line.status,),
}


def from_query(given: Sequence[tuple[str, str]]) -> Choice:
    """The choice written by `Choice.query`; unknown names are left out."""
    many: dict[str, Any] = {name: tuple(value for key, value in given if key == name) for name in FIELDS}
    one = dict(given)
    return Choice(**many, ord=one.get("ord", ""), sort=one.get("sort", ""), down=bool(one.get("down")))


def lines(library: Library) -> tuple[Line, ...]:
    """Every recommendation of the library, in the register's order."""
    replies = {one.recommendation_id: one for one in library.responses}
    told = newest(library.follow_ups, library.parts)
    letters: dict[str, list[Part]] = {}
    for part in library.parts.values():
        if part.answer_due and part.kind.value == "missiv":
            letters.setdefault(part.file_id, []).append(part)
    return tuple(
        Line(
            record,
            library.parts[record.part_id],
            replies.get(record.id),
            told.get(record.id),
            answer_letter(record, library.parts, letters),
        )
        for record in library.recommendations
    )


def chosen(all_lines: Sequence[Line], choice: Choice) -> list[Line]:
    """The lines that the choice admits, in its order; what a document does not say comes last either way."""
    wanted = [(_VALUES[name], frozenset(getattr(choice, name))) for name in FIELDS if getattr(choice, name)]
    words = choice.ord.casefold().split()
    found = [
        line
        for line in all_lines
        if all(values & set(read(line)) for read, values in wanted) and (not words or _says(line, words))
    ]
    read = next((value for key, _, value in COLUMNS if key == choice.sort), None)
    if read is None:
        return found
    known = [line for line in found if read(line)]
    return sorted(known, key=read, reverse=choice.down) + [line for line in found if not read(line)]


def _says(line: Line, words: Sequence[str]) -> bool:
    text = " ".join((line.record.text, line.part.title, line.municipality, line.bodies, *line.themes)).casefold()
    return all(word in text for word in words)


def values_of(all_lines: Sequence[Line], name: str) -> list[str]:
    """What one filter field can be set to; years newest first."""
    found = {value for line in all_lines for value in _VALUES[name](line) if value}
    return sorted(found, key=alphabetical, reverse=name == "ar")


def alphabetical(words: str) -> str:
    """A key that sorts as Swedish does, å, ä and ö last."""
    return words.casefold().translate(_LAST)


def citations(library: Library, line: Line) -> list[Citation]:
    """The quotes of a line as numbered citations, for the source panel."""
    return [as_citation(library, n, quote) for n, (_, quote) in enumerate(line.quotes(), 1)]


def as_citation(library: Library, n: int, quote: Quote) -> Citation:
    """One quote as citation number `n`."""
    part, section = library.parts[quote.part_id], library.sections.get(quote.section_id or "")
    section = citation_section(section, library.sections) if section else None
    first = quote.spans[0]
    return Citation(
        n,
        part.document,
        part.title,
        section.label if section else None,
        section.heading if section else None,
        quote.page if part.paged else None,
        first.start,
        first.end,
        quote.text,
        part.id,
        quote.spans,
    )


@dataclass
class Ledger:
    """The lines of the open library, made once for each index. Safe for several threads."""

    _library: Library | None = None
    _lines: tuple[Line, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, library: Library | None) -> tuple[Line, ...]:
        with self._lock:
            if library is not self._library:
                self._lines = lines(library) if library else ()
                self._library = library
            return self._lines
