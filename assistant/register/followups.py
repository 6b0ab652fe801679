"""What later reviews say became of earlier recommendations."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.sentences import sentence_spans
from assistant.register.cues import cue
from assistant.register.recommendations import NEAR, Read, related
from assistant.register.rows import Cell, column, quoted, rows
from assistant.register.units import Unit, UnitKind, quote_of
from assistant.register.words import content, held, likeness, weights
from assistant.types import DocumentKind, FollowUp, FollowUpStatus, Part, Recommendation

SAME = 0.45


def follow_ups(reads: Sequence[Read], found: Sequence[Recommendation]) -> list[FollowUp]:
    """In reading order; one for each recommendation and follow-up review, from its table first, else its prose."""
    parts = {read.part.id: read.part for read in reads}
    out: list[FollowUp] = []
    for read in reads:
        if read.part.kind is not DocumentKind.REPORT:
            continue
        earlier = [r for r in found if _earlier(parts[r.part_id], read.part)]
        if not earlier:
            continue
        made: dict[str, FollowUp] = {}
        for item in [*_tables(read, earlier), *_prose(read, earlier)]:
            made.setdefault(item.recommendation_id, item)
        out.extend(made.values())
    return out


def _earlier(a: Part, b: Part) -> bool:
    """Is `a` an earlier review in the same municipality as the follow-up `b`?"""
    if a.id == b.id or not related(a, b) or not (b.follow_up or (a.year and b.year and a.year < b.year)):
        return False
    return not (a.year and b.year and a.year >= b.year)


def status(text: str) -> tuple[FollowUpStatus, str] | None:
    """The status that the auditors state, and their words; None where they state none."""
    for name, value in (
        ("partly", FollowUpStatus.PARTLY),
        ("not_done", FollowUpStatus.NOT_DONE),
        ("done", FollowUpStatus.DONE),
    ):
        if match := cue("followups", name).search(text):
            return value, match.group(0)
    return None


def _tables(read: Read, earlier: Sequence[Recommendation]) -> list[FollowUp]:
    out: list[FollowUp] = []
    for unit in read.units:
        if unit.kind is not UnitKind.TABLE or unit.passage is None:
            continue
        for row in rows(unit.passage, read.pages):
            cell = column(row, "recommendation", but=("answer",))
            if cell is None or len(cell.text) < 8:
                continue
            told = next((s for c in reversed(row) if c is not cell and (s := _stated(c))), None)
            record = _which(cell.text, earlier) if told else None
            if record and told:
                value, words, last = told
                quote = quoted(row[row.index(cell) :], unit, read.pages)
                out.append(FollowUp(record.id, value, last.text if len(last.text) < 40 else words, quote))
    return out


def _stated(cell: Cell) -> tuple[FollowUpStatus, str, Cell] | None:
    found = status(cell.text)
    return (*found, cell) if found else None


def _which(text: str, earlier: Sequence[Recommendation]) -> Recommendation | None:
    said = set(content(text))
    near = sorted(earlier, key=lambda r: len(said & set(content(r.text))), reverse=True)[:NEAR]
    weight = weights([r.text for r in near])
    best = max(near, key=lambda r: max(likeness(text, r.text, weight), 0.95 * held(text, r.text, weight)))
    score = max(likeness(text, best.text, weight), 0.95 * held(text, best.text, weight))
    return best if score >= SAME else None


def _prose(read: Read, earlier: Sequence[Recommendation]) -> list[FollowUp]:
    """ "Vi bedömer att rekommendationen är åtgärdad" under a heading that names the matter."""
    out: list[FollowUp] = []
    heading = ""
    for unit in read.units:
        if unit.kind is UnitKind.HEADING:
            heading = unit.text if "bedömning" not in unit.text.lower() else heading
        elif unit.kind in (UnitKind.PROSE, UnitKind.ITEM):
            out.extend(_sentences(unit, heading, read, earlier))
    return out


def _sentences(unit: Unit, heading: str, read: Read, earlier: Sequence[Recommendation]) -> list[FollowUp]:
    out: list[FollowUp] = []
    for start, end in sentence_spans(unit.text):
        sentence = unit.text[start:end]
        found = status(sentence) if cue("followups", "speaks").search(sentence) else None
        if found is None or cue("recommend", "says").search(sentence):
            continue
        record = (_which(heading, earlier) if heading else None) or _which(sentence, earlier)
        if record:
            out.append(FollowUp(record.id, *found, quote_of(unit, read.pages, start, end)))
    return out
