"""An exercise may declare libraries that are there for real, beside NumPy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import CHECKOUT, Ran, reports

Grader = Callable[..., Ran]
Write = Callable[..., Path]

FILES = {
    "site/steplib/__init__.py": "__version__ = '3.1'\nfrom ._core import half\n",
    "site/steplib/_core.py": "def half(x):\n    return x / 2\n",
    "site/steplib/special.py": "import numpy as np\n\ndef quarter(x):\n    return np.divide(x, 4)\n",
    "site/steplib-3.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: steplib\nVersion: 3.1\n",
    "site/steplib-3.1.dist-info/top_level.txt": "steplib\n",
    "course/exercises/parts/exercise.py": '''
from grader.authoring import Exercise

exercise = Exercise(title="Parts", reference="parts.py", libraries=["steplib"])

@exercise.case("part", visibility="public", seed=1)
def a_vector(rng):
    """takes an eighth"""
    return dict(x=rng.normal(size=3))

@exercise.case("part", seed=2)
def a_matrix(rng):
    """takes an eighth of a matrix"""
    return dict(x=rng.normal(size=(2, 3)))

exercise.mistake("part", "a_quarter", edit=("quarter(half(x))", "quarter(x)"), hint="Halve it too.")
''',
    "course/exercises/parts/statement.md": "# Parts\n\nWrite `part(x)`.\n",
    "course/reference/parts.py": '''"""The reference."""

from steplib import half
from steplib.special import quarter


def part(x):
    """Return an eighth of x."""
    return quarter(half(x))
''',
    "ann.py": "import steplib\nimport steplib.special as s\n\ndef part(x):\n    return s.quarter(steplib.half(x))\n",
    "ben.py": "from scipy.special import expit\n\ndef part(x):\n    return expit(x)\n",
}


@pytest.fixture
def run(grader: Grader, write: Write, tmp_path: Path) -> Grader:
    """The command beside which the library is installed."""
    for name, text in FILES.items():
        write(name, text)
    path = os.pathsep.join((str(CHECKOUT), str(tmp_path / "site")))
    return lambda *arguments: grader(*arguments, PYTHONPATH=path)


def test_declared_library_can_be_imported(run: Grader, tmp_path: Path) -> None:
    """For students and for the reference, with its parts; another one is not."""
    assert run("check", "ann.py", "--course", "course").code == 0
    told = " ".join(run("check", "ben.py", "--course", "course").out.split())
    assert "scipy is not available here" in told


def test_report_names_the_library_version(run: Grader, tmp_path: Path) -> None:
    """And a second run knows by it that nothing has changed."""
    options = ("--course", "course", "--exercise", "parts", "--out", "out")
    assert run("grade", "ann.py", *options).code == 0
    report = reports(tmp_path / "out")["ann"]
    assert report["environment"]["libraries"] == {"steplib": "3.1"}
    assert report["score"] == report["max_score"]
    assert "1 of 1 are up to date" in run("grade", "ann.py", *options).err


def test_release_and_verify_with_a_library(run: Grader) -> None:
    """The bundle names the library, so that `check` finds it there too; `verify` passes."""
    assert run("release", "parts", "--course", "course", "--out", "given").code == 0
    assert run("check", "ann.py", "--course", "given/parts").code == 0
    verified = run("verify", "parts", "--course", "course", "--quiet")
    assert verified.code == 0, verified.err


def test_missing_library_is_an_authors_error(grader: Grader, write: Write) -> None:
    """In one line, with what to install."""
    for name, text in FILES.items():
        write(name, text)
    ran = grader("check", "ann.py", "--course", "course")
    assert ran.code == 3
    assert "the library steplib is not installed here" in ran.err
    assert "hint: pip install steplib" in ran.err
    write("ill.py", "# I hand in later.\nx = 1\n")
    other = grader("check", "ill.py", "--course", "course")
    assert other.code == 1 and "steplib" not in other.err  # nothing in it needs the library
    listed = grader("list", "--course", "course")
    assert listed.code == 0 and "left out: parts needs steplib (pip install steplib)" in listed.err
    verified = grader("verify", "--course", "course", "--quiet")
    assert verified.code == 0 and "left out: parts needs steplib" in verified.err
    doctor = grader("doctor", "--course", "course").out
    assert "steplib  no         parts" in doctor and "steplib: pip install steplib" in doctor
    declared = FILES["course/exercises/parts/exercise.py"]
    write("course/exercises/parts/exercise.py", declared.replace('["steplib"]', '"steplib"'))
    assert "is no list" in grader("check", "ann.py", "--course", "course").err
