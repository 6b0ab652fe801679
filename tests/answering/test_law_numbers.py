"""Statutes with the numbers that the documents give them, and those given under a number that is not theirs."""

from __future__ import annotations

import pytest
from answering_support import Doc, MadeContext, law_reference, made

from assistant.answering.evidence import Outcome
from assistant.answering.frame import frame
from assistant.answering.laws import answer_law, wrong_number
from assistant.answering.scope import scope
from assistant.answering.terms import stems_of

RIGHT = "Av skollagen (2010:800) framgår att elever har rätt till stöd."
WRONG = "Granskningen utgår från skollagen (2010:880), SkolL, och nämndens egna mål."


@pytest.fixture
def context() -> MadeContext:
    context = made(
        Doc("a", RIGHT, "Askebro", title="Granskning av skolan"),
        Doc("b", WRONG, "Norrsala", title="Granskning av frånvaro"),
        Doc("c", "Kriteriet är kommunallagen (2017:725).", "Norrsala", title="Granskning av jäv"),
    )
    law_reference(context, "a:1", "skollagen (2010:800)")
    law_reference(context, "b:1", "skollagen (2010:880)", abbreviation="SkolL", right="2010:800")
    law_reference(context, "c:1", "kommunallagen (2017:725)", statute="kommunallagen", abbreviation="KL")
    return context


def ask(context: MadeContext, question: str) -> Outcome | None:
    return answer_law(context, frame(question), scope(question, stems_of(question), context.library.parts))


def numbers(outcome: Outcome | None) -> list[str]:
    return [item.label.split("**")[1] for item in outcome.items] if outcome else []


def test_the_number_asked_for_is_quoted_with_its_document(context: MadeContext) -> None:
    outcome = ask(context, "Vilket SFS-nummer har kommunallagen?")
    assert numbers(outcome) == ["2017:725"]
    assert outcome is not None
    assert "Granskning av jäv" in outcome.items[0].label
    assert "2017:725" in outcome.items[0].quotes[0].text
    assert outcome.lead == ""


@pytest.mark.parametrize("question", ["Vilket SFS-nummer har KL?", "Vilket nummer i SFS har kommunallagen?"])
def test_a_statute_may_be_asked_for_by_name_or_abbreviation(context: MadeContext, question: str) -> None:
    assert numbers(ask(context, question)) == ["2017:725"]


def test_numbers_that_differ_stand_side_by_side(context: MadeContext) -> None:
    outcome = ask(context, "Vilket SFS-nummer har skollagen?")
    assert sorted(numbers(outcome)) == ["2010:800", "2010:880"]
    assert outcome is not None
    assert "skiljer" in outcome.lead


def test_the_document_asked_about_stands_first(context: MadeContext) -> None:
    assert numbers(ask(context, "Vilket SFS-nummer har skollagen i granskningen av frånvaro?"))[0] == "2010:880"


def test_a_municipality_named_has_its_own_number(context: MadeContext) -> None:
    assert numbers(ask(context, "Vilket SFS-nummer har skollagen i Norrsala?")) == ["2010:880"]


@pytest.mark.parametrize(
    "question", ["Vilket SFS-nummer har plan- och bygglagen?", "Vad säger skollagen?", "Vilket nummer har huset?"]
)
def test_other_questions_are_not_for_the_numbers(context: MadeContext, question: str) -> None:
    assert ask(context, question) is None


def test_a_wrong_number_is_pointed_out_beside_a_right_one(context: MadeContext) -> None:
    quote = context.library.law_references[1].quote
    note = wrong_number(context, quote)
    assert note is not None
    assert "2010:880" in note.label
    assert "Granskning av skolan" in note.label
    assert note.quotes == (context.library.law_references[0].quote,)


def test_a_wrong_number_that_no_document_has_right_is_told_from_the_table() -> None:
    context = made(Doc("b", WRONG))
    quote = law_reference(context, "b:1", "skollagen (2010:880)", right="2010:800")
    note = wrong_number(context, quote)
    assert note is not None
    assert "2010:800" in note.label
    assert note.quotes == (quote,)


@pytest.mark.parametrize("which", [0, 2])
def test_a_right_number_is_left_alone(context: MadeContext, which: int) -> None:
    assert wrong_number(context, context.library.law_references[which].quote) is None
