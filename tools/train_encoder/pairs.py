"""Batches of (query, positive) from the store: titles, sentences and rare words against windows of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.train_encoder.recipe import Member
from tools.train_encoder.store import Store


@dataclass(frozen=True)
class Bags:
    """Piece numbers of texts one after another: text i is ids[offsets[i]:offsets[i+1]] (the last to the end)."""

    ids: np.ndarray
    offsets: np.ndarray


@dataclass(frozen=True)
class Batch:
    """`apart` is bool (batch, batch): False where text j may also answer query i (same text or same query)."""

    queries: Bags
    positives: Bags
    apart: np.ndarray


class Sampler:
    """Draws batches for ever, each from one group of sources, the same ones for the same seed."""

    def __init__(
        self, store: Store, spelling: tuple[np.ndarray, np.ndarray], member: Member, batch: int, seed: int
    ) -> None:
        self.store, self.member, self.batch = store, member, batch
        self.ids, self.start = spelling
        self.random = np.random.default_rng(seed)
        share = store.count / store.count.sum()
        self.rarity = np.log(1e-2 / (share + 1e-9)).clip(0) ** 2 * (store.count > 1)
        self.weights = {g: member.groups.get(name, 0.0) for g, name in enumerate(store.groups)}
        self.texts = {g: np.flatnonzero(store.group == g) for g in self.weights}
        self.titled = {g: t[store.query_id[t] >= 0] for g, t in self.texts.items()}

    def draw(self) -> Batch:
        group = self._group()
        kinds = list(self.member.kinds)
        chances = np.array([self.member.kinds[k] for k in kinds])
        queries, positives, texts = [], [], []
        for kind in self.random.choice(len(kinds), self.batch, p=chances / chances.sum()):
            text, query, positive = self._pair(kinds[kind], group)
            queries.append(query)
            positives.append(positive)
            texts.append(text)
        owner = np.array(texts)
        asked = self.store.query_id[owner]
        apart = (owner[:, None] != owner[None, :]) & ((asked[:, None] != asked[None, :]) | (asked[:, None] < 0))
        np.fill_diagonal(apart, True)
        return Batch(self._spell(queries), self._spell(positives), apart)

    def sample(self, texts: int, words: int = 60) -> Bags:
        """The beginnings of some texts, to measure tables with."""
        picks = self.random.integers(0, len(self.store.group), texts)
        return self._spell([self.store.text(int(i))[:words] for i in picks])

    def _pair(self, kind: str, group: int) -> tuple[int, np.ndarray, np.ndarray]:
        """A text's number, a query and its positive; a group without titles gives sentences instead."""
        if kind == "title" and not len(self.titled[group]):
            kind = "sentence"
        pool = self.titled[group] if kind == "title" else self.texts[group]
        text = int(pool[self.random.integers(len(pool))])
        draw = {"title": self._title, "sentence": self._sentence, "words": self._words}[kind]
        return text, *draw(text)

    def _group(self) -> int:
        names = [g for g in self.weights if len(self.texts[g])]
        chances = np.array([self.weights[g] for g in names])
        return names[self.random.choice(len(names), p=chances / chances.sum())]

    def _window(self, words: np.ndarray) -> np.ndarray:
        length = int(self.random.integers(self.member.shortest, self.member.longest + 1))
        if len(words) <= length:
            return words
        first = int(self.random.integers(len(words) - length + 1))
        return words[first : first + length]

    def _title(self, text: int) -> tuple[np.ndarray, np.ndarray]:
        return self.store.query(text), self._window(self.store.text(text))

    def _sentence(self, text: int) -> tuple[np.ndarray, np.ndarray]:
        """A sentence of 4–40 words, and up to 40 words on either side of it."""
        first, last = self.store.text_start[text], self.store.text_start[text + 1]
        marks = self.store.sentence_start
        low, high = np.searchsorted(marks, [first, last])
        if high - low < 2:
            return self._words(text)
        pick = int(self.random.integers(low, high))
        begin, end = marks[pick], marks[pick + 1] if pick + 1 < high else last
        if not 4 <= end - begin <= 40:
            return self._words(text)
        around = int(self.random.integers(self.member.shortest, self.member.longest + 1)) // 2
        before = self.store.words[max(first, begin - around) : begin]
        after = self.store.words[end : min(last, end + around)]
        return self.store.words[begin:end], np.concatenate([before, after])

    def _words(self, text: int) -> tuple[np.ndarray, np.ndarray]:
        """2–7 of a window's rare words in their order, and the window."""
        window = self._window(self.store.text(text))
        chance = self.rarity[window] + 1e-6
        number = min(int(self.random.integers(2, 8)), len(window))
        keys = self.random.random(len(window)) ** (1 / chance)
        return window[np.sort(np.argsort(-keys)[:number])], window

    def _spell(self, texts: list[np.ndarray]) -> Bags:
        words = np.concatenate(texts)
        sizes = self.start[words + 1] - self.start[words]
        ends = np.cumsum(sizes)
        ids = self.ids[np.arange(ends[-1]) + np.repeat(self.start[words] - (ends - sizes), sizes)]
        word_ends = np.cumsum([len(t) for t in texts])
        offsets = np.concatenate([[0], ends[word_ends[:-1] - 1]])
        return Bags(ids, offsets)
