"""Clean text and where every character of it stands: the one place that joins lines and words broken at line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Span

# A hyphen at a line end joins when a small letter follows and the words are not a coordinated pair
# ("kvalitets- och", "vård- eller", "hälso-\noch"): those keep their hyphen and a space.
_COORDINATION = re.compile(r"(?:och|eller|samt|respektive|resp|kontra|till|alternativt|som|men)\b|/")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010"
_WORD = re.compile(r"[^\W_]+")


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
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                where.append((page_no, offset))
            i += 1
            continue
        following = _after_break(raw, i) if char in _HYPHENS or char in ("–", _SOFT_HYPHEN) else None
        if char == _SOFT_HYPHEN:
            i = i + 1 if following is None else following
            continue
        kept = None if following is None else _hyphen(pages, out, raw, following, char)
        if kept is not None and following is not None:
            i = following
            if not kept:
                continue
        else:
            i += 1
        out.append(char)
        where.append((page_no, offset))
    while out and out[-1] == " ":
        out.pop()
        where.pop()
    return "".join(out), where


def _after_break(raw: Sequence[tuple[str, int, int]], at: int) -> int | None:
    """Where the text goes on after a mark that ends its line; None where the mark stands inside a line."""
    at += 1
    broken = False
    while at < len(raw) and raw[at][0].isspace():
        broken = broken or raw[at][0] == "\n"
        at += 1
    return at if broken and at < len(raw) else None


def _hyphen(
    pages: Sequence[str], out: Sequence[str], raw: Sequence[tuple[str, int, int]], at: int, char: str
) -> bool | None:
    """What a mark at a line end is: False it broke a word and goes, True it joins without a space, None neither."""
    if not out or not out[-1].isalnum():
        return None
    rest = "".join(raw[k][0] for k in range(at, min(len(raw), at + 40)))
    if out[-1].isdigit() or char == "–":
        return True if out[-1].isdigit() and rest[:1].isdigit() else None  # "2019-\n2022"
    token = _last_token(out)
    if "://" in token or token.lower().startswith("www."):
        return True
    if rest[:1].isupper() or rest[:1].isdigit():
        return True  # "LSS-\nHandläggare", "covid-\n19": the hyphen is real
    if not rest[:1].islower() or _COORDINATION.match(rest):
        return None
    match = _WORD.search(token[::-1])
    last = match.group()[::-1] if match else token
    if len(last) == 1 or last.isupper():
        return True  # "IT-\nsystem", "e-\ntjänst"
    return _written_so(pages, last, rest)


def _last_token(out: Sequence[str]) -> str:
    k = len(out)
    while k > 0 and out[k - 1] != " " and len(out) - k < 200:
        k -= 1
    return "".join(out[k:])


def _written_so(pages: Sequence[str], last: str, rest: str) -> bool:
    """Whether the document writes the word with the hyphen elsewhere ("Delta-mall"), and never without."""
    first = _WORD.match(rest)
    if first is None:
        return False
    hyphened, joined = f"{last}-{first.group()}", f"{last}{first.group()}"
    return any(hyphened in page for page in pages) and not any(joined in page for page in pages)


def clean(pages: Sequence[str], spans: Sequence[Span]) -> str:
    """Clean text of the raw slices; see `clean_with_map`."""
    return clean_with_map(pages, spans)[0]


def slice_spans(pages: Sequence[str], spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The raw spans behind `clean(pages, spans)[start:end]`: one for each run that is contiguous on its page.

    Two characters are contiguous when only white space or a line-end hyphen stands between them on the page, so
    each returned span is verbatim on its page. Empty when start >= end.
    """
    text, where = clean_with_map(pages, spans)
    found: list[Span] = []
    for char, (page, offset) in zip(text[start:end], where[start:end], strict=True):
        if char == " ":
            continue  # the space between two lines is nobody's: what counts is what stands around it
        if found and found[-1].page == page and offset >= found[-1].end:
            gap = pages[page - 1][found[-1].end : offset]
            if not gap.strip(" \t\r\n\u00a0-\u2010\u00ad"):
                found[-1] = Span(page, found[-1].start, offset + 1)
                continue
        found.append(Span(page, offset, offset + 1))
    return tuple(s for s in found if pages[s.page - 1][s.start : s.end].strip())
