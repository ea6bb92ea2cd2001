"""The command as its users run it, on a small course of its own."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Begun, printed_by

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]

RIGHT = """
import numpy as np


def double(x):
    return x + x


def halve(x):
    return 0.5 * x
"""
TRIPLES = RIGHT.replace("x + x", "3 * x")
AVERAGES = """
import numpy as np


def mean_of(x):
    return np.sum(x) / len(x)


def spread_of(x):
    return np.sqrt(np.mean((x - np.mean(x)) ** 2))
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def course() -> Path:
    return HERE / "course"


@pytest.fixture
def environment(course: Path) -> dict[str, str]:
    """Of a command that runs anywhere, with the small course chosen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADER_")}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "GRADER_COURSE": str(course), "NO_COLOR": "1"}


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Callable[..., subprocess.Popen[str]]:
    """Start the command in a working directory of its own."""

    def run(*arguments: object, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            cwd=tmp_path,
            env=environment | more,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return run


@pytest.fixture
def begin(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Begun]:
    """Begin the command in a working directory of its own, to be stopped in its middle."""

    def run(*arguments: object, **more: str) -> Begun:
        output = Path(tempfile.mkdtemp(dir=tmp_path.parent))
        return Begun([*map(str, arguments)], tmp_path, environment | more, output)

    return run


@pytest.fixture
def grader(
    start: Callable[..., subprocess.Popen[str]],
    environment: dict[str, str],
    tmp_path: Path,
) -> Callable[..., Ran]:
    """Run the command to its end; with settings of the interpreter as a program that is started anew."""

    def run(*arguments: object, **more: str) -> Ran:
        if any(name.startswith("PYTHON") for name in more.keys() - {"PYTHONPATH"}):
            process = start(*arguments, **more)
            out, err = process.communicate(timeout=300)
            return Ran(process.returncode, out, err)
        return Ran(*printed_by(arguments, tmp_path, environment | more))

    return run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what several tests of a module read."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def graded_once(grader: Callable[..., Ran], kept: Path, tmp_path: Path) -> Callable[..., Path]:
    """Grade into a folder of the working directory; of a module's tests, the others get a copy of it."""

    def graded(*arguments: object, out: str) -> Path:
        if not (kept / out).exists():
            ran = grader("grade", *arguments, "--out", out, "--quiet")
            assert ran.code == 0, ran.err
            shutil.copytree(tmp_path / out, kept / out)
        else:
            shutil.copytree(kept / out, tmp_path / out)
        return tmp_path / out

    return graded


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file below the working directory."""

    def write(name: str, content: str | bytes = RIGHT) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def notebook(*cells: str) -> str:
    """A notebook with these code cells."""
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "metadata": {},
                    "execution_count": None,
                    "outputs": [],
                    "source": cell,
                }
                for cell in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    )


def reports(folder: Path) -> dict[str, Any]:
    """Student -> report, of every report in a results folder."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("reports/*.json"))]
    return {report["submission"]["student"]: report for report in found}


def rows(path: Path) -> dict[str, dict[str, str]]:
    """A gradebook by student."""
    with open(path, encoding="utf-8", newline="") as stream:
        return {row["student"]: row for row in csv.DictReader(stream)}
