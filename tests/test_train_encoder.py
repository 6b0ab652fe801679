"""Training the sentence encoder, on text that is made up here and small enough for seconds."""

from __future__ import annotations

import json
import lzma
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.train_encoder.export import LARGEST, save_encoder
from tools.train_encoder.join import join_tables, text_means
from tools.train_encoder.pairs import Bags, Sampler
from tools.train_encoder.pieces import spell_words, train_tokenizer
from tools.train_encoder.recipe import MEMBERS, Recipe
from tools.train_encoder.sources import clean, read_records
from tools.train_encoder.store import Store, build_store
from tools.train_encoder.story import make_encoder

TOPICS = {
    "Båtar": ["segel", "roder", "köl", "hamn", "brygga", "kapten", "ankare", "vind", "våg", "båt", "sjö"],
    "Bakning": ["mjöl", "jäst", "ugn", "deg", "socker", "bulle", "kavel", "smör", "bagare", "form", "grädda"],
    "Trädgård": ["spade", "jord", "frö", "krukor", "ros", "vattna", "gräsmatta", "häck", "lök", "plantera", "kompost"],
    "Musik": ["fiol", "not", "takt", "körsång", "trumma", "piano", "orkester", "ton", "sträng", "dirigent", "melodi"],
}


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty short texts on each of four topics, in the form of the training files."""
    folder = tmp_path_factory.mktemp("training")
    chance = random.Random(3)
    with lzma.open(folder / "g0vse.jsonl.xz", "wt", encoding="utf8") as out:
        for topic, words in TOPICS.items():
            for _ in range(60):
                sentences = [" ".join(["Den", *chance.choices(words, k=6), "är"]) + "." for _ in range(4)]
                record = {"query": f"{topic} och {chance.choice(words)}", "positive": " ".join(sentences)}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


@pytest.fixture(scope="module")
def store(training: Path) -> Store:
    return build_store(read_records(training, seed=0))


def test_store_gives_back_the_words(store: Store, training: Path) -> None:
    first = next(read_records(training, seed=0))
    assert [store.vocabulary[i] for i in store.text(0)] == first.text.lower().replace(".", "").split()
    assert [store.vocabulary[i] for i in store.query(0)] == (first.query or "").lower().split()
    assert list(store.count) == sorted(store.count, reverse=True)


def test_no_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path, seed=0))


def test_soft_hyphens_and_broken_words_are_joined() -> None:
    assert clean("upp\u00adföljning av verk-\nsamheten") == "uppföljning av verksamheten"


def test_batches_repeat_with_the_seed_and_mask_equal_queries(store: Store) -> None:
    spelling = spell_words(train_tokenizer(store, 200), store.vocabulary)
    one, two = (Sampler(store, spelling, MEMBERS[0], 64, seed=5).draw() for _ in range(2))
    assert np.array_equal(one.queries.ids, two.queries.ids)
    assert np.array_equal(one.positives.offsets, two.positives.offsets)
    assert one.apart.diagonal().all()
    assert not one.apart.all()  # 64 draws from 240 texts: some share a text or a query


def test_a_sentence_is_not_among_its_surroundings(store: Store) -> None:
    sampler = Sampler(store, spell_words(train_tokenizer(store, 200), store.vocabulary), MEMBERS[0], 4, seed=1)
    for text in range(20):
        sentence, around = sampler._sentence(text)
        assert len(sentence) == 8
        assert not any(np.array_equal(sentence, around[i : i + 8]) for i in range(len(around) - 7))


def test_joined_cosines_are_the_mean_of_the_members() -> None:
    draw = np.random.default_rng(0)
    tables = [draw.normal(size=(30, 8)).astype(np.float32) for _ in range(2)]
    bags = Bags(draw.integers(0, 30, 400), np.arange(0, 400, 10))
    joined = text_means(join_tables(tables, bags, 16), bags)
    parts = [text_means(t / np.median(np.linalg.norm(text_means(t, bags), axis=1)), bags) for t in tables]
    assert np.allclose(joined @ joined.T, sum(p @ p.T for p in parts), atol=1e-4)


def test_one_command_makes_an_encoder_that_knows_the_topics(training: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    recipe = replace(
        Recipe(),
        pieces=200,
        grams=500,
        dimension=16,
        start_words=60,
        steps=80,
        batch=64,
        workers=1,
        members=MEMBERS[:2],
    )
    size = make_encoder(training, tmp_path / "model", recipe)
    assert 0 < size < 1_000_000
    encoder = SentenceTransformer(str(tmp_path / "model"), device="cpu").float()
    queries = encoder.encode([" ".join(words[:5]) for words in TOPICS.values()])
    texts = encoder.encode([" ".join(words[5:]) for words in TOPICS.values()])
    assert np.allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-3)
    assert (queries @ texts.T).argmax(1).tolist() == [0, 1, 2, 3]


def test_a_model_too_large_to_ship_is_refused(store: Store, tmp_path: Path) -> None:
    tokenizer = train_tokenizer(store, 200)
    columns = LARGEST // (2 * tokenizer.get_vocab_size()) + 1
    wide = np.zeros((tokenizer.get_vocab_size(), columns), dtype=np.float32)
    with pytest.raises(ValueError, match="bytes"):
        save_encoder(wide, tokenizer, tmp_path / "wide")
