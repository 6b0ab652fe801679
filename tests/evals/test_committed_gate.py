"""CI's gate: the sample corpus, with every baseline, against the committed thresholds."""

from __future__ import annotations

import time
from pathlib import Path

from assistant.settings import Settings
from evals import gate, runner

ROOT = Path(__file__).parents[2]
LONGEST = 240  # seconds; two minutes on a machine that does nothing else


def test_the_sample_passes_the_committed_gate(tmp_path: Path) -> None:
    started = time.perf_counter()
    settings = Settings(data=tmp_path)
    plan = runner.Plan(ROOT / "evals" / "sample", ROOT / "corpus" / "exempel", tmp_path, settings=settings)
    done = runner.run(plan)
    assert done.absent == {}
    assert len(done.baselines) == 9
    found = gate.gates(runner.figures_object(done), gate.read_thresholds(ROOT / "evals" / "thresholds.toml"))
    assert [one for one in found if not one.passed] == []
    assert time.perf_counter() - started < LONGEST
