"""The table of layout marks (data/layout.toml) as Python values, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def layout() -> dict[str, Any]:
    """data/layout.toml as it stands."""
    return tomllib.loads((files("assistant.reading") / "data" / "layout.toml").read_text(encoding="utf-8"))


@cache
def bullet_pattern() -> re.Pattern[str]:
    """A list mark at the start of a line; groups: glyph, number, letter."""
    glyphs, dashes = re.escape(layout()["bullets"]["glyphs"]), re.escape(layout()["bullets"]["dashes"])
    return re.compile(
        rf"^(?:(?P<glyph>[{glyphs}]|[{dashes}](?=\s|$)|o(?=\s))\s*"
        r"|(?P<number>\d{1,2})[.)](?=\s)\s*|(?P<letter>[a-hA-H])\)\s+|(?P<paren>\((?:\d{1,2}|[a-h])\))\s+)"
    )
