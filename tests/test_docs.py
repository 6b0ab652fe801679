"""The documentation says what the program does: docs/cli.md is the help, written again with `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer import rich_utils
from typer.main import get_command
from typer.testing import CliRunner

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "cli.md"
HEAD = """# Terminalen

Hjälpen för varje kommando, som `python -m assistant KOMMANDO --help` skriver den. Sidan skrivs av `make docs`.

Utgångskoder: 0 klart (en fråga utan stöd i handlingarna och en fil som inte går att läsa är också svar), 1 oväntat
fel, 2 fel i kommandot eller indata, 3 inget är indexerat, 4 ett lager eller en modell går inte att använda, 130
avbrutet. Ett fel visas som två rader, vad som hände och vad du kan göra; med `ASSISTANT_DEBUG=1` hela vägen dit.
"""


def commands() -> list[str]:
    return list(get_command(app).commands)  # type: ignore[attr-defined]


def page() -> str:
    """The whole of docs/cli.md."""
    width, rich_utils.MAX_WIDTH = rich_utils.MAX_WIDTH, 100
    try:
        sections = [HEAD]
        for name in ("", *commands()):
            result = CliRunner().invoke(app, [*name.split(), "--help"], prog_name="python -m assistant")
            assert result.exit_code == 0, result.output
            text = "\n".join(line.strip("\n").rstrip() for line in result.output.strip("\n").splitlines()).strip()
            sections.append(f"## {name or 'assistant'}\n\n```text\n{text}\n```\n")
        return "\n".join(sections)
    finally:
        rich_utils.MAX_WIDTH = width


def test_the_page_of_commands_is_the_help() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/cli.md is behind: run `make docs`"


@pytest.mark.parametrize("name", commands())
def test_the_readme_shows_every_command(name: str) -> None:
    assert f"python -m assistant {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_the_readme_lists_every_setting(name: str) -> None:
    assert f"`ASSISTANT_{name.upper()}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["run", "test", "check", "index", "clean"])
def test_the_readme_names_targets_that_exist(target: str) -> None:
    assert f"`make {target}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.glob("[0-9]*.md"):
        assert f"]({path.name})" in index, f"{path.name} is not listed in docs/decisions/README.md"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
