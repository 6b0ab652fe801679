"""Small pieces of readable Swedish: counts in words, lists with "och", dates as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.reading.dates import MONTHS

_WORDS = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]


def counted(number: int) -> str:
    """Up to twelve in words, as klarspråk has it; figures above."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)


def joined(words: Sequence[str]) -> str:
    """ "a", "a och b", "a, b och c"; "" for none."""
    return ", ".join(words[:-1]) + " och " + words[-1] if len(words) > 1 else "".join(words)


def written(day: date) -> str:
    """ "22 december 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
