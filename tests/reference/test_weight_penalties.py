"""Penalties: every gradient agrees with differences, and the lecture's identities hold."""

from __future__ import annotations

import numpy as np
import pytest

from reference.activations import sigmoid
from reference.costs import cross_entropy_cost
from reference.weight_penalties import (
    decay_factor,
    l1_cost,
    l1_gradients,
    l2_cost,
    l2_gradients,
    squared_frobenius_norm,
    update_with_weight_decay,
)
from tests.reference.inputs import draw_batch, draw_like, draw_network


def draw(features=4, examples=6):
    rng = np.random.default_rng(1)
    X, Y = draw_batch(rng, features, examples)
    return rng.normal(size=(features, 1)), 0.7, X, Y


@pytest.mark.parametrize("examples", [1, 6])
@pytest.mark.parametrize("lambd", [0.0, 0.8, 30.0])
@pytest.mark.parametrize(("cost", "gradients"), [(l2_cost, l2_gradients), (l1_cost, l1_gradients)])
def test_gradients_agree_with_differences(cost, gradients, lambd, examples):
    """The penalty's gradient belongs to the penalty's cost, factor and all."""
    w, b, X, Y = draw(examples=examples)
    actual = gradients(w, b, X, Y, lambd)
    epsilon = 1e-6
    for j in range(len(w)):
        step = np.zeros_like(w)
        step[j] = epsilon
        difference = cost(w + step, b, X, Y, lambd) - cost(w - step, b, X, Y, lambd)
        assert actual["dw"][j, 0] == pytest.approx(difference / (2 * epsilon), rel=1e-5, abs=1e-8)
    difference = cost(w, b + epsilon, X, Y, lambd) - cost(w, b - epsilon, X, Y, lambd)
    assert actual["db"] == pytest.approx(difference / (2 * epsilon), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(("cost", "power"), [(l2_cost, 2), (l1_cost, 1)])
def test_penalty_is_lambda_over_2m_times_the_weights(cost, power):
    """Both penalties carry the 2 and the m, and the bias has no part in them."""
    w, b, X, Y = draw()
    plain = cross_entropy_cost(sigmoid(w.T @ X + b), Y)
    penalty = 3.0 / (2 * 6) * sum(abs(x) ** power for x in w[:, 0])
    assert cost(w, b, X, Y, 3.0) - plain == pytest.approx(penalty)


def test_l1_makes_weights_sparse_and_l2_only_small():
    """Of many features of which two matter, L1 keeps few; under L2 none reaches zero."""
    rng = np.random.default_rng(2)
    X = rng.normal(size=(12, 300))
    Y = (X[:1] - X[1:2] > 0).astype(int)
    found = {}
    for name, gradients in (("l1", l1_gradients), ("l2", l2_gradients)):
        w, b = rng.normal(size=(12, 1)), 0.0
        for _ in range(3000):
            step = gradients(w, b, X, Y, 60.0)
            w, b = w - 0.05 * step["dw"], b - 0.05 * step["db"]
        found[name] = np.abs(w[2:]).max() / np.abs(w[:2]).min()
    assert found["l1"] < 0.02 < found["l2"]


def test_squared_norm_is_a_sum_over_both_indices():
    """It equals trace(W.T W), and for a column w.T w."""
    W = np.random.default_rng(3).normal(size=(3, 5))
    assert squared_frobenius_norm(W) == pytest.approx(np.trace(W.T @ W))
    assert squared_frobenius_norm(W[:, :1]) == pytest.approx((W[:, :1].T @ W[:, :1]).item())


@pytest.mark.parametrize("widths", [(6, 1), (4, 3, 5, 2, 1)])
def test_weight_decay_is_descent_on_the_penalised_cost(widths):
    """(1 - alpha lambda / m) W - alpha dW is W - alpha (dW + lambda / m W)."""
    rng = np.random.default_rng(4)
    parameters = draw_network(rng, *widths)
    grads = draw_like(rng, parameters)
    alpha, lambd, m = 0.3, 2.5, 9
    updated = update_with_weight_decay(parameters, grads, alpha, lambd, m)
    assert updated.keys() == parameters.keys()
    for name, value in parameters.items():
        penalty = lambd / m * value if name.startswith("W") else 0
        np.testing.assert_allclose(
            updated[name], value - alpha * (grads["d" + name] + penalty), rtol=1e-12
        )


def test_without_gradients_weights_decay_geometrically():
    """Each step multiplies them by the factor; biases stay."""
    parameters = draw_network(np.random.default_rng(5), 3, 2, 1)
    still = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    now = parameters
    for _ in range(10):
        now = update_with_weight_decay(now, still, 0.5, 2.0, 4)
    assert decay_factor(0.5, 2.0, 4) == 0.75
    np.testing.assert_allclose(now["W1"], 0.75**10 * parameters["W1"])
    np.testing.assert_array_equal(now["b1"], parameters["b1"])
