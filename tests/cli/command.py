"""Runs the command in a process of its own that need not import everything first.

A server process imports the grader once, starts one zygote, and is forked for each command, which costs a quarter
of what a command costs alone. What is about starting Python itself (imports, the import path, signals) starts the real
command: see ``start`` in ``conftest`` and ``tests/packaging``.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_PRELOADED = [
    "numpy",
    "numpy.ma",
    "jinja2",
    "rich.console",
    "grader.cli.main",
    "grader.batch.run",
    "grader.batch.check",
    "grader.cli.bundles",
    "grader.cli.check",
    "grader.cli.dry_run",
    "grader.cli.grade",
    "grader.cli.progress",
    "grader.cli.prove",
    "grader.cli.results",
    "grader.course.catalog",
    "grader.course.facts",
    "grader.course.settings",
    "grader.pipeline.grade",
    "grader.report.terminal",
    "grader.release",
    "grader.sandbox",
    "grader.verify",
    "tests.cli.preloaded",
]
_PATIENCE = 300
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(_PRELOADED)


class Begun:
    """A command that runs; what it prints is in ``out`` and ``err`` of the folder ``output``.

    ``idle``: see `idle_machine`.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        output: Path,
        *,
        idle: bool = False,
    ) -> None:
        self._arguments, self._output = arguments, output
        self._process = _context.Process(
            target=_run, args=(list(arguments), str(folder), dict(environment), str(output), idle)
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid, self.kill = self._process.pid, self._process.kill

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int:
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self.kill()
            command = " ".join(self._arguments)
            raise TimeoutError(f"grader {command} takes more than {_PATIENCE} seconds")
        return self._process.exitcode

    def ended(self) -> tuple[int, str, str]:
        """Its exit code, once it has ended, and what it printed to out and err."""
        code = self.wait()
        out, err = ((self._output / name).read_bytes().decode() for name in ("out", "err"))
        return code, out, err


def printed_by(
    arguments: Sequence[object],
    folder: Path,
    environment: Mapping[str, str],
    *,
    idle: bool = False,
) -> tuple[int, str, str]:
    """Run ``grader ARGUMENTS`` in ``folder``; return its exit code and what it prints to out and err."""
    with tempfile.TemporaryDirectory() as output:
        words = [*map(str, arguments)]
        return Begun(words, folder, environment, Path(output), idle=idle).ended()


def _run(
    arguments: list[str], folder: str, environment: dict[str, str], output: str, idle: bool
) -> None:
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(os.path.join(output, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["grader", *arguments]
    added = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [entry for entry in added if entry and entry not in sys.path]
    # A pipe is no terminal: encoding and buffering as in a process that was started this way.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    from grader.cli.main import main

    if idle:
        from tests.idle_machine import idle_machine

        idle_machine()
    code = main(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    atexit._run_exitfuncs()  # what a process that ends by itself does, and a forked one does not
    os._exit(code)
