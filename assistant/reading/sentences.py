"""Where sentences begin and end in clean Swedish text."""

from __future__ import annotations

import re
from functools import cache

from assistant.reading.layout import layout

# A mark that may end a sentence, with closing quotes and a footnote's number glued to it ("nämnden.3 Vidare").
_END = re.compile(r"(?:[.!?]+|…)[”\"’'»)\]]*(?:(?<=[^\W\d_][.!?])\d{1,2})?(?=\s+(?P<next>\S))")
_BEFORE = re.compile(r"(?:[^\W\d_]{1,3}\.)*[^\W_]+$")
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÅÄÖ]$")
_ITEM_NUMBER = re.compile(r"(?:^|[:;.•]\s)\(?\d{1,2}$")
_ITEM = re.compile(r"(?<=\s)(?=[•●○▪►▶➢⎯\uf0b7]\s)")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    table = layout()["abbreviations"]
    return frozenset(table["words"]), frozenset(table["closing"])


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, end-exclusive, in order and without the white space between them.

    A list written as running text ("… följande: • det ena • det andra") is parted at its marks. Abbreviations,
    initials, dates, law references ("6 kap. 6 §") and numbers are never split. Empty text has no sentences.
    """
    cuts = {match.end() for match in _END.finditer(text) if _ends(text, match)}
    cuts |= {match.start() for match in _ITEM.finditer(text)}
    found: list[tuple[int, int]] = []
    start = 0
    for cut in [*sorted(cuts), len(text)]:
        piece = text[start:cut]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            found.append((start + lead, start + lead + len(piece.strip())))
        start = cut
    return found


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match.group("next")
    if following.islower() or following in ",;:)]":
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    before = text[max(0, match.start() - 30) : match.start()]
    if _INITIAL.search(before) or _ITEM_NUMBER.search(before):
        return False
    word = _BEFORE.search(before)
    if word is None:
        return True
    plain, closing = _abbreviations()
    known = word.group().lower()
    if known in closing:
        return following.isupper()
    if known in plain:
        return False
    return not (known.isdigit() and len(known) < 4 and following.isdigit())  # "år 2022. 41 procent" is two


sentence_spans = sentences  # the name by which other rooms know it
