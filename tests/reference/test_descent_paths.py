"""Descent: closed forms, and what the lecture says about bowls, momentum and mini-batches."""

from __future__ import annotations

import numpy as np
import pytest

from reference import logistic_regression
from reference.descent_paths import (
    batch_count,
    condition_number,
    descent_steps,
    largest_jump,
    mini_batch,
    momentum_path,
    rmsprop_path,
    stopped_norms,
    train_on_mini_batches,
)
from reference.input_normalization import input_statistics, normalize_inputs

LONG, START = np.array([1.0, 15.0]), np.array([8.0, 2.0])


def test_normalizing_inputs_makes_the_bowl_round_and_the_way_short():
    """Features from 1 to 1000 and from 0 to 1: a long bowl before, a nearly round one after."""
    rng = np.random.default_rng(1)
    X = np.vstack([rng.uniform(1, 1000, size=300), rng.uniform(0, 1, size=300)])
    before, after = condition_number(X), condition_number(normalize_inputs(X, *input_statistics(X)))
    assert before > 1e5
    assert after < 1.5
    fewer = descent_steps(np.array([1.0, after]), np.ones(2), 1 / after, 0.01)
    more = descent_steps(np.array([1.0, 100.0]), np.ones(2), 1 / 100, 0.01)
    assert fewer < 20 < 200 < more


def test_the_condition_number_is_that_of_the_squared_errors_curvature():
    """The square of the ratio of singular values; 1 for rows at right angles and of one length."""
    X = np.random.default_rng(2).normal(size=(3, 9))
    assert condition_number(X) == pytest.approx(np.linalg.cond(X) ** 2)
    assert condition_number(np.array([[1.0, 1, -1, -1], [1, -1, 1, -1]])) == pytest.approx(1)


def test_steps_on_a_round_bowl_follow_from_a_power():
    """Each step multiplies the distance by 1 - alpha c."""
    w = np.array([3.0, 4.0])
    steps = descent_steps(np.array([2.0, 2.0]), w, 0.1, 0.5)
    assert 5 * 0.8**steps <= 0.5 < 5 * 0.8 ** (steps - 1)
    assert descent_steps(np.array([2.0, 2.0]), w, 0.1, 5.0) == 0


def test_momentum_damps_the_short_direction_and_keeps_on_in_the_long_one():
    """Plain steps overshoot there again and again; with momentum the direction comes to rest."""
    rate = 0.13
    plain, averaged = momentum_path(LONG, START, rate, 0.0, 12), None
    averaged = momentum_path(LONG, START, rate, 0.5, 12)
    assert np.all(plain[1:, 1] * plain[:-1, 1] < 0), "each plain step crosses the valley"
    assert np.abs(averaged[6:, 1]).max() < np.abs(plain[6:, 1]).min()
    np.testing.assert_allclose(plain[5], START * (1 - rate * LONG) ** 5)


def test_momentum_allows_a_larger_step_in_the_long_direction():
    """At a learning rate at which plain descent grows without bound, momentum converges."""
    rate = 0.2
    assert np.linalg.norm(momentum_path(LONG, START, rate, 0.0, 60)[-1]) > 100
    assert np.linalg.norm(momentum_path(LONG, START, rate, 0.9, 200)[-1]) < 0.1


def test_rmsprop_takes_equal_steps_where_gradients_differ():
    """The first step is alpha / sqrt(1 - beta) in every direction, whatever the curvature."""
    path = rmsprop_path(np.array([0.01, 50.0]), np.array([3.0, -2.0]), 0.1, 0.9, 1e-10, 1)
    np.testing.assert_allclose(np.abs(path[1] - path[0]), 0.1 / np.sqrt(0.1), rtol=1e-6)


def test_a_small_beta_follows_an_outlier_more():
    """The jump at the outlier is (1 - beta) times its distance from the average."""
    values = np.array([5.0, 5.0, 5.0, 25.0])
    for beta in (0.5, 0.9, 0.98):
        assert largest_jump(values, beta) == pytest.approx((1 - beta) * 20)


def test_batches_cover_every_example_once():
    """In order, whether or not the size divides the number of examples."""
    assert batch_count(5_000_000, 1000) == 5000
    X, Y = np.arange(22.0).reshape(2, 11), np.arange(11).reshape(1, 11) % 2
    for size in (1, 3, 4, 11, 64):
        parts = [mini_batch(X, Y, t, size) for t in range(1, batch_count(11, size) + 1)]
        np.testing.assert_array_equal(np.hstack([x for x, _ in parts]), X)
        np.testing.assert_array_equal(np.hstack([y for _, y in parts]), Y)
        assert all(x.shape[1] > 0 for x, _ in parts)


def test_one_batch_of_all_examples_is_batch_descent():
    """An epoch is then one step of logistic regression."""
    rng = np.random.default_rng(3)
    X, Y = rng.normal(size=(3, 8)), (rng.uniform(size=(1, 8)) < 0.5).astype(int)
    w, b = rng.normal(size=(3, 1)), 0.3
    grads, cost = logistic_regression.propagate(w, b, X, Y)
    trained, bias, costs = train_on_mini_batches(w, b, X, Y, 0.5, 8, 1)
    assert costs == [pytest.approx(float(cost))]
    np.testing.assert_allclose(trained, w - 0.5 * grads["dw"])
    assert bias == pytest.approx(float(b - 0.5 * grads["db"]))


def test_costs_of_batches_are_noisy_and_fall():
    """Single costs go up and down; later epochs are cheaper than the first."""
    rng = np.random.default_rng(4)
    X = rng.normal(size=(2, 120))
    Y = (X[:1] - X[1:] + 0.4 * rng.normal(size=(1, 120)) > 0).astype(int)
    _, _, costs = train_on_mini_batches(np.zeros((2, 1)), 0.0, X, Y, 0.3, 16, 10)
    assert len(costs) == 10 * 8
    assert np.any(np.diff(costs) > 0)
    assert np.mean(costs[-8:]) < 0.6 * np.mean(costs[:8])


def test_stopping_half_way_keeps_a_middle_norm():
    """Weights that grow from nothing: small, middle, large."""
    weights = [k * np.ones((2, 3)) for k in range(1, 6)]
    assert stopped_norms(weights, [9.0, 7.0, 5.0, 6.0, 8.0]) == (6, 54, 150)
