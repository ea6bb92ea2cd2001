"""Ridge and lasso: gradients against differences, minima, and what each penalty does to weights."""

from __future__ import annotations

import numpy as np
import pytest

from reference.ridge_and_lasso import (
    best_lambda,
    lasso_cost,
    lasso_gradient,
    lasso_step,
    ridge_cost,
    ridge_gradient,
    ridge_weights,
    share_of_zeros,
    shared_weight_penalties,
    soft_threshold,
)


def draw(features=4, examples=6, seed=1):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(features, examples))
    return rng.normal(size=(features, 1)), X, rng.normal(size=(1, examples))


def test_costs_of_a_hand_made_set():
    """Errors 1 and -2, weights 3 and -1: 5 and lambda times 10, or times 4."""
    w, X = np.array([[3.0], [-1.0]]), np.eye(2)
    Y = np.array([[4.0, -3.0]])
    assert ridge_cost(w, X, Y, 0.5) == pytest.approx(5 + 0.5 * 10)
    assert lasso_cost(w, X, Y, 0.5) == pytest.approx(5 + 0.5 * 4)


@pytest.mark.parametrize("examples", [1, 6])
@pytest.mark.parametrize("lambd", [0.0, 0.8, 30.0])
@pytest.mark.parametrize(
    ("cost", "gradient"), [(ridge_cost, ridge_gradient), (lasso_cost, lasso_gradient)]
)
def test_gradients_agree_with_differences(cost, gradient, lambd, examples):
    """Factor, sign and penalty belong to the cost that is differentiated."""
    w, X, Y = draw(examples=examples)
    for j in range(len(w)):
        step = np.zeros_like(w)
        step[j] = 1e-6
        difference = (cost(w + step, X, Y, lambd) - cost(w - step, X, Y, lambd)) / 2e-6
        assert gradient(w, X, Y, lambd)[j, 0] == pytest.approx(difference, rel=1e-5, abs=1e-7)


def test_ridge_weights_are_where_the_gradient_is_zero():
    """No weights near them cost less."""
    _, X, Y = draw(features=5, examples=3)
    best = ridge_weights(X, Y, 0.4)
    np.testing.assert_allclose(ridge_gradient(best, X, Y, 0.4), 0, atol=1e-12)
    rng = np.random.default_rng(2)
    for _ in range(20):
        near = best + 0.1 * rng.normal(size=best.shape)
        assert ridge_cost(near, X, Y, 0.4) > ridge_cost(best, X, Y, 0.4)


def test_l2_spreads_a_weight_over_equal_features():
    """Two equal features get equal weights; L1 charges the same however they share."""
    _, X, Y = draw(features=3, examples=9)
    X[1] = X[0]
    w = ridge_weights(X, Y, 0.7)
    assert w[0, 0] == pytest.approx(w[1, 0], rel=1e-9)
    total = w[0, 0] + w[1, 0]
    alone = np.array([[total], [0.0], w[2]])
    assert ridge_cost(alone, X, Y, 0.7) > ridge_cost(w, X, Y, 0.7)
    assert lasso_cost(alone, X, Y, 0.7) == pytest.approx(lasso_cost(w, X, Y, 0.7))
    assert shared_weight_penalties(total, 2) == pytest.approx((abs(total), total**2 / 2))


def test_soft_threshold_minimises_its_own_cost():
    """It is the u at which (u - w)^2 / 2 + threshold |u| is smallest, found here on a grid."""
    grid = np.linspace(-3, 3, 60_001)
    for w in (-2.2, -0.4, 0.0, 0.3, 0.9, 1.7):
        best = grid[np.argmin((grid - w) ** 2 / 2 + 0.8 * np.abs(grid))]
        assert soft_threshold(np.array([[w]]), 0.8).item() == pytest.approx(best, abs=1e-4)


def train(steps, lambd, step):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(12, 80))
    Y = 3 * X[:1] - 2 * X[1:2] + 0.3 * rng.normal(size=(1, 80))
    w = rng.normal(size=(12, 1))
    for _ in range(steps):
        w = step(w, X, Y, 0.002, lambd)
    return w, X, Y


def test_l1_makes_weights_exactly_zero_and_l2_does_not():
    """Of twelve features of which two matter, the lasso keeps few; ridge keeps them all."""
    lasso, X, Y = train(2000, 40.0, lasso_step)
    ridge, _, _ = train(
        2000, 40.0, lambda w, X, Y, rate, lambd: w - rate * ridge_gradient(w, X, Y, lambd)
    )
    assert share_of_zeros(lasso) >= 0.6
    assert np.all(lasso[:2] != 0)
    assert share_of_zeros(ridge) == 0
    np.testing.assert_allclose(ridge, ridge_weights(X, Y, 40.0), rtol=1e-6)


def test_plain_steps_along_the_lasso_gradient_reach_no_zero():
    """They jump to and fro across it: that is why a threshold is needed."""
    plain, _, _ = train(
        2000, 40.0, lambda w, X, Y, rate, lambd: w - rate * lasso_gradient(w, X, Y, lambd)
    )
    assert share_of_zeros(plain) == 0


def test_the_lasso_stays_at_its_minimum():
    """Where the steps have come to rest, another step changes nothing."""
    w, X, Y = train(4000, 40.0, lasso_step)
    np.testing.assert_allclose(lasso_step(w, X, Y, 0.002, 40.0), w, rtol=1e-9)


def test_lambda_is_chosen_by_the_dev_error_alone():
    """Whatever the training errors are."""
    assert best_lambda([0.1, 1.0, 10.0], [1.0, 2.0, 9.0], [7.0, 5.0, 10.0]) == 1.0
    assert best_lambda([10.0, 1.0, 0.1], [0.0, 2.0, 9.0], [7.0, 5.0, 4.5]) == 0.1
