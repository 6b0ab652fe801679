"""Training text: records of ../shared/training, cleaned, each with the group that shares a batch."""

from __future__ import annotations

import json
import lzma
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# file -> (group, records kept; None keeps all). Finland's terms differ from Sweden's: a subsample of them.
FILES: dict[str, tuple[str, int | None]] = {
    "g0vse": ("government", None),
    "interpellations": ("government", None),
    "finland_courts": ("courts", None),
    "sfs": ("statutes", None),
    "ansvar": ("statutes", None),
    "finland_statutes_2005": ("statutes", 25_000),
    "swequad_train": ("questions", None),
    "swequad_train_ctx": ("contexts", None),
}

# An interpellation's first lines repeat its title, number, names and dates: a pair would be solved by copying.
_INTERPELLATION_HEAD = re.compile(
    r"\A(?:(?:Interpellation )?\d{4}/\d{2}:\d+[^\n]*\n+|Inkom den[^\n]*\n+|den \d+[^\n]*\n+)+"
)
_NO_TITLE = re.compile(r"^Interpellation \d{4}/\d{2}:\d+")


@dataclass(frozen=True, slots=True)
class Record:
    """One text. `query` is its title, heading or question; None where the text serves in-document pairs only."""

    query: str | None
    text: str
    group: str
    file: str


def clean(text: str) -> str:
    """NFC, without soft hyphens (left by old typesetting inside words) and control characters."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\r", "")
    return re.sub(r"(\w)- ?\n(?=[a-zåäö])", r"\1", text)


def read_records(folder: Path, seed: int, files: dict[str, tuple[str, int | None]] = FILES) -> Iterator[Record]:
    """Every record of the files present in `folder`; raises FileNotFoundError where none is."""
    found = [name for name in files if (folder / f"{name}.jsonl.xz").exists()]
    if not found:
        raise FileNotFoundError(f"no training files (*.jsonl.xz) in {folder}")
    for name in found:
        group, keep = files[name]
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf8") as lines:
            rows = [json.loads(line) for line in lines]
        if keep is not None and keep < len(rows):
            rows = random.Random(seed).sample(rows, keep)
        for row in rows:
            yield _record(row, group, name)


def _record(row: dict, group: str, name: str) -> Record:
    text, query = clean(row["positive"]), row["query"]
    if name == "interpellations":
        text = _INTERPELLATION_HEAD.sub("", text)
        if query and _NO_TITLE.match(query):
            query = None
    return Record(clean(query) if query else None, text, group, name)
