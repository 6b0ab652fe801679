"""What the ways of answering hand over: statements with the words they rest on, not yet checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.context import Context, Unit
from assistant.answering.frame import Topic, Want
from assistant.answering.ranking import Candidate, Sought
from assistant.answering.wants import satisfies
from assistant.reading.spans import slice_spans
from assistant.types import Passage, PassageKind, Quote, Refusal, Role, Voice


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement to be. `label` says whose or where and is not part of what is claimed; `derived` are figures
    counted or summed from the cited words, with `how` saying it."""

    text: str
    quotes: tuple[Quote, ...]
    label: str = ""
    derived: tuple[str, ...] = ()
    score: float = 0.0
    tabular: bool = False  # made of whole table cells
    beside: tuple[Evidence, ...] = ()  # cells that meet the question as well, to be given with this one
    lines: tuple[str, ...] = ()  # a list as it is shown: its lead-in, then its items


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way of answering found. `lead` stands before the statements; `refusal` is set when there are none."""

    items: tuple[Evidence, ...] = ()
    lead: str = ""
    listed: bool = False
    notes: tuple[Evidence, ...] = ()
    refusal: Refusal | None = None
    missing: str = ""  # what was sought and not found, in Swedish


def quote_of(context: Context, passage: Passage, start: int, end: int) -> Quote:
    """The quotation of `passage.text[start:end]`; its spans are verbatim on their pages."""
    file = context.file(passage.file_id)
    spans = slice_spans(file.pages, passage.spans, start, end)
    page = spans[0].page if spans else passage.page
    return Quote(passage.part_id, passage.section_id, page, passage.text[start:end].strip(), spans)


_ANAPHOR = re.compile(
    r"^(?:Detta|Dessa|Denna|Den(?! som)|De(?! som)|Det(?! (?:finns|är|framg|saknas|har|"
    r"framkom|pågår))|Samtliga av|Av dessa|Av denna|Av de\b|Här\b|Därmed|Därigenom|"
    r"Motsvarande)\b"
)
_CONTINUES = re.compile(
    r"^(?:Dock|Däremot|Emellertid|Samtidigt|Vidare|Även|Detta|Dessa|Motsvarande|Under|"
    r"Av dessa|Samtliga av|Uppdraget|I samband)\b|^Vi (?:ser|anser|bedömer|noterar) (?:dock|"
    r"däremot|även|också|vidare)|\b(?:dock|däremot)\b"
)
_OPEN = frozenset({Want.JUDGEMENT, Want.MEASURE, Want.REASON, Want.TEXT, Want.YESNO})


def window(context: Context, found: Candidate, sought: Sought, most: int = 60) -> tuple[int, int]:
    """Start and end in the passage of the sentence and those it cannot be read without; at most about `most` words."""
    units = context.units(found.hit.passage)
    if (
        found.hit.passage.kind is PassageKind.LIST
        and found.unit.start == units[0].start
        and found.unit.end == units[-1].end
    ):
        return found.unit.start, found.unit.end
    first = next(i for i, u in enumerate(units) if u.start == found.unit.start)
    last = next(i for i, u in enumerate(units) if u.end == found.unit.end)
    if found.hit.passage.kind is PassageKind.LIST and first == 0 and sought.want in (Want.LIST, Want.TEXT):
        return 0, len(found.hit.passage.text)
    if first and _ANAPHOR.match(found.unit.text) and _words(units[first - 1 : last + 1]) <= most + 20:
        first -= 1
    most += 20 if sought.want is Want.JUDGEMENT or sought.topic is Topic.ASSESSMENT else 0
    for _ in range(2):
        if last + 1 >= len(units) or _words(units[first : last + 2]) > most:
            break
        if not _belongs(units[last + 1], found, sought):
            break
        last += 1
    return units[first].start, units[last].end


def _words(units: Sequence[Unit]) -> int:
    return sum(len(u.text.split()) for u in units)


def _belongs(following: Unit, found: Candidate, sought: Sought) -> bool:
    """Does the next sentence finish what the found one began?"""
    anaphor = bool(_ANAPHOR.match(following.text))
    new = any(t.text not in found.found and any(s in following.stems for s in t.stems) for t in sought.terms)
    if anaphor and (sought.want in _OPEN or satisfies(sought.want, following.text) or new):
        return True
    if sought.want in _OPEN or sought.topic in (Topic.ASSESSMENT, Topic.RESPONSE):
        return bool(_CONTINUES.search(following.text)) or new
    return new and satisfies(sought.want, following.text)


def sentence_evidence(context: Context, found: Candidate, sought: Sought, label: str = "", most: int = 60) -> Evidence:
    """The candidate as evidence: its window, quoted word for word."""
    start, end = window(context, found, sought, most)
    quote = quote_of(context, found.hit.passage, start, end)
    text = found.hit.passage.text[start:end].strip()
    lines = _lines(context, found, start, end)
    return Evidence(text, (quote,), label or speaker(context, found, text), (), found.score, lines=lines)


_BULLET = re.compile(r"^(?:[•►⎯➢▪●–—-]|o(?= [A-ZÅÄÖ])|\d{1,2}[.)])\s+")


def _lines(context: Context, found: Candidate, start: int, end: int) -> tuple[str, ...]:
    """A whole list, line by line and without its bullets; () for anything else."""
    units = context.units(found.hit.passage)
    if (
        found.hit.passage.kind is not PassageKind.LIST
        or len(units) < 3
        or (start, end) != (units[0].start, units[-1].end)
    ):
        return ()
    lead, colon, first = units[0].text.partition(": ")
    lines = [f"{lead}:", first] if colon else [units[0].text]
    return tuple(_BULLET.sub("", line.strip()) for line in (*lines, *(u.text for u in units[1:])))


# Who speaks, for the words before a quotation that does not itself say so.
_SPEAKERS = {Voice.INTERVIEWEE: "Enligt intervjuade", Voice.BOARD: "Nämnden", Voice.AUDITOR: "Revisorerna"}
_SAYS_WHO = re.compile(
    r"intervju|uppge|\benligt\b|framg|framk|nämnden|styrelsen|förvaltningen|revis|\bvi\b|\bvår\b|bedöm", re.I
)


def speaker(context: Context, found: Candidate, text: str) -> str:
    """Who says it, in Swedish; "" where the words say so themselves, or the document alone tells enough."""
    if _SAYS_WHO.search(text):
        return ""
    voice = context.voice(found.unit.text, found.hit)
    section = found.hit.section
    assessing = section is not None and section.role in (Role.ASSESSMENT, Role.CONCLUSION, Role.SUMMARY)
    return "" if voice is Voice.AUDITOR and not assessing else _SPEAKERS.get(voice, "")
