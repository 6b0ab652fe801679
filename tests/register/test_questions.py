"""Audit questions with the auditors' answers, from tables, from repeated questions and from assessments."""

from __future__ import annotations

import pytest
from made import Doc, read_made

from assistant.reading.spans import clean
from assistant.register.questions import closed, verdict
from assistant.register.records import extract
from assistant.types import AuditQuestion, DocumentKind, Verdict


def asked(text: str, **facts: object) -> list[AuditQuestion]:
    result = read_made("r", Doc(text, **facts))  # type: ignore[arg-type]
    found = list(extract([result]).audit_questions)
    for question in found:
        for quote in (question.question, question.answer):
            assert quote is None or clean(result.file.pages, quote.spans) == quote.text
    return found


LISTED = """
# 2.1 Syfte och revisionsfrågor

Granskningen ska besvara följande revisionsfrågor:
• Finns en aktuell plan för snöröjning?
• Hur har kostnaderna för snöröjning utvecklats?
• Följer nämnden upp entreprenörernas arbete?
"""


def test_questions_are_numbered_as_listed() -> None:
    found = asked(LISTED)
    assert [(q.number, q.question.text) for q in found] == [
        (1, "Finns en aktuell plan för snöröjning?"),
        (2, "Hur har kostnaderna för snöröjning utvecklats?"),
        (3, "Följer nämnden upp entreprenörernas arbete?"),
    ]
    assert {(q.answer, q.verdict) for q in found} == {(None, None)}


def test_indirect_questions() -> None:
    found = asked("# 2.1 Syfte\n\nVi kommer därför att granska\n• om det finns en plan\n• hur den följs upp")
    assert [q.question.text for q in found] == ["om det finns en plan", "hur den följs upp"]


def test_a_table_answers_with_the_firms_own_words() -> None:
    found = asked(
        LISTED
        + """
# 6 Svar på revisionsfrågorna

|Revisionsfråga|Bedömning|Kommentar|
|Finns en aktuell plan för snöröjning?|Delvis uppfyllt|Planen är från 2015.|
|Följer nämnden upp entreprenörernas arbete?|Ej uppfyllt|Ingen uppföljning görs.|
"""
    )
    assert [(q.verdict, q.verdict_words) for q in found] == [
        (Verdict.PARTLY, "Delvis uppfyllt"),
        (None, None),
        (Verdict.NO, "Ej uppfyllt"),
    ]
    assert found[0].answer is not None
    assert found[0].answer.text == "Delvis uppfyllt Planen är från 2015."


def test_a_table_alone_gives_the_questions_too() -> None:
    found = asked("|Revisionsfråga|Svar|\n|Finns en aktuell plan för snöröjning?|Ja. Planen antogs i fjol.|")
    assert (found[0].verdict, found[0].verdict_words) == (Verdict.YES, "Ja")


def test_an_answer_that_follows_the_repeated_question() -> None:
    found = asked(
        LISTED
        + """
# 6 Svar på revisionsfrågorna

# Finns en aktuell plan för snöröjning?

Nej, planen har inte setts över sedan 2015.

# 7 Slut

Följer nämnden upp entreprenörernas arbete? Ja, det görs varje månad.
"""
    )
    assert [(q.verdict, q.answer.text if q.answer else None) for q in found] == [
        (Verdict.NO, "Nej, planen har inte setts över sedan 2015."),
        (None, None),
        (Verdict.YES, "Ja, det görs varje månad."),
    ]


def test_an_assessment_answers_what_it_repeats_and_nothing_else() -> None:
    found = asked(
        LISTED
        + """
# 3.1.1 Bedömning

Vi bedömer att det finns en plan för snöröjning. Dock är planen inte aktuell.

# 3.2.1 Bedömning

Vi konstaterar att kostnaderna för snöröjning har utvecklats i linje med riket.
"""
    )
    assert [(q.verdict, q.answer.text if q.answer else None) for q in found] == [
        (Verdict.PARTLY, "Vi bedömer att det finns en plan för snöröjning. Dock är planen inte aktuell."),
        (None, "Vi konstaterar att kostnaderna för snöröjning har utvecklats i linje med riket."),
        (None, None),
    ]


def test_one_sentence_does_not_answer_two_questions() -> None:
    found = asked(
        """
Granskningen ska besvara följande frågor:
• Har nämnden ett arbetssätt för att granska ansökningar om bygglov?
• Har nämnden ett arbetssätt för att granska ansökningar om rivningslov?

# 3 Bedömning

Vi bedömer att nämnden har ett arbetssätt för att granska ansökningar om rivningslov.
"""
    )
    assert [q.verdict for q in found] == [None, Verdict.YES]


@pytest.mark.parametrize("kind", [DocumentKind.LETTER, DocumentKind.EMAIL, DocumentKind.REPLY])
def test_only_reports_ask(kind: DocumentKind) -> None:
    assert asked(LISTED, kind=kind) == []


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Vi bedömer att styrningen är tillräcklig.", "", Verdict.YES),
        ("Vi bedömer att styrningen inte är tillräcklig.", "", Verdict.NO),
        ("Vi bedömer att styrningen i huvudsak är ändamålsenlig.", "", Verdict.PARTLY),
        ("Det finns en plan men den är inaktuell.", "", Verdict.PARTLY),
        ("Vi bedömer att arbetet behöver utvecklas.", "", Verdict.PARTLY),
        ("Nämnden följer ej verkställda beslut.", "Följs ej verkställda beslut?", Verdict.YES),
        ("Kommunen består av fyra orter.", "", None),
    ],
)
def test_verdicts(text: str, question: str, expected: Verdict | None) -> None:
    assert verdict(text, question) is expected


def test_some_questions_have_no_yes_or_no() -> None:
    assert all(closed(q) for q in ("Finns rutiner?", "Fattas beslut i tid?"))
    assert not any(closed(q) for q in ("Hur följs målen upp?", "Vilken styrning finns?"))
