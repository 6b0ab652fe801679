"""Colours of the page: text stands out from what is behind it (WCAG 2.2, 1.4.3: 4.5 to 1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import assistant.web

CSS = (Path(assistant.web.__file__).parent / "style.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))

PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "mark"),
    ("ink", "warm"),
    ("soft", "paper"),
    ("soft", "ground"),
    ("accent", "paper"),
    ("accent", "ground"),
    ("paper", "accent"),
    ("accent-dark", "tint"),
    ("accent-dark", "ground"),
    ("alarm", "paper"),
    ("alarm", "ground"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "behind"), PAIRS)
def test_text_stands_out(text: str, behind: str) -> None:
    assert contrast(COLOURS[text], COLOURS[behind]) >= 4.5


def test_nothing_is_fetched_by_the_style() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
