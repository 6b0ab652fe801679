"""With the network off: indexing, answering and the chat work, and not one of them tries to reach out.

Every process of the assistant gets an audit hook that refuses and logs each name look-up and each connection that
leaves the machine. HOME is an empty folder, so no model or font can come from a cache.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

GUARD = """
import os, sys

LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::")

def local(host):
    host = host.decode() if isinstance(host, bytes) else host
    return host is None or host == "" or str(host).startswith(LOCAL)

def guard(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        target = args[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        if not isinstance(address, tuple):  # a Unix socket
            return
        target = address[0]
    else:
        return
    if not local(target):
        with open(os.environ["NETWORK_LOG"], "a") as log:
            log.write(f"{event} {target} {' '.join(sys.argv)}\\n")
        raise OSError(101, f"network is off: {event} {target}")

sys.addaudithook(guard)
"""


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine without network or caches, with a log of attempts."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    (folder / "home").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    log = folder / "attempts.log"
    return {
        **kept,
        "HOME": str(folder / "home"),
        "PYTHONPATH": str(folder / "guard"),
        "NETWORK_LOG": str(log),
        "ASSISTANT_DATA": str(folder / "data"),
    }


def attempts(environment: dict[str, str]) -> str:
    log = Path(environment["NETWORK_LOG"])
    return log.read_text(encoding="utf-8") if log.exists() else ""


def assistant(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "assistant", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def indexed(offline: dict[str, str], sample_corpus: Path) -> dict[str, str]:
    """The same environment once the sample corpus has been indexed there."""
    report = json.loads(assistant(offline, "index", str(sample_corpus), "--json"))
    assert report["parts"] > 0
    return offline


def test_the_guard_would_notice(offline: dict[str, str], tmp_path: Path) -> None:
    environment = offline | {"NETWORK_LOG": str(tmp_path / "log")}
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert "network is off" in done.stderr
    assert "192.0.2.1" in attempts(environment)


def test_index_search_and_ask(indexed: dict[str, str]) -> None:
    found = json.loads(assistant(indexed, "search", "rekommendationer till nämnden", "--json"))
    answer = json.loads(assistant(indexed, "ask", "Vilka rekommendationer lämnar revisorerna?", "--json"))
    assert found["results"]
    assert answer["citations"]
    assert attempts(indexed) == ""


def test_the_chat(indexed: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=indexed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    try:
        page = _wait_for(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.wait(30)
    assert "<html" in page
    fetched = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"'](https?://[^\"']+)", page)
    assert fetched == [], "the page makes the browser fetch from elsewhere"
    assert attempts(indexed) == ""


def _wait_for(address: str, server: subprocess.Popen[str]) -> str:
    """The page, once the server answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.poll() is None, server.stdout.read() if server.stdout else ""
        try:
            with opener.open(address, timeout=5) as reply:
                return str(reply.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the chat did not start within two minutes")
