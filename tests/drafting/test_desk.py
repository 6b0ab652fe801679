"""The web tab's desk: what the browser keeps becomes choices, and the draft's note marks open their sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.settings import Settings
from assistant.types import Stance
from assistant.web.desk import Desk, as_conversation, changed, choices, shown, ticked
from assistant.web.shelf import Shelf

WORK = {"document": "norrsala-2024-hemtjanst", "body": "vård- och omsorgsnämnden"}


@pytest.fixture
def desk(sample_settings: Settings, tmp_path: Path) -> Desk:
    return Desk(Shelf(sample_settings))


def test_reports_and_their_bodies_are_offered(desk: Desk) -> None:
    documents = [value for _, value in desk.reports()]
    assert "norrsala-2024-hemtjanst" in documents
    assert "norrsala-2024-kvalitetsberattelse" not in documents
    assert desk.bodies("lindvalla-2023-informationssakerhet") == ["kommunstyrelsen", "barn- och utbildningsnämnden"]


def test_what_the_drafter_writes_becomes_choices() -> None:
    work = changed(changed(dict(WORK), "r#1", "stance", "delar inte"), "r#1", "measure", "  Ny plan ")
    own = choices(work).own["r#1"]
    assert (own.stance, own.measure, own.due) == (Stance.DISAGREES, "Ny plan", None)
    assert "own" not in WORK


def test_ticks_leave_out_and_bring_back() -> None:
    work = ticked(dict(WORK), ["a", "b"], ["a"])
    assert choices(work).left_out == {"b"}
    assert choices(ticked(work, ["a", "b"], ["a", "b"])).left_out == frozenset()


def test_the_draft_shows_buttons_for_its_sources(desk: Desk) -> None:
    draft = desk.write(dict(WORK))
    page = shown(draft)
    numbers = {int(n) for n in re.findall(r'data-event="cite" data-turn="0" data-n="(\d+)"', page)}
    talk = as_conversation(draft)
    assert numbers
    assert all(talk.citation(0, n) for n in numbers)
    assert "<sup" not in page


def test_the_plan_is_made_once(desk: Desk) -> None:
    assert desk.plan(dict(WORK)) is desk.plan(changed(dict(WORK), "r", "measure", "x"))


def test_a_dropped_report_is_kept_and_offered(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "Granskning <ny>.txt"
    path.write_text(
        "Granskning av vatten\n\nRevisionsrapport\n\nVi rekommenderar tekniska nämnden att:\n\n"
        "• upprätta en plan för ledningsnätet,\n\n• följa upp vattenkvaliteten varje månad.\n",
        encoding="utf-8",
    )
    kept = desk.keep(str(path))
    try:
        assert "<" not in Path(kept).name
        assert kept in [value for _, value in desk.reports()]
        assert desk.bodies(kept) == ["tekniska nämnden"]
    finally:
        Path(kept).unlink()


def test_no_report_chosen_is_said(desk: Desk) -> None:
    with pytest.raises(InputError, match="Ingen rapport"):
        desk.plan({})
