"""Refusals in Swedish."""

from __future__ import annotations

import pytest
from answering_support import made_part

from assistant.answering.refusing import refusal_text
from assistant.answering.scope import Scope, scope
from assistant.answering.terms import stems_of
from assistant.types import Refusal

PARTS = {p.id: p for p in (made_part("a", "Askebro"), made_part("b", "Askebro"), made_part("n", "Norrsala"))}


def where(text: str) -> Scope:
    return scope(text, stems_of(text), PARTS)


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_reason_has_its_words(reason: Refusal) -> None:
    for missing in ("", "antal barn"):
        text = refusal_text(reason, where("Vad gäller i Umeå 2019?"), missing)
        assert text
        assert text[0].isupper()
        assert text.endswith((".", "?"))
        assert "None" not in text
        assert "  " not in text


def test_what_was_searched_is_told() -> None:
    assert "2 handlingar från Askebro" in refusal_text(Refusal.NO_EVIDENCE, where("Vad gäller i Askebro?"), "")
    assert "1 handling från Norrsala" in refusal_text(Refusal.NOT_STATED, where("Vad gäller i Norrsala?"), "x")
    assert "3 handlingar." in refusal_text(Refusal.NO_EVIDENCE, where("Vad gäller?"), "")


@pytest.mark.parametrize("reason", [Refusal.NO_EVIDENCE, Refusal.NOT_STATED])
def test_what_is_missing_is_told(reason: Refusal) -> None:
    text = refusal_text(reason, where("Vad gäller i Askebro?"), "nämndens svar")
    assert "Det som saknas: nämndens svar." in text
    assert text.startswith("Det finns inget stöd för det i handlingarna")


def test_a_strange_municipality_is_named() -> None:
    assert "Umeå" in refusal_text(Refusal.WRONG_MUNICIPALITY, where("Vad gäller i Umeå?"), "")


def test_a_year_that_is_not_there_is_named() -> None:
    assert "2019" in refusal_text(Refusal.WRONG_YEAR, where("Hur många barn fanns i Askebro 2019?"), "")
