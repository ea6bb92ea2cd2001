"""A service as its users run it: `grader serve`, its processes, and a student's requests."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2 as httpx

from tests.service.house import CHECKOUT

COURSE = CHECKOUT / "tests" / "cli" / "course"
RIGHT = "def double(x):\n    return x + x\n\n\ndef halve(x):\n    return 0.5 * x\n"
PATIENCE = 120.0
"""Seconds for what takes two on an idle machine."""
T = TypeVar("T")


@dataclass
class Running:
    """`grader serve` in a folder, started again at the same port after a kill."""

    data: Path
    workers: int = 1
    port: int = 0
    options: tuple[str, ...] = ()
    has_folder: bool = True
    course: Path = COURSE
    process: subprocess.Popen[bytes] | None = None
    client: httpx.Client = field(default_factory=lambda: httpx.Client(verify=False, timeout=30))
    """One for all: certificates, which nobody needs here, take long to read."""

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "grader", *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADER_")}
        return {**kept, "PYTHONPATH": str(CHECKOUT), "GRADER_COURSE": str(self.course)}

    def run(self, *arguments: object) -> str:
        done = subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        options = ("--port", self.port, "--workers", self.workers, *self.options)
        folder = (self.data,) if self.has_folder else ()
        with open(self.data.with_suffix(".log"), "ab") as log:
            self.process = subprocess.Popen(
                self.command("serve", *folder, *options),
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip

    def ready(self) -> None:
        until(lambda: self.health() == 200, f"{self.data}: {self.log}")

    def health(self) -> int:
        try:
            return self.client.get(f"{self.address}/healthz").status_code
        except httpx.HTTPError:
            return 0

    @property
    def log(self) -> str:
        return self.data.with_suffix(".log").read_text("utf-8", "replace")

    def pids(self, role: str) -> list[int]:
        """The service's processes of this role, as their command lines say."""
        assert self.process is not None
        found = []
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in children.read_text().split():
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if role.encode() in words:
                    found.append(int(pid))
        return found

    def kill(self, role: str) -> None:
        """Kill a process of this role, and wait until another one is there."""
        before = until(lambda: self.pids(role), f"no {role}")
        os.kill(before[0], signal.SIGKILL)

        def again() -> bool:
            found = self.pids(role)
            return len(found) == len(before) and before[0] not in found

        until(again, f"no other {role}")

    def kill_all(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE)


@dataclass
class Student:
    """A student with a token, who tries again when the service does not answer."""

    service: Running
    token: str

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.service.client.request(
            method, self.service.address + path, headers=headers, **more
        )

    def hand_in(self, assignment: str, text: str, key: str | None = None) -> httpx.Response:
        return self.ask(
            "POST",
            f"/api/v1/assignments/{assignment}/submissions",
            files={"file": ("work.py", text.encode())},
            headers={} if key is None else {"idempotency-key": key},
        )

    def result(self, submission: str) -> dict[str, Any]:
        def final() -> dict[str, Any] | None:
            try:
                answer = self.ask("GET", f"/api/v1/submissions/{submission}")
            except httpx.HTTPError:
                return None
            view: dict[str, Any] = answer.json()
            return view if view["status"] in ("graded", "failed") else None

        return until(final, f"no result of {submission}: {self.service.log}")


def until(look: Callable[[], T], otherwise: str) -> T:
    """Return what ``look`` returns as soon as that is true.

    What lasts is looked at less and less often: a look takes the processor from what is waited for.
    """
    end, pause = time.monotonic() + PATIENCE, 0.1
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(pause)
        pause = min(1.0, 1.3 * pause)
    raise AssertionError(otherwise)
