"""Measure sentence encoders: alone, and fused with Swedish stems and character 4-grams.

    python -m benchmarks.encoder MODEL [MODEL …] --benchmarks ../shared/benchmarks --corpus ../shared/corpus \
        --evals ../shared/evals

The first model is the baseline that the others are compared with (paired bootstrap over questions). Fusion as in
../shared/models/README.md: 0.7 × (BM25 of stems + BM25 of character 4-grams, each divided by its best, the sum divided
by its best) + 0.3 × cosine divided by its best.
"""

from __future__ import annotations

import argparse
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


def load_own(corpus: Path, questions: Path) -> Task:
    """Gold questions over the passages that reading makes of the files.

    A passage holds a gold quote where it stands in the same document and shares 60 % of the quote's three-word runs.
    Quotes that no passage holds count as misses of reading and are left out here; questions without any are skipped.
    """
    from assistant.reading import read
    from assistant.settings import Settings

    texts, owners = [], []
    for file in sorted(path for path in corpus.iterdir() if path.suffix in {".pdf", ".docx", ".txt"}):
        result = read(file, Settings(ocr=False))
        texts += [f"{p.context} {p.text}".strip() for p in result.passages]
        owners += [result.file.document] * len(result.passages)
    runs = [three_word_runs(text) for text in texts]
    queries, relevant = [], []
    for line in questions.open(encoding="utf8"):
        question = json.loads(line)
        groups = [] if question.get("unanswerable") else [_holding(c, runs, owners) for c in question["citations"]]
        groups = [group for group in groups if group]
        if groups:
            queries.append(" ".join([*question.get("history", [])[-1:], question["question"]]))
            relevant.append(groups)
    return Task("own questions", texts, queries, relevant)


def three_word_runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def _holding(citation: dict, runs: list[set[tuple[str, ...]]], owners: list[str]) -> set[int]:
    places = set()
    for quote in [citation["quote"], *citation.get("alternatives", [])]:
        wanted = three_word_runs(quote)
        for place, (have, owner) in enumerate(zip(runs, owners, strict=True)):
            if owner == citation["document"] and len(wanted & have) / len(wanted) >= 0.6:
                places.add(place)
    return places


def measure(task: Task, words: Lexical, cosine: np.ndarray | None) -> dict[str, np.ndarray]:
    """Per-query values by "<metric> <how>"; without `cosine` the lexical lists alone."""
    if cosine is None:
        lists = {"stems": words.stems, "stems + 4-grams": words.both}
    else:
        lists = {"alone": cosine, "fused": fuse(words.both, cosine)}
    values = {}
    for how, scores in lists.items():
        ranks = first_ranks(scores, task.relevant)
        if task.name == "own questions":
            values |= {f"recall@{depth} {how}": recall(ranks, depth) for depth in (5, 20)}
        else:
            values[f"nDCG@10 {how}"] = ndcg(ranks)
    return values


def report(tasks: list[Task], models: list[str]) -> list[str]:
    """Table rows: set, figure, then each model's mean; after the first, the difference's 95 % interval."""
    from sentence_transformers import SentenceTransformer

    encoders = [SentenceTransformer(model, device="cpu").float() for model in models]
    rows = []
    pooled: dict[str, list[list[np.ndarray]]] = {}
    for task in tasks:
        words = lexical(task)
        for name, value in measure(task, words, None).items():
            rows.append(f"| {task.name} | {name} | {value.mean():.3f} |")
        measured = []
        for encoder in encoders:
            queries, documents = (
                encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
                for texts in (task.queries, task.documents)
            )
            measured.append(measure(task, words, queries @ documents.T))
        for name in measured[0]:
            rows.append(_row(task.name, name, [m[name] for m in measured]))
            if name.startswith("nDCG"):
                pooled.setdefault(name, []).append([m[name] for m in measured])
    for name, values in pooled.items():
        rows.append(_row("all questions of the sets", name, [np.concatenate(v) for v in zip(*values, strict=True)]))
    return rows


def _row(task: str, name: str, values: list[np.ndarray]) -> str:
    cells = [f"{values[0].mean():.3f}"]
    for value in values[1:]:
        low, high = bootstrap(value - values[0])
        cells.append(f"{value.mean():.3f} ({low:+.3f} … {high:+.3f})")
    return f"| {task} | {name} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", help="folders or names; the first is the baseline")
    parser.add_argument("--benchmarks", type=Path, required=True, help="folder of sets")
    parser.add_argument("--corpus", type=Path, help="files that the questions are about")
    parser.add_argument("--evals", type=Path, help="folder with questions.jsonl")
    given = parser.parse_args()
    tasks = [load_task(folder) for folder in sorted(given.benchmarks.iterdir()) if (folder / "qrels.tsv").exists()]
    if given.corpus and given.evals:
        tasks.append(load_own(given.corpus, given.evals / "questions.jsonl"))
    print(f"| set | figure | {' | '.join(Path(model).name for model in given.models)} |")
    print("|---" * (2 + len(given.models)) + "|")
    print("\n".join(report(tasks, given.models)))


if __name__ == "__main__":
    main()
