"""Drafts: is every recommendation answered, every claim sourced, and nothing invented?

`draft` is the object that `draft … --json` prints; the gold is a list of the recommendations that must be answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.errors import EmptySetError
from evals.metrics.text import norm, token_f1, words

SAME_TEXT = 0.8
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NAME = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][\wåäö]+")


@dataclass(frozen=True, slots=True)
class DraftScore:
    """`coverage` and `cited_claims` 0..1, higher is better; `invented` are figures and names no source holds."""

    coverage: float
    cited_claims: float
    invented: tuple[str, ...]


def score_draft(draft: Mapping[str, Any], gold: Sequence[str], sources: Sequence[str]) -> DraftScore:
    """`gold`: texts (or ids) of the recommendations; `sources`: what the draft may draw on beside its own citations.

    Raises EmptySetError without gold recommendations, or when the draft reports no sentences.
    """
    return DraftScore(coverage(draft, gold), cited_claims(draft), invented(draft, sources))


def coverage(draft: Mapping[str, Any], gold: Sequence[str]) -> float:
    """Share of the recommendations that an item of the draft answers: it has text, or names the gap."""
    if not gold:
        raise EmptySetError("inga rekommendationer att besvara")
    items = [i for i in draft.get("items", []) if norm(i.get("text") or "") or i.get("gaps")]
    return sum(any(_about(item, one) for item in items) for one in gold) / len(gold)


def cited_claims(draft: Mapping[str, Any]) -> float:
    """Verified sentences / factual sentences, by the draft's own check."""
    check = draft.get("check") or {}
    if not check.get("sentences"):
        raise EmptySetError("utkastet har inga sakpåståenden")
    return float(check["verified"]) / float(check["sentences"])


def invented(draft: Mapping[str, Any], sources: Sequence[str]) -> tuple[str, ...]:
    """Figures and capitalised names in the items' texts that stand neither in the cited words nor in `sources`."""
    found: list[str] = []
    for item in draft.get("items", []):
        quotes = [
            c.get("quote", "") for field in ("criticism", "evidence", "precedents") for c in item.get(field) or []
        ]
        ground = norm(" ".join([*quotes, *sources]))
        figures, known = set(_FIGURE.findall(ground)), set(words(ground))
        text = norm(re.sub(r"\[KOMPLETTERA:[^\]]*\]", "", item.get("text") or ""))
        found += [one for one in _FIGURE.findall(text) if one not in figures]
        found += [one for one in _NAME.findall(text) if not {one.lower(), one.lower().removesuffix("s")} & known]
    return tuple(dict.fromkeys(found))


def _about(item: Mapping[str, Any], gold: str) -> bool:
    named = str(item.get("recommendation") or "")
    return named == gold or token_f1(named, gold) >= SAME_TEXT or token_f1(item.get("asked") or "", gold) >= SAME_TEXT
