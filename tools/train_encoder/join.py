"""Several trainings in one table: joined side by side, then reduced to the directions that texts use.

Trainings that differ in their pairs and start err differently. Averaging their cosines can help more than a longer
training does, and after the reduction the encoder is as small and fast as one of them
(the README says what it brought, and what it did not).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from tools.train_encoder.pairs import Bags


def join_tables(tables: list[np.ndarray], sample: Bags, dimension: int) -> np.ndarray:
    """Tables float32 (pieces, any) for the same pieces → float32 (pieces, dimension).

    Each table first gets the same weight (median length of the sample's texts 1), so that the cosine of the joined
    vectors is near the mean of the tables' cosines.
    """
    joined = np.hstack([t / np.median(np.linalg.norm(text_means(t, sample), axis=1)) for t in tables])
    texts = text_means(joined, sample)
    texts /= np.maximum(np.linalg.norm(texts, axis=1, keepdims=True), 1e-9)
    _, directions = np.linalg.eigh(texts.T @ texts)
    return (joined @ directions[:, ::-1][:, :dimension]).astype(np.float32)


def text_means(table: np.ndarray, bags: Bags) -> np.ndarray:
    """Mean of each text's pieces, float32 (texts, dimension)."""
    ends = np.append(bags.offsets, len(bags.ids))
    shape = (len(bags.offsets), len(table))
    counts = sparse.csr_matrix((np.ones(len(bags.ids), dtype=np.float32), bags.ids, ends), shape=shape)
    return (counts @ table) / np.maximum(np.diff(ends), 1)[:, None]
