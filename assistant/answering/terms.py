"""The words a question is about, their weight, and how well a word of a document matches one of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.answering.frame import cues
from assistant.answering.likeness import likeness
from assistant.retrieval.swedish import DATA, analyse, stop_words
from assistant.retrieval.swedish import stem as snowball

_WORD = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-:/][^\W\d_]+)*(?:\d+)?")
_CALL = re.compile(r"(?<=[a-zåäöA-ZÅÄÖ])\d{1,2}$")  # a footnote call glued to its word: "välfärdsnämnden1"


_TERN = re.compile(r"(extern|intern|modern)(?:a|t|s|as)?")


def stem(word: str) -> str:
    """The Snowball stem, except where the stemmer takes the end of a word for an ending ("extern" → "ext")."""
    return kept[1] if (kept := _TERN.fullmatch(word)) else snowball(word)


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
    """The stems of `words_of(text)`, in order, then the concepts ("@ifo") that abbreviations or long forms name."""
    return (*(w if w[0].isdigit() else stem(w) for w in words_of(text)), *_concepts(text))


@lru_cache(maxsize=100_000)
def _concepts(text: str) -> tuple[str, ...]:
    return tuple(s for s in analyse(text).stems if s.startswith("@"))


def _alternatives(word: str) -> list[str]:
    return [*_concepts(word.upper()), *_concepts(word), *_thesaurus().get(stem(word), ())]


@cache
def _thesaurus() -> dict[str, tuple[str, ...]]:
    """For each stem the stems of the other words of its groups; of a phrase, the words that carry its subject."""
    data = tomllib.loads((Path(__file__).parent / "data" / "thesaurus.toml").read_text(encoding="utf8"))
    found: dict[str, list[str]] = {}
    for group in data["groups"]:
        stems = [_sought(phrase) for phrase in group]
        for own in stems:
            if len(own) == 1:  # a phrase is something to find, not something to look up
                found.setdefault(own[0], []).extend(
                    s for other in stems if other != own and len(other) == 1 for s in other
                )
    return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}


_DOCUMENT_WORD = re.compile(
    r"(?<=[a-zåäöA-ZÅÄÖ]{3})(s?)-?((?:revisions)?granskning(?:en|ens|ar|arna)?|rapport(?:en|"
    r"ens|er|erna)?|missiv(?:et)?)\b"
)


_QUARTER = re.compile(r"\b(?:(första|andra|tredje|fjärde) kvartalet|(?:kvartal|kv\.?|q)\s*([1-4]))\b", re.I)
_BODIES = {
    "KS": "kommunstyrelsen",
    "KF": "kommunfullmäktige",
    "BUN": "barn- och utbildningsnämnden",
    "soc.nämnden": "socialnämnden",
    "socnämnden": "socialnämnden",
}
_BODY = re.compile("|".join(rf"\b{re.escape(short)}\b" for short in _BODIES))
_QUARTERS = {"första": "1", "andra": "2", "tredje": "3", "fjärde": "4"}


def opened(text: str, known: Callable[[str], bool] = lambda word: False) -> str:
    """Words that documents use: "skolnärvaro granskningen" for "skolnärvarogranskningen", "kv 3" for "kvartal 3"."""
    text = re.sub(r"\bek\. (?=[a-zåäö])", "ekonomiskt ", re.sub(r"\brel\.(?=\W|$)", "relationer", text))
    text = _BODY.sub(lambda m: _BODIES[m[0]], text)
    text = _QUARTER.sub(lambda m: f"kv {_QUARTERS.get((m[1] or '').lower(), m[2])}", text)

    def parted(match: re.Match[str]) -> str:
        whole = re.search(r"[\wåäöÅÄÖ-]*$", text[: match.start()])
        word = (whole.group() if whole else "") + match.group()
        return match.group() if known(word.lower()) else f" {match[2]}"

    return _DOCUMENT_WORD.sub(parted, text)


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
    hyphened = {w for w in words_of(text) if "-" in w and any(part in words_of(text) for part in w.split("-"))}
    long_forms = [c for c in _concepts(text) if c[1:] not in words_of(text)]
    for word in words_of(text):
        if "-" in word and word in hyphened:
            continue  # its parts are words of their own
        if word in cues().question_words or word in stop_words() or (len(word) < 2 and not word.isdigit()):
            continue
        alternatives = _alternatives(word)
        own = word if word[0].isdigit() else stem(word if alternatives else correct(word))
        if own in leave_out or own in found:
            continue
        of_long_form = [c for c in long_forms if own in stems_of(_long_words(c))]
        found[own] = Term(word, tuple(dict.fromkeys([own, *alternatives, *of_long_form])), _weight(word, rarity(own)))
    return tuple(found.values())


def _sought(phrase: str) -> list[str]:
    words = words_of(phrase)[:1] if " " not in phrase else words_of(phrase)  # "e-post" is one word
    return [stem(w) for w in words if w not in stop_words()]


# Verbs and adverbs name the subject less surely than nouns: how a thing is done is written in many ways.
_VERB = re.compile(r"(?:ades|ats|its|tes|ligt|vis)$")
_MAYBE_VERB = re.compile(
    r"(?:er|ar|it|at|te|de|ade|ör|rt|lt)$"
)  # so are plural nouns: only where no passage has the word


# Words that say how a thing is looked at, not which thing.
_ASPECT = re.compile(
    r"^(?:kriti|brist|omdöm|synpunkt|åsikt|uppfattning|läge|status|situation|resultat|skäl|"
    r"anledning|orsak|period|fört|dålig|sakna)"
)


def is_aspect(word: str) -> bool:
    """Does the word say how a thing is looked at, not which thing?"""
    return bool(_ASPECT.match(word))


def _weight(word: str, rarity_: float) -> float:
    if _ASPECT.match(word):
        return 0.35 * max(0.2, rarity_)
    verb = _VERB.search(word) or (rarity_ >= 0.99 and _MAYBE_VERB.search(word))
    return max(0.2, rarity_) * (0.45 if verb else 1.0)


@cache
def _long_forms() -> dict[str, str]:
    rows = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf8"))["concept"]
    return {f"@{row['id']}": " ".join(row["long"]) for row in rows}


def _long_words(concept: str) -> str:
    return _long_forms().get(concept, "")


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
    return max(best, _in_pieces(term.stems[0], stems)) if 0 < best < 0.9 else best


def _in_pieces(sought: str, stems: Sequence[str]) -> float:
    """A compound whose first and last parts both stand there ("läkemedelsavvikelser": läkemedel, avvikelser)."""
    if len(sought) < 9:
        return 0.0
    first = max((len(s) for s in stems if len(s) >= 4 and sought.startswith(s)), default=0)
    last = max((len(s) for s in stems if len(s) >= 4 and sought.endswith(s)), default=0)
    return 0.92 if first and last and first + last >= 0.8 * len(sought) else 0.0


class Matcher:
    """`match` for many texts: each term is compared once with every stem of the vocabulary they share."""

    def __init__(self, terms_: Sequence[Term], vocabulary: Iterable[str]) -> None:
        stems = list(dict.fromkeys(vocabulary))
        self._near = {t.text: self._found(t, stems) for t in terms_}
        self._pieces = {t.text: self._ends(t.stems[0], stems) for t in terms_ if len(t.stems[0]) >= 9}
        self._terms = tuple(terms_)

    @staticmethod
    def _found(term: Term, stems: Sequence[str]) -> dict[str, float]:
        scores = {s: max((1.0 if r == 0 else 0.9) * likeness(t, s) for r, t in enumerate(term.stems)) for s in stems}
        return {s: score for s, score in scores.items() if score}

    @staticmethod
    def _ends(sought: str, stems: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
        long = [s for s in stems if len(s) >= 4]
        return {s: len(s) for s in long if sought.startswith(s)}, {s: len(s) for s in long if sought.endswith(s)}

    def all(self, stems: AbstractSet[str]) -> dict[str, float]:
        """How well each term is matched by any of the stems, 0..1."""
        return {t.text: self._one(t, stems) for t in self._terms}

    def _one(self, term: Term, stems: AbstractSet[str]) -> float:
        near = self._near[term.text]
        best = max((near[s] for s in near.keys() & stems), default=0.0)
        if 0 < best < 0.9 and term.text in self._pieces:
            heads, tails = self._pieces[term.text]
            first = max((heads[s] for s in heads.keys() & stems), default=0)
            last = max((tails[s] for s in tails.keys() & stems), default=0)
            if first and last and first + last >= 0.8 * len(term.stems[0]):
                return max(best, 0.92)
        return best


def coverage(terms_: Sequence[Term], matches: Mapping[str, float]) -> float:
    """Weighted share of the terms found, 0..1; 1.0 for no terms at all."""
    total = sum(t.weight for t in terms_)
    return sum(t.weight * matches.get(t.text, 0.0) for t in terms_) / total if total else 1.0
