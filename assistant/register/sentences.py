"""Where the sentences of a Swedish text begin and end."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s+[”\"’'(\[–-]?\s?[A-ZÅÄÖÉ0-9§])")
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:t\.?\s?ex|bl\.?\s?a|m\.\s?m|m\.\s?fl|d\.\s?v\.\s?s|dvs|kap|st|ca|s\.\s?k|f\.\s?d|fr\.\s?o\.\s?m|t\.\s?o\.\s?m"
    r"|p\.\s?g\.\s?a|o\.\s?s\.\s?v|osv|etc|resp|ev|enl|nr|jfr|dnr|tel|avd|fig|sid|prop|[A-ZÅÄÖ])|\bf\.|\be\.\s?d)\.$",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\s+(?:kap\b|§|\d+\s*§)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence in `text`, end-exclusive, without the white space between them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.end()].rstrip("”\"’')]")
        last = before.rsplit(None, 1)[-1] if before.split() else ""
        if _ABBREVIATIONS.search(before[-12:]) and not (len(last) == 2 and last[0].islower()):
            continue
        if re.fullmatch(r"\d{1,2}\.", last) and (len(before.split()) == 1 or _CONTINUES.match(text, match.end())):
            continue
        if _CONTINUES.match(text, match.end()):
            continue
        found.append((start, match.end()))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of `text`, in order."""
    return [text[a:b] for a, b in sentence_spans(text)]
