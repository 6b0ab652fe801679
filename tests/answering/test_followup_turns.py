"""Questions that lean on the turn before them, read in full."""

from __future__ import annotations

import pytest
from answering_support import made_part

from assistant.answering.followup import in_full, is_followup, ordinal
from assistant.answering.terms import stems_of

known_gap = pytest.mark.xfail(strict=True, reason="reported: not handled yet; remove the mark when it is")

PARTS = {p.id: p for p in (made_part("a", "Askebro"), made_part("n", "Norrsala"), made_part("u", None))}


def read(question: str, *history: str) -> str:
    return in_full(question, history, PARTS)


@pytest.mark.parametrize(
    ("before", "question", "full"),
    [
        ("Hur många akter granskades i Askebro?", "Och i Norrsala?", "Hur många akter granskades i Norrsala?"),
        ("Hur många akter granskades i Askebro?", "Norrsala då?", "Hur många akter granskades i Norrsala?"),
        ("Saknas rutiner i Askebro?", "Gäller det även Norrsala?", "Saknas rutiner i Norrsala?"),
        ("Vad kostade Askebros placeringar?", "Och Norrsalas?", "Vad kostade Norrsala placeringar?"),
        ("Hur många barn var placerade i Askebro 2021?", "Och 2022?", "Hur många barn var placerade i Askebro 2022?"),
        ("Hur många barn var placerade?", "Och i Norrsala?", "Hur många barn var placerade i Norrsala?"),
        ("Hur stor andel i åk 7–9 var borta?", "Och i årskurs 4–6?", "Hur stor andel i årskurs 4–6 var borta?"),
        ("Hur många beslut fanns kv 1?", "Och kv 3?", "Hur många beslut fanns kv 3?"),
        ("Hur många rutiner saknas?", "Och?", "Hur många rutiner saknas?"),
        ("Hur många rutiner saknas?", "Och riktlinjer?", "Hur många rutiner saknas riktlinjer?"),
    ],
)
def test_a_bare_turn_is_the_question_before_with_what_is_new(before: str, question: str, full: str) -> None:
    assert read(question, before) == full


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Hur var det året innan?", "2022"),
        ("Och föregående år?", "2022"),
        ("Året före då?", "2022"),
        ("Och året efter?", "2024"),
        ("Och nästa år?", "2024"),
        ("Och 2019?", "2019"),
    ],
)
def test_a_year_is_moved(question: str, year: str) -> None:
    full = read(question, "Hur många avvikelser rapporterades i Norrsala 2023?")
    assert f"Norrsala {year}" in full
    assert "2023" not in full


@pytest.mark.parametrize(
    ("before", "question", "kept", "not_kept"),
    [
        (
            "Hur många akter granskades i Askebro?",
            "Vem ansvarar för det?",
            ["Vem ansvarar", "akter", "Askebro"],
            ["många"],
        ),
        (
            "Vem ska ta fram nya riktlinjer i Norrsala?",
            "När ska det vara klart?",
            ["När", "riktlinjer", "Norrsala"],
            ["Vem"],
        ),
        ("Vad svarade nämnden om rutinerna?", "Varför?", ["Varför", "rutinerna"], []),
        ("Vilka brister såg revisorerna i Askebro?", "Vad svarade nämnden?", ["Vad svarade nämnden", "Askebro"], []),
    ],
)
def test_a_turn_with_a_verb_of_its_own_keeps_it_and_takes_the_subject(
    before: str, question: str, kept: list[str], not_kept: list[str]
) -> None:
    full = read(question, before)
    assert all(word in full for word in kept), full
    assert not any(word in full for word in not_kept), full


def test_a_document_named_takes_the_place_of_the_one_before() -> None:
    full = read("Och upphandlingsgranskningen?", "Hur många rekommendationer gav granskningen av skolan i Askebro?")
    assert "upphandling" in full
    assert "skolan" not in full
    assert "Askebro" in full


@pytest.mark.parametrize(
    "question",
    [
        "Hur många akter granskades i Askebro?",
        "Vad kostade Askebros placeringar 2022?",
        pytest.param("Vilka rekommendationer fick nämnden i Norrsala?", marks=known_gap),
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert read(question, "Vad kostade resan?") == question
    assert not is_followup(question, ["Vad kostade resan?"])


@pytest.mark.parametrize("question", ["Och i Norrsala?", "Varför?", "Men 2022?", "Vem ansvarar för den?"])
def test_without_a_turn_before_there_is_nothing_to_lean_on(question: str) -> None:
    assert read(question) == question
    assert not is_followup(question, [])


def test_a_chain_of_turns_keeps_its_first_subject() -> None:
    full = read("Och 2020?", "Hur många barn var placerade i Askebro 2022?", "Och i Norrsala?", "Och 2021?")
    assert full == "Hur många barn var placerade i Norrsala 2020?"


def test_a_new_question_in_between_is_the_one_leant_on() -> None:
    full = read(
        "Och i Norrsala?", "Hur många akter granskades i Askebro?", "Vilka rutiner saknas i Askebro enligt lagen?"
    )
    assert "rutiner" in full
    assert "akter" not in full


def test_a_municipality_without_documents_takes_the_place_too() -> None:
    """Else the answer for one municipality is given as that of another."""
    full = read("Och i Umeå?", "Hur många akter granskades i Askebro?")
    assert "Askebro" not in full
    assert "Umeå" in full


@pytest.mark.parametrize("question", ["", "?", "och", "(((", "\\1", "Och i \\g<0>?", "😀"])
@pytest.mark.parametrize("before", ["", "?", "Hur många?", "Vad gäller i Askebro 2022?", "\\1 [a"])
def test_odd_turns_are_read_without_failing(question: str, before: str) -> None:
    assert isinstance(read(question, before), str)


def test_the_same_subject_is_not_doubled() -> None:
    full = read("Vad säger de om rutinerna?", "Hur ser revisorerna i Norrsala på rutinerna?")
    assert sum(s == stems_of("rutin")[0] for s in stems_of(full)) == 1


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("Vad svarade nämnden på den första av dem?", 1),
        ("Vad säger den andra?", 2),
        ("Och det tionde?", 10),
        ("Vad säger den sista?", -1),
        ("Vad säger den 3:e?", 3),
        ("Vad säger den 2:a?", 2),
        ("Vad är det första?", 1),
        ("Vad gäller först?", None),
        ("Vad gäller den tjugoförsta?", None),
        ("Vad gäller?", None),
    ],
)
def test_which_of_the_things_listed_is_meant(question: str, which: int | None) -> None:
    assert ordinal(question) == which
