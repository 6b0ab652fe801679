"""Theme × municipality: which municipalities share which theme, plain and with the evidence looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.errors import EmptySetError
from evals.metrics.answers import f1
from evals.model import Pair

Grid = Mapping[str, Mapping[str, Sequence[str]]]  # theme → municipality → ids of recommendations


def align(gold: Grid, given: Grid) -> dict[str, str]:
    """Given theme → gold theme, one to one: pairs that share most recommendations first, then the same name."""
    shared = sorted(
        (-len(_ids(gold[g]) & _ids(given[o])), g.casefold() != o.casefold(), g, o)
        for g in gold
        for o in given
        if _ids(gold[g]) & _ids(given[o]) or g.casefold() == o.casefold()
    )
    taken: dict[str, str] = {}
    for _, _, g, o in shared:
        if o not in taken and g not in taken.values():
            taken[o] = g
    return taken


def theme_f1(gold: Grid, given: Grid, verified: bool = False) -> tuple[Pair, float]:
    """Precision and recall of (theme, municipality) cells, and their F1.

    `verified`: a cell given counts as right only if at least one recommendation it rests on is one of the gold
    cell's. Themes that align with no gold theme count against precision. Raises EmptySetError on an empty gold.
    """
    wanted = {(theme, town): set(ids) for theme, towns in gold.items() for town, ids in towns.items()}
    if not wanted:
        raise EmptySetError("inga teman i guldet")
    names = align(gold, given)
    right = cells = 0
    for theme, towns in given.items():
        for town, ids in towns.items():
            cells += 1
            evidence = wanted.get((names.get(theme, ""), town))
            right += evidence is not None and (not verified or bool(evidence & set(ids)))
    found = Pair(right / len(wanted), right / cells if cells else 0.0)
    return found, f1(found.precision, found.recall)


def _ids(towns: Mapping[str, Sequence[str]]) -> set[str]:
    return {one for ids in towns.values() for one in ids}
