"""A small course in which functions build on one another, and files that get some of them wrong."""

from __future__ import annotations

from pathlib import Path

REFERENCE = '''"""Halves."""

import numpy as np


def halve(x, times=1):
    """Halve x, so many times."""
    for _ in range(times):
        x = x / 2
    return x


def quarter(x):
    """Return x / 4."""
    return halve(halve(x))


def eighth(x):
    """Return x / 8."""
    return halve(quarter(x))


def noise(n):
    """Draw n numbers around one."""
    return 1 + np.random.randn(n)


def walk(n):
    """Add up noise, from a start that is drawn before it."""
    start = np.random.rand()
    return start + np.cumsum(noise(n)) + np.random.rand()
'''

EXERCISE = '''
from grader.authoring import Exercise, Limits

exercise = Exercise(
    title="Halves",
    reference="halves.py",
    limits=Limits(case_cpu_seconds=1.0, submission_cpu_seconds=10.0),
)
exercise.function("quarter", builds_on=("halve",))
exercise.function("eighth", builds_on=("quarter", "halve"))
exercise.function("noise", rng="fixed")
exercise.function("walk", builds_on=("noise",), rng="fixed")
exercise.accepted_form("halve", "with_its_argument", edit=("    return x", "    return x, times"))
exercise.mistake("halve", "thirds", edit=("x / 2", "x / 3"), hint="Halves are two.")
exercise.mistake("quarter", "halves_once", edit=("halve(halve(x))", "halve(x)"), hint="Twice.")


def inputs(rng):
    return dict(x=rng.normal(size=(2, 3)))


@exercise.case("halve", visibility="public", seed=1)
def halves_once(rng):
    """halves an array"""
    return inputs(rng)


@exercise.case("halve", points=2, seed=2)
def halves_three_times(rng):
    """halves as often as it is told"""
    return dict(**inputs(rng), times=3)


@exercise.case("quarter", visibility="public", seed=3)
def quarters_here(rng):
    """quarters an array"""
    return inputs(rng)


@exercise.case("quarter", points=2, seed=4)
def quarters_there(rng):
    """quarters another array"""
    return inputs(rng)


@exercise.case("eighth", visibility="public", seed=5)
def eighths_here(rng):
    """takes an eighth"""
    return inputs(rng)


@exercise.case("eighth", points=2, seed=6)
def eighths_there(rng):
    """takes another eighth"""
    return inputs(rng)


@exercise.case("noise", visibility="public", seed=7)
def some_noise(rng):
    """draws from the state as it is"""
    return dict(n=3)


@exercise.case("noise", points=2, seed=8)
def more_noise(rng):
    """draws as many as it is told"""
    return dict(n=7)


@exercise.case("walk", visibility="public", seed=9)
def a_short_walk(rng):
    """adds up"""
    return dict(n=3)


@exercise.case("walk", points=2, seed=10)
def a_long_walk(rng):
    """draws its start before the noise"""
    return dict(n=9)
'''

RIGHT = {
    "halve": "def halve(x, times=1):\n    return x / 2**times\n",
    "quarter": "def quarter(x):\n    return halve(x, 2)\n",
    "eighth": "def eighth(x):\n    return quarter(halve(x))\n",
    "noise": "def noise(n):\n    return np.random.randn(n) + 1\n",
    "walk": "def walk(n):\n    s = np.random.rand()\n    z = noise(n)\n"
    "    return np.cumsum(z) + s + np.random.rand()\n",
}


def write_course(folder: Path) -> Path:
    course = folder / "course"
    (course / "exercises" / "halves").mkdir(parents=True)
    (course / "reference").mkdir()
    (course / "reference" / "halves.py").write_text(REFERENCE)
    (course / "exercises" / "halves" / "exercise.py").write_text(EXERCISE)
    return course


def submission(**written: str | None) -> str:
    """A right file but for the functions that are written otherwise, or left out."""
    functions = {**RIGHT, **written}
    return "import numpy as np\n\n\n" + "\n\n".join(filter(None, functions.values()))
