"""One row of a table in two of its years."""

from __future__ import annotations

import pytest
from answering_support import Doc, made

from assistant.answering.evidence import Outcome
from assistant.answering.frame import frame
from assistant.answering.scope import scope
from assistant.answering.terms import stems_of
from assistant.answering.yearly import compare_years
from assistant.types import Filters

TABLE = Doc(
    "y",
    """| Typ av avvikelse | 2021 | 2022 | 2023 |
| Läkemedel | 355 | 402 | 388 |
| Fallolyckor | 421 | 440 | 463 |
| Klagomål | 12 | 9 | 12 |
| Kostnad för larm i tkr | 1 204,5 | 998 | 1 310 |""",
)


def ask(question: str) -> Outcome | None:
    context = made(TABLE)
    asked = frame(question)
    where = scope(question, stems_of(question), context.library.parts)
    return compare_years(context, asked, where, Filters())


@pytest.mark.parametrize(
    ("question", "way", "values"),
    [
        ("Blev fallolyckorna fler eller färre mellan 2021 och 2023?", "Ökade", ("421", "463")),
        ("Blev läkemedel fler eller färre mellan 2022 och 2023?", "Minskade", ("402", "388")),
        ("Hur utvecklades läkemedel från 2023 till 2021?", "Ökade", ("355", "388")),
        ("Har klagomål ökat eller minskat mellan 2021 och 2023?", "Oförändrat", ("12", "12")),
        ("Har kostnad för larm i tkr ökat mellan 2021 och 2022?", "Minskade", ("1 204,5", "998")),
    ],
)
def test_both_years_are_told_and_which_way_it_went(question: str, way: str, values: tuple[str, str]) -> None:
    outcome = ask(question)
    assert outcome is not None
    assert outcome.lead.startswith(f"**{way}**")
    assert [e.text.split("**")[1] for e in outcome.items] == list(values)


def test_the_years_stand_in_their_order() -> None:
    outcome = ask("Blev fallolyckorna fler eller färre mellan 2023 och 2021?")
    assert outcome is not None
    assert "från 2021 till 2023" in outcome.lead


@pytest.mark.parametrize(
    "question",
    [
        "Hur många fallolyckor var det 2021 och 2023?",  # no comparison asked for
        "Blev fallolyckorna fler 2023?",  # one year
        "Ökade fallolyckorna 2021, 2022 och 2023?",  # three years
        "Blev fallolyckorna fler mellan 2019 och 2023?",  # a year that the table lacks
        "Blev brandlarmen fler eller färre mellan 2021 och 2023?",  # a row that it lacks
    ],
)
def test_other_questions_are_left_to_others(question: str) -> None:
    assert ask(question) is None
