"""What a drafter should look at twice: letter against report, days gone by, wrong statute numbers, old plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.normal import squash
from assistant.answering.noting import share_sum
from assistant.answering.swedish_text import counted, written
from assistant.drafting.assignment import Assignment
from assistant.drafting.model import Fact, Status
from assistant.drafting.sources import Sources
from assistant.types import DocumentKind, LawReference, Quote, Recommendation


def about_task(sources: Sources, task: Assignment, today: date | None) -> tuple[str, ...]:
    """Doubts about the review as a whole."""
    found: list[str] = []
    due = _due_of(task)
    if due is None:
        found.append("Ingen dag då svaret ska lämnas har hittats i handlingarna.")
    elif today is not None and due < today:
        found.append(f"Svarsdagen {written(due)} har passerat. Kontrollera om anstånd har getts.")
    if task.municipality is None:
        found.append("Handlingen nämner ingen kommun. Egna underlag kan därför bara anges uttryckligen (--evidence).")
    if task.letter is not None and task.letter.id != task.report.id:
        in_letter = [s for s in task.stated if any(q.part_id == task.letter.id for q in s)]
        in_report = [s for s in task.stated if any(q.part_id == task.report.id for q in s)]
        if in_letter and len(in_letter) != len(in_report):
            found.append(
                f"Missivet har {counted(len(in_letter))} rekommendationer till {task.body} och rapporten "
                f"{counted(len(in_report))}. Alla besvaras här."
            )
    return tuple(found)


def _due_of(task: Assignment) -> date | None:
    return (task.letter.answer_due if task.letter else None) or task.report.answer_due


def about_recommendation(
    sources: Sources, task: Assignment, record: Recommendation, stated: Sequence[Quote]
) -> tuple[str, ...]:
    """Doubts about one recommendation: where it stands, and whether letter and report word it alike."""
    found: list[str] = []
    kinds = {sources.parts[q.part_id].kind: q for q in reversed(stated)}
    letter, report = kinds.get(DocumentKind.LETTER), kinds.get(DocumentKind.REPORT)
    if letter and not report and task.report.kind is DocumentKind.REPORT:
        found.append("Rekommendationen står bara i missivet, inte i rapporten.")
    others = any(q.part_id == letter.part_id for r in sources.recommendations for q in r.stated_in) if letter else False
    if report and not letter and task.letter is not None and _lists(sources, task.letter.id) and not others:
        found.append("Rekommendationen står bara i rapporten, inte i missivet.")
    if letter and report and _core(letter.text) != _core(report.text):
        found.append(f"Missivet har en annan lydelse än rapporten: ”{letter.text}”")
    return tuple(found)


def _lists(sources: Sources, part_id: str) -> bool:
    return any(q.part_id == part_id for r in sources.recommendations for q in r.stated_in)


def _core(text: str) -> str:
    """The words alone: without "att", the pointer to sections, bullets and closing marks."""
    text = re.sub(r"[,(]?\s*(?:se|jfr|jämför)?\s*(?:även )?avsnitt\s+[\d., och]+\)?", "", text, flags=re.I)
    return re.sub(r"\W+", "", squash(re.sub(r"^\W*(?:\d+[.)]\s*)?(?:att\s+)?", "", text.strip(), flags=re.I)))


def with_doubt(sources: Sources, fact: Fact, today: date | None) -> Fact:
    """The fact with what should be checked about it, where anything should."""
    words: list[str] = []
    part = sources.parts[fact.part_id]
    for law in _laws(sources):
        if law.wrong_sfs and _overlap(law.quote, fact.quotes):
            right = f" Rätt nummer är {law.right_sfs}." if law.right_sfs else ""
            words.append(f"{law.statute} anges här med numret {law.sfs}, som inte stämmer.{right}")
    for sentence in re.split(r"(?<=[.!?])\s+", fact.text):
        if summed := share_sum(sentence):
            words.append(f"Andelarna {', '.join(summed[0])} procent summerar inte till 100.")
    if fact.status is Status.PLANNED and today is not None:
        years = [int(y) for y in re.findall(r"\b(20\d\d)\b", fact.text)]
        when = max(years) if years else part.year
        if when is not None and when < today.year:
            words.append("Planen avsåg en tid som har gått. Ange vad det blev av den.")
    return replace(fact, doubt=" ".join(words)) if words else fact


def _laws(sources: Sources) -> Sequence[LawReference]:
    return tuple(getattr(sources.library, "law_references", ()))


def _overlap(one: Quote, others: Sequence[Quote]) -> bool:
    return any(
        one.part_id == other.part_id and a.page == b.page and a.start < b.end and b.start < a.end
        for other in others
        for a in one.spans
        for b in other.spans
    )
