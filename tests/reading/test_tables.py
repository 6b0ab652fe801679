"""Tables from places, from figures alone, and what is no table."""

from __future__ import annotations

from assistant.reading.model import Line
from assistant.reading.tables import FoundTable, find_tables


def _page(*cells: tuple[str, float, float]) -> tuple[list[str], list[Line]]:
    text, lines = "", []
    for cell, x, y in cells:
        lines.append(Line(1, len(text), len(text) + len(cell), cell, x, y, 9.0))
        text += cell + "\n"
    return [text], lines


def _find(*cells: tuple[str, float, float]) -> list[FoundTable]:
    pages, lines = _page(*cells)
    return find_tables(pages, lines, range(len(lines)))


def _values(found: FoundTable) -> list[tuple[str, tuple[str, ...], str]]:
    return [(c.row, c.columns, c.value) for c in found.table.cells if c.column_index]


def test_group_headings_over_repeated_columns() -> None:
    cells = [("Påbörjade ärenden", 70.0, 700.0), ("Avslutade ärenden", 310.0, 700.0)]
    cells += [("Årtal", 70, 685), ("Antal", 180, 685), ("Årtal", 290, 685), ("Antal", 400, 685)]
    cells += [("2021", 70, 670), ("41", 180, 670), ("2021", 290, 670), ("37", 400, 670)]
    cells += [("2022", 70, 655), ("52", 180, 655), ("2022", 290, 655), ("44", 400, 655)]
    (found,) = _find(*cells)
    assert ("2021", ("Avslutade ärenden", "Antal"), "37") in _values(found)
    assert ("2022", ("Påbörjade ärenden", "Antal"), "52") in _values(found)


def test_cells_that_wrap_line_by_line() -> None:
    (found,) = _find(
        ("Kontroll", 70, 700), ("A", 250, 700), ("B", 300, 700),
        ("Har samråd skett", 70, 685), ("Ja", 250, 685), ("Nej", 300, 685),
        ("med den enskilde?", 70, 674),
        ("Finns plan?", 70, 659), ("Ja", 250, 659), ("Ja", 300, 659),
    )  # fmt: skip
    assert _values(found)[1] == ("Har samråd skett med den enskilde?", ("B",), "Nej")


def test_cells_given_whole_one_after_another() -> None:
    (found,) = _find(
        ("Typ av", 70, 700), ("händelse", 70, 688), ("2021", 250, 700), ("2022", 300, 700),
        ("Fall", 70, 674), ("12", 250, 674), ("14", 300, 674),
        ("Utebliven", 70, 660), ("insats", 70, 648), ("3", 250, 660), ("5", 300, 660),
    )  # fmt: skip
    assert found.table.header == (("Typ av händelse", "2021", "2022"),)
    assert ("Utebliven insats", ("2022",), "5") in _values(found)


def test_figures_without_places() -> None:
    text = "Mnkr 2021 2022 2023\nUnderhålls-\nkostnader\n4,1 7,2 3,9\nVi har följt upp planen."
    lines, start = [], 0
    for raw in text.split("\n"):
        lines.append(Line(1, start, start + len(raw), raw, 70.0, 700.0 - start, 10.5))
        start += len(raw) + 1
    (found,) = find_tables([text], lines, range(len(lines)))
    assert _values(found)[1] == ("Underhållskostnader", ("2022",), "7,2")
    assert len(found.lines) == 4


def test_two_columns_of_prose_are_no_table() -> None:
    left = [("Detta är löpande text i spalt ett", 70.0, 700.0 - 12 * k) for k in range(6)]
    right = [("och detta är löpande text i två", 300.0, 700.0 - 12 * k) for k in range(6)]
    assert _find(*left, *right) == []


def test_heading_row_without_a_cell_over_the_labels() -> None:
    (found,) = _find(
        ("2021", 250, 700), ("2022", 300, 700),
        ("Bad", 70, 685), ("12", 250, 685), ("14", 300, 685),
        ("Parker", 70, 670), ("3", 250, 670), ("5", 300, 670),
    )  # fmt: skip
    assert _values(found) == [
        ("Bad", ("2021",), "12"), ("Bad", ("2022",), "14"), ("Parker", ("2021",), "3"), ("Parker", ("2022",), "5"),
    ]  # fmt: skip
