"""The rooms and their borders (README, "Så är koden ordnad"): read from the imports, so that they hold."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "assistant"

# A room imports its own modules, rooms before it and the shared vocabulary.
ROOMS = ("reading", "register", "retrieval", "answering", "drafting", "pipeline", "web", "cli")
SHARED = ("types", "errors", "settings", "export")

# Third party → where it may be imported: room → the number of files, None for any number.
BORDERS: dict[str, dict[str, int | None]] = {
    "pypdf": {"reading": 1},
    "docx": {"reading": 1, "drafting": 2},  # word.py writes, wordlook.py holds styles and page
    "lxml": {"reading": 1, "drafting": 1},  # python-docx hands out lxml elements
    "PIL": {"reading": 2},  # pypdfium2 gives its pages as Pillow images
    "pypdfium2": {"reading": 2},  # render.py for the source panel, ocr.py for scanned pages
    "sqlalchemy": {"register": None},
    "chromadb": {"retrieval": 1},
    "tantivy": {"retrieval": 1},
    "sentence_transformers": {"retrieval": 1},
    "torch": {"retrieval": 1},
    "tokenizers": {"retrieval": 1},
    "safetensors": {"retrieval": 1},
    "Stemmer": {"retrieval": 1},
    "gradio": {"web": None},
    "fastapi": {"web": 2},  # Gradio's own server: routes for pages and files, and the application they are added to
    "uvicorn": {"web": 1},
    "markdown_it": {"web": 1},
    "openpyxl": {"web": 1},
    "typer": {"cli": None},
    "rich": {"cli": None},
    "pydantic": {"settings": 1, "register": 1},  # the register keeps its records as JSON
    "pydantic_settings": {"settings": 1},
    "numpy": {"retrieval": None, "answering": None, "register": None},
}

CEILING = 300  # lines
LONGER = {
    "types.py": "the whole vocabulary in one place",
}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _room(path: Path) -> str:
    """The room of a module: its folder, or its own name; the cli_*.py files are one room."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if first.startswith("cli_") or first == "__main__" else first


def _imports(path: Path) -> Iterator[str]:
    """Every imported module by its full name, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}: relative import"
            yield node.module or ""
            if node.module == "assistant":
                yield from (f"assistant.{alias.name}" for alias in node.names)


def _own_rooms(path: Path) -> set[str]:
    names = (name.split(".") for name in _imports(path))
    return {parts[1] for parts in names if parts[0] == "assistant" and len(parts) > 1}


def _third_parties(path: Path) -> set[str]:
    first = {name.split(".")[0] for name in _imports(path)}
    return first - set(sys.stdlib_module_names) - {"assistant"}


def test_every_module_stands_in_a_known_room() -> None:
    known = {*ROOMS, *SHARED, "__init__"}
    assert {_room(path) for path in _modules()} <= known


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_a_room_imports_only_rooms_to_its_left(path: Path) -> None:
    room = _room(path)
    allowed = {*SHARED, "__version__"}
    if room in ROOMS:
        allowed |= {*ROOMS[: ROOMS.index(room) + 1]}
    imported = {"cli" if name.startswith("cli_") else name for name in _own_rooms(path)}
    assert imported <= allowed, f"{_name(path)} reaches to the right"


def test_third_parties_stop_at_their_border() -> None:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in _modules():
        for library in _third_parties(path):
            found[library, _room(path)].append(_name(path))
    for (library, room), files in sorted(found.items()):
        assert library in BORDERS, f"{library} in {files}: give it a border in this test and a line in pyproject.toml"
        assert room in BORDERS[library], f"{library} does not belong in {files}"
        limit = BORDERS[library][room]
        assert limit is None or len(files) <= limit, f"{library} lives behind {limit} file(s) of {room}, not {files}"


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_modules_stay_readable(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= CEILING or _name(path) in LONGER, f"{_name(path)} has {lines} lines: divide it, or say why not"


def test_the_exceptions_are_needed() -> None:
    for name in LONGER:
        assert len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) > CEILING, f"{name} is short again"


def test_the_vocabulary_is_standard_library_only() -> None:
    assert not _third_parties(PACKAGE / "types.py")
    assert not _own_rooms(PACKAGE / "types.py")
