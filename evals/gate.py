"""Committed thresholds against the figures of a run. The verdict printed is the one that is exited with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import GoldError


@dataclass(frozen=True, slots=True)
class Gate:
    """One demand. `value` None: the run has no such figure, which fails."""

    name: str
    demand: str
    value: float | None
    passed: bool


def read_thresholds(file: Path) -> dict[str, Any]:
    """Raises GoldError when the file cannot be read or demands nothing."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{file} kan inte läsas ({error}).", "Se evals/thresholds.toml för formatet.") from error
    if not table.get("figures") and not table.get("registers") and not table.get("beats"):
        raise GoldError(f"{file} ställer inga krav.", "Se evals/thresholds.toml för formatet.")
    return table


def gates(figures: Mapping[str, Any], thresholds: Mapping[str, Any]) -> list[Gate]:
    """Every demand on a run's figures (`runner.figures_object`), in the order of the file."""
    found = list(_limits(figures["system"], thresholds.get("figures", {}), ""))
    for name, limits in thresholds.get("registers", {}).items():
        rows = {k: {"value": v} for k, v in figures.get("registers", {}).get(name, {}).items()}
        found += _limits(rows, limits, f"{name}.")
    beats = thresholds.get("beats", {})
    for name in beats.get("figures", []):
        found += _beats(figures, name, beats.get("baselines"))
    return found


def _limits(figures: Mapping[str, Any], limits: Mapping[str, Any], prefix: str) -> Iterator[Gate]:
    for name, limit in limits.items():
        value = figures.get(name, {}).get("value")
        for side in ("min", "max"):
            if side in limit:
                bound = float(limit[side])
                passed = value is not None and (value >= bound if side == "min" else value <= bound)
                yield Gate(prefix + name, f"{'minst' if side == 'min' else 'högst'} {bound:g}", value, passed)


def _beats(figures: Mapping[str, Any], name: str, wanted: list[str] | None) -> Iterator[Gate]:
    """The system's whole interval lies above the whole interval of each baseline."""
    own = figures["system"].get(name, {})
    names = wanted if wanted is not None else list(figures["baselines"])
    if not names:
        yield Gate(f"beats.{name}", "jämförelsesystem ska ha körts", own.get("value"), False)
    for other in names:
        theirs = figures["baselines"].get(other, {}).get(name, {})
        low, high = own.get("interval"), theirs.get("interval")
        passed = bool(low and high and low[0] > high[1])
        bound = f"{high[1]:.3f}" if high else "saknas"
        yield Gate(f"beats.{name}.{other}", f"undre gräns över {bound}", low[0] if low else None, passed)


def passed(found: list[Gate]) -> bool:
    """Did every gate hold? Raises GoldError where there is none: nothing demanded is not a pass."""
    if not found:
        raise GoldError("Inga krav att pröva.", "Se evals/thresholds.toml för formatet.")
    return all(one.passed for one in found)
