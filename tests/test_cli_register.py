"""The register in the terminal, on the sample corpus: what is open, audit questions, statutes; filters and JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant import cli
from assistant.settings import Settings


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], sample_settings: Settings) -> Any:
    """Run a command on the sample corpus: (exit code, stdout, stderr)."""

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.run([*arguments, "--data", str(sample_settings.data)])
        return code, *capsys.readouterr()

    return go


def rows(result: tuple[int, str, str]) -> list[dict[str, Any]]:
    assert result[0] == 0, result[2]
    return [json.loads(line) for line in result[1].splitlines()]


def test_open_recommendations_count_days_from_the_given_day(run: Any) -> None:
    found = rows(run("unanswered", "--today", "2024-09-20", "--municipality", "norrsala", "--json"))
    assert {(row["why"], row["due"], row["days"]) for row in found} == {("obesvarad", "2024-09-30", 10)}
    assert [row["recommendation"]["number"] for row in found] == [1, 2, 3, 4, 5]
    assert all(row["source"]["quote"] and row["source"]["page"] for row in found)
    later = rows(run("unanswered", "--today", "2024-10-05", "--municipality", "Norrsala", "--json"))
    assert {row["days"] for row in later} == {-5}


def test_what_a_follow_up_found_undone_is_open_with_its_words(run: Any) -> None:
    found = rows(run("unanswered", "--today", "2025-06-01", "--municipality", "Askebro", "--json"))
    undone = [row for row in found if row["why"] == "ej åtgärdad"]
    assert {row["recommendation"]["status"] for row in undone} == {"delvis åtgärdad", "ej åtgärdad"}
    assert {row["source"]["document"] for row in undone} == {"askebro-2025-uppfoljande-granskning"}
    passed = {row["recommendation"]["id"] for row in found if row["why"] == "utlovad åtgärd passerad"}
    assert "askebro-2023-placerade-barn#1" not in passed  # found carried out


@pytest.mark.parametrize(
    ("options", "documents"),
    [
        (
            ("--auditor", "nordkontroll"),
            {"lindvalla-2023-informationssakerhet", "lindvalla-2025-handlingar-skolfranvaro"},
        ),
        (("--auditor", "Nordkontroll", "--year", "2023"), {"lindvalla-2023-informationssakerhet"}),
        (("--area", "inköp"), {"vasterhamra-2025-upphandling"}),
        (("--auditor", "Ingen"), set()),
    ],
)
def test_recommendations_by_auditor_year_and_area(run: Any, options: tuple[str, ...], documents: set[str]) -> None:
    assert {row["document"] for row in rows(run("recommendations", *options, "--json"))} == documents


def test_audit_questions_with_their_answers(run: Any) -> None:
    found = rows(run("questions", "--verdict", "nej", "--json"))
    assert found
    assert {row["verdict"] for row in found} == {"nej"}
    (one,) = [row for row in found if row["municipality"] == "Norrsala"]
    assert one["verdict_words"] == "Ej uppfyllt"
    assert one["answer"]["page"] == 6
    assert len(rows(run("questions", "--json"))) > len(found)


def test_a_wrong_number_is_the_only_wrong_flag(run: Any) -> None:
    found = rows(run("laws", "--flagged", "--json"))
    wrong = [row for row in found if "fel nummer" in row["flags"]]
    assert [(row["sfs"], row["right_sfs"]) for row in wrong] == [("2016:1154", "2016:1145")]
    differing = {row["sfs"] for row in found if "handlingarna anger olika nummer" in row["flags"]}
    assert differing == {"2016:1145", "2016:1154"}
    by_short = rows(run("laws", "--law", "sol", "--json"))
    assert {row["statute"] for row in by_short} == {"socialtjänstlagen"}


def test_what_recurs_can_be_limited(run: Any) -> None:
    (found,) = rows(run("recurring", "--min-municipalities", "1", "--year", "2024", "--json"))
    assert {town for theme in found for town in theme["municipalities"]} == {"Norrsala"}
    assert all(theme["years"] == {"Norrsala": [2024]} for theme in found)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("unanswered", "--today", "2024-10-05"), "5 dagar försenad (2024-09-30)"),
        (("questions", "--municipality", "Norrsala"), "Ej uppfyllt"),
        (("laws", "--flagged"), "fel nummer (2016:1145)"),
        (("recurring",), "av 4 kommuner"),
    ],
)
def test_people_read_swedish(run: Any, arguments: tuple[str, ...], says: str) -> None:
    code, out, _ = run(*arguments)
    assert code == 0
    assert says in out


def test_a_wrong_day_is_explained(run: Any) -> None:
    code, out, err = run("unanswered", "--today", "i går")
    assert (code, out) == (2, "")
    assert "i går är inget datum" in err
