"""Words that the documents do not hold, and the words they were probably meant to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from assistant.retrieval.swedish import stem

_SHORTEST = 5  # shorter words have too many neighbours
_CANDIDATES = 40


class Speller:
    """Near words of one vocabulary (word → passages that hold it), found by shared pairs of letters."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._count = vocabulary
        self._stems = {stem(word) for word in vocabulary}
        self._by_pair: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                for pair in _pairs(word):
                    self._by_pair.setdefault(pair, []).append(word)

    def knows(self, word: str) -> bool:
        """Is the word, or another form of it, in the vocabulary?"""
        return word in self._count or stem(word) in self._stems

    def near(self, word: str) -> tuple[str, ...]:
        """Words one edit away (two for words of eight letters or more), nearest and then most frequent first.

        Empty for a word that is known, holds other than letters, or is too short to tell.
        """
        if self.knows(word) or len(word) < _SHORTEST or not word.isalpha():
            return ()
        allowed = 2 if len(word) >= 8 else 1
        shared = Counter(w for pair in _pairs(word) for w in self._by_pair.get(pair, ()))
        similar = [w for w, _ in shared.most_common(_CANDIDATES) if abs(len(w) - len(word)) <= allowed]
        found = [(distance(word, w, allowed), -self._count[w], w) for w in similar]
        return tuple(w for d, _, w in sorted(found) if d <= allowed)


def _pairs(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


def distance(a: str, b: str, ceiling: int) -> int:
    """Edits (insert, delete, replace, swap two neighbours) that turn a into b; ceiling + 1 where there are more."""
    if abs(len(a) - len(b)) > ceiling:
        return ceiling + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        oldest, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, oldest[j - 2] + 1)
            row.append(cost)
        if min(row) > ceiling:
            return ceiling + 1
    return min(row[-1], ceiling + 1)
