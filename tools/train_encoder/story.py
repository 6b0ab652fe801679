"""From training text to a saved encoder, stage by stage."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from scipy import sparse

from tools.train_encoder.contrast import train
from tools.train_encoder.export import save_encoder
from tools.train_encoder.grams import piece_grams
from tools.train_encoder.join import join_tables
from tools.train_encoder.pairs import Sampler
from tools.train_encoder.pieces import spell_words, train_tokenizer
from tools.train_encoder.recipe import Recipe
from tools.train_encoder.sources import read_records
from tools.train_encoder.start import piece_vectors, word_vectors
from tools.train_encoder.store import Store, build_store

Spelling = tuple[np.ndarray, np.ndarray]
SAMPLE = 6_000  # texts that the joined table is reduced by


def make_encoder(
    training: Path, out: Path, recipe: Recipe, device: str = "cpu", say: Callable[[str], None] = lambda line: None
) -> int:
    """Train on the files in `training`, write the model to `out` and return its size in bytes."""
    store = build_store(read_records(training, recipe.seed))
    say(f"{len(store.group):,} texts, {len(store.words):,} words, {len(store.vocabulary):,} different")
    tokenizer = train_tokenizer(store, recipe.pieces)
    spelling = spell_words(tokenizer, store.vocabulary)
    held = piece_grams(tokenizer, recipe.grams)
    say(f"{held.shape[0]:,} pieces; {len(recipe.members)} trainings of {recipe.steps} steps")
    # Fresh processes, not forks: torch's threads do not survive a fork.
    with ProcessPoolExecutor(recipe.workers, multiprocessing.get_context("spawn")) as pool:
        waiting = [
            pool.submit(train_member, store, spelling, held, recipe, number, device)
            for number in range(len(recipe.members))
        ]
        tables = [each.result() for each in waiting]
    sampler = Sampler(store, spelling, recipe.members[0], recipe.batch, recipe.seed)
    return save_encoder(join_tables(tables, sampler.sample(SAMPLE), recipe.dimension), tokenizer, out)


def train_member(
    store: Store, spelling: Spelling, held: sparse.csr_matrix, recipe: Recipe, number: int, device: str
) -> np.ndarray:
    """One training from its own start and seed; float32 (pieces, recipe.dimension)."""
    torch.set_num_threads(max(1, torch.get_num_threads() // recipe.workers))
    member, seed = recipe.members[number], recipe.seed + number
    words = min(recipe.start_words, len(store.vocabulary))
    first = word_vectors(store, words, recipe.dimension, member.window, seed)
    sampler = Sampler(store, spelling, member, recipe.batch, seed)
    return train(piece_vectors(first, *spelling, held.shape[0]), held, sampler, recipe, device, _progress(number))


def _progress(number: int) -> Callable[[int, float], None]:
    return lambda step, loss: print(f"training {number + 1}, step {step}: loss {loss:.3f}", flush=True)
