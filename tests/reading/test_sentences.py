"""Sentence ends in Swedish office prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.sentences import sentences


def _parts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Enligt 6 kap. 6 § kommunallagen ska nämnden bl.a. följa upp målen.",
        "Kostnaden var 1.5 mnkr, dvs. mer än budget, se t.ex. avsnitt 3.2 och bil. 4.",
        "Planen gäller fr.o.m. 1 maj t.o.m. 30 juni enl. beslut av f.d. chefen A. Ek.",
        "Beslutet har dnr. KS 2023:14 och rör ca. 40 personer.",
        "Den s.k. Trygghetsplanen gäller.",
        "1. Nämnden antar planen.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert _parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det gäller mål m.m. Vidare följs de upp.", ["Det gäller mål m.m.", "Vidare följs de upp."]),
        ("Så var det år 2022. 41 procent svarade.", ["Så var det år 2022.", "41 procent svarade."]),
        ("Är det så? ”Ja.” Sedan slut", ["Är det så?", "”Ja.”", "Sedan slut"]),
        ("Se reglementet.3 Vidare gäller lagen.", ["Se reglementet.3", "Vidare gäller lagen."]),
        ("Följande gäller: • det ena • det andra", ["Följande gäller:", "• det ena", "• det andra"]),
        ("1. Nämnden antar. 2. Nämnden justerar.", ["1. Nämnden antar.", "2. Nämnden justerar."]),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert _parts(text) == expected


@given(st.text(alphabet="abÅ12 .?!:•\n”)", max_size=60))
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
