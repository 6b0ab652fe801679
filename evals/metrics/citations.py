"""Did an answer cite what it should, and nothing else? By where and what it quotes, never by an id."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.errors import EmptySetError
from evals.metrics.text import norm, same_words
from evals.model import Cited, GoldCitation, Pair

Matches = Callable[[GoldCitation, Cited], bool]


def by_quote(gold: GoldCitation, cited: Cited) -> bool:
    """The same document and the same words (see `same_words`)."""
    return gold.document == cited.document and any(same_words(quote, cited.quote) for quote in gold.quotes)


def by_section(gold: GoldCitation, cited: Cited) -> bool:
    """The same document and section, by the label the gold gives."""
    if gold.document != cited.document or not gold.section:
        return False
    return norm(gold.section) == norm(str(cited.section))


def by_either(gold: GoldCitation, cited: Cited) -> bool:
    return by_quote(gold, cited) or by_section(gold, cited)


def pair(gold: Sequence[GoldCitation], cited: Sequence[Cited], found: Matches, right: Matches) -> Pair:
    """Recall: share of gold citations found by a citation. Precision: share of citations right by a gold one.

    An answer that cites nothing has precision 0. Raises EmptySetError without gold citations.
    """
    if not gold:
        raise EmptySetError("frågan har inga källor i guldet")
    recall = sum(any(found(g, c) for c in cited) for g in gold) / len(gold)
    precision = sum(any(right(g, c) for g in gold) for c in cited) / len(cited) if cited else 0.0
    return Pair(recall, precision)


def section_pair(gold: Sequence[GoldCitation], cited: Sequence[Cited]) -> Pair:
    """`pair` over sections: each gold section counts once, and each section cited counts once."""
    sections = list({(g.document, norm(g.section or "")): g for g in gold if g.section}.values())
    places = list({(c.document, norm(str(c.section))): c for c in cited}.values())
    return pair(sections, places, by_section, by_section)
