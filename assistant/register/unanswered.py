"""What is still open: recommendations without a reply, promises whose day has passed, what a follow-up found undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.types import DocumentKind, FollowUp, FollowUpStatus, Part, Quote, Recommendation, Response


class Why(StrEnum):
    """Why a recommendation is on the list; one may be there for several reasons."""

    UNANSWERED = "obesvarad"
    PROMISE_PASSED = "utlovad åtgärd passerad"
    NOT_DONE = "ej åtgärdad"


@dataclass(frozen=True, slots=True)
class Open:
    """One recommendation that is still open, for one reason.

    `days` counts from today to `due`: positive are left, negative overdue; None where no day is stated.
    """

    why: Why
    recommendation: Recommendation
    bodies: tuple[str, ...]  # who is waited for: the addressees without a reply, or who promised
    due: date | None  # the answer's day by the letter, or the measure's by the reply
    days: int | None
    due_part_id: str | None  # the letter or reply that sets the day
    response: Response | None = None
    follow_up: FollowUp | None = None  # the newest, where a follow-up speaks of the recommendation

    @property
    def quote(self) -> Quote | None:
        """The words that make it open: the promise, the follow-up's verdict, else the recommendation itself."""
        if self.why is Why.PROMISE_PASSED and self.response:
            return self.response.quote
        if self.why is Why.NOT_DONE and self.follow_up:
            return self.follow_up.quote
        return next(iter(self.recommendation.stated_in), None)


def still_open(
    recommendations: Sequence[Recommendation],
    responses: Sequence[Response],
    follow_ups: Sequence[FollowUp],
    parts: Mapping[str, Part],
    today: date,
) -> tuple[Open, ...]:
    """Everything open on `today`, longest overdue first, those without a day last.

    A promise counts as passed when its day is before today and no follow-up has found the measure carried out.
    Partly carried out is not carried out. What is answered "delar inte" is answered.
    """
    replies: dict[str, list[Response]] = defaultdict(list)
    for response in responses:
        replies[response.recommendation_id].append(response)
    status = newest(follow_ups, parts)
    letters = _letters(parts)
    found: list[Open] = []
    for record in recommendations:
        given, told = replies[record.id], status.get(record.id)
        if not given or (missing := _missing(record, given, parts)):
            letter = answer_letter(record, parts, letters)
            due = letter.answer_due if letter else None
            bodies = missing if given else record.addressees
            days = _days(due, today)
            found.append(Open(Why.UNANSWERED, record, bodies, due, days, letter.id if letter else None, None, told))
        done = told is not None and told.status is FollowUpStatus.DONE
        for response in given:
            if response.due and response.due < today and not done:
                where, days = response.quote.part_id, _days(response.due, today)
                body = parts[where].body
                bodies = (body,) if body else record.addressees
                found.append(Open(Why.PROMISE_PASSED, record, bodies, response.due, days, where, response, told))
        if told and not done:
            reply = given[0] if given else None
            found.append(Open(Why.NOT_DONE, record, record.addressees, None, None, None, reply, told))
    return tuple(sorted(found, key=lambda o: (o.days is None, o.days or 0)))


def newest(follow_ups: Sequence[FollowUp], parts: Mapping[str, Part]) -> dict[str, FollowUp]:
    """The latest follow-up of each recommendation, by its id."""
    found: dict[str, FollowUp] = {}
    for one in sorted(follow_ups, key=lambda f: _when(parts[f.quote.part_id])):
        found[one.recommendation_id] = one
    return found


def answer_letter(
    record: Recommendation, parts: Mapping[str, Part], letters: Mapping[str, Sequence[Part]] | None = None
) -> Part | None:
    """The part that asks for an answer by a day: a letter that restates the recommendation, else the file's own.

    In a bundle of several reviews it is the nearest letter, before the report rather than after. None where no part
    names a day: another review's day is never borrowed.
    """
    stated = [parts[q.part_id] for q in record.stated_in if q.part_id in parts]
    own = parts[record.part_id]
    for part in (*stated, own):
        if part.answer_due and part.kind in (DocumentKind.LETTER, DocumentKind.REPORT):
            return part
    near = (_letters(parts) if letters is None else letters).get(own.file_id, ())
    fits = [p for p in near if p.body is None or not record.addressees or p.body in record.addressees] or list(near)
    before = [p for p in fits if p.first_page <= own.first_page]
    return before[-1] if before else (fits[0] if fits else None)


def _letters(parts: Mapping[str, Part]) -> dict[str, list[Part]]:
    """The letters that name a day, by file, in reading order."""
    found: dict[str, list[Part]] = defaultdict(list)
    for part in parts.values():
        if part.kind is DocumentKind.LETTER and part.answer_due:
            found[part.file_id].append(part)
    return found


def _missing(record: Recommendation, given: Sequence[Response], parts: Mapping[str, Part]) -> tuple[str, ...]:
    """Addressees who have not replied, where several were asked and a reply is clearly one of theirs."""
    replied = {parts[r.quote.part_id].body for r in given}
    if len(record.addressees) < 2 or not replied & set(record.addressees):
        return ()
    return tuple(body for body in record.addressees if body not in replied)


def _days(due: date | None, today: date) -> int | None:
    return (due - today).days if due else None


def _when(part: Part) -> tuple[int, str]:
    return (part.date.year if part.date else part.year or 0, part.date.isoformat() if part.date else "")
