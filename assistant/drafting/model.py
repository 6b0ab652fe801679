"""What drafting passes between its stages: a plan, the drafter's own words, and a draft made of blocks of runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.types import Citation, Part, Quote, Recommendation, Response, Stance


class Status(StrEnum):
    """What an evidence sentence says about the matter."""

    EXISTS = "finns"  # a routine, guideline or report on the matter, by its title
    DONE = "genomfört"
    ONGOING = "pågår"
    PLANNED = "planerat"
    RULES = "reglerat"  # a routine or guideline says how it is to be done
    RESULT = "resultat"  # what a follow-up or control has shown


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that may be written, with the words it rests on. `derived` are figures counted from them."""

    id: str  # stable between runs over the same documents: the passage's id and the place in it
    text: str
    quotes: tuple[Quote, ...]
    part_id: str
    status: Status | None = None
    score: float = 0.0
    derived: tuple[str, ...] = ()
    composed: bool = False  # a fixed phrase around verified names and dates; else the words are quoted as they stand
    doubt: str = ""  # Swedish, for the margin; "" for none


@dataclass(frozen=True, slots=True)
class Precedent:
    """How another municipality answered a recommendation on the same theme: inspiration, never this body's measure."""

    municipality: str
    body: str
    theme: str
    recommendation: Recommendation
    response: Response
    fact: Fact


@dataclass(frozen=True, slots=True)
class Item:
    """All that is known about one recommendation. Nothing here is decided by the body unless `reply` says so."""

    number: int  # 1-based, in the order of the report, then what only the letter asks for
    recommendation: Recommendation
    stated: tuple[Quote, ...]  # the report's statement first
    criticism: tuple[Fact, ...]
    observations: tuple[Fact, ...]
    reported: tuple[Fact, ...]  # work under way as the auditors report it: theirs to say, not the body's own documents
    evidence: tuple[Fact, ...]
    precedents: tuple[Precedent, ...]
    reply: Response | None  # the body's own earlier answer to this very recommendation, where the documents hold one
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, shown before writing. `background` are facts about the review as a whole."""

    document: str
    body: str  # lower case, definite: "socialnämnden"
    municipality: str | None
    report: Part
    letter: Part | None
    answer_due: date | None
    background: Mapping[str, Fact]  # "review", "firm", "purpose", "judgement", "count", "due"
    items: tuple[Item, ...]
    searched: tuple[Part, ...]  # the body's own documents that were searched for evidence
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The drafter's own words for one recommendation; None leaves the gap open."""

    stance: Stance | None = None
    comment: str | None = None
    measure: str | None = None
    responsible: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the drafter has decided: own words by recommendation id, evidence left out by fact id, header fields."""

    own: Mapping[str, Own] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)  # "diarienummer", "handläggare", "förvaltning", "datum"


# ---------------------------------------------------------------- the draft


class RunKind(StrEnum):
    FIXED = "fixed"  # the form's own phrasing
    FACT = "fact"  # verified words, with citations
    FIELD = "field"  # a title, name or date from the register
    GAP = "gap"
    OWN = "own"  # the drafter's


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind. `citations` are numbers in the draft's list; `comment` goes to the margin."""

    text: str
    kind: RunKind = RunKind.FIXED
    citations: tuple[int, ...] = ()
    comment: str = ""
    bold: bool = False
    derived: tuple[str, ...] = ()
    composed: bool = False  # as of its fact
    checked: str = ""  # facts: the words as checked, where `text` is a tidied or lengthened form of them
    choices: tuple[str, ...] = ()  # gaps: what may be chosen in its place


class Style(StrEnum):
    NORMAL = "normal"
    QUOTE = "quote"
    BULLET = "bullet"
    TITLE = "title"
    HEADING1 = "heading1"
    HEADING2 = "heading2"
    HEADING3 = "heading3"


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    style: Style = Style.NORMAL

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first row is its header, `widths` are shares of the text's width."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[float, ...]
    caption: str


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The draft held against its sources. `ok` is what the exit code says."""

    recommendations: int
    answered: int
    sentences: int
    verified: int
    unsourced: tuple[str, ...]  # figures and names that stand in no cited words
    gaps: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.answered == self.recommendations and self.verified == self.sentences and not self.unsourced


@dataclass(frozen=True, slots=True)
class Draft:
    """The written draft: blocks by part of the form, in the form's order; see `writing.SLOTS`."""

    plan: Plan
    choices: Choices
    slots: Mapping[str, tuple[Block, ...]]
    citations: tuple[Citation, ...]
    check: CheckReport
    title: str
    fields: Mapping[str, str]
    by_item: Mapping[str, Mapping[str, tuple[int, ...]]]  # recommendation id → "criticism"… → citation numbers
    gaps: Mapping[str, tuple[str, ...]]  # recommendation id → what is missing

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for slot in self.slots.values() for block in slot)
