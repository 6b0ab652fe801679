"""Dates as Swedish documents write them, and the date by which an answer is asked for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, 1)
}
_NAME = "|".join(MONTHS) + r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.?(?=\s)"
_DATE = re.compile(
    rf"""(?<![\d/:.-])(?:
      (?P<iso>(?:19|20)\d\d)\s?[-–.]\s?(?P<isom>0[1-9]|1[0-2])\s?[-–.]\s?(?P<isod>0[1-9]|[12]\d|3[01])(?!\d|[-/]\d)
    | (?P<compact>20\d\d)(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12]\d|3[01])(?!\d|-)
    | (?P<d>\d{{1,2}})(?::?e|:a)?\s+(?P<m>{_NAME})(?:,?\s+(?:år\s+)?(?P<y>(?:19|20)\d\d)(?!\d))?
    | (?P<sd>\d{{1,2}})/(?P<sm>1[0-2]|0?[1-9])(?:[\s/-]+(?P<sy>20\d\d))?(?![\d/])
    | (?P<yy>\d\d)-(?P<ym>0[1-9]|1[0-2])-(?P<yd>0[1-9]|[12]\d|3[01])(?![\d-])
    | (?P<mm>{"|".join(MONTHS)})\s+(?:månad\s+)?(?:år\s+)?(?P<my>(?:19|20)\d\d)(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, at [start, end). `day` false: only the month is written, and `value` is its first day.

    `value` is None where the year is missing; then `month` and `day_number` hold what is written.
    """

    value: date | None
    start: int
    end: int
    day: bool = True
    month: int = 0
    day_number: int = 0


def _build(match: re.Match[str]) -> FoundDate | None:
    g = match.groupdict()
    start, end = match.span()
    try:
        if g["iso"]:
            return FoundDate(date(int(g["iso"]), int(g["isom"]), int(g["isod"])), start, end)
        if g["compact"]:
            return FoundDate(date(int(g["compact"]), int(g["cm"]), int(g["cd"])), start, end)
        if g["yy"]:
            return FoundDate(date(2000 + int(g["yy"]), int(g["ym"]), int(g["yd"])), start, end)
        if g["mm"]:
            return FoundDate(date(int(g["my"]), _MONTH[g["mm"].lower()], 1), start, end, day=False)
        day, month, year = (g["d"], g["m"], g["y"]) if g["d"] else (g["sd"], g["sm"], g["sy"])
        number = _MONTH[month.lower().rstrip(".")[:3]] if g["d"] else int(month)
        if year:
            return FoundDate(date(int(year), number, int(day)), start, end)
        date(2024, number, int(day))  # a leap year: raises for days that no year has
        return FoundDate(None, start, end, month=number, day_number=int(day))
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Every date in the text, in order. "14/6" without a year counts only when it reads as day/month."""
    found = (_build(match) for match in _DATE.finditer(text))
    return [one for one in found if one is not None]


def complete(found: FoundDate, after: date | None) -> date | None:
    """The date, its year taken as the first that puts it on or after `after` where none is written."""
    if found.value is not None:
        return found.value
    if after is None:
        return None
    for year in (after.year, after.year + 1):
        try:
            value = date(year, found.month, found.day_number)
        except ValueError:
            continue
        if value >= after:
            return value
    return None


# The auditors ask in many words; what they share is an answer word and a limit word in the same sentence or
# the one before ("Vi önskar nämndens yttrande. Det ska vara oss tillhanda senast den …").
_ANSWER = re.compile(
    r"\b(?:svar(?:a|ar|et|en|s)?\b|svars?(?:datum|tid|skrivelse)|besvara|yttra|yttrande|synpunkter|inkom|tillhanda|"
    r"återkoppl|återkom|kommentar|redogör|redovisa|skriftlig|inlämn|lämna(?:r|s|t|de)?\b)",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:senast|före|innan|svarsdatum|svarstid|svarsdag|sista (?:dag|datum)|t\.?\s?o\.?\s?m\.?|till och med|"
    r"(?:svar|yttrande|synpunkter)[^.]{0,140}\btill(?: den)?|deadline)\b[^.?!]{0,60}?$",
    re.IGNORECASE,
)
_NOT_ANSWER = re.compile(
    r"\b(?:genomför\w*|åtgärda\w*|slutför\w*|implementer\w*|verkställ\w*|avrapporter\w*|publicer\w*)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


def answer_due(text: str, written: date | None) -> date | None:
    """The date by which the document asks for an answer, or None.

    `written` is the document's own date (or the best that is known): it gives the year where the text leaves it
    out. A month alone ("senast i september 2024") means its last day.
    """
    previous = ""
    for sentence in _SENTENCE.split(text):
        for found in find_dates(sentence):
            before = sentence[: found.start]
            if not _LIMIT.search(before) or _NOT_ANSWER.search(before[-90:]):
                continue
            if not (_ANSWER.search(sentence) or _ANSWER.search(previous)):
                continue
            value = complete(found, written)
            if value is not None and not found.day:
                value = value.replace(day=calendar.monthrange(value.year, value.month)[1])
            if value is not None:
                return value
        previous = sentence
    return None
