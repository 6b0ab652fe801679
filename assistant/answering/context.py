"""What answering keeps in memory: sentences of passages with their stems and vectors, and how rare each stem is."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from assistant.answering.frame import cues
from assistant.answering.likeness import one_edit
from assistant.answering.terms import stems_of
from assistant.reading import voice_of
from assistant.reading.sentences import sentences
from assistant.retrieval.library import Library
from assistant.retrieval.search import search, speller
from assistant.retrieval.swedish import stem, stop_words
from assistant.types import Filters, Hit, Part, Passage, Quote, Section, SourceFile, Voice

_LONG = re.compile(r"(?<![\w-])[a-zåäö]{6,}(?![\w-])")  # capitals are names: those are matched by `scope`
_YEAR = re.compile(r"(?<![\d/:.])((?:19|20)\d\d)(?![\d:])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or list item of a passage: `passage.text[start:end]`. `vector` is unit length."""

    start: int
    end: int
    text: str
    stems: tuple[str, ...]
    years: frozenset[str]
    vector: np.ndarray


class Context:
    """Caches over a library; safe to keep as long as the library is open."""

    def __init__(self, library: Library, size: int = 20_000) -> None:
        self.library = library
        self._units: dict[str, tuple[Unit, ...]] = {}
        self._pairs: dict[str, tuple[tuple[int, Unit], ...]] = {}
        self._voices: dict[tuple[str, str | None], Voice] = {}
        self._headings: dict[str, tuple[str, ...]] = {}
        self._size = size

    def units(self, passage: Passage) -> tuple[Unit, ...]:
        """The passage's sentences in order; cached."""
        if passage.id not in self._units:
            self.warm([passage])
        return self._units[passage.id]

    def warm(self, passages: Sequence[Passage]) -> None:
        """Prepare several passages with one call to the encoder."""
        if len(self._units) > self._size:
            self._units.clear()
            self._pairs.clear()
        spans = [
            (p, a, b) for p in passages if p.id not in self._units for a, b in sentences(p.text) or [(0, len(p.text))]
        ]
        texts = [p.text[a:b] for p, a, b in spans]
        vectors = self.encode(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        found: dict[str, list[Unit]] = {}
        for (p, a, b), text, vector in zip(spans, texts, vectors, strict=True):
            found.setdefault(p.id, []).append(Unit(a, b, text, stems_of(text), frozenset(_YEAR.findall(text)), vector))
        self._units.update({key: tuple(units) for key, units in found.items()})

    def pairs(self, passage: Passage, longest: int = 60) -> tuple[tuple[int, Unit], ...]:
        """Neighbouring sentences as one unit, each with the index of its first; those over `longest` words left out."""
        if passage.id not in self._pairs:
            units = self.units(passage)
            made = []
            for i, (a, b) in enumerate(itertools.pairwise(units)):
                text = passage.text[a.start : b.end]
                if len(text.split()) <= longest:
                    vector = a.vector + b.vector
                    vector = vector / max(1e-6, float(np.linalg.norm(vector)))
                    made.append((i, Unit(a.start, b.end, text, a.stems + b.stems, a.years | b.years, vector)))
            self._pairs[passage.id] = tuple(made)
        return self._pairs[passage.id]

    def voice(self, sentence: str, hit: Hit) -> Voice:
        """Who says a sentence; cached."""
        key = (sentence, hit.passage.section_id)
        if key not in self._voices:
            self._voices[key] = voice_of(sentence, hit.section, hit.part)
        return self._voices[key]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of sentences, (n, d) float32, unit length."""
        return self.library.encoder.passages(list(texts))

    def encode_question(self, text: str) -> np.ndarray:
        """The vector of a question, (d,), unit length."""
        return self.library.encoder.queries([text])[0]

    def search(self, query: str, filters: Filters, k: int) -> list[Hit]:
        """The k best passages; see `assistant.retrieval.search`."""
        return search(self.library, query, filters, k)

    @cached_property
    def _holding(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, passages in self.library.vocabulary.items():
            counts[stem(word)] += passages
        return counts

    @cached_property
    def _passages(self) -> int:
        return self.library.register.count()[1]

    def rarity(self, stem_: str) -> float:
        """Inverse document frequency of a stem over the passages, 0..1.2; highest for stems that no passage holds."""
        return idf(self._passages, min(self._holding.get(stem_, 0), self._passages))

    def correct(self, word: str) -> str:
        """The word itself, or the corpus's word that a misspelt one was probably meant to be."""
        if word in self.library.vocabulary or self._holding.get(stem(word)):
            return word
        near = next(iter(speller(self.library).near(word)), word)
        return near if one_edit(word, near) and not _opposite(word, near) else word

    def corrected(self, text: str) -> str:
        """The text, its long misspelt words as the corpus or the words of questions write them."""
        return _LONG.sub(lambda m: self._meant(m.group()), text)

    def _meant(self, word: str) -> str:
        ours = cues().question_words
        if word in ours or word in stop_words():
            return word
        if (found := self.correct(word)) != word or word in self.library.vocabulary or self.known(word):
            return found
        return next((w for w in sorted(ours) if len(w) > 5 and one_edit(word, w) and not _opposite(word, w)), word)

    def known(self, word: str) -> bool:
        """Does any passage hold the word, in any of its forms?"""
        return bool(self._holding.get(stem(word)))

    def file(self, file_id: str) -> SourceFile:
        """A file with its pages. Raises KeyError for one that is not indexed."""
        return replace(self.library.files[file_id], pages=self.library.pages(file_id))

    def part(self, quote: Quote) -> Part:
        """The constituent document a quotation stands in."""
        return self.library.parts[quote.part_id]

    def section(self, quote: Quote) -> Section | None:
        """The section a quotation stands in; None before the first heading."""
        return self.library.sections.get(quote.section_id) if quote.section_id else None

    def heading_stems(self, hit: Hit) -> tuple[str, ...]:
        """Stems of its document's title, the headings above a passage and its list's lead-in or table's headings."""
        key = f"{hit.part.id}|{hit.passage.section_id}|{hit.passage.context}"
        if key not in self._headings:
            headings = " ".join(hit.section.path) + " " + hit.section.heading if hit.section else ""
            self._headings[key] = stems_of(f"{hit.part.title} {headings} {hit.passage.context}")
        return self._headings[key]


def _opposite(one: str, other: str) -> bool:
    """A letter that turns the meaning is no slip: "obesvarad", "besvarad"."""
    return one == f"o{other}" or other == f"o{one}"


def idf(documents: int, holding: int) -> float:
    """Inverse document frequency, scaled so that a word in one of many passages weighs about 1: 0..1.2."""
    return math.log(1 + documents / (1 + holding)) / math.log(1 + max(2, documents))


_contexts: WeakKeyDictionary[Library, Context] = WeakKeyDictionary()


def context_of(library: Library) -> Context:
    """The context of an open library, made at its first question and kept as long as the library lives."""
    if library not in _contexts:
        _contexts[library] = Context(library)
    return _contexts[library]
