"""A question in, a checked answer out: understand, find, state, check."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.assessing import answer_assessment, assessed_subject
from assistant.answering.comparing import answer_comparison
from assistant.answering.composing import Composed, compose
from assistant.answering.context import Context
from assistant.answering.deadlines import answer_deadline
from assistant.answering.defining import answer_definition
from assistant.answering.evidence import Outcome
from assistant.answering.facts import answer_facts
from assistant.answering.following import answer_status, answer_unanswered
from assistant.answering.followup import in_full, ordinal
from assistant.answering.frame import Frame, Topic, frame
from assistant.answering.laws import answer_law
from assistant.answering.letters import answer_letter
from assistant.answering.metadata import answer_metadata
from assistant.answering.noting import notes
from assistant.answering.plain import plain
from assistant.answering.recommending import answer_recommendations
from assistant.answering.recurring import answer_recurrence
from assistant.answering.refusing import refusal_text
from assistant.answering.responding import answer_planned, answer_response
from assistant.answering.scope import Scope
from assistant.answering.scope import scope as resolve
from assistant.answering.signing import answer_signers
from assistant.answering.terms import opened, stems_of
from assistant.answering.yearly import compare_years
from assistant.types import Answer, Coverage, Filters, LeftOut, Refusal


def answer(
    context: Context,
    question: str,
    history: Sequence[str] = (),
    filters: Filters | None = None,
    question_id: str | None = None,
) -> Answer:
    """Answer one question from the library. Never raises for what a user may type; a refusal is a value.

    `history` are the earlier questions of the conversation, oldest first.
    """
    started = time.perf_counter()
    filters = filters or Filters()
    question = question.encode("utf8", "ignore").decode("utf8")  # half a character, from a broken paste
    outcome, scope = _outcome(context, question, history, filters)
    composed = compose(context, outcome)
    if not outcome.refusal and not composed.statements:
        outcome = Outcome(refusal=Refusal.NO_EVIDENCE, missing=outcome.missing)
    text = _text(outcome, composed, scope)
    return Answer(
        question_id,
        question,
        text,
        outcome.refusal is not None,
        outcome.refusal,
        tuple(composed.statements),
        tuple(composed.citations),
        _coverage(context, scope),
        round(time.perf_counter() - started, 4),
        tuple(composed.notes),
    )


def _outcome(context: Context, question: str, history: Sequence[str], filters: Filters) -> tuple[Outcome, Scope | None]:
    if not question.strip():
        return Outcome(refusal=Refusal.EMPTY_QUESTION), None
    if not context.library.parts:
        return Outcome(refusal=Refusal.EMPTY_INDEX), None
    question, history = plain(question), [plain(turn) for turn in history]
    full = in_full(_pointed(context, question, history, filters), history, context.library.parts)
    full = context.corrected(opened(full, context.known))
    asked = frame(question, full)
    scope = resolve(full, stems_of(full), context.library.parts, filters)
    if scope.strangers and not scope.municipalities:
        return Outcome(refusal=Refusal.WRONG_MUNICIPALITY), scope
    if not scope.part_ids:
        return Outcome(refusal=Refusal.NO_EVIDENCE), scope
    outcome = dispatch(context, asked, scope, filters)
    if outcome.items and not outcome.notes:
        quotes = [q for item in outcome.items[:3] for q in item.quotes]
        found = notes(context, quotes, laws=asked.topic is Topic.FACT and not outcome.listed)
        outcome = replace(outcome, notes=tuple(found))
    return outcome, scope


def _pointed(context: Context, question: str, history: Sequence[str], filters: Filters) -> str:
    """The question with "den första av dem" written out, where the turn before it listed recommendations."""
    which = ordinal(question)
    if which is None or not history:
        return question
    base = opened(in_full(history[-1], history[:-1], context.library.parts))
    listed = answer_recommendations(context, frame(base), resolve(base, stems_of(base), context.library.parts, filters))
    items = listed.items if listed else ()
    if not items or which > len(items):
        return question
    words = items[which - 1 if which > 0 else -1].text
    return re.sub(
        r"\b(?:på |om )?(?:den|det) (?:\w+|\d+:[ae])(?: av dem)?(?: rekommendationen)?",
        lambda _: f"om {words}",  # the words may hold a backslash
        question,
        count=1,
    )


def dispatch(context: Context, asked: Frame, scope: Scope, filters: Filters) -> Outcome:
    """Records where records can answer, else the sentences that do; the first way that applies decides."""
    by_topic = {
        Topic.DEFINITION: lambda: None,
        Topic.RECURRENCE: lambda: answer_recurrence(context, asked, scope),
        Topic.COMPARISON: lambda: answer_comparison(
            context, asked, scope, filters, lambda one, own: dispatch(context, one, own, filters)
        ),
        Topic.DEADLINE: lambda: answer_deadline(context, asked, scope),
        Topic.RESPONSE: lambda: answer_response(context, asked, scope, filters),
        Topic.RECOMMENDATIONS: lambda: answer_recommendations(context, asked, scope),
        Topic.ASSESSMENT: lambda: answer_assessment(context, asked, scope, filters),
        Topic.FACT: lambda: None,
    }
    tries = (
        lambda: _defined(context, asked, scope, filters),
        lambda: answer_signers(context, asked, scope),
        lambda: answer_unanswered(context, asked, scope),
        lambda: answer_status(context, asked, scope),
        lambda: answer_planned(context, asked, scope),
        lambda: compare_years(context, asked, scope, filters),
        lambda: answer_metadata(context, asked, scope),
        lambda: answer_law(context, asked, scope),
        lambda: answer_letter(context, asked, scope),
        by_topic[asked.topic],
        (lambda: assessed_subject(context, asked, scope, filters))
        if asked.topic is Topic.ASSESSMENT
        else (lambda: None),
    )
    for attempt in tries:
        outcome = attempt()
        if outcome is not None:
            return outcome
    return answer_facts(context, asked, scope, filters)


def _defined(context: Context, asked: Frame, scope: Scope, filters: Filters) -> Outcome | None:
    """A definition, and the answers to the question's other parts after it."""
    outcome = answer_definition(context, asked, scope)
    if outcome is None or len(asked.parts) == 1:
        return outcome
    rest = replace(asked, parts=asked.parts[1:], topic=Topic.FACT)
    further = answer_facts(context, rest, scope, filters)
    return replace(outcome, items=(*outcome.items, *further.items), missing=further.missing)


def _text(outcome: Outcome, composed: Composed, scope: Scope | None) -> str:
    if outcome.refusal:
        return refusal_text(outcome.refusal, scope, outcome.missing)
    lines = list(composed.lines)
    if outcome.missing:
        lines.append(f"*Obesvarat: i handlingarna saknas {outcome.missing}.*")
    if composed.notes:
        lines += [f"**Observera:** {note}" for note in composed.notes]
    if composed.dropped:
        one = composed.dropped == 1
        lines.append(
            f"*{composed.dropped} påstående{'' if one else 'n'} togs bort: "
            f"källkontrollen godkände {'det' if one else 'dem'} inte.*"
        )
    return "\n\n".join(lines) if not outcome.listed else _listed(lines)


def _listed(lines: Sequence[str]) -> str:
    """Markdown with list items kept together."""
    out = ""
    for line in lines:
        item = line.startswith("- ")
        out += ("\n" if item and out.rstrip().rsplit("\n", 1)[-1].startswith("- ") else "\n\n") + line
    return out.strip()


def _coverage(context: Context, scope: Scope | None) -> Coverage:
    left_out = tuple(LeftOut(p.file, f"{p.reason} {p.advice}".strip()) for p in context.library.problems)
    return Coverage(len(scope.part_ids) if scope else 0, left_out)
