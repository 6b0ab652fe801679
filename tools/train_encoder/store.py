"""The training text as flat arrays of word numbers, so that a window is a slice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tools.train_encoder.sources import Record

WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÅÄÖ0-9–•])|\n+")


@dataclass(frozen=True)
class Store:
    """Texts as word numbers. Slices: text i is words[text_start[i]:text_start[i+1]], its query likewise.

    `sentence_start` are ascending places in `words`; every text's first word is one of them. `query_id` is equal for
    equal queries, -1 where a text has none. `group` indexes `groups`. `count` is each word's number in `words`.
    """

    vocabulary: list[str]
    count: np.ndarray  # int64 (vocabulary,)
    words: np.ndarray  # int32 (total,)
    text_start: np.ndarray  # int64 (texts + 1,)
    sentence_start: np.ndarray  # int64, ascending
    query_words: np.ndarray  # int32
    query_start: np.ndarray  # int64 (texts + 1,)
    query_id: np.ndarray  # int64 (texts,)
    group: np.ndarray  # int8 (texts,)
    groups: list[str]

    def text(self, i: int) -> np.ndarray:
        return self.words[self.text_start[i] : self.text_start[i + 1]]

    def query(self, i: int) -> np.ndarray:
        return self.query_words[self.query_start[i] : self.query_start[i + 1]]


def build_store(records: Iterable[Record], shortest: int = 8) -> Store:
    """Number the words of all texts of at least `shortest` words, the commonest word first."""
    index: dict[str, int] = {}
    words: list[int] = []
    sentences: list[int] = []
    starts, queries, query_starts, query_ids, groups = [0], [], [0], [], []
    seen_queries: dict[str, int] = {}
    group_names: list[str] = []
    seen_texts: set[int] = set()
    for record in records:
        key = hash((record.query, record.text))
        if key in seen_texts or len(WORD.findall(record.text)) < shortest:
            continue
        seen_texts.add(key)
        for sentence in _SENTENCE.split(record.text):
            numbers = [index.setdefault(w, len(index)) for w in WORD.findall(sentence.lower())]
            if numbers:
                sentences.append(len(words))
                words.extend(numbers)
        starts.append(len(words))
        asked = [index.setdefault(w, len(index)) for w in WORD.findall((record.query or "").lower())]
        queries.extend(asked)
        query_starts.append(len(queries))
        query_ids.append(
            seen_queries.setdefault(record.query.lower(), len(seen_queries)) if record.query and asked else -1
        )
        if record.group not in group_names:
            group_names.append(record.group)
        groups.append(group_names.index(record.group))
    return _sorted(index, words, starts, sentences, queries, query_starts, query_ids, groups, group_names)


def _sorted(index, words, starts, sentences, queries, query_starts, query_ids, groups, group_names) -> Store:
    flat = np.array(words, dtype=np.int32)
    count = np.bincount(flat, minlength=len(index))
    order = np.argsort(-count, kind="stable")
    rank = np.empty(len(index), dtype=np.int32)
    rank[order] = np.arange(len(index), dtype=np.int32)
    names = list(index)
    return Store(
        vocabulary=[names[i] for i in order],
        count=count[order],
        words=rank[flat],
        text_start=np.array(starts),
        sentence_start=np.array(sentences),
        query_words=rank[np.array(queries, dtype=np.int64)],
        query_start=np.array(query_starts),
        query_id=np.array(query_ids),
        group=np.array(groups, dtype=np.int8),
        groups=group_names,
    )


def word_counts(store: Store, least: int = 1) -> Counter[str]:
    """Words with their number in the texts, for those that stand there at least `least` times."""
    return Counter({w: int(n) for w, n in zip(store.vocabulary, store.count, strict=True) if n >= least})
