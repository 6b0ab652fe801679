"""Running lines become headings, paragraphs and list items."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.headings import Style, is_typed, looks_numbered, looks_plain, number_of
from assistant.reading.layout import bullet_pattern
from assistant.reading.model import BlockKind, Line
from assistant.reading.widths import text_width
from assistant.types import Table

_ENDED = re.compile(r"[.!?][”\"')\]]*\d{0,2}$")
_LEAD_IN = re.compile(
    r"(?:[:;]|\b(?:vi|nämnden|styrelsen|kommunstyrelsen|rekommenderas|rekommenderar\b.*|att)[:;]?)$", re.I
)
_ATT = re.compile(r"^att\s", re.I)


@dataclass(slots=True)
class Draft:
    """A block in the making. `order` is the index of its first line, to sort by."""

    kind: BlockKind
    lines: list[Line]
    number: str | None = None
    marker: str = ""
    table: Table | None = None
    level: int | None = None
    order: tuple[int, int] = field(default=(0, 0))


def style_of(lines: Sequence[Line], body: Sequence[int]) -> Style:
    """What is ordinary among the body lines."""
    sizes: Counter[float] = Counter()
    local: dict[int, Counter[float]] = defaultdict(Counter)
    rights: list[float] = []
    gaps: Counter[float] = Counter()
    for k, i in enumerate(body):
        line = lines[i]
        if line.size is None or line.y is None:
            continue
        sizes[line.size] += len(line.text)
        if len(line.text) >= 50 and not line.bold:
            local[line.page][line.size] += 1
        rights.append((line.x or 0.0) + text_width(line.text, line.size))
        if k and lines[body[k - 1]].page == line.page and lines[body[k - 1]].y is not None:
            gaps[round((lines[body[k - 1]].y or 0.0) - line.y, 1)] += 1
    size = sizes.most_common(1)[0][0] if sizes else None
    by_page = {page: found.most_common(1)[0][0] for page, found in local.items() if found.total() >= 2}
    positive = [(count, gap) for gap, count in gaps.items() if gap > 0]
    leading = max(positive)[1] if positive else 14.0
    rights.sort()
    left = min((lines[i].x or 0.0 for i in body if lines[i].x is not None), default=None)
    return Style(size, left, rights[int(len(rights) * 0.98)] if rights else None, leading, by_page)


class Writer:
    """Turns running lines into headings, paragraphs and list items; remembers the last heading's number."""

    def __init__(self, lines: Sequence[Line], style: Style) -> None:
        self.lines = lines
        self.style = style
        self.known: str | None = None
        self.leading = self._leadings()

    def _leadings(self) -> dict[tuple[int, float | None], float]:
        """The usual distance between lines, by page and size."""
        gaps: dict[tuple[int, float | None], Counter[float]] = defaultdict(Counter)
        for a, b in zip(self.lines, self.lines[1:], strict=False):
            if a.page == b.page and a.size == b.size and a.y is not None and b.y is not None and 4 < a.y - b.y < 40:
                gaps[a.page, a.size][round(a.y - b.y, 1)] += 1
        found: dict[tuple[int, float | None], float] = {}
        for key, counts in gaps.items():
            common = counts.most_common(1)[0][1]
            frequent = [gap for gap, count in counts.items() if count >= max(2, 0.35 * common)]
            if frequent:
                known = sum(counts.values()) >= 12
                found[key] = min(frequent) if known else min([*frequent, self.style.leading])
        return found

    def write(self, stretch: Sequence[int]) -> list[Draft]:
        """The drafts of one stretch of lines (indexes), which no table or contents interrupts."""
        drafts: list[Draft] = []
        for k, i in enumerate(stretch):
            line = self.lines[i]
            before = self.lines[stretch[k - 1]] if k else None
            after = self.lines[stretch[k + 1]] if k + 1 < len(stretch) else None
            self._add(drafts, i, line, before, after)
        return drafts

    def _add(self, drafts: list[Draft], i: int, line: Line, before: Line | None, after: Line | None) -> None:
        last = drafts[-1] if drafts else None
        gap = before is not None and self._gap(before, line)
        if last is not None and before is not None and last.kind is BlockKind.HEADING:
            if self._heading_goes_on(last, before, line, gap):
                last.lines.append(line)
                return
        elif last is not None and before is not None and self._goes_on(last, before, line, after, gap):
            last.lines.append(line)
            return
        drafts.append(self._new(i, line, before, after, gap, last))

    def _gap(self, before: Line, line: Line) -> bool:
        """More than a line's distance; over a page end: unknown, hence none."""
        if before.page != line.page or before.y is None or line.y is None:
            return False
        usual = self.leading.get((line.page, line.size)) or self.style.leading
        return before.y - line.y > usual * 1.18 or line.y > before.y + 2

    def _new(self, i: int, line: Line, before: Line | None, after: Line | None, gap: bool, last: Draft | None) -> Draft:
        marker = bullet_pattern().match(line.text)
        if looks_numbered(line, after, self.style, self.known) and not (
            marker and not is_typed(line, self.style) and self._next_item(last, marker.group("number"))
        ):
            number = number_of(line.text)
            self.known = number or self.known
            return Draft(BlockKind.HEADING, [line], number=number, order=(i, 0))
        if marker:
            shown = marker.group().strip()
            number = marker.group("number") or marker.group("letter")
            return Draft(BlockKind.LIST_ITEM, [line], number=number, marker=shown, order=(i, 0))
        if _ATT.match(line.text) and line.text[:1] == "a" and last is not None and self._may_hold_items(last):
            return Draft(BlockKind.LIST_ITEM, [line], marker="att", order=(i, 0))
        apart = gap or before is None or before.page != line.page
        alone = apart and after is not None and self._gap(line, after)
        if looks_plain(before, line, after, self.style, apart, alone):
            return Draft(BlockKind.HEADING, [line], number=number_of(line.text), order=(i, 0))
        return Draft(BlockKind.PARAGRAPH, [line], order=(i, 0))

    def _next_item(self, last: Draft | None, number: str | None) -> bool:
        if last is None or last.kind is not BlockKind.LIST_ITEM or last.number is None or number is None:
            return False
        return last.number.isdigit() and int(number) == int(last.number) + 1

    def _may_hold_items(self, last: Draft) -> bool:
        if last.kind is BlockKind.LIST_ITEM:
            return last.marker == "att"
        return last.kind is BlockKind.PARAGRAPH and bool(_LEAD_IN.search(last.lines[-1].text.rstrip()))

    def _heading_goes_on(self, last: Draft, before: Line, line: Line, gap: bool) -> bool:
        """A wrapped heading: same type, no wider gap, and no number of its own."""
        typed = is_typed(before, self.style)
        if not typed or line.page != before.page or line.bold != before.bold or line.size != before.size:
            return False
        if number_of(line.text) or sum(len(part.text) for part in last.lines) > 160:
            return False
        near = before.y is None or line.y is None or abs(before.y - line.y) <= 1.5 * (line.size or 10.0)
        return near and (not line.text[:1].isupper() or self._full(before, line) or before.text.endswith("-"))

    def _full(self, before: Line, line: Line) -> bool:
        """Whether the next word would not have fitted after `before`."""
        if before.size is None or before.x is None or self.style.right is None or not line.text.split():
            return len(before.text) > 75
        size = max(before.size, self.style.body(before) or 0.0)
        reach = before.x + text_width(before.text + " " + line.text.split()[0], size)
        return reach > self.style.right - 0.6 * before.size

    def _goes_on(self, last: Draft, before: Line, line: Line, after: Line | None, gap: bool) -> bool:
        text, ended = line.text, bool(_ENDED.search(before.text))
        if is_typed(line, self.style) and not is_typed(before, self.style) and (ended or not text[:1].islower()):
            return False
        if before.y is not None and line.y is not None and abs(before.y - line.y) < 2 and before.page == line.page:
            return len(before.text) < 6 or not ended  # a bullet or number set apart on the same height
        if re.search(r"\w[-–]$", before.text) and text[:1].isalnum() and not gap:
            return True
        if before.page != line.page and abs((before.size or 0.0) - (line.size or 0.0)) > 2 and not text[:1].islower():
            return False
        if before.page != line.page and ended and text[:1].isupper():
            return False  # a paragraph cut in two does less harm than two documents' words in one
        if bullet_pattern().match(text):
            return self._mid_sentence(before, line, gap)
        if _ATT.match(text) and text[:1] == "a" and self._new_att(last, before, line, ended):
            return False
        if text[:1].islower():
            moved = gap or before.page != line.page
            return not (gap and ended) and (not moved or self.style.share(before) > 0.4)
        if ended and after is not None and self._stands_alone(before, line, after):
            return False
        if before.text.rstrip().endswith((":", ";")):
            return not gap and self._full(before, line)
        # Lines broken elsewhere than the column's edge: a capital may begin anew, a bracket or figure seldom does.
        open_end = not ended and self.style.share(before) > (
            0.9 if text[:1].isupper() and not re.search(r"[.!?](?:\s|$)", text) else 0.72
        )
        if gap:
            return open_end and self._bridge(before, line)
        if last.kind is BlockKind.LIST_ITEM and before.x is not None and line.x is not None:
            indent = line.x - (last.lines[0].x or 0.0)
            if indent > 3 and line.page == last.lines[0].page:
                return True
            if indent < -3:
                return False
        return open_end or self._full(before, line)

    def _stands_alone(self, before: Line, line: Line, after: Line) -> bool:
        """A short line between a full stop and a new sentence, where the next word would have fitted: a heading."""
        return not self._full(line, after) and looks_plain(before, line, after, self.style, gap=False)

    def _bridge(self, before: Line, line: Line) -> bool:
        """An unfinished sentence over an old page end: only where no heading can begin."""
        return (self.style.share(line) > 0.6 or not line.text[:1].isupper()) and not is_typed(line, self.style)

    def _mid_sentence(self, before: Line, line: Line, gap: bool) -> bool:
        """ "2021 –\n2022" and "6 kap. §\n6)" begin with a mark but go on."""
        match = bullet_pattern().match(line.text)
        rest = line.text[match.end() :] if match else ""
        if match and match.group("glyph") in ("-", "–", "—"):
            unfinished = not re.search(r"[.:;!?]$", before.text)
            return (
                unfinished
                and rest[:1].islower()
                and not gap
                and self._full(before, line)
                and not bullet_pattern().match(before.text)
            )
        if match and match.group("number"):
            return (
                not gap and not re.search(r"[.:;!?]$", before.text) and rest[:1].islower() and self._full(before, line)
            )
        return False

    def _new_att(self, last: Draft, before: Line, line: Line, ended: bool) -> bool:
        """Items without glyph: "… rekommenderar vi nämnden" / "att …" / "att …"."""
        if last.kind is BlockKind.LIST_ITEM and last.marker == "att":
            return not self._full(before, line) or ended or bool(re.search(r"avsnitt[\d., och]+$", before.text))
        if last.kind is BlockKind.LIST_ITEM:
            return False
        return bool(_LEAD_IN.search(before.text.rstrip())) and not self._full(before, line)
