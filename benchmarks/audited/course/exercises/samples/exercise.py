"""Statistics; its hidden cases leave gaps on purpose."""

from __future__ import annotations

import numpy as np

from grader.authoring import Exercise

exercise = Exercise(title="Samples", reference="samples.py")


@exercise.case("variance", points=1, visibility="public", seed=1)
def of_five(rng):
    """divides by the number of values"""
    return dict(x=rng.normal(size=5))


@exercise.case("variance", points=4, seed=2)
def of_nine(rng):
    """works for more values"""
    return dict(x=rng.normal(size=9), ddof=0)


@exercise.case("trimmed_mean", points=1, visibility="public", seed=3)
def nothing_trimmed(rng):
    """is the mean where the share is small"""
    return dict(x=rng.normal(size=6), share=0.1)


@exercise.case("trimmed_mean", points=4, seed=4)
def of_four(rng):
    """leaves out the ends"""
    return dict(x=np.sort(rng.normal(size=4)), share=0.25)


@exercise.case("counts", points=1, visibility="public", seed=5)
def two_bins(rng):
    """counts in two bins"""
    return dict(x=rng.uniform(size=7), edges=np.array([0.0, 0.5, 1.0]))


@exercise.case("counts", points=4, seed=6)
def three_bins(rng):
    """counts in three bins"""
    return dict(x=rng.uniform(size=12), edges=np.array([0.0, 0.2, 0.7, 1.0]))


@exercise.case("outliers", points=1, visibility="public", seed=7)
def of_eight(rng):
    """names what lies far away"""
    return dict(x=rng.normal(size=8))


@exercise.case("outliers", points=4, seed=8)
def of_eleven(rng):
    """names what lies far away, at either end"""
    return dict(x=rng.normal(size=11))
