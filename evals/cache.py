"""Outputs kept by content: what was answered by the same code, over the same corpus, to the same question.

One JSON line for each answer, written as it comes, so that a run that is stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from evals.model import Question

Row = dict[str, Any]


class Cache:
    """Answer objects in a file. A broken last line (the run was killed while writing) is passed over."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._rows: dict[str, Row] = {}
        self._torn = False
        if file.exists():
            text = file.read_text(encoding="utf8")
            self._torn = bool(text) and not text.endswith("\n")
            for line in text.splitlines():
                try:
                    kept = json.loads(line)
                    self._rows[kept["key"]] = kept["row"]
                except (ValueError, KeyError, TypeError):
                    continue

    def get(self, question: Question) -> Row | None:
        """The kept answer with the question's id, or None."""
        row = self._rows.get(key(question))
        return None if row is None else row | {"id": question.id}

    def put(self, question: Question, row: Row) -> None:
        """Keep an answer. Errors are not kept: the next run tries again."""
        if row.get("error"):
            return
        self._rows[key(question)] = row
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf8") as out:
            start = "\n" if self._torn else ""
            self._torn = False
            out.write(start + json.dumps({"key": key(question), "row": row}, ensure_ascii=False) + "\n")


def key(question: Question) -> str:
    """By what was asked, not by the id."""
    return hashlib.sha256(json.dumps([question.question, *question.history]).encode()).hexdigest()[:24]
