"""A small course on another subject, written into a folder: what an author from outside has."""

from __future__ import annotations

from pathlib import Path

REFERENCE = '''"""Averages."""

import numpy as np


def mean_and_spread(x, scale=1.0):
    """Return the mean of x and its standard deviation times scale.

    x: (m,), scale: a number.
    """
    mean = np.mean(x)
    spread = scale * np.sqrt(np.mean((x - mean) ** 2))
    return mean, spread


def centre(x):
    """Return x less its mean, as half() of the helper module scales it."""
    return half(x - np.mean(x))
'''

SUPPORT = """def half(x):
    return x / 2
"""

STATEMENT = "# Averages\n\nWrite `mean_and_spread(x, scale=1.0)` and `centre(x)`.\n"

INPUTS = """def sample(rng, m):
    return rng.normal(size=m) * 3
"""

EXERCISE = '''
from inputs import sample

from grader.authoring import Exercise

exercise = Exercise(title="Averages", reference="averages.py")
exercise.support("helpers.py", names=("avg_utils", "helpers"))


@exercise.case("mean_and_spread", visibility="public", seed=1)
def a_few_numbers(rng):
    """mean and spread of a few numbers"""
    return dict(x=sample(rng, 5))


@exercise.case("mean_and_spread", points=2, seed=2)
def scaled(rng):
    """the spread is scaled"""
    return dict(x=sample(rng, 7), scale=3.0)


@exercise.case("centre", visibility="public", seed=3)
def centred(rng):
    """the result has mean zero"""
    return dict(x=sample(rng, 4))


@exercise.case("centre", seed=4)
def doubled_helper(rng):
    """another helper is used where one is given"""
    return dict(x=sample(rng, 6))


exercise.accepted_form("mean_and_spread", "spread_first", edit=("mean, spread\\n", "spread, mean\\n"))
exercise.mistake("mean_and_spread", "variance", edit=("np.sqrt(np.mean((x - mean) ** 2))",
    "np.mean((x - mean) ** 2)"), hint="The standard deviation is a square root.")
exercise.mistake("mean_and_spread", "no_scale", edit=("scale * np.sqrt", "np.sqrt"),
    hint="The scale is used on the spread.")
exercise.mistake("centre", "not_halved", edit=("half(x - np.mean(x))", "x - np.mean(x)"),
    hint="Use half().")
'''


def write_course(root: Path, exercise: str = EXERCISE, reference: str = REFERENCE) -> Path:
    """Write the course under ``root`` and return it."""
    folder = root / "exercises" / "averages"
    (folder / "support").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "averages.py").write_text(reference)
    (folder / "exercise.py").write_text(exercise)
    (folder / "inputs.py").write_text(INPUTS)
    (folder / "statement.md").write_text(STATEMENT)
    (folder / "support" / "helpers.py").write_text(SUPPORT)
    return root
