"""What a constituent document is called: the title its first lines or running header give, else what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reading.dates import find_dates
from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.reading.places import bodies_in, municipalities_in, normal_body
from assistant.types import DocumentKind, Table

FIRST_LINES = 30
# A title that the layout took for the first line of the text below it.
_SET_LIKE_TEXT = re.compile(r"granskning|rapport|revision|svar på|yttrande", re.I)
_NAMED = re.compile(r"^(?:dokumentnamn|dokumenttitel|dokumentets namn|titel|rubrik)\s*:\s*(?=\S)", re.I)
_ANY_WORDS = (DocumentKind.STATEMENT, DocumentKind.EMAIL, DocumentKind.OTHER)  # whose titles share no words


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line (or a heading, or a short paragraph) of the first page, with how it is set."""

    text: str
    heading: bool
    size: float
    order: int


def front_lines(blocks: Sequence[Block]) -> list[FrontLine]:
    """The lines before the text proper: until the first long paragraph, numbered heading or contents list."""
    lines: list[FrontLine] = []
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        if block.kind is BlockKind.CONTENTS and lines:
            break
        if (block.kind is BlockKind.HEADING and block.number) or len(lines) >= FIRST_LINES:
            break
        if block.kind is BlockKind.HEADING and pattern(table("metadata")["front_ends"]).search(block.text):
            break
        words = len(block.text.split())
        if block.kind is BlockKind.PARAGRAPH and words > 16 and block.text.endswith("."):
            first, *rest = (line.text.strip() for line in block.lines)
            if rest and rest[0][:1].isupper() and _SET_LIKE_TEXT.search(first) and first[-1:].isalnum():
                lines.append(FrontLine(first, False, block.lines[0].size or 0.0, len(lines)))
            break
        size = max((line.size or 0.0 for line in block.lines), default=0.0)
        whole = block.kind is BlockKind.HEADING or words <= 24
        texts = [block.text] if whole else [line.text.strip() for line in block.lines]
        for text in texts if block.table is None else _form_lines(block.table):
            if text:
                lines.append(FrontLine(text, block.kind is BlockKind.HEADING, size, len(lines)))
    return lines


def _form_lines(form: Table) -> list[str]:
    """A form's fields as lines ("Datum: 2022-05-30"), whether its labels stand above or to the left."""
    lines = [": ".join(row) for row in form.header if len(row) == 2]
    for cell in form.cells:
        labels = dict.fromkeys(label for label in (*cell.columns[-1:], cell.row) if label and label != cell.value)
        lines.extend(f"{label}: {cell.value}" for label in labels)
    return lines


def title_of(kind: DocumentKind, front: Sequence[FrontLine], header: Sequence[str], own_header: bool) -> str | None:
    """The title, or None where the document shows none.

    `header`: lines of the running header; `own_header` false means that another document of the file has the same,
    so that it may be the other's title.
    """
    if kind is DocumentKind.MINUTES:
        return _item_title(front)
    if kind is DocumentKind.EMAIL and (subject := _subject(front)):
        return subject
    words = pattern(table("metadata")["title_words"][kind.value])
    largest = max((line.size for line in front), default=0.0)
    head = [h for h in header if may_be_title(h)]
    candidates: list[tuple[float, str]] = []
    for line in (replace(x, text=_NAMED.sub("", x.text)) for x in front):
        if not may_be_title(line.text) or len(line.text.split()) > 26:
            continue
        points = 3.0 * bool(words.search(line.text)) + 1.0 * line.heading - 0.12 * line.order
        points += 1.5 * (largest > 0 and line.size == largest and largest > 12)
        points += 2.0 * any(same_title(line.text, h) for h in head)
        points -= 2.0 * bool(re.search(r"\.(docx?|pdf)$", line.text)) + 2.0 * (
            line.text.endswith(".") or line.text[-1] == ","
        )
        points -= 1.0 * (len(line.text.split()) < 2)
        candidates.append((points, line.text))
    if own_header or kind is DocumentKind.REPORT:
        for text in head:
            candidates.append((3.0 * bool(words.search(text)) + 0.5 - 1.5 * (len(text.split()) < 2), text))
    best = max(candidates, key=lambda c: c[0], default=(0.0, ""))
    floor = 0.5 if kind in _ANY_WORDS else 2.0
    return _tidy(best[1]) if best[0] >= floor else None


def may_be_title(text: str) -> bool:
    """False for addressees, labels, dates, persons, firms, a municipality or body alone, legal lines."""
    stripped = text.strip()
    if (
        len(stripped) < 3
        or "....." in stripped
        or any(pattern(p).search(stripped) for p in table("metadata")["not_title"])
    ):
        return False
    bodies = bodies_in(stripped)
    if bodies and normal_body(stripped) == bodies[0][0]:
        return False
    left = stripped
    for found in reversed(find_dates(stripped)):
        left = left[: found.start] + left[found.end :]
    if len(re.sub(r"\W|\b(den|AB|Aktiebolag)\b", "", left)) < 3:
        return False
    if any(pattern(f["pattern"]).search(stripped) for f in table("firms")["firm"]) and len(stripped.split()) <= 4:
        return False
    named = municipalities_in(stripped)
    if named and len(stripped.split()) <= 3:
        return False
    return not re.fullmatch(r"(?:[A-ZÅÄÖ][a-zåäöé-]+ ){1,2}[A-ZÅÄÖ][a-zåäöé-]+", stripped)  # a person's name


def same_title(a: str, b: str) -> bool:
    """The same words but for punctuation and case, or (of some length) one within the other."""
    x, y = (re.sub(r"\W+", " ", t).strip().lower() for t in (a, b))
    return bool(x) and (x == y or (len(x) > 12 and (x in y or y in x)))


def _tidy(text: str) -> str:
    return re.sub(r"\.(docx?|pdf)$", "", re.sub(r"\s+", " ", text)).strip(" .:")


def _item_title(front: Sequence[FrontLine]) -> str | None:
    """ "§ 141 Anmälan av …" from the item's number and the line that names the matter."""
    for i, line in enumerate(front):
        match = re.match(r"(§+\s?\d+(?:\s?[-–]\s?\d+)?)\s*(.*)", line.text)
        if not match:
            continue
        rest = re.sub(pattern(table("metadata")["diarienummer"]["label"]), "", match[2])
        rest = re.sub(table("metadata")["diarienummer"]["value"], "", rest).strip(" .:-")
        following = [x.text for x in front[i + 1 : i + 6] if may_be_title(x.text) and not _number_only(x.text)]
        name = rest if len(rest.split()) >= 2 else next(iter(following), rest)
        return _tidy(f"{match[1]} {name}")
    named = [x.text for x in front if may_be_title(x.text) and len(x.text.split()) > 2]
    return _tidy(named[0]) if named else None


def _number_only(text: str) -> bool:
    return bool(re.fullmatch(table("metadata")["diarienummer"]["value"], text.strip(), re.I))


def _subject(front: Sequence[FrontLine]) -> str | None:
    for line in front:
        if match := re.match(r"(?:ämne|subject|rubrik):\s*(.+)", line.text, re.I):
            return _tidy(match[1])
    head = [
        i for i, x in enumerate(front) if re.match(r"(från|from|till|to|skickat|sent|datum|kopia|cc):", x.text, re.I)
    ]
    for line in front[head[-1] + 1 :] if head else front:
        if pattern(table("metadata")["greeting"]).search(line.text):
            return None
        if may_be_title(line.text):
            return _tidy(line.text)
    return None


def fallback_title(kind: DocumentKind, body: str | None, year: int | None, text: str) -> str:
    """The kind as a name, with what it is about ("Tjänsteutlåtande: årsredovisning 2023") or its body and year."""
    name = str(table("metadata")["kind_names"][kind.value])
    if kind in (DocumentKind.STATEMENT, DocumentKind.REPLY, DocumentKind.MINUTES) and (
        found := pattern(table("metadata")["subject"]).search(text)
    ):
        return f"{name}: {found[1].strip()}"
    return " ".join(w for w in (name, body, str(year) if year else None) if w)
