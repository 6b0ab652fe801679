"""The vector store, embedded and on a real Chroma server: one behaviour."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.retrieval.dense import Dense


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")
    assert program, "chromadb installs the program 'chroma'"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = str(tmp_path_factory.mktemp("chroma"))
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.mark.parametrize("where", ["embedded", "server"])
def test_vectors_are_added_found_filtered_and_removed(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    dense = Dense(tmp_path / "vectors", request.getfixturevalue("server") if where == "server" else "")
    dense.clear()
    vectors = np.eye(4, dtype=np.float32)
    dense.add([10, 11, 12, 13], ["a", "a", "b", "b"], ["a:1", "a:2", "b:1", "b:1"], vectors)
    near = np.array([0.8, 0.6, 0, 0], dtype=np.float32)
    assert dense.count() == 4
    assert dense.search(near, None, 2) == pytest.approx({10: 0.8, 11: 0.6}, abs=1e-5)
    assert set(dense.search(near, ["a:2", "b:1"], 3)) == {11, 12, 13}
    dense.delete_files(["a", "okänd"])
    assert dense.count() == 2
    dense.save_matrix("läge 1")
    dense.close()

    again = Dense(tmp_path / "vectors", dense._url)
    assert again.holds_matrix("läge 1")
    assert not Dense(tmp_path / "vectors", dense._url).holds_matrix("läge 2")
    assert set(again.search(near, None, 5)) == {12, 13}
    again.clear()
    assert again.count() == 0
    again.close()


def test_a_server_that_is_not_there_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="svarar inte") as caught:
        Dense(tmp_path, "http://127.0.0.1:9").count()
    assert "ASSISTANT_CHROMA_URL" in caught.value.advice
