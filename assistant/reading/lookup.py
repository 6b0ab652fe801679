"""The domain rules kept as data: TOML tables in data/, read once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@lru_cache
def table(name: str) -> dict[str, Any]:
    """The table data/<name>.toml. Raises FileNotFoundError for a table that is not shipped."""
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=2048)
def pattern(words: str) -> re.Pattern[str]:
    """A table's pattern, compiled: case-insensitive, ^ and $ at line borders."""
    return re.compile(words, re.IGNORECASE | re.MULTILINE)
