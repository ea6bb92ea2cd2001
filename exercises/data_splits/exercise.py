"""Data splits: sizes, indices, examples. 100 points, 23 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Train, dev and test sets", reference="data_splits.py")
exercise.function("split_indices", rng="fixed")
exercise.function("split_examples", builds_on=("split_indices",), rng="helpers")


def sizes_case(points, visibility="hidden"):
    """Sizes are whole numbers: one example too few is wrong, so there is no tolerance."""
    return exercise.case("split_sizes", points=points, visibility=visibility, rtol=0, atol=0)


def examples(rng, features, m, **options):
    """Every column differs from every other, and so does every label."""
    return dict(X=rng.normal(size=(features, m)), Y=rng.normal(size=(1, m)), **options)


@sizes_case(4, "public")
def sizes_of_a_small_set(rng):
    """splits 10,000 examples as it was always done"""
    return dict(m=10_000)


@sizes_case(4, "public")
def sizes_of_a_million(rng):
    """is content with 10,000 examples each for dev and test when there are a million"""
    return dict(m=1_000_000)


@sizes_case(2)
def sizes_of_a_million_without_a_test_set(rng):
    """is content with 10,000 examples for dev when there are a million and no test set"""
    return dict(m=1_000_000, with_test=False)


@sizes_case(4)
def sizes_of_ten_million(rng):
    """gives dev and test less than a hundredth each of a very large set"""
    return dict(m=10_000_000)


@sizes_case(5)
def sizes_with_a_rest(rng):
    """leaves no example out when the shares are no whole numbers"""
    return dict(m=1_238)


@sizes_case(4)
def sizes_of_a_handful(rng):
    """gives a handful of examples whole sizes"""
    return dict(m=9)


@sizes_case(4)
def sizes_right_below_the_change(rng):
    """keeps to the small shares up to 99,999 examples"""
    return dict(m=99_999)


@sizes_case(4)
def sizes_right_at_the_change(rng):
    """uses the large shares from 100,000 examples on"""
    return dict(m=100_000)


@sizes_case(4)
def sizes_right_above_a_million(rng):
    """uses the very large shares from the first example above a million"""
    return dict(m=1_000_001)


@sizes_case(4)
def sizes_without_a_test_set(rng):
    """leaves the test set out and trains on its share"""
    return dict(m=5_003, with_test=False)


@sizes_case(4)
def sizes_without_a_test_set_of_millions(rng):
    """leaves the test set out of a very large set"""
    return dict(m=2_345_678, with_test=False)


@exercise.case("split_indices", points=4, visibility="public", seed=11)
def indices_of_ten(rng):
    """deals ten examples out, each to one set"""
    return dict(m=10, m_dev=3, m_test=2, seed=1)


@exercise.case("split_indices", points=5, visibility="public", seed=12)
def indices_without_a_test_set(rng):
    """gives an empty test set when its size is 0"""
    return dict(m=8, m_dev=2, m_test=0, seed=4)


@exercise.case("split_indices", points=6, visibility="hidden", seed=13)
def indices_of_another_seed(rng):
    """shuffles with the seed it is given"""
    return dict(m=37, m_dev=9, m_test=6, seed=123)


@exercise.case("split_indices", points=5, visibility="hidden", seed=14)
def indices_by_default(rng):
    """uses seed 0 when not told otherwise"""
    return dict(m=25, m_dev=4, m_test=7)


@exercise.case("split_indices", points=5, visibility="hidden", seed=15)
def indices_of_many_without_a_test_set(rng):
    """gives an empty test set also when there is much to deal out"""
    return dict(m=61, m_dev=20, m_test=0, seed=9)


@exercise.case("split_examples", points=6, visibility="public", seed=21)
def examples_of_ten(rng):
    """splits inputs and labels alike"""
    return examples(rng, 2, 10, m_dev=3, m_test=2, seed=2)


@exercise.case("split_examples", points=8, visibility="hidden", seed=22)
def examples_of_another_seed(rng):
    """keeps every label with its example"""
    return examples(rng, 3, 23, m_dev=4, m_test=6, seed=77)


@exercise.case("split_examples", points=6, visibility="hidden", seed=23)
def examples_by_default(rng):
    """uses seed 0 when not told otherwise"""
    return examples(rng, 4, 15, m_dev=5, m_test=3)


@exercise.case("split_examples", points=6, visibility="hidden", seed=24)
def examples_with_many_features(rng):
    """counts examples, not features, when there are more features than examples"""
    return examples(rng, 12, 7, m_dev=2, m_test=1, seed=5)


@exercise.case("split_examples", points=6, visibility="hidden", seed=25)
def examples_without_a_test_set(rng):
    """gives empty arrays with the right number of rows when there is no test set"""
    return examples(rng, 3, 11, m_dev=4, m_test=0, seed=6)


declare_mistakes(exercise)

exercise.equivalent(
    "split_examples", ("X.shape[1]", "Y.shape[1]"), reason="there is a label for every example"
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("split_sizes", "takes_a_million_for_more")
