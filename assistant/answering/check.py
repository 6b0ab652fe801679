"""The citation check: quote, then figures, then support. Nothing reaches a user that has not passed it.

No fuzzy threshold anywhere: similarity cannot tell 14 from 41. Fuzzy matching may locate, never approve.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answering.normal import normal, squash
from assistant.reading.sentences import sentences
from assistant.types import Checks, SourceFile, Span


@dataclass(frozen=True, slots=True)
class Cited:
    """The words a statement cites, as quoted, and where they are said to stand."""

    quote: str
    file: SourceFile
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What must agree exactly between a statement and its source."""

    numbers: Counter[str]
    names: frozenset[str]
    cues: Counter[str]


@cache
def _tables() -> tuple[re.Pattern[str], dict[str, str]]:
    data = tomllib.loads((Path(__file__).parent / "data" / "check.toml").read_text(encoding="utf8"))
    phrases = sorted(data["negations"] + data["hedges"] + data["speakers"], key=len, reverse=True)
    words = "|".join(r"\s+".join(re.escape(w) for w in p.split()) for p in phrases)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I), {k: str(v) for k, v in data["numbers"].items()}


# 6 kap. 6 §, 2011:9, 2 500, 5,6, 38 %, 2023-06-14, SOCN/2022:31: a figure is a run of digits with what binds it.
_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:/-]\d+)*")
_NAME = re.compile(r"(?<![.!?:•\"–—] )(?<!^)(?<![\w/-])[A-ZÅÄÖ][\wåäöÅÄÖéü:/-]*")


def quote_holds(cited: Cited) -> bool:
    """True when the quoted words are the words at their spans, and every span lies inside its page."""
    if not cited.spans or not squash(cited.quote):
        return False
    pages = cited.file.pages
    if any(not (1 <= s.page <= len(pages) and 0 <= s.start < s.end <= len(pages[s.page - 1])) for s in cited.spans):
        return False
    return squash("".join(pages[s.page - 1][s.start : s.end] + "\n" for s in cited.spans)) == squash(cited.quote)


def figures_of(text: str) -> Figures:
    """Numbers as written (thousands without space, number words as digits), names, and turning or weakening words."""
    text = normal(text)
    phrases, number_words = _tables()
    numbers = Counter(re.sub(r"[ \u00a0]", "", m.group()) for m in _NUMBER.finditer(text))
    numbers.update(number_words[w] for w in re.findall(r"\w+", text.lower()) if w in number_words)
    names = frozenset(_bare(m.group()) for m in _NAME.finditer(text))
    cues = Counter(re.sub(r"\s+", " ", m.group().lower()) for m in phrases.finditer(text))
    return Figures(numbers, names, cues)


def _bare(name: str) -> str:
    """A name without genitive: "Lindvallas" and "KPMG:s" are "lindvalla" and "kpmg"."""
    name = name.lower().rstrip(":-/")
    return name.removesuffix(":s").removesuffix("s")


def figures_hold(text: str, quotes: Sequence[str], derived: Sequence[str] = (), tabular: bool = False) -> bool:
    """Does every figure, name, negation and hedge of the statement stand in the cited words, and none fall away?

    Whole sentences quoted word for word hold by themselves. Otherwise the statement is held against the cited
    sentences that carry it; `derived` are figures computed from the cited words (a count, a sum), allowed on top.
    A `tabular` statement is made of whole cells: nothing can fall away, so its own words must all stand there.
    """
    cited = [normal(q) for q in quotes]
    whole = [squash(q[a:b]) for q in cited for a, b in sentences(q)] + [squash(q) for q in cited]
    mine = [normal(text)[a:b] for a, b in sentences(normal(text))]
    rest = [s for s in mine if squash(s).rstrip(".;,") not in {w.rstrip(".;,") for w in whole}]
    if not rest or squash(text) == squash(" ".join(cited)):
        return True
    statement = figures_of(" ".join(rest))
    everything = figures_of(" ".join(cited))
    if tabular:  # "355 402 388" are three cells of a row, not one number
        everything.numbers.update(re.findall(r"\d+(?:[.,:/-]\d+)*", " ".join(cited)))
    allowed = {re.sub(r"\s", "", d) for d in derived}
    if any(n not in everything.numbers and n not in allowed for n in statement.numbers):
        return False
    said = {_bare(w) for q in cited for w in re.findall(r"[\wåäöéü:/-]+", q)}
    if any(name not in said for name in statement.names):
        return False
    if tabular:
        return all(cue in everything.cues for cue in statement.cues)
    carrier = figures_of(_carrier(" ".join(rest), cited))
    return derived != () or carrier.cues == statement.cues


def _carrier(text: str, cited: Sequence[str]) -> str:
    """The cited sentences that share most words with the statement: at most as many as it has itself."""
    words = Counter(re.findall(r"\w+", text.lower()))
    units = [q[a:b] for q in cited for a, b in sentences(q)]
    wanted = max(1, len(sentences(text)))
    ranked = sorted(units, key=lambda u: -sum((words & Counter(re.findall(r"\w+", u.lower()))).values()))
    return " ".join(ranked[:wanted])


def check(text: str, cited: Sequence[Cited], derived: Sequence[str] = (), tabular: bool = False) -> Checks:
    """Run the check in its order. `support` is 1.0 for words quoted or computed from them, else word recall."""
    quote = bool(cited) and all(quote_holds(c) for c in cited)
    figures = quote and figures_hold(text, [c.quote for c in cited], derived, tabular)
    if not quote:
        return Checks(False, False, 0.0)
    words = re.findall(r"\w+", normal(text).lower())
    there = {w for c in cited for w in re.findall(r"\w+", normal(c.quote).lower())}
    support = 1.0 if derived else sum(w in there for w in words) / len(words) if words else 0.0
    return Checks(quote, figures, round(support, 3))
