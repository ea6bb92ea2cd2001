"""A fresh process for each submission, where there is no zygote: macOS, Windows, or by force.

Limits where the system has them, and a kill from outside. Files and the network are not closed off,
so only public cases are run this way unless somebody insists.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from queue import Empty, Queue

from grader.sandbox.framing import READY
from grader.sandbox.interpreter import child_command, child_environment
from grader.sandbox.judge.process_handle import Clocks

_CHILD = "grader.sandbox.child.fresh_process"
_START_SECONDS = 120.0
"""For a machine that imports scikit-learn while it does much else."""


class FreshProcesses:
    """Starts children as processes of their own."""

    layers: tuple[str, ...] = ("fresh_process", "kill")
    pid = None

    def begin(self) -> None:
        pass

    def start(self) -> None:
        if importlib.util.find_spec("resource") is not None:
            self.layers = ("fresh_process", "limits", "kill")

    def spawn(self, libraries: Collection[str] = ()) -> FreshHandle:
        """Start a child and wait until it has imported what it needs.

        A submission does not pay for that: its limits begin with its own code. Raises OSError where
        the process does not start.
        """
        handle = FreshHandle(libraries)
        if handle.read(len(READY), _START_SECONDS) != READY:
            handle.end()
            raise OSError("the child does not start")
        return handle

    def restart(self) -> None:
        pass

    def close(self) -> None:
        pass


class FreshHandle:
    """A child over two pipes. Threads move the bytes: pipes cannot be waited for on Windows."""

    def __init__(self, libraries: Collection[str] = ()) -> None:
        # The C library of Windows needs SYSTEMROOT to start an interpreter at all.
        kept = {n: v for n, v in os.environ.items() if n.upper() in {"SYSTEMROOT", "PATH"}}
        self._process = subprocess.Popen(
            child_command(_CHILD, libraries=libraries),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | child_environment(),
            start_new_session=os.name == "posix",
        )
        self.clocks = Clocks(self._process.pid if sys.platform.startswith("linux") else None)
        self._received: Queue[bytes] = Queue(maxsize=64)
        self._left = b""
        self._to_send: Queue[bytes | None] = Queue()
        for work in (self._pump_in, self._pump_out):
            threading.Thread(target=work, daemon=True).start()

    def _pump_in(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while part := os.read(self._process.stdout.fileno(), 1 << 16):
                self._received.put(part)
        self._received.put(b"")

    def _pump_out(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            while (data := self._to_send.get()) is not None:
                self._process.stdin.write(data)
                self._process.stdin.flush()

    def write(self, data: memoryview, wait: float) -> int:
        self._to_send.put(bytes(data))
        return len(data)

    def read(self, size: int, wait: float) -> bytes | None:
        if not self._left:
            try:
                self._left = self._received.get(timeout=max(wait, 0.001))
            except Empty:
                return None
        part, self._left = self._left[:size], self._left[size:]
        return part

    def pending(self) -> bool:
        return bool(self._left) or not self._received.empty()

    def end(self, grace: float = 0.0) -> int:
        self.clocks.close()
        code = self._process.poll()
        if code is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self._process.wait(max(grace, 0.05))
        if code is None:
            self._process.kill()
            code = self._process.wait()
        self._to_send.put(None)
        return code
