"""When two wordings count as the same. The definitions are those of the outside scorer, so that figures agree."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

GOLD_SHARE, CITED_SHARE, CITED_WORDS = 0.6, 0.8, 5

_LINE_HYPHEN = re.compile(r"(\w)[-\u2010]\s*\n\s*(\w)")
_DOUBLE = re.compile('[\u201c\u201d\u201e\u2033"«»]')
_SINGLE = re.compile("[\u2018\u2019\u00b4`]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_FIGURE = re.compile(r"[\d ,.%:/-]+")


@lru_cache(maxsize=100_000)
def norm(text: str) -> str:
    """NFKC, words broken at line ends joined, one kind of quotation mark and dash, single spaces; case kept."""
    text = unicodedata.normalize("NFKC", text or "").replace("\u00ad", "")
    text = _LINE_HYPHEN.sub(r"\1\2", text)
    text = _DASH.sub("-", _SINGLE.sub("'", _DOUBLE.sub('"', text)))
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=100_000)
def squash(text: str) -> str:
    """`norm` without white space, hyphens and case: how a quote is looked up on its page."""
    return re.sub(r"[\s\-]+", "", norm(text)).lower()


@lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers and "12%"."""
    return tuple(re.sub(r"[^\w%]+", " ", norm(text).lower()).split())


@lru_cache(maxsize=100_000)
def grams(text: str, n: int = 3) -> frozenset[tuple[str, ...]]:
    """Runs of n words; a shorter text is one run."""
    found = words(text)
    return frozenset(found[i : i + n] for i in range(max(1, len(found) - n + 1)))


def same_words(gold: str, cited: str) -> bool:
    """Do the cited words carry the gold words (60 % of their word triples), or stand within them (80 %)?"""
    if not words(gold) or not words(cited):
        return False
    wanted, given = grams(gold), grams(cited)
    both = len(wanted & given)
    within = len(words(cited)) >= CITED_WORDS and both / len(given) >= CITED_SHARE
    return both / len(wanted) >= GOLD_SHARE or within


def token_f1(a: str, b: str) -> float:
    """F1 of the two texts' words as multisets, 0..1; 0 when either is empty."""
    left, right = Counter(words(a)), Counter(words(b))
    if not left or not right:
        return 0.0
    return 2 * sum((left & right).values()) / (left.total() + right.total())


def says(answer: str, wording: str) -> bool:
    """Is the wording in the answer? A figure must stand alone: 14 is not said by 140, 14,5 or 2014."""
    answer, wording = norm(answer).lower(), norm(str(wording)).lower()
    if _FIGURE.fullmatch(wording):
        return re.search(rf"(?<![\d,.]){re.escape(wording)}(?!\d|[.,]\d)", answer) is not None
    return wording in answer
