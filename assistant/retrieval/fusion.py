"""How several ranked lists become one: scores divided by the list's best, weighted and summed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

# Set on the development sets of benchmarks/retrieval.py, where this beat reciprocal rank fusion.
LEXICAL, DENSE = 0.7, 0.3


def by_best(scores: Mapping[Key, float]) -> dict[Key, float]:
    """Scores divided by the best, so that the best is 1.0; empty where no score is above zero."""
    best = max(scores.values(), default=0.0)
    return {key: score / best for key, score in scores.items()} if best > 0 else {}


def add(first: Mapping[Key, float], second: Mapping[Key, float]) -> dict[Key, float]:
    """Sum of two lists; what a list lacks counts zero there."""
    return {key: first.get(key, 0.0) + second.get(key, 0.0) for key in first.keys() | second.keys()}


def fuse(stems: Mapping[Key, float], grams: Mapping[Key, float], dense: Mapping[Key, float]) -> dict[Key, float]:
    """One score per key, 0..1, higher is better: 0.7 × lexical + 0.3 × cosine, each relative to its best."""
    lexical = by_best(add(by_best(stems), by_best(grams)))
    cosine = by_best(dense)
    return add({k: LEXICAL * v for k, v in lexical.items()}, {k: DENSE * v for k, v in cosine.items()})
