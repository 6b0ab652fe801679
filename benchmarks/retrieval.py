"""nDCG@10 of the package's own analysis and fusion on retrieval sets: python benchmarks/retrieval.py FOLDER [-v]

FOLDER holds one folder per set with documents.jsonl, queries.jsonl and qrels.tsv. nDCG@10 is taken from the rank of
the first relevant document (1 / log2(rank + 1)). Prints one line of JSON per set and list.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.retrieval.encoder import Encoder
from assistant.retrieval.fusion import add, by_best, fuse
from assistant.retrieval.lexical import Entry, Lexical, weigh
from assistant.settings import DEFAULT_ENCODER

DEPTH = 200


def read_set(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, set[str]]]:
    """(documents, queries, relevant document ids by query id)."""
    documents, queries = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf8").splitlines() if line.strip()]
        for name in ("documents.jsonl", "queries.jsonl")
    )
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf8").splitlines():
        query, document, grade = line.split("\t")
        if grade.strip().isdigit() and int(grade) > 0:
            relevant.setdefault(query, set()).add(document)
    return documents, queries, relevant


def ndcg(ranked: Sequence[str], relevant: set[str]) -> float:
    """1 / log2(rank + 1) of the first relevant document among the ten first, else 0."""
    ranks = [rank for rank, document in enumerate(ranked[:10], 1) if document in relevant]
    return 1 / math.log2(ranks[0] + 1) if ranks else 0.0


def evaluate(folder: Path, encoder: Encoder) -> dict[str, float]:
    """nDCG@10 by list ("stems", "grams", "lexical", "dense", "fused") and milliseconds per query."""
    documents, queries, relevant = read_set(folder)
    with tempfile.TemporaryDirectory() as scratch:
        lexical = Lexical(Path(scratch), create=True)
        lexical.add(Entry(i, "f", "p", d["text"]) for i, d in enumerate(documents))
        lexical.commit()
        matrix = encoder.passages([d["text"] for d in documents])
        vectors = encoder.queries([q["text"] for q in queries])
        totals: dict[str, list[float]] = {}
        started = time.perf_counter()
        for query, vector in zip(queries, vectors, strict=True):
            lists = lexical.search(weigh(query["text"], {}), None, DEPTH)
            cosines = matrix @ vector
            dense = {int(i): float(cosines[i]) for i in np.argsort(-cosines)[:DEPTH]}
            both = add(by_best(lists.stems), by_best(lists.grams))
            ways = {"stems": lists.stems, "grams": lists.grams, "lexical": both, "dense": dense}
            ways["fused"] = fuse(lists.stems, lists.grams, dense)
            for name, scores in ways.items():
                ranked = [documents[k]["id"] for k in sorted(scores, key=lambda k, s=scores: (-s[k], k))[:10]]
                totals.setdefault(name, []).append(ndcg(ranked, relevant.get(query["id"], set())))
        spent = 1000 * (time.perf_counter() - started) / len(queries)
    mean: Callable[[list[float]], float] = lambda values: round(sum(values) / len(values), 3)  # noqa: E731
    return {name: mean(values) for name, values in totals.items()} | {"ms": round(spent, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", default=str(DEFAULT_ENCODER))
    options = parser.parse_args()
    encoder = Encoder(options.encoder)
    for folder in sorted(f for f in options.folder.iterdir() if (f / "qrels.tsv").exists()):
        print(json.dumps({"set": folder.name} | evaluate(folder, encoder), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
