"""The lexical index: BM25 over Swedish terms. The only file that knows tantivy.

Analysis is ours (`swedish.py`); tantivy is given terms parted by spaces and asked for terms. Two lists come back,
one by stems and one by runs of four letters: they fail on different words, and their sum beats either.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from assistant.errors import StoreError
from assistant.retrieval.swedish import analyse, character_grams, stem, tokenise

INDEX_VERSION = "1"  # raise it when the fields below change

# How much a match in each field counts, set on the development sets of benchmarks/retrieval.py.
STEM_FIELDS: Mapping[str, float] = {"stems": 1.0, "parts": 0.1, "context": 0.4, "heading": 0.4}
GRAM_FIELDS: Mapping[str, float] = {"grams": 1.0, "heading_grams": 0.5}

_HEAP = 64_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as it goes into the index; `heading` is its path of headings, `context` its column headings."""

    key: int
    file_id: str
    part_id: str
    text: str
    heading: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """Terms to look for, each with its weight (1.0: as it stands); see `weigh`."""

    stems: Mapping[str, float]
    parts: Mapping[str, float]
    grams: Mapping[str, float]


def weigh(question: str, weights: Mapping[str, float], near: Iterable[str] = ()) -> Query:
    """A question as terms. `weights` by stem, 1.0 where it has none; `near` are further stems to look for."""
    terms = analyse(question, question=True)
    stems = {s: weights.get(s, 1.0) for s in (*near, *terms.stems)}
    grams: dict[str, float] = {}
    for token in tokenise(question):
        weight = weights.get(stem(token.text), 1.0)
        for gram in character_grams(token.text):
            grams[gram] = max(weight, grams.get(gram, 0.0))
    return Query(stems, dict.fromkeys(terms.parts, 1.0), grams)


@dataclass(frozen=True, slots=True)
class Lists:
    """BM25 by passage key (higher is better, unbounded), by stems and by runs of letters."""

    stems: dict[int, float]
    grams: dict[int, float]


class Lexical:
    """An index in a folder. Writing is for one process at a time; searching sees the last commit when opened."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Raises StoreError when the folder holds no index that this version can read and `create` is false."""
        self._folder = folder
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(folder))
            else:
                self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual")
            self._index.reload()
        except Exception as error:  # tantivy raises ValueError, OSError and bare exceptions of its own
            raise StoreError(
                "Sökindexet kan inte öppnas.", "Kör 'python -m assistant index': det byggs upp på nytt."
            ) from error
        self._writer: tantivy.IndexWriter | None = None

    def count(self) -> int:
        """Number of passages as of the last commit."""
        return self._index.searcher().num_docs

    def vocabulary(self) -> dict[str, int]:
        """Every word of the passages as written in lower case, with the number of passages that hold it."""
        return dict(self._index.searcher().terms_with_prefix("words", ""))

    def add(self, entries: Iterable[Entry]) -> None:
        writer = self._write()
        for entry in entries:
            writer.add_document(_document(entry))

    def delete_files(self, file_ids: Iterable[str]) -> None:
        """Remove every passage of these files; unknown files are no error."""
        for file_id in file_ids:
            self._write().delete_documents_by_term("file_id", file_id)

    def commit(self) -> None:
        """Make additions and deletions durable, all of them or (after a crash) none."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
            self._index.reload()

    def search(self, query: Query, part_ids: Collection[str] | None, limit: int) -> Lists:
        """The `limit` best by each list. `part_ids` None searches everything."""
        by_field = dict.fromkeys(STEM_FIELDS, query.stems) | {"parts": {**query.parts, **query.stems}}
        return Lists(
            self._best(STEM_FIELDS, by_field, part_ids, limit),
            self._best(GRAM_FIELDS, dict.fromkeys(GRAM_FIELDS, query.grams), part_ids, limit),
        )

    def _best(
        self,
        fields: Mapping[str, float],
        terms: Mapping[str, Mapping[str, float]],
        part_ids: Collection[str] | None,
        limit: int,
    ) -> dict[int, float]:
        query_class, schema, should = tantivy.Query, self._index.schema, tantivy.Occur.Should
        clauses = [
            (should, query_class.boost_query(query_class.term_query(schema, field, term, "freq"), boost * weight))
            for field, boost in fields.items()
            if boost
            for term, weight in terms[field].items()
        ]
        if not clauses:
            return {}
        query = query_class.boolean_query(clauses)
        if part_ids is not None:
            within = query_class.term_set_query(schema, "part_id", list(part_ids))
            free = query_class.const_score_query(within, 0.0)
            query = query_class.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, free)])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        return {int(key): float(score) for key, (score, _) in zip(keys, hits, strict=True) if key is not None}

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer


def clear(folder: Path) -> None:
    """Remove the index, also one that cannot be opened."""
    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder().add_unsigned_field("key", fast=True)
    for name in ("file_id", "part_id"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("words", *STEM_FIELDS, *GRAM_FIELDS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    text, heading = analyse(entry.text), analyse(entry.heading)
    fields: dict[str, Sequence[str]] = {
        "words": text.words,
        "stems": text.stems,
        "parts": text.parts,
        "grams": text.grams,
        "heading": heading.stems,
        "heading_grams": heading.grams,
        "context": analyse(entry.context).stems,
    }
    document = tantivy.Document()
    document.add_unsigned("key", entry.key)
    document.add_text("file_id", entry.file_id)
    document.add_text("part_id", entry.part_id)
    for name, terms in fields.items():
        document.add_text(name, " ".join(terms))
    return document
