"""Which constituent documents a question may be answered from."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.types import Filters, Part


def matching(parts: Iterable[Part], filters: Filters) -> frozenset[str] | None:
    """Ids of the parts within the constraints; None when there are no constraints.

    A constraint on what a part does not state (its municipality, say) leaves that part out.
    """
    if filters == Filters():
        return None
    return frozenset(part.id for part in parts if matches(part, filters))


def matches(part: Part, filters: Filters) -> bool:
    """Is the part within every constraint?"""
    return (
        _one_of(part.municipality, filters.municipalities)
        and _one_of(part.body, filters.bodies)
        and _one_of(part.document, filters.documents)
        and (not filters.kinds or part.kind in filters.kinds)
        and (not filters.years or part.year in filters.years)
        and (not filters.part_ids or part.id in filters.part_ids)
    )


def _one_of(value: str | None, wanted: tuple[str, ...]) -> bool:
    return not wanted or (value is not None and value.casefold() in {w.casefold() for w in wanted})
