"""Measure sentence encoders: alone, and fused with Swedish stems and character 4-grams.

    python -m benchmarks.encoder MODEL [MODEL …] --benchmarks ../shared/benchmarks --corpus ../shared/corpus \
        --evals ../shared/evals

The first model is the baseline that the others are compared with (paired bootstrap over questions). Fusion as in
../shared/models/README.md: 0.7 × (BM25 of stems + BM25 of character 4-grams, each divided by its best, the sum divided
by its best) + 0.3 × cosine divided by its best.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import Stemmer
from scipy import sparse

WORD = re.compile(r"\w+")
DENSE_WEIGHT = 0.3


@dataclass(frozen=True)
class Task:
    """Questions over one pool of texts. `relevant[i]` are places in `documents`, one set for each needed quote."""

    name: str
    documents: list[str]
    queries: list[str]
    relevant: list[list[set[int]]]


@dataclass(frozen=True)
class Lexical:
    """Fused lexical scores, float32 (queries, documents), best of each query 1."""

    stems: np.ndarray
    both: np.ndarray


def load_task(folder: Path) -> Task:
    """A set with documents.jsonl, queries.jsonl, qrels.tsv."""
    documents = [json.loads(line) for line in (folder / "documents.jsonl").open(encoding="utf8")]
    queries = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf8")]
    place = {d["id"]: i for i, d in enumerate(documents)}
    wanted: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").open(encoding="utf8"):
        query, document, relevance = line.split("\t")[:3]
        if relevance.strip() != "0" and document in place:
            wanted.setdefault(query, set()).add(place[document])
    kept = [q for q in queries if q["id"] in wanted]
    return Task(
        folder.name, [d["text"] for d in documents], [q["text"] for q in kept], [[wanted[q["id"]]] for q in kept]
    )


def stems(text: str, stemmer: Stemmer.Stemmer = Stemmer.Stemmer("swedish")) -> list[str]:  # noqa: B008
    return stemmer.stemWords(WORD.findall(text.lower()))


def character_grams(text: str, n: int = 4) -> list[str]:
    """Runs of n characters within each word, its ends marked."""
    grams = []
    for word in WORD.findall(text.lower()):
        marked = f"<{word}>"
        grams.extend(marked[i : i + n] for i in range(max(1, len(marked) - n + 1)))
    return grams


def bm25(documents: list[list[str]], queries: list[list[str]], k1: float = 1.2, b: float = 0.75) -> np.ndarray:
    """BM25 scores, float32 (queries, documents)."""
    index: dict[str, int] = {}
    counts = _counts(documents, index, grow=True)
    length = np.asarray(counts.sum(1)).ravel()
    norm = k1 * (1 - b + b * length / max(length.mean(), 1))
    coo = counts.tocoo()
    frequency = np.bincount(coo.col, minlength=len(index))
    idf = np.log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
    weight = idf[coo.col] * coo.data * (k1 + 1) / (coo.data + norm[coo.row])
    weights = sparse.csr_matrix((weight, (coo.row, coo.col)), shape=counts.shape)
    asked = _counts(queries, index, grow=False)
    asked.data[:] = 1
    return (asked @ weights.T).toarray().astype(np.float32)


def _counts(texts: list[list[str]], index: dict[str, int], grow: bool) -> sparse.csr_matrix:
    rows, columns = [], []
    for row, tokens in enumerate(texts):
        for token in tokens:
            column = index.setdefault(token, len(index)) if grow else index.get(token)
            if column is not None:
                rows.append(row)
                columns.append(column)
    shape = (len(texts), len(index))
    counted = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    counted.sum_duplicates()
    return counted


def best_is_one(scores: np.ndarray) -> np.ndarray:
    return scores / np.maximum(scores.max(1, keepdims=True), 1e-9)


def lexical(task: Task) -> Lexical:
    by_stem = best_is_one(bm25([stems(d) for d in task.documents], [stems(q) for q in task.queries]))
    by_gram = best_is_one(
        bm25([character_grams(d) for d in task.documents], [character_grams(q) for q in task.queries])
    )
    return Lexical(by_stem, best_is_one(by_stem + by_gram))


def fuse(words: np.ndarray, cosine: np.ndarray, weight: float = DENSE_WEIGHT) -> np.ndarray:
    return (1 - weight) * words + weight * best_is_one(cosine)


def first_ranks(scores: np.ndarray, relevant: list[list[set[int]]]) -> list[list[int]]:
    """For each query and each needed quote the rank (1-based) of the first text that holds it."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return [[min(int(ranks[i, j]) for j in group) for group in groups] for i, groups in enumerate(relevant)]


def ndcg(ranks: list[list[int]], depth: int = 10) -> np.ndarray:
    """nDCG@10 with one relevant text a query: 1 / log2(rank + 1) of the first, 0 beyond `depth`."""
    return np.array([1 / np.log2(r[0] + 1) if r[0] <= depth else 0.0 for r in ranks])


def recall(ranks: list[list[int]], depth: int) -> np.ndarray:
    """Share of the needed quotes among the best `depth`, a value for each query."""
    return np.array([np.mean([rank <= depth for rank in group]) for group in ranks])


def bootstrap(difference: np.ndarray, draws: int = 5000, seed: int = 0) -> tuple[float, float]:
    """95 % interval of the mean of paired differences."""
    picks = np.random.default_rng(seed).integers(0, len(difference), (draws, len(difference)))
    low, high = np.percentile(difference[picks].mean(1), [2.5, 97.5])
    return float(low), float(high)
