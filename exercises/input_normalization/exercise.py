"""Input normalization: statistics of the training set, applied to all. 100 points, 24 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Normalizing inputs", reference="input_normalization.py")

STATISTICS = "input_statistics"
NORMALIZE = "normalize_inputs"
SPLITS = "normalize_splits"

exercise.function(SPLITS, builds_on=(STATISTICS, NORMALIZE))


def examples(rng, features, count, centre=3.0, spread=2.0):
    """Features of different places and spreads, none of them constant."""
    places = rng.normal(size=(features, 1)) * centre
    spreads = spread * rng.uniform(0.4, 2.5, size=(features, 1))
    return places + spreads * rng.normal(size=(features, count))


@exercise.case(STATISTICS, points=8, visibility="public", seed=1)
def statistics_of_three_features(rng):
    """measures every feature over the examples"""
    return dict(X=examples(rng, 3, 5))


@exercise.case(STATISTICS, points=8, visibility="hidden", seed=2)
def statistics_of_a_square(rng):
    """tells features from examples when there are as many of both"""
    return dict(X=examples(rng, 4, 4))


@exercise.case(STATISTICS, points=8, visibility="hidden", seed=3)
def statistics_of_one_feature(rng):
    """keeps a column for a single feature"""
    return dict(X=examples(rng, 1, 7, centre=20.0))


@exercise.case(STATISTICS, points=8, visibility="hidden", seed=4)
def statistics_far_from_zero(rng):
    """measures the spread around the mean, not around zero"""
    return dict(X=examples(rng, 6, 3, centre=100.0, spread=0.5))


@exercise.case(NORMALIZE, points=8, visibility="public", seed=11)
def normalizes_five_examples(rng):
    """shifts and scales every feature"""
    return dict(
        X=examples(rng, 3, 5), mu=rng.normal(size=(3, 1)), sigma=rng.uniform(0.5, 3.0, size=(3, 1))
    )


@exercise.case(NORMALIZE, points=8, visibility="hidden", seed=12)
def normalizes_with_given_statistics(rng):
    """uses the statistics that it is given, whatever those of the data are"""
    return dict(
        X=examples(rng, 4, 4, centre=9.0),
        mu=rng.normal(size=(4, 1)) * 5,
        sigma=rng.uniform(2.0, 8.0, size=(4, 1)),
    )


@exercise.case(NORMALIZE, points=8, visibility="hidden", seed=13)
def normalizes_one_example(rng):
    """works for a single example"""
    return dict(
        X=examples(rng, 5, 1), mu=rng.normal(size=(5, 1)), sigma=rng.uniform(0.2, 0.9, size=(5, 1))
    )


def sets(rng, features, train, dev, test):
    """Three sets whose places and spreads differ, as those of a mismatched sample do."""
    return dict(
        X_train=examples(rng, features, train),
        X_dev=examples(rng, features, dev, spread=3.0),
        X_test=examples(rng, features, test, centre=5.0),
    )


@exercise.case(SPLITS, points=8, visibility="public", seed=21)
def splits_of_two_features(rng):
    """normalizes all three sets alike"""
    return sets(rng, 2, 6, 3, 4)


@exercise.case(SPLITS, points=12, visibility="hidden", seed=22)
def splits_of_equal_sizes(rng):
    """takes the statistics from the training set alone"""
    return sets(rng, 5, 5, 5, 5)


@exercise.case(SPLITS, points=12, visibility="hidden", seed=23)
def splits_with_one_dev_example(rng):
    """works when a set holds a single example"""
    return sets(rng, 3, 9, 1, 1)


@exercise.case(SPLITS, points=12, visibility="hidden", seed=24)
def splits_with_a_large_test_set(rng):
    """is not moved by a test set that is larger than the training set"""
    return sets(rng, 4, 4, 2, 20)


declare_mistakes(exercise)

exercise.equivalent(
    "input_statistics", ("(X - mu)", "(mu - X)"), reason="a square does not see the sign"
)
