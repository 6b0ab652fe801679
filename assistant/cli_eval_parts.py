"""What the commands of `eval` share: the harness's modules, its exit codes, and how a run is shown."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.markdown import Markdown

from assistant import cli_output
from assistant.errors import AssistantError, InputError, ModelError, SettingsError, StoreError
from assistant.settings import debugging, load_settings

PASSED, FAILED, BAD_INPUT, NOT_RUN = 0, 1, 2, 3
ROOT = Path(__file__).parent.parent


@contextmanager
def codes() -> Iterator[None]:
    """Errors as this harness's exit codes: 2 for what the user gave, 3 for what could not be run."""
    try:
        yield
    except (typer.Exit, typer.TyperException, KeyboardInterrupt, BrokenPipeError):
        raise
    except AssistantError as error:
        if debugging():
            raise
        cli_output.show_error(error.message, error.advice)
        given = isinstance(error, InputError | SettingsError) and not isinstance(error, StoreError | ModelError)
        raise typer.Exit(BAD_INPUT if given else NOT_RUN) from error
    except Exception as error:
        if debugging():
            raise
        cli_output.show_error(f"Gick inte att köra, {type(error).__name__}: {error}", "Kör med ASSISTANT_DEBUG=1.")
        raise typer.Exit(NOT_RUN) from error


def evals(name: str) -> Any:
    """A module of evals/, which stands beside the package in its repository and is not installed with it."""
    if not (ROOT / "evals" / "__init__.py").exists():
        raise StoreError("Utvärderingen följer inte med installationen.", "Kör i en utcheckning av kodförrådet.")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"evals.{name}")


def evals_folder() -> Path:
    return ROOT / "evals"


def sample_gold() -> Path:
    return ROOT / "evals" / "sample"


def sample_corpus() -> Path:
    return ROOT / "corpus" / "exempel"


def data_folder(ctx: typer.Context, data: Path | None) -> Path:
    return Path(load_settings(data=data or ctx.obj).data)


def make_run(
    ctx: typer.Context,
    data: Path | None,
    gold: Path | None,
    corpus: Path | None,
    split: str,
    baselines: bool,
    fresh: bool,
    seed: int,
) -> Any:
    runner = evals("runner")
    settings = load_settings(data=data or ctx.obj)
    plan = runner.Plan(
        gold or sample_gold(), corpus or sample_corpus(), settings.data, split, baselines, fresh, seed, settings
    )
    with cli_output.progress_bar() as progress:
        return runner.run(plan, progress)


def gates_of(done: Any, thresholds: Path) -> list[Any]:
    module = evals("gate")
    found: list[Any] = module.gates(evals("runner").figures_object(done), module.read_thresholds(thresholds))
    return found


def write_reports(done: Any, found: list[Any]) -> None:
    if done.folder is None:
        return
    report, page = evals("report"), evals("htmlpage")
    (done.folder / "report.md").write_text(report.markdown(done, found), encoding="utf8")
    (done.folder / "report.html").write_text(page.page(done, found), encoding="utf8")
    (done.folder / "junit.xml").write_text(report.junit(done, found), encoding="utf8")


def show_run(done: Any, found: list[Any], as_json: bool) -> None:
    text = evals("report").markdown(done, found, misses=False)
    out = cli_output.console()
    out.print(Markdown(text)) if out.is_terminal else print(text)
    if done.folder:
        print(f"Sparad i {done.folder} (report.html, report.md, junit.xml).")
    held = all(one.passed for one in found)
    if found:
        verdict_line(held, stderr=as_json)
    if as_json:
        scoring, runner = evals("scoring"), evals("runner")
        figures = runner.figures_object(done)
        more = {"intervals": {k: v["interval"] for k, v in figures["system"].items() if v["interval"]}}
        unscored = {"unscored": int(done.system.figures["unscored"].value or 0)}
        balanced = {"balanced_accuracy": figures["system"]["balanced_accuracy"]["value"]}
        print_json(scoring.shared_figures(done.system.figures) | balanced | unscored | figures["registers"] | more)
    raise typer.Exit(PASSED if held else FAILED)


def verdict(held: bool, as_json: bool = False) -> None:
    verdict_line(held, stderr=as_json)
    raise typer.Exit(PASSED if held else FAILED)


def verdict_line(held: bool, stderr: bool = False) -> None:
    print("GODKÄNT" if held else "UNDERKÄNT", file=sys.stderr if stderr else sys.stdout, flush=True)


def figures_of(saved: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(read(saved / "figures.json"))
    except ValueError as error:
        raise InputError(f"{saved} är ingen sparad körning.", "Ange en mapp under data/evals/runs.") from error
    return found


def latest(runs: Path) -> Path:
    found = sorted(runs.iterdir()) if runs.is_dir() else []
    if not found:
        raise InputError(f"Det finns ingen sparad körning i {runs}.", "Kör först: python -m assistant eval run")
    return found[-1]


def read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf8")
    except OSError as error:
        raise InputError(f"{file} kan inte läsas ({error.strerror}).", "Ange en mapp under data/evals/runs.") from error


def plain(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)


def print_json(row: object) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)
