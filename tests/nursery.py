"""Forks programs from a process that has imported what they need: dask alone takes Python two seconds.

For what many commands need, see `tests/cli/command.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_IMPORTS = (
    "grader.cli.main",
    "grader.batch.run",
    "grader.cli.grade",
    "grader.course.catalog",
    "grader.pipeline.grade",
    "grader.sandbox",
)


class Nursery:
    """A process that forks programs when it is asked to, and is their parent.

    imports  modules that they need beside the command line's
    """

    def __init__(self, environment: Mapping[str, str], imports: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, *imports], env=dict(environment), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def start(
        self,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        output: Path | None = None,
    ) -> Forked:
        """Run a module with arguments, ``words``; what it prints goes to ``out`` and ``err`` in ``output``."""
        request = {
            "words": list(words), "folder": str(folder), "environment": dict(environment),
            "output": None if output is None else str(output),
        }  # fmt: skip
        return Forked(self, self.ask(request))

    def printed_by(
        self, arguments: Sequence[object], folder: Path, environment: Mapping[str, str]
    ) -> tuple[int, str, str]:
        """Run ``grader ARGUMENTS``; return its exit code and what it prints to out and err."""
        with tempfile.TemporaryDirectory() as output:
            words = ["grader", *map(str, arguments)]
            code = self.start(words, folder, environment, Path(output)).wait()
            out, err = (Path(output, name).read_text("utf-8") for name in ("out", "err"))
        return code, out, err

    def ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Forked:
    """One of its programs."""

    nursery: Nursery
    pid: int
    code: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.code is None:
            self.code = self.nursery.ask({"poll": self.pid, "waits": False})
        return self.code

    def wait(self) -> int:
        if self.code is None:
            self.code = self.nursery.ask({"poll": self.pid, "waits": True})
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)


def _serve() -> None:
    """What the process does: a line with a request, a line with its answer."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for name in (*_IMPORTS, *sys.argv[1:]):
        __import__(name)
    while line := sys.stdin.readline():
        request = json.loads(line)
        if "words" in request:
            answer: int | None = os.fork()
            if answer == 0:
                answers.close()
                _become(request)
        else:
            pid, status = os.waitpid(request["poll"], 0 if request["waits"] else os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        answers.write(f"{json.dumps(answer)}\n")
        answers.flush()


def _become(request: dict[str, Any]) -> None:
    import runpy

    folder = request["output"]
    places = [os.devnull] * 2 if folder is None else [f"{folder}/out", f"{folder}/err"]
    for number, place in enumerate([os.devnull, *places]):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(place, flags), number)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    module, *sys.argv[1:] = request["words"]
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    import atexit

    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
