"""The nouns of an evaluation: what was asked and expected, what was answered, and how that scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GoldCitation:
    """Where an answer stands. `quotes`: the words, then acceptable alternatives. Never an id that re-chunking moves."""

    document: str
    quotes: tuple[str, ...]
    section: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One gold question. Of each tuple in `facts` one wording must be said, and none of `must_not`.

    `municipality` None: the question concerns several municipalities, or none. `facts` and `citations` are empty
    for an unanswerable question.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    citations: tuple[GoldCitation, ...] = ()
    unanswerable: bool = False
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of an answer; `page` 1-based, None where the format has no pages."""

    document: str
    quote: str
    section: str | None = None
    page: int | None = None
    part: str | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an answer with the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """One answer object, as far as it is scored. `error` says why there is none; `seconds` None: not measured."""

    id: str
    answer: str = ""
    refused: bool = False
    citations: tuple[Cited, ...] = ()
    statements: tuple[Said, ...] = ()
    seconds: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Recall and precision of one answer's citations at one level, each 0..1."""

    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer did. A pair is None where the gold gives nothing to hold it against at that level.

    `unscored` says why there was nothing to score (no output, an error); such a question is neither right nor wrong
    in the table, but stays in every denominator: a system that crashes cannot gain by it.
    """

    id: str
    kind: str
    cluster: str
    unanswerable: bool
    refused: bool
    correct: bool
    unscored: str | None = None
    missing: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    either: Pair | None = None  # quote or section, as ../shared/tools/score.py counts
    quote: Pair | None = None
    section: Pair | None = None
    citations: int = 0
    verbatim: int = 0
    resolvable: int = 0
    paged: int = 0  # citations whose words stand in the document, and that name a page
    page_right: int = 0
    statements: int = 0
    supported: int = 0
    cited_links: int = 0  # (statement, citation) pairs
    needed_links: int = 0  # those that support and are needed
    support: float = 0.0  # summed grades 1 / 0.5 / 0 of links
    backed: float = 0.0  # summed best grade of each statement
    words: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """95 % bounds; `clusters` is how many municipalities the draws were made among."""

    low: float
    high: float
    clusters: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate with its size. `value` None and `n` 0: no question of the set bears on it."""

    value: float | None
    n: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One system over one gold set."""

    system: str
    scores: tuple[Score, ...]
    figures: Mapping[str, Figure]
    by_kind: Mapping[str, Mapping[str, Figure]]
    outputs: Mapping[str, Output] = field(default_factory=dict)
