"""Normalizing inputs: what must hold whatever the data."""

from __future__ import annotations

import numpy as np
import pytest

from reference.input_normalization import input_statistics, normalize_inputs, normalize_splits


def draw(seed: int, features: int, examples: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(features, examples)) * rng.uniform(0.1, 9, size=(features, 1)) + 5


@pytest.mark.parametrize(("features", "examples"), [(1, 2), (4, 4), (6, 50)])
def test_a_normalized_training_set_has_mean_0_and_deviation_1(features, examples):
    """Every feature alone, whatever its place and spread were."""
    X = draw(1, features, examples)
    normalized = normalize_inputs(X, *input_statistics(X))
    np.testing.assert_allclose(normalized.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(normalized.std(axis=1), 1, rtol=1e-12)


def test_dividing_by_the_variance_would_not_normalize():
    """The form that some notes have leaves the features with different spreads."""
    X = np.array([[1.0, 3.0, 5.0], [10.0, 30.0, 50.0]])
    mu, sigma = input_statistics(X)
    narrow, wide = ((X - mu) / sigma**2).std(axis=1)
    assert narrow == pytest.approx(10 * wide)


def test_statistics_are_those_of_a_hand_made_set():
    """1, 3, 5, 7 has mean 4 and variance 5 (not 20/3)."""
    mu, sigma = input_statistics(np.array([[1.0, 3.0, 5.0, 7.0]]))
    assert (mu.shape, sigma.shape) == ((1, 1), (1, 1))
    assert mu.item() == 4 and sigma.item() == pytest.approx(5**0.5)


def test_an_example_looks_alike_in_every_set():
    """The held-out sets are moved by the training set's statistics, not by their own."""
    X = draw(3, 4, 12)
    train, dev, test = normalize_splits(X, X[:, :1] + 2, X[:, 5:9])
    np.testing.assert_allclose(test, train[:, 5:9], rtol=1e-12)
    np.testing.assert_allclose(dev, train[:, :1] + 2 / input_statistics(X)[1], rtol=1e-12)


def test_held_out_sets_do_not_change_the_training_set():
    """What is learned from cannot depend on what it is judged by."""
    X = draw(4, 3, 9)
    first, _, _ = normalize_splits(X, draw(5, 3, 4), draw(6, 3, 5))
    second, _, _ = normalize_splits(X, draw(7, 3, 30) * 100, draw(8, 3, 1))
    np.testing.assert_array_equal(first, second)


def test_normalizing_can_be_undone():
    """sigma and mu bring the data back."""
    X = draw(9, 5, 7)
    mu, sigma = input_statistics(X)
    np.testing.assert_allclose(normalize_inputs(X, mu, sigma) * sigma + mu, X, rtol=1e-12)
