"""Where an answer stands: which documents a question's words identify, and which sections it asks for.

"Vad rekommenderar revisorerna nämnden i Sandby efter granskningen 2023?" shares most of its words with the report's
opening paragraph, which says that the auditors of Sandby have reviewed the board. Words that stand in the documents'
own description therefore choose documents and count little within their text.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.retrieval.swedish import DATA, analyse, stem
from assistant.types import Part, PassageKind, Role, Section

_K1, _B = 1.2, 0.75  # BM25's usual constants, as in the lexical index


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((DATA / "cues.toml").read_text(encoding="utf8"))


@lru_cache(maxsize=1)
def genre() -> frozenset[str]:
    """Stems that any question in this field may hold."""
    return frozenset(stem(word) for word in _table()["genre"])


def description(part: Part) -> str:
    """A constituent document's own description: title, municipality, body, auditor, year, kind and file name."""
    facts = (part.title, part.municipality, part.body, part.auditor, str(part.year or ""))
    kind = _table()["kinds"].get(part.kind.value, ())
    return " ".join(fact for fact in (*facts, *kind, part.document.replace("-", " ").replace("_", " ")) if fact)


@dataclass(frozen=True, slots=True)
class Descriptions:
    """BM25 over the descriptions of the constituent documents."""

    weights: Mapping[str, Mapping[str, float]]  # stem → part id → weight

    def scores(self, stems: Iterable[str]) -> dict[str, float]:
        """By part id, 0..1 relative to the best; parts that none of the stems describe are left out."""
        totals: dict[str, float] = {}
        for one in set(stems):
            for part_id, weight in self.weights.get(one, {}).items():
                totals[part_id] = totals.get(part_id, 0.0) + weight
        best = max(totals.values(), default=0.0)
        return {part_id: total / best for part_id, total in totals.items()}


def describe(parts: Iterable[Part]) -> Descriptions:
    """Index the descriptions."""
    bags = {part.id: Counter(analyse(description(part)).stems) for part in parts}
    mean = sum(bag.total() for bag in bags.values()) / max(1, len(bags))
    held = Counter(one for bag in bags.values() for one in bag)
    weights: dict[str, dict[str, float]] = {}
    for part_id, bag in bags.items():
        for one, times in bag.items():
            rarity = math.log(1 + (len(bags) - held[one] + 0.5) / (held[one] + 0.5))
            share = times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * bag.total() / mean))
            weights.setdefault(one, {})[part_id] = rarity * share
    return Descriptions(weights)


@dataclass(frozen=True, slots=True)
class Asked:
    """How strongly a question asks for sections of a role, or passages of a kind: 0..1, 1 the most."""

    roles: Mapping[Role, float]
    kinds: Mapping[PassageKind, float]

    def score(self, section: Section | None, kind: PassageKind) -> float:
        """Of a passage of this kind in this section."""
        return max(self.roles.get(section.role, 0.0) if section else 0.0, self.kinds.get(kind, 0.0))


def asked(stems: Iterable[str]) -> Asked:
    """What a question with these stems asks for."""
    found = set(stems)
    roles = {role: len(words & found) for role, words in _stems("roles")}
    kinds = {kind: len(words & found) for kind, words in _stems("passages")}
    best = max((*roles.values(), *kinds.values(), 1))
    return Asked(
        {Role(role): hits / best for role, hits in roles.items() if hits},
        {PassageKind(kind): hits / best for kind, hits in kinds.items() if hits},
    )


@lru_cache(maxsize=2)
def _stems(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((key, frozenset(stem(word) for word in words)) for key, words in _table()[name].items())
