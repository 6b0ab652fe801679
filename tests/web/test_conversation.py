"""What a visitor sees of a conversation: answers, refusals, notes, what was searched, and the words to copy."""

from __future__ import annotations

from datetime import date

import pytest
from made_answers import answer, citation, refusal

from assistant.types import DocumentKind, Filters, Part, Refusal
from assistant.web import texts
from assistant.web.asking import begin, pieces, stopped
from assistant.web.chat import conversation, copied, examples, split_notes
from assistant.web.documents import choices
from assistant.web.model import Conversation, Turn
from assistant.web.panel import place


def part(**changes: object) -> Part:
    values = {
        "id": "fil:1",
        "file_id": "fil",
        "document": "fil",
        "title": "Granskning",
        "kind": DocumentKind.REPORT,
        "municipality": "Ekbacka",
        "body": "tekniska nämnden",
        "date": date(2023, 5, 1),
        "answer_due": None,
        "diarienummer": None,
        "auditor": None,
        "first_page": 1,
        "last_page": 9,
        "paged": True,
        "year": 2023,
    }
    return Part(**(values | changes))  # type: ignore[arg-type]


def shown(turn: Turn) -> str:
    return conversation(Conversation((turn,)), [part()])


def test_an_answer_has_buttons_sources_and_what_was_searched() -> None:
    page = shown(Turn("Fråga?", answer=answer("Så är det [1] och [2].", citation(1), citation(2))))
    assert page.count('class="cite"') == 2
    assert page.count('class="source"') == 2
    assert "12 handlingar söktes igenom." in page
    assert "<strong>skadad.pdf</strong>: Filen är skadad." in page


def test_a_question_is_only_text() -> None:
    assert "<i>" not in shown(Turn("<i>Fråga</i>", answer=answer("Svar")))


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_has_words_and_advice(reason: Refusal) -> None:
    page = shown(Turn("Fråga?", answer=refusal(reason)))
    heading, advice = texts.REFUSALS[reason]
    assert page.index(heading) < page.index("Det finns inget stöd") < page.index(advice)


def test_a_refusal_under_filters_says_how_to_search_everything() -> None:
    page = shown(Turn("Fråga?", Filters(years=(2020,)), answer=refusal(Refusal.NO_EVIDENCE)))
    assert texts.REFUSED_WITH_FILTERS in page
    assert "Begränsat till: 2020." in page


def test_every_kind_of_document_has_a_swedish_name() -> None:
    assert set(texts.KINDS) == set(DocumentKind)


def test_notes_are_shown_once_and_apart() -> None:
    words = "Summan stämmer inte. [1]"
    given = answer(f"Fem [1].\n\n**Observera:** {words}", citation(1), notes=(words,))
    text, notes = split_notes(given)
    assert text == "Fem [1]."
    assert notes == (words,)
    page = shown(Turn("Fråga?", answer=given))
    assert page.split("data-copy=")[0].count("Summan stämmer inte.") == 1
    assert '<aside class="notes"' in page


def test_the_copy_holds_question_answer_and_sources() -> None:
    assert copied(answer("**Fem** [1].", citation(1))) == (
        "Vad säger granskningen?\n\nFem [1].\n\nKällor:\n"
        "[1] Granskning 1, avsnitt 2.1 Bedömning, s. 3 (fil-1): ”Ord 1 ur handlingen”"
    )


@pytest.mark.parametrize(
    ("section", "heading", "page", "expected"),
    [
        ("2.1", "Bedömning", 3, "Granskning 1, avsnitt 2.1 Bedömning, s. 3"),
        ("Bedömning", "Bedömning", None, "Granskning 1, avsnitt Bedömning"),
        ("2.1", None, 3, "Granskning 1, avsnitt 2.1, s. 3"),
        (None, None, None, "Granskning 1"),
    ],
)
def test_a_place_names_what_is_known(section: str, heading: str, page: int, expected: str) -> None:
    assert place(citation(1, page, section=section, section_title=heading)) == expected


def test_examples_come_from_the_documents() -> None:
    parts = [
        part(),
        part(municipality="Granås", kind=DocumentKind.LETTER, answer_due=date(2024, 1, 1)),
        part(municipality="Granås", kind=DocumentKind.REPLY),
    ]
    assert examples(parts) == (
        "Vilka rekommendationer återkommer i flera kommuner?",
        "Vilka rekommendationer lämnade revisorerna till tekniska nämnden i Ekbacka?",
        "När ska tekniska nämnden i Granås senast svara revisorerna?",
        "Håller tekniska nämnden i Granås med revisorerna?",
    )
    assert examples([part(municipality=None)]) == texts.EXAMPLE_GENERAL


def test_nothing_indexed_says_what_to_do() -> None:
    page = conversation(Conversation(), [])
    assert texts.EMPTY in page
    assert "example" not in page


def test_filters_offer_what_is_indexed() -> None:
    parts = [part(), part(year=2024, body=None), part(municipality=None, kind=DocumentKind.MINUTES)]
    assert choices(parts) == (
        ["Ekbacka"],
        ["tekniska nämnden"],
        [("Revisionsrapport", "revisionsrapport"), ("Protokollsutdrag", "protokollsutdrag")],
        [2024, 2023],
    )


def test_a_second_question_waits_for_the_first() -> None:
    asked = begin(Conversation(), " Ett? ", Filters())
    assert asked.questions == ("Ett?",)
    assert begin(asked, "Två?", Filters()) is asked
    assert begin(Conversation(), "  ", Filters()).turns == ()
    assert begin(stopped(asked), "Två?", Filters()).questions == ("Ett?", "Två?")


def test_a_stopped_answer_keeps_what_was_written() -> None:
    given = answer("Ett. Två. Tre.", citation(1))
    halted = stopped(Conversation((Turn("Fråga?", answer=given, shown=5),)))
    page = conversation(halted, [part()])
    assert "Ett." in page
    assert "Två." not in page
    assert texts.STOPPED in page
    whole = Conversation((Turn("Fråga?", answer=given),))
    assert stopped(whole) is whole


def test_pieces_end_at_sentences_and_lines_and_make_the_whole() -> None:
    text = "Ett [1]. Två 2.1 ord.\n\n- punkt\n- punkt två"
    ends = pieces(text)
    assert [text[a:b] for a, b in zip([0, *ends], ends, strict=False)] == [
        "Ett [1]. ",
        "Två 2.1 ord.\n\n",
        "- punkt\n",
        "- punkt två",
    ]
