"""Latency and length: percentiles by the nearest rank, as the outside scorer takes them."""

from __future__ import annotations

from collections.abc import Sequence

from evals.errors import EmptySetError


def percentile(values: Sequence[float], share: float) -> float:
    """The value at place ⌊share · (n − 1)⌋ of the sorted values (0-based). Raises EmptySetError without values."""
    if not values:
        raise EmptySetError("inga mätvärden")
    return sorted(values)[int(share * (len(values) - 1))]


def upper_median(values: Sequence[float]) -> float:
    """The middle value, the upper of two. Raises EmptySetError without values."""
    if not values:
        raise EmptySetError("inga mätvärden")
    return sorted(values)[len(values) // 2]
