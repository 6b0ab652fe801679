"""What a question's words say of where its answer stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from texts import rich_result

from assistant.retrieval.cues import asked, describe, description
from assistant.retrieval.swedish import analyse
from assistant.types import DocumentKind, PassageKind, Role

LETTER, REPORT = rich_result().parts
OTHER = replace(REPORT, id="lunda:1", document="lunda", municipality="Lunda", title="Granskning av skolan", year=2021)
PARTS = (LETTER, REPORT, OTHER)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("granskningen i Lunda", "lunda:1"),
        ("revisorernas missiv till socialnämnden", "sandby:1"),
        ("2021", "lunda:1"),
    ],
)
def test_words_of_a_description_choose_the_document(question: str, best: str) -> None:
    scores = describe(PARTS).scores(analyse(question).stems)
    assert max(scores, key=lambda part_id: scores[part_id]) == best
    assert scores[best] == 1.0


def test_words_that_describe_nothing_choose_nothing() -> None:
    assert describe(PARTS).scores(analyse("delegationsordning").stems) == {}
    assert describe([]).scores(["lunda"]) == {}


def test_a_kind_is_known_by_its_common_names() -> None:
    assert "mejl" in description(replace(LETTER, kind=DocumentKind.EMAIL))


def test_what_is_asked_for_chooses_the_section() -> None:
    section = rich_result().sections[0]
    wanted = asked(analyse("Hur bedömer revisorerna läget?", question=True).stems)
    assert wanted.score(section, PassageKind.PROSE) == 1.0
    assert wanted.score(replace(section, role=Role.BACKGROUND), PassageKind.PROSE) == 0.0
    assert wanted.score(None, PassageKind.PROSE) == 0.0
    assert asked(analyse("förkortningen IBIC").stems).score(None, PassageKind.FOOTNOTE) == 1.0


def test_a_question_that_asks_for_no_section_adds_nothing() -> None:
    assert asked(analyse("antal placeringar").stems).roles == {}
