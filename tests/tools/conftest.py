"""A small course about something else, and the command run on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.cli.main import main
from tests.idle_machine import idle_machine

REFERENCE = '''"""Clusters around centres."""

import numpy as np


def squared_distances(X, centres):
    """Return the squared distance of every point to every centre.

    X: (m, n), centres: (k, n); returns (m, k).
    """
    difference = X[:, None, :] - centres[None, :, :]
    return np.sum(difference**2, axis=2)


def assign(X, centres):
    """Return the number of the nearest centre of every point, an array (m,)."""
    return np.argmin(squared_distances(X, centres), axis=1)
'''

EXERCISE = '''"""Clusters: distances to centres, and the nearest one."""

from grader.authoring import Exercise

exercise = Exercise(title="Clusters", reference="clusters.py")
exercise.function("assign", builds_on=("squared_distances",))


def inputs(rng, m, n, k):
    return dict(X=rng.normal(size=(m, n)), centres=rng.normal(size=(k, n)))


@exercise.case("squared_distances", points=1, visibility="public", seed=1)
def few_points(rng):
    """gives a row per point and a column per centre"""
    return inputs(rng, 4, 2, 3)


@exercise.case("squared_distances", points=3, visibility="hidden", seed=2)
def many_points(rng):
    """adds up over all coordinates"""
    return inputs(rng, 9, 4, 5)


@exercise.case("assign", points=1, visibility="public", seed=3)
def nearest_of_three(rng):
    """names the nearest centre"""
    return inputs(rng, 6, 2, 3)


@exercise.case("assign", points=3, visibility="hidden", seed=4)
def nearest_of_five(rng):
    """works for more centres and coordinates"""
    return inputs(rng, 40, 3, 5)


exercise.mistake("squared_distances", "takes_the_root",
    edit=("return np.sum(difference**2, axis=2)", "return np.sqrt(np.sum(difference**2, axis=2))"),
    hint="The distances are squared: no root is left.")
exercise.mistake("assign", "takes_the_farthest", edit=("np.argmin", "np.argmax"),
    hint="The nearest centre has the smallest distance.")
exercise.equivalent("squared_distances",
    ("X[:, None, :] - centres[None, :, :]", "centres[None, :, :] - X[:, None, :]"),
    reason="a square does not see the sign")
'''


def write_course(root: Path, exercise: str = EXERCISE, reference: str = REFERENCE) -> Path:
    """Write the course under ``root`` and return it."""
    folder = root / "exercises" / "clusters"
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "clusters.py").write_text(reference)
    (folder / "exercise.py").write_text(exercise)
    (folder / "statement.md").write_text(
        "# Clusters\n\nWrite `squared_distances(X, centres)` and `assign(X, centres)`: $d^2$.\n"
    )
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")


@pytest.fixture(autouse=True)
def no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    idle_machine(monkeypatch.setattr)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Grader = Callable[..., Ran]


def run_command(*arguments: object) -> Ran:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def grader() -> Grader:
    """Runs one command in this process."""
    return run_command
