"""Vectors: the direct reading of a static model agrees with sentence-transformers, and a missing model says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.retrieval.encoder import Encoder, is_static
from assistant.settings import DEFAULT_ENCODER

TEXTS = ["Nämnden följer upp besluten varje år.", "9 § LSS", "", "ÅÄÖ  –  kvalitets- och egenkontroll\n\n" * 40]


def test_the_shipped_model_gives_sentence_transformers_own_vectors() -> None:
    from sentence_transformers import SentenceTransformer

    assert is_static(DEFAULT_ENCODER)
    ours = Encoder(str(DEFAULT_ENCODER)).passages(TEXTS)
    theirs = SentenceTransformer(str(DEFAULT_ENCODER), device="cpu").float().encode(TEXTS)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_another_model_goes_through_sentence_transformers_with_its_prompts() -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = SentenceTransformer(str(DEFAULT_ENCODER), device="cpu")[0].tokenizer
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu")
    folder = Path(pytest.importorskip("tempfile").mkdtemp())
    model.save(str(folder / "annan"))
    (folder / "annan" / "modules.json").rename(folder / "annan" / "modules.bak")
    text = (folder / "annan" / "modules.bak").read_text().replace('"path": ""', '"path": "."')
    (folder / "annan" / "modules.json").write_text(text)
    assert not is_static(folder / "annan")
    encoder = Encoder(str(folder / "annan"), query_prompt="fråga: ")
    plain = Encoder(str(folder / "annan"))
    np.testing.assert_allclose(encoder.queries(["ett svar"]), plain.queries(["fråga: ett svar"]), atol=1e-6)
    assert not np.allclose(encoder.queries(["ett svar"]), plain.queries(["ett svar"]))


def test_a_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="kan inte läsas in") as caught:
        Encoder("/finns/inte/alls").passages(["x"])
    assert "ASSISTANT_ENCODER" in caught.value.advice


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text((DEFAULT_ENCODER / "modules.json").read_text())
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ModelError):
        Encoder(str(tmp_path)).passages(["x"])


def test_the_fingerprint_follows_model_and_prompts() -> None:
    name = str(DEFAULT_ENCODER)
    prints = {Encoder(name).fingerprint(), Encoder(name, "q: ").fingerprint(), Encoder("annan").fingerprint()}
    assert len(prints) == 3
    assert Encoder(name).fingerprint() == Encoder(name).fingerprint()
