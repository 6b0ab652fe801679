"""The vocabulary every stage speaks: frozen dataclasses and enums, standard library only.

Conventions, used everywhere in the package:

* Pages are 1-based, in the order of the file (PDF order), whatever number is printed on them.
* A `Span` points into the *raw* text of one page, end-exclusive, in Unicode code points. Raw slices
  are therefore verbatim; `text` fields are the same words after white space has been collapsed and
  words broken at line ends have been joined (see `assistant.reading.spans`).
* `None` means that the documents do not say. It is never a guess and never an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Day = date  # for classes with a field of that name


class DocumentKind(StrEnum):
    """What a constituent document is. The value is the Swedish word, ASCII-folded, as exported."""

    REPORT = "revisionsrapport"
    LETTER = "missiv"  # the auditors' covering letter
    REPLY = "yttrande"  # the board's answer, also when it is written as a tjänsteskrivelse
    STATEMENT = "tjansteutlatande"  # the administration's proposal that is not a reply to an audit
    MINUTES = "protokollsutdrag"
    QUALITY_REPORT = "kvalitetsberattelse"
    PATIENT_SAFETY_REPORT = "patientsakerhetsberattelse"
    QUALITY_SYSTEM = "ledningssystem"
    GUIDELINE = "riktlinje"
    ROUTINE = "rutin"
    EMAIL = "e-post"
    OTHER = "ovrigt"


class Role(StrEnum):
    """What a section is for, from its heading (data/headings.toml) or its place in the report."""

    SUMMARY = "sammanfattning"
    BACKGROUND = "bakgrund"
    PURPOSE = "syfte"
    AUDIT_QUESTIONS = "revisionsfrågor"
    CRITERIA = "revisionskriterier"
    METHOD = "metod"
    SCOPE = "avgränsning"
    OBSERVATION = "iakttagelser"
    ASSESSMENT = "bedömning"
    CONCLUSION = "slutsats"
    RECOMMENDATIONS = "rekommendationer"
    DECISION = "beslut"
    REPLY = "yttrande"
    ATTACHMENT = "bilaga"
    CONTENTS = "innehållsförteckning"
    OTHER = "övrigt"


class Voice(StrEnum):
    """Who speaks. An answer must never turn one into another."""

    AUDITOR = "revisorerna"
    INTERVIEWEE = "intervjuade"
    GOVERNING_DOCUMENT = "styrdokument"
    BOARD = "nämnden"
    LAW = "lag"
    UNKNOWN = "okänd"


class PassageKind(StrEnum):
    PROSE = "prose"
    LIST = "list"  # a lead-in with its items, or items alone
    TABLE = "table"
    FOOTNOTE = "footnote"
    HEADING = "heading"  # title pages, signatures: findable, seldom quotable


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of one page's raw text: `pages[page - 1][start:end]`."""

    page: int
    start: int
    end: int


class ProblemKind(StrEnum):
    UNSUPPORTED = "unsupported"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    SCANNED = "scanned"  # no text layer and no OCR available
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # permission, vanished, I/O
    DUPLICATE = "duplicate"  # the same bytes are indexed from another path


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file (or some of its pages) is left out, in Swedish, and what the user can do about it."""

    file: str
    kind: ProblemKind
    reason: str
    advice: str
    pages: tuple[int, ...] = ()  # empty: the whole file


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as read. `pages` is the raw text by page; formats without pages have one."""

    id: str  # the file's stem; with its suffix where two files share a stem
    document: str  # the file's stem, as exported
    path: str
    sha256: str
    suffix: str  # ".pdf", ".docx", ".txt", ".md"
    pages: tuple[str, ...]
    paged: bool  # False: exported page numbers are null
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the section tree. Level 1 is a chapter; `number` is as printed ("3.2.1"), or None."""

    id: str  # "kramfors-2023-lss:2:s7"
    part_id: str
    number: str | None
    heading: str
    level: int
    role: Role
    voice: Voice
    page: int
    path: tuple[str, ...]  # labels of the ancestors, outermost first, this section's own last

    @property
    def label(self) -> str:
        """The number, or the heading where unnumbered: how a citation names the section."""
        return self.number or self.heading

    @property
    def title(self) -> str:
        """Number and heading as printed: "3.2.1 Bedömning"."""
        return f"{self.number} {self.heading}" if self.number else self.heading


@dataclass(frozen=True, slots=True)
class TableCell:
    """One body cell that knows its headings. `columns` outermost first; `row` is the row's label."""

    row: str
    columns: tuple[str, ...]
    value: str
    span: Span
    row_index: int
    column_index: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows. `caption` is the line or sentence that introduces it, or ""."""

    header: tuple[tuple[str, ...], ...]  # header rows, cell texts
    cells: tuple[TableCell, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote tied to where it is called; `called_from` is a passage id, or None if no call was found."""

    mark: str
    text: str
    spans: tuple[Span, ...]
    called_from: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search and quotation: a paragraph, a list, a table or a footnote.

    `text` is `clean(raw slices of spans)` for every kind; a property test holds it to that. Spans are in
    reading order; two neighbouring spans mean that something (a page break, a footnote) stands between.
    `context` are words for search only (column headings, the list's lead-in): never quoted.
    """

    id: str  # "kramfors-2023-lss:p12:3": third passage that starts on page 12
    file_id: str
    part_id: str
    section_id: str | None
    kind: PassageKind
    text: str
    spans: tuple[Span, ...]
    page: int
    context: str = ""
    table: Table | None = None
    footnotes: tuple[str, ...] = ()  # marks called from this passage, as printed


@dataclass(frozen=True, slots=True)
class Part:
    """A constituent document: a whole file, or one of those a bundle holds. Facts are its own or None."""

    id: str  # "eskilstuna-2023:3": third constituent document of its file
    file_id: str
    document: str
    title: str
    kind: DocumentKind
    municipality: str | None  # the name alone: "Kramfors"
    body: str | None  # as written, lower case: "socialnämnden"
    date: Day | None
    answer_due: Day | None
    diarienummer: str | None
    auditor: str | None  # the firm: "KPMG"
    first_page: int
    last_page: int
    paged: bool
    follow_up: bool = False  # a review that follows up an earlier one
    year: int | None = None  # the year reviewed or reported on, else of the date, else of the title


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All that reading makes of one file, in reading order."""

    file: SourceFile
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    footnotes: tuple[Footnote, ...] = ()


# ---------------------------------------------------------------- register


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in a document, and where. `text` is clean; the raw words are at `spans`."""

    part_id: str
    section_id: str | None
    page: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """`name` from themes.toml, or words of the recommendation's own where `own` is true."""

    name: str
    reason: str  # shown to the user: the words or the similarity that decided
    score: float  # 0..1, higher is surer
    own: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    id: str  # "kramfors-2023-lss#3"
    document: str
    part_id: str
    municipality: str | None
    addressees: tuple[str, ...]  # lower case, definite form as written: "välfärdsnämnden"
    number: int  # order within its document, 1-based
    text: str  # without the pointer to sections and without bullet
    sections: tuple[str, ...]  # numbers the report points to: ("3.2", "3.3")
    stated_in: tuple[Quote, ...]  # every place, the most detailed statement in the report first
    themes: tuple[Theme, ...] = ()
    priority: str | None = None
    responsible: str | None = None


class Stance(StrEnum):
    AGREES = "delar"
    PARTLY = "delar delvis"
    DISAGREES = "delar inte"
    UNSTATED = "framgår ej"


@dataclass(frozen=True, slots=True)
class Response:
    """A board's reply to one recommendation."""

    recommendation_id: str
    quote: Quote
    stance: Stance
    measures: tuple[Quote, ...] = ()
    responsible: str | None = None
    due: date | None = None


class Verdict(StrEnum):
    YES = "ja"
    PARTLY = "delvis"
    NO = "nej"


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """A revisionsfråga with the auditors' answer, where the report gives one."""

    id: str
    part_id: str
    number: int
    question: Quote
    answer: Quote | None = None
    verdict: Verdict | None = None
    verdict_words: str | None = None  # the firm's own: "delvis uppfyllt"


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation or term that a document itself explains."""

    term: str
    expansion: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class LawReference:
    """A statute as a document cites it. `chapter`, `section` and `sfs` as written; None where not stated."""

    statute: str  # the name in statutes.toml, or as written where the table lacks it
    abbreviation: str | None
    chapter: str | None  # "6"
    section: str | None  # "6", "1–2", "3 a"
    sfs: str | None  # "2001:453", "SOSFS 2011:9"
    wrong_sfs: bool  # the number written belongs to no statute of that name
    right_sfs: str | None  # the number in force when the document was written; None where the table lacks the name
    replaced_by: str | None  # the number that has replaced the one in force then, where one has; None: still in force
    quote: Quote


class FollowUpStatus(StrEnum):
    DONE = "åtgärdad"
    PARTLY = "delvis åtgärdad"
    NOT_DONE = "ej åtgärdad"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a later review says became of a recommendation."""

    recommendation_id: str
    status: FollowUpStatus
    words: str  # the auditors' own: "delvis åtgärdad"
    quote: Quote


# ---------------------------------------------------------------- retrieval


@dataclass(frozen=True, slots=True)
class Filters:
    """Constraints; an empty tuple admits everything. Values as in `Part`, compared case-insensitively."""

    municipalities: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    part_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` is the fused one: 0..1 within one result list, higher is better."""

    passage: Passage
    part: Part
    section: Section | None
    score: float
    lexical: float = 0.0
    dense: float = 0.0


# ---------------------------------------------------------------- answers


class Refusal(StrEnum):
    """Why no answer is given. The web page chooses the Swedish words."""

    NO_EVIDENCE = "no_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    WRONG_MUNICIPALITY = "wrong_municipality"
    WRONG_YEAR = "wrong_year"
    NOT_STATED = "not_stated"  # the document is there but does not say
    EMPTY_QUESTION = "empty_question"
    EMPTY_INDEX = "empty_index"


@dataclass(frozen=True, slots=True)
class Checks:
    """The citation check (DESIGN §5). A statement that reaches a user has quote and figures true."""

    quote: bool
    figures: bool
    support: float  # 0..1, 1.0 for verbatim extraction


@dataclass(frozen=True, slots=True)
class Citation:
    """`start`/`end` index the raw text of `page` (its first page where the quote runs over two)."""

    n: int
    document: str
    part: str
    section: str | None
    section_title: str | None
    page: int | None
    start: int
    end: int
    quote: str
    part_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    citations: tuple[int, ...]
    checks: Checks


@dataclass(frozen=True, slots=True)
class LeftOut:
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    searched: int  # constituent documents within the question's constraints
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `answer` is Swedish Markdown with [n] after the words each citation carries."""

    id: str | None
    question: str
    answer: str
    refused: bool
    reason: Refusal | None
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    seconds: float
    notes: tuple[str, ...] = field(default=())  # what an attentive colleague would point out; cited within answer


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run of index() did; counts are files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    parts: int
    passages: int
    seconds: float
