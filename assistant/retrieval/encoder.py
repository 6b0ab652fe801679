"""Text to vectors. The only file that knows sentence-transformers (and torch, tokenizers and safetensors beneath it).

Importing sentence-transformers takes 5–8 seconds; a static model is a table look-up that needs none of it. So a local
folder in sentence-transformers' own format whose first module is a StaticEmbedding is read directly, and everything
else goes through sentence-transformers. A test holds the two to the same vectors.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError

Matrix = NDArray[np.float32]  # (texts, dimensions), rows of unit length (all zeros for a text without known words)

_BATCH = 256


class _Model(Protocol):
    def encode(self, texts: Sequence[str]) -> Matrix: ...


class Encoder:
    """A sentence encoder by name or folder, loaded when first used.

    Raises ModelError from the methods that encode when the model cannot be had.
    """

    def __init__(self, name: str, query_prompt: str = "", passage_prompt: str = "") -> None:
        self.name, self._query_prompt, self._passage_prompt = name, query_prompt, passage_prompt
        self._model: _Model | None = None

    def load(self) -> None:
        """Load the model now instead of at the first text."""
        if self._model is None:
            folder = Path(self.name)
            self._model = load_static(folder) if is_static(folder) else _SentenceTransformers(self.name)

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode([self._query_prompt + t for t in texts])

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode([self._passage_prompt + t for t in texts])

    def fingerprint(self) -> str:
        """Changes when stored vectors no longer fit: another model, other weights, other prompts."""
        folder = Path(self.name)
        files = sorted(f for f in folder.rglob("*") if f.is_file()) if folder.is_dir() else []
        content = [f"{f.relative_to(folder)}:{f.stat().st_size}" for f in files]
        name = folder.name if files else self.name
        text = json.dumps([name, self._passage_prompt, self._query_prompt, content])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _encode(self, texts: Sequence[str]) -> Matrix:
        self.load()
        assert self._model is not None
        return self._model.encode(texts)


def is_static(folder: Path) -> bool:
    """Is this a folder with a static model: one table of token vectors, then perhaps a normalisation?"""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf8"))
    except (OSError, ValueError):
        return False
    types = [str(m["type"]).rsplit(".", 1)[-1] for m in modules]
    return types in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]) and not modules[0]["path"]


class _Static:
    """Mean of the tokens' vectors, as sentence-transformers' StaticEmbedding computes it."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        # float16 on disk; arithmetic on it is slow on a CPU
        self._table = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)

    def encode(self, texts: Sequence[str]) -> Matrix:
        out = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            if encoding.ids:
                out[row] = self._table[encoding.ids].mean(axis=0)
        return unit(out)


class _SentenceTransformers:
    def __init__(self, name: str) -> None:
        if Path(name).is_dir():  # nothing to fetch: keep the libraries from asking a hub whether it is the latest
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(name, device="cpu").float()
        except Exception as error:  # hub, file and configuration errors have no common ancestor
            raise unavailable(name, error) from error

    def encode(self, texts: Sequence[str]) -> Matrix:
        vectors = self._model.encode(list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return unit(np.asarray(vectors, dtype=np.float32))


def load_static(folder: Path) -> _Model:
    """Raises ModelError when the folder's files are damaged."""
    try:
        return _Static(folder)
    except Exception as error:  # tokenizers raises bare Exception
        raise unavailable(str(folder), error) from error


def unit(vectors: Matrix) -> Matrix:
    """Rows scaled to unit length; rows of zeros are left alone."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)


def unavailable(name: str, error: Exception) -> ModelError:
    cause = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return ModelError(
        f"Språkmodellen {name} kan inte läsas in ({cause}).",
        "Ange en mapp med en sentence-transformers-modell i ASSISTANT_ENCODER, hämta modellen medan datorn har nät, "
        "eller ta bort inställningen så används modellen som följer med.",
    )
