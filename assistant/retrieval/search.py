"""Fused search: a question's words and a set of constraints in, ranked passages out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from assistant.retrieval.filters import matching
from assistant.retrieval.fusion import by_best, fuse
from assistant.retrieval.library import Library
from assistant.retrieval.spelling import Speller
from assistant.retrieval.swedish import analyse, stem, stop_words, tokenise
from assistant.types import Filters, Hit, Passage, PassageKind

DEPTH = 200  # of each list, before they are fused
HEADING_WEIGHT = 0.5  # title pages and signatures are findable, seldom quotable
NEAR_WEIGHT = 0.8  # a word corrected counts a little less than a word written
SAME = 0.8  # share of three-word runs that makes two passages of one document say the same

_spellers: WeakKeyDictionary[Library, Speller] = WeakKeyDictionary()


def search(library: Library, query: str, filters: Filters = Filters(), k: int = 10) -> list[Hit]:  # noqa: B008
    """The k best passages, best first; fewer where fewer match. Scores are 0..1 within this one list.

    Of passages of one constituent document that say the same in nearly the same words, the best is kept.
    """
    part_ids = matching(library.parts.values(), filters)
    if not query.strip() or part_ids == frozenset():
        return []
    depth = max(DEPTH, 5 * k)
    terms = analyse(query, question=True)
    lists = library.lexical.search(terms, near_stems(library, query), part_ids, depth)
    dense = library.dense.search(library.encoder.queries([query]), part_ids, depth)
    scores = fuse(lists.stems, lists.grams, {key: cosine for key, cosine in dense.items() if cosine > 0})
    passages = library.by_keys(scores)
    for key, passage in passages.items():
        if passage.kind is PassageKind.HEADING:
            scores[key] *= HEADING_WEIGHT
    ranked = sorted(passages, key=lambda key: (-scores[key], key))
    lexical = by_best(lists.stems)
    hits = (_hit(library, passages[key], scores[key], lexical.get(key, 0.0), dense.get(key, 0.0)) for key in ranked)
    return _take(_distinct(hits), k)


def near_stems(library: Library, query: str) -> dict[str, float]:
    """Stems of words near those that the documents do not hold, with their weights; see `corrections`."""
    return {stem(near): NEAR_WEIGHT for near in corrections(library, query).values()}


def corrections(library: Library, query: str) -> dict[str, str]:
    """Words of a question that stand in no document, each with the nearest word that does ("nämden": "nämnden")."""
    stems = None
    found: dict[str, str] = {}
    for token in tokenise(query):
        word = token.text
        if token.exact or word in library.vocabulary or word in stop_words():
            continue
        if stems is None:
            stems = {stem(w) for w in library.vocabulary}
        near = () if stem(word) in stems else speller(library).near(word)
        if near:
            found[word] = near[0]
    return found


def speller(library: Library) -> Speller:
    """The speller of a library's vocabulary, made at the first question that needs it."""
    if library not in _spellers:
        _spellers[library] = Speller(library.vocabulary)
    return _spellers[library]


def _hit(library: Library, passage: Passage, score: float, lexical: float, dense: float) -> Hit:
    part, section = library.parts[passage.part_id], library.section_of(passage)
    return Hit(passage, part, section, round(score, 6), round(lexical, 6), round(dense, 6))


def _distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    kept: dict[str, list[set[str]]] = {}
    for hit in hits:
        runs = _runs(hit.passage.text)
        others = kept.setdefault(hit.part.id, [])
        if not any(_same(runs, other) for other in others):
            others.append(runs)
            yield hit


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def _same(a: set[str], b: set[str]) -> bool:
    return len(a & b) >= SAME * max(len(a), len(b))


def _take(hits: Iterator[Hit], k: int) -> list[Hit]:
    found: list[Hit] = []
    for hit in hits:
        if len(found) == k:
            break
        found.append(hit)
    return found
