"""The register's word lists (data/cues.toml), compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """The tables of data/`name`.toml."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf8"))


@cache
def cue(group: str, name: str) -> re.Pattern[str]:
    """One pattern of cues.toml; a list there means any of them. Case is ignored."""
    value = table("cues")[group][name]
    return re.compile("|".join(f"(?:{v})" for v in value) if isinstance(value, list) else value, re.IGNORECASE)
