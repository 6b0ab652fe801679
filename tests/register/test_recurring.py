"""What recurs between municipalities can be counted and is never guessed."""

from __future__ import annotations

from assistant.register.recurring import in_how_many, recurring, within_municipality
from assistant.types import DocumentKind, Part, Problem, ProblemKind, Recommendation, Theme


def part(number: int, town: str | None, year: int) -> Part:
    head = (f"d{number}:1", f"d{number}", f"d{number}", "Granskning", DocumentKind.REPORT, town)
    return Part(*head, None, None, None, None, None, 1, 1, True, False, year)


def made(document: int, number: int, town: str | None, *themes: str) -> Recommendation:
    named = tuple(Theme(t, "", 0.5) for t in themes)
    return Recommendation(
        f"d{document}#{number}", f"d{document}", f"d{document}:1", town, (), number, "text", (), (), named
    )


PARTS = {
    p.id: p
    for p in (part(1, "Askebro", 2021), part(2, "Lindvalla", 2023), part(3, "Askebro", 2024), part(4, None, 2020))
}
FOUND = [
    made(1, 1, "Askebro", "Rutiner", "Mål"),
    made(1, 2, "Askebro", "Rutiner"),
    made(2, 1, "Lindvalla", "Rutiner"),
    made(3, 1, "Askebro", "Mål"),
    made(4, 1, None, "Mål"),
]


def test_a_theme_recurs_in_two_municipalities() -> None:
    (only,) = recurring(FOUND, PARTS, 2)
    assert only.theme == "Rutiner"
    assert only.municipalities == {"Askebro": ("d1#1", "d1#2"), "Lindvalla": ("d2#1",)}
    assert only.years == {"Askebro": (2021,), "Lindvalla": (2023,)}
    assert only.count == 3


def test_the_whole_matrix_leaves_out_unknown_municipalities() -> None:
    found = {t.theme: t for t in recurring(FOUND, PARTS, 1)}
    assert found["Mål"].municipalities == {"Askebro": ("d1#1", "d3#1")}
    assert found["Mål"].years == {"Askebro": (2021, 2024)}


def test_what_recurs_within_one_municipality_over_two_reviews() -> None:
    assert within_municipality(FOUND) == (("Askebro", "Mål", ("d1#1", "d3#1")),)


def test_what_could_not_be_read_is_said_beside_the_count() -> None:
    def problem(kind: ProblemKind, *pages: int) -> Problem:
        return Problem("fil.pdf", kind, "", "", pages)

    broken, scanned = problem(ProblemKind.BROKEN), problem(ProblemKind.SCANNED, 3, 4)
    same = problem(ProblemKind.DUPLICATE)
    assert in_how_many(3, 4, [broken, broken, same]) == "i 3 av 4 kommuner (2 handlingar kunde inte läsas)"
    assert in_how_many(1, 1, [scanned]) == "i 1 av 1 kommun (1 handling kunde bara läsas delvis)"
    assert in_how_many(2, 2, [same]) == "i 2 av 2 kommuner"
