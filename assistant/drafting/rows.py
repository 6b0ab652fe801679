"""Rows of the body's own tables as evidence: what was controlled, and the analysis and measure that the row gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.terms import Term, coverage, match, stems_of
from assistant.drafting.existing import GOVERNING
from assistant.drafting.lookup import pattern, table
from assistant.drafting.model import Fact, Status
from assistant.drafting.relevance import About
from assistant.drafting.sources import Sources
from assistant.types import Part, Passage, Quote, TableCell

COVER = 0.12  # weighted share of the recommendation's words in the row; higher is surer
INSIDE = 6  # letters of a stem that is looked for inside compounds
MOST = 2  # rows for one recommendation
_WORDS = (5, 70)


def rows(sources: Sources, parts: Sequence[Part], wanted: About) -> tuple[Fact, ...]:
    """The rows whose label names the matter of the recommendation, best first; a row of figures alone is none."""
    found: list[tuple[float, Fact]] = []
    for part in (p for p in parts if p.kind not in GOVERNING):  # theirs say how it is to be done, not what was done
        for passage in sources.passages_of(part.id):
            for label, cells in _rows(passage):
                words = f"{label.value} {' '.join(c.value for c in cells)}"
                if not _WORDS[0] <= len(words.split()) <= _WORDS[1]:
                    continue
                stems = stems_of(words)
                matches = {t.text: match(t, stems) for t in wanted.terms}
                cover = coverage(wanted.terms, matches)
                named = stems_of(label.value)
                key = cover >= COVER and any(match(t, named) >= 0.5 or _inside(t, label.value) for t in wanted.keys)
                theme = wanted.telling and any(p.search(label.value) for p in wanted.theme_words)
                if key or (theme and cover > 0.0):
                    found.append((cover + (0.2 if theme else 0.0), _fact(passage, label, cells, cover)))
    found.sort(key=lambda row: -row[0])
    return tuple(fact for _, fact in found[:MOST])


def _rows(passage: Passage) -> Iterator[tuple[TableCell, list[TableCell]]]:
    """Each row's label and the cells under columns that tell of analysis or measures; rows without any are left out."""
    if passage.table is None:
        return
    telling = pattern(str(table("evidence")["columns"]["telling"]))
    by_row: dict[int, list[TableCell]] = {}
    for cell in passage.table.cells:
        by_row.setdefault(cell.row_index, []).append(cell)
    for cells in by_row.values():
        label = next((c for c in cells if c.column_index == 0), None)
        told = [c for c in cells if c is not label and telling.search(" ".join(c.columns)) and len(c.value.split()) > 2]
        if label is not None and told:
            yield label, told


def _inside(term: Term, label: str) -> bool:
    """Is the term part of a compound in the label: "delegerade" in "Läkemedelsdelegering"?"""
    return any(len(s) >= INSIDE and s in label.lower() for s in term.stems)


def _fact(passage: Passage, label: TableCell, cells: Sequence[TableCell], score: float) -> Fact:
    """The row's words cell by cell. The cells are quoted whole, so nothing in them is turned: "derived" is empty."""
    quotes = tuple(Quote(passage.part_id, passage.section_id, c.span.page, c.value, (c.span,)) for c in (label, *cells))
    said = " ".join(c.value if c.value.endswith((".", "!", "?")) else f"{c.value}." for c in cells)
    name = f"{passage.id}/rad{label.row_index}"
    return Fact(name, f"{label.value}: {said}", quotes, passage.part_id, Status.RESULT, score, derived=("",))
