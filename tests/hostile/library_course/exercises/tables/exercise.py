"""What hostile submissions attack with the objects of libraries."""

from __future__ import annotations

import pandas as pd

from grader.authoring import Exercise, Limits

LIMITS = Limits(
    case_cpu_seconds=1.0,
    case_wall_seconds=2.0,
    submission_cpu_seconds=6.0,
    submission_wall_seconds=6.0,
    memory_bytes=256 * 2**20,
    result_bytes=2**20,
)
exercise = Exercise(
    title="Tables",
    reference="tables.py",
    limits=LIMITS,
    libraries=["matplotlib", "pandas", "scipy"],
)


def table(rng, rows):
    return pd.DataFrame(
        {"group": rng.choice(["a", "b"], size=rows), "value": rng.normal(size=rows)}
    )


@exercise.case("means", points=1, visibility="public", seed=1)
def few_rows(rng):
    """gives the means of a few rows"""
    return dict(table=table(rng, 5))


@exercise.case("means", points=2, visibility="hidden", seed=2)
def many_rows(rng):
    """gives the means of many rows"""
    return dict(table=table(rng, 30))


@exercise.case("graph", points=2, visibility="hidden", seed=3)
def a_graph(rng):
    """gives the matrix of a graph"""
    return dict(edges=[(0, 1), (2, 0), (1, 2)], size=3)


@exercise.case("curve", points=2, visibility="hidden", seed=4, compares="figure")
def a_curve(rng):
    """draws a curve"""
    return dict(x=rng.normal(size=7), y=rng.normal(size=7))
