"""Dates as written, and the date by which an answer is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reading.dates import answer_due, find_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-06-14", date(2023, 6, 14)),
        ("den 22 december 2023", date(2023, 12, 22)),
        ("14 juni 2023", date(2023, 6, 14)),
        ("23-06-14", date(2023, 6, 14)),
        ("20230614", date(2023, 6, 14)),
        ("14/6 2023", date(2023, 6, 14)),
        ("Mars 2024", date(2024, 3, 1)),
        ("den 3:e maj 2022", date(2022, 5, 3)),
    ],
)
def test_ways_to_write_a_date(text: str, expected: date) -> None:
    assert [found.value for found in find_dates(text)] == [expected]


@pytest.mark.parametrize(
    "text", ["SOSFS 2011:9", "Dnr 2023-511", "6 kap. 6 §", "2023-02-30", "070-123 45 67", "2022-2023"]
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_a_month_alone_says_so() -> None:
    (found,) = find_dates("rapport, juni 2024")
    assert not found.day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi emotser nämndens svar senast den 28 februari 2024.", date(2024, 2, 28)),
        ("Vi önskar ett yttrande. Det ska vara oss tillhanda senast 2024-02-28.", date(2024, 2, 28)),
        ("Svaret ska ha inkommit till revisorerna före den 1 mars 2024.", date(2024, 3, 1)),
        ("Svar senast: 2024-03-15", date(2024, 3, 15)),
        ("Revisorerna begär svar till den 30 september 2024.", date(2024, 9, 30)),
        ("Nämnden ombeds besvara rapporten senast i september 2024.", date(2024, 9, 30)),
        ("Vi vill ha svar senast den 4 mars.", date(2024, 3, 4)),
        ("Vi vill ha svar senast den 10 januari.", date(2025, 1, 10)),
        ("Åtgärderna ska vara genomförda senast den 1 juni 2024.", None),
        ("Granskningen genomfördes i maj 2023 och svaret var kort.", None),
    ],
)
def test_answer_due(text: str, expected: date | None) -> None:
    assert answer_due(text, date(2024, 1, 20)) == expected


def test_a_date_without_year_is_unknown_when_the_letter_has_none() -> None:
    assert answer_due("Vi emotser svar senast den 4 september.", None) is None
