"""A question as a frame: its parts, what each part asks for, and what the whole is about."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Topic(StrEnum):
    """Which records, or which kind of text, can answer. Names as in data/cues.toml."""

    DEFINITION = "definition"
    RECURRENCE = "recurrence"
    COMPARISON = "comparison"
    DEADLINE = "deadline"
    RESPONSE = "response"
    RECOMMENDATIONS = "recommendations"
    ASSESSMENT = "assessment"
    FACT = "fact"


class Want(StrEnum):
    """What would answer a part of the question."""

    LAW = "law"
    SUM = "sum"
    SHARE = "share"
    AMOUNT = "amount"
    NUMBER = "number"
    FREQUENCY = "frequency"
    YEAR = "year"
    DATE = "date"
    PERSON = "person"
    NAME = "name"
    REASON = "reason"
    MEASURE = "measure"
    JUDGEMENT = "judgement"
    DEFINITION = "definition"
    LIST = "list"
    YESNO = "yesno"
    TEXT = "text"


FIGURES = frozenset({Want.SHARE, Want.AMOUNT, Want.NUMBER, Want.YEAR})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question: "från vilket år är de äldsta?"."""

    text: str
    want: Want


@dataclass(frozen=True, slots=True)
class Frame:
    """`text` is the question with its history worked in; `asked` is what the user typed."""

    asked: str
    text: str
    topic: Topic
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    topics: tuple[tuple[Topic, re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None], ...]
    wants: tuple[tuple[Want, re.Pattern[str]], ...]
    question_words: frozenset[str]
    recommendation_words: tuple[str, ...]


@cache
def cues() -> Cues:
    """The tables of data/cues.toml, compiled once."""
    data = tomllib.loads((Path(__file__).parent / "data" / "cues.toml").read_text(encoding="utf8"))

    def compiled(row: dict[str, object], key: str) -> re.Pattern[str] | None:
        flags = 0 if row.get("case") else re.IGNORECASE
        return re.compile(str(row[key]), flags) if key in row else None

    topics = tuple(
        (
            Topic(r["name"]),
            re.compile(r["pattern"], 0 if r.get("case") else re.I),
            compiled(r, "also"),
            compiled(r, "unless"),
        )
        for r in data["topic"]
    )
    wants = tuple((Want(r["name"]), re.compile(r["pattern"], re.I)) for r in data["want"])
    return Cues(topics, wants, frozenset(data["words"]["question"]), tuple(data["words"]["recommendation"]))


MOST_PARTS = 8  # more than anyone asks at once; each costs a ranking of its own

# A new part begins after a comma, a dash or "och" when an interrogative or a verb-first clause follows.
_INTERROGATIVE = (
    r"(?:hur|vad|vilka|vilket|vilken|vem|vems|när|varför|från vilket|under vems|av vem|till när|"
    r"på vilket|i vilken|med vilken|vart)"
)
_VERB_FIRST = r"(?:är|blir|stämmer|har|finns|håller|ska|delar|hur)"
_BREAK = re.compile(
    rf"(?:,\s*(?:och|samt|men)\s+|\s+(?:och|samt)\s+|\s*[–—]\s+|\s+-\s+|\?\s+(?:och\s+)?|;\s*|"
    rf",\s+)(?={_INTERROGATIVE}\b)"
    rf"|(?:,\s*(?:och|samt)\s+|\s*[–—]\s+|\s+-\s+|\?\s+)(?={_VERB_FIRST}\b)",
    re.I,
)


# A deadline is asked for by the question word, not by a "när" or "svar" somewhere in a subordinate clause.
_ASKS_WHEN = re.compile(
    r"^\W*(?:och |men )?(?:(?:senast )?när\b|(?:till |inom |vid )?vilket datum|till när|"
    r"(?:på )?vilken dag|hur lång tid|inom vilken tid|"
    r"vilken (?:tid|sista)|vad är (?:sista|svarsdatum)|sista dag|senast)|svarsdatum|svarstid|"
    r"deadline|senaste? (?:datum|dag)",
    re.I,
)


def want_of(text: str) -> Want:
    """What a part asks for; TEXT where nothing in the table matches."""
    return next((want for want, pattern in cues().wants if pattern.search(text)), Want.TEXT)


def topic_of(text: str) -> Topic:
    """What the question is about; FACT where nothing in the table matches."""
    for topic, pattern, also, unless in cues().topics:
        if pattern.search(text) and (also is None or also.search(text)) and not (unless and unless.search(text)):
            if topic is Topic.DEADLINE and not _ASKS_WHEN.search(text):
                continue
            return topic
    return Topic.FACT


def split(text: str) -> list[str]:
    """The parts of a question, in order; at least one. A lead-in without a verb is kept with what follows."""
    pieces = [p.strip(" ,;") for p in _BREAK.split(text.strip()) if p and p.strip(" ,;?")]
    parts: list[str] = []
    for piece in pieces:
        if parts and len(parts[-1].split()) < 3 and "?" not in parts[-1]:
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts[:MOST_PARTS] or [text.strip()]


def frame(question: str, text: str | None = None) -> Frame:
    """Parse a question; `text` is the question as it reads with its history worked in, where there is one."""
    whole = (text or question).strip()
    return Frame(question, whole, topic_of(whole), tuple(Part(p, want_of(p)) for p in split(whole)))
