"""Damage done on purpose: misread letters, changed figures, misspelt and reworded questions. Pure."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.reading.spans import clean
from assistant.types import ReadResult

# Letters that OCR takes for one another, one for one, so that every place in the text stays where it was.
CONFUSED = dict(zip("lieconuöäåtrhbmsgqIl0OSB", "1lcceunoaafnlhnzqgl1OO58", strict=False))


def misread(text: str, rate: float, seed: str) -> str:
    """The text with about `rate` of its letters taken for another; the same length, the same for the same seed."""
    chance = random.Random(seed)
    return "".join(CONFUSED.get(c, c) if c.isalpha() and chance.random() < rate else c for c in text)


def other_figures(text: str, seed: str) -> str:
    """Every number of up to three digits that stands alone changed for another of the same length.

    Years, dates, section numbers and law references stay, so that the document is still the same document.
    """
    chance = random.Random(seed)

    def change(match: re.Match[str]) -> str:
        old = match.group()
        return str((int(old[0]) + chance.randint(1, 8) - 1) % 9 + 1) + old[1:]

    return re.sub(r"(?<![\w.,:/§-])(?<!§ )\d{1,3}(?![\w.:/§-])(?! ?(?:kap|§|\w* ?20\d\d))", change, text)


def rewritten(result: ReadResult, change: Callable[[str, str], str]) -> ReadResult:
    """What was read, with the raw text of each page changed (text, seed → text of the same length).

    Structure stays as it was read from the undamaged file: what is measured is what answering makes of the words.
    """
    file = result.file
    pages = tuple(change(page, f"{file.document}:{n}") for n, page in enumerate(file.pages))
    assert [len(p) for p in pages] == [len(p) for p in file.pages], "a change must keep every place"
    passages = []
    for passage in result.passages:
        table = passage.table
        if table is not None:
            cells = tuple(replace(cell, value=clean(pages, [cell.span])) for cell in table.cells)
            table = replace(table, cells=cells)
        passages.append(replace(passage, text=clean(pages, passage.spans), table=table))
    return replace(result, file=replace(file, pages=pages), passages=tuple(passages))


def misspelt(question: str, seed: str) -> str:
    """One slip of the finger in each of two long words: two letters in each other's place, or one left out."""
    chance = random.Random(seed)
    found = list(re.finditer(r"\b[a-zåäö]{7,}\b", question))
    for match in sorted(chance.sample(found, min(2, len(found))), key=lambda m: -m.start()):
        word, i = match.group(), chance.randint(2, len(match.group()) - 3)
        slip = word[:i] + word[i + 1] + word[i] + word[i + 2 :] if chance.random() < 0.5 else word[:i] + word[i + 1 :]
        question = question[: match.start()] + slip + question[match.end() :]
    return question


@cache
def _rewrites() -> list[tuple[re.Pattern[str], str]]:
    table = tomllib.loads((Path(__file__).parent / "data" / "paraphrase.toml").read_text(encoding="utf8"))
    return [(re.compile(row["from"], re.IGNORECASE), row["to"]) for row in table["rewrite"]]


def reworded(question: str) -> str:
    """The same asked otherwise, by the first pattern that fits; as it stands where none does."""
    for pattern, to in _rewrites():
        if pattern.match(question):
            return pattern.sub(to, question)
    return question
