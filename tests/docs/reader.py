"""Somebody who does what a page says, in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from grader.authoring import Exercise
from tests.cli.command import printed_by
from tests.docs.not_run import check_unrun, why_not_run, words
from tests.docs.page import CHECKOUT, Command, Data, Elsewhere, Program, Shows, Step, Write


class Reader:
    def __init__(self, folder: Path, *, idle: bool = False) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.printed = ""
        self.data = ""
        self.ran: set[str] = set()
        self.idle = idle
        """Whether the next `verify` grades on an idle machine: see `tests.idle_machine`."""
        self.environment = _environment(folder)
        self.printed_by = printed_by
        """Runs a command of the grader."""
        self.service: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        """Of the service, where pages say 8000."""

    def follow(self, step: Step) -> None:
        """Do one step; an AssertionError says how the page is wrong."""
        match step:
            case Command():
                self.run(step)
            case Elsewhere():
                check_unrun(step.line)
            case Write():
                self.write(step)
            case Shows():
                for line in step.lines:
                    assert line.strip() == "…" or _plain(line) in self.printed, (
                        f"not printed: {line}\n{self.printed}"
                    )
            case Data():
                assert _part_of(json.loads(step.text), json.loads(self.data)), step.text
            case Program():
                self.program(step.text)

    def run(self, command: Command) -> None:
        if why_not_run(command.line):
            check_unrun(command.line)
            return
        line = command.line.replace(".venv/bin/", "").replace(":8000", f":{self.port}")
        self.ran.add(" ".join(words(line)))
        if words(line)[:2] == ["grader", "serve"]:
            self.serve(line)
            return
        code, out, err = self.in_shell(line) if _needs_shell(line) else self.forked(line)
        assert code == command.code, f"{line}\nexit code {code}\n{out}{err}"
        self.data = out
        self.printed = "\n".join(map(_plain, (out + err).splitlines()))

    def in_shell(self, line: str) -> tuple[int, str, str]:
        """Run a line as a terminal does; return its exit code and what it printed."""
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return ran.returncode, ran.stdout, ran.stderr

    def forked(self, line: str) -> tuple[int, str, str]:
        """Run a line that is one command of the grader, without starting Python or a shell for it."""
        line, _, into = line.partition(" #")[0].partition(" > ")
        line = _FROM_FILE.sub(lambda found: (self.home / found[1]).read_text("utf-8").strip(), line)
        arguments = shlex.split(line)[1:]
        options = {"idle": True} if self.idle else {}
        self.idle |= arguments[0] == "verify"  # once is enough
        code, out, err = self.printed_by(arguments, self.home, self.environment, **options)
        if into:
            (self.home / into.strip()).write_text(out, "utf-8")
        return code, "" if into else out, err

    def serve(self, line: str) -> None:
        """Start a service, which runs beside the page's next commands, until `end`."""
        log = self.folder / "service.log"
        with open(log, "wb") as told:
            self.service = subprocess.Popen(
                ["bash", "-c", f"exec {line} --port {self.port}"],
                cwd=self.home, env=self.environment, stdout=told, stderr=told,
            )  # fmt: skip
        while f"The service is at http://127.0.0.1:{self.port}" not in log.read_text("utf-8"):
            assert self.service.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)

    def end(self) -> None:
        """Press Ctrl-C in the service's terminal; it ends as if all were well."""
        if self.service is None:
            return
        self.service.send_signal(signal.SIGINT)
        try:
            assert self.service.wait(120) == 0, (self.folder / "service.log").read_text("utf-8")
        finally:
            self.service.kill()

    def write(self, step: Write) -> None:
        path = self.home / step.path
        before = path.read_text("utf-8") if path.exists() else ""
        if before and not step.append and path.suffix in (".json", ".csv"):
            self.shown(step, before)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((before if step.append else "") + step.text, "utf-8")
        if path.suffix == ".json":
            json.loads(step.text)
        if path.suffix in (".yml", ".yaml"):
            self.recipe(step.text)

    def recipe(self, text: str) -> None:
        """A recipe of a CI system parses, and asks for nothing that the page has not tried."""
        for line in _scripts(yaml.safe_load(text)):
            if not why_not_run(line):
                assert " ".join(words(line)) in self.ran, f"the page does not try: {line}"

    def shown(self, step: Write, whole: str) -> None:
        if step.path.endswith(".json"):
            assert _part_of(json.loads(step.text), json.loads(whole)), f"not in {step.path}"
        else:
            lines = whole.splitlines()
            for line in step.text.splitlines():
                assert line == "…" or line in lines, f"not in {step.path}: {line}\n{whole}"

    def program(self, text: str) -> None:
        if text.startswith(("exercise.", "@exercise.")):
            exec(text, {"exercise": Exercise(title="A page's", reference="page.py")})
            return
        ran = subprocess.run(
            [sys.executable, "-c", text],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        self.data, self.printed = ran.stdout, "\n".join(map(_plain, ran.stdout.splitlines()))


_FROM_FILE = re.compile(r"\$\(cat ([\w./-]+)\)")
_INTO_FILE = re.compile(r" > [\w./-]+$")


def _needs_shell(line: str) -> bool:
    """Whether it is more than one command of the grader with its arguments, which may be in a file, as its output."""
    command = _INTO_FILE.sub("", _FROM_FILE.sub("", line.partition(" #")[0].rstrip()))
    return not command.startswith("grader ") or bool(set(command) & set("|&;<>()$`*?[]~{}"))


def _environment(folder: Path) -> dict[str, str]:
    """That of somebody at a terminal of 80 columns, with this checkout's grader on the path."""
    programs = folder / "bin"
    programs.mkdir()
    for name, starts in (("grader", "-m grader"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {starts} "$@"\n')
        program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADER_")}
    return {
        **kept,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _scripts(part: Any) -> Iterator[str]:
    """The shell lines of a recipe, wherever they stand in it."""
    if isinstance(part, list):
        for item in part:
            yield from _scripts(item)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("run", "script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _scripts(value)


def _plain(line: str) -> str:
    return " ".join(line.split())


def _part_of(shown: Any, whole: Any) -> bool:
    """Whether everything shown is in ``whole``; of lists and objects parts may be left out."""
    if isinstance(shown, dict) and isinstance(whole, dict):
        return all(key in whole and _part_of(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(whole, list):
        return all(any(_part_of(item, other) for other in whole) for item in shown)
    return type(shown) is type(whole) and shown == whole
