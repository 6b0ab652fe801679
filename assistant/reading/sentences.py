"""Where Swedish sentences end: abbreviations, law references and list numbers do not end one."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    ["bl", "a.bl", "d.v.s.dvs", "e.d", "e.dyl", "ev", "exkl", "f.d", "fr.o.m", "fr", "o", "m", "forts", "fig", "hög", "inkl", "jfr", "kap", "kl", "kr", "m.fl", "m", "fl", "m.m", "m", "m", "max", "mfl", "min", "mm", "mnkr", "mkr", "mdkr", "n.a", "nr", "o.d", "o.dyl", "obs", "osv", "p.g.a", "pga", "resp", "s.k", "st", "t.ex", "t", "ex", "t.o.m", "t", "o", "m", "tabell", "tel", "tf", "tkr", "u.a", "bl.a", "bl.a", "dnr", "s.a.s", "i.e", "ang", "art", "avd", "avs", "bil", "ca", "d.y", "e.g", "enl", "ex", "f.n", "f.v.b", "fn", "följ", "m.a.o", "msk", "o.s.v", "prop", "sid", "t.h", "t.v", "vol", "bif", "ref", "ifr", "max"]
)
_END = re.compile(r"[.!?…](?:[”\"’')\]]|\d{1,2}(?=\s))*(?=\s+[\"”“'(\[]?[A-ZÅÄÖ0-9•–—])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence in clean text, in order and without the spaces between. "" has none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _abbreviated(text, start, match.start()):
            continue
        spans.append((start, end))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _abbreviated(text: str, start: int, dot: int) -> bool:
    if text[dot] != ".":
        return False
    word = text[start:dot].rsplit(" ", 1)[-1].lstrip('("”').lower()
    if word in _ABBREVIATIONS or re.fullmatch(r"(?:[a-zåäö]\.)*[a-zåäö]", word):
        return True
    if re.fullmatch(r"\d+(?:\.\d+)*", word):  # "1. Ja" in a list; "år 2023. Vi" ends a sentence
        return start + len(word) >= dot - 1 or text[start:dot].strip().lower() == word
    return False
