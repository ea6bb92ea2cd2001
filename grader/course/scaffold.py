"""Writes a first exercise that is right as it stands: something to change, not to fill in."""

from __future__ import annotations

import keyword
from pathlib import Path

from grader.util.errors import UsageError
from grader.util.files import write_atomically, writing_into

_REFERENCE = '''"""{title}: the reference solution. Plain NumPy, in the form that students are to find."""

import numpy as np


def row_means(X):
    """Return the mean of every row, as a column.

    mean[i] = (1/n) * sum over j of X[i, j]

    X: array (m, n); returns an array (m, 1).
    """
    n = X.shape[1]
    return np.sum(X, axis=1, keepdims=True) / n
'''

_EXERCISE = '''"""{title}."""

from __future__ import annotations

from grader.authoring import Exercise

exercise = Exercise(title="{title}", reference="{id}.py")


@exercise.case("row_means", points=20, visibility="public", seed=1)
def a_small_table(rng):
    """gives a column with one mean per row"""
    return dict(X=rng.normal(size=(2, 3)))


@exercise.case("row_means", points=80, visibility="hidden", seed=2)
def a_larger_table(rng):
    """divides by the number of columns, whatever the number of rows"""
    return dict(X=rng.normal(size=(6, 4)))


exercise.mistake("row_means", "divides_by_the_rows", edit=("X.shape[1]", "X.shape[0]"),
    hint="A row has as many entries as the table has columns.")
'''

_STATEMENT = """# {title}

Write a function of a table $X$ with $m$ rows and $n$ columns.

## `row_means(X)`

$$\\mu_i = \\frac1n \\sum_{{j=1}}^{{n}} X_{{ij}}$$

Returns an array of shape $(m, 1)$.
"""


def scaffold(root: Path, exercise_id: str) -> tuple[Path, ...]:
    """Write ``exercises/<id>/`` and its reference under ``root``; returns the files.

    Raises UsageError for an id that cannot be one, and rather than write over anything.
    """
    if (
        not exercise_id.isidentifier()
        or keyword.iskeyword(exercise_id)
        or exercise_id.startswith("_")
    ):
        raise UsageError(
            f"{exercise_id!r} cannot be an exercise's id",
            "use letters, digits and underscores, for instance k_means",
        )
    folder = root / "exercises" / exercise_id
    texts = {
        root / "reference" / f"{exercise_id}.py": _REFERENCE,
        folder / "exercise.py": _EXERCISE,
        folder / "statement.md": _STATEMENT,
    }
    for path in (folder, *texts):
        if path.exists():
            raise UsageError(
                f"{path} is already there", "choose another id, or change that exercise"
            )
    title = exercise_id.replace("_", " ").strip().capitalize()
    for path, text in texts.items():
        with writing_into(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.format(id=exercise_id, title=title))
    return tuple(texts)
