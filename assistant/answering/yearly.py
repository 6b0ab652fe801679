"""More or fewer than another year: the same table row in two of its columns."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.facts import find_hits, seek
from assistant.answering.frame import Frame, Part, Want
from assistant.answering.scope import Scope
from assistant.answering.tables import cell_evidence
from assistant.types import Filters

_ASKS = re.compile(
    r"fler eller färre|mer eller mindre|ökat|ökade|öka\b|minskat|minskade|utveckl\w+|"
    r"förändr\w+|ändrats|jämför\w*|skillnad|gick .* (?:upp|ned)|högre|lägre",
    re.I,
)


def compare_years(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome | None:
    """Both years' figures of one row, and which way it went; None where the tables hold no such pair."""
    if len(scope.years) != 2 or not _ASKS.search(frame.text):
        return None
    hits = find_hits(context, [frame.text], scope, filters)
    found: list[tuple[int, Evidence]] = []
    for year in sorted(scope.years):
        text = re.sub(
            r"\b(?:fler|färre|mer|mindre|högre|lägre|mellan|eller)\b", " ", _ASKS.sub(" ", frame.text), flags=re.I
        )
        sought = seek(context, Part(text, Want.NUMBER), replace(frame, parts=(frame.parts[0],)), scope)
        cell = cell_evidence(context, replace(sought, years=(year,)), scope, hits)
        if cell is None:
            return None
        found.append((year, cell))
    (first, a), (last, b) = found
    values = [_value(e.text) for _, e in found]
    rows = {e.text.split(str(y))[0] for y, e in found}
    if len(rows) != 1 or None in values:
        return None
    before, after = values[0] or 0.0, values[1] or 0.0
    way = "Ökade" if after > before else "Minskade" if after < before else "Oförändrat"
    words = {"Ökade": "fler", "Minskade": "färre", "Oförändrat": "lika många"}[way]
    lead = f"**{way}** från {first} till {last} ({words} {last})."
    return Outcome((a, b), lead)


def _value(text: str) -> float | None:
    match = re.search(r"\*\*([\d \u00a0]+(?:,\d+)?)", text)
    return float(re.sub(r"[ \u00a0]", "", match[1]).replace(",", ".")) if match and match[1].strip() else None
