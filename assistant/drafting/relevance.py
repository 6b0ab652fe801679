"""How well a sentence is about a recommendation: its words, its themes, its likeness, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assistant.answering.context import Unit
from assistant.answering.terms import Term, coverage, match, stems_of, terms
from assistant.drafting.lookup import pattern, table
from assistant.drafting.sources import Sources
from assistant.reading.spans import slice_spans
from assistant.register.themes import themes
from assistant.types import Passage, PassageKind, Quote, Recommendation

KEY = 0.8  # share of the heaviest term's weight from which a term is a key
RUN_IN = 9  # words of a heading run in before a paragraph's text, at most
PAIR = 0.05  # what taking two sentences together costs


@dataclass(frozen=True, slots=True)
class About:
    """A recommendation, ready to be compared with sentences. `vector` is unit length."""

    recommendation: Recommendation
    terms: tuple[Term, ...]
    vector: Any  # (d,), as the encoder gives it
    theme_words: tuple[re.Pattern[str], ...]  # of the themes that tell recommendations apart, else of all
    telling: bool  # are they of themes that tell recommendations apart?
    keys: tuple[Term, ...]  # the rarest of the terms: what a sentence must be about


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
    theme: bool  # holds a word of its theme
    key: bool  # holds one of its rarest words, or stands right by one
    last: int  # of the last unit: `index` itself, or the next where two sentences are taken together


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
    mine = [t.name for t in record.themes if not t.own and t.name in by_name]
    telling = [name for name in mine if name not in table("evidence")["themes"]["weak"]]
    patterns = tuple(by_name[name] for name in telling or mine)
    heavy = max((t.weight for t in found), default=0.0)
    keys = tuple(t for t in found if t.weight >= KEY * heavy)
    return About(record, found, context.encode_question(record.text), patterns, bool(telling), keys)


def widened(sources: Sources, wanted: About, texts: Sequence[str]) -> About:
    """The same with the rarer words of `texts` (what the auditors criticise), which count much less."""
    seen = {s for t in wanted.terms for s in t.stems} | generic_stems()
    names = {s for a in wanted.recommendation.addressees for s in stems_of(a)}
    more = terms(" ".join(texts), sources.context.rarity, frozenset(seen | names))
    best = sorted((t for t in more if t.weight >= 0.4), key=lambda t: -t.weight)[:6]
    room = 0.35 * sum(t.weight for t in wanted.terms) / max(1e-6, sum(t.weight for t in best))
    return replace(wanted, terms=(*wanted.terms, *(replace(t, weight=t.weight * min(0.3, room)) for t in best)))


def score(sources: Sources, wanted: About, passages: Iterable[Passage]) -> list[Found]:
    """Every sentence of the passages, in order, with its score. Headings, tables and footnotes are left out."""
    context = sources.context
    kept = [p for p in passages if p.kind in (PassageKind.PROSE, PassageKind.LIST)]
    context.warm(kept)
    out: list[Found] = []
    for passage in kept:
        units = context.units(passage)
        place = _place(sources, wanted, passage, units)
        for i, unit in enumerate(units):
            out.append(_found(wanted, place, (i, i), unit))
        if passage.kind is PassageKind.PROSE:
            for i, pair in context.pairs(passage):
                both = _found(wanted, place, (i, i + 1), pair)
                out.append(replace(both, score=both.score - PAIR))
    return out


@dataclass(frozen=True, slots=True)
class _Place:
    """What the sentences of one passage share. Matches are by term, in the order of the terms, 0..1."""

    passage: Passage
    matches: tuple[tuple[float, ...], ...]  # of each sentence
    above: tuple[float, ...]  # of its heading and lead-in
    theme_above: bool
    run_in: bool  # does a heading run in before the text hold a word of the theme?


def _place(sources: Sources, wanted: About, passage: Passage, units: Sequence[Unit]) -> _Place:
    section = sources.section_of(passage)
    heading = f"{section.heading} {passage.context}" if section else passage.context
    run_in = units[0].text if len(units) > 1 and len(units[0].text.split()) <= RUN_IN else ""
    return _Place(
        passage,
        tuple(_matches(wanted, unit.stems) for unit in units),
        _matches(wanted, stems_of(heading)),
        any(p.search(heading) for p in wanted.theme_words),
        any(p.search(run_in) for p in wanted.theme_words),
    )


def _matches(wanted: About, stems: Sequence[str]) -> tuple[float, ...]:
    return tuple(match(term, stems) for term in wanted.terms)


def _found(wanted: About, place: _Place, at: tuple[int, int], unit: Unit) -> Found:
    i, last = at
    own = tuple(map(max, place.matches[i], place.matches[last]))
    before = tuple(map(max, place.matches[i - 1], place.matches[0])) if i else (0.0,) * len(own)
    near = tuple(max(o, 0.75 * max(a, b)) for o, a, b in zip(own, place.above, before, strict=True))
    names = [term.text for term in wanted.terms]
    by_name = dict(zip(names, near, strict=True))
    cover, around = coverage(wanted.terms, dict(zip(names, own, strict=True))), coverage(wanted.terms, by_name)
    likeness = max(0.0, float(unit.vector @ wanted.vector))
    theme = place.run_in or any(p.search(unit.text) for p in wanted.theme_words)
    total = 0.45 * cover + 0.2 * around + 0.4 * likeness
    total += (0.14 if theme else 0.0) + (0.06 if place.theme_above else 0.0)
    key = any(by_name[t.text] >= 0.4 for t in wanted.keys)
    return Found(place.passage, i, unit, total, cover, around, likeness, theme or place.theme_above, key, last)


_BULLET = re.compile(r"^\s*(?:[•●○▪►▶➢⎯\uf0b7–—-]|\d{1,2}[.)])\s+")


def quote_of(sources: Sources, passage: Passage, start: int, end: int) -> Quote:
    """The quotation of `passage.text[start:end]`; its spans are verbatim on their pages."""
    file = sources.file(passage.file_id)
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    spans = slice_spans(file.pages, passage.spans, start, end)
    page = spans[0].page if spans else passage.page
    return Quote(passage.part_id, passage.section_id, page, passage.text[start:end].strip(), spans)


def loose_item(sources: Sources, found: Found) -> bool:
    """Is it a list item without a lead-in to read it with? Then it must say by itself what is done."""
    lead = sources.context.units(found.passage)[0].text.rstrip()
    return bool(_BULLET.match(found.unit.text)) and not lead.endswith((":", ";"))


def readable(sources: Sources, found: Found) -> tuple[str, tuple[Quote, ...], tuple[int, int]]:
    """The sentence with what it cannot be read without: the one before an anaphor, or a list item's lead-in.

    Returns (text, quotes, (first, last unit)); a list item's quotes are its lead-in and itself.
    """
    units = sources.context.units(found.passage)
    first, last = found.index, found.last
    bullet = _BULLET.match(found.unit.text)
    if bullet and first and units[0].text.rstrip().endswith((":", ";")) and len(units[0].text.split()) <= 30:
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
