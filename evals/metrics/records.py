"""What the register says, against the gold: constituent documents, recommendations, recurring themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from evals.errors import EmptySetError
from evals.metrics.answers import f1
from evals.metrics.text import norm, token_f1

Row = Mapping[str, Any]
FIELDS = ("kind", "municipality", "body", "date", "answer_due", "diarienummer", "auditor")
SAME_TEXT = 0.8  # word F1 from which two wordings are one recommendation
SAME_PART = 0.5


def documents(gold: Sequence[Row], given: Sequence[Row]) -> dict[str, float]:
    """Recall and precision of constituent documents, and for each field the share of gold that has it right."""
    _some(gold, "dokument")
    pairs = _match(gold, given, _part_likeness, SAME_PART)
    found = {f"{name}": sum(_same(gold[a].get(name), given[b].get(name)) for a, b in pairs.items()) for name in FIELDS}
    rates = {name: right / len(gold) for name, right in found.items()}
    return {"recall": len(pairs) / len(gold), "precision": len(pairs) / len(given) if given else 0.0, **rates}


def match_recommendations(gold: Sequence[Row], given: Sequence[Row]) -> dict[int, int]:
    """Gold place → given place, one to one, by document and wording."""
    return _match(gold, given, lambda g, o: token_f1(g["text"], o.get("text", "")), SAME_TEXT)


def recommendations(gold: Sequence[Row], given: Sequence[Row]) -> dict[str, float]:
    """Precision, recall and F1; and over all gold, right addressee and right sections."""
    _some(gold, "rekommendationer")
    pairs = match_recommendations(gold, given)
    precision, recall = len(pairs) / len(given) if given else 0.0, len(pairs) / len(gold)
    who = sum(_lower(gold[a].get("addressee")) == _lower(given[b].get("addressee")) for a, b in pairs.items())
    where = sum(_places(gold[a]) == _places(given[b]) for a, b in pairs.items())
    shares = {"addressee": who / len(gold), "sections": where / len(gold)}
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall), **shares}


def recurring(
    gold: Mapping[str, Mapping[str, Sequence[str]]],
    gold_rows: Sequence[Row],
    given: Sequence[Row],
    given_rows: Sequence[Row],
) -> dict[str, float]:
    """Pairs of recommendations of different municipalities that share a theme, whatever the theme is called."""
    names = {f"{g['document']}#{g['number']}": i for i, g in enumerate(gold_rows)}
    back = {str(given_rows[b]["id"]): a for a, b in match_recommendations(gold_rows, given_rows).items()}
    wanted = _pairs({town: [names.get(one) for one in ids] for town, ids in theme.items()} for theme in gold.values())
    got = _pairs(
        {town: [back.get(str(one)) for one in ids] for town, ids in row["municipalities"].items()} for row in given
    )
    if not wanted:
        raise EmptySetError("inga återkommande par i guldet")
    both = len(wanted & got)
    precision, recall = both / len(got) if got else 0.0, both / len(wanted)
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall)}


def _pairs(groups: Iterable[Mapping[str, Sequence[int | None]]]) -> set[tuple[int, int]]:
    found = set()
    for towns in groups:
        members = [(town, one) for town, ids in towns.items() for one in ids if one is not None]
        found |= {(min(i, j), max(i, j)) for (s, i), (t, j) in combinations(members, 2) if s != t}
    return found


def _match(
    gold: Sequence[Row], given: Sequence[Row], likeness: Callable[[Row, Row], float], least: float
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for place, one in enumerate(gold):
        best, score = None, 0.0
        for i, other in enumerate(given):
            if i in used or other.get("document") != one["document"]:
                continue
            like = likeness(one, other)
            if like > score:
                best, score = i, like
        if best is not None and score >= least:
            pairs[place] = best
            used.add(best)
    return pairs


def _part_likeness(gold: Row, given: Row) -> float:
    like = token_f1(gold.get("part") or "", given.get("part") or "")
    a, b = gold.get("pages"), given.get("pages")
    if a and b and a[0] is not None and b[0] is not None:
        like += 2 * (a[0] == b[0]) + (a[1] == b[1])
    return like


def _same(a: Any, b: Any) -> bool:
    return _lower(a) == _lower(b) if a and b else not a and not b


def _lower(value: Any) -> str:
    return norm(str(value or "")).lower()


def _places(row: Row) -> list[str]:
    return sorted(map(str, row.get("sections") or []))


def _some(rows: Sequence[Row], what: str) -> None:
    if not rows:
        raise EmptySetError(f"inga {what} i guldet")
