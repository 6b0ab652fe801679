"""The thin runner: ask every question, score, run the baselines, and keep the run in a folder of its own."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals import engine
from evals.baselines import baselines
from evals.cache import Cache
from evals.engine import Library, Progress, Settings, silent
from evals.errors import EmptySetError, GoldError
from evals.gold import Gold, output_of, read_gold, read_outputs
from evals.manifest import manifest
from evals.metrics import records, themes
from evals.model import Figure, Output, Question, Result
from evals.scoring import result
from evals.texts import Texts, corpus_hash, read_texts

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: the system first, then its baselines; figures of the register; what could not be run, and why."""

    system: Result
    baselines: tuple[Result, ...]
    registers: Mapping[str, Mapping[str, float]]
    absent: Mapping[str, str]
    manifest: Mapping[str, Any]
    questions: tuple[Question, ...]
    seconds: float
    started: str
    folder: Path | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. `data` holds stores, cache and runs; `fresh` asks again even where an answer is kept."""

    gold: Path
    corpus: Path
    data: Path
    split: str = "all"
    with_baselines: bool = True
    fresh: bool = False
    seed: int = 0
    settings: Settings | None = None


def run(plan: Plan, progress: Progress = silent) -> Run:
    """Index, ask, score and write. May be stopped at any moment; the next run asks only what is left.

    Raises GoldError for gold that cannot be used, RunError when the engine cannot be started.
    """
    began, started = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    gold = read_gold(plan.gold, plan.split)
    settings = plan.settings or Settings()
    code, texts = engine.digest(settings), read_texts(plan.corpus)
    told = manifest(plan.gold, plan.corpus, code, settings.model_dump(), plan.seed, plan.split)
    corpus_id = corpus_hash(plan.corpus)
    store = plan.data / "evals" / "stores" / store_name(plan.corpus)
    with engine.opened(plan.corpus, store, settings, progress) as library:
        cache = Cache(plan.data / "evals" / "cache" / f"{code}-{corpus_id}.jsonl")
        outputs = ask_all(library, gold, cache, plan.fresh, progress)
        system = result(SYSTEM, gold.questions, outputs, texts, plan.seed)
        others, absent = _baselines(library, gold, texts, plan, progress) if plan.with_baselines else ((), {})
        registers = register_figures(gold, engine.records(library))
    done = Run(system, others, registers, absent, told, gold.questions, time.perf_counter() - began, started)
    return save(done, plan.data / "evals" / "runs")


def score_file(gold_path: Path, corpus: Path, outputs_file: Path, split: str = "all", seed: int = 0) -> Run:
    """Score stored outputs of any system, without running the engine. Raises GoldError for unusable files."""
    began, started = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    gold = read_gold(gold_path, split)
    outputs = read_outputs(outputs_file)
    if not any(q.id in outputs for q in gold.questions):
        raise GoldError(f"{outputs_file} besvarar ingen av frågorna.", "Kontrollera att id är guldets.")
    found = result(outputs_file.stem, gold.questions, outputs, read_texts(corpus), seed)
    told = manifest(gold_path, corpus, f"outputs:{outputs_file.name}", {}, seed, split)
    return Run(found, (), {}, {}, told, gold.questions, time.perf_counter() - began, started)


def store_name(corpus: Path) -> str:
    """A folder for the index of one corpus, by its place: indexing it again reads only what has changed."""
    return hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]


def ask_all(
    library: Library, gold: Gold, cache: Cache, fresh: bool = False, progress: Progress = silent
) -> dict[str, Output]:
    """Outputs by question id, from the cache where it has them. A question that breaks the engine is an error."""
    found: dict[str, Output] = {}
    for place, question in enumerate(gold.questions, 1):
        row = None if fresh else cache.get(question)
        if row is None:
            row = engine.ask(library, question)
            cache.put(question, row)
        found[question.id] = output_of(row, question.id)
        progress(place, len(gold.questions), "Ställer frågor")
    return found


def _baselines(
    library: Library, gold: Gold, texts: Texts, plan: Plan, progress: Progress
) -> tuple[tuple[Result, ...], dict[str, str]]:
    held = engine.chunks(library)
    found: dict[str, list[engine.Chunk]] = {}

    def search(text: str, k: int) -> list[engine.Chunk]:
        if text not in found:
            found[text] = engine.hits(library, text, 5)
        return found[text][:k]

    made, absent = baselines(search, held, texts, plan.data / "evals" / "vectors")
    results = []
    for place, (name, system) in enumerate(made.items(), 1):
        outputs = {q.id: system(q) for q in gold.questions}
        results.append(replace(result(name, gold.questions, outputs, texts, plan.seed), outputs={}))
        progress(place, len(made), "Jämförelsesystem")
    return tuple(results), absent


def register_figures(gold: Gold, rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    """Documents, recommendations, recurring pairs and theme × municipality, for what the gold folder has."""
    found: dict[str, dict[str, float]] = {}
    if gold.documents:
        found["documents"] = records.documents(gold.documents, rows["documents"])
    if gold.recommendations:
        found["recommendations"] = records.recommendations(gold.recommendations, rows["recommendations"])
    if gold.themes and gold.recommendations:
        given, given_rows = rows["recurring"], rows["recommendations"]
        found["recurring"] = records.recurring(gold.themes, gold.recommendations, given, given_rows)
        pairs = records.match_recommendations(gold.recommendations, given_rows)
        back = {str(given_rows[b]["id"]): gold_id(gold.recommendations[a]) for a, b in pairs.items()}
        grid = {
            row["theme"]: {
                town: [back.get(str(one), f"?{one}") for one in ids] for town, ids in row["municipalities"].items()
            }
            for row in given
        }
        wanted = {theme: towns for theme, towns in gold.themes.items() if len(towns) >= 2}
        try:
            plain, plain_f1 = themes.theme_f1(wanted, grid)
            _, shown_f1 = themes.theme_f1(wanted, grid, verified=True)
        except EmptySetError:
            return found
        found["themes"] = {
            "precision": plain.precision,
            "recall": plain.recall,
            "f1": plain_f1,
            "verified_f1": shown_f1,
        }
    return found


def gold_id(row: Mapping[str, Any]) -> str:
    """How themes.json names a recommendation."""
    return f"{row['document']}#{row['number']}"


# ---------------------------------------------------------------- runs on disk


def save(run: Run, folder: Path) -> Run:
    """Write the run into a folder named by its time: manifest, figures, outputs and scores; the run with its folder."""
    name = run.started.replace(":", "").replace("+0000", "Z")
    target = folder / name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}"
    target.mkdir(parents=True)
    _write(target / "manifest.json", dict(run.manifest) | {"started": run.started, "seconds": round(run.seconds, 2)})
    _write(target / "figures.json", figures_object(run))
    by_id = {s.id: s for s in run.system.scores}
    lines = [
        json.dumps(
            {"question": asdict(q), "output": asdict(run.system.outputs[q.id]), "score": asdict(by_id[q.id])},
            ensure_ascii=False,
        )
        for q in run.questions
        if q.id in run.system.outputs
    ]
    (target / "answers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")
    return replace(run, folder=target)


def figures_object(run: Run) -> dict[str, Any]:
    """All figures of a run as JSON: value, size and interval by name."""
    return {
        "system": _figures(run.system.figures),
        "by_kind": {kind: _figures(found) for kind, found in run.system.by_kind.items()},
        "baselines": {one.system: _figures(one.figures) for one in run.baselines},
        "registers": {name: {k: round(v, 3) for k, v in found.items()} for name, found in run.registers.items()},
        "absent": dict(run.absent),
    }


def _figures(found: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: {
            "value": None if one.value is None else round(one.value, 4),
            "n": one.n,
            "interval": [round(one.interval.low, 4), round(one.interval.high, 4)] if one.interval else None,
        }
        for name, one in found.items()
    }


def _write(file: Path, row: object) -> None:
    file.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
