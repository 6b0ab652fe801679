"""Two runs over the same questions: what differs, and whether the difference is more than chance."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bootstrap import holm, mcnemar, paired
from evals.errors import EmptySetError, GoldError
from evals.model import Interval, Pair, Score
from evals.scoring import RATES

LEVEL = 0.05
NO_DIFFERENCE = "ingen säkerställd skillnad"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of b less that of a. `p` is Holm-adjusted over all figures compared; `n` questions."""

    name: str
    a: float
    b: float
    n: int
    interval: Interval | None
    p: float
    test: str
    verdict: str


# Figures that are one yes or no a question are tested with McNemar, the others with the paired bootstrap.
YES_NO: Mapping[str, tuple[Callable[[Score], bool], Callable[[Score], bool]]] = {
    "accuracy": (lambda s: not s.unanswerable, lambda s: s.correct),
    "refusal": (lambda s: True, lambda s: s.refused == s.unanswerable and not s.unscored),
}
SHARES = ("citation_recall", "citation_precision", "verbatim")


def compare(a: Sequence[Score], b: Sequence[Score], seed: int = 0) -> list[Difference]:
    """Differences b − a over the questions both have. Raises GoldError when they have none in common."""
    mine, theirs = {s.id: s for s in a}, {s.id: s for s in b}
    both = [(s, theirs[i]) for i, s in mine.items() if i in theirs]
    if not both:
        raise GoldError("Körningarna har inga frågor gemensamt.", "Jämför körningar över samma guld.")
    raw: dict[str, tuple[float, float, int, Interval | None, float, str]] = {}
    for name, (counts, right) in YES_NO.items():
        pairs = [(right(x), right(y)) for x, y in both if counts(x)]
        if pairs:
            raw[name] = _yes_no(pairs, [x.cluster for x, _ in both if counts(x)], seed)
    for name in SHARES:
        found = _share(name, both, seed)
        if found:
            raw[name] = found
    adjusted = holm({name: one[4] for name, one in raw.items()})
    return [
        Difference(name, *one[:4], adjusted[name], one[5], _verdict(one[0], one[1], adjusted[name]))
        for name, one in raw.items()
    ]


def _yes_no(
    pairs: Sequence[tuple[bool, bool]], clusters: Sequence[str], seed: int
) -> tuple[float, float, int, Interval | None, float, str]:
    n = len(pairs)
    only_a, only_b = sum(x and not y for x, y in pairs), sum(y and not x for x, y in pairs)
    try:
        _, interval, _ = paired([(x, 1) for x, _ in pairs], [(y, 1) for _, y in pairs], clusters, seed)
    except EmptySetError:
        interval = None
    share_a, share_b = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    return share_a, share_b, n, interval, mcnemar(only_a, only_b), "McNemar, exakt"


def _share(
    name: str, both: Sequence[tuple[Score, Score]], seed: int
) -> tuple[float, float, int, Interval | None, float, str] | None:
    a, b = [RATES[name](x) for x, _ in both], [RATES[name](y) for _, y in both]
    try:
        _, interval, p = paired(a, b, [x.cluster for x, _ in both], seed)
    except EmptySetError:
        return None
    rate_a, rate_b = (sum(p for p, _ in side) / sum(w for _, w in side) for side in (a, b))
    return rate_a, rate_b, len(both), interval, p, "parad bootstrap"


def _verdict(a: float, b: float, p: float) -> str:
    if p >= LEVEL or a == b:
        return NO_DIFFERENCE
    return "den andra är högre" if b > a else "den andra är lägre"


def read_scores(run: Path) -> list[Score]:
    """The scores of a saved run (its folder or its answers.jsonl). Raises GoldError when it is none."""
    file = run / "answers.jsonl" if run.is_dir() else run
    try:
        lines = file.read_text(encoding="utf8").splitlines()
        return [score_of(json.loads(line)["score"]) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{run} är ingen sparad körning ({error}).", "Ange en mapp under data/evals/runs.") from error


def score_of(row: Mapping[str, Any]) -> Score:
    """A score as it was written to answers.jsonl."""
    pairs = {name: Pair(**row[name]) if row[name] else None for name in ("either", "quote", "section")}
    lists = {"missing": tuple(tuple(ways) for ways in row["missing"]), "forbidden": tuple(row["forbidden"])}
    return Score(**{**row, **pairs, **lists})
