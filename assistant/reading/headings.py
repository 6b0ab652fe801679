"""Which lines are headings: by number, by type, or by standing alone above a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.reading.layout import bullet_pattern, layout
from assistant.reading.model import Line
from assistant.reading.widths import text_width

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?P<title>[^\W\d_].*)$")
_ANNEX = re.compile(r"^(?:(?P<letter>[A-H])\s+(?=Bilaga\b)|(?=Bilaga\s+\d|Bilaga\s*[A-H]?:))", re.I)
_PARAGRAPH_SIGN = re.compile(r"^§\s*\d+\b")
_ADDRESSEE = re.compile(
    r"^(?:till\s+)?\w+(?:nämnden|styrelsen|fullmäktige|revisorerna)$", re.I
)  # a letter's first line
_END = re.compile(r"[.,;:!?)”\"]$")


@dataclass(frozen=True, slots=True)
class Style:
    """What is ordinary in the document: body size and right margin (points); None where geometry is unknown."""

    size: float | None
    left: float | None
    right: float | None
    leading: float
    by_page: dict[int, float] = field(default_factory=dict)  # where a page's running text has a size of its own

    def body(self, line: Line) -> float | None:
        """The size of running text on the line's page: a bundle's letter may be set larger than its report."""
        return self.by_page.get(line.page, self.size)

    def share(self, line: Line) -> float:
        """How much of the column's width the line fills, 0..1; by its length where geometry is unknown."""
        if line.size is None or line.x is None or self.right is None or self.left is None or self.right <= self.left:
            return min(1.0, len(line.text) / 85)
        return (line.x + text_width(line.text, max(line.size, self.body(line) or 0.0)) - self.left) / (
            self.right - self.left
        )


def number_of(text: str) -> str | None:
    """The number a heading begins with ("3.2.1", "A"), or None."""
    match = _NUMBERED.match(text)
    if match:
        return match.group("number")
    annex = _ANNEX.match(text)
    return annex.group("letter") if annex else None


def is_large(line: Line, style: Style) -> bool:
    body = style.body(line)
    return line.size is not None and body is not None and line.size > body + 0.8


def is_typed(line: Line, style: Style) -> bool:
    """Set apart by its type: bold or larger than the body."""
    return line.bold or is_large(line, style)


def looks_numbered(line: Line, following: Line | None, style: Style, known: str | None) -> bool:
    """ "3.2.1 Bedömning": a number and a short title that is no sentence, in plausible sequence after `known`."""
    match = _NUMBERED.match(line.text)
    if not match:
        return False
    title, number = match.group("title").strip(), match.group("number")
    if len(title) > 110 or re.search(r"[;,]$", title) or (title.endswith(".") and not title.endswith("..")):
        return False
    if is_typed(line, style):
        return True
    if not title[:1].isupper() or len(title) > 90 or len(title.split()) > 12 or title.endswith((":", "?")):
        return False
    if int(number.split(".")[0]) > 20 or not plausible(known, number):
        return False
    if following is None:
        return True
    starts = following.text[:1]
    nxt = _NUMBERED.match(following.text)
    if nxt and nxt.group("number").count(".") == number.count("."):
        return False  # a list of numbered lines
    return not starts.islower()


def plausible(known: str | None, number: str) -> bool:
    """Whether `number` can follow `known`: next sibling, first child, or next of an ancestor. None admits a first."""
    parts = [int(p) for p in number.split(".")]
    if 0 in parts:
        return False
    if known is None or not known[0].isdigit():
        return all(p <= 3 for p in parts)
    old = [int(p) for p in known.split(".")]
    if parts == [1]:
        return True
    if len(parts) > len(old):
        return parts[: len(old)] == old and parts[len(old) :] == [1] * (len(parts) - len(old))
    shared = old[: len(parts)]
    return parts[:-1] == shared[:-1] and 1 <= parts[-1] - shared[-1] <= 2


def looks_plain(
    before: Line | None, line: Line, following: Line | None, style: Style, gap: bool, alone: bool = False
) -> bool:
    """An unnumbered heading: bold or large, or a short line without full stop that stands alone above prose."""
    text = line.text.strip()
    if not 2 <= len(text) <= 130 or bullet_pattern().match(text) or text.split()[0] in layout()["headings"]["captions"]:
        return False
    if _PARAGRAPH_SIGN.match(text):
        return len(text) < 80 and not _END.search(text) and (before is None or gap or _ended(before))
    if not re.search(r"[^\W\d_]{2}", text) or re.search(r"@|www\.|https?:", text):
        return False
    if ":" in text and text.split(":")[0].lower().split(" av ")[0] in layout()["headings"]["fields"]:
        return False
    if _ANNEX.match(text) and len(text) < 90 and not text.endswith((".", ",")) and (gap or _apart(before, style)):
        return following is None or not _ANNEX.match(following.text)
    if is_typed(line, style):
        return not (text.endswith((".", ",", ";")) and not is_large(line, style))
    if text.rstrip(":") in layout()["headings"]["words"] and (before is None or gap or _ended(before)):
        return not text.endswith(":") or gap
    most = (110, 15) if alone else (70, 9)
    if len(text) > most[0] or len(text.split()) > most[1] or not text[:1].isupper() or _END.search(text):
        return False
    if (before is None or before.page != line.page) and _ADDRESSEE.match(text):
        return False
    if following is None or re.match(r"\d{4}-\d\d|[\d\s]+$", text):
        return False
    if not gap and not _apart(before, style):
        return False
    if before is not None and _short(before, style) and not _ended(before) and not is_typed(before, style):
        return False
    if bullet_pattern().match(following.text):
        return len(text.split()) <= 5 and not leads_in(text)
    return following.text[:1].isupper() and not _short(following, style)


def _apart(before: Line | None, style: Style) -> bool:
    return before is None or _ended(before) or is_typed(before, style)


def leads_in(text: str) -> bool:
    """Whether the words announce a list ("Vi kommer att granska"), and so are no heading of it."""
    return bool(set(text.lower().split()) & set(layout()["headings"]["lead_ins"]))


def _ended(line: Line) -> bool:
    return bool(re.search(r"(?:[.!?:;][”\"')\]]?|\))\d{0,2}$", line.text))


def _short(line: Line, style: Style) -> bool:
    return style.share(line) < 0.6


def level_of(number: str | None, text: str) -> int | None:
    """Depth by number ("3.2.1" is 3; an annex is 1), or None."""
    if number is None:
        return 1 if _ANNEX.match(text) else None
    return number.count(".") + 1
