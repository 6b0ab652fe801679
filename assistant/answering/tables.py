"""Figures from tables: the cell whose row, column and caption say what the question says; counts of ja and nej."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, quote_of
from assistant.answering.frame import Want
from assistant.answering.ranking import Sought
from assistant.answering.scope import Scope
from assistant.answering.terms import coverage, match, stems_of
from assistant.types import Hit, Passage, Quote, Table, TableCell

_FIGURE = re.compile(r"^[−-]?\d[\d \u00a0.,]*\s*(?:%|kr|mnkr|tkr|st)?\*?$", re.I)
_YES_NO = re.compile(r"^(ja|nej|x|-|delvis)\**$", re.I)


def cell_evidence(context: Context, sought: Sought, scope: Scope, hits: Sequence[Hit]) -> Evidence | None:
    """The best cell of the tables found, or None. Every year asked for must stand in its labels or caption."""
    best: Evidence | None = None
    for hit in hits:
        if hit.passage.table is None:
            continue
        for found in (_figure(context, sought, scope, hit), _count(context, sought, scope, hit)):
            if found and (best is None or found.score > best.score):
                best = found
    return best


def _labels(cell: TableCell) -> str:
    return " ".join((cell.row, *cell.columns))


def _scored(context: Context, sought: Sought, hit: Hit, labels: str) -> tuple[float, float]:
    """Coverage of the terms by the cell's labels, and by labels with caption and headings; 0..1 each."""
    own = {t.text: match(t, stems_of(labels)) for t in sought.terms}
    table = hit.passage.table
    around = [*stems_of(table.caption if table else ""), *context.heading_stems(hit), *stems_of(hit.part.title)]
    wide = {t.text: max(own[t.text], 0.85 * match(t, around)) for t in sought.terms}
    return coverage(sought.terms, own), coverage(sought.terms, wide)


def _figure(context: Context, sought: Sought, scope: Scope, hit: Hit) -> Evidence | None:
    table = hit.passage.table
    assert table is not None
    years = {str(y) for y in sought.years}
    header_years = {y for row in table.header for c in row for y in re.findall(r"\b(?:19|20)\d\d\b", c)}
    best: tuple[float, TableCell] | None = None
    for cell in table.cells:
        if not _FIGURE.match(cell.value.strip()) or re.fullmatch(r"(?:19|20)\d\d", cell.value.strip()):
            continue
        labels = _labels(cell)
        if years and not any(y in labels for y in years):
            if header_years or any(re.search(r"\b(?:19|20)\d\d\b", _labels(c)) for c in table.cells):
                continue
            if not any(y in table.caption for y in years) and hit.part.year not in sought.years:
                continue
        own, wide = _scored(context, sought, hit, labels)
        if wide < 0.5 or own < 0.15:
            continue
        unit = bool(re.search(r"mnkr|tkr|kr\b|kronor", labels + table.caption + hit.passage.text[:80], re.I))
        if sought.want is Want.AMOUNT and not unit:
            continue
        score = 0.5 * own + 0.35 * wide + 0.15 * hit.score + 0.3 * scope.affinity.get(hit.part.id, 0.0) + 0.1
        score += 0.05 * sum(1 for y in years if y in labels)
        if best is None or score > best[0] + 1e-9:
            best = (score, cell)
    if best is None:
        return None
    score, cell = best
    quotes = _quotes(context, hit.passage, table, cell)
    return Evidence(_sentence(cell), quotes, score=score) if quotes else None


def _sentence(cell: TableCell) -> str:
    labels = [label for label in dict.fromkeys((*cell.columns, cell.row)) if label.strip()]
    return f"{', '.join(labels)}: **{cell.value}**" if labels else f"**{cell.value}**"


def _count(context: Context, sought: Sought, scope: Scope, hit: Hit) -> Evidence | None:
    """"I hur många av de tio …?" answered by counting a row of ja and nej. The question's negation chooses which."""
    table = hit.passage.table
    assert table is not None
    if sought.want not in (Want.NUMBER, Want.SHARE):
        return None
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        if _YES_NO.match(cell.value.strip()):
            rows.setdefault(cell.row_index, []).append(cell)
    best: tuple[float, list[TableCell]] | None = None
    for cells in rows.values():
        if len(cells) < 3:
            continue
        own, wide = _scored(context, sought, hit, cells[0].row)
        if wide < 0.45 or own < 0.25:
            continue
        score = 0.5 * own + 0.35 * wide + 0.15 * hit.score + 0.3 * scope.affinity.get(hit.part.id, 0.0) + 0.12
        if best is None or score > best[0]:
            best = (score, cells)
    if best is None:
        return None
    score, cells = best
    negative = any(t.text in ("inte", "ej", "saknas", "saknades", "brast", "uteblev") for t in sought.terms) or sought.negated
    word = "nej" if negative else "ja"
    count = sum(c.value.strip().lower().rstrip("*") == word for c in cells)
    quotes = _quotes(context, hit.passage, table, cells[0], cells[-1])
    if not quotes:
        return None
    text = f"{cells[0].row} – {word.capitalize()} i **{count} av {len(cells)}** (räknat i tabellraden)"
    return Evidence(text, quotes, derived=(str(count), str(len(cells))), score=score)


def _quotes(context: Context, passage: Passage, table: Table, cell: TableCell, last: TableCell | None = None) -> tuple[Quote, ...]:
    """The whole table where it is small, else the heading row and the cell's own row, each contiguous on its page."""
    if len(passage.text.split()) <= 45 and len({s.page for s in passage.spans}) == 1:
        whole = quote_of(context, passage, 0, len(passage.text))
        if len(whole.spans) == 1:
            return (whole,)
    row = [c for c in table.cells if c.row_index == cell.row_index]
    page = cell.span.page
    same = [c.span for c in row if c.span.page == page]
    start, end = min(s.start for s in same), max(s.end for s in same)
    text = context.file(passage.file_id).pages[page - 1]
    label = cell.row.split()[0] if cell.row.split() else ""
    if label:
        before = text.rfind(label, max(0, start - len(cell.row) - 40), start)
        start = before if before >= 0 else start
    own = _from_raw(context, passage, page, start, end)
    return (own,) if own else ()


def _from_raw(context: Context, passage: Passage, page: int, start: int, end: int) -> Quote | None:
    from assistant.reading.spans import clean
    from assistant.types import Span

    span = Span(page, start, end)
    words = clean(context.file(passage.file_id).pages, (span,))
    return Quote(passage.part_id, passage.section_id, page, words, (span,)) if words else None
