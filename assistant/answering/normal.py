"""Normal forms for comparing words with words: what may differ between a quotation and its page, and nothing more.

`marks` are the normal form of what must agree exactly and in its order: figures, units, months, bodies and roles.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.reading.dates import MONTHS

_QUOTES = re.compile('[\u201c\u201d\u201e\u2033"«»]')
_APOSTROPHES = re.compile("[\u2018\u2019\u00b4`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LINE_HYPHEN = re.compile(r"(\w)[-\u2010]\s*\n\s*(\w)")
_SIGN = re.compile(r"(?:(?<=^)|(?<=[\s(]))-(?=\d)")
# 6 kap. 6 §, 2011:9, 2 500, 5,6, 38 %, 2023-06-14, SOCN/2022:31: a figure is a run of digits with what binds it.
NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:/-]\d+)*")


def normal(text: str) -> str:
    """White space collapsed, words broken at line ends joined, quotation marks and dashes of one kind; case kept."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = _LINE_HYPHEN.sub(r"\1\2", text)
    text = _DASHES.sub("-", _APOSTROPHES.sub("'", _QUOTES.sub('"', text)))
    return re.sub(r"\s+", " ", text).strip()


def squash(text: str) -> str:
    """`normal` without white space, hyphens and case: the form in which a quote must stand on its page.

    The sign of a figure is kept: a minus with nothing but white space or a parenthesis before it.
    """
    signed = _SIGN.sub("\u2212", normal(text))
    return re.sub(r"[\s\-]+", "", signed).lower()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `check.toml`: `listed` as they stand there, and what is made of them. All in small letters."""

    listed: Mapping[str, tuple[str, ...]]
    unit_of: Mapping[str, str]  # "miljoner kronor": "mnkr"
    number_of: Mapping[str, str]  # "tjugofem": "25"
    ordinal_of: Mapping[str, str]  # "tjugofemte": "25.e"
    plain: frozenset[str]  # words that are marks as they stand
    pattern: re.Pattern[str]  # a figure, a unit or a word
    measure: re.Pattern[str]
    body: re.Pattern[str]


def marks(text: str) -> list[str]:
    """What must agree between a statement and its source, in the order of the text and in one way of writing.

    Figures and number words ("tjugofem" is "25", "-5,6" has its sign), ordinals ("3.e"), units ("miljoner kronor" is
    "mnkr"), what a figure counts ("14 dagar": "14", "dag"), months, and bodies and roles without inflection.
    """
    table = words()
    found: list[str] = []
    end = -1  # where the last figure ended: what it counts stands beside it
    for match in table.pattern.finditer(normal(text).lower()):
        word = match.group()
        if match["number"]:
            found.append(re.sub(r"[ \u00a0]", "", word))
        elif mark := table.unit_of[word] if match["unit"] else _mark(word, match.start() == end + 1):
            found.append(mark)
        end = match.end() if match["number"] or word in table.number_of else -1
    return found


def _mark(word: str, counted: bool) -> str | None:
    table = words()
    if word in table.plain:
        return word
    if counted and (measure := table.measure.match(word)):
        return measure[1]
    body = table.body.fullmatch(word)
    return table.number_of.get(word) or table.ordinal_of.get(word) or (body[1] if body else None)


@cache
def words() -> Words:
    """Read once. Raises KeyError for a table that is missing."""
    data = tomllib.loads((Path(__file__).parent / "data" / "check.toml").read_text(encoding="utf8"))
    unit_of = {way: unit for unit, ways in data["units"].items() for way in ways}
    units = "|".join(rf"{re.escape(w)}(?!\w)" for w in sorted(unit_of, key=len, reverse=True))
    ends = "|".join(sorted(data["inflections"], key=len, reverse=True))
    return Words(
        {name: tuple(listed) for name, listed in data.items() if isinstance(listed, list)},
        unit_of,
        {word: str(n) for word, n in _composed(data["numbers"], data["numbers"])},
        {word: f"{n}.e" for word, n in _composed(data["numbers"], data["ordinals"])},
        frozenset((*MONTHS, *data["shares"], *data["sayings"])),
        re.compile(
            rf"(?P<number>(?:{_SIGN.pattern})?(?:{NUMBER.pattern}))|(?P<unit>(?<![^\W\d_])(?:{units}))|[^\W\d_]+"
        ),
        re.compile(rf"({'|'.join(data['measures'])})"),
        re.compile(rf"(\w*(?:{'|'.join(data['bodies'])}))(?:{ends})?s?"),
    )


def _composed(numbers: Mapping[str, int], last: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Words and their figures: those of `last`, and below 1 000 what ends with one: "två" + "hundra" + "tjugo" + it."""
    cardinal = last is numbers
    ones = {w: n for w, n in last.items() if 0 < n < 10} | ({"ett": 1, "en": 1} if cardinal else {})
    tens = {w: n for w, n in numbers.items() if 20 <= n < 100}
    small = dict(last) | {t + o: n + m for t, n in tens.items() for o, m in ones.items()}
    hundreds = {"hundra": 100, "etthundra": 100} | {w + "hundra": n * 100 for w, n in numbers.items() if 1 < n < 10}
    yield from (small | hundreds if cardinal else small).items()
    yield from ((h + w, m + n) for h, m in hundreds.items() for w, n in (small | ones).items() if 0 < n < 100)
