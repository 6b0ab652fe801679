"""Was the answer right, and was refusing right?"""

from __future__ import annotations

from collections.abc import Sequence

from evals.errors import EmptySetError
from evals.metrics.text import says


def missing_facts(answer: str, facts: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The facts of which no wording is said."""
    return tuple(tuple(ways) for ways in facts if not any(says(answer, way) for way in ways))


def forbidden_said(answer: str, must_not: Sequence[str]) -> tuple[str, ...]:
    """The forbidden wordings that are said."""
    return tuple(one for one in must_not if says(answer, one))


def ratio(part: float, whole: float, what: str = "mängden är tom") -> float:
    """part / whole; raises EmptySetError where there is nothing to divide by."""
    if not whole:
        raise EmptySetError(what)
    return part / whole


def litqa(right: int, wrong: int, unsure: int) -> tuple[float, float]:
    """LitQA's pair: precision = right / answered, accuracy = right / asked. Raises when nothing was answered."""
    return ratio(right, right + wrong, "inget besvarat"), ratio(right, right + wrong + unsure, "inget frågat")


def balanced_accuracy(refusal_recall: float, false_refusal: float) -> float:
    """Mean of right refusals and right attempts: 0.5 for a system that always, or never, refuses."""
    return (refusal_recall + 1 - false_refusal) / 2


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
