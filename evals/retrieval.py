"""Search alone, on a set of questions and documents: the product's own search beside plain retrieval builds.

A set is a folder with documents.jsonl {id, text}, queries.jsonl {id, text} and qrels.tsv; or a gold folder,
whose questions' quotes are then what must be found in the corpus.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import engine
from evals.baselines import rankers
from evals.engine import Chunk, Progress, Settings, silent
from evals.errors import EmptySetError, GoldError
from evals.gold import Gold, read_gold, rows
from evals.metrics import retrieval
from evals.metrics.citations import by_quote
from evals.model import Cited
from evals.plain import plain_chunks
from evals.plain import split as recursive
from evals.texts import read_texts

DEPTH = 10
FAR = 50  # passages asked for, so that ten different documents are among them


@dataclass(frozen=True, slots=True)
class Set:
    """`relevant`: question id → document id → gain."""

    documents: Mapping[str, str]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, float]]


def read_set(folder: Path) -> Set:
    """Raises GoldError when a file is missing or broken, EmptySetError when nothing is relevant."""
    documents = {
        str(r["id"]): "\n".join(filter(None, (r.get("title"), r["text"]))) for _, r in rows(folder / "documents.jsonl")
    }
    queries = {str(r["id"]): str(r["text"]) for _, r in rows(folder / "queries.jsonl")}
    relevant: dict[str, dict[str, float]] = {}
    for number, line in enumerate((folder / "qrels.tsv").read_text(encoding="utf8").splitlines(), 1):
        cells = line.split("\t")
        if number == 1 and not cells[-1].strip().isdigit():
            continue
        if len(cells) != 3:
            raise GoldError(
                f"{folder / 'qrels.tsv'}:{number}: tre kolumner väntas.", "query_id, document_id, relevance"
            )
        if cells[0] in queries and float(cells[2]) > 0:
            relevant.setdefault(cells[0], {})[cells[1]] = float(cells[2])
    if not relevant:
        raise EmptySetError(f"inget relevant i {folder}")
    return Set(documents, queries, relevant)


def figures(ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Means over the questions with anything relevant. Raises EmptySetError when there are none."""
    if not relevant:
        raise EmptySetError("inga frågor med relevanta ställen")
    measures: Mapping[str, Callable[[Sequence[str], Mapping[str, float]], float]] = {
        "ndcg@10": lambda r, g: retrieval.ndcg(r, g, 10),
        "mrr@10": lambda r, g: retrieval.mrr(r, g, 10),
        "recall@1": lambda r, g: retrieval.recall(r, g, 1),
        "recall@5": lambda r, g: retrieval.recall(r, g, 5),
        "recall@10": lambda r, g: retrieval.recall(r, g, 10),
    }
    means = {
        name: sum(measure(ranked.get(q, ()), gains) for q, gains in relevant.items()) / len(relevant)
        for name, measure in measures.items()
    }
    return {name: round(value, 4) for name, value in means.items()} | {"questions": len(relevant)}


def on_set(
    folder: Path, settings: Settings | None = None, progress: Progress = silent, kept: Path | None = None
) -> dict[str, Any]:
    """`{"system": …, "baselines": {name: …}, "absent": {…}}` for a folder of documents, queries and qrels."""
    one = read_set(folder)
    asked = {q: one.queries[q] for q in one.relevant}
    with tempfile.TemporaryDirectory() as temporary:
        corpus = _as_file(one.documents, Path(temporary) / "corpus")
        with engine.opened(corpus, Path(temporary) / "store", settings, progress, engine.read_set) as library:
            found = {q: _firsts([c.document for c in engine.hits(library, text, FAR)]) for q, text in asked.items()}
    pieces = [(d, piece) for d, text in one.documents.items() for piece in recursive(text)]
    absent: dict[str, str] = {}
    others = {}
    for name, ranker in rankers([text for _, text in pieces], absent, kept).items():
        ranked = {q: _firsts([pieces[i][0] for i in ranker(text, FAR)]) for q, text in asked.items()}
        others[name] = figures(ranked, one.relevant)
    return {"set": folder.name, "system": figures(found, one.relevant), "baselines": others, "absent": absent}


def on_gold(
    where: Path, corpus: Path, store: Path, progress: Progress = silent, kept: Path | None = None
) -> dict[str, Any]:
    """The same for gold questions: a quote is found by the first passage of its document that carries its words."""
    gold, texts = read_gold(where), read_texts(corpus)
    relevant = {q.id: {str(i): 1.0 for i in range(len(q.citations))} for q in gold.questions if q.citations}
    with engine.opened(corpus, store, None, progress) as library:
        system = _covered(gold, lambda text: engine.hits(library, text, DEPTH))
    plain = plain_chunks(texts)
    absent: dict[str, str] = {}
    others = {}
    for name, ranker in rankers([c.text for c in plain], absent, kept).items():
        ranked = _covered(gold, lambda text, r=ranker: [plain[i] for i in r(text, DEPTH)])  # type: ignore[misc]
        others[name] = figures(ranked, relevant)
    return {"set": str(where), "system": figures(system, relevant), "baselines": others, "absent": absent}


def _covered(gold: Gold, search: Callable[[str], Sequence[Chunk]]) -> dict[str, list[str]]:
    found = {}
    for question in gold.questions:
        chunks = search(" ".join((*question.history, question.question)))
        cited = [Cited(c.document, c.text, c.section, c.page) for c in chunks]
        carried = [frozenset(i for i, g in enumerate(question.citations) if by_quote(g, c)) for c in cited]
        found[question.id] = retrieval.covering(carried)
    return found


def _as_file(documents: Mapping[str, str], folder: Path) -> Path:
    """The set as one file that `engine.read_set` reads: a set's documents are its units, and are not divided again."""
    folder.mkdir(parents=True)
    lines = [json.dumps([one, text], ensure_ascii=False) for one, text in documents.items()]
    (folder / "set.txt").write_text("\n".join(lines), encoding="utf8")
    return folder


def _firsts(ids: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ids))
