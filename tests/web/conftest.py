"""A real chat over the sample corpus and a hostile file, in a process of its own, and a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from visiting import HOSTILE, HOSTILE_NAME, Site, Visitor, running

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--lang=sv",
)


@pytest.fixture(scope="session")
def site(root: Path, sample_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The chat as app.py opens it, over a copy of the sample corpus with a hostile file among the others."""
    folder = tmp_path_factory.mktemp("chatt")
    shutil.copytree(sample_corpus, folder / "corpus")
    (folder / "corpus" / HOSTILE_NAME).write_text(HOSTILE, encoding="utf-8")
    (folder / "corpus" / "trasig.pdf").write_bytes(b"%PDF-1.7 ingenting")
    environment = os.environ | {"ASSISTANT_DATA": str(folder / "data"), "ASSISTANT_CORPUS": str(folder / "corpus")}
    subprocess.run([sys.executable, "-m", "assistant", "index"], cwd=root, env=environment, check=True, timeout=300)
    yield from running([sys.executable, "app.py", "--port", "0"], environment, root, folder / "corpus")


@pytest.fixture
def slow_site(root: Path, site: Site, tmp_path: Path) -> Iterator[Site]:
    """The same documents, where each answer takes three seconds to find."""
    code = (
        "import time; from assistant import pipeline; quick = pipeline.ask\n"
        "def ask(*a, **k): time.sleep(3); return quick(*a, **k)\n"
        "pipeline.ask = ask; from assistant.web import serve; from assistant.settings import load_settings\n"
        "serve(load_settings(port=0))"
    )
    data = site.corpus.parent / "data"
    environment = os.environ | {"ASSISTANT_DATA": str(data), "ASSISTANT_CORPUS": str(site.corpus)}
    yield from running([sys.executable, "-c", code], environment, root, site.corpus)


@pytest.fixture
def empty_site(root: Path, tmp_path: Path) -> Iterator[Site]:
    """A chat where nothing has been indexed, beside a folder with one document."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "snö.txt").write_text(HOSTILE, encoding="utf-8")
    environment = os.environ | {"ASSISTANT_DATA": str(tmp_path / "data"), "ASSISTANT_CORPUS": str(tmp_path / "corpus")}
    yield from running([sys.executable, "app.py", "--port", "0"], environment, root, tmp_path / "corpus")


@pytest.fixture(scope="session")
def _window() -> Iterator[webdriver.Chrome]:
    chromium, driver = (shutil.which(name) for name in ("chromium", "chromedriver"))
    if not chromium or not driver:
        pytest.skip("Chromium and chromedriver are not on this machine (apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield window
    window.quit()


@pytest.fixture
def visitor(_window: webdriver.Chrome) -> Iterator[Visitor]:
    """A browser of its own for each test, as far as the page can tell; errors in its console fail the test."""
    _window.get("about:blank")
    _window.get_log("browser")
    yield Visitor(_window)
    errors = [line["message"] for line in _window.get_log("browser") if line["level"] == "SEVERE"]
    assert errors == []
