"""Character n-grams shared by the pieces while they are learnt, so that rare pieces learn from those spelt like them.

A piece's vector is its own row plus the sum of its n-grams' rows. After training the sums are written out, one row a
piece: whoever uses the encoder knows nothing of n-grams.
"""

from __future__ import annotations

import zlib

import numpy as np
import torch
from scipy import sparse
from tokenizers import Tokenizer


def piece_grams(tokenizer: Tokenizer, rows: int, lengths: tuple[int, ...] = (3, 4, 5)) -> sparse.csr_matrix:
    """Which hashed n-grams each piece holds, float32 (pieces, rows), each piece's row of unit length."""
    pieces, columns, values = [], [], []
    for number in range(tokenizer.get_vocab_size()):
        piece = tokenizer.id_to_token(number)
        grams = sorted({piece[i : i + n] for n in lengths for i in range(len(piece) - n + 1)})
        pieces += [number] * len(grams)
        columns += [zlib.crc32(gram.encode()) % rows for gram in grams]
        values += [max(1, len(grams)) ** -0.5] * len(grams)
    shape = (tokenizer.get_vocab_size(), rows)
    return sparse.csr_matrix((np.array(values, dtype=np.float32), (pieces, columns)), shape=shape)


class AddGrams(torch.autograd.Function):
    """own[picked] + held @ grams, where only `grams` and `own` are learnt; `back` is `held` transposed."""

    @staticmethod
    def forward(ctx, own, grams, picked, held, back):  # type: ignore[no-untyped-def]
        ctx.save_for_backward(picked, back)
        ctx.size = own.shape
        return own[picked] + held @ grams

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[no-untyped-def]
        picked, back = ctx.saved_tensors
        to_own = torch.zeros(ctx.size, dtype=gradient.dtype, device=gradient.device)
        to_own[picked] = gradient
        return to_own, back @ gradient.contiguous(), None, None, None


def compose(own: torch.Tensor, grams: torch.Tensor, held: sparse.csr_matrix, picked: np.ndarray) -> torch.Tensor:
    """Vectors of the picked pieces (each once), differentiable; float32 (picked, dimension)."""
    some = held[picked]
    rows = torch.from_numpy(picked).to(own.device)
    return AddGrams.apply(own, grams, rows, _tensor(some, own.device), _tensor(some.T.tocsr(), own.device))


def _tensor(matrix: sparse.csr_matrix, device: torch.device) -> torch.Tensor:
    parts = (torch.from_numpy(a) for a in (matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)))
    return torch.sparse_csr_tensor(*parts, torch.from_numpy(matrix.data), size=matrix.shape, check_invariants=False).to(
        device
    )
