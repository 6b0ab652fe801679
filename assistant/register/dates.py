"""Dates by which something is promised, as Swedish prose writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
_SEASONS = {"våren": 5, "vårterminen": 6, "sommaren": 8, "hösten": 11, "höstterminen": 12, "årsskiftet": 12}
_DATE = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d-\d\d-\d\d\b)"
    rf"|\b(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?P<season>{'|'.join(_SEASONS)})\s+(?P<syear>(?:19|20)\d\d)\b"
    rf"|\bkvartal\s+(?P<quarter>[1-4]),?\s+(?P<qyear>(?:19|20)\d\d)\b"
    rf"|\b(?:under|utgången av|slutet av|år)\s+(?P<only>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def dates(text: str) -> list[tuple[int, date]]:
    """(offset, date) for each date in `text`. A month, season, quarter or year stands for its last day."""
    found = []
    for m in _DATE.finditer(text):
        try:
            if m["iso"]:
                found.append((m.start(), date.fromisoformat(m["iso"])))
            elif m["month"]:
                year, month = int(m["year"]), _MONTHS.index(m["month"].lower()) + 1
                found.append((m.start(), date(year, month, int(m["day"]) if m["day"] else monthrange(year, month)[1])))
            elif m["season"]:
                year, month = int(m["syear"]), _SEASONS[m["season"].lower()]
                found.append((m.start(), date(year, month, monthrange(year, month)[1])))
            elif m["quarter"]:
                year, month = int(m["qyear"]), 3 * int(m["quarter"])
                found.append((m.start(), date(year, month, monthrange(year, month)[1])))
            else:
                found.append((m.start(), date(int(m["only"]), 12, 31)))
        except ValueError:  # "31 juni 2024" as a misprint: not a date
            continue
    return found
