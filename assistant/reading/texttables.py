"""Tables whose geometry is lost: a line of headings over lines of as many figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.model import Line
from assistant.reading.spans import clean
from assistant.reading.tablegrid import FoundTable
from assistant.types import Span, Table, TableCell

_NUMBER = re.compile(r"[-–−+]?\d+(?:[.,:]\d+)*\s?%?")
_MAX_LABEL = 60


def find_text_tables(pages: Sequence[str], lines: Sequence[Line], body: Sequence[int]) -> list[FoundTable]:
    """Runs of figure rows with the headings above them."""
    found: list[FoundTable] = []
    at = 0
    while at < len(body):
        table = _headed(pages, lines, body, at) or _stacked(pages, lines, body, at)
        if table is None:
            at += 1
            continue
        found.append(table)
        at = max(k for k, i in enumerate(body) if i in table.lines) + 1
    return found


def _tokens(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The words a line begins with and where its trailing figures stand; none where it ends in a word."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"\S+", text):
        if _NUMBER.fullmatch(match.group()) or (spans and match.group() in ("-", "–", "%")):
            spans.append(match.span())
        else:
            spans = []
    return (text[: spans[0][0]].strip() if spans else text.strip()), spans


def _headed(pages: Sequence[str], lines: Sequence[Line], body: Sequence[int], at: int) -> FoundTable | None:
    """ "Mnkr 2019 2020 2021" over "Kostnader 4,1 7,2 3,9", the row's label perhaps on lines of its own."""
    head = lines[body[at]]
    label, columns = _tokens(head.text)
    names = [head.text[a:b] for a, b in columns]
    if len(names) < 2 or len(label) > 30 or not all(re.fullmatch(r"(?:19|20)\d\d", n) for n in names):
        return None
    header = (label, *names)
    cells: list[TableCell] = []
    used: list[int] = [body[at]]
    pending: list[int] = []
    row = 0
    for i in body[at + 1 : at + 40]:
        words, figures = _tokens(lines[i].text)
        if lines[i].page != head.page or len(words) > _MAX_LABEL or words.endswith((".", ":")):
            break
        if not figures and len(pending) < 3:
            pending.append(i)
            continue
        if len(figures) != len(names):
            break
        spans = [lines[j].span for j in pending]
        own = Span(lines[i].page, lines[i].start, lines[i].start + figures[0][0])
        name = clean(pages, [*spans, own] if words else spans)
        cells += _row(lines[i], name, header, figures, row)
        used += [*pending, i]
        pending, row = [], row + 1
    return FoundTable(tuple(used), Table((header,), tuple(cells))) if cells else None


def _row(
    line: Line, label: str, header: Sequence[str], figures: Sequence[tuple[int, int]], row: int
) -> list[TableCell]:
    return [
        TableCell(
            label,
            (header[k + 1],),
            line.text[a:b],
            Span(line.page, line.start + a, line.start + b),
            row,
            k + 1,
        )
        for k, (a, b) in enumerate(figures)
    ]


def _stacked(pages: Sequence[str], lines: Sequence[Line], body: Sequence[int], at: int) -> FoundTable | None:
    """Headings as short lines above "2021 0 4 14", "2022 102 15 15": as many headings as figures."""
    rows: list[int] = []
    width = 0
    for i in body[at : at + 40]:
        words, figures = _tokens(lines[i].text)
        if len(figures) < 2 or len(words) > _MAX_LABEL or (width and len(figures) != width):
            break
        width = len(figures)
        rows.append(i)
    if len(rows) < 2:
        return None
    labelled = all(_tokens(lines[i].text)[0] for i in rows)
    years = all(re.match(r"(?:19|20)\d\d\b", lines[i].text) for i in rows)
    if not labelled and not years:
        return None
    values = width if labelled else width - 1
    heads = _heads(lines, body, at, values)
    if heads is None or values < 1:
        return None
    names = [clean(pages, [lines[i].span for i in group]) for group in heads]
    header = ("", *names)
    cells: list[TableCell] = []
    for r, i in enumerate(rows):
        words, figures = _tokens(lines[i].text)
        label = words if labelled else lines[i].text[figures[0][0] : figures[0][1]]
        cells += _row(lines[i], label, header, figures if labelled else figures[1:], r)
    return FoundTable((*(i for group in heads for i in group), *rows), Table((header,), tuple(cells)))


def _heads(lines: Sequence[Line], body: Sequence[int], at: int, count: int) -> list[list[int]] | None:
    """The `count` headings that end right above `at`, each one or more short lines; None where they do not fit."""
    above: list[int] = []
    for k in range(at - 1, max(-1, at - 1 - 4 * count), -1):
        text = lines[body[k]].text.strip()
        if len(text) > 40 or text.endswith((".", ":", "?")) or lines[body[k]].page != lines[body[at]].page:
            break
        above.insert(0, body[k])
    joined: list[list[int]] = []
    for i in above:
        text = lines[i].text.strip()
        if joined and (text[:1].islower() or text[:1] == "("):
            joined[-1].append(i)
        else:
            joined.append([i])
    if len(joined) < count:
        return None
    return joined[-count:]
