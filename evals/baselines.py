"""Systems that must lose. Each is a function from a question to an answer object, like the system's own."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.engine import Chunk
from evals.errors import RunError
from evals.model import Cited, Output, Question, Said
from evals.plain import Ranker, as_stems, as_words, bm25, minilm, plain_chunks
from evals.texts import Texts

System = Callable[[Question], Output]
Search = Callable[[str, int], Sequence[Chunk]]  # question, k → chunks, best first

NAMES: Mapping[str, str] = {
    "echo_best": "återger bästa stycket",
    "echo_five": "återger fem stycken",
    "cite_everything": "citerar allt",
    "cite_nothing": "citerar inget",
    "refuse_everything": "avstår alltid",
    "random_section": "slumpat avsnitt",
    "plain_bm25_words": "enkla stycken, BM25 på ord",
    "plain_bm25_stems": "enkla stycken, BM25 på stammar",
    "plain_minilm": "enkla stycken, all-MiniLM-L6-v2",
}
PLAIN_K = 5


def baselines(
    search: Search, held: Sequence[Chunk], texts: Texts, kept: Path | None = None
) -> tuple[dict[str, System], dict[str, str]]:
    """Every baseline by name; and those that cannot be had here, with the reason.

    `search` and `held` are the product's own search and passages; `kept` is where vectors are kept between runs.
    """
    made: dict[str, System] = {
        "echo_best": lambda q: echo(q, search(_asked(q), 1)),
        "echo_five": lambda q: echo(q, search(_asked(q), 5)),
        "cite_everything": lambda q: cite(q, search(_asked(q), 1), held),
        "cite_nothing": lambda q: cite(q, search(_asked(q), 5), ()),
        "refuse_everything": lambda q: Output(q.id, "Det finns inget stöd för det i handlingarna.", refused=True),
        "random_section": lambda q: echo(q, random_section(q, held)),
    }
    plain = plain_chunks(texts)
    absent: dict[str, str] = {}
    for name, ranker in rankers([c.text for c in plain], absent, kept).items():
        made[f"plain_{name}"] = _plain(ranker, plain)
    return made, {f"plain_{name}": why for name, why in absent.items()}


def rankers(texts: Sequence[str], absent: dict[str, str], kept: Path | None = None) -> dict[str, Ranker]:
    """The plain ways to rank texts; one that cannot be had is noted in `absent` with the reason."""
    found = {"bm25_words": bm25(texts, as_words), "bm25_stems": bm25(texts, as_stems)}
    try:
        found["minilm"] = minilm(texts, kept)
    except RunError as error:
        absent["minilm"] = error.message
    return found


def _plain(ranker: Ranker, held: Sequence[Chunk]) -> System:
    return lambda q: echo(q, [held[i] for i in ranker(_asked(q), PLAIN_K)])


def _asked(question: Question) -> str:
    return " ".join((*question.history, question.question))


def echo(question: Question, found: Sequence[Chunk]) -> Output:
    """The chunks as they stand, each citing itself; a refusal when nothing was found."""
    return cite(question, found, found)


def cite(question: Question, found: Sequence[Chunk], cited: Sequence[Chunk]) -> Output:
    """The chunks found as answer, with `cited` as citations whether they bear it or not."""
    if not found:
        return Output(question.id, refused=True, seconds=0.0)
    citations = tuple(Cited(c.document, c.text, c.section, c.page, n=n) for n, c in enumerate(cited, 1))
    own = cited is found
    statements = tuple(Said(c.text, (n,) if own else ()) for n, c in enumerate(found, 1))
    return Output(question.id, "\n\n".join(c.text for c in found), False, citations, statements, 0.0)


def random_section(question: Question, held: Sequence[Chunk]) -> list[Chunk]:
    """All of one section, drawn by the question's id: the same in every run."""
    places = sorted({(c.document, c.section or "") for c in held})
    chosen = random.Random(f"avsnitt:{question.id}").choice(places)
    return [c for c in held if (c.document, c.section or "") == chosen]
