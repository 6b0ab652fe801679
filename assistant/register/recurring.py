"""What recurs: theme × municipality, from the register and therefore countable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Part, Problem, ProblemKind, Recommendation


@dataclass(frozen=True, slots=True)
class RecurringTheme:
    """`municipalities` maps each name to the ids of its recommendations, in the order of the register."""

    theme: str
    municipalities: Mapping[str, tuple[str, ...]]
    years: Mapping[str, tuple[int, ...]]  # by municipality, of the reviews, ascending; empty where none is stated
    own: bool = False  # named by the recommendations' own words, not in the table

    @property
    def count(self) -> int:
        """How many recommendations, each once."""
        return len({i for ids in self.municipalities.values() for i in ids})


def recurring(
    recommendations: Sequence[Recommendation], parts: Mapping[str, Part], min_municipalities: int = 2
) -> tuple[RecurringTheme, ...]:
    """Themes with recommendations in at least `min_municipalities` municipalities, most municipalities first.

    With 1 the whole matrix is returned, what is unique to one municipality included. Recommendations whose
    municipality is unknown are left out: they cannot be said to be in another one.
    """
    ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    years: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    own: dict[str, bool] = {}
    for record in recommendations:
        if record.municipality is None:
            continue
        for theme in record.themes:
            own[theme.name] = theme.own
            ids[theme.name][record.municipality].append(record.id)
            part = parts.get(record.part_id)
            if part and part.year:
                years[theme.name][record.municipality].add(part.year)
    found = [
        RecurringTheme(
            name,
            {town: tuple(dict.fromkeys(members)) for town, members in sorted(by_town.items())},
            {town: tuple(sorted(years[name][town])) for town in sorted(by_town)},
            own[name],
        )
        for name, by_town in ids.items()
        if len(by_town) >= min_municipalities
    ]
    return tuple(sorted(found, key=lambda t: (-len(t.municipalities), -t.count, t.theme)))


def within_municipality(
    recommendations: Sequence[Recommendation], min_reviews: int = 2
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(municipality, theme, ids) for what recurs within one municipality over at least `min_reviews` reviews."""
    ids: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for record in recommendations:
        if record.municipality:
            for theme in record.themes:
                ids[record.municipality, theme.name][record.id] = record.part_id
    return tuple(
        (town, theme, tuple(members))
        for (town, theme), members in sorted(ids.items())
        if len(set(members.values())) >= min_reviews
    )


def in_how_many(towns: int, of: int, problems: Sequence[Problem] = ()) -> str:
    """ "i 3 av 4 kommuner (2 handlingar kunde inte läsas)": what could not be read may hold more of the same.

    Of `problems`, a file that is indexed from another path has been read, and one with pages was read in part.
    """
    unread = [p for p in problems if p.kind is not ProblemKind.DUPLICATE]
    part = sum(bool(p.pages) for p in unread)
    whole = len(unread) - part
    left = [f"{whole} {_papers(whole)} kunde inte läsas"] if whole else []
    left += [f"{part} {_papers(part)} kunde bara läsas delvis"] if part else []
    return f"i {towns} av {of} {'kommun' if of == 1 else 'kommuner'}" + (f" ({', '.join(left)})" if left else "")


def _papers(count: int) -> str:
    return "handling" if count == 1 else "handlingar"
