"""A constituent document as headings, paragraphs, list items and tables, whatever layout its firm uses.

The reader's passages keep whole lists together; a recommendation is one item. Items are found from the raw lines: by
their bullet or number, or, where a firm writes neither, by a line that begins with "att" after one meant to end there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.reading.spans import clean, slice_spans
from assistant.register.cues import cue
from assistant.types import Part, Passage, PassageKind, Quote, ReadResult, Section, Span

_GLYPH = re.compile(r"^\s*([•●▪■□◦‣⎯►▶➢➤✓➔→·*\uf0b7\uf0a7\uf0d8\u2043\u2212]|[–—―-](?=\s|$)|o(?=\s|$))\s*")
_NUMBER = re.compile(
    r"^\s*(?:(?:R|Rek\.?|Rekommendation(?:\s+nr)?)\s*)?(\d{1,2})\s*(?:[.):]\s+|[.):]?$|(?=\s+[A-ZÅÄÖa-zåäö]))\s*",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^\s*\(?([a-zåäö])\)\s+")
_ATT = re.compile(r"^\s*att\s", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:\b(?:och|eller|samt|för|genom|om|av|till|på|i|med|så|inklusive|att|utan|än|innebär|se|avsnitt|sätt|vikten|behovet)|,)$"
)
_INFINITIVE = re.compile(
    r"\b(?:säkerställa|tillse|se till|verka för|överväga|möjlighet\w*|förutsättningar|rutiner|arbete)$"
)


class UnitKind(StrEnum):
    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` is clean(raw slices of spans); a heading has its section's number and heading and no spans."""

    kind: UnitKind
    part_id: str
    section: Section | None
    text: str
    spans: tuple[Span, ...]
    page: int
    passage: Passage | None = None
    marker: str = ""
    number: int | None = None
    head: Unit | None = None  # items: the lead-in within the same passage

    @property
    def section_id(self) -> str | None:
        return self.section.id if self.section else None


def quote_of(unit: Unit, pages: Sequence[str], start: int = 0, end: int | None = None) -> Quote:
    """The words `unit.text[start:end]` with their place."""
    end = len(unit.text) if end is None else end
    whole = start == 0 and end == len(unit.text)
    spans = unit.spans if whole else slice_spans(pages, unit.spans, start, end)
    text = unit.text if whole else clean(pages, spans)
    return Quote(unit.part_id, unit.section_id, spans[0].page if spans else unit.page, text, spans)


def units_of(result: ReadResult, part: Part, opens: Callable[[str], bool]) -> list[Unit]:
    """All units of `part` in reading order. `opens` tells whether a text introduces a list of items."""
    sections = [s for s in result.sections if s.part_id == part.id]
    order = {s.id: i for i, s in enumerate(sections)}
    pages, out, done = result.file.pages, [], -1
    paragraphs = result.file.suffix == ".docx"
    width = _widths(pages)
    for passage in result.passages:
        if passage.part_id != part.id:
            continue
        at = order.get(passage.section_id or "", -1)
        while done < at:
            done += 1
            out.append(_heading(sections[done]))
        section = sections[at] if at >= 0 else None
        out.extend(_split(passage, section, pages, opens, width, paragraphs, bool(out) and opens(out[-1].text)))
    out.extend(_heading(s) for s in sections[done + 1 :])
    return out


def _heading(section: Section) -> Unit:
    return Unit(UnitKind.HEADING, section.part_id, section, section.heading, (), section.page)


def _widths(pages: Sequence[str]) -> list[int]:
    """How many characters a full line of each page holds."""
    full = []
    for page in pages:
        lengths = sorted(len(line.strip()) for line in page.split("\n") if line.strip())
        full.append(lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0)
    return full


def raw_lines(pages: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    """The non-empty raw lines behind `spans`."""
    for span in spans:
        start = span.start
        for piece in pages[span.page - 1][span.start : span.end].split("\n"):
            if piece.strip():
                left = len(piece) - len(piece.lstrip())
                yield Span(span.page, start + left, start + len(piece.rstrip()))
            start += len(piece) + 1


def _split(
    passage: Passage,
    section: Section | None,
    pages: Sequence[str],
    opens: Callable[[str], bool],
    width: Sequence[int],
    paragraphs: bool,
    opened: bool,
) -> list[Unit]:
    listed = _is_list(passage)
    if passage.kind in (PassageKind.TABLE, PassageKind.FOOTNOTE) and not listed:
        kind = UnitKind.TABLE if passage.kind is PassageKind.TABLE else UnitKind.FOOTNOTE
        return [Unit(kind, passage.part_id, section, passage.text, passage.spans, passage.page, passage)]
    lines = list(raw_lines(pages, passage.spans))
    texts = [pages[s.page - 1][s.start : s.end] for s in lines]
    if not lines:
        return []
    starts = _item_starts(
        texts, [width[s.page - 1] for s in lines], listed or passage.kind is PassageKind.LIST, paragraphs, opens, opened
    )
    if not starts:
        return [Unit(UnitKind.PROSE, passage.part_id, section, passage.text, passage.spans, passage.page, passage)]
    groups: list[tuple[str, int | None, list[Span]]] = []
    for index, line in enumerate(lines):
        mark = starts.get(index)
        if mark is not None or not groups:
            cut, marker, number = mark or (0, "", None)
            groups.append((marker, number, [Span(line.page, line.start + cut, line.end)]))
        else:
            groups[-1][2].append(line)
    units: list[Unit] = []
    head: Unit | None = None
    for marker, number, spans in groups:
        spans = [s for s in spans if s.end > s.start]
        text = clean(pages, spans)
        if not text:
            continue
        kind = UnitKind.ITEM if marker else UnitKind.PROSE
        unit = Unit(kind, passage.part_id, section, text, tuple(spans), spans[0].page, passage, marker, number, head)
        if kind is UnitKind.PROSE:
            head = unit
        units.append(unit)
    return units


def _is_list(passage: Passage) -> bool:
    """A list whose bullets stand in a column of their own can be read as a table of two columns."""
    table = passage.table
    if table is None or any(c.column_index > 1 for c in table.cells):
        return False
    first = [c.value for c in table.cells if c.column_index == 0] + [row[0] for row in table.header if row]
    return bool(first) and all(re.fullmatch(r"\W|o|\d{1,2}[.)]|\(?[a-zåäö]\)", value.strip()) for value in first)


Mark = tuple[int, str, "int | None"]  # (characters to skip, marker, printed number)


def _item_starts(
    texts: list[str], widths: list[int], is_list: bool, paragraphs: bool, opens: Callable[[str], bool], opened: bool
) -> dict[int, Mark]:
    """Which lines begin something new: items with their marker, and paragraphs after a list with marker ""."""
    found = glyph_starts(texts) or _number_starts(texts, is_list or opened) or _att_starts(texts, widths, opens, opened)
    if not found and is_list and paragraphs:
        first = 1 if len(texts) > 1 and texts[0].rstrip().endswith((":", ";", " att")) else 0
        found = dict.fromkeys(range(first, len(texts)), (0, "•", None))
    if not found:
        return {}
    last_item = min(found)
    for i in range(min(found) + 1, len(texts)):
        if i in found:
            last_item = i
        elif i - 1 in found and found[i - 1][0] >= len(texts[i - 1].rstrip()):
            continue  # the bullet stands on a line of its own
        elif _begins_paragraph(texts, widths, i, opens) or (paragraphs and i != last_item):
            found[i] = (0, "", None)
    return found


def _begins_paragraph(texts: list[str], widths: list[int], i: int, opens: Callable[[str], bool]) -> bool:
    """A line within a list that starts a new paragraph: after a sentence that ended early on its line."""
    before, line = texts[i - 1].rstrip(), texts[i].lstrip()
    if not line[:1].isupper() or cue("columns", "priority_word").match(line.strip()):
        return False
    first = line.split(None, 1)[0]
    room = len(before) + 1 + len(first) < 0.9 * widths[i]
    if room and before.endswith((".", "!", "?")):
        return True
    following = " ".join(texts[i : i + 3])
    return room and any(opens(following[: m.end()]) for m in re.finditer(r"[:;](?=\s|$)|\batt$", following))


def glyph_starts(texts: list[str]) -> dict[int, Mark]:
    """Which lines begin with a bullet (or a letter and a bracket), points under an item left out."""
    marks: dict[int, Mark] = {}
    for i, text in enumerate(texts):
        match = _GLYPH.match(text) or _LETTERED.match(text)
        if match:
            marks[i] = (match.end(), match.group(1), None)
    if not marks:
        return {}
    top = marks[min(marks)][1]
    if top.isalpha() and len(marks) == 1:
        return {}
    # A different glyph after an item that ends with a colon is a point under that item.
    kept: dict[int, Mark] = {}
    under = ""
    for i, mark in marks.items():
        if mark[1] == top or top.isalpha():
            kept[i], under = mark, ""
        elif mark[1] == under or (texts[i - 1].rstrip().endswith((":", " att", ";")) and i - 1 >= min(marks)):
            under = mark[1]
        else:
            kept[i] = mark
    return kept


def _number_starts(texts: list[str], likely: bool) -> dict[int, Mark]:
    """Lines numbered 1, 2, 3 … in order; one number alone counts only in a list."""
    marks: dict[int, Mark] = {}
    expected: int | None = None
    for i, text in enumerate(texts):
        match = _NUMBER.match(text)
        if not match:
            continue
        number = int(match.group(1))
        if (expected is None and (number == 1 or (likely and i == 0))) or number == expected:
            marks[i] = (match.end(), match.group(0).strip() or str(number), number)
            expected = number + 1
    strict = all(re.match(r"^\s*\w*\.?\s*\d{1,2}\s*[.):]", texts[i]) for i in marks)
    return marks if len(marks) >= 2 or (marks and likely and strict) else {}


def _att_starts(texts: list[str], widths: list[int], opens: Callable[[str], bool], opened: bool) -> dict[int, Mark]:
    """Lines that begin with "att" and were meant to begin there, after a lead-in."""
    candidates = [i for i, text in enumerate(texts) if _ATT.match(text)]
    if not candidates:
        return {}
    first = candidates[0]
    lead = " ".join(texts[:first])
    if first > 0 and not (opens(lead) or lead.rstrip().endswith(":")):
        return {}
    if first == 0 and not opened and len(candidates) < 2:
        return {}
    marks: dict[int, Mark] = {first: (0, "att", None)}
    for i in candidates[1:]:
        before = texts[i - 1].rstrip()
        room = len(before) + 4 < 0.93 * widths[i]
        ended = before.endswith((".", ";")) or re.search(r"avsnitt(?:\s[\d.]+,?(?:\s(?:och|samt))?)+$", before)
        if ended or room or not (_OPEN_END.search(before) or _INFINITIVE.search(before)):
            marks[i] = (0, "att", None)
    return marks
