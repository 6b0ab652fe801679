"""Facts about the review as a whole: its name, the firm, what for, the overall judgement, when the answer is due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.normal import squash
from assistant.answering.swedish_text import counted, written
from assistant.drafting.assignment import Assignment
from assistant.drafting.lookup import pattern, phrase, table
from assistant.drafting.model import Fact
from assistant.drafting.relevance import quote_of
from assistant.drafting.sources import Sources
from assistant.reading.dates import find_dates
from assistant.types import Part, Passage, PassageKind, Quote, Role


def background(sources: Sources, task: Assignment) -> dict[str, Fact]:
    """The facts that could be found, by name: review, firm, purpose, judgement, count, due."""
    made = {
        "review": _review(sources, task),
        "firm": _firm(sources, task),
        "purpose": _sentence(
            sources, task, "purpose", (Role.PURPOSE, Role.AUDIT_QUESTIONS, Role.SUMMARY, Role.BACKGROUND)
        ),
        "judgement": _sentence(sources, task, "judgement", (Role.CONCLUSION, Role.SUMMARY, Role.ASSESSMENT)),
        "count": _count(task),
        "due": _due(sources, task),
    }
    return {name: fact for name, fact in made.items() if fact is not None}


def _documents(task: Assignment) -> list[Part]:
    return [task.report, *([task.letter] if task.letter and task.letter.id != task.report.id else [])]


def _review(sources: Sources, task: Assignment) -> Fact | None:
    """ "Kommunens revisorer har genomfört granskningen ”…”", where the title stands in the report or its letter."""
    for part in _documents(task):
        wanted = squash(task.report.title)
        for passage in sources.passages_of(part.id)[:12]:
            if wanted and wanted in squash(passage.text):
                quote = _cut(sources, passage, task.report.title)
                title = _bare(task.report.title)
                return Fact("review", phrase("review", title=title), (quote,), part.id, composed=True)
    first = next((p for p in sources.passages_of(task.report.id) if p.text), None)
    if first is None:
        return None
    quote = quote_of(sources, first, 0, min(len(first.text), 300))
    return Fact("review", phrase("review_untitled"), (quote,), task.report.id, composed=True)


def _bare(title: str) -> str:
    """A title without the quotation marks it is printed with."""
    return re.sub(r"\s+", " ", re.sub('[”“"]', "", title)).strip()


def _cut(sources: Sources, passage: Passage, words: str) -> Quote:
    """The words in the passage, else the whole of it."""
    at = passage.text.lower().find(words.lower())
    if at < 0:
        return quote_of(sources, passage, 0, len(passage.text))
    return quote_of(sources, passage, at, at + len(words))


def _firm(sources: Sources, task: Assignment) -> Fact | None:
    firm = task.report.auditor or (task.letter.auditor if task.letter else None)
    if not firm:
        return None
    for part in reversed(_documents(task)):
        for passage, start, end in _units(sources, part):
            text = passage.text[start:end]
            if (
                re.search(rf"\b{re.escape(firm)}\b", text)
                and re.search(r"gransk", text, re.I)
                and len(text.split()) < 60
            ):
                return Fact(
                    "firm", phrase("firm", firm=firm), (quote_of(sources, passage, start, end),), part.id, composed=True
                )
    return None


def _sentence(sources: Sources, task: Assignment, name: str, roles: Sequence[Role]) -> Fact | None:
    """A sentence as it stands: the first that matches the pattern, by the order of the roles, then the letter's."""
    wanted = pattern(table("phrases")["seek"][name])
    for role in roles:
        for passage, start, end in _units(sources, task.report, role):
            if wanted.search(passage.text[start:end]) and 8 <= len(passage.text[start:end].split()) <= 70:
                return _fact(name, sources, passage, start, end)
    if task.letter is not None:
        for passage, start, end in _units(sources, task.letter):
            if wanted.search(passage.text[start:end]) and 8 <= len(passage.text[start:end].split()) <= 70:
                return _fact(name, sources, passage, start, end)
    return None


def _fact(name: str, sources: Sources, passage: Passage, start: int, end: int) -> Fact | None:
    text = passage.text[start:end]
    if text.rstrip().endswith(":"):  # a lead-in: its list belongs to it
        if len(passage.text[start:].split()) > 90:
            return None
        end = len(passage.text)
    quote = quote_of(sources, passage, start, end)
    return Fact(name, quote.text, (quote,), passage.part_id)


def _units(sources: Sources, part: Part, role: Role | None = None) -> Iterator[tuple[Passage, int, int]]:
    for passage in sources.passages_of(part.id):
        section = sources.section_of(passage)
        if passage.kind not in (PassageKind.PROSE, PassageKind.LIST) or (
            role is not None and (section is None or section.role is not role)
        ):
            continue
        for unit in sources.context.units(passage):
            yield passage, unit.start, unit.end


def _count(task: Assignment) -> Fact | None:
    """How many recommendations are put to the body; it rests on each of them."""
    number = len(task.recommendations)
    quotes = tuple(stated[0] for stated in task.stated)
    plural = "rekommendation" if number == 1 else "rekommendationer"
    text = phrase("count", number=counted(number), recommendations=plural, body=task.body)
    return Fact("count", text, quotes, quotes[0].part_id, derived=(str(number),), composed=True)


def _due(sources: Sources, task: Assignment) -> Fact | None:
    """The request for an answer, with the date as people write it."""
    for part in reversed(_documents(task)):
        if part.answer_due is None:
            continue
        for passage, start, end in _units(sources, part):
            text = passage.text[start:end]
            if any(_same(found, part) for found in find_dates(text)):
                quote = quote_of(sources, passage, start, end)
                due = part.answer_due
                said = phrase("due", date=written(due))
                return Fact("due", said, (quote,), part.id, derived=(str(due.day), str(due.year)), composed=True)
    return None


def _same(found: object, part: Part) -> bool:
    value, due = getattr(found, "value", None), part.answer_due
    if due is None:
        return False
    return bool(value == due or (getattr(found, "month", 0), getattr(found, "day_number", 0)) == (due.month, due.day))
