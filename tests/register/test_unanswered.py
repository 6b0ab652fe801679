"""What is still open is counted to the day, and no day is borrowed from another review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.register.unanswered import Open, Why, answer_letter, still_open
from assistant.types import (
    DocumentKind,
    FollowUp,
    FollowUpStatus,
    Part,
    Quote,
    Recommendation,
    Response,
    Span,
    Stance,
)

TODAY = date(2024, 3, 1)


def part(file: str, number: int, kind: DocumentKind, body: str | None = "miljönämnden", **facts: object) -> Part:
    head = (f"{file}:{number}", file, file, "Granskning", kind, "Norrsala", body, None, None, None, None)
    return replace(Part(*head, number, number, True), **facts)  # type: ignore[arg-type]


def quote(part_id: str, text: str = "ord") -> Quote:
    return Quote(part_id, None, 1, text, (Span(1, 0, 3),))


def made(file: str, number: int, part_id: str, *stated: str, to: tuple[str, ...] = ("miljönämnden",)) -> Recommendation:
    places = tuple(quote(one) for one in (part_id, *stated))
    return Recommendation(f"{file}#{number}", file, part_id, "Norrsala", to, number, "följ upp", (), places)


def reply(record: Recommendation, part_id: str, due: date | None = None) -> Response:
    return Response(record.id, quote(part_id, "Nämnden lovar."), Stance.AGREES, due=due)


PARTS = {
    p.id: p
    for p in (
        part("a", 1, DocumentKind.LETTER, answer_due=date(2024, 2, 20)),
        part("a", 2, DocumentKind.REPORT),
        part("a", 3, DocumentKind.LETTER, answer_due=date(2024, 6, 1)),
        part("a", 4, DocumentKind.REPORT),
        part("b", 1, DocumentKind.REPORT),
        part("c", 1, DocumentKind.REPLY),
        part("d", 1, DocumentKind.REPORT, follow_up=True, date=date(2023, 5, 1)),
        part("e", 1, DocumentKind.REPORT, follow_up=True, date=date(2024, 1, 9)),
    )
}


def opened(record: Recommendation, *responses: Response, told: tuple[FollowUp, ...] = ()) -> tuple[Open, ...]:
    return still_open([record], responses, told, PARTS, TODAY)


def test_days_overdue_and_days_left_are_counted_from_today() -> None:
    first, second = made("a", 1, "a:2"), made("a", 2, "a:4")
    found = still_open([second, first], [], [], PARTS, TODAY)
    assert [(o.recommendation.id, o.days, o.due_part_id) for o in found] == [("a#1", -10, "a:1"), ("a#2", 92, "a:3")]
    assert all(o.why is Why.UNANSWERED for o in found)


def test_a_letter_elsewhere_that_restates_it_sets_the_day() -> None:
    assert answer_letter(made("b", 1, "b:1", "a:3"), PARTS) == PARTS["a:3"]


def test_no_day_is_borrowed_from_another_review() -> None:
    (only,) = opened(made("b", 1, "b:1"))
    assert (only.due, only.days, only.due_part_id) == (None, None, None)


def test_what_is_answered_is_not_open() -> None:
    record = made("a", 1, "a:2")
    assert opened(record, reply(record, "c:1")) == ()


def test_of_two_bodies_the_silent_one_is_named() -> None:
    record = made("a", 1, "a:2", to=("miljönämnden", "kommunstyrelsen"))
    (only,) = opened(record, reply(record, "c:1"))
    assert only.bodies == ("kommunstyrelsen",)


def test_a_promise_whose_day_has_passed_is_open_until_it_is_found_carried_out() -> None:
    record = made("a", 1, "a:2")
    promise = reply(record, "c:1", date(2024, 2, 29))
    (only,) = opened(record, promise)
    assert (only.why, only.days, only.quote) == (Why.PROMISE_PASSED, -1, promise.quote)
    assert opened(record, reply(record, "c:1", TODAY)) == ()
    done = FollowUp(record.id, FollowUpStatus.DONE, "åtgärdad", quote("e:1"))
    assert opened(record, promise, told=(done,)) == ()


def test_the_newest_follow_up_decides() -> None:
    record = made("a", 1, "a:2")
    old = FollowUp(record.id, FollowUpStatus.NOT_DONE, "ej", quote("d:1"))
    new = FollowUp(record.id, FollowUpStatus.PARTLY, "delvis", quote("e:1"))
    (only,) = opened(record, reply(record, "c:1"), told=(new, old))
    assert (only.why, only.follow_up) == (Why.NOT_DONE, new)
    done = FollowUp(record.id, FollowUpStatus.DONE, "åtgärdad", quote("e:1"))
    assert opened(record, reply(record, "c:1"), told=(done, old)) == ()
