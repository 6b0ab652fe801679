"""The command `draft`: its JSON, its files and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import cli
from assistant.settings import Settings


def run(settings: Settings, *arguments: str) -> int:
    return cli.run(["draft", *arguments, "--data", str(settings.data)])


def test_json_follows_the_contract(
    sample_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ut" / "svar.docx"
    assert run(sample_settings, "norrsala-2024-hemtjanst", "--out", str(out), "--json", "--today", "2024-09-01") == 0
    row = json.loads(capsys.readouterr().out)
    assert out.exists()
    assert row["file"] == str(out)
    assert (row["document"], row["body"]) == ("norrsala-2024-hemtjanst", "vård- och omsorgsnämnden")
    assert row["answer_due"] == "2024-09-30"
    assert row["check"]["answered"] == row["check"]["recommendations"] == len(row["items"]) == 5
    assert row["check"]["verified"] == row["check"]["sentences"]
    assert row["check"]["unsourced"] == []
    item = row["items"][0]
    assert item["stance"] is None
    assert "åtgärd" in item["gaps"]
    assert {"n", "document", "part", "section", "section_title", "page", "start", "end", "quote"} == set(
        item["evidence"][0]
    )


@pytest.mark.parametrize(("kind", "starts"), [("md", "# Yttrande"), ("html", "<!doctype html>")])
def test_other_formats(sample_settings: Settings, tmp_path: Path, kind: str, starts: str) -> None:
    out = tmp_path / f"svar.{kind}"
    assert run(sample_settings, "vasterhamra-2025-upphandling", "--out", str(out)) == 0
    assert out.read_text(encoding="utf-8").startswith(starts)


def test_own_words_come_from_a_file(
    sample_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill = tmp_path / "egna.json"
    words = {"stance": "delar", "measure": "En bemanningsplan tas fram", "responsible": "Enhetschefen", "due": "juni"}
    fill.write_text(json.dumps({"svar": {"norrsala-2024-hemtjanst#1": words}}), encoding="utf-8")
    out = tmp_path / "svar.md"
    assert run(sample_settings, "norrsala-2024-hemtjanst", "--out", str(out), "--fill", str(fill), "--json") == 0
    item = json.loads(capsys.readouterr().out)["items"][0]
    assert item["stance"] == "delar"
    assert item["gaps"] == []
    assert "En bemanningsplan tas fram" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["norrsala-2024-kvalitetsberattelse"], "inga rekommendationer"),
        (["norrsala-2024-hemtjanst", "--body", "Fritidsnämnden"], "fritidsnämnden"),
        (["norrsala-2024-hemtjanst", "--today", "igår"], "inget datum"),
        (["norrsala-2024-hemtjanst", "--format", "pdf"], "pdf"),
    ],
)
def test_bad_input_leaves_no_file(
    sample_settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    out = tmp_path / "svar.docx"
    assert run(sample_settings, *arguments, "--out", str(out)) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_check_that_fails_is_an_exit_code(
    sample_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.drafting.checking._strange", lambda text, allowed: ["412"])
    assert run(sample_settings, "norrsala-2024-hemtjanst", "--out", str(tmp_path / "svar.docx")) == 1
    assert (tmp_path / "svar.docx").exists()
