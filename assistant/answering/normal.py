"""Normal forms for comparing words with words: what may differ between a quotation and its page, and nothing more.

`marks` are the normal form of what must agree exactly and in its order: figures, units, months, bodies and roles.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_QUOTES = re.compile('[\u201c\u201d\u201e\u2033"«»]')
_APOSTROPHES = re.compile("[\u2018\u2019\u00b4`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LINE_HYPHEN = re.compile(r"(\w)[-\u2010]\s*\n\s*(\w)")
_SIGN = re.compile(r"(?:(?<=^)|(?<=[\s(]))-(?=\d)")
# 6 kap. 6 §, 2011:9, 2 500, 5,6, 38 %, 2023-06-14, SOCN/2022:31: a figure is a run of digits with what binds it.
NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:/-]\d+)*")
_MONTH_OF_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-(\d\d)-\d\d(?!\d)")


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


def marks(text: str) -> list[str]:
    """What must agree between a statement and its source, in the order of the text and in one way of writing.

    Figures and number words ("tjugofem" is "25", "-5,6" has its sign), ordinals ("3.e"), units ("miljoner kronor" is
    "mnkr"), what a figure counts ("14 dagar": "14", "dag"), months, and bodies and roles without inflection.
    """
    table = words()
    found: list[str] = []
    end = -1  # where the last figure ended: measures stand beside it
    for match in table["pattern"].finditer(normal(text).lower()):
        word = match.group()
        counted = match.start() == end + 1
        if match["number"]:
            found.append(re.sub(r"[ \u00a0]", "", word))
        elif match["unit"]:
            found.append(table["unit_of"][word])
        elif mark := _mark(word, counted):
            found.append(mark)
        end = match.end() if found and found[-1][-1:].isdigit() else -1
    return found


def number_of(word: str) -> str | None:
    """The figure of a number word in small letters: "tjugofem" is "25"; None for other words."""
    return words()["number_of"].get(word)


def months_of_days(text: str) -> set[str]:
    """Months by name of the days written with figures: "2023-10-20" is in "oktober"."""
    names = words()["months"]
    return {names[int(m) - 1] for m in _MONTH_OF_DAY.findall(normal(text)) if 1 <= int(m) <= 12}


def _mark(word: str, counted: bool) -> str | None:
    table = words()
    if word in table["number_of"]:
        return str(table["number_of"][word])
    if word in table["ordinal_of"]:
        return f"{table['ordinal_of'][word]}.e"
    if word in table["plain"]:
        return word
    if counted and (measure := table["measure"].match(word)):
        return str(measure[1])
    body = table["body"].fullmatch(word)
    return body[1] if body else None


@cache
def words() -> dict[str, Any]:
    """The words of `check.toml`, with the patterns and composed numbers made from them."""
    data = tomllib.loads((Path(__file__).parent / "data" / "check.toml").read_text(encoding="utf8"))
    unit_of = {way: unit for unit, ways in data["units"].items() for way in ways}
    units = "|".join(rf"{re.escape(w)}(?!\w)" for w in sorted(unit_of, key=len, reverse=True))
    ends = "|".join(sorted(data["inflections"], key=len, reverse=True))
    return {
        **data,
        "unit_of": unit_of,
        "number_of": dict(_composed(data["numbers"], data["numbers"])),
        "ordinal_of": dict(_composed(data["numbers"], data["ordinals"])),
        "plain": {*data["months"], *data["shares"]},
        "pattern": re.compile(
            rf"(?P<number>(?:(?<=^)|(?<=[\s(]))-(?=\d)(?:{NUMBER.pattern})|{NUMBER.pattern})"
            rf"|(?P<unit>(?<![^\W\d_])(?:{units}))|[^\W\d_]+"
        ),
        "measure": re.compile(rf"({'|'.join(data['measures'])})"),
        "body": re.compile(rf"(\w*(?:{'|'.join(data['bodies'])}))(?:{ends})?s?"),
    }


def _composed(numbers: dict[str, int], last: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Words and figures below a thousand: "tjugo" + "fem", "två" + "hundra" + "tjugo" + "fem"; `last` ends them."""
    ones = {w: n for w, n in last.items() if n < 10} | ({"ett": 1, "en": 1} if last is numbers else {})
    tens = {w: n for w, n in numbers.items() if 20 <= n < 100 and n % 10 == 0}
    small = dict(last) | {t + o: n + m for t, n in tens.items() for o, m in ones.items() if m}
    yield from ((word, str(n)) for word, n in small.items())
    hundreds = {"hundra": 100, "etthundra": 100} | {w + "hundra": n * 100 for w, n in numbers.items() if 1 < n < 10}
    if last is numbers:
        yield from ((word, str(n)) for word, n in hundreds.items())
    yield from ((h + w, str(m + n)) for h, m in hundreds.items() for w, n in small.items() if 0 < n < 100)
