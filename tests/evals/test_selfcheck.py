"""The measure of the checker, measured: fake checkers get the figures they deserve, and every change changes."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from assistant import cli_eval
from assistant.answering.check import Cited as Source
from assistant.types import SourceFile, Span
from evals import gate, perturb
from evals.errors import EmptySetError
from evals.selfcheck import Verified, as_figures, as_object, measure, rate, table

SENTENCE = (
    "Enligt intervjuade saknar delvis 14 av 52 pumpar i Sjövik en plan sedan 2019, vilket kostar 2,5 miljoner och "
    "strider mot 6 kap. 3 § förordningen."
)


@pytest.mark.parametrize("kind", [*perturb.FALSE])
def test_every_change_makes_another_sentence(kind: str) -> None:
    text = "Nämnden följer sin plan varje år." if kind == "add_not" else SENTENCE
    for seed in range(20):
        changed = perturb.FALSE[kind](text, random.Random(seed))
        assert changed is not None
        assert changed != text


@pytest.mark.parametrize(
    ("kind", "text", "possible"),
    [
        ("digit", "Det var 14.", {f"Det var {a}." for a in range(11, 100)}),
        ("swapped_numbers", "9 av 22 slutade", {"22 av 9 slutade"}),
        ("decimal", "Andelen är 12,5 procent", {"Andelen är 125 procent"}),
        ("law", "enligt 6 kap.", {"enligt 7 kap.", "enligt 8 kap.", "enligt 9 kap."}),
        ("add_not", "Planen är känd.", {"Planen är inte känd."}),
        ("add_not", "Planen är inte känd.", {None}),
        ("drop_not", "Planen är inte känd.", {"Planen är känd."}),
        ("drop_not", "Plan saknas.", {"Plan finns."}),
        ("drop_hedge", "Planen följs i huvudsak.", {"Planen följs."}),
        ("speaker", "Vi bedömer det.", {"Nämnden bedömer det.", "De intervjuade bedömer det."}),
        ("year", "Planen är känd.", {None}),
    ],
)  # fmt: skip
def test_changes_by_hand(kind: str, text: str, possible: set[str | None]) -> None:
    assert {perturb.FALSE[kind](text, random.Random(seed)) for seed in range(200)} <= possible


def test_a_name_becomes_another_name_with_its_genitive() -> None:
    change = perturb.name(["Ekby", "Sjövik"])
    assert change("Planen i Ekby är känd", random.Random(1)) == "Planen i Sjövik är känd"
    assert change("Planen om Ekbys vatten", random.Random(1)) == "Planen om Sjöviks vatten"
    assert change("Planen är känd", random.Random(1)) is None


@pytest.mark.parametrize("kind", [k for k in perturb.FAITHFUL if k != "as_is"])
def test_faithful_variants_differ_and_keep_every_figure(kind: str) -> None:
    text = "Granskningen ”visar” att verksamheten – med 14 av 52 utredningar – dokumenterades sedan 2019."
    changed = perturb.FAITHFUL[kind](text, random.Random(3))
    assert changed not in (None, text)
    assert [c for c in changed or "" if c.isdigit()] == [c for c in text if c.isdigit()]


def _held() -> list[Verified]:
    pages = ("Omslag " * 40, SENTENCE + " Vidare finns 7 bassänger.", "Slut " * 60)
    file = SourceFile("a", "a", "a.pdf", "0", ".pdf", pages, True)
    own = Source(SENTENCE, file, (Span(2, 0, len(SENTENCE)),))
    around = Source(pages[1], file, (Span(2, 0, len(pages[1])),))
    return [Verified(SENTENCE, own, around, "a")]


def test_a_checker_that_says_yes_to_all_is_found_out() -> None:
    found = measure(_held(), ["Sjövik", "Ekby"], lambda text, cited: SimpleNamespace(quote=True, figures=True), 5, 0)
    assert (rate(found, True), rate(found, False)) == (0.0, 0.0)
    assert not gate.gates({"system": as_figures(found)}, {"figures": {"detection": {"min": 0.99}}})[0].passed
    assert {"detection", "false_alarms", "by_kind"} <= set(as_object(found))
    assert "neighbour_page" in table(found)


def test_a_checker_that_says_no_to_all_is_found_out() -> None:
    found = measure(_held(), ["Sjövik", "Ekby"], lambda text, cited: SimpleNamespace(quote=False, figures=False), 5, 0)
    assert (rate(found, True), rate(found, False)) == (1.0, 1.0)
    assert not gate.gates({"system": as_figures(found)}, {"figures": {"false_alarms": {"max": 0.02}}})[0].passed


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_the_command_exits_with_its_verdict(says: bool, flags: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = measure(_held(), ["Sjövik", "Ekby"], lambda text, cited: SimpleNamespace(quote=says, figures=says), 5, 0)
    monkeypatch.setattr("evals.selfcheck.selfcheck", lambda *given: found)
    assert CliRunner().invoke(cli_eval.app, ["selfcheck", *flags]).exit_code == 1
    caught = [replace(kind, right=kind.n) for kind in found]
    monkeypatch.setattr("evals.selfcheck.selfcheck", lambda *given: caught)
    assert CliRunner().invoke(cli_eval.app, ["selfcheck", *flags]).exit_code == 0


def test_nothing_to_change_raises() -> None:
    with pytest.raises(EmptySetError):
        measure([], [], lambda text, cited: None, 5, 0)


def test_the_products_check_catches_what_is_plain(sample_library) -> None:  # type: ignore[no-untyped-def]
    """A floor, not the bar: the bar is `eval selfcheck`, whose verdict CI exits with."""
    from assistant.answering.check import check
    from evals.selfcheck import verified

    found = {k.name: k for k in measure(list(verified(sample_library)), ["Askebro", "Lindvalla"], check, 40, 0)}
    for kind in ("add_not", "drop_hedge", "neighbour_page"):
        assert found[kind].n > 5
        assert found[kind].right == found[kind].n, found[kind].wrong[:3]
    assert rate(list(found.values()), False) <= 0.02
