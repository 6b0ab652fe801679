"""Uncertainty: 95 % cluster bootstrap by municipality, paired differences, exact McNemar, Holm.

Questions about one municipality stand or fall together, so whole municipalities are drawn, not questions. With few
municipalities the intervals are rough: the number drawn among is always shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from evals.errors import EmptySetError
from evals.model import Interval

DRAWS = 10_000
LEVEL = (2.5, 97.5)

Terms = Mapping[str, Sequence[tuple[float, float]]]
Joined = Mapping[str, tuple[str, str, Callable[[float, float], float]]]


def draws(clusters: int, seed: int, count: int = DRAWS) -> NDArray[np.int64]:
    """How often each cluster is drawn, (count, clusters); every row sums to `clusters`."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(clusters, np.full(clusters, 1 / clusters), size=count)


def intervals(terms: Terms, joined: Joined, clusters: Sequence[str], seed: int) -> dict[str, Interval]:
    """95 % intervals of ratio-of-sums rates and of figures joined from two; none below two clusters."""
    names = sorted(set(clusters))
    if len(names) < 2:
        return {}
    weights = draws(len(names), seed)
    drawn = {name: _ratios(pairs, clusters, names, weights) for name, pairs in terms.items()}
    for name, (a, b, join) in joined.items():
        drawn[name] = _join(drawn[a], drawn[b], join)
    found = {}
    for name, values in drawn.items():
        known = values[~np.isnan(values)]
        if len(known):
            low, high = np.percentile(known, LEVEL)
            found[name] = Interval(float(low), float(high), len(names))
    return found


def paired(
    a: Sequence[tuple[float, float]], b: Sequence[tuple[float, float]], clusters: Sequence[str], seed: int = 0
) -> tuple[float, Interval, float]:
    """Rate b − rate a over the same questions: the difference, its 95 % interval and a two-sided p.

    p is twice the smaller share of draws on either side of 0, never below 1/draws. Raises EmptySetError when there
    is nothing to compare or all questions belong to one cluster.
    """
    names = sorted(set(clusters))
    if len(names) < 2 or not sum(w for _, w in a) or not sum(w for _, w in b):
        raise EmptySetError("parad jämförelse kräver minst två kommuner")
    weights = draws(len(names), seed)
    drawn = _ratios(b, clusters, names, weights) - _ratios(a, clusters, names, weights)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, LEVEL)
    tail = min((drawn <= 0).mean(), (drawn >= 0).mean())
    p = min(1.0, max(2 * float(tail), 1 / DRAWS))
    return _rate(b) - _rate(a), Interval(float(low), float(high), len(names)), p


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p of McNemar's test: `only_a` questions right in a alone, `only_b` in b alone; 1 for none."""
    n = only_a + only_b
    tail = sum(comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
    return min(1.0, 2 * tail)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p-values: the i-th smallest of m times (m − i + 1), never falling, at most 1."""
    adjusted: dict[str, float] = {}
    floor = 0.0
    ordered = sorted(p_values.items(), key=lambda item: item[1])
    for place, (name, p) in enumerate(ordered):
        floor = max(floor, min(1.0, p * (len(ordered) - place)))
        adjusted[name] = floor
    return adjusted


def _rate(pairs: Sequence[tuple[float, float]]) -> float:
    return float(sum(p for p, _ in pairs)) / float(sum(w for _, w in pairs))


def _ratios(
    pairs: Sequence[tuple[float, float]], clusters: Sequence[str], names: Sequence[str], weights: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The rate in every draw; NaN in a draw without anything in the denominator."""
    place = {name: i for i, name in enumerate(names)}
    sums = np.zeros((len(names), 2))
    np.add.at(sums, [place[c] for c in clusters], np.asarray(pairs, dtype=float))
    totals = weights @ sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(totals[:, 1] > 0, totals[:, 0] / totals[:, 1], np.nan)


def _join(a: NDArray[np.float64], b: NDArray[np.float64], join: Callable[[float, float], float]) -> NDArray[np.float64]:
    return np.array([join(x, y) if x == x and y == y else np.nan for x, y in zip(a, b, strict=True)])
