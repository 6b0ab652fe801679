"""Contrastive training of the pieces' vectors: each query tells its own text among the batch's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from scipy import sparse
from torch.nn import functional

from tools.train_encoder.grams import compose
from tools.train_encoder.pairs import Bags, Batch, Sampler
from tools.train_encoder.recipe import Recipe


def train(
    start: np.ndarray,
    held: sparse.csr_matrix,
    sampler: Sampler,
    recipe: Recipe,
    device: str = "cpu",
    report: Callable[[int, float], None] = lambda step, loss: None,
) -> np.ndarray:
    """Vectors of the pieces, float32 (pieces, dimension): the mean of the last steps' weights.

    `held` says which n-grams each piece holds, float32 (pieces, n-grams); their rows start at zero.
    """
    own = torch.nn.Parameter(torch.tensor(start, device=device))
    grams = torch.nn.Parameter(torch.zeros(held.shape[1], start.shape[1], device=device))
    optimiser = torch.optim.Adam([own, grams], lr=recipe.rate, fused=True)
    kept = max(1, int(recipe.steps * recipe.average_last))
    means = [torch.zeros_like(own.data), torch.zeros_like(grams.data)]
    for step, batch in enumerate(_ahead(sampler, recipe.steps)):
        optimiser.param_groups[0]["lr"] = recipe.rate * (1 - step / recipe.steps)
        picked, local = np.unique(np.concatenate([batch.queries.ids, batch.positives.ids]), return_inverse=True)
        table = compose(own, grams, held, picked)
        bags = np.split(local, [len(batch.queries.ids)])
        loss = _loss(table, Bags(bags[0], batch.queries.offsets), Bags(bags[1], batch.positives.offsets), batch, recipe)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step >= recipe.steps - kept:
            for mean, weights in zip(means, (own, grams), strict=True):
                mean += weights.data / kept
        if step % 100 == 0 or step == recipe.steps - 1:
            report(step, float(loss.detach()))
    own_mean, grams_mean = (mean.cpu().numpy() for mean in means)
    return own_mean + held @ grams_mean


def _ahead(sampler: Sampler, steps: int) -> Iterator[Batch]:
    """Batches in the sampler's order, drawn in a thread while the last is learnt."""
    with ThreadPoolExecutor(max_workers=1) as drawer:
        coming = deque(drawer.submit(sampler.draw) for _ in range(min(4, steps)))
        for step in range(steps):
            yield coming.popleft().result()
            if step + 4 < steps:
                coming.append(drawer.submit(sampler.draw))


def _loss(table: torch.Tensor, queries: Bags, positives: Bags, batch: Batch, recipe: Recipe) -> torch.Tensor:
    """Cross-entropy of the right text among the batch's, and of the right query, evenly."""
    scores = recipe.scale * _mean(table, queries) @ _mean(table, positives).T
    scores = scores.masked_fill(~torch.from_numpy(batch.apart).to(table.device), -1e4)
    wanted = torch.arange(len(scores), device=table.device)
    return (functional.cross_entropy(scores, wanted) + functional.cross_entropy(scores.T, wanted)) / 2


def _mean(table: torch.Tensor, bags: Bags) -> torch.Tensor:
    ids, offsets = (torch.from_numpy(a).to(table.device) for a in (bags.ids, bags.offsets))
    return functional.normalize(functional.embedding_bag(ids, table, offsets, mode="mean"), dim=1)
