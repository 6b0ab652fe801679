"""What the body's own documents say that is already done, under way, planned or regulated, by recommendation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.terms import stems_of
from assistant.drafting.assignment import Assignment, same_body
from assistant.drafting.existing import GOVERNING, existing
from assistant.drafting.lookup import says
from assistant.drafting.model import Fact, Status
from assistant.drafting.relevance import RUN_IN, About, Found, loose_item, readable, score
from assistant.drafting.rows import rows
from assistant.drafting.sources import Sources
from assistant.types import DocumentKind, Filters, Part, Passage, PassageKind, Recommendation, Role, Voice

OWN_KINDS = (
    DocumentKind.REPLY,
    DocumentKind.STATEMENT,
    DocumentKind.MINUTES,
    DocumentKind.QUALITY_REPORT,
    DocumentKind.PATIENT_SAFETY_REPORT,
    DocumentKind.QUALITY_SYSTEM,
    DocumentKind.GUIDELINE,
    DocumentKind.ROUTINE,
    DocumentKind.OTHER,
)
ALL_AT_ONCE = 4000  # passages; above this, search chooses which are read sentence by sentence
_ANSWERING = (DocumentKind.REPLY, DocumentKind.STATEMENT, DocumentKind.MINUTES)
_RETELLING = (Role.SUMMARY, Role.BACKGROUND)
_VERBS = ("planned", "ongoing", "done", "result")
CHANGE = 0.06  # what telling of a change adds: that is what answers tell of
_ROLES = (Role.CONTENTS, Role.ATTACHMENT, Role.DECISION, Role.PURPOSE, Role.SCOPE, Role.CRITERIA)


@dataclass(frozen=True, slots=True)
class Bars:
    """What a sentence must reach to be offered. Chosen over whole documents, never for one recommendation."""

    score: float = 0.39
    cover: float = 0.16
    rules_cover: float = 0.28  # for what a governing document says: it speaks of much in general words
    likeness: float = 0.05
    of_best: float = 0.5  # share of the recommendation's best sentence
    most: int = 10
    rules: int = 3  # sentences from governing documents for one recommendation
    same_section: int = 3  # sentences from one section for one recommendation
    words: tuple[int, int] = (7, 75)


def own_parts(sources: Sources, task: Assignment, added: Collection[str]) -> list[Part]:
    """The body's own documents: same municipality and body. `added` are ids of parts that the user says are its own.

    A part whose municipality is not known is never evidence by itself.
    """
    review = {task.report.id, task.letter.id if task.letter else ""}
    found = []
    for part in sources.parts.values():
        if part.id in review or part.kind not in OWN_KINDS or (part.auditor and part.kind is DocumentKind.OTHER):
            continue
        mine = part.municipality is not None and part.municipality == task.municipality
        if part.id in added or (mine and _of_body(part, task.body)):
            found.append(part)
    return found


def _of_body(part: Part, body: str) -> bool:
    if part.body is None:
        return part.kind in GOVERNING
    return same_body(part.body, body)


def candidates(sources: Sources, parts: Sequence[Part], record: Recommendation) -> list[Passage]:
    """The passages worth reading for a recommendation: all of them, or the best found where they are many."""
    every = [p for part in parts for p in sources.passages_of(part.id)]
    if len(every) <= ALL_AT_ONCE:
        return every
    extra = {part.id for result in sources.extra for part in result.parts}
    searched = tuple(p.id for p in parts if p.id not in extra)
    hits = sources.context.search(record.text, Filters(part_ids=searched), 300)
    return [p for p in every if p.part_id in extra] + [h.passage for h in hits]


def status_of(text: str, part: Part) -> Status | None:
    """What the sentence says about the matter; None for what is no evidence (a definition, the law, a pointer)."""
    if says("drop", text):
        return None
    if part.kind in GOVERNING:
        return Status.RULES if says("rules", text) or says("done", text) else None
    for status, group in (
        (Status.PLANNED, "planned"),
        (Status.ONGOING, "ongoing"),
        (Status.DONE, "done"),
        (Status.RESULT, "result"),
        (Status.ONGOING, "practice"),
    ):
        if says(group, text):
            return status
    return None


def evidence(
    sources: Sources, parts: Sequence[Part], wanted: Sequence[About], bars: Bars | None = None
) -> dict[str, tuple[Fact, ...]]:
    """Facts by recommendation id, in the order of status and document. A sentence is offered where it fits best."""
    bars = bars or Bars()
    by_id = {part.id: part for part in parts}
    ranked = {one.recommendation.id: _ranked(sources, by_id, one, parts, bars) for one in wanted}
    best: dict[str, float] = {}
    for found in ranked.values():
        for one in found:
            best[_key(one)] = max(best.get(_key(one), 0.0), one.score)
    chosen: dict[str, tuple[Fact, ...]] = {}
    for about_ in wanted:
        mine = [one for one in ranked[about_.recommendation.id] if one.score >= 0.92 * best[_key(one)]]
        there = existing(sources, parts, about_)
        facts = (*there, *_facts(sources, by_id, mine, bars), *rows(sources, parts, about_))
        order = list(Status)
        chosen[about_.recommendation.id] = tuple(sorted(facts, key=lambda f: order.index(f.status or Status.RESULT)))
    return chosen


def _key(found: Found) -> str:
    return f"{found.passage.id}/{found.unit.start}" + ("+" if found.last > found.index else "")


def _ranked(
    sources: Sources, by_id: Mapping[str, Part], wanted: About, parts: Sequence[Part], bars: Bars
) -> list[Found]:
    """The sentences that reach the bars, best first."""
    passages = candidates(sources, parts, wanted.recommendation)
    found = []
    for plain in score(sources, wanted, passages):
        one = replace(plain, score=plain.score + (CHANGE if says("change", plain.unit.text) else 0.0))
        section = sources.section_of(one.passage)
        if section is not None and (section.role in _ROLES or section.voice is Voice.LAW):
            continue
        retold = by_id[one.passage.part_id].kind in _ANSWERING and section is not None and section.role in _RETELLING
        if retold:  # the summary of an answer retells the review
            continue
        if one.score < bars.score or one.likeness < bars.likeness or not (one.key or one.theme):
            continue
        if not bars.words[0] <= len(one.unit.text.split()) <= bars.words[1] or _heads(sources, one):
            continue
        if any(says("drop", unit.text) for unit in sources.context.units(one.passage)[one.index : one.last + 1]):
            continue
        if loose_item(sources, one) and not any(says(group, one.unit.text) for group in _VERBS):
            continue
        status = status_of(one.unit.text, by_id[one.passage.part_id])
        changing = one.theme and plain.score < one.score
        if status is not None and (
            one.cover >= (bars.rules_cover if status is Status.RULES else bars.cover) or changing
        ):
            found.append(one)
    found.sort(key=lambda one: -one.score)
    return [one for one in found if one.score >= bars.of_best * found[0].score]


def _heads(sources: Sources, found: Found) -> bool:
    """Is it a heading run in before the paragraph's text: "Nytt arbetssätt för avvikelser. För att få …"?"""
    alone = found.index == found.last == 0 and len(sources.context.units(found.passage)) > 1
    return alone and found.passage.kind is PassageKind.PROSE and len(found.unit.text.split()) <= RUN_IN


def _facts(sources: Sources, by_id: Mapping[str, Part], found: Sequence[Found], bars: Bars) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    taken: list[frozenset[str]] = []
    in_section: dict[str, int] = {}
    covered: set[tuple[str, int]] = set()
    for one in found:
        section = one.passage.section_id or one.passage.part_id
        text, quotes, (first, last) = readable(sources, one)
        stems = frozenset(stems_of(text))
        units = {(one.passage.id, i) for i in range(first, last + 1)}
        if in_section.get(section, 0) >= bars.same_section or covered & units or _repeats(stems, taken):
            continue
        part = by_id[one.passage.part_id]
        status = status_of(one.unit.text, part)
        if status is Status.RULES and sum(f.status is Status.RULES for f in facts) >= bars.rules:
            continue
        facts.append(Fact(_key(one), text, quotes, part.id, status, one.score))
        taken.append(stems)
        covered |= units
        in_section[section] = in_section.get(section, 0) + 1
        if len(facts) == bars.most:
            break
    order = list(Status)
    places = {part_id: i for i, part_id in enumerate(by_id)}
    return tuple(sorted(facts, key=lambda f: (order.index(f.status or Status.RESULT), places[f.part_id], f.id)))


def _repeats(stems: frozenset[str], taken: Sequence[frozenset[str]]) -> bool:
    return any(len(stems & other) >= 0.7 * min(len(stems), len(other)) for other in taken)
