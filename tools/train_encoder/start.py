"""Where training starts: vectors of words from what stands near them, spread to the tokenizer's pieces."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr
from sklearn.utils.extmath import randomized_svd

from tools.train_encoder.store import Store


def word_vectors(store: Store, size: int, dimension: int, window: int = 5, seed: int = 0) -> np.ndarray:
    """PPMI of the `size` commonest words within `window` words, reduced by randomised SVD.

    Returns float32 (size, dimension): centred, each row of unit length times .001 / (.001 + its share of the text).
    """
    counts = _neighbours(store, size, window)
    total = counts.sum()
    rows = np.asarray(counts.sum(1)).ravel()
    columns = rows**0.75
    columns *= total / columns.sum()
    coo = counts.tocoo()
    value = np.log(coo.data * total / (rows[coo.row] * columns[coo.col]))
    keep = value > 0
    ppmi = sparse.csr_matrix((value[keep].astype(np.float32), (coo.row[keep], coo.col[keep])), shape=counts.shape)
    left, strength, _ = randomized_svd(ppmi, dimension, n_oversamples=20, n_iter=3, random_state=seed)
    vectors = left * np.sqrt(strength)
    vectors -= vectors.mean(0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    share = store.count[:size] / store.count.sum()
    return (vectors * (0.001 / (0.001 + share))[:, None]).astype(np.float32)


def _neighbours(store: Store, size: int, window: int) -> sparse.csr_matrix:
    """How often each pair of words stands within `window` words in one text; symmetric, nearer counts more."""
    owner = np.repeat(np.arange(len(store.text_start) - 1), np.diff(store.text_start))
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for gap in range(1, window + 1):
        left, right = store.words[:-gap], store.words[gap:]
        inside = (owner[:-gap] == owner[gap:]) & (left < size) & (right < size)
        weight = np.full(int(inside.sum()), 1 / gap, dtype=np.float32)
        counts = counts + sparse.csr_matrix((weight, (left[inside], right[inside])), shape=(size, size))
    return (counts + counts.T).tocsr()


def piece_vectors(
    vectors: np.ndarray, piece_ids: np.ndarray, piece_start: np.ndarray, pieces: int, ridge: float = 0.3
) -> np.ndarray:
    """Vectors of pieces whose sums come nearest to the words' (ridge least squares); float32 (pieces, dimension)."""
    size, dimension = vectors.shape
    ids = piece_ids[: piece_start[size]]
    rows = np.repeat(np.arange(size), np.diff(piece_start[: size + 1]))
    made_of = sparse.csr_matrix((np.ones(len(ids), dtype=np.float32), (rows, ids)), shape=(size, pieces))
    solved = np.empty((pieces, dimension), dtype=np.float32)
    for column in range(dimension):
        solved[:, column] = lsmr(made_of, vectors[:, column], damp=np.sqrt(ridge), maxiter=30)[0]
    return solved
