"""The register gives back what was written, whole files at a time, and refuses what it cannot use."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from texts import rich_result

from assistant.errors import StoreError
from assistant.register.store import Register, open_register
from assistant.types import (
    AuditQuestion,
    Definition,
    Problem,
    ProblemKind,
    Quote,
    Recommendation,
    Response,
    Span,
    Stance,
    Theme,
    Verdict,
)

QUOTE = Quote("sandby:2", "sandby:2:s1", 2, "Ärenden 54 61", (Span(2, 13, 26),))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'register.sqlite'}"


@pytest.fixture
def register(url: str) -> Register:
    return open_register(url)


def test_a_file_is_read_back_as_it_was_written(register: Register) -> None:
    result = rich_result()
    register.write_file(result, "läsare 1")
    assert register.read_result("sandby") == result
    assert [s.sha256 for s in register.files().values()] == ["ab" * 32]


def test_writing_a_file_again_replaces_all_of_it(register: Register) -> None:
    result = rich_result()
    register.write_file(result)
    old_keys = set(register.passages())
    shorter = replace(result, passages=result.passages[:1], footnotes=(), parts=result.parts[:1], sections=())
    register.write_file(shorter)
    assert register.read_result("sandby") == shorter
    assert register.count() == (1, 1)
    assert not old_keys & set(register.passages()), "a key is never used for another passage"


def test_a_removed_file_takes_everything_along(register: Register, url: str) -> None:
    register.write_file(rich_result())
    register.write_records([Definition("SN", "socialnämnden", QUOTE)])
    register.delete_file("sandby")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as db:
        tables = ("files", "pages", "parts", "sections", "passages", "footnotes", "records", "problems")
        assert {t: db.execute(f"select count(*) from {t}").fetchone()[0] for t in tables} == dict.fromkeys(tables, 0)


def test_a_failed_write_leaves_the_earlier_version(register: Register) -> None:
    result = rich_result()
    register.write_file(result)
    twice = replace(result, passages=(result.passages[0], result.passages[0]))
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        register.write_file(twice)
    assert register.read_result("sandby") == result


def test_passages_by_part_and_by_id(register: Register) -> None:
    register.write_file(rich_result())
    assert [p.id for p in register.passages(part_ids=["sandby:2"]).values()] == ["sandby:p2:1"]
    assert [p.id for p in register.passages(ids=["sandby:p1:1"]).values()] == ["sandby:p1:1"]
    assert register.passages(part_ids=[]) == {}
    key = next(iter(register.passages()))
    assert list(register.passages(keys=[key, 10_000])) == [key]


def test_records_of_every_kind_come_back_alike(register: Register) -> None:
    register.write_file(rich_result())
    recommendation = Recommendation(
        "sandby#1", "sandby", "sandby:2", None, ("socialnämnden",), 1, "säkerställa att", ("3.2",), (QUOTE,),
        (Theme("uppföljning", "ordet följs", 0.5),), "hög",
    )  # fmt: skip
    question = AuditQuestion("sandby?1", "sandby:2", 1, QUOTE, QUOTE, Verdict.PARTLY, "delvis uppfyllt")
    response = Response("sandby#1", QUOTE, Stance.AGREES, (QUOTE,), "förvaltningschefen", date(2024, 1, 31))
    definition = Definition("SN", "socialnämnden", QUOTE)
    register.write_records([recommendation], [question], [response], [definition])
    assert register.records(Recommendation) == (recommendation,)
    assert register.records(AuditQuestion) == (question,)
    assert register.records(Response) == (response,)
    assert register.records(Definition) == (definition,)
    register.write_records([])
    assert register.records(Recommendation) == ()


def test_problems_are_kept_by_path_and_replaced(register: Register) -> None:
    problem = Problem("a.pdf", ProblemKind.SCANNED, "Sidorna är bilder.", "Installera Tesseract.", (2, 3))
    register.write_problems("/x/a.pdf", [problem], "abc", "läsare 1")
    assert register.problems_by_path() == {"/x/a.pdf": [problem]}
    assert register.failures() == {"/x/a.pdf": ("abc", "läsare 1")}
    register.write_problems("/x/a.pdf", [])
    assert register.problems_by_path() == {}


@pytest.mark.parametrize(("version", "word"), [("999", "nyare"), ("0", "äldre")])
def test_a_register_of_another_version_is_refused(register: Register, url: str, version: str, word: str) -> None:
    register.set_meta(schema=version)
    register.close()
    with pytest.raises(StoreError, match=word) as caught:
        open_register(url)
    assert caught.value.advice


def test_a_file_that_is_no_register_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    path.write_bytes(b"ingen databas " * 100)
    with pytest.raises(StoreError) as caught:
        open_register(f"sqlite:///{path}")
    assert "index" in caught.value.advice


def test_opening_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="inget index"):
        open_register(f"sqlite:///{tmp_path / 'saknas' / 'register.sqlite'}", create=False)
    assert not (tmp_path / "saknas").exists()
