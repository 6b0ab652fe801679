"""Near words: what was probably meant, and nothing where it cannot be told."""

from __future__ import annotations

import pytest

from assistant.retrieval.spelling import Speller, distance

SPELLER = Speller({"välfärdsnämnden": 9, "delegationsordning": 4, "rutin": 7, "ruin": 1, "2023": 3, "nämnden": 5})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("välfärdsnämden", "välfärdsnämnden"),
        ("delegatinosordning", "delegationsordning"),
        ("rutni", "rutin"),
        ("nämden", "nämnden"),
    ],
)
def test_a_slip_finds_the_word_meant(word: str, meant: str) -> None:
    assert SPELLER.near(word)[0] == meant


@pytest.mark.parametrize("word", ["rutin", "2024", "rut", "fastighet", "delegering"])
def test_known_words_numbers_and_other_words_are_left_alone(word: str) -> None:
    assert SPELLER.near(word) == ()


@pytest.mark.parametrize(
    ("a", "b", "edits"), [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "abcd", 1), ("abc", "xyz", 3)]
)
def test_distance_counts_edits_up_to_its_ceiling(a: str, b: str, edits: int) -> None:
    assert distance(a, b, 2) == min(edits, 3)
