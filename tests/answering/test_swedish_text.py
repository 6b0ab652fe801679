"""Small pieces of Swedish."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.swedish_text import counted, joined, written
from assistant.reading.dates import find_dates


@pytest.mark.parametrize(
    ("number", "word"), [(0, "noll"), (1, "en"), (2, "två"), (12, "tolv"), (13, "13"), (140, "140"), (-1, "-1")]
)
def test_counts_up_to_twelve_are_words(number: int, word: str) -> None:
    assert counted(number) == word


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")]
)
def test_lists_end_with_och(words: list[str], text: str) -> None:
    assert joined(words) == text


@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_written_so_that_it_is_read_back(month: int) -> None:
    day = date(2023, month, 22)
    assert written(day).startswith("22 ")
    assert [d.value for d in find_dates(f"Senast den {written(day)} ska svaret lämnas.")] == [day]


def test_a_date_has_no_leading_zero() -> None:
    assert written(date(2024, 1, 5)) == "5 januari 2024"
