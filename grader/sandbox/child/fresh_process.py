"""A fresh process for each submission, where there is no zygote: macOS, Windows, or by force.

Limits where the system has them, and a kill from outside; no file system or network is closed
off, so that only public cases are run this way unless somebody insists.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from queue import Empty, Queue
from typing import Any

from grader.sandbox.judge.process_handle import End
from grader.sandbox.shared.interpreter import NOTHING_LAZY, cpu_clock_of, environment, import_path
from grader.sandbox.shared.memory import virtual_size

_BOOTSTRAP = (
    f"import sys; {NOTHING_LAZY} sys.path += sys.argv[2:];"
    "from grader.sandbox.child.fresh_process import main; main(sys.argv[1])"
)


class FreshProcesses:
    """Starts children as processes of their own."""

    layers: tuple[str, ...] = ("fresh_process", "kill")
    pid = None
    _libraries: tuple[str, ...] = ()

    def begin(self) -> None:
        pass

    def start(self) -> None:
        if _resource() is not None:
            self.layers = ("fresh_process", "limits", "kill")

    def spawn(self) -> FreshHandle:
        return FreshHandle(self._libraries)

    def provide(self, libraries: Collection[str]) -> None:
        self._libraries = tuple(sorted({*self._libraries, *libraries}))

    def restart(self) -> None:
        pass

    def close(self) -> None:
        pass


class FreshHandle:
    """A child over two pipes. Threads move the bytes: pipes cannot be waited for on Windows."""

    def __init__(self, libraries: tuple[str, ...] = ()) -> None:
        found = [",".join(libraries), *import_path(libraries)]
        # The C library of Windows needs SYSTEMROOT to start an interpreter at all.
        kept = {n: v for n, v in os.environ.items() if n.upper() in {"SYSTEMROOT", "PATH"}}
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-S", "-P", "-B", "-c", _BOOTSTRAP, *found],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | environment(),
            start_new_session=os.name == "posix",
        )
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

    def write(self, data: bytes, wall_seconds: float) -> None:
        self._to_send.put(data)

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

    def cpu_seconds(self) -> float | None:
        if not sys.platform.startswith("linux"):
            return None
        try:
            return time.clock_gettime(cpu_clock_of(self._process.pid))
        except OSError:
            return None

    def end(self, grace: float = 0.0) -> End:
        code = self._process.poll()
        if code is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self._process.wait(max(grace, 0.05))
        if code is None:
            self._process.kill()
            code = self._process.wait()
        self._to_send.put(None)
        return End(-code, None) if code < 0 else End(None, code)

    def dismiss(self) -> None:
        self.end()


def _resource() -> Any:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource


def _limit(settings: dict[str, Any]) -> None:
    resource = _resource()
    if resource is None:
        return
    cpu = int(settings["cpu_seconds"]) + 1
    # macOS counts gigabytes of reserved addresses as memory, so no RLIMIT_AS there.
    wanted = [("RLIMIT_CPU", cpu), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)]
    if sys.platform.startswith("linux"):
        base = virtual_size()
        wanted.append(("RLIMIT_AS", base + settings["memory_bytes"]))
    for name, value in wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (value, value))


def main(libraries: str = "") -> None:
    """The fresh process itself: warm up, then serve over its own standard streams."""
    from grader.sandbox.child.preload import close_imports, preload
    from grader.sandbox.child.request_loop import serve

    reader, writer = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    preload(tuple(filter(None, libraries.split(","))))
    close_imports()
    serve(reader, writer, _limit)
    os._exit(0)
