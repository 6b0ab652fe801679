"""Whole answers on the sample corpus: every kind of question, refusals, notes, and input that nobody meant."""

from __future__ import annotations

import re
import time

import pytest

from assistant import pipeline
from assistant.answering.frame import frame
from assistant.answering.swedish_text import counted, written
from assistant.retrieval.library import Library
from assistant.types import Answer, DocumentKind, Filters, Refusal

known_gap = pytest.mark.xfail(strict=True, reason="reported: not handled yet; remove the mark when it is")


@pytest.fixture
def ask(sample_library: Library):
    return lambda question, *history, **given: pipeline.ask(sample_library, question, history, **given)


def documents(answer: Answer) -> set[str]:
    return {c.document for c in answer.citations}


# ---------------------------------------------------------------- one of each kind, in words that the gold does not use


@pytest.mark.parametrize(
    ("question", "said", "document"),
    [
        (
            "När antogs riktlinjerna för biståndshandläggning i Norrsala?",
            ["14 december 2022"],
            "norrsala-2024-hemtjanst",
        ),
        ("Vem undertecknade rapporten om placerade barn i Askebro?", ["Helena Stråhle"], "askebro-2023-placerade-barn"),
        ("Läkemedelsavvikelser i Norrsala 2024, hur många?", ["388"], "norrsala-2024-kvalitetsberattelse"),
        ("Fallavvikelser i Norrsala 2023?", [], "norrsala-2024-kvalitetsberattelse"),
        (
            "Senast när ska nämnden i Norrsala svara på hemtjänstgranskningen?",
            ["30 september 2024"],
            "norrsala-2024-missiv-hemtjanst",
        ),
        (
            "Vilka rekommendationer fick socialnämnden i Askebro 2023?",
            ["aktgranskning", "delegationsordning"],
            "askebro-2023-placerade-barn",
        ),
        (
            "Hur många rekommendationer gav upphandlingsgranskningen i Västerhamra?",
            ["Fem"],
            "vasterhamra-2025-upphandling",
        ),
        (
            "Vilka kommuner har fått rekommendationer om rutiner?",
            ["Askebro", "Norrsala", "Lindvalla"],
            "norrsala-2024-hemtjanst",
        ),
        (
            "Vilken granskning i Lindvalla gav flest rekommendationer?",
            ["informationssäkerhet", "sex", "fyra"],
            "lindvalla-2023-informationssakerhet",
        ),
        (
            "Blev fallavvikelserna i Norrsala fler eller färre mellan 2022 och 2024?",
            ["Ökade", "421", "463"],
            "norrsala-2024-kvalitetsberattelse",
        ),
        (
            "Hur bedömer revisorerna delegationsordningen i Askebro?",
            ["delegationsordning"],
            "askebro-2023-placerade-barn",
        ),
        (
            "Vad svarade nämnden i Askebro på rekommendationen om delegationsordningen?",
            ["delar inte"],
            "askebro-2024-svar-placerade-barn",
        ),
        ("Vad betyder förkortningen SIP?", ["samordnad individuell plan"], None),
        (
            "Vad är status 2025 för rekommendationen om delegationsordningen i Askebro?",
            ["Ej åtgärdad"],
            "askebro-2025-uppfoljande-granskning",
        ),
    ],
)
def test_every_kind_of_question_has_its_answer(ask, question: str, said: list[str], document: str | None) -> None:
    answer = ask(question)
    assert not answer.refused, answer.answer
    assert all(words in answer.answer for words in said), answer.answer
    assert document is None or document in documents(answer)


def test_a_follow_up_keeps_the_subject_and_changes_the_place(ask) -> None:
    before = "Vilka rekommendationer fick nämnden i Norrsala om hemtjänsten?"
    first, then = ask(before), ask("Och i Askebro?", before)
    assert not then.refused
    assert all(d.startswith("norrsala") for d in documents(first))
    assert all(d.startswith("askebro") for d in documents(then))


def test_the_first_of_those_listed_is_the_first_of_those_listed(ask) -> None:
    before = "Vilka rekommendationer fick socialnämnden i Askebro 2023?"
    first = ask("Vad svarade nämnden på den första av dem?", before)
    assert "Samtliga 17 rutiner" in first.answer
    assert first.answer != ask("Vad svarade nämnden på den sista av dem?", before).answer


def test_a_question_with_two_parts_has_two_answers(ask) -> None:
    answer = ask("Vad var budgeten för placeringar i Askebro 2022 och vad blev utfallet?")
    assert "28,0" in answer.answer
    assert "33,6" in answer.answer


def test_a_part_without_an_answer_is_said_to_be_unanswered(ask) -> None:
    answer = ask("Hur många läkemedelsavvikelser rapporterades i Norrsala 2024, och vad kostade de?")
    assert not answer.refused
    assert "388" in answer.answer
    assert "Obesvarat" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Hur många läkemedelsavvikelser rapporterades i Norrsala 2024, och vem hittade på ordet bergväggen?",
        "Hur många läkemedelsavvikelser rapporterades i Norrsala 2024 och hur många procent ledde till åtal?",
        "Hur många kommunalråd har Norrsala, och hur många läkemedelsavvikelser rapporterades 2024?",
    ],
)
@known_gap
def test_a_part_without_an_answer_costs_the_other_part_nothing(ask, question: str) -> None:
    assert "388" in ask(question).answer


@known_gap
def test_a_later_part_is_not_answered_about_something_else(ask) -> None:
    answer = ask("Från vilket år är attestreglementet i Västerhamra, och vem skrev det?")
    assert "2012" in answer.answer
    assert "Obesvarat" in answer.answer


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Vad blev socialnämndens underskott i Umeå?", Refusal.WRONG_MUNICIPALITY),
        ("Vilka rekommendationer fick Kramfors kommun?", Refusal.WRONG_MUNICIPALITY),
        ("Hur många barn var placerade i Fjärrsunda kommun?", Refusal.WRONG_MUNICIPALITY),
        ("Hur många barn var placerade i Askebro den 31 december 2019?", None),
        ("Hur många läkemedelsavvikelser rapporterades i Norrsala 2017?", None),
        ("Hur många läkemedelsavvikelser rapporterades i umeå 2024?", None),
        ("Hur hög var sjukfrånvaron bland brandmännen i Lindvalla?", None),
        ("Vad svarade nämnden i Norrsala på rekommendationen om personalkontinuitet?", Refusal.NOT_STATED),
        ("Vad kostade Ekberg Revisions granskning av upphandlingen i Västerhamra?", Refusal.NOT_STATED),
        ("Vilken kommun hör kvalitetsberättelsen om LSS 2023 till?", Refusal.NOT_STATED),
        ("Vad är huvudstaden i Frankrike?", None),
        ("Vad är meningen med livet?", None),
    ],
)
def test_what_the_documents_do_not_say_is_refused(ask, question: str, reason: Refusal | None) -> None:
    answer = ask(question)
    assert answer.refused
    assert answer.reason is reason or (reason is None and answer.reason is not None)
    assert answer.statements == ()
    assert answer.citations == ()
    assert answer.notes == ()
    assert answer.answer.startswith("Det finns ing")


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Vilka rekommendationer fick socialnämnden i Askebro 2021?", ()),  # the register has those of 2023
        ("Vad fick Västerhamra för rekommendationer 2019?", ()),
        ("Och i Umeå?", ("Hur många barn från Askebro var placerade på HVB den sista december 2021?",)),
        ("Och i Kramfors?", ("Vilka rekommendationer fick socialnämnden i Askebro 2023?",)),
    ],
)
def test_the_right_topic_in_the_wrong_year_or_place_is_refused(ask, question: str, history: tuple[str, ...]) -> None:
    assert ask(question, *history).refused


@known_gap
def test_a_year_that_is_missing_is_given_as_the_reason(ask) -> None:
    assert ask("Hur många läkemedelsavvikelser rapporterades i Norrsala 2017?").reason is Refusal.WRONG_YEAR


def test_a_refusal_says_what_was_searched(ask) -> None:
    answer = ask("Hur många läkemedelsavvikelser rapporterades i Norrsala 2017?")
    assert "från Norrsala" in answer.answer
    assert answer.coverage.searched == 3


def test_a_document_without_a_municipality_never_answers_for_one(ask, sample_library: Library) -> None:
    nobodys = {p.document for p in sample_library.parts.values() if p.municipality is None}
    assert nobodys
    for town in ("Askebro", "Norrsala", "Lindvalla", "Västerhamra"):
        answer = ask(f"Hur många avvikelser om hot och våld rapporterades inom LSS i {town} 2022?")
        assert not documents(answer) & nobodys
    assert documents(ask("Hur många avvikelser om hot och våld rapporterades inom LSS 2022?")) & nobodys


# ---------------------------------------------------------------- notes


def test_a_letter_with_one_recommendation_more_is_pointed_out(ask) -> None:
    answer = ask("Vilka rekommendationer fick socialnämnden i Askebro om placerade barn 2023?")
    (note,) = answer.notes
    assert "Missivet har sex rekommendationer och rapporten fem" in note
    assert "kompetensförsörjning" in note
    assert note in answer.answer
    assert "Observera" in answer.answer
    cited = int(re.findall(r"\[(\d+)\]", note)[0])
    assert "kompetensförsörjning" in answer.citations[cited - 1].quote


def test_where_letter_and_report_agree_nothing_is_pointed_out(ask) -> None:
    assert ask("Vilka rekommendationer fick vård- och omsorgsnämnden i Norrsala?").notes == ()


def test_shares_that_do_not_make_a_hundred_are_pointed_out(ask) -> None:
    answer = ask("Hur fördelar sig inköpen i Västerhamra 2024 på ramavtal, direktupphandling och utan avtal?")
    assert any("71 + 12 + 9 = 92 procent" in note for note in answer.notes)


def test_a_wrong_sfs_number_is_pointed_out(ask) -> None:
    answer = ask("Vilket SFS-nummer har LOU i Ekberg Revisions rapport om upphandling i Västerhamra?")
    assert not answer.refused
    assert "2016:1154" in answer.answer
    assert "2016:1145" in answer.answer


# ---------------------------------------------------------------- words before a statement are held to it too


@pytest.mark.parametrize(
    "question",
    [
        "När ska socialnämnden i Askebro senast svara?",
        "När ska barn- och utbildningsnämnden i Lindvalla senast svara?",
        "När ska kommunstyrelsen i Västerhamra senast svara på granskningen av inköp?",
    ],
)
def test_the_date_that_leads_stands_in_the_quotation(ask, sample_library: Library, question: str) -> None:
    answer = ask(question)
    assert not answer.refused
    (date,) = re.findall(r"Senast (\d+ \w+ \d{4})", answer.answer)
    assert date in answer.citations[0].quote
    due = {written(p.answer_due) for p in sample_library.parts.values() if p.answer_due}
    assert date in due


@pytest.mark.parametrize("town", ["Askebro", "Norrsala", "Lindvalla", "Västerhamra"])
def test_a_count_is_that_of_the_register_and_of_its_parts(ask, sample_library: Library, town: str) -> None:
    answer = ask(f"Hur många rekommendationer har getts i {town}?")
    (count,) = re.findall(r"\((\d+) st\)", answer.answer)
    words = {counted(n): n for n in range(100)}
    groups = re.findall(r": (\w+) rekommendation(?:er)?\b", answer.answer)
    assert sum(words[g] for g in groups) == int(count)
    assert int(count) == sum(r.municipality == town for r in sample_library.recommendations)


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("filters", "start"),
    [
        (Filters(municipalities=("Askebro",)), "askebro"),
        (Filters(municipalities=("norrsala",)), "norrsala"),
        (Filters(documents=("lindvalla-2023-informationssakerhet",)), "lindvalla-2023"),
        (Filters(bodies=("vård- och omsorgsnämnden",)), "norrsala"),
    ],
)
def test_filters_bound_the_answer(ask, filters: Filters, start: str) -> None:
    answer = ask("Vilka rekommendationer gavs?", filters=filters)
    assert not answer.refused
    assert all(d.startswith(start) for d in documents(answer))


def test_filters_that_nothing_meets_lead_to_a_refusal(ask) -> None:
    for filters in (
        Filters(municipalities=("Umeå",)),
        Filters(years=(1999,)),
        Filters(kinds=(DocumentKind.GUIDELINE,), municipalities=("Norrsala",)),
    ):
        answer = ask("Vilka rekommendationer gavs?", filters=filters)
        assert answer.refused
        assert answer.coverage.searched == 0


def test_a_question_that_contradicts_its_filters_is_refused(ask) -> None:
    answer = ask(
        "Hur många läkemedelsavvikelser rapporterades i Norrsala 2024?", filters=Filters(municipalities=("Askebro",))
    )
    assert answer.refused


# ---------------------------------------------------------------- input that nobody meant

EMPTY = ["", " ", "\n\t ", "\u00a0"]
NONSENSE = [
    "?",
    "...!!!",
    "-",
    "–",
    "(((((((",
    "😀😀",
    "'; DROP TABLE parts;--",
    '" OR 1=1',
    "AND OR NOT",
    "\x00",
    "<script>alert(1)</script>",
    'title:x AND body:"y',
    "What is the capital of France?",
    "Quel est le délai ?",
    "[a-z]*+?{1,2}\\",
    "\u202eabc",
    "1" * 400,
    "а" * 50,
]
ODD = [
    "<b>rutin</b> i Askebro?",
    "😀 rutiner i Askebro?",
    "* ? ~2 ^3 +rutin -plan",
    "\x00rutin",
    "RUTINER I ASKEBRO???",
    "rutin " * 500,
    "Hur många " * 200,
    ", " * 800,
    "Och?",
    "vad är det",
    "%s %d {0} {x}",
    "\\1 \\g<0>",
]


@pytest.mark.parametrize("question", EMPTY)
def test_an_empty_question_is_asked_for(ask, question: str) -> None:
    answer = ask(question)
    assert answer.reason is Refusal.EMPTY_QUESTION
    assert "Skriv en fråga" in answer.answer


@pytest.mark.parametrize("question", NONSENSE)
def test_what_is_no_question_about_the_documents_is_refused(ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize("question", ODD)
def test_odd_input_is_answered_with_checked_words_or_refused(ask, question: str) -> None:
    answer = ask(question)
    assert answer.refused or answer.citations
    assert all(s.checks.quote and s.checks.figures for s in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("\\1 \\g<0>", marks=known_gap),
        pytest.param("%s %d {0} {x}", marks=known_gap),
        "vad " * 100,
        "Och?",
        "Hur många?",
    ],
)
def test_a_question_without_a_subject_is_refused(ask, question: str) -> None:
    assert ask(question).refused


def test_half_a_character_is_no_reason_to_fail(ask) -> None:
    assert ask("rutin \ud800").question


def test_ten_thousand_characters_are_read(ask) -> None:
    question = "rutin å" * 1_429
    started = time.perf_counter()
    answer = ask(question)
    assert time.perf_counter() - started < 15  # seconds; about one is measured
    assert answer.question == question


def test_a_refusal_does_not_repeat_ten_thousand_characters(ask) -> None:
    assert len(ask("A" * 10_000).answer) < 1_000


def test_no_more_parts_are_answered_than_a_person_asks() -> None:
    """Each part costs a ranking of its own: 625 of them take a third of a minute."""
    assert len(frame("Hur många barn? " * 625).parts) <= 20


@pytest.mark.parametrize("history", [("",), ("?", "\\1"), ("x" * 2_000,) * 3, ("Hej",) * 50])
def test_an_odd_history_is_no_reason_to_fail(ask, history: tuple[str, ...]) -> None:
    assert ask("Och i Norrsala?", *history).answer


def test_a_recommendation_with_a_backslash_can_be_pointed_at(ask, sample_library: Library, monkeypatch) -> None:
    from dataclasses import replace

    from assistant.answering import answer as answering

    real = answering.answer_recommendations

    def with_backslash(*given):
        outcome = real(*given)
        return replace(outcome, items=tuple(replace(i, text=i.text + " på G:\\Rutiner\\1") for i in outcome.items))

    monkeypatch.setattr(answering, "answer_recommendations", with_backslash)
    assert ask(
        "Vad svarade nämnden på den första av dem?", "Vilka rekommendationer fick socialnämnden i Askebro 2023?"
    ).answer


# ---------------------------------------------------------------- the register behind the answer


def test_a_letter_that_turns_the_meaning_is_no_slip(ask) -> None:
    answer = ask("Vilka rekommendationer är obesvarade?")
    assert "saknar svar i handlingarna" in answer.answer
    assert "svar begärt senast" in answer.answer


def test_statutes_under_a_wrong_number_are_listed_with_the_right_one(ask) -> None:
    answer = ask("Vilka lagar har fel SFS-nummer?")
    assert not answer.refused
    assert "har nummer" in answer.answer


def test_misspelt_words_are_read_as_they_were_meant(ask) -> None:
    meant = ask("Vilka rekommendationer fick socialnämnden i Askebro 2023?")
    assert ask("Vilka rekommendatoiner fick socialnämden i Askebro 2023?").answer == meant.answer


def test_what_recurs_within_one_municipality_is_told_by_review(ask) -> None:
    answer = ask("Vilka teman återkommer i Askebro i flera granskningar?")
    assert "återkommer i flera granskningar i Askebro" in answer.answer
    assert documents(answer) == {"askebro-2023-placerade-barn", "askebro-2025-uppfoljande-granskning"}
    assert ask("Vilka rekommendationer återkommer i Norrsala i flera granskningar?").refused


@pytest.mark.parametrize("town", ["Askebro", "Norrsala"])
def test_a_deadline_is_given_where_only_the_municipality_is_named(ask, town: str) -> None:
    for question in (f"När ska {town} svara revisorerna?", f"När ska {town} svara?"):
        assert "Senast" in ask(question).answer


def test_a_board_is_no_reviewer(ask) -> None:
    said = ask("Vem gjorde granskningen i Askebro?").answer
    assert "Granit" in said or "Stråhle" in said
