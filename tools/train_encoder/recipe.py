"""Every number that decides what the trained encoder becomes."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = {"government": 0.50, "statutes": 0.35, "courts": 0.05, "questions": 0.05, "contexts": 0.05}


@dataclass(frozen=True)
class Member:
    """One of the trainings that are joined. Shares need not sum to 1; `window` is of the start's neighbour counts."""

    kinds: dict[str, float]
    groups: dict[str, float]
    window: int = 5
    shortest: int = 12  # words of a positive
    longest: int = 80


MEMBERS = (
    Member({"title": 0.40, "sentence": 0.35, "words": 0.25}, GROUPS),
    Member({"title": 0.60, "sentence": 0.20, "words": 0.20}, GROUPS, window=8, longest=120),
    Member({"title": 0.25, "sentence": 0.35, "words": 0.40}, GROUPS, window=3),
)


@dataclass(frozen=True)
class Recipe:
    """Defaults are those of README's last column. Words are counted after lower-casing."""

    seed: int = 13
    pieces: int = 36_000
    dimension: int = 256
    grams: int = 60_000  # rows of the table of hashed character n-grams
    start_words: int = 40_000
    steps: int = 800
    batch: int = 1_024
    rate: float = 0.01
    scale: float = 20.0
    average_last: float = 0.3  # share of the steps whose weights are averaged
    workers: int = 3  # trainings at a time
    members: tuple[Member, ...] = MEMBERS
