"""The plan of an answer: what is asked, what is behind it, what the body's own documents say, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from assistant.drafting.assignment import Assignment, assignment
from assistant.drafting.background import background
from assistant.drafting.criticism import criticism, observations, reported
from assistant.drafting.doubts import about_recommendation, about_task, with_doubt
from assistant.drafting.evidence import evidence, own_parts
from assistant.drafting.model import Choices, Fact, Item, Plan
from assistant.drafting.precedents import precedents
from assistant.drafting.relevance import about, widened
from assistant.drafting.sources import Sources
from assistant.errors import InputError
from assistant.types import Part, Response


def make_plan(
    sources: Sources,
    document: str,
    body: str | None = None,
    file_id: str | None = None,
    added: Collection[str] = (),
    today: date | None = None,
) -> Plan:
    """Plan the answer of `body` to the report (or letter) `document`.

    `added` are ids of parts that the user says are the body's own. `today` is what deadlines are held against; None
    holds them against nothing. Raises InputError, see `assignment`, and for added evidence of another municipality.
    """
    task = assignment(sources, document, body, file_id)
    _refuse_foreign(sources, task, added)
    wanted = [about(sources, record) for record in task.recommendations]
    parts = own_parts(sources, task, added)
    grounds = [criticism(sources, task, one, stated) for one, stated in zip(wanted, task.stated, strict=True)]
    wide = [widened(sources, one, [f.text for f in facts]) for one, facts in zip(wanted, grounds, strict=True)]
    found = evidence(sources, parts, wide)
    items = []
    for number, (one, stated, ground) in enumerate(zip(wanted, task.stated, grounds, strict=True), 1):
        record = one.recommendation
        seen = observations(sources, task, one, stated)
        items.append(
            Item(
                number,
                record,
                stated,
                _checked(sources, ground, today),
                _checked(sources, seen, today),
                _checked(sources, reported(sources, task, one, stated, (*ground, *seen)), today),
                _checked(sources, found[record.id], today),
                precedents(sources, task, one),
                _reply(sources, record.id, parts),
                about_recommendation(sources, task, record, stated),
            )
        )
    due = (task.letter.answer_due if task.letter else None) or task.report.answer_due
    facts = {name: with_doubt(sources, fact, today) for name, fact in background(sources, task).items()}
    doubts = about_task(sources, task, today)
    return Plan(
        task.document,
        task.body,
        task.municipality,
        task.report,
        task.letter,
        due,
        facts,
        tuple(items),
        tuple(parts),
        doubts,
    )


def _checked(sources: Sources, facts: Sequence[Fact], today: date | None) -> tuple[Fact, ...]:
    return tuple(with_doubt(sources, fact, today) for fact in facts)


def _reply(sources: Sources, record_id: str, parts: Sequence[Part]) -> Response | None:
    mine = {part.id for part in parts}
    return next((r for r in sources.responses if r.recommendation_id == record_id and r.quote.part_id in mine), None)


def _refuse_foreign(sources: Sources, task: Assignment, added: Collection[str]) -> None:
    for part_id in added:
        part = sources.parts.get(part_id)
        if part is not None and part.municipality and task.municipality and part.municipality != task.municipality:
            raise InputError(
                f"{part.title} gäller {part.municipality}, inte {task.municipality}.",
                "Ange bara handlingar från den egna kommunen som underlag.",
            )


def missing(item: Item, choices: Choices) -> tuple[str, ...]:
    """What nobody has stated about a recommendation, in the order of the form: words for "[KOMPLETTERA: …]"."""
    own = choices.own.get(item.recommendation.id)
    reply = item.reply
    facts = [fact for fact in item.evidence if fact.id not in choices.left_out]
    gaps: list[str] = []
    if not (own and own.stance):
        gaps.append("ställningstagande")
    if not facts and not (own and own.comment):
        gaps.append("nuläge")
    if not (own and own.measure) and not (reply and reply.measures):
        gaps.append("åtgärd")
    if not (own and own.responsible) and not (reply and reply.responsible):
        gaps.append("ansvarig")
    if not (own and own.due) and not (reply and reply.due):
        gaps.append("klart senast")
    return tuple(gaps)
