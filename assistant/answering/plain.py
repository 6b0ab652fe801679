"""Questions put plainly: without greetings, thanks and "jag undrar", and with the plain question word."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


def plain(question: str) -> str:
    """The question without the courtesy around it; as it was where nothing but courtesy was said."""
    text = question.strip()
    for pattern, to in _rewrites():
        text = pattern.sub(to, text).strip()
    if not re.search(r"\w", text):
        return question
    return text[0].upper() + text[1:] if text != question.strip() else question


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = tomllib.loads((Path(__file__).parent / "data" / "plain.toml").read_text(encoding="utf8"))
    return tuple((re.compile(row["from"], re.I), row["to"]) for row in data["rewrite"])
