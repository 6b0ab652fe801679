"""Written answers: is each statement borne by what it cites, and is each citation needed?

ALCE (Gao et al. 2023): a statement is recalled when all its citations together support it; a citation is precise when
it supports the statement alone, or the others no longer do without it. TREC RAG 2024: links are graded full (1),
partial (0.5) or none (0); weighted precision is the mean over links, weighted recall over statements.

What supports what is decided by a function given as an argument; `lexical_grade` needs no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.metrics.text import norm, words
from evals.model import Said

Grade = Callable[[str, str], float]  # statement, cited words → 1 full, 0.5 partial, 0 none

FULL, PARTIAL = 0.8, 0.5
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NOT = frozenset(("inte", "ej", "icke", "aldrig", "inget", "ingen", "inga", "saknas", "saknar", "varken"))


@dataclass(frozen=True, slots=True)
class Support:
    """Counts of one answer; see `assistant eval`'s README for the rates made of them."""

    statements: int
    supported: int
    links: int
    needed: int
    grades: float
    backed: float


def lexical_grade(statement: str, cited: str) -> float:
    """Full when 80 % of the statement's words, all its figures and all its negations stand in the cited words.

    Partial from 50 % of the words with all figures and negations; else none. A stand-in for a human or a model.
    """
    said, there = words(statement), set(words(cited))
    if not said:
        return 0.0
    figures = set(_FIGURE.findall(norm(statement)))
    if not figures <= set(_FIGURE.findall(norm(cited))) or not (set(said) & _NOT) <= there:
        return 0.0
    share = sum(word in there for word in said) / len(said)
    return 1.0 if share >= FULL else PARTIAL if share >= PARTIAL else 0.0


def support(statements: Sequence[Said], quotes: Mapping[int, str], grade: Grade = lexical_grade) -> Support:
    """Counts over an answer's statements. A citation number without a quote supports nothing."""
    supported = links = needed = 0
    grades = backed = 0.0
    for one in statements:
        cited = [quotes.get(n, "") for n in one.citations]
        whole = grade(one.text, " ".join(cited)) == 1.0 if cited else False
        supported += whole
        links += len(cited)
        alone = [grade(one.text, quote) for quote in cited]
        for i, own in enumerate(alone):
            rest = " ".join(quote for j, quote in enumerate(cited) if j != i)
            needed += whole and (own == 1.0 or not rest or grade(one.text, rest) < 1.0)
        grades += sum(alone)
        backed += max(alone, default=0.0)
    return Support(len(statements), supported, links, needed, grades, backed)
