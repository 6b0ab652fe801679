"""Footnotes: which lines are notes, and where in a text a note is called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.reading.model import Line
from assistant.reading.widths import text_width

_NOTE = re.compile(r"^(?:\[(\d{1,3})\]|(\d{1,3}))\s+(?=\S)")
_DOTTED = re.compile(r"^()(\d{1,3})[.)]\s+(?=\S)")  # only of notes in small type: "2. Processer" is a heading
_ALONE = re.compile(r"^\d{1,3}$")
_RULE = re.compile(r"^[-–—_]{3,}$")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A call is glued to the word, bracket or mark before it ("nämnden1", "(LSS)2", "planen.3"), or to a year ("20225").
_CALL = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[)\]”\"»’%])|(?<=[^\W\d_][.,;:!?])|(?<=[)”\"][.,;:]))(\d{1,3}|[¹²³⁰-⁹]+)(?![\d%])"
)
_YEAR_CALL = re.compile(r"(?<!\d)(?:19|20)\d\d(\d{1,2})(?!\d|[-–]\d)")
_UNITS = re.compile(r"[.,]\d")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its mark as printed and the indexes of its lines."""

    mark: str
    lines: tuple[int, ...]


def calls(text: str, marks: Collection[str]) -> list[tuple[int, int]]:
    """Where `text` calls one of `marks`: (start, end) of each mark, in order.

    "20225" is the year 2022 and a call only when note 5 is among `marks`; an "m2" or "A4" is one only when note 2
    or 4 is, so pass the marks of the page (or of the part), never all numbers.
    """
    found: list[tuple[int, int]] = []
    for match in _CALL.finditer(text):
        mark = match.group(1).translate(_SUPERSCRIPTS)
        if mark in marks and not _UNITS.match(text[match.end() : match.end() + 2]):
            found.append(match.span(1))
    for match in _YEAR_CALL.finditer(text):
        if match.group(1) in marks:
            found.append(match.span(1))
    return sorted(set(found))


def find_notes(lines: Sequence[Line], body: Sequence[int]) -> list[Note]:
    """The notes among the body lines. A note must continue the sequence and be called in the text before it."""
    body_size = _body_size(lines, body)
    notes: list[Note] = []
    used: set[int] = set()
    expected, since = 1, 0
    right = max((_right(lines[i]) for i in body), default=0.0)
    for place, i in enumerate(body):
        if i in used:
            continue
        small = _small(lines[i], body_size)
        mark = _mark(lines, body, place, small)
        if mark is None or lines[i].bold or _in_row(lines, body, place):
            continue
        number = int(mark)
        if number not in (expected, expected + 1, 1):
            continue
        window = [lines[j].text for j in body[max(since, place - 150) : place] if j not in used]
        called = any(calls(text, (mark,)) for text in window)
        foot = (
            small
            and number == expected
            and all(_small(lines[j], body_size) for j in body[place:] if lines[j].page == lines[i].page)
        )  # small type at the page's foot tells a note even where its call cannot be seen
        if not called and not foot and not (number == expected and any(_loose_call(mark, text) for text in window)):
            continue
        if not small and not _set_apart(lines, body, place):
            continue
        taken = _extent(lines, body, place, body_size, right)
        notes.append(Note(mark, tuple(taken)))
        used.update(taken)
        expected, since = number + 1, max(0, place - 60)
    return notes


def _in_row(lines: Sequence[Line], body: Sequence[int], place: int) -> bool:
    """Whether the line stands in a table's row: another on its height, farther off than a mark from its note."""
    line = lines[body[place]]
    if line.x is None or line.y is None:
        return False
    for k in (place - 1, place + 1):
        other = lines[body[k]] if 0 <= k < len(body) else None
        if other is None or other.page != line.page or other.x is None or other.y is None:
            continue
        if abs(other.y - line.y) < 2 and abs(other.x - line.x) > 24:
            return True
    return False


def _loose_call(mark: str, text: str) -> bool:
    """ "I verksamhetsplan 27 har": a raised mark that the file parted from its word by a space."""
    return bool(re.search(rf"(?<=[a-zåäö]) {mark} (?=[a-zåäö])", text))


def _body_size(lines: Sequence[Line], body: Sequence[int]) -> float | None:
    weight: dict[float, int] = {}
    for i in body:
        size = lines[i].size
        if size is not None:
            weight[size] = weight.get(size, 0) + len(lines[i].text)
    return max(weight, key=lambda s: weight[s]) if weight else None


def _right(line: Line) -> float:
    return (line.x or 0.0) + text_width(line.text, line.size or 0.0)


def _small(line: Line, body_size: float | None) -> bool:
    return bool(line.size is not None and body_size is not None and line.size <= body_size - 1.0)


def _mark(lines: Sequence[Line], body: Sequence[int], place: int, small: bool) -> str | None:
    """The number the line begins with, also where the number stands as a line of its own before the note."""
    line = lines[body[place]]
    match = _NOTE.match(line.text) or (_DOTTED.match(line.text) if small else None)
    if match:
        rest = line.text[match.end() :]
        worded = re.search(r"[^\W\d_]", rest) or re.match(r"\d{4}-\d\d", rest)
        return (match.group(1) or match.group(2)) if worded else None
    if _ALONE.match(line.text) and place + 1 < len(body):
        after = lines[body[place + 1]]
        close = line.y is None or after.y is None or abs(line.y - after.y) < 6
        if after.page == line.page and close and after.text[:1].isupper():
            return line.text
    return None


def _set_apart(lines: Sequence[Line], body: Sequence[int], place: int) -> bool:
    """A note in the body's own size must stand at the page's end, after a rule, or where the text breaks off."""
    i = body[place]
    before = lines[body[place - 1]] if place else None
    if before is None:
        return False
    if _RULE.match(before.text) or _NOTE.match(before.text):
        return True
    if before.page != lines[i].page:  # moved over from the page that calls it
        return True
    rest = [lines[j] for j in body[place + 1 : place + 12] if lines[j].page == lines[i].page]
    if len(rest) <= 3 or all(_NOTE.match(line.text) or len(line.text) < 60 for line in rest):
        return True
    if _drop(before, lines[i]) > 1.55 * (lines[i].size or 10.0):
        return True
    return not re.search(r"[.:;?!]$", before.text) or bool(rest and rest[0].bold)


def _extent(lines: Sequence[Line], body: Sequence[int], place: int, body_size: float | None, right: float) -> list[int]:
    """The note's lines: it goes on while lines are full and closely set, over the page end where it must."""
    taken = [body[place]]
    lead = _drop(lines[body[place - 1]], lines[body[place]]) if place else 0.0
    ended = place > 0 and bool(re.search(r"[.:;?!]\d{0,2}$", lines[body[place - 1]].text))
    small = _small(lines[body[place]], body_size)
    for j in body[place + 1 :]:
        last, line = lines[taken[-1]], lines[j]
        if line.bold or (_NOTE.match(line.text) and not line.text.startswith(("19", "20"))) or _ALONE.match(line.text):
            break
        if len(taken) >= 12 or (small != _small(line, body_size) and not (ended and _cut_off(last, body_size, right))):
            break
        if line.page != last.page and not (small or (line.text[:1].islower() and last.text[-1:].isalpha())):
            break
        if line.page == last.page and line.y is not None and last.y is not None:
            if abs(line.y - last.y) < 2:
                taken.append(j)
                continue
            if _drop(last, line) > 1.5 * (last.size or 10.0) or line.y > last.y:
                break
        close = lead > 1.15 * _drop(last, line) > 0  # set closer than the note is to what stands above it
        if not (small or close or _full(last, line, right) or (ended and line.text[:1].islower())):
            break
        taken.append(j)
    return taken


def _drop(a: Line, b: Line) -> float:
    """How far b stands under a, in points; 0.0 where unknown or on another page."""
    return (a.y or 0.0) - (b.y or 0.0) if a.page == b.page else 0.0


def _cut_off(last: Line, body_size: float | None, right: float) -> bool:
    """A line in small type that would be over-full in the body's: the note's next line may be set in that size."""
    if last.x is None or body_size is None or re.search(r"[.!?]$", last.text):
        return False
    return last.x + text_width(last.text, body_size) > right - body_size


def _full(last: Line, line: Line, right: float) -> bool:
    """Whether the next word would not have fitted on the last line: then the note goes on."""
    if last.size is None or last.x is None:
        return line.text[:1].islower() and len(last.text) > 60
    word = line.text.split()[0] if line.text.split() else ""
    return _right(last) + text_width(" " + word, last.size) > right - 0.5 * last.size
