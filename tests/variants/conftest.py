"""A small course with variants, a class that hands in, and the command run on both."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.cli.main import main

REFERENCE = '''"""Centring."""

import numpy as np

AXIS = 0
FACTOR = 3


def centre(X):
    """Return X with the mean of every {{ WORD }} subtracted.

    X: array (m, n); returns an array (m, n).
    """
    mean = np.mean(X, axis=AXIS, keepdims=True)
    return X - mean


def scale(X):
    """Return X times {{ FACTOR }}. X: array (m, n)."""
    scaled = X * FACTOR
    return scaled
'''

EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Centring", reference="centring.py")
exercise.variants(2, values=lambda rng: dict(FACTOR=int(rng.randint(3, 100))))
exercise.task("columns", values=dict(AXIS=0, WORD="column"))
exercise.task("rows", values=dict(AXIS=1, WORD="row"))


@exercise.case("centre", points=2, visibility="public", seed=1)
def a_small_array(rng):
    """subtracts the mean of every {{ WORD }}"""
    return dict(X=rng.normal(size=(3, 4)))


@exercise.case("centre", points=4, seed=2)
def a_larger_array(rng):
    """works for another shape"""
    return dict(X=rng.normal(size=(6, 5)))


@exercise.case("scale", points=2, visibility="public", seed=3)
def scaled(rng):
    """multiplies by {{ FACTOR }}"""
    return dict(X=rng.normal(size=(3, 4)))


@exercise.case("scale", points=2, seed=4)
def scaled_more(rng, variant):
    """multiplies a larger array"""
    return dict(X=rng.normal(size=(4, 7)) + variant["AXIS"])


exercise.mistake("centre", "whole_mean", edit=("axis=AXIS, keepdims=True", ""),
    hint="Each {{ WORD }} has its own mean.")
exercise.mistake("scale", "squares", edit=("X * FACTOR", "X * FACTOR**2"), hint="Multiply once.")
'''

STATEMENT = """# Centring

## `centre(X)`

Subtract the mean of every {{ WORD }}.

## `scale(X)`

Multiply by {{ FACTOR }}.
"""
SALT = "a secret of one course only"
ROSTER = "id,name,group\nann,Ann A,\nbob,Bob B,\ncid,Cid C,\ndan,Dan D,g1\neve,Eve E,g1\n"


def write_course(root: Path, exercise: str = EXERCISE, reference: str = REFERENCE) -> Path:
    """Write the course under ``root``, with a salt, and return it."""
    folder = root / "exercises" / "centring"
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "centring.py").write_text(reference)
    (folder / "exercise.py").write_text(exercise)
    (folder / "statement.md").write_text(STATEMENT)
    (root / "grader.toml").write_text('roster = "roster.csv"\n[variants]\nsalt = "salt.txt"\n')
    (root / "salt.txt").write_text(SALT)
    (root / "roster.csv").write_text(ROSTER)
    return root


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Grader = Callable[..., Ran]


@pytest.fixture(scope="session")
def grader() -> Grader:
    """Runs one command in this process."""

    def run(*arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")


def solved(starter: str, axis: int) -> str:
    """A right solution of the variant whose script this is, if ``axis`` is its axis."""
    factor = re.search(r"Return X times (\d+)", starter)
    assert factor is not None
    head = starter.partition("def centre")[0]
    return (
        f"{head}def centre(X):\n    return X - np.mean(X, axis={axis}, keepdims=True)\n\n\n"
        f"def scale(X):\n    return X * {factor[1]}\n"
    )


def gradebook(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of a gradebook by student."""
    with open(folder / "gradebook.csv", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}
