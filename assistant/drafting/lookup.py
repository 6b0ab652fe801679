"""The rules of drafting kept as data: TOML tables in data/, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """The table data/<name>.toml. Raises FileNotFoundError for a table that is not shipped."""
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=256)
def pattern(words: str) -> re.Pattern[str]:
    """A table's pattern, compiled case-insensitively."""
    return re.compile(words, re.IGNORECASE)


def says(group: str, text: str) -> bool:
    """Does the text hold a cue of `group` in evidence.toml?"""
    return any(pattern(p).search(text) for p in table("evidence")["cues"][group])


def phrase(key: str, **values: object) -> str:
    """The fixed phrase `key` of phrases.toml with its fields filled in."""
    return str(table("phrases")["phrase"][key]).format(**values)
