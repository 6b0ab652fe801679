"""Answers from tables: the cell whose labels say what the question says, or the rows that share a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, quote_of
from assistant.answering.frame import Want
from assistant.answering.ranking import Sought
from assistant.answering.scope import Scope
from assistant.answering.terms import coverage, match, stems_of
from assistant.reading.spans import clean
from assistant.types import Hit, Passage, Quote, Span, Table, TableCell

_FIGURE = re.compile(r"^[−–-]?\d[\d \u00a0.,]*\s*(?:%|procent|kr|mnkr|tkr|st)?\*?$", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YES_NO = re.compile(r"^(ja|nej|x|-|–|delvis|n/a|e/t)?\**$", re.I)
_MONEY = re.compile(r"mnkr|tkr|\bkr\b|kronor|miljon", re.I)
_COUNTED = re.compile(r"^(?:hur|i hur|antal)", re.I)
# Which column answers a want that is no figure.
_COLUMNS: dict[Want, re.Pattern[str]] = {
    Want.PERSON: re.compile(r"ansvar|handläggare|utförare|vem|funktion|roll", re.I),
    Want.DATE: re.compile(r"klar|datum|tid|när|senast|genomfört|slutför", re.I),
    Want.YEAR: re.compile(r"klar|datum|tid|när|senast|år", re.I),
    Want.MEASURE: re.compile(r"åtgärd|aktivitet|insats|svar|ställningstagande", re.I),
    Want.JUDGEMENT: re.compile(r"bedömning|omdöme|status|resultat|läge|uppfyll", re.I),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a row or cell meets the question: by its own labels, and with caption and headings; 0..1 each."""

    own: float
    wide: float
    score: float
    best: float = 1.0  # how well the best-matched term stands in the labels


def cell_evidence(
    context: Context, sought: Sought, scope: Scope, hits: Sequence[Hit], used: Sequence[str] = ()
) -> Evidence | None:
    """The best answer any of the tables found holds, or None. A year asked for must stand in labels or caption."""
    best: Evidence | None = None
    for hit in hits:
        if hit.passage.table is None or not hit.passage.table.cells:
            continue
        for way in (_figure, _count, _column):
            found = way(context, sought, scope, hit, used)
            if found and (best is None or found.score > best.score):
                best = found
    return best


def rows_of(table: Table) -> dict[int, list[TableCell]]:
    """Body cells by row, in order of column."""
    rows: dict[int, list[TableCell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row_index, c.column_index)):
        rows.setdefault(cell.row_index, []).append(cell)
    return rows


def _fit(context: Context, sought: Sought, scope: Scope, hit: Hit, labels: str) -> Fit:
    stems = stems_of(labels)
    own = {t.text: match(t, stems) for t in sought.terms}
    table = hit.passage.table
    around = [*stems_of(table.caption if table else ""), *context.heading_stems(hit), *stems_of(hit.part.title)]
    wide = {t.text: max(own[t.text], 0.85 * match(t, around)) for t in sought.terms}
    a, b = coverage(sought.terms, own), coverage(sought.terms, wide)
    return Fit(
        a,
        b,
        0.5 * a + 0.35 * b + 0.15 * hit.score + 0.3 * scope.affinity.get(hit.part.id, 0.0),
        max(own.values(), default=0.0),
    )


def _years_stand(sought: Sought, hit: Hit, table: Table, labels: str) -> bool:
    """Do the labels speak of a year asked for, or of none while the table or its document is of that year?"""
    years = {str(y) for y in sought.years}
    here = set(_YEAR.findall(labels))
    if not years or years & here:
        return True
    if here:
        return False
    around = set(_YEAR.findall(table.caption)) | {y for row in table.header for c in row for y in _YEAR.findall(c)}
    return bool(years & around) or hit.part.year in sought.years


def _mentioned(label: str, text: str) -> bool:
    """Does the question hold the row's label word for word ("7–9", "Särskilt boende")?"""
    plain = re.sub(r"[–—]", "-", label.strip().lower())
    return (
        len(plain) >= 2
        and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", re.sub(r"[–—]", "-", text.lower())) is not None
    )


_NEGATIVE = re.compile(r"\b(?:ej|inte|nej|saknas|brist\w*|felaktig\w*)\b", re.I)
_POSITIVE = re.compile(r"^(?:ja|uppfyll\w*|godkän\w*|genomför\w*|antal ja)\b", re.I)


def _polarity(sought: Sought, cell: TableCell) -> float:
    """Columns of yes and no: the one that the question's negation points at is likelier."""
    head = " ".join(cell.columns)
    if _NEGATIVE.search(head):
        return 0.08 if sought.negated else -0.08
    return (-0.08 if sought.negated else 0.08) if _POSITIVE.search(head) else 0.0


def _labels(cell: TableCell) -> str:
    return " ".join((cell.row, *cell.columns))


def _figure(context: Context, sought: Sought, scope: Scope, hit: Hit, used: Sequence[str] = ()) -> Evidence | None:
    """The figure whose labels meet the question best; a few that meet it equally are all given."""
    table = hit.passage.table
    assert table is not None
    if sought.want not in (Want.NUMBER, Want.SHARE, Want.AMOUNT, Want.TEXT, Want.YESNO, Want.LIST):
        return None
    best: list[tuple[float, TableCell]] = []
    for cell in table.cells:
        value = cell.value.strip()
        if (
            cell.column_index == 0
            or not _FIGURE.match(value)
            or _YEAR.fullmatch(value)
            or not _years_stand(sought, hit, table, _labels(cell))
        ):
            continue
        if sought.want is Want.AMOUNT and not _MONEY.search(
            _labels(cell) + value + table.caption + hit.passage.text[:120]
        ):
            continue
        fit = _fit(context, sought, scope, hit, _labels(cell))
        if fit.wide < 0.45 or fit.own < 0.2 or fit.best < 0.7 or sentence(cell) in used:
            continue
        share = "%" in value or "procent" in _labels(cell).lower() or "andel" in _labels(cell).lower()
        score = fit.score + 0.12 + (0.06 if (sought.want is Want.SHARE) == share else -0.06)
        score += _polarity(sought, cell) + (0.15 if _mentioned(cell.row, sought.text) else 0.0)
        best.append((score + 0.05 * sum(str(y) in _labels(cell) for y in sought.years), cell))
    if not best:
        return None
    best.sort(key=lambda x: -x[0])
    ties = [c for s, c in best if s > best[0][0] - 0.01]
    if len(ties) > 3:
        return None
    shown = sorted(ties, key=lambda c: (c.row_index, c.column_index))  # the question tells them not apart: give all
    given = [Evidence(sentence(c), cell_quotes(context, hit.passage, table, c), tabular=True) for c in shown]
    given = [e for e in given if e.quotes]
    return replace(given[0], score=best[0][0], beside=tuple(given[1:])) if given else None


def sentence(cell: TableCell) -> str:
    """A cell as a statement: its headings, its row and its value."""
    labels = [x.strip() for x in dict.fromkeys((cell.row, *cell.columns)) if x.strip()]
    return f"{', '.join(labels)}: **{cell.value.strip()}**" if labels else f"**{cell.value.strip()}**"


def _column(context: Context, sought: Sought, scope: Scope, hit: Hit, used: Sequence[str] = ()) -> Evidence | None:
    """Who, when, what or how judged: the cell under the fitting heading in the row that the question is about."""
    table = hit.passage.table
    assert table is not None
    wanted = _COLUMNS.get(sought.want)
    if wanted is None:
        return None
    best: tuple[float, TableCell] | None = None
    for cells in rows_of(table).values():
        answers = [c for c in cells if c.column_index and wanted.search(" ".join(c.columns)) and c.value.strip()]
        if not answers:
            continue
        words = " ".join([cells[0].row, *(c.value for c in cells if c not in answers)])
        fit = _fit(context, sought, scope, hit, words)
        if fit.own < 0.4:
            continue
        if best is None or fit.score > best[0]:
            best = (fit.score + 0.08, answers[0])
    if best is None:
        return None
    quotes = cell_quotes(context, hit.passage, table, best[1])
    return Evidence(sentence(best[1]), quotes, score=best[0], tabular=True) if quotes else None


def _count(context: Context, sought: Sought, scope: Scope, hit: Hit, used: Sequence[str] = ()) -> Evidence | None:
    """ "I hur många av de tio …?" answered by counting a row of ja and nej; the question's negation chooses which."""
    table = hit.passage.table
    assert table is not None
    if sought.want not in (Want.NUMBER, Want.SHARE):
        return None
    best: tuple[float, list[TableCell]] | None = None
    for row in rows_of(table).values():
        cells = [c for c in row if _YES_NO.match(c.value.strip())]
        if len(cells) < 3 or len(cells) < len(row) - 1:
            continue
        fit = _fit(context, sought, scope, hit, cells[0].row)
        if fit.wide < 0.4 or fit.own < 0.25:
            continue
        if best is None or fit.score + 0.12 > best[0]:
            best = (fit.score + 0.12, cells)
    if best is None:
        return None
    score, cells = best
    word = "nej" if sought.negated else "ja"
    count = sum(c.value.strip().lower().rstrip("*") == word for c in cells)
    quotes = cell_quotes(context, hit.passage, table, cells[0])
    text = f"{cells[0].row} {word.capitalize()} i **{count} av {len(cells)}** (räknat i tabellraden)"
    return Evidence(text, quotes, derived=(str(count), str(len(cells))), score=score) if quotes else None


def cell_quotes(
    context: Context, passage: Passage, table: Table, cell: TableCell, whole: bool = True
) -> tuple[Quote, ...]:
    """What proves a cell: the whole table where it is small, else its heading row and its own row, as they stand."""
    cells = [c for c in table.cells if c.row_index == cell.row_index]
    pages = context.file(passage.file_id).pages
    row = _stretch(pages, passage, [c.span for c in cells], cell.row)
    if whole and not context.library.parts[passage.part_id].paged and any("" in r[1:] for r in table.header):
        return tuple(q for q in (*_labels_apart(pages, passage, table, cell), row) if q is not None)
    if whole and len(passage.text.split()) <= 60 and len({s.page for s in passage.spans}) == 1:
        quote = quote_of(context, passage, 0, len(passage.text))
        if len(quote.spans) == 1:
            return (quote,)
    head = _heading(pages, passage, table, cell) if whole else None
    return tuple(q for q in (head, row) if q is not None)


def _stretch(pages: Sequence[str], passage: Passage, spans: Sequence[Span], label: str) -> Quote | None:
    page = spans[0].page
    same = [s for s in spans if s.page == page]
    start, end = min(s.start for s in same), max(s.end for s in same)
    words = label.split()
    if words:
        before = pages[page - 1].rfind(words[0], max(0, start - 2 * len(label) - 40), start)
        start = before if before >= 0 else start
    span = Span(page, start, end)
    return Quote(passage.part_id, passage.section_id, page, clean(pages, (span,)), (span,))


def _labels_apart(pages: Sequence[str], passage: Passage, table: Table, cell: TableCell) -> list[Quote]:
    """The headings of a cell one by one: merged cells of a Word table stand in no row as we write it out."""
    first = min((c.span for c in table.cells), key=lambda s: s.start)
    start = passage.spans[0].start
    found: list[Quote] = []
    for label in dict.fromkeys(x for x in cell.columns if x.strip()):
        at = pages[first.page - 1].find(label, start, first.start)
        if at >= 0:
            span = Span(first.page, at, at + len(label))
            found.append(Quote(passage.part_id, passage.section_id, span.page, clean(pages, (span,)), (span,)))
    return found


def _heading(pages: Sequence[str], passage: Passage, table: Table, cell: TableCell) -> Quote | None:
    """The stretch of the passage before its first body cell: the heading rows, where they stand on one page."""
    first = min((c.span for c in table.cells), key=lambda s: (s.page, s.start))
    start = passage.spans[0]
    if start.page != first.page or first.start <= start.start or not any(cell.columns):
        return None
    span = Span(start.page, start.start, first.start)
    words = clean(pages, (span,))
    return (
        Quote(passage.part_id, passage.section_id, start.page, words, (span,)) if 0 < len(words.split()) <= 60 else None
    )
