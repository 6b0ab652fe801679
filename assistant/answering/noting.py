"""What an attentive colleague would point out about the words an answer cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence
from assistant.answering.laws import wrong_number
from assistant.types import Quote

_SHARE = re.compile(r"(\d+(?:,\d+)?)\s*(?:%|procent)")
# Shares of one whole are listed in one breath: "har 28 % …, 9 % … och 58 % …".
_LISTED = re.compile(
    r"(?:\d+(?:,\d+)?\s*(?:%|procent)[^.%]{3,140}?){2,}(?:och|samt|"
    r"respektive)\s[^.%]{0,60}?\d+(?:,\d+)?\s*(?:%|procent)"
)


def share_sum(text: str) -> tuple[list[str], float] | None:
    """The shares of one whole listed in a sentence and their sum, when they do not make 100; None otherwise."""
    found = _LISTED.search(text)
    if not found or not re.search(
        r"\bav (?:de|dessa|samtliga|totalt|alla)\b|fördel|andel|(?:%|procent) av ", text, re.I
    ):
        return None
    shares = _SHARE.findall(found.group())
    total = sum(float(s.replace(",", ".")) for s in shares)
    return (shares, total) if len(shares) >= 3 and 85 <= total <= 115 and abs(total - 100) > 1.01 else None


def notes(context: Context, quotes: Sequence[Quote], laws: bool) -> list[Evidence]:
    """Shares that do not make 100, and statutes cited under another number elsewhere; each with its evidence."""
    found: list[Evidence] = []
    for quote in quotes:
        for sentence in re.split(r"(?<=[.!?])\s+", quote.text):
            if summed := share_sum(sentence):
                shares, total = summed
                number = f"{total:g}".replace(".", ",")
                text = f"{' + '.join(shares)} = {number} procent: andelarna summerar inte till 100."
                found.append(Evidence(text, (quote,), derived=(number, "100"), label=""))
        if laws and (clash := wrong_number(context, quote)):
            found.append(clash)
    return found[:2]
