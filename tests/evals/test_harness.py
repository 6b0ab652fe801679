"""The harness around the figures: gold and its proof, cache and resumption, reports, exit codes, the wizard."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from assistant import cli_eval
from evals import gold as gold_room
from evals import runner
from evals.baselines import cite, echo, random_section
from evals.cache import Cache
from evals.endpoint import parse_reply
from evals.engine import Chunk
from evals.errors import GoldError
from evals.htmlpage import page
from evals.lint import lint
from evals.model import Question
from evals.plain import as_words, bm25, split
from evals.report import junit, markdown
from evals.scoring import JOINED, RATES
from evals.wizard import gold_from_answer, save_gold

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "evals" / "fixtures"
GOLD, CORPUS = FIXTURES / "gold", FIXTURES / "corpus"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the fixture gold, to damage."""
    return Path(shutil.copytree(GOLD, tmp_path / "gold"))


def _edit(folder: Path, question_id: str, **changes: Any) -> None:
    file = folder / "questions.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines()]
    rows = [row | changes if row["id"] == question_id else row for row in rows]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf8")


# ---------------------------------------------------------------- gold


@pytest.mark.parametrize(
    ("gold", "corpus"),
    [("evals/fixtures/gold", "evals/fixtures/corpus"), ("evals/sample", "corpus/exempel")],
)
def test_the_gold_that_is_shipped_holds(gold: str, corpus: str) -> None:
    assert lint(ROOT / gold, ROOT / corpus) == []


def test_the_sample_has_every_kind_and_enough_questions() -> None:
    questions = gold_room.read_gold(ROOT / "evals" / "sample").questions
    schema = json.loads((ROOT / "evals" / "schema" / "question.schema.json").read_text(encoding="utf8"))
    assert {q.kind for q in questions} == set(schema["properties"]["kind"]["enum"])
    assert len(questions) >= 80


@pytest.mark.parametrize(
    ("question_id", "changes", "found"),
    [
        ("e1", {"citations": [{"document": "ekby-2024-vattenverk", "quote": "14 av 53 pumpar"}]}, "citatet står"),
        ("e1", {"citations": [{"document": "finns-inte", "quote": "hade 14 av 52 pumpar"}]}, "finns inte"),
        ("e1", {"id": "e2"}, "id finns 2 gånger"),
        ("e1", {"facts": [["15"]]}, "inget citat säger 15"),
        ("e1", {"must_not": ["14"]}, "ska sägas och får inte sägas"),
        ("s9", {"question": "Uppgick överskridandet till 1,4 miljoner kronor?"}, "kan ha ett svar"),
        ("e1", {"kind": "followup"}, "behöver en tidigare fråga"),
    ],
)  # fmt: skip
def test_lint_finds_what_is_wrong(copied: Path, question_id: str, changes: dict[str, Any], found: str) -> None:
    _edit(copied, question_id, **changes)
    assert any(found in one.what for one in lint(copied, CORPUS))


@pytest.mark.parametrize(
    "changes",
    [{"facts": []}, {"kind": "gåta"}, {"unanswerable": True}, {"question": ""}, {"facts": [[]]}, {"citations": [{}]}],
)
def test_a_line_outside_the_schema_is_refused_with_its_place(copied: Path, changes: dict[str, Any]) -> None:
    _edit(copied, "e2", **changes)
    with pytest.raises(GoldError, match=r"questions\.jsonl:2"):
        gold_room.read_gold(copied)


def test_outputs_that_are_no_answers_become_errors_and_twins_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ut.jsonl"
    file.write_text('{"id": "e1", "answer": 7}\n{"id": 2, "answer": null, "citations": null}\n', encoding="utf8")
    found = gold_room.read_outputs(file)
    assert found["e1"].error
    assert found["2"].error is None
    file.write_text('{"id": "e1", "answer": ""}\n{"id": "e1", "answer": ""}\n', encoding="utf8")
    with pytest.raises(GoldError, match="två gånger"):
        gold_room.read_outputs(file)


# ---------------------------------------------------------------- cache


def test_the_cache_survives_a_torn_line_and_keeps_no_errors(tmp_path: Path) -> None:
    file = tmp_path / "cache.jsonl"
    one, two = Question("a", "fact", "Fråga ett?"), Question("b", "fact", "Fråga två?")
    Cache(file).put(one, {"id": "a", "answer": "ett"})
    with file.open("a", encoding="utf8") as out:
        out.write('{"key": "avbru')  # killed while writing
    again = Cache(file)
    assert again.get(one) == {"id": "a", "answer": "ett"}
    again.put(two, {"id": "b", "answer": "två"})
    again.put(Question("c", "fact", "Fråga tre?"), {"id": "c", "error": "KeyError"})
    last = Cache(file)
    assert last.get(two) == {"id": "b", "answer": "två"}
    assert last.get(Question("c", "fact", "Fråga tre?")) is None
    assert last.get(Question("z", "fact", "Fråga ett?")) == {"id": "z", "answer": "ett"}  # by content, not by id
    assert last.get(Question("a", "fact", "Fråga ett?", ("Annat samtal",))) is None


# ---------------------------------------------------------------- baselines


def test_bm25_puts_the_rare_word_first_and_returns_nothing_unasked_for() -> None:
    rank = bm25(["nämnden har en plan", "nämnden har en jour för pumpar", "nämnden"], as_words)
    assert rank("pumpar i nämnden", 3)[0] == 1
    assert rank("obefintligt", 3) == []


def test_recursive_chunks_keep_within_size_and_overlap() -> None:
    text = " ".join(f"ord{n}" for n in range(600))
    pieces = split(text, 100, 20)
    assert all(len(piece) <= 100 for piece in pieces)
    assert all(b.split()[0] in a.split() for a, b in itertools.pairwise(pieces))
    assert set(" ".join(pieces).split()) == set(text.split())
    assert split("ett\n\ntvå", 100, 20) == ["ett\n\ntvå"]
    assert split("x" * 250, 100, 0) == ["x" * 100, "x" * 100, "x" * 50]


def test_baselines_say_what_they_are_for() -> None:
    held = [Chunk("a", "ett stycke", "1", 1), Chunk("a", "ett annat", "2", 2), Chunk("b", "ett tredje", "1", None)]
    question = Question("q", "fact", "Vad?")
    assert echo(question, []).refused
    assert [c.quote for c in cite(question, held[:1], held).citations] == [c.text for c in held]
    assert cite(question, held[:1], ()).citations == ()
    assert random_section(question, held) == random_section(question, held)


# ---------------------------------------------------------------- reports


@pytest.fixture(scope="module")
def scored() -> runner.Run:
    return runner.score_file(GOLD, CORPUS, FIXTURES / "outputs" / "wrong.jsonl")


def test_the_html_is_one_file_that_reaches_for_nothing(scored: runner.Run) -> None:
    text = page(scored)
    assert not re.search(r"<(script|link|img|iframe)\b|src=|https?://|url\(|@import", text)
    assert "Hur många pumpar hade protokoll?" in text
    assert "Vid granskningen hade 14 av 52 pumpar" in text


def test_html_escapes_what_systems_answer() -> None:
    from dataclasses import replace

    run = runner.score_file(GOLD, CORPUS, FIXTURES / "outputs" / "wrong.jsonl")
    bad = replace(run.system.outputs["e1"], answer="<script>alert(1)</script>")
    hostile = replace(run, system=replace(run.system, outputs={**run.system.outputs, "e1": bad}))
    assert "<script>" not in page(hostile)


def test_markdown_shows_sizes_and_every_miss(scored: runner.Run) -> None:
    text = markdown(scored)
    assert "| rätt svar (av alla besvarbara) | 0.333 | 0.000–1.000 | 6 |" in text
    for one in ("e1", "e2", "s1", "s2"):
        assert f"### {one} " in text
    assert "### h1" not in text


def test_junit_counts_failures_and_errors_apart() -> None:
    run = runner.score_file(GOLD, CORPUS, FIXTURES / "outputs" / "missing.jsonl")
    root = ET.fromstring(junit(run).split("\n", 1)[1])
    suites = {suite.get("name"): suite for suite in root}
    assert (suites["eval.fact"].get("errors"), suites["eval.fact"].get("failures")) == ("1", "0")
    assert sum(int(suite.get("tests") or 0) for suite in root) == 9


def test_the_table_of_the_readme_is_replaced_in_place(scored: runner.Run, tmp_path: Path) -> None:
    from evals.report import README_END, README_START, write_readme

    file = tmp_path / "README.md"
    file.write_text(f"före\n{README_START}\ngammalt\n{README_END}\nefter\n", encoding="utf8")
    write_readme(file, scored)
    text = file.read_text(encoding="utf8")
    assert text.startswith("före\n")
    assert text.endswith("\nefter\n")
    assert "gammalt" not in text
    assert "rätt svar" in text


# ---------------------------------------------------------------- the command


def _eval(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli_eval.app, [str(one) for one in arguments])
    return result.exit_code, result.output


OUTPUTS = FIXTURES / "outputs"
SCORE = ("score", "--gold", GOLD, "--corpus", CORPUS, "--outputs")
DEMANDS = "figures = { accuracy = { min = 0.9 } }\n"


@pytest.mark.parametrize(("outputs", "code", "verdict"), [("perfect", 0, "GODKÄNT"), ("wrong", 1, "UNDERKÄNT")])
def test_the_printed_verdict_is_the_exit_code(outputs: str, code: int, verdict: str, tmp_path: Path) -> None:
    demands = tmp_path / "krav.toml"
    demands.write_text(DEMANDS, encoding="utf8")
    got, text = _eval(*SCORE, OUTPUTS / f"{outputs}.jsonl", "--thresholds", demands)
    assert got == code
    assert text.strip().splitlines()[-1] == verdict


def test_the_last_line_of_json_has_the_outside_names() -> None:
    code, text = _eval(*SCORE, OUTPUTS / "perfect.jsonl", "--json")
    assert code == 0
    found = json.loads(text.strip().splitlines()[-1])
    assert {"accuracy", "precision", "citation_recall", "citation_f1", "verbatim", "refusal_recall"} <= set(found)
    assert found["accuracy"] == 1.0


def test_bad_input_is_two_and_what_cannot_run_is_three(tmp_path: Path) -> None:
    assert _eval(*SCORE, tmp_path / "finns-inte.jsonl")[0] == 2
    broken = tmp_path / "trasig.jsonl"
    broken.write_text("{", encoding="utf8")
    assert _eval(*SCORE, broken)[0] == 2
    strangers = tmp_path / "annat.jsonl"
    strangers.write_text('{"id": "x", "answer": ""}\n', encoding="utf8")
    assert _eval(*SCORE, strangers)[0] == 2
    (tmp_path / "tom").mkdir()
    assert _eval("score", "--gold", GOLD, "--corpus", tmp_path / "tom", "--outputs", OUTPUTS / "perfect.jsonl")[0] == 3
    assert _eval("compare", tmp_path, tmp_path)[0] == 2
    assert _eval("report", "--data", tmp_path)[0] == 2


def test_lint_fails_with_one_when_gold_is_wrong(copied: Path) -> None:
    assert _eval("lint", GOLD, "--corpus", CORPUS)[0] == 0
    _edit(copied, "e1", facts=[["99"]])
    assert _eval("lint", copied, "--corpus", CORPUS)[0] == 1


@pytest.mark.parametrize("verb", ["run", "score", "compare", "gate", "lint", "selfcheck", "retrieval", "report"])
def test_every_verb_has_help_in_swedish_with_examples(verb: str) -> None:
    code, text = _eval(verb, "--help")
    assert code == 0
    assert "Användning:" in text
    assert f"python -m assistant eval {verb}" in re.sub(r"\s+", " ", text)


def test_a_run_is_saved_compared_and_gated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way on the fixture corpus, twice: the second run asks only what the first did not keep."""
    monkeypatch.setattr("evals.engine.digest", lambda settings: "kod")  # someone may be editing the package
    arguments = ("run", "--gold", GOLD, "--corpus", CORPUS, "--data", tmp_path, "--no-baselines")
    code, text = _eval(*arguments, "--json")
    assert code == 0, text
    found = json.loads(text.strip().splitlines()[-1])
    assert found["accuracy"] is not None
    cache = next((tmp_path / "evals" / "cache").iterdir())
    lines = cache.read_text(encoding="utf8").splitlines()
    cache.write_text("\n".join(lines[:4]) + "\n", encoding="utf8")  # as if stopped after four questions
    assert _eval(*arguments)[0] == 0
    assert cache.read_text(encoding="utf8").splitlines()[:4] == lines[:4]
    assert len(cache.read_text(encoding="utf8").splitlines()) == len(lines)
    first, second = sorted((tmp_path / "evals" / "runs").iterdir())
    for name in ("manifest.json", "figures.json", "answers.jsonl", "report.md", "report.html", "junit.xml"):
        assert (second / name).stat().st_size > 0
    code, text = _eval("compare", first, second)
    assert code == 0
    assert "ingen säkerställd skillnad" in text
    demands = tmp_path / "krav.toml"
    demands.write_text("figures = { accuracy = { min = 1.01 } }\n", encoding="utf8")
    assert _eval("gate", second, "--thresholds", demands)[0] == 1


# ---------------------------------------------------------------- wizard and endpoint

ANSWER = {
    "id": None, "question": "Hur många pumpar hade protokoll?", "answer": "Det var 14 av 52 pumpar [1].",
    "refused": False,
    "citations": [
        {"n": 1, "document": "ekby-2024-vattenverk", "part": "Granskning av vattenverket", "section": "3.1 Underhåll",
         "page": None, "quote": "Vid granskningen hade 14 av 52 pumpar ett inspektionsprotokoll."},
        {"n": 2, "document": "ekby-2024-vattenverk", "section": "3.2 Ansvar", "quote": "Ansvaret för jouren är delat"},
    ],
}  # fmt: skip


def test_marked_passages_become_gold_that_holds(tmp_path: Path) -> None:
    row = gold_from_answer(ANSWER, {1}, kind="figure", municipality="Ekby")
    assert row["facts"] == [["14"], ["52"]]
    assert [c["quote"] for c in row["citations"]] == [ANSWER["citations"][0]["quote"]]  # type: ignore[index]
    file = tmp_path / "questions.jsonl"
    save_gold(row, file)
    assert lint(tmp_path, CORPUS) == []
    with pytest.raises(GoldError, match="finns redan"):
        save_gold(row, file)


def test_the_wizard_refuses_marks_that_mean_nothing() -> None:
    with pytest.raises(GoldError):
        gold_from_answer(ANSWER, {3})
    with pytest.raises(GoldError):
        gold_from_answer(ANSWER, set())
    refused = ANSWER | {"refused": True, "citations": []}
    assert gold_from_answer(refused, set())["unanswerable"] is True


def test_a_chat_reply_is_read_as_an_answer_object() -> None:
    reply = '```json\n{"answer": "14 [1]", "citations": [{"document": "a", "quote": "14 av 52"}]}\n```'
    assert parse_reply("e1", reply, 0.5)["citations"][0]["document"] == "a"
    plain = parse_reply("e1", "Det var fjorton.", 0.5)
    assert (plain["answer"], plain["citations"]) == ("Det var fjorton.", [])


@pytest.mark.parametrize("name", [*RATES, *JOINED, "median_words", "p50_seconds", "p95_seconds"])
def test_the_readme_gives_the_formula_of_every_figure(name: str) -> None:
    text = (ROOT / "evals" / "README.md").read_text(encoding="utf8")
    family = name.split("_")[0]
    assert f"`{name}`" in text or f"`{family}_*`" in text
