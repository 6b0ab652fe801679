"""Fixtures that every test may use. Nothing here imports the engine before a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.retrieval.library import Library
    from assistant.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """Real documents beside the repository; a test that needs them is skipped where they are not."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine (../shared/corpus)")
    return folder


@pytest.fixture(scope="session")
def sample_corpus() -> Path:
    """The sample documents of the repository."""
    folder = ROOT / "corpus" / "exempel"
    assert any(folder.glob("*.*")), "the sample corpus is missing: corpus/exempel"
    return folder


@pytest.fixture(scope="session")
def sample_settings(sample_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose stores hold the sample corpus, indexed once a session. Tests read it and change nothing."""
    from assistant import pipeline
    from assistant.settings import Settings

    settings = Settings(data=tmp_path_factory.mktemp("sample") / "data", corpus=sample_corpus)
    pipeline.index([sample_corpus], settings)
    return settings


@pytest.fixture(scope="session")
def sample_library(sample_settings: Settings) -> Iterator[Library]:
    """The sample corpus, open."""
    from assistant import pipeline

    with pipeline.open_library(sample_settings) as library:
        yield library
