"""Courtesy around a question, and other question words, change nothing of what is asked."""

import pytest

from assistant.answering.plain import plain


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            "Hej! Jag skulle behöva veta: Hur många barn var placerade? Tack på förhand.",
            "Hur många barn var placerade?",
        ),
        ("God morgon, jag undrar vilka brister som fanns.", "Vilka brister som fanns."),
        ("Kan du räkna upp de rekommendationer som Askebro fick?", "Vilka rekommendationer Askebro fick?"),
        ("Vad uppgår underskottet till?", "Hur stor är underskottet?"),
        ("Vid vilken tidpunkt ska svaret lämnas?", "När ska svaret lämnas?"),
        ("Av vilken orsak ökade kostnaden?", "Varför ökade kostnaden?"),
        ("Kan du säga vilken byrå det var? Mvh Eva", "Vilken byrå det var?"),
    ],
)
def test_courtesy_is_taken_away_and_the_question_word_is_plain(typed: str, asked: str) -> None:
    assert plain(typed) == asked


@pytest.mark.parametrize("question", ["Hej!", "Tack", "Hur många barn var placerade?", "och i Askebro?", "", "  "])
def test_what_needs_no_change_is_left(question: str) -> None:
    assert plain(question) == question
