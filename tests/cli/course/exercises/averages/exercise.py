"""A second small exercise, so that a class can hand in two."""

from grader.authoring import Exercise

exercise = Exercise(title="Averages", reference="averages.py")


@exercise.case("mean_of", points=4, visibility="public", seed=1)
def mean_of_five(rng):
    """averages five numbers"""
    return dict(x=rng.normal(size=5))


@exercise.case("spread_of", points=5, visibility="hidden", seed=2)
def spread_of_five(rng):
    """measures how far five numbers lie apart"""
    return dict(x=rng.normal(size=5))


@exercise.case("mean_of", points=1, visibility="hidden", seed=3)
def mean_of_seven(rng):
    """averages seven numbers"""
    return dict(x=rng.normal(size=7))
