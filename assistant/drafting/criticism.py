"""What the auditors base a recommendation on: their assessment, and the observations behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.drafting.assignment import Assignment
from assistant.drafting.lookup import says
from assistant.drafting.model import Fact
from assistant.drafting.relevance import About, Found, readable, score
from assistant.drafting.sources import Sources
from assistant.types import Part, Quote, Role, Section

ASSESSING = (Role.ASSESSMENT, Role.CONCLUSION)
OBSERVING = (Role.OBSERVATION,)
FLOOR = 0.28  # a sentence less about the recommendation than this is left out
WORK = 0.5  # … and for telling of work under way
POINTED = 0.12  # what standing in a section that the recommendation points to adds
CRITICAL = 0.12  # what words of criticism add
_WORDS = (6, 70)


def criticism(sources: Sources, task: Assignment, wanted: About, stated: Sequence[Quote]) -> tuple[Fact, ...]:
    """The auditors' judgement: at most two sentences in the order they stand, from the letter where only it has any."""
    found = _best(sources, task.report, wanted, stated, ASSESSING, 2)
    if not found:
        found = _best(sources, task.report, wanted, stated, (Role.SUMMARY,), 2)
    in_report = any(q.part_id == task.report.id for q in stated)
    if task.letter is not None and (not found or not in_report):
        found = (*_best(sources, task.letter, wanted, stated, None, 1), *found)[:2]
    return found


def observations(sources: Sources, task: Assignment, wanted: About, stated: Sequence[Quote]) -> tuple[Fact, ...]:
    """What the auditors saw: at most two sentences from the sections that report observations."""
    return _best(sources, task.report, wanted, stated, OBSERVING, 2)


def reported(
    sources: Sources, task: Assignment, wanted: About, stated: Sequence[Quote], told: Sequence[Fact]
) -> tuple[Fact, ...]:
    """Work that the auditors report as done, under way or planned: at most two sentences, none `told` already."""
    known = {fact.id for fact in told}
    found = _best(sources, task.report, wanted, stated, OBSERVING, 4, _at_work)
    return tuple(fact for fact in found if fact.id not in known and fact.score >= WORK)[:2]


def _at_work(text: str) -> bool:
    if says("drop", text) or says("lacking", text):
        return False
    return says("underway", text) or (says("done", text) and says("change", text))


def _best(
    sources: Sources,
    part: Part,
    wanted: About,
    stated: Sequence[Quote],
    roles: Sequence[Role] | None,
    most: int,
    only: Callable[[str], bool] | None = None,
) -> tuple[Fact, ...]:
    passages = [p for p in sources.passages_of(part.id) if _within(sources.section_of(p), roles)]
    pointed = _pointed(sources, part, wanted.recommendation.sections)
    ranked: list[tuple[float, int, Found]] = []
    for order, one in enumerate(score(sources, wanted, passages)):
        text = one.unit.text
        if not _WORDS[0] <= len(text.split()) <= _WORDS[1] or text.rstrip().endswith((":", "?")):
            continue
        if one.last > one.index or one.score < FLOOR or _states(one, stated, sources):
            continue
        bonus = POINTED if one.passage.section_id in pointed else 0.0
        if only is not None and not (only(text) and (one.theme or one.key)):
            continue
        if only is None:
            bonus += CRITICAL if says("criticism", text) else -0.05
        ranked.append((one.score + bonus, order, one))
    ranked.sort(key=lambda row: -row[0])
    chosen: list[tuple[int, Fact]] = []
    covered: set[tuple[str, int]] = set()
    for worth, order, one in ranked:
        if worth < 0.7 * ranked[0][0] or len(chosen) == most:
            break
        text, quotes, (first, last) = readable(sources, one)
        units = {(one.passage.id, i) for i in range(first, last + 1)}
        if covered & units:
            continue
        covered |= units
        chosen.append((order, Fact(f"{one.passage.id}/{one.unit.start}", text, quotes, part.id, None, worth)))
    return tuple(fact for _, fact in sorted(chosen, key=lambda row: row[0]))


def _within(section: Section | None, roles: Sequence[Role] | None) -> bool:
    return roles is None or (section is not None and section.role in roles)


def _pointed(sources: Sources, part: Part, numbers: Sequence[str]) -> set[str]:
    """Ids of the sections that the recommendation points to, with those under them."""
    return {
        s.id
        for s in sources.sections.values()
        if s.part_id == part.id and any(n in s.path or (s.number or "").startswith(n + ".") for n in numbers)
    }


def _states(found: Found, stated: Sequence[Quote], sources: Sources) -> bool:
    """Is the sentence one that states a recommendation (this or another of the same list)?"""
    every = [q for r in sources.recommendations for q in r.stated_in if q.part_id == found.passage.part_id]
    mine = found.unit.text.lower()
    pages = {span.page for span in found.passage.spans}
    for quote in (*stated, *every):
        text = quote.text.strip(" .;,").lower()
        same = len(text) > 20 and (text in mine or mine.strip(" .;,•►–-") in text)
        if same and any(span.page in pages for span in quote.spans):
            return True
    return False
