"""Clean text and where every character of it stands: the one place that joins lines and words broken at line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Span

# A hyphen at a line end joins when a small letter follows and the words are not a coordinated pair
# ("kvalitets- och", "vård- eller", "hälso-\noch"): those keep their hyphen and a space.
_COORDINATION = re.compile(r"(?:och|eller|samt|respektive|till|/)\b")
_SOFT_HYPHEN = "\u00ad"


def clean_with_map(pages: Sequence[str], spans: Sequence[Span]) -> tuple[str, list[tuple[int, int]]]:
    """Join the raw slices of `spans` into clean text.

    Returns the text and, for each of its characters, (page, offset in that page's raw text). White space,
    including line breaks and the gap between two spans, becomes one space; soft hyphens vanish; a hyphen at a
    line end vanishes when it broke a word. The text has no space at either end.
    """
    out: list[str] = []
    where: list[tuple[int, int]] = []
    raw: list[tuple[str, int, int]] = []
    for number, span in enumerate(spans):
        page = pages[span.page - 1]
        if number:
            raw.append(("\n", span.page, span.start))
        raw.extend((page[i], span.page, i) for i in range(span.start, span.end))
    i, n = 0, len(raw)
    while i < n:
        char, page_no, offset = raw[i]
        if char == _SOFT_HYPHEN:
            i += 1
            continue
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                where.append((page_no, offset))
            i += 1
            continue
        if char in "-\u2010" and out and out[-1].isalpha():
            j = i + 1
            while j < n and raw[j][0].isspace() and raw[j][0] != "\n":
                j += 1
            if j < n and raw[j][0] == "\n":
                while j < n and raw[j][0].isspace():
                    j += 1
                rest = "".join(raw[k][0] for k in range(j, min(n, j + 12)))
                if rest[:1].islower() and not _COORDINATION.match(rest):
                    i = j
                    continue
                if rest[:1].isupper() or rest[:1].isdigit():  # "LSS-\nHandläggare", "2022-\n2023": the hyphen is real
                    out.append(char)
                    where.append((page_no, offset))
                    i = j
                    continue
        out.append(char)
        where.append((page_no, offset))
        i += 1
    while out and out[-1] == " ":
        out.pop()
        where.pop()
    return "".join(out), where


def clean(pages: Sequence[str], spans: Sequence[Span]) -> str:
    """Clean text of the raw slices; see `clean_with_map`."""
    return clean_with_map(pages, spans)[0]


def slice_spans(pages: Sequence[str], spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The raw spans behind `clean(pages, spans)[start:end]`: one for each run that is contiguous on its page.

    Two characters are contiguous when only white space or a line-end hyphen stands between them on the page, so
    each returned span is verbatim on its page. Empty when start >= end.
    """
    _, where = clean_with_map(pages, spans)
    found: list[Span] = []
    for page, offset in where[start:end]:
        if found and found[-1].page == page and offset >= found[-1].end:
            gap = pages[page - 1][found[-1].end : offset]
            if not gap.strip(" \t\r\n\u00a0-\u2010\u00ad"):
                found[-1] = Span(page, found[-1].start, offset + 1)
                continue
        found.append(Span(page, offset, offset + 1))
    return tuple(s for s in found if pages[s.page - 1][s.start : s.end].strip())
