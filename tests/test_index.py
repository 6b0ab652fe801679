"""Indexing: only what changed is read, nothing is lost when it is killed, and the stores always agree."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from texts import read_text

from assistant.errors import InputError, StoreError
from assistant.pipeline import index, open_library
from assistant.register.lock import index_lock
from assistant.register.store import open_register
from assistant.retrieval.dense import Dense
from assistant.retrieval.derive import folders
from assistant.retrieval.lexical import Lexical
from assistant.retrieval.search import search
from assistant.settings import Settings
from assistant.types import IndexReport, ProblemKind

ROOT = Path(__file__).parents[1]
WORDS = ("nämnden", "rutin", "uppföljning", "beslut", "avvikelse", "utredning", "placering", "bistånd", "plan")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    return Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")


def write(settings: Settings, name: str, text: str) -> Path:
    path = settings.corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")
    return path


def run(settings: Settings, *paths: Path) -> IndexReport:
    return index(paths, settings, read=read_text)


def agreed(settings: Settings) -> int:
    """The number of passages, the same in all three stores (or this fails), each findable by its own key."""
    with open_register(settings.database_url) as register:
        keys = set(register.passages())
        assert all(f.derived for f in register.files().values())
    lexical_folder, dense_folder = folders(settings)
    dense = Dense(dense_folder)
    try:
        found, _, _ = dense._fetch()
    finally:
        dense.close()
    assert set(found.tolist()) == keys
    assert Lexical(lexical_folder).count() == len(keys)
    with open_library(settings) as library:
        for passage in list(library.passages())[:: max(1, len(keys) // 20)]:
            assert passage.text in [h.passage.text for h in search(library, passage.text, k=3)]
    return len(keys)


def found(settings: Settings, question: str) -> list[str]:
    with open_library(settings) as library:
        return [hit.passage.text for hit in search(library, question, k=5)]


# ---------------------------------------------------------------- incremental


def test_added_changed_and_removed_files(settings: Settings) -> None:
    write(settings, "a.txt", "Nämnden har antagit en rutin.\n\nEn plan finns.")
    b = write(settings, "djupt/ner/b.txt", "Delegationsordningen är gammal.")
    first = run(settings)
    assert (first.added, first.changed, first.removed, first.unchanged) == (("a.txt", "b.txt"), (), (), 0)
    assert (first.parts, first.passages) == (2, 3)
    second = run(settings)
    assert (second.added, second.changed, second.removed, second.unchanged) == ((), (), (), 2)
    b.write_text("Delegationsordningen är reviderad.", encoding="utf8")
    write(settings, "c.txt", "Avvikelser följs upp.")
    (settings.corpus / "a.txt").unlink()
    third = run(settings)
    assert (third.added, third.changed, third.removed, third.unchanged) == (("c.txt",), ("b.txt",), ("a.txt",), 0)
    assert agreed(settings) == 2
    assert found(settings, "Delegationsordningen")[0] == "Delegationsordningen är reviderad."
    assert "Nämnden har antagit en rutin." not in found(settings, "Nämnden har antagit en rutin.")


def test_unchanged_files_are_not_read_again(settings: Settings) -> None:
    write(settings, "a.txt", "Nämnden har antagit en rutin.")
    run(settings)

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    report = index((), settings, read=refuse)  # type: ignore[arg-type]
    assert (report.unchanged, report.problems) == (1, ())


def test_only_the_given_paths_are_looked_at(settings: Settings) -> None:
    kept = write(settings, "a/a.txt", "Kvar.")
    write(settings, "b/b.txt", "Flyttad.")
    run(settings)
    (settings.corpus / "b" / "b.txt").unlink()
    kept.unlink()
    report = run(settings, settings.corpus / "b")
    assert report.removed == ("b.txt",)
    assert agreed(settings) == 1
    assert run(settings, settings.corpus / "a" / "a.txt").removed == ("a.txt",)


def test_a_path_that_does_not_exist_is_an_input_error(settings: Settings) -> None:
    with pytest.raises(InputError, match="finns inte"):
        run(settings, settings.corpus / "saknas")


def test_hidden_and_temporary_files_are_passed_over(settings: Settings) -> None:
    for name in (".dold.txt", "~$lås.txt", ".git/x.txt", "halv.tmp"):
        write(settings, name, "Syns inte.")
    write(settings, "a.txt", "Syns.")
    assert run(settings).added == ("a.txt",)


def test_two_files_with_one_stem_are_told_apart(settings: Settings) -> None:
    write(settings, "rapport.txt", "Första rapporten.")
    write(settings, "rapport.md", "Andra rapporten.")
    write(settings, "arkiv/rapport.txt", "Tredje rapporten.")
    run(settings)
    with open_library(settings) as library:
        assert len(library.files) == 3
        assert {f.document for f in library.files.values()} == {"rapport"}
        assert len({p.id for p in library.passages()}) == 3
    assert run(settings).unchanged == 3


def test_the_same_content_twice_is_indexed_once_until_one_copy_leaves(settings: Settings) -> None:
    write(settings, "a.txt", "Samma ord.")
    write(settings, "kopia.txt", "Samma ord.")
    report = run(settings)
    assert report.added == ("a.txt",)
    assert [(p.file, p.kind) for p in report.problems] == [("kopia.txt", ProblemKind.DUPLICATE)]
    (settings.corpus / "a.txt").unlink()
    report = run(settings)
    assert (report.added, report.removed, report.problems) == (("kopia.txt",), ("a.txt",), ())
    assert agreed(settings) == 1


# ---------------------------------------------------------------- what cannot be read


def test_an_unreadable_file_is_a_problem_and_the_others_are_indexed(settings: Settings) -> None:
    write(settings, "a.txt", "Läsbar.")
    bad = write(settings, "b.txt", "TRASIG")
    report = run(settings)
    assert report.added == ("a.txt",)
    assert [(p.file, p.kind, p.advice) for p in report.problems] == [
        ("b.txt", ProblemKind.BROKEN, "Spara den på nytt.")
    ]
    assert run(settings).problems == report.problems, "it is still on record"
    bad.write_text("Lagad.", encoding="utf8")
    report = run(settings)
    assert (report.added, report.problems) == (("b.txt",), ())


def test_a_file_that_becomes_unreadable_keeps_its_earlier_content(settings: Settings) -> None:
    path = write(settings, "a.txt", "Delegationsordningen är gammal.")
    run(settings)
    path.write_text("TRASIG", encoding="utf8")
    report = run(settings)
    assert "tidigare innehåll ligger kvar" in report.problems[0].advice
    assert found(settings, "delegationsordning") == ["Delegationsordningen är gammal."]
    path.write_text("Delegationsordningen är gammal.", encoding="utf8")
    assert run(settings).problems == ()


def test_a_fault_in_reading_is_reported_with_its_file(settings: Settings) -> None:
    write(settings, "a.txt", "Text.")

    def faulty(path: Path, *_: object) -> None:
        raise ZeroDivisionError("oväntat")

    report = index((), settings, read=faulty)  # type: ignore[arg-type]
    assert [(p.file, p.kind) for p in report.problems] == [("a.txt", ProblemKind.BROKEN)]


def test_files_are_read_by_several_processes_and_one_that_dies_takes_only_its_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.register.update.PARALLEL_BYTES", 0)
    for number in range(5):
        write(settings, f"{number}.txt", f"Rutin nummer {number}.")
    write(settings, "dör.txt", "DÖR")
    report = run(settings)
    assert report.added == ("0.txt", "1.txt", "2.txt", "3.txt", "4.txt")
    assert [(p.file, p.kind) for p in report.problems] == [("dör.txt", ProblemKind.BROKEN)]
    assert agreed(settings) == 5


def test_a_removed_problem_file_leaves_the_list(settings: Settings) -> None:
    bad = write(settings, "b.txt", "TRASIG")
    run(settings)
    bad.unlink()
    assert run(settings).problems == ()


# ---------------------------------------------------------------- settings and damage


def test_another_encoder_builds_the_indexes_anew(settings: Settings, tmp_path: Path) -> None:
    write(settings, "a.txt", "Nämnden har antagit en rutin.")
    run(settings)
    other = Settings(data=settings.data, corpus=settings.corpus, passage_prompt="handling: ")
    with pytest.raises(StoreError, match="andra inställningar"):
        open_library(other)
    assert run(other).unchanged == 1, "the file itself is not read again"
    assert agreed(other) == 1


@pytest.mark.parametrize("damage", ["lexical", "vectors", "vectors.npz"])
def test_lost_or_damaged_indexes_are_built_anew(settings: Settings, damage: str) -> None:
    write(settings, "a.txt", "Nämnden har antagit en rutin.\n\nEn plan finns.")
    run(settings)
    path = settings.data / damage
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file():
                file.write_bytes(b"skr\xe4p")
    else:
        path.write_bytes(b"skr\xe4p")
    run(settings)
    assert agreed(settings) == 2
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    run(settings)
    assert agreed(settings) == 2


def test_an_empty_index_says_so(settings: Settings) -> None:
    run(settings)
    with pytest.raises(StoreError, match="tomt"):
        open_library(settings)


# ---------------------------------------------------------------- two at once, and killed


def test_a_second_run_at_the_same_time_is_refused(settings: Settings) -> None:
    write(settings, "a.txt", "Text.")
    with index_lock(settings.data), pytest.raises(StoreError, match="pågår redan"):
        run(settings)
    assert run(settings).added == ("a.txt",)


def test_the_index_can_be_read_while_another_run_writes(settings: Settings) -> None:
    write(settings, "a.txt", "Nämnden har antagit en rutin.")
    run(settings)
    with open_library(settings) as library:
        before = search(library, "rutin", k=1)
        write(settings, "b.txt", "En annan rutin för nämnden har antagits.")
        run(settings)
        assert search(library, "rutin", k=5)[0] == before[0]


CHILD = """
import sys
sys.path[:0] = [sys.argv[1]]
from pathlib import Path
from texts import read_text
from assistant.pipeline import index
from assistant.settings import Settings
print("start", flush=True)
index((), Settings(data=Path(sys.argv[2]), corpus=Path(sys.argv[3])), read=read_text)
print("done", flush=True)
"""


def _paragraph(chance: random.Random, number: int) -> str:
    return f"Stycke {number}: " + " ".join(chance.choice(WORDS) for _ in range(30)) + "."


def test_killed_at_any_moment_nothing_is_lost(settings: Settings) -> None:
    chance = random.Random(5)
    for number in range(12):
        text = "\n\n".join(_paragraph(chance, 100 * number + i) for i in range(60))
        write(settings, f"f{number:02}.txt", text)
    command = [sys.executable, "-c", CHILD, str(ROOT / "tests"), str(settings.data), str(settings.corpus)]
    killed = 0
    for attempt in range(8):
        if attempt == 4:  # once with changes and a removal under way
            for number in range(4):
                write(settings, f"f{number:02}.txt", _paragraph(chance, 5000 + number))
            (settings.corpus / "f11.txt").unlink()
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"start\n"
        time.sleep(chance.uniform(0.05, 2.0))
        if child.poll() is None:
            os.kill(child.pid, signal.SIGKILL)
            killed += 1
        child.wait()
        with open_register(settings.database_url) as register:  # whatever stands there is whole
            for file_id in [f.id for f in register.files().values()]:
                result = register.read_result(file_id)
                assert all(p.part_id == result.parts[0].id for p in result.passages)
                assert len(result.passages) in (1, 60)
    assert killed >= 2, "the machine was too fast for this test to kill anything"
    run(settings)
    assert agreed(settings) == 4 + 7 * 60
