"""The terminal, as scripts and people meet it: exit codes, Swedish, and the JSON contract on the sample corpus."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, cli_output
from assistant.errors import AssistantError, InputError, ModelError, NoIndexError, SettingsError, StoreError
from assistant.settings import Settings

COMMANDS = (
    "index",
    "documents",
    "recommendations",
    "recurring",
    "unanswered",
    "questions",
    "laws",
    "ask",
    "search",
    "serve",
)
HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "sqlalchemy", "pypdf", "docx", "tantivy", "numpy")
QUESTION = "Vilka rekommendationer lämnar revisorerna?"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command line in this process: (exit code, stdout, stderr)."""
    monkeypatch.delenv("ASSISTANT_DEBUG", raising=False)

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return go


@pytest.fixture
def sample(run: Any, sample_settings: Settings) -> Any:
    """Run a command line on the sample corpus."""
    return lambda *arguments: run(*arguments, "--data", sample_settings.data)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# ---------------------------------------------------------------- help, errors, exit codes


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_swedish_and_has_examples(run: Any, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"python -m assistant {name}" in out.split("Exempel")[1]
    assert "--data" in out
    assert not re.search(r"Usage|Options|Arguments|Show this|default:|required", out)


def test_without_a_command_the_help_is_shown(run: Any) -> None:
    code, out, _ = run()
    assert code == 0
    assert all(name in out for name in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    show = f"print([name for name in {HEAVY} if name in sys.modules])"
    code = f"import sys; from assistant.cli import run; run(['ask', '--help']); {show}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("asks",), "Kommandot asks finns inte"),
        (("ask", "a", "b"), "För många ord: b"),
        (("ask",), "Ange antingen en fråga eller --batch"),
        (("ask", "fråga", "--batch", "-"), "Ange antingen en fråga eller --batch"),
        (("ask", "--batch", "saknas.jsonl"), "saknas.jsonl kan inte läsas"),
        (("ask", "--nej"), "Väljaren --nej finns inte"),
        (("ask", "fråga", "--data"), "Väljaren --data behöver ett värde"),
        (("search", "fråga", "-k", "två"), "-k: skriv ett heltal"),
        (("search", "fråga", "-k", "0"), "-k: minst 1"),
        (("search", "fråga", "--kind", "brev"), "”brev” är inget av"),
        (("serve", "--port", "70000"), "--port: högst 65535"),
        (("index", "finns-inte"), "finns-inte finns inte"),
    ],
)
def test_a_wrong_command_line_is_explained_in_swedish(run: Any, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [("documents",), ("recurring", "--json"), ("ask", "Vad?"), ("search", "x")])
def test_without_an_index_the_user_is_told_how_to_make_one(
    run: Any, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, out, err = run(*arguments, "--data", tmp_path)
    assert (code, out) == (3, "")
    assert "python -m assistant index" in err


def test_a_wrong_setting_is_named(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_MAX_FILE_MB", "stor")
    code, _, err = run("documents", "--data", tmp_path)
    assert code == 2
    assert "ASSISTANT_MAX_FILE_MB" in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("Fel väg.", "Rätta."), 2),
        (SettingsError("Fel värde.", "Rätta."), 2),
        (NoIndexError("Tomt.", "Indexera."), 3),
        (StoreError("Låst.", "Vänta."), 4),
        (ModelError("Saknas.", "Ange en annan."), 4),
        (AssistantError("Något.", "Gör så."), 2),
        (RuntimeError("ett fel i programmet"), 1),
    ],
)
def test_each_error_has_its_exit_code(capsys: pytest.CaptureFixture[str], error: Exception, code: int) -> None:
    assert cli_output.report_error(error) == code
    shown = capsys.readouterr().err
    assert all(words in shown for words in error.args[:1])
    if isinstance(error, AssistantError):
        assert error.advice in shown


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_DEBUG", "1")
    with pytest.raises(NoIndexError):
        cli.run(["documents", "--data", str(tmp_path)])


def test_an_interruption_is_quiet(run: Any, monkeypatch: pytest.MonkeyPatch, sample_settings: Settings) -> None:
    from assistant import pipeline

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "ask", interrupted)
    code, _, err = run("ask", QUESTION, "--data", sample_settings.data)
    assert code == 130
    assert "Avbrutet" in err
    assert "Traceback" not in err


# ---------------------------------------------------------------- the contract


def test_documents(sample: Any, sample_corpus: Path) -> None:
    code, out, _ = sample("documents", "--json")
    found = rows(out)
    keys = {
        "document",
        "part",
        "kind",
        "municipality",
        "body",
        "date",
        "answer_due",
        "diarienummer",
        "auditor",
        "pages",
    }
    assert code == 0
    assert all(keys | {"pages"} <= row.keys() for row in found)
    files = {path.stem: path.suffix for path in sample_corpus.iterdir() if path.suffix in (".pdf", ".docx", ".txt")}
    assert {row["document"] for row in found} == set(files)
    for row in found:
        assert (row["pages"] is not None) == (files[row["document"]] == ".pdf"), row
        assert all(row[key] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row[key]) for key in ("date", "answer_due"))


def test_data_may_stand_before_the_command_or_in_the_environment(
    run: Any, sample: Any, sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = sample("documents", "--json")
    assert run("--data", sample_settings.data, "documents", "--json") == after
    monkeypatch.setenv("ASSISTANT_DATA", str(sample_settings.data))
    assert run("documents", "--json") == after


def test_recommendations_and_their_filters(sample: Any) -> None:
    every = rows(sample("recommendations", "--json")[1])
    keys = {"id", "document", "part", "municipality", "addressee", "number", "text", "sections", "stated_in"}
    assert all(keys | {"theme", "page", "response", "status"} <= row.keys() for row in every)
    assert len({row["id"] for row in every}) == len(every) > 10
    one = every[0]
    town = rows(sample("recommendations", "--json", "--municipality", one["municipality"].upper())[1])
    assert town == [row for row in every if row["municipality"] == one["municipality"]]
    assert 0 < len(town) < len(every)
    body = rows(sample("recommendations", "--json", "--body", one["addressee"])[1])
    assert one in body
    theme = next(row["theme"] for row in every if row["theme"])
    themed = rows(sample("recommendations", "--json", "--theme", theme.lower())[1])
    assert themed
    assert all(theme in row["themes"] for row in themed)
    assert rows(sample("recommendations", "--json", "--year", "1971")[1]) == []


def test_recurring_themes_point_at_recommendations(sample: Any) -> None:
    ids = {row["id"]: row["municipality"] for row in rows(sample("recommendations", "--json")[1])}
    themes = json.loads(sample("recurring", "--json")[1])
    assert themes
    for theme in themes:
        assert len(theme["municipalities"]) >= 2
        for town, members in theme["municipalities"].items():
            assert members
            assert all(ids[one] == town for one in members)
    fewer = json.loads(sample("recurring", "--json", "--min-municipalities", "4")[1])
    assert all(len(theme["municipalities"]) >= 4 for theme in fewer)


def test_ask(sample: Any, sample_corpus: Path) -> None:
    code, out, _ = sample("ask", QUESTION, "--json")
    (answer,) = rows(out)
    assert code == 0
    assert (answer["id"], answer["question"], answer["refused"], answer["reason"]) == (None, QUESTION, False, None)
    assert answer["statements"]
    assert answer["coverage"]["searched"] > 0
    numbers = {citation["n"] for citation in answer["citations"]}
    stems = {path.stem for path in sample_corpus.iterdir()}
    for citation in answer["citations"]:
        assert citation["document"] in stems
        assert citation["quote"]
        assert citation["start"] < citation["end"]
        assert citation["page"] is None or citation["page"] >= 1
    for statement in answer["statements"]:
        assert set(statement["citations"]) <= numbers
        assert statement["checks"]["quote"] is True
        assert statement["checks"]["figures"] is True


def test_a_refusal_is_an_answer(sample: Any) -> None:
    code, out, _ = sample("ask", "Vem vann hockey-VM 1987?", "--json")
    (answer,) = rows(out)
    assert (code, answer["refused"]) == (0, True)
    assert answer["reason"]
    assert answer["answer"]


def test_a_batch_goes_on_after_a_bad_line(sample: Any, tmp_path: Path) -> None:
    batch = tmp_path / "frågor.jsonl"
    lines = [
        json.dumps({"id": "a", "question": QUESTION}),
        "{inte json",
        "",
        json.dumps({"id": "b"}),
        json.dumps({"id": 3, "question": "Vem vann hockey-VM 1987?", "history": [QUESTION]}),
    ]
    batch.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    code, out, err = sample("ask", "--batch", batch, "--json")
    assert [row["id"] for row in rows(out)] == ["a", 3]
    assert code == 2
    assert "Rad 2 " in err
    assert "Rad 4 saknar question" in err


def test_one_failing_question_does_not_stop_the_batch(
    sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant import pipeline

    ask = pipeline.ask

    def sometimes(library: Any, question: str, *rest: Any, **more: Any) -> Any:
        if question == "krasch":
            raise ZeroDivisionError("noll")
        return ask(library, question, *rest, **more)

    monkeypatch.setattr(pipeline, "ask", sometimes)
    batch = tmp_path / "b.jsonl"
    batch.write_text('{"id": 1, "question": "krasch"}\n{"id": 2, "question": "' + QUESTION + '"}\n', encoding="utf-8")
    code, out, err = sample("ask", "--batch", batch, "--json")
    assert [row["id"] for row in rows(out)] == [2]
    assert code == 1
    assert "Rad 1: oväntat, ZeroDivisionError" in err


def test_search_and_its_batch(sample: Any, tmp_path: Path) -> None:
    (one,) = rows(sample("search", "avgifter", "-k", "3", "--json")[1])
    assert len(one["results"]) == 3
    assert all(hit.keys() == {"document", "part", "section", "page", "text", "score"} for hit in one["results"])
    scores = [hit["score"] for hit in one["results"]]
    assert scores == sorted(scores, reverse=True)
    batch = tmp_path / "b.jsonl"
    batch.write_text('{"id": "x", "question": "avvikelser"}\n{"id": "y", "question": "avtal"}\n', encoding="utf-8")
    two = rows(sample("search", "--batch", batch, "-k", "2", "--json")[1])
    assert [(row["id"], len(row["results"])) for row in two] == [("x", 2), ("y", 2)]


def test_the_batch_may_come_on_standard_input(sample_settings: Settings) -> None:
    command = [
        sys.executable,
        "-m",
        "assistant",
        "search",
        "--batch",
        "-",
        "--json",
        "--data",
        str(sample_settings.data),
    ]
    done = subprocess.run(
        command, input='{"id": "å", "question": "avgifter"}\n', capture_output=True, encoding="utf-8", check=True
    )
    assert rows(done.stdout)[0]["id"] == "å"


# ---------------------------------------------------------------- for people


@pytest.mark.parametrize(
    "arguments", [("documents",), ("recommendations",), ("recurring",), ("ask", QUESTION), ("search", "avtal")]
)
def test_piped_text_is_plain_and_full(sample: Any, arguments: tuple[str, ...]) -> None:
    code, out, _ = sample(*arguments)
    assert code == 0
    assert len(out.splitlines()) > 3
    assert "\x1b" not in out
    assert "None" not in out


def test_an_answer_lists_its_sources(sample: Any) -> None:
    (answer,) = rows(sample("ask", QUESTION, "--json")[1])
    out = sample("ask", QUESTION)[1]
    squeezed = " ".join(out.split())
    for citation in answer["citations"]:
        assert f"[{citation['n']}] {citation['document']}" in squeezed
        assert " ".join(citation["quote"].split()) in squeezed


def test_unreadable_files_are_listed_and_do_not_stop_the_run(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "handlingar"
    folder.mkdir()
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.4 inget mer")
    (folder / "anteckning.txt").write_text(
        "Rutin för nycklar\n\nNycklar kvitteras hos receptionen.\n", encoding="utf-8"
    )
    code, out, _ = run("index", folder, "--json", "--data", tmp_path / "data")
    report = json.loads(out)
    assert code == 0
    assert [problem["file"].endswith("trasig.pdf") for problem in report["problems"]] == [True]
    assert report["problems"][0]["reason"]
    assert report["problems"][0]["advice"]
    code, out, _ = run("index", folder, "--data", tmp_path / "data")
    assert code == 0
    assert "trasig.pdf" in out
    assert report["problems"][0]["advice"].split()[0] in out


def test_a_reader_that_leaves_early_causes_no_noise(sample_settings: Settings) -> None:
    command = f'"{sys.executable}" -m assistant recommendations --json --data "{sample_settings.data}" | head -n 1'
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, env=os.environ)
    assert done.stderr == ""
    assert json.loads(done.stdout)
