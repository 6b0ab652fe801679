"""Addresses of files and pages, and the port."""

from __future__ import annotations

import socket
import urllib.error
import urllib.parse
import urllib.request

import pytest
from visiting import HOSTILE_NAME, Site

from assistant.errors import InputError
from assistant.web.app import listen
from assistant.web.routes import swedish

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def status(site: Site, path: str) -> int:
    try:
        with OPENER.open(f"{site.address}/{path}", timeout=20) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        "fil/finns-inte",
        "fil/..%2F..%2Fpyproject.toml",
        "fil/%2Fetc%2Fpasswd",
        "text/finns-inte",
        "sida/finns-inte/1.png",
        "sida/norrsala-2024-hemtjanst/999.png",
        "sida/norrsala-2024-hemtjanst/0.png",
        "sida/norrsala-2024-hemtjanst/1.png?m=skräp".replace("ä", "%C3%A4"),
        "sida/norrsala-2024-missiv-hemtjanst/1.png",
    ],
)
def test_only_indexed_files_and_their_pages_are_served(site: Site, path: str) -> None:
    assert status(site, path) == 404


def test_a_file_is_named_by_its_id(site: Site) -> None:
    assert status(site, "fil/norrsala-2024-hemtjanst") == 200
    assert status(site, "sida/norrsala-2024-hemtjanst/1.png") == 200
    assert status(site, "fil/" + urllib.parse.quote(HOSTILE_NAME.removesuffix(".txt"), safe="")) == 200


def test_the_page_is_swedish_and_names_no_other_address(site: Site) -> None:
    with OPENER.open(site.address, timeout=20) as reply:
        page = reply.read().decode()
        policy = reply.headers["content-security-policy"]
    assert '<html\n\tlang="sv"' in page
    assert "raw.githubusercontent.com" not in page
    assert "gradio.app" not in page
    assert "default-src 'self'" in policy


def test_social_cards_are_taken_out() -> None:
    assert swedish('<html lang="en"><meta\n property="og:url"\n content="x" />kvar') == '<html lang="sv">kvar'


def test_a_taken_port_gives_way_to_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as first:
        first.listen()
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken) as second:
            free = second.getsockname()[1]
    assert taken < free <= taken + 20
    assert f"Port {taken} är upptagen" in capsys.readouterr().out
    assert str(free)


def test_an_address_that_is_not_here_is_said_to_be_so() -> None:
    with pytest.raises(InputError, match=r"192\.0\.2\.1"):
        listen("192.0.2.1", 8123)


def test_no_port_is_not_announced(capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as bound:
        assert isinstance(bound, socket.socket)
    assert capsys.readouterr().out == ""
