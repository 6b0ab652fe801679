"""Write the vectors as a folder that sentence-transformers loads: StaticEmbedding, then Normalize."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

LARGEST = 20_000_000  # bytes of the whole folder: it travels in the package


def save_encoder(vectors: np.ndarray, tokenizer: Tokenizer, folder: Path, dtype: torch.dtype = torch.float16) -> int:
    """Save and return the folder's size in bytes; raises ValueError past `LARGEST`.

    Whoever loads it converts with `.float()`: half precision halves the file, and is slow or unsupported on a CPU.
    """
    module = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(vectors))
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)
    for weights in folder.rglob("*.safetensors"):
        save_file({"embedding.weight": torch.from_numpy(vectors).to(dtype)}, weights)
    for written in folder.rglob("tokenizer.json"):
        written.write_text(compact(written.read_text(encoding="utf8")), encoding="utf8")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    if size > LARGEST:
        raise ValueError(f"{folder} is {size} bytes, more than {LARGEST}: fewer pieces or dimensions are needed")
    return size


def compact(tokenizer_json: str) -> str:
    """Without indentation, scores to three decimals: a third of the size, the same pieces but for near ties."""
    data = json.loads(tokenizer_json)
    data["model"]["vocab"] = [[piece, round(score, 3)] for piece, score in data["model"]["vocab"]]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
