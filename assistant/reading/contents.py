"""Tables of contents: dotted leaders, or number, title and page as cells, with or without a heading of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.model import Line

_TITLE = re.compile(r"(?:innehåll(?:sförteckning)?|contents)\s*:?", re.I)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{0,4}\s*$|…+\s*\d{1,4}\s*$|_{4,}\s*\d{1,4}\s*$")
_PAGE = re.compile(r"(?:^|\s|\.|…)(\d{1,3})$")
_ENTRY = re.compile(r"^(?:\d+(?:\.\d+)*\.?\s+|[A-H]\s+|Bilaga \d+\s*)\S.*?\s\d{1,3}$")

Row = list[int]  # indexes of the lines of one height


def find_contents(lines: Sequence[Line], body: Sequence[int]) -> list[list[int]]:
    """Runs of line indexes, each a table of contents with its heading. `body` are the lines to look among."""
    rows = _rows(lines, body)
    found: list[list[int]] = []
    at = 0
    while at < len(rows):
        titled = len(rows[at]) == 1 and bool(_TITLE.fullmatch(lines[rows[at][0]].text.strip()))
        end = _run(lines, rows, at + 1 if titled else at, titled)
        if end > (at + 1 if titled else at):
            found.append([i for row in rows[at:end] for i in row])
            at = end
        else:
            at += 1
    return found


def _rows(lines: Sequence[Line], body: Sequence[int]) -> list[Row]:
    rows: list[Row] = []
    for i in body:
        line = lines[i]
        if rows:
            last = lines[rows[-1][-1]]
            if (
                line.page == last.page
                and line.y is not None
                and last.y is not None
                and abs(line.y - last.y) < 2
                and (line.x or 0) > (last.x or 0)
            ):
                rows[-1].append(i)
                continue
        rows.append([i])
    return rows


def _page_of(lines: Sequence[Line], row: Row) -> int | None:
    """The page number an entry ends with, or None: "2.1 Syfte ..... 5", or cells "2.1", "Syfte", "5"."""
    text = " ".join(lines[i].text for i in row).strip()
    figures = sum(lines[i].text.strip().replace(" ", "").isdigit() for i in row[1:])
    match = _PAGE.search(text)
    if figures > 1 or not match or not re.search(r"[A-Za-zÅÄÖåäö]", text):
        return None
    return int(match.group(1))


def _run(lines: Sequence[Line], rows: Sequence[Row], start: int, titled: bool) -> int:
    """End of the run of entries that starts at `start`; `start` itself where none does."""
    at, last, entries, strong, end = start, 0, 0, 0, start
    size = lines[rows[start][0]].size if start < len(rows) else None
    while at < len(rows):
        row = rows[at]
        page = _page_of(lines, row)
        text = " ".join(lines[i].text for i in row)
        if not titled and _TITLE.fullmatch(text.strip()):
            break
        leader = bool(_LEADER.search(text))
        loose = not titled and not leader and not (len(row) > 1 or _ENTRY.match(text))
        if page is not None and last <= page <= last + 60 and len(text) < 160 and not loose:
            last, entries, end = page, entries + 1, at + 1
            strong += leader or len(row) > 1
            at += 1
            continue
        if entries == 0 and not titled:
            return start
        if not _continues(lines, rows, at, end, last, size):
            break
        at += 1
        if at - end == 1 and _is_tail(lines, rows, at - 1):
            end = at
    if titled:
        return end if entries >= 2 else start
    led = sum(bool(_LEADER.search(" ".join(lines[i].text for i in row))) for row in rows[start:end])
    if led >= 3 or _numbered(lines, rows[start:end]):
        return end
    first = _page_of(lines, rows[start])
    # Titles and figures side by side are as often a table; a contents list is long and begins near its own page.
    return (
        end if entries >= 6 and strong >= 6 and first is not None and first <= lines[rows[start][0]].page + 3 else start
    )


def _numbered(lines: Sequence[Line], rows: Sequence[Row]) -> bool:
    texts = [" ".join(lines[i].text for i in row) for row in rows]
    return len(texts) >= 3 and sum(bool(_ENTRY.match(t)) for t in texts) >= 0.8 * len(texts)


def _continues(lines: Sequence[Line], rows: Sequence[Row], at: int, end: int, last: int, size: float | None) -> bool:
    """Whether a row without page number is part of an entry: a wrapped title, or a number cell on its own line."""
    if at - end >= 4:
        return False
    line = lines[rows[at][0]]
    near = lines[rows[at - 1][0]].size if at else None
    if line.size is not None and all(s is not None and abs(line.size - s) > 0.6 for s in (size, near)):
        return False
    if len(line.text) > 100 or (line.bold and line.size != size):
        return False
    if _is_tail(lines, rows, at):
        return True
    for ahead in range(at + 1, min(at + 4, len(rows))):
        page = _page_of(lines, rows[ahead])
        bare = re.fullmatch(r"\d{1,3}", lines[rows[ahead][0]].text.strip()) and len(rows[ahead]) == 1
        if (page is not None and last <= page <= last + 60) or bare:
            return len(line.text) < 90 and not line.text.rstrip().endswith(".")
    return False


def _is_tail(lines: Sequence[Line], rows: Sequence[Row], at: int) -> bool:
    """The wrapped end of a title cell: begins in small letter right under the title."""
    row, before = rows[at], rows[at - 1] if at else []
    if len(row) != 1 or not before:
        return False
    line, above = lines[row[0]], lines[before[0]]
    if not line.text[:1].islower() or len(line.text) > 70 or line.text.rstrip().endswith("."):
        return False
    if len(before) == 1:  # "2.3 Dataskydd och systematisk 7" / "uppföljning": only between entries
        ahead = rows[at + 1] if at + 1 < len(rows) else None
        return _page_of(lines, before) is not None and ahead is not None and _page_of(lines, ahead) is not None
    if line.y is None or above.y is None or line.size is None:
        return False
    return line.page == above.page and 0 < above.y - line.y <= 1.45 * line.size
