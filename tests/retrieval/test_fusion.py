"""Fusion by share of the best, against sums worked by hand."""

from __future__ import annotations

import pytest

from assistant.retrieval.fusion import by_best, fuse


def test_each_list_counts_relative_to_its_best() -> None:
    scores = fuse({1: 10.0, 2: 5.0}, {2: 4.0, 3: 2.0}, {3: 0.5, 1: 0.25})
    # lexical: 1 → 1, 2 → 0.5 + 1 = 1.5, 3 → 0.5; divided by 1.5. cosine: 3 → 1, 1 → 0.5.
    assert scores == pytest.approx({1: 0.7 / 1.5 + 0.15, 2: 0.7, 3: 0.7 / 3 + 0.3})


def test_empty_lists_add_nothing() -> None:
    assert fuse({}, {}, {}) == {}
    assert fuse({}, {}, {7: 0.4}) == pytest.approx({7: 0.3})
    assert by_best({1: 0.0, 2: -1.0}) == {}
