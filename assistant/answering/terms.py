"""The words a question is about, their weight, and how well a word of a document matches one of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.answering.frame import cues
from assistant.retrieval.swedish import DATA, analyse, stem, stop_words

_WORD = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-:/][^\W\d_]+)*(?:\d+)?")
_CALL = re.compile(r"(?<=[a-zåäöA-ZÅÄÖ])\d{1,2}$")  # a footnote call glued to its word: "välfärdsnämnden1"


@dataclass(frozen=True, slots=True)
class Term:
    """A word sought. `stems` are the ways it may stand in a document, its own stem first; weight is its rarity, > 0."""

    text: str
    stems: tuple[str, ...]
    weight: float

    @property
    def number(self) -> bool:
        return self.text[:1].isdigit()


@lru_cache(maxsize=200_000)
def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words; compounds written with a hyphen are one word and their parts too; numbers without spaces."""
    out: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word[0].isdigit():
            out.append(re.sub(r"[ \u00a0]", "", word))
            continue
        word = _CALL.sub("", word)
        out.append(word)
        if re.search(r"[-/:]", word):
            out.extend(part for part in re.split(r"[-/:]", word) if len(part) > 1)
    return tuple(out)


@lru_cache(maxsize=200_000)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of `words_of(text)`, in order, then the concepts ("@ifo") that an abbreviation or its long form names."""
    return (*(w if w[0].isdigit() else stem(w) for w in words_of(text)), *_concepts(text))


@lru_cache(maxsize=100_000)
def _concepts(text: str) -> tuple[str, ...]:
    return tuple(s for s in analyse(text).stems if s.startswith("@"))


def _alternatives(word: str) -> list[str]:
    synonyms = [s for phrase in cues().synonyms.get(word, ()) for s in words_of(phrase)]
    return [*_concepts(word.upper()), *_concepts(word), *(stem(w) for w in synonyms if w not in stop_words())]


def terms(
    text: str,
    rarity: Callable[[str], float],
    leave_out: frozenset[str] = frozenset(),
    correct: Callable[[str], str] = lambda word: word,
) -> tuple[Term, ...]:
    """The content words of a question as terms, each once, in order.

    `rarity(stem)` is the inverse document frequency; `leave_out` are stems that the scope has taken care of;
    `correct(word)` is the corpus's own word for a misspelt one.
    """
    found: dict[str, Term] = {}
    long_forms = [c for c in _concepts(text) if c[1:] not in words_of(text)]
    for word in words_of(text):
        if word in cues().question_words or word in stop_words() or (len(word) < 2 and not word.isdigit()):
            continue
        alternatives = _alternatives(word)
        own = word if word[0].isdigit() else stem(word if alternatives else correct(word))
        if own in leave_out or own in found:
            continue
        of_long_form = [c for c in long_forms if own in stems_of(_long_words(c))]
        found[own] = Term(word, tuple(dict.fromkeys([own, *alternatives, *of_long_form])), max(0.2, rarity(own)))
    return tuple(found.values())


@cache
def _long_forms() -> dict[str, str]:
    rows = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf8"))["concept"]
    return {f"@{row['id']}": " ".join(row["long"]) for row in rows}


def _long_words(concept: str) -> str:
    return _long_forms().get(concept, "")


@lru_cache(maxsize=500_000)
def likeness(sought: str, stem_: str) -> float:
    """How well a document's stem matches a sought one: 1 equal, less for compounds and derivations, 0 for no match."""
    if sought == stem_:
        return 1.0
    if sought[:1].isdigit() or stem_[:1].isdigit() or len(stem_) < 4 or len(sought) < 4:
        return 0.0
    if stem_.startswith(sought) or stem_.endswith(sought):
        return 0.85 if len(sought) >= 5 else 0.6
    if sought.startswith(stem_) or sought.endswith(stem_):
        return 0.7 if len(stem_) >= 5 else 0.4
    common = 0
    for a, b in zip(sought, stem_, strict=False):
        if a != b:
            break
        common += 1
    shorter, longer = sorted((len(sought), len(stem_)))
    if common >= 5 and common / longer >= 0.6:
        return 0.75
    return 0.6 if common >= 5 and common / shorter >= 0.75 else 0.0


def match(term: Term, stems: Sequence[str]) -> float:
    """The best likeness of a term to any of the stems, 0..1. An alternative counts a little less than the word."""
    best = 0.0
    for rank, sought in enumerate(term.stems):
        worth = 1.0 if rank == 0 else 0.9
        for stem_ in stems:
            if (found := worth * likeness(sought, stem_)) > best:
                best = found
                if best == 1.0:
                    return best
    return best


def coverage(terms_: Sequence[Term], matches: Mapping[str, float]) -> float:
    """Weighted share of the terms found, 0..1; 1.0 for no terms at all."""
    total = sum(t.weight for t in terms_)
    return sum(t.weight * matches.get(t.text, 0.0) for t in terms_) / total if total else 1.0
