"""Tables of contents, and tables of figures that are none."""

from __future__ import annotations

from assistant.reading.contents import find_contents
from assistant.reading.model import Line


def _lines(*rows: str) -> list[Line]:
    found, start = [], 0
    for text in rows:
        found.append(Line(1, start, start + len(text), text))
        start += len(text) + 1
    return found


def _texts(*rows: str) -> list[list[str]]:
    lines = _lines(*rows)
    return [[lines[i].text for i in run] for run in find_contents(lines, range(len(lines)))]


def test_leaders_and_the_heading_after_them() -> None:
    rows = ("Innehåll", "1 Inledning ........ 2", "2 Metod .......... 3", "1 Inledning", "Vi har granskat bad.")
    assert _texts(*rows) == [list(rows[:3])]


def test_leaders_without_heading() -> None:
    rows = ("Bakgrund........3", "Syfte..........3", "Iakttagelser......4")
    assert _texts(*rows, "Bakgrund", "Badet byggdes 1974.") == [list(rows)]


def test_wrapped_entry() -> None:
    rows = ("Innehållsförteckning", "1 Inledning 2", "2 Sammanställning av", "alla åtgärder 4", "3 Metod 5")
    assert _texts(*rows, "1 Inledning") == [list(rows)]


def test_figures_are_no_contents() -> None:
    assert _texts("Sandviken 12", "Holmen 14", "Udden 17", "Viken 21") == []
