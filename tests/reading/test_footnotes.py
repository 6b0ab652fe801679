"""Calls of footnotes, and which lines are notes."""

from __future__ import annotations

import pytest

from assistant.reading.footnotes import calls, find_notes
from assistant.reading.model import Line


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("nämnden1 beslutade", {"1"}, ["1"]),
        ("HVB3-placeringar", {"3"}, ["3"]),
        ("år 20225 framgår", {"5"}, ["5"]),
        ("år 20225 framgår", {"2"}, []),
        ("åren 2018 och 20218", {"8"}, ["8"]),
        ("(BBIC)4 och FREDA14", {"4", "14"}, ["4", "14"]),
        ("andelen var 23%18.", {"18"}, ["18"]),
        ("enligt planen.7 Vidare", {"7"}, ["7"]),
        ("lagen¹ gäller", {"1"}, ["¹"]),
        ("avsnitt 3.1 och 14 dagar", {"1", "14"}, []),
        ("version2.5 av", {"2"}, []),
        ("ett tal 2021 utan not", {"1"}, []),
    ],
)
def test_calls(text: str, marks: set[str], expected: list[str]) -> None:
    assert [text[a:b] for a, b in calls(text, marks)] == expected


def _lines(*rows: tuple[str, float, float]) -> list[Line]:
    found, start = [], 0
    for text, y, size in rows:
        found.append(Line(1, start, start + len(text), text, 70.0, y, size))
        start += len(text) + 1
    return found


def test_small_note_over_two_lines() -> None:
    lines = _lines(
        ("Reglementet1 anger nämndens uppgifter och ansvar för verksamheten.", 700, 10.5),
        ("Det reviderades för två år sedan och gäller tills vidare.", 686, 10.5),
        ("1 Reglemente för kulturnämnden, antaget av fullmäktige,", 60, 8),
        ("senast ändrat i maj.", 50, 8),
    )
    notes = find_notes(lines, range(4))
    assert [(n.mark, n.lines) for n in notes] == [("1", (2, 3))]


def test_note_that_nothing_calls_is_no_note() -> None:
    lines = _lines(
        ("Reglementet anger nämndens uppgifter.", 700, 10.5),
        ("1 Ordförande öppnar mötet.", 686, 10.5),
        ("Slut.", 672, 10.5),
    )
    assert find_notes(lines, range(3)) == []


def test_numbered_bold_heading_is_no_note() -> None:
    lines = _lines(("Se planen1 för mer.", 700, 10.5), ("1 Bakgrund", 60, 10.5))
    bold = [lines[0], Line(1, lines[1].start, lines[1].end, lines[1].text, 70, 60, 10.5, True)]
    assert find_notes(bold, range(2)) == []
    assert [n.mark for n in find_notes(lines, range(2))] == ["1"]


def test_numbered_rows_at_the_pages_foot_are_no_notes() -> None:
    lines = _lines(("Nämnden1 svarade i maj.", 700, 10.5), ("1", 90, 8), ("Inför en rutin för besök.", 90, 8))
    row = [*lines[:2], Line(1, lines[2].start, lines[2].end, lines[2].text, 120.0, 90, 8)]
    assert find_notes(row, range(3)) == []
    figures = _lines(("Nämnden1 svarade i maj.", 700, 10.5), ("1 148", 60, 8))
    assert find_notes(figures, range(2)) == []
