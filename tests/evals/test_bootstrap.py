"""Uncertainty against examples worked by hand."""

from __future__ import annotations

import pytest

from evals.bootstrap import draws, holm, intervals, mcnemar, paired
from evals.compare import NO_DIFFERENCE, compare
from evals.errors import EmptySetError, GoldError
from evals.metrics.answers import f1
from evals.model import Pair, Score


def test_holm_by_hand() -> None:
    # sorted .01 .02 .03 .04 → .01·4, .02·3, max(.06, .03·2), max(.06, .04·1)
    assert holm({"a": 0.04, "b": 0.01, "c": 0.03, "d": 0.02}) == pytest.approx(
        {"b": 0.04, "d": 0.06, "c": 0.06, "a": 0.06}
    )
    assert holm({"a": 0.9, "b": 0.8}) == {"b": 1.0, "a": 1.0}


def test_mcnemar_by_hand() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(0, 5) == pytest.approx(2 / 32)
    assert mcnemar(1, 5) == pytest.approx(2 * (1 + 6) / 64)
    assert mcnemar(5, 1) == mcnemar(1, 5)
    assert mcnemar(3, 3) == 1.0


def test_two_clusters_by_hand() -> None:
    """One town all right, the other all wrong: a draw is 0, ½ or 1, with the ends in a quarter of the draws each."""
    terms = {"rate": [(1, 1), (1, 1), (0, 1), (0, 1)]}
    found = intervals(terms, {}, ["Ekby", "Ekby", "Sjövik", "Sjövik"], seed=0)["rate"]
    assert (found.low, found.high, found.clusters) == (0.0, 1.0, 2)


def test_questions_of_a_town_are_drawn_together() -> None:
    """All towns alike: nothing varies, however the questions within them do."""
    terms = {"rate": [(1, 1), (0, 1)] * 4}
    found = intervals(terms, {}, [t for t in "abcd" for _ in range(2)], seed=0)["rate"]
    assert (found.low, found.high) == (0.5, 0.5)


def test_joined_figures_are_joined_in_every_draw() -> None:
    terms = {"p": [(1, 1), (0, 1)], "r": [(1, 1), (0, 1)]}
    found = intervals(terms, {"f": ("p", "r", f1)}, ["a", "b"], seed=0)
    assert (found["f"].low, found["f"].high) == (0.0, 1.0)


def test_the_same_seed_draws_the_same_and_one_cluster_has_no_interval() -> None:
    assert (draws(5, 3, 50) == draws(5, 3, 50)).all()
    assert (draws(5, 3, 50).sum(axis=1) == 5).all()
    assert intervals({"rate": [(1, 1)]}, {}, ["a"], seed=0) == {}


def test_paired_by_hand() -> None:
    """b is right where a is, and in one more of four towns: never worse, so one tail is the draws without that town."""
    a, b = [(1, 1), (0, 1), (0, 1), (1, 1)], [(1, 1), (1, 1), (0, 1), (1, 1)]
    difference, interval, p = paired(a, b, ["a", "b", "c", "d"])
    assert difference == 0.25
    assert interval.low == 0.0
    assert p == pytest.approx(2 * 0.75**4, abs=0.03)
    with pytest.raises(EmptySetError):
        paired(a, b, ["a"] * 4)


def _scores(right: list[bool], unsure: bool = False) -> list[Score]:
    return [
        Score(
            id=str(i), kind="fact", cluster="abcdef"[i % 6], unanswerable=False, refused=False, correct=one,
            unscored="svar saknas" if unsure else None, either=Pair(float(one), float(one)), citations=1, verbatim=1,
        )
        for i, one in enumerate(right)
    ]  # fmt: skip


def test_compare_says_so_when_there_is_no_difference() -> None:
    a, b = _scores([True] * 10 + [False] * 10), _scores([True] * 11 + [False] * 9)
    found = {one.name: one for one in compare(a, b)}
    assert found["accuracy"].verdict == NO_DIFFERENCE
    assert found["accuracy"].b - found["accuracy"].a == pytest.approx(0.05)


def test_compare_finds_a_large_difference() -> None:
    found = {one.name: one for one in compare(_scores([False] * 24), _scores([True] * 24))}
    assert found["accuracy"].verdict == "den andra är högre"
    assert found["accuracy"].p < 0.01


def test_compare_needs_questions_in_common() -> None:
    with pytest.raises(GoldError):
        compare(_scores([True]), [])
