"""Chromium as somebody at a keyboard uses it: chromedriver, spoken to in its own protocol (W3C WebDriver)."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars",
)  # fmt: skip
_WAIT_SECONDS = 120
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe about what is another in dark than in light."""


class Page:
    """One browser window."""

    def __init__(self, address: str) -> None:
        self._address = address

    def open(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script's ``return`` gives; a promise is waited for."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def until(self, script: str, *arguments: Any) -> Any:
        """What the script returns once that is true."""
        end = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < end:
            if value := self.run(script, *arguments):
                return value
            time.sleep(0.25)
        raise AssertionError(f"this never came true: {script}")

    def resize(self, width: int, height: int = 900) -> None:
        """Give the page itself this width: a window is wider than a phone allows."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, scheme: str) -> None:
        """Show the page as on a system with ``light`` or ``dark`` colours."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._devtools("Emulation.setEmulatedMedia", {"features": features})

    def block(self, addresses: Sequence[str]) -> None:
        """From now on have pages do without what is at these addresses, in which ``*`` stands for anything."""
        self._devtools("Network.enable", {})
        self._devtools("Network.setBlockedURLs", {"urls": list(addresses)})

    def media(self, kind: str) -> None:
        """Lay the page out for ``screen`` or for ``print``."""
        self._devtools("Emulation.setEmulatedMedia", {"media": kind})

    def printed(self) -> bytes:
        """The page as a PDF, as the browser prints it."""
        return base64.b64decode(self._devtools("Page.printToPDF", {})["data"])

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def violations(
        self, within: str = "html", without: Sequence[str] = (), rules: Sequence[str] = ()
    ) -> list[str]:
        """What axe finds wrong with a part of the page, but for parts of it: rule, and the elements.

        It asks all its usual rules, or those that are named.
        It need not fetch style sheets and media once more (``preload``): none of its usual rules reads them here.
        """
        if not self.run("return 'axe' in window"):
            self.run(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
        found = self.run(
            "const parts = {include: [document.querySelector(arguments[0])], exclude: arguments[1]};"
            "const only = arguments[2].length ? {runOnly: arguments[2]} : {};"
            "return axe.run(parts, {resultTypes: ['violations'], preload: false, ...only})"
            ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200)).join(' | ')))",
            within,
            list(without),
            list(rules),
        )
        return list(found)

    def is_too_wide(self) -> bool:
        """Whether one has to scroll sideways to read it."""
        return bool(self.run("return document.documentElement.scrollWidth > innerWidth + 1"))

    def _devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return _ask(method, self._address + path, body)


@contextmanager
def browser() -> Iterator[Page]:
    """A browser with one window, ended with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen([str(DRIVER), f"--port={port}"], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    session = ""
    try:
        _until_ready(address)
        limits = dict.fromkeys(("script", "pageLoad"), _WAIT_SECONDS * 1000)  # milliseconds
        options = {"binary": str(CHROMIUM), "args": list(_FLAGS)}
        wanted = {
            "capabilities": {"alwaysMatch": {"goog:chromeOptions": options, "timeouts": limits}}
        }
        session = f"{address}/session/{_ask('POST', f'{address}/session', wanted)['sessionId']}"
        yield Page(session)
    finally:
        if session:
            _ask("DELETE", session)
        driver.terminate()
        driver.wait()


def _until_ready(address: str) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        try:
            if _ask("GET", f"{address}/status")["ready"]:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("chromedriver does not answer")


def _ask(method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    request.method = method
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()[:1000]) from None
