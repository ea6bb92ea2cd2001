"""Linear algebra; its hidden cases leave gaps on purpose."""

from __future__ import annotations

import numpy as np

from grader.authoring import Exercise

exercise = Exercise(title="Vectors", reference="vectors.py")


@exercise.case("norm", points=1, visibility="public", seed=1)
def a_plain_norm(rng):
    """gives the Euclidean norm"""
    return dict(x=rng.normal(size=3))


@exercise.case("norm", points=4, seed=2)
def another_plain_norm(rng):
    """gives the Euclidean norm of more numbers"""
    return dict(x=rng.normal(size=6), p=2)


@exercise.case("project", points=1, visibility="public", seed=3)
def on_two_columns(rng):
    """projects on a plane"""
    return dict(x=rng.normal(size=4), A=rng.normal(size=(4, 2)))


@exercise.case("project", points=4, seed=4)
def on_orthonormal_columns(rng):
    """projects on three columns"""
    return dict(x=rng.normal(size=5), A=np.linalg.qr(rng.normal(size=(5, 3)))[0])


@exercise.case("back_substitution", points=1, visibility="public", seed=5)
def of_three(rng):
    """solves for three unknowns"""
    return dict(U=np.triu(rng.normal(size=(3, 3))) + 3 * np.eye(3), b=rng.normal(size=3))


@exercise.case("back_substitution", points=4, seed=6)
def with_ones_on_the_diagonal(rng):
    """solves for five unknowns"""
    U = np.triu(rng.normal(size=(5, 5)))
    np.fill_diagonal(U, 1.0)
    return dict(U=U, b=rng.normal(size=5))


@exercise.case("rank", points=1, visibility="public", seed=7)
def full_rank(rng):
    """counts the independent rows"""
    return dict(A=rng.normal(size=(3, 4)))


@exercise.case("rank", points=4, seed=8)
def rank_of_two(rng):
    """counts what is independent among many rows"""
    return dict(A=rng.normal(size=(6, 2)) @ rng.normal(size=(2, 5)))
