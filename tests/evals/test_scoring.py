"""Scores and figures: agreement with the outside scorer, honest denominators, gates that reject."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from evals import gate, runner
from evals.errors import EmptySetError, GoldError
from evals.gold import in_split, read_gold, read_outputs
from evals.model import Cited, Output
from evals.scoring import figures, result, score_all, shared_figures
from evals.texts import Texts, read_texts

ROOT = Path(__file__).parents[2]
SAMPLE, EXEMPEL = ROOT / "evals" / "sample", ROOT / "corpus" / "exempel"
SCORER = ROOT.parent / "shared" / "tools" / "score.py"
SHARED = ROOT.parent / "shared" / "evals"


def _made_outputs(questions, chance: int) -> list[dict]:
    """Answers of every sort: right, wrong, refused, without citations, on the wrong page, missing."""
    rows = []
    for number, q in enumerate(questions):
        cites = [
            {"n": n, "document": c.document, "section": c.section, "page": (number % 3) or None, "quote": c.quotes[0]}
            for n, c in enumerate(q.citations, 1)
        ]
        sort = (number + chance) % 7
        text = "; ".join(ways[0] for ways in q.facts) or "Det stod 41."
        if sort == 1:
            rows.append({"id": q.id, "answer": "Stöd saknas.", "refused": True, "citations": []})
        elif sort == 2:
            rows.append(
                {"id": q.id, "answer": "Något annat.", "refused": False, "citations": cites[:1], "seconds": 0.5}
            )
        elif sort == 3:
            rows.append({"id": q.id, "answer": text, "refused": False, "citations": []})
        elif sort == 4:
            false = [{"n": 9, "document": "finns-inte", "section": "1", "page": 1, "quote": "påhittade ord"}]
            rows.append({"id": q.id, "answer": text, "refused": False, "citations": cites + false, "seconds": 1.5})
        elif sort != 5:  # 5: no output at all
            rows.append({"id": q.id, "answer": text, "refused": False, "citations": cites, "seconds": 0.1})
    return rows


@pytest.mark.parametrize("chance", [0, 3])
@pytest.mark.parametrize("gold_folder", [SAMPLE, SHARED], ids=["sample", "shared"])
def test_the_figures_are_those_of_the_outside_scorer(gold_folder: Path, chance: int, tmp_path: Path) -> None:
    if not SCORER.exists() or not gold_folder.exists():
        pytest.skip("the outside scorer is not on this machine (../shared/tools/score.py)")
    corpus = EXEMPEL if gold_folder == SAMPLE else ROOT.parent / "shared" / "corpus"
    gold = read_gold(gold_folder)
    file = tmp_path / "out.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in _made_outputs(gold.questions, chance)), encoding="utf8")
    done = subprocess.run(
        [sys.executable, SCORER, "answers", gold_folder / "questions.jsonl", file, corpus],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = json.loads(done.stdout.splitlines()[-1])
    found = result("made", gold.questions, read_outputs(file), read_texts(corpus))
    ours = shared_figures(found.figures)
    assert set(theirs) == set(ours)
    for name, value in theirs.items():
        assert ours[name] == (None if value is None else pytest.approx(value, abs=0.005)), name


# ---------------------------------------------------------------- a small gold of invented questions

FIXTURES = ROOT / "evals" / "fixtures"


@pytest.fixture(scope="module")
def texts() -> Texts:
    return read_texts(FIXTURES / "corpus")


def _figures_of(name: str, texts: Texts) -> dict:
    gold = read_gold(FIXTURES / "gold")
    found = result(name, gold.questions, read_outputs(FIXTURES / "outputs" / f"{name}.jsonl"), texts)
    others = {"echo": result("echo", gold.questions, read_outputs(FIXTURES / "outputs" / "echo.jsonl"), texts)}
    registers = (
        json.loads((FIXTURES / "outputs" / f"{name}.registers.json").read_text(encoding="utf8"))
        if (FIXTURES / "outputs" / f"{name}.registers.json").exists()
        else json.loads((FIXTURES / "outputs" / "perfect.registers.json").read_text(encoding="utf8"))
    )
    run = runner.Run(found, tuple(others.values()), registers, {}, {}, gold.questions, 0.0, "nu")
    return runner.figures_object(run)


COMMITTED = tomllib.loads((ROOT / "evals" / "thresholds.toml").read_text(encoding="utf8"))
GATES = [
    *COMMITTED["figures"],
    *(f"{name}.{figure}" for name, limits in COMMITTED["registers"].items() for figure in limits),
    *(f"beats.{figure}" for figure in COMMITTED["beats"]["figures"]),
]
REJECTED = tomllib.loads((FIXTURES / "rejected.toml").read_text(encoding="utf8"))


def test_the_perfect_outputs_pass_every_gate(texts: Texts) -> None:
    found = gate.gates(_figures_of("perfect", texts), COMMITTED)
    assert [g for g in found if not g.passed] == []
    assert {g.name for g in found} >= {name for name in GATES if not name.startswith("beats")}


@pytest.mark.parametrize("name", GATES)
def test_every_gate_rejects_its_fixture(name: str, texts: Texts) -> None:
    found = gate.gates(_figures_of(REJECTED[name], texts), COMMITTED)
    failed = {g.name for g in found if not g.passed}
    assert any(one == name or one.startswith(f"{name}.") for one in failed), f"{name} let {REJECTED[name]} through"
    assert not gate.passed(found)


def test_a_gate_on_a_figure_that_is_not_there_fails() -> None:
    found = gate.gates({"system": {}, "baselines": {}}, {"figures": {"accuracy": {"min": 0.0}}})
    assert not found[0].passed


def test_no_gates_is_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(GoldError):
        gate.passed([])
    empty = tmp_path / "krav.toml"
    empty.write_text("", encoding="utf8")
    with pytest.raises(GoldError):
        gate.read_thresholds(empty)


def test_beating_needs_intervals_that_do_not_meet() -> None:
    wide = {"accuracy": {"value": 0.9, "interval": [0.4, 1.0]}}
    other = {"accuracy": {"value": 0.3, "interval": [0.2, 0.45]}}
    demands = {"beats": {"figures": ["accuracy"]}}
    assert not gate.gates({"system": wide, "baselines": {"echo": other}}, demands)[0].passed
    narrow = {"accuracy": {"value": 0.9, "interval": [0.5, 1.0]}}
    assert gate.gates({"system": narrow, "baselines": {"echo": other}}, demands)[0].passed
    assert not gate.gates({"system": narrow, "baselines": {}}, demands)[0].passed


# ---------------------------------------------------------------- honest arithmetic


def test_what_could_not_be_scored_is_not_wrong_but_stays_in_the_denominator(texts: Texts) -> None:
    gold = read_gold(FIXTURES / "gold")
    outputs = read_outputs(FIXTURES / "outputs" / "perfect.jsonl")
    first = next(q for q in gold.questions if not q.unanswerable)
    outputs[first.id] = Output(first.id, error="KeyError: 'x'")
    found = figures(score_all(gold.questions, outputs, texts))
    answerable = sum(not q.unanswerable for q in gold.questions)
    assert found["unscored"].value == 1
    assert found["wrong"].value == 0
    assert found["accuracy"].value == pytest.approx((answerable - 1) / answerable)
    assert found["precision"].value == found["accuracy"].value  # a crash gains nothing


def test_no_scores_raise_and_a_rate_without_questions_is_none(texts: Texts) -> None:
    with pytest.raises(EmptySetError):
        figures([])
    gold = read_gold(FIXTURES / "gold")
    answerable = [q for q in gold.questions if not q.unanswerable]
    outputs = read_outputs(FIXTURES / "outputs" / "perfect.jsonl")
    found = figures(score_all(answerable, outputs, texts))
    assert (found["refusal_recall"].value, found["refusal_recall"].n) == (None, 0)
    assert found["balanced_accuracy"].value is None


def test_questions_of_a_kind_split_by_municipality() -> None:
    gold = read_gold(SAMPLE)
    test = in_split(gold.questions, SAMPLE, "test")
    opened = in_split(gold.questions, SAMPLE, "open")
    assert {q.municipality for q in test} == {"Västerhamra", "Norrsala"}
    assert not {q.id for q in test} & {q.id for q in opened}
    assert len(test) + len(opened) == len(gold.questions)
    with pytest.raises(GoldError):
        in_split(gold.questions, SAMPLE, "alla")


def test_a_page_is_right_only_where_the_words_begin() -> None:
    pages = {"a": ("ett första blad om något", "det andra bladet säger mer", "och ett tredje")}
    book = Texts(pages, {}, frozenset("a"))
    right = Cited("a", "andra bladet säger", None, 2)
    assert book.holds(right)
    assert book.first_page(right) == 2
    early = replace(right, page=1)
    assert book.holds(early)  # within reach of the page before, as the outside scorer counts
    assert book.first_page(early) == 2
    assert not book.holds(replace(right, page=3))
    assert not book.holds(Cited("a", "", None, 1))
    assert not book.resolves(replace(right, page=9))
    assert not book.resolves(replace(right, section="9.9"))
