"""Swedish compounds and the words they are made of: "delegationsordning" → "delegation", "ordning"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "words.txt"
_SHORTEST_FIRST, _SHORTEST_LAST = 3, 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`firsts` may begin a compound as they stand ("skol", "kvalitets"); `lasts` are words, which may begin one too."""

    firsts: Collection[str]
    lasts: Collection[str]


@lru_cache(maxsize=1)
def base_vocabulary() -> Vocabulary:
    """The word list that comes with the package. It does not depend on what is indexed, so nor does the index."""
    lines = [line for line in WORDS.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    return Vocabulary(
        frozenset(line[:-1] for line in lines if line.endswith("-")),
        frozenset(line for line in lines if not line.endswith("-")),
    )


@lru_cache(maxsize=200_000)
def _split_base(word: str) -> tuple[str, ...]:
    return split(word, base_vocabulary())


def split_compound(word: str, vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """The parts of a lower-case word, linking letters removed; empty when it is no compound of known words."""
    return _split_base(word) if vocabulary is None else split(word, vocabulary)


def split(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """As `split_compound`. Fewest parts win, then the longest last part."""
    if len(word) < _SHORTEST_FIRST + _SHORTEST_LAST or not word.isalpha():
        return ()
    best: dict[int, tuple[str, ...]] = {}  # parts of word[i:], shortest list
    for start in range(len(word) - _SHORTEST_LAST, -1, -1):
        rest = word[start:]
        if start and rest in vocabulary.lasts:
            best[start] = (rest,)
            continue
        for end in range(start + _SHORTEST_FIRST, len(word) - _SHORTEST_LAST + 1):
            tail = best.get(end)
            if not tail or (start in best and len(best[start]) <= len(tail) + 1):
                continue
            head = _first(word[start:end], vocabulary)
            if head:
                best[start] = (head, *tail)
    return best.get(0, ())


def _first(piece: str, vocabulary: Vocabulary) -> str:
    """The word that `piece` stands for at the beginning of a compound, or ""."""
    if piece.endswith("s") and piece[:-1] in vocabulary.lasts:
        return piece[:-1]
    if piece in vocabulary.firsts:
        return piece[:-1] if piece.endswith("s") and len(piece) > _SHORTEST_FIRST + 1 else piece
    return piece if piece in vocabulary.lasts else ""
