"""Words of a text compared loosely: stems, weights, and how alike two wordings of the same thing are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.register.cues import table

_WORD = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ]+(?:[/:][0-9A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_SUFFIXES: tuple[str, ...] = tuple(sorted(table("words")["suffixes"], key=len, reverse=True))
STOP = frozenset(table("words")["stop"])
# Verbs and nouns that most recommendations share: they tell little about which one it is.
GENERIC = frozenset(table("words")["generic"])


@lru_cache(maxsize=20000)
def stem(word: str) -> str:
    """A rough Swedish stem, lower case: enough to see that "rutiner" and "rutinerna" are one word."""
    word = word.lower()
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def tokens(text: str) -> list[str]:
    """Words and numbers as written, lower case, in order."""
    return [w.lower() for w in _WORD.findall(text)]


@lru_cache(maxsize=20000)
def content(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order."""
    return tuple(stem(w) for w in tokens(text) if w not in STOP)


def weights(texts: Iterable[str]) -> dict[str, float]:
    """A weight for each stem: words that many of the texts share say less about which one is meant."""
    seen = Counter(s for text in texts for s in set(content(text)))
    return {s: (0.4 if s in GENERIC else 1.0) / n**0.5 for s, n in seen.items()}


@lru_cache(maxsize=200000)
def _close(a: str, b: str) -> bool:
    """Spelled almost alike ("skyndsambet", "skyndsamhet")."""
    return len(a) > 5 and len(b) > 5 and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= 0.85


def _split_off(a: str, b: str) -> bool:
    """One is the other's leading part in a compound ("avvik" in "avvikelsehantering")."""
    if len(a) > len(b):
        a, b = b, a
    return len(a) >= 5 and b.startswith(a)


def same_word(a: str, b: str) -> bool:
    """One stem: spelled alike, or one the leading part of the other."""
    return a == b or _close(a, b) or _split_off(a, b)


def shared(a: str, b: str, weight: Mapping[str, float]) -> tuple[float, float, float]:
    """Weights of (what both say, all that `a` says, all that `b` says)."""
    left, right = list(dict.fromkeys(content(a))), dict.fromkeys(content(b))
    total_a = sum(weight.get(s, 1.0) for s in left)
    total_b = sum(weight.get(s, 1.0) for s in right)
    both = 0.0
    for s in left:
        if s in right:
            both += weight.get(s, 1.0)
            continue
        near = next((t for t in right if _close(s, t)), None)
        if near is not None:
            both += min(weight.get(s, 1.0), weight.get(near, 1.0))
            continue
        near = next((t for t in right if _split_off(s, t)), None)
        if near is not None:
            both += 0.6 * min(weight.get(s, 1.0), weight.get(near, 1.0))
    return both, total_a, total_b


def overlap(a: Iterable[str], b: Iterable[str]) -> int:
    """How many stems two groups of texts share: a quick look before a thorough one."""
    return len({s for text in a for s in content(text)} & {s for text in b for s in content(text)})


def likeness(a: str, b: str, weight: Mapping[str, float] = {}) -> float:
    """0..1: how much of what either says the other says too (Dice over weighted stems)."""
    both, total_a, total_b = shared(a, b, weight)
    return min(1.0, 2 * both / (total_a + total_b)) if both else 0.0


def held(a: str, b: str, weight: Mapping[str, float] = {}) -> float:
    """0..1: how much of what `a` says stands in `b` as well."""
    both, total_a, _ = shared(a, b, weight)
    return min(1.0, both / total_a) if total_a else 0.0
