"""A running chat, a browser window, and what tests do in them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

HOSTILE_NAME = "elak <img src=x onerror=window.hacked=1>.txt"
HOSTILE = """Tjänsteskrivelse
Kvarnby kommun
2024-03-04

Snöröjning vid biblioteket

Snöröjningen vid biblioteket kostade <img src=x onerror="window.hacked=1"> 48 000 kronor under vintern enligt
[fakturan](javascript:window.hacked=1) <script>window.hacked=1</script> från entreprenören {{hacked}}
${window.hacked=1}.
"""


@dataclass(frozen=True)
class Site:
    """A running chat: its address and the folder its documents lie in."""

    address: str
    corpus: Path


def running(command: list[str], environment: dict[str, str], root: Path, corpus: Path) -> Iterator[Site]:
    """Start a server and give its address, as it prints it; stop it afterwards."""
    log = corpus.parent / f"server-{time.monotonic_ns()}.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            command, cwd=root, env=environment | {"PYTHONUNBUFFERED": "1"}, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + 120
        while "http://" not in (said := log.read_text(encoding="utf-8")):
            assert server.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        yield Site(said.split("öppen på ")[1].split()[0], corpus)
    finally:
        server.terminate()
        server.wait(30)
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said


class Visitor:
    """A browser window and what tests do in it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, site: Site, width: int = 1440, height: int = 900) -> None:
        self.size(width, height)
        self.driver.get(site.address)
        self.wait(".welcome")
        self.wait("#fragan textarea")

    def size(self, width: int, height: int) -> None:
        values = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", values)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def wait(self, css: str, words: str = "", seconds: float = 30) -> WebElement:
        """The first visible element that matches and holds the words, once there is one."""

        def found(_: object) -> WebElement | None:
            script = (
                "return [...document.querySelectorAll(arguments[0])]"
                ".find(e => e.checkVisibility() && e.textContent.includes(arguments[1]))"
            )
            return self.script(script, css, words)  # type: ignore[return-value]

        return WebDriverWait(self.driver, seconds).until(found, f"{css} {words}")

    def script(self, code: str, *values: object) -> object:
        return self.driver.execute_script(code, *values)

    def until(self, code: str, *values: object, seconds: float = 20) -> None:
        """Wait for a JavaScript expression to become true."""
        WebDriverWait(self.driver, seconds).until(lambda _: self.script(f"return {code}", *values), code)

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter and wait for the whole answer."""
        before = len(self.all(".foot"))
        self.wait("#fragan textarea").send_keys(question, Keys.ENTER)
        self.until("document.querySelectorAll('.foot').length > arguments[0]", before)

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def tab(self, name: str) -> None:
        shown = [e for e in self.all("button[role=tab]") if e.text == name and e.is_displayed()]
        if not shown:  # on a narrow page the last tabs fold into a menu
            self.wait(".overflow-menu > button").click()
            shown = [self.wait(".overflow-dropdown button", name)]
        shown[0].click()

    @property
    def hacked(self) -> bool:
        return bool(self.script("return window.hacked"))
