"""Ranked lists: Recall@k, nDCG@k, MRR@k, with the definitions of trec_eval (and ir_measures, which a test holds us to).

`ranked` are ids, best first; `gains` the relevant ids with their gain (> 0). Where several quotes are needed the
relevant items are the quotes, and a passage's place is the place of the quotes it is the first to carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from evals.errors import EmptySetError


def recall(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """Share of the relevant among the best k."""
    relevant = _relevant(gains)
    return len(relevant & set(ranked[:k])) / len(relevant)


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], k: int = 10) -> float:
    """Discounted gain of the best k over that of the best order: Σ gain / log2(rank + 1). Repeats gain nothing."""
    _relevant(gains)
    ideal = sum(g / log2(i + 2) for i, g in enumerate(sorted(gains.values(), reverse=True)[:k]))
    first = dict.fromkeys(ranked)
    got = sum(gains.get(one, 0.0) / log2(i + 2) for i, one in enumerate(list(first)[:k]))
    return got / ideal


def mrr(ranked: Sequence[str], gains: Mapping[str, float], k: int = 10) -> float:
    """1 / rank of the first relevant one; 0 when none stands among the best k."""
    relevant = _relevant(gains)
    return next((1 / rank for rank, one in enumerate(ranked[:k], 1) if one in relevant), 0.0)


def _relevant(gains: Mapping[str, float]) -> set[str]:
    relevant = {one for one, gain in gains.items() if gain > 0}
    if not relevant:
        raise EmptySetError("frågan har inget relevant ställe")
    return relevant


def covering(carried: Sequence[frozenset[int]]) -> list[str]:
    """Passages (by the gold quotes each carries) as a ranked list of ids: a quote's own at its first place.

    A passage that is the first to carry two quotes gives both, one after the other; one that carries nothing new
    gives an id of its own ("-3"), which no gold knows.
    """
    ranked: list[str] = []
    seen: set[int] = set()
    for place, quotes in enumerate(carried):
        new = sorted(quotes - seen)
        seen |= quotes
        ranked += [str(one) for one in new] or [f"-{place}"]
    return ranked
