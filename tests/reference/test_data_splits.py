"""Splits: the lecture's sizes, and sets that share no example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.data_splits import split_examples, split_indices, split_sizes


@pytest.mark.parametrize(
    ("m", "sizes"),
    [
        (100, (60, 20, 20)),
        (10_000, (6_000, 2_000, 2_000)),
        (1_000_000, (980_000, 10_000, 10_000)),
        (10_000_000, (9_950_000, 40_000, 10_000)),
    ],
)
def test_sizes_are_those_of_the_lecture(m, sizes):
    """60/20/20, 98/1/1 and 99.5/0.4/0.1, by the size of the data."""
    assert split_sizes(m) == sizes


@given(st.integers(1, 10**8), st.booleans())
def test_sizes_use_every_example_once(m, with_test):
    """Nothing is lost by rounding, and there is always something to train on."""
    train, dev, test = split_sizes(m, with_test)
    assert train + dev + test == m
    assert train > 0 and dev >= 0
    assert test == 0 if not with_test else test >= 0


@given(st.integers(1, 10**8))
def test_a_missing_test_set_changes_nothing_for_dev(m):
    """The examples of the test set that is left out are trained on."""
    train, dev, test = split_sizes(m)
    assert split_sizes(m, with_test=False) == (train + test, dev, 0)


@given(st.integers(1, 60), st.integers(0, 20), st.integers(0, 20), st.integers(0, 2**32 - 1))
def test_sets_share_no_example(extra, m_dev, m_test, seed):
    """Every index is in one set and in one only."""
    m = m_dev + m_test + extra
    train, dev, test = split_indices(m, m_dev, m_test, seed)
    assert (len(train), len(dev), len(test)) == (extra, m_dev, m_test)
    assert sorted([*train, *dev, *test]) == list(range(m))


def test_a_split_can_be_repeated():
    """The same seed gives the same split, another seed another one."""
    first, again, other = (split_indices(50, 10, 10, seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_dev_and_test_come_from_the_same_distribution():
    """Examples that arrive sorted are mixed before they are dealt out."""
    X = np.arange(9_000.0).reshape(1, -1)
    sets = split_examples(X, X, 3_000, 3_000, seed=3)
    means = [sets[f"X_{name}"].mean() for name in ("train", "dev", "test")]
    np.testing.assert_allclose(means, X.mean(), rtol=0.05)


@pytest.mark.parametrize("m_test", [0, 4])
def test_labels_stay_with_their_examples(m_test):
    """Column i of X and of Y go the same way, an empty test set included."""
    X = np.vstack([np.arange(15.0), np.arange(15.0) ** 2])
    sets = split_examples(X, 10 * X[:1], 5, m_test, seed=4)
    assert sets["X_test"].shape == (2, m_test)
    for name in ("train", "dev", "test"):
        np.testing.assert_array_equal(10 * sets[f"X_{name}"][:1], sets[f"Y_{name}"])
