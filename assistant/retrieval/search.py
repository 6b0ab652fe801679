"""Fused search: a question's words and a set of constraints in, ranked passages out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from weakref import WeakKeyDictionary

from assistant.retrieval.cues import asked, genre
from assistant.retrieval.filters import matching
from assistant.retrieval.fusion import by_best, fuse
from assistant.retrieval.lexical import Query, weigh
from assistant.retrieval.library import Library
from assistant.retrieval.spelling import Speller
from assistant.retrieval.swedish import analyse, stem, stop_words, tokenise
from assistant.types import Filters, Hit, Passage, PassageKind

DEPTH = 300  # of each list, before they are fused
DESCRIBED = 0.2  # weight, in the text, of a question's words that describe documents; see cues.py
DOCUMENT = 0.5  # what the best described document adds to its passages, beside the 1.0 of fused search
ROLE = 0.3  # what standing in a section of the kind asked for adds
HEADING = 0.5  # title pages and signatures are findable, seldom quotable
NEAR = 0.8  # a word corrected counts a little less than a word written
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
    stems = analyse(query, question=True).stems
    lists = library.lexical.search(_weighed(library, query, stems), part_ids, depth)
    dense = library.dense.search(library.encoder.queries([query]), part_ids, depth)
    fused = fuse(lists.stems, lists.grams, {key: cosine for key, cosine in dense.items() if cosine > 0})
    passages = library.by_keys(fused)
    scores = _placed(library, passages, fused, stems)
    ranked = sorted(passages, key=lambda key: (-scores[key], key))
    lexical = by_best(lists.stems)
    hits = (_hit(library, passages[key], scores[key], lexical.get(key, 0.0), dense.get(key, 0.0)) for key in ranked)
    return list(islice(_distinct(hits), k))


def _weighed(library: Library, query: str, stems: Iterable[str]) -> Query:
    described = {s: DESCRIBED for s in stems if s in library.descriptions.weights or s in genre()}
    near = [stem(word) for word in corrections(library, query).values()]
    return weigh(query, dict.fromkeys(near, NEAR) | described, near)


def _placed(
    library: Library, passages: Mapping[int, Passage], fused: Mapping[int, float], stems: Collection[str]
) -> dict[int, float]:
    """Fused scores with what the passages' place adds: their document, their section, their kind. 0..1."""
    documents, wanted = library.descriptions.scores(stems), asked(stems)
    scores: dict[int, float] = {}
    for key, passage in passages.items():
        place = DOCUMENT * documents.get(passage.part_id, 0.0)
        place += ROLE * wanted.score(library.section_of(passage), passage.kind)
        weight = HEADING if passage.kind is PassageKind.HEADING else 1.0
        scores[key] = weight * (fused[key] + place)
    return by_best(_side_by_side(library, passages, scores, stems))


def _side_by_side(
    library: Library, passages: Mapping[int, Passage], scores: Mapping[int, float], stems: Collection[str]
) -> Mapping[int, float]:
    """Where a question names several municipalities, each one's passages count relative to its own best."""
    of = {key: library.parts[passage.part_id].municipality for key, passage in passages.items()}
    named = {name for name in set(of.values()) if name and set(analyse(name).stems) <= set(stems)}
    if len(named) < 2:
        return scores
    best = {name: max(scores[key] for key in of if of[key] == name) for name in named}
    top = max(scores.values())
    return {key: score * top / best.get(of[key] or "", top) for key, score in scores.items()}


def corrections(library: Library, query: str) -> dict[str, str]:
    """Words of a question that stand in no document, each with the nearest word that does ("nämden": "nämnden")."""
    known = speller(library)
    words = (t.text for t in tokenise(query) if not t.exact and t.text not in stop_words())
    near = {word: known.near(word) for word in words if not known.knows(word)}
    return {word: found[0] for word, found in near.items() if found}


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
