"""What is to be pointed out about a cited statute: a wrong number, an act no longer in force, numbers that differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from assistant.types import LawReference


class LawFlag(StrEnum):
    """As shown and exported."""

    WRONG = "fel nummer"  # the number belongs to no statute of that name
    OUTDATED = "äldre lag"  # the number of an act that had been replaced when the document was written
    REPLACED = "ersatt senare"  # in force when the document was written, replaced since
    DIFFERS = "handlingarna anger olika nummer"


def law_flags(reference: LawReference, differing: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[LawFlag, ...]:
    """The flags of one reference; `differing` comes from `differing_numbers` over all references."""
    flags = []
    if reference.wrong_sfs:
        flags.append(LawFlag.WRONG)
    elif reference.sfs and reference.right_sfs and reference.sfs != reference.right_sfs:
        flags.append(LawFlag.OUTDATED)
    if reference.replaced_by:
        flags.append(LawFlag.REPLACED)
    if reference.sfs and reference.sfs in differing.get(_key(reference), {}):
        flags.append(LawFlag.DIFFERS)
    return tuple(flags)


def differing_numbers(references: Sequence[LawReference]) -> dict[str, dict[str, list[str]]]:
    """Statute (with its number in force) → number written → part ids, where documents give different numbers.

    A statute that was replaced between two documents is two: their numbers do not differ but follow each other.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for one in references:
        if one.sfs:
            places = found[_key(one)].setdefault(one.sfs, [])
            if one.quote.part_id not in places:
                places.append(one.quote.part_id)
    return {key: numbers for key, numbers in found.items() if len(numbers) > 1}


def _key(reference: LawReference) -> str:
    return f"{reference.statute} {reference.right_sfs or ''}".strip()
