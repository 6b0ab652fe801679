"""How well a sentence is about a recommendation: its words, its themes, its likeness, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant.answering.context import Unit
from assistant.answering.terms import Term, coverage, match, stems_of, terms
from assistant.drafting.lookup import pattern, table
from assistant.drafting.sources import Sources
from assistant.reading.spans import slice_spans
from assistant.register.themes import themes
from assistant.types import Passage, PassageKind, Quote, Recommendation


@dataclass(frozen=True, slots=True)
class About:
    """A recommendation, ready to be compared with sentences. `vector` is unit length."""

    recommendation: Recommendation
    terms: tuple[Term, ...]
    vector: np.ndarray
    theme_words: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a passage with how well it is about the recommendation; higher is better, about 0..1.2."""

    passage: Passage
    index: int  # of the unit in the passage
    unit: Unit
    score: float
    cover: float  # weighted share of the recommendation's words in the sentence, 0..1
    around: float  # … with its heading and the sentence before
    likeness: float  # cosine
    theme: bool


@cache
def generic_stems() -> frozenset[str]:
    """Stems of words that most recommendations share."""
    return frozenset(s for word in str(table("evidence")["generic"]).split() for s in stems_of(word))


def about(sources: Sources, record: Recommendation) -> About:
    """The words, vector and themes of a recommendation."""
    context = sources.context
    names = frozenset(s for a in record.addressees for s in stems_of(a))
    found = terms(record.text, context.rarity, generic_stems() | names)
    if len(found) < 2:
        found = terms(record.text, context.rarity, names)
    by_name = {row.name: row.words for row in themes()}
    patterns = tuple(by_name[t.name] for t in record.themes if not t.own and t.name in by_name)
    return About(record, found, context.encode_question(record.text), patterns)


def score(sources: Sources, wanted: About, passages: Iterable[Passage]) -> list[Found]:
    """Every sentence of the passages, in order, with its score. Headings, tables and footnotes are left out."""
    context = sources.context
    kept = [p for p in passages if p.kind in (PassageKind.PROSE, PassageKind.LIST)]
    context.warm(kept)
    out: list[Found] = []
    for passage in kept:
        section = sources.section_of(passage)
        heading = f"{section.heading} {passage.context}" if section else passage.context
        above = stems_of(heading)
        theme_above = any(p.search(heading) for p in wanted.theme_words)
        units = context.units(passage)
        for i, unit in enumerate(units):
            out.append(_found(wanted, passage, i, unit, units, above, theme_above))
    return out


def _found(
    wanted: About, passage: Passage, i: int, unit: Unit, units: Sequence[Unit], above: Sequence[str], theme_above: bool
) -> Found:
    own = {t.text: match(t, unit.stems) for t in wanted.terms}
    surroundings = [*above, *(units[i - 1].stems if i else ()), *(units[0].stems if i else ())]
    near = {t.text: max(own[t.text], 0.75 * match(t, surroundings)) for t in wanted.terms}
    cover, around = coverage(wanted.terms, own), coverage(wanted.terms, near)
    likeness = max(0.0, float(unit.vector @ wanted.vector))
    theme = any(p.search(unit.text) for p in wanted.theme_words)
    total = 0.45 * cover + 0.2 * around + 0.4 * likeness + (0.1 if theme else 0.0) + (0.06 if theme_above else 0.0)
    return Found(passage, i, unit, total, cover, around, likeness, theme or theme_above)


_BULLET = re.compile(r"^\s*(?:[•●○▪►▶➢⎯\uf0b7–—-]|\d{1,2}[.)])\s+")


def quote_of(sources: Sources, passage: Passage, start: int, end: int) -> Quote:
    """The quotation of `passage.text[start:end]`; its spans are verbatim on their pages."""
    file = sources.file(passage.file_id)
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    spans = slice_spans(file.pages, passage.spans, start, end)
    page = spans[0].page if spans else passage.page
    return Quote(passage.part_id, passage.section_id, page, passage.text[start:end].strip(), spans)


def readable(sources: Sources, found: Found) -> tuple[str, tuple[Quote, ...], tuple[int, int]]:
    """The sentence with what it cannot be read without: the one before an anaphor, or a list item's lead-in.

    Returns (text, quotes, (first, last unit)); a list item's quotes are its lead-in and itself.
    """
    units = sources.context.units(found.passage)
    first = last = found.index
    bullet = _BULLET.match(found.unit.text)
    if bullet and first and not _BULLET.match(units[0].text) and len(units[0].text.split()) <= 30:
        lead, item = units[0], found.unit
        quotes = (
            quote_of(sources, found.passage, lead.start, lead.end),
            quote_of(sources, found.passage, item.start + bullet.end(), item.end),
        )
        return f"{lead.text.rstrip(' :;')}: {quotes[1].text}", quotes, (first, last)
    anaphor = pattern(table("evidence")["words"]["anaphor"])
    while first and first > found.index - 2 and _anaphoric(anaphor, units[first].text):
        first -= 1
    start = units[first].start + (bullet.end() if bullet and first == found.index else 0)
    quote = quote_of(sources, found.passage, start, units[last].end)
    return quote.text, (quote,), (first, last)


def _anaphoric(anaphor: re.Pattern[str], text: str) -> bool:
    match_ = anaphor.match(text)
    return bool(match_) and text[:1].isupper()
