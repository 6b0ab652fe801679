"""The Unigram tokenizer, and how each word falls into its pieces."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from tools.train_encoder.store import Store

UNKNOWN = "[UNK]"


def train_tokenizer(store: Store, size: int, commonest: int = 300_000, cap: int = 400) -> Tokenizer:
    """Unigram pieces of lower-cased words, so that compounds fall into parts that the model has seen."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\w+"), behavior="removed", invert=True),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, show_progress=False, max_piece_length=24
    )
    tokenizer.train_from_iterator(_repeated(store, commonest, cap), trainer)
    return tokenizer


def _repeated(store: Store, commonest: int, cap: int) -> Iterator[str]:
    """Words as often as in the text, thinned: the trainer counts, and a count past `cap`² says nothing more."""
    for word, count in zip(store.vocabulary[:commonest], store.count[:commonest], strict=True):
        for _ in range(min(int(np.ceil(count**0.75)), cap * 5)):
            yield word


def spell_words(tokenizer: Tokenizer, vocabulary: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Pieces of every word in compressed rows: word i is ids[start[i]:start[i+1]]."""
    ids: list[int] = []
    start = [0]
    for encoding in tokenizer.encode_batch(vocabulary, add_special_tokens=False):
        ids.extend(encoding.ids)
        start.append(len(ids))
    return np.array(ids, dtype=np.int64), np.array(start, dtype=np.int64)
