"""The facts of one constituent document, from its own words and its own running header alone (reader.py adds one)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.reading.dates import answer_due, find_dates
from assistant.reading.kinds import evidence_of, kind_of
from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.reading.places import bodies_in, body_of_administration, known_municipalities, municipalities_in
from assistant.reading.titles import FrontLine, fallback_title, front_lines, title_of
from assistant.types import DocumentKind, Part, SourceFile

_ASKS = (DocumentKind.LETTER, DocumentKind.EMAIL)
_AUDITED = (DocumentKind.REPORT, DocumentKind.LETTER, DocumentKind.EMAIL)
_YEARLY = (DocumentKind.QUALITY_REPORT, DocumentKind.PATIENT_SAFETY_REPORT)

LINES_NAMING_BODY = 9  # further down, a body on a line of its own is a recipient


@dataclass(frozen=True, slots=True)
class View:
    """A document as the rules look at it. Lines are stripped and not empty."""

    kind: DocumentKind
    header: tuple[str, ...]  # the running header and footer, each line once
    own_header: bool  # no report of the file has the same
    front: tuple[FrontLine, ...]
    closing: tuple[str, ...]  # the last lines
    text: str  # clean, a block a line, without header, footnotes and contents


def part_of(blocks: Sequence[Block], ordinal: int, file: SourceFile, reports: Sequence[Sequence[Block]] = ()) -> Part:
    """The Part for these blocks; `reports` are the file's other audit reports, asked only whose the header is.

    A covering letter is often printed with the running header of the report that it covers; the title and the date
    there are the report's.
    """
    view = view_of(blocks, reports)
    title_line = title_of(view.kind, view.front, view.header, view.own_header)
    body = body_in(view, title_line or "")
    written = date_in(view)
    year = year_in(view, title_line or "", written)
    first = min(line.page for block in blocks for line in block.lines)
    last = max(line.page for block in blocks for line in block.lines)
    return Part(
        id=f"{file.id}:{ordinal}",
        file_id=file.id,
        document=file.document,
        title=title_line or fallback_title(view.kind, body, year, view.text),
        kind=view.kind,
        municipality=municipality_in(view),
        body=body,
        date=written,
        answer_due=due_in(view, written),
        diarienummer=diarienummer_in(view),
        auditor=auditor_in(view),
        first_page=first,
        last_page=last,
        paged=file.paged,
        follow_up=follow_up_in(view, title_line or ""),
        year=year,
    )


def view_of(blocks: Sequence[Block], reports: Sequence[Sequence[Block]] = ()) -> View:
    """Gather what the rules need."""
    header = _header(blocks)
    elsewhere = {line for report in reports for line in _header(report)}
    telling = [h for h in header if not municipalities_in(h) and not re.fullmatch(r"[\W\d]*", h)]
    own = [b for b in blocks if b.kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS, BlockKind.FOOTNOTE)]
    lines = [line.text.strip() for b in own if b.kind is not BlockKind.TABLE for line in b.lines]
    return View(
        kind=kind_of(evidence_of(blocks)),
        header=tuple(header),
        own_header=not any(h in elsewhere for h in telling),
        front=tuple(front_lines(blocks)),
        closing=tuple(line for line in lines[-40:] if line),
        text="\n".join(b.text for b in own),
    )


def _header(blocks: Sequence[Block]) -> list[str]:
    lines = [x.text.strip() for b in blocks if b.kind is BlockKind.FURNITURE for x in b.lines]
    return [text for text, _ in Counter(line for line in lines if line).most_common()]


# ---------------------------------------------------------------- municipality and body


def municipality_in(view: View) -> str | None:
    """The municipality that the document says it belongs to; None when it names none, or only in passing."""
    points: dict[str, float] = defaultdict(float)
    for name in municipalities_in("\n".join(view.header)):
        points[name] += 6
    for name in municipalities_in("\n".join(line.text for line in view.front)):
        points[name] += 5
    for line in view.front:
        if line.text.strip().title() in known_municipalities():
            points[line.text.strip().title()] += 3
    for name in municipalities_in("\n".join(view.closing)):
        points[name] += 2
    for last in view.closing:
        if len(last.split()) <= 3 and (alone := municipalities_in(last)):  # a letterhead, wherever it was drawn
            points[next(iter(alone))] += 2
    telling = re.finditer(
        r"[^.\n]{0,60}\b(?:kommuns|stads) (?:revisor|kommunrevis)|revisorerna i [^.\n]{0,40}", view.text
    )
    for match in telling:
        for name in municipalities_in(match[0] + "er"):
            points[name] += 6
    mentions = municipalities_in(view.text)
    total = sum(mentions.values())
    for name, count in mentions.items():
        if count >= 3 and count >= 0.6 * total:
            points[name] += 3
        points[name] += min(count, 20) * 0.05
    best = max(points, key=lambda name: points[name], default="")
    return best if best and points[best] >= 2.5 else None


def body_in(view: View, title: str) -> str | None:
    """The body a report reviews, a letter asks, a reply speaks for, minutes decide; None for an e-mail."""
    if view.kind is DocumentKind.EMAIL:
        return None
    rules = table("bodies")
    points: dict[str, float] = defaultdict(float)
    for text in [*view.header, *(line.text for line in view.front[:LINES_NAMING_BODY])]:
        found = bodies_in(text)
        alone = bool(found) and len(text.split()) <= len(found[0][0].split()) + 1
        if alone and not re.match(r"(för kännedom|kopia|f\.?k)", text, re.I):
            points[found[0][0]] += rules["points"]["line"]
    for body, _, _ in bodies_in(title):
        points[body] += rules["points"]["title"] if view.kind is not DocumentKind.MINUTES else 1
    counts: Counter[str] = Counter()
    for body, start, end in bodies_in(view.text):
        counts[body] += 1
        before, after = re.split(r"[.!?]\s|\n", view.text[max(0, start - 90) : start])[-1], view.text[end : end + 60]
        if view.text[end - 1] == "s" and not body.endswith("s"):
            after = "s" + after
        for cue in rules["cue"]:
            if view.kind.value in cue["kinds"] and (
                ("before" in cue and pattern(cue["before"]).search(before))
                or ("after" in cue and pattern(cue["after"]).search(after))
            ):
                points[body] += cue["points"] if points[body] < 20 else 0
    for body, count in counts.items():
        points[body] += min(count, 10) * rules["points"]["mention"]
    if view.kind is not DocumentKind.MINUTES:
        points["kommunfullmäktige"] -= 6
    best = max(points, key=lambda name: points[name], default="")
    if best and points[best] > 0:
        return best
    return body_of_administration(view.text + "\n" + "\n".join(view.header))


# ---------------------------------------------------------------- dates


def date_in(view: View) -> date | None:
    """The document's own date: cover, labelled line, signature, or a running header that is its own."""
    front = [line.text for line in view.front]
    if found := _labelled(front):
        return found
    if found := _standing_alone(front):
        return found
    if (view.own_header or view.kind is DocumentKind.REPORT) and (found := _standing_alone(view.header)):
        return found
    return _labelled(view.closing[-20:]) or _standing_alone(view.closing[::-1])


def _labelled(lines: Sequence[str]) -> date | None:
    rules = table("metadata")["date"]
    for i, line in enumerate(lines):
        if not pattern(rules["label"]).search(line) or pattern(rules["not_labelled"]).search(line):
            continue
        for text in (line, *lines[i + 1 : i + 2]):
            if pattern(rules["not_labelled"]).search(text):
                break
            if found := [f.value for f in find_dates(text) if f.value]:
                return found[0]
    return None


def _standing_alone(lines: Sequence[str]) -> date | None:
    """A line that is a date, or a place and a date."""
    not_own = pattern(table("metadata")["date"]["not_own"])
    for i, line in enumerate(lines):
        found = [f for f in find_dates(line) if f.value]
        if len(found) != 1 or not_own.search(line):
            continue
        rest = (line[: found[0].start] + line[found[0].end :]).split()
        before = lines[i - 1] if i else ""
        if len(rest) <= 4 and not re.search(r"(senast|revider)[^\n]*$", before, re.I):
            return found[0].value
    return None


def due_in(view: View, written: date | None) -> date | None:
    """When the auditors want their answer; only where they ask: a letter, an e-mail, a report that asks itself."""
    rules = table("metadata")["answer"]
    text = re.sub(r"\.{2,}", ".", view.text.replace("\n", ". "))
    known = written or _standing_alone(view.header) or _latest(text)
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text)
    pairs = [" ".join(pair) for pair in zip(["", *sentences], sentences, strict=False)]
    asking = [pair for pair in pairs if pattern(rules["request"]).search(pair)]
    if view.kind in _ASKS:
        return _first_due(asking, known) or answer_due(text, known)
    by_auditors = view.kind is DocumentKind.MINUTES and "revisorer" in view.text[:600].lower()
    if view.kind is DocumentKind.REPORT or by_auditors:
        return _first_due([pair for pair in asking if pattern(rules["auditors_ask"]).search(pair)], known)
    return None


def _first_due(texts: Sequence[str], known: date | None) -> date | None:
    return next((due for text in texts if (due := answer_due(text, known))), None)


def _latest(text: str) -> date | None:
    return max((found.value for found in find_dates(text) if found.value), default=None)


# ---------------------------------------------------------------- the rest


def diarienummer_in(view: View) -> str | None:
    """The registry number on the first lines or in the header, as printed; None for an empty form field."""
    rules = table("metadata")["diarienummer"]
    late = [line for line in view.closing[-12:] if pattern(rules["late"]).search(line)]
    lines = [*(line.text for line in view.front[:24]), *view.header, *late]
    for i, line in enumerate(lines):
        match = pattern(rules["label"]).search(line)
        if not match:
            continue
        for text in (line[match.end() :], *lines[i + 1 : i + 2]):
            value = re.match(rules["value"], text.strip())
            if value and not pattern(rules["not_value"]).search(value[0]):
                return re.sub(r"\s+", " ", value[0]).strip()
    for line in lines:
        bare = re.search(rules["bare"], line) if len(line.split()) <= 8 else None
        if bare and not pattern(rules["not_value"]).search(bare[0]):
            return bare[0]
    return None


def auditor_in(view: View) -> str | None:
    """The firm behind a report, or that a letter or an e-mail is about; None for a board's own documents."""
    if view.kind not in _AUDITED:
        return None
    front = "\n".join(line.text for line in view.front)
    for text in (front, "\n".join(view.header), "\n".join(view.closing), view.text):
        found = [(m.start(), f["name"]) for f in table("firms")["firm"] if (m := re.search(f["pattern"], text))]
        if found:
            return str(min(found)[1])
    if unknown := _unlisted_firm(view):
        return unknown
    own = re.search(table("firms")["own"]["pattern"], "\n".join((front, *view.header)))
    return own[0].lower() if own and view.kind is DocumentKind.REPORT else None


def _unlisted_firm(view: View) -> str | None:
    rules = table("firms")["unknown"]
    lines = [*(line.text for line in view.front), *view.header, *view.closing]
    found = [m[1] for line in lines if (m := re.match(rules["front"], line))]
    found += [m[1] for words in rules["text"] for m in re.finditer(words, view.text[:6000])]
    names = (name.removesuffix(" AB") for name in found if not pattern(rules["not_firms"]).search(name))
    return next(names, None)


def follow_up_in(view: View, title: str) -> bool:
    """Does the review follow up an earlier one?"""
    rules = table("metadata")["follow_up"]
    if view.kind not in (DocumentKind.REPORT, DocumentKind.LETTER):
        return False
    return bool(pattern(rules["title"]).search(title) or pattern(rules["body"]).search(view.text[:2500]))


def year_in(view: View, title: str, written: date | None) -> int | None:
    """The year reviewed or reported on, else of the date, else of the title."""
    rules = table("metadata")["year"]
    if view.kind in (DocumentKind.REPORT, DocumentKind.LETTER) and (m := pattern(rules["plan"]).search(view.text)):
        return int(m[1])
    in_title = re.findall(r"\b((?:19|20)\d\d)\b", title)
    if view.kind in _YEARLY:
        if in_title:
            return int(in_title[-1])
        years = re.findall(r"\b(20\d\d)\b(?!:)", view.text)
        if years:
            return int(Counter(years).most_common(1)[0][0])
    if written is not None:
        return written.year
    return int(in_title[-1]) if in_title else None
