"""The lecture's claims, measured: what must hold whatever the numbers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from reference.claims_in_numbers import (
    collapse_linear_layers,
    expected_dropout_cost,
    jacobian_norm,
    prediction_bias_variance,
    regression_with_dropout,
    tanh_from_sigmoid,
    uniform_weights,
)
from reference.gradient_flow import linear_activations
from tests.reference.inputs import draw_network

RNG = np.random.default_rng(1)


def test_squared_error_is_squared_bias_and_variance():
    """Averaged over the fits, at every example."""
    predictions, Y = RNG.normal(size=(7, 4)) + 1, RNG.normal(size=(1, 4))
    bias, variance = prediction_bias_variance(predictions, Y)
    np.testing.assert_allclose(np.mean((predictions - Y) ** 2, axis=0), (bias**2 + variance)[0])


def test_a_stretched_sigmoid_is_tanh_and_odd():
    """As np.tanh has it; its mean over a symmetric sample is 0."""
    Z = np.linspace(-5, 5, 41)
    np.testing.assert_allclose(tanh_from_sigmoid(Z), np.tanh(Z), atol=1e-15)
    np.testing.assert_allclose(tanh_from_sigmoid(-Z), -tanh_from_sigmoid(Z), atol=1e-15)
    assert abs(tanh_from_sigmoid(Z).mean()) < 1e-15


@pytest.mark.parametrize("widths", [(3, 2), (4, 5, 3, 2)])
def test_linear_layers_are_one_linear_layer(widths):
    """The collapsed layer computes what the layers compute one after the other."""
    parameters = draw_network(np.random.default_rng(2), *widths)
    X = RNG.normal(size=(widths[0], 6))
    A = X
    for l in range(1, len(widths)):
        A = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
    W, b = collapse_linear_layers(parameters)
    np.testing.assert_allclose(W @ X + b, A)


def test_collapsing_agrees_with_the_linear_network_of_gradient_flow():
    """That one has no biases."""
    parameters = draw_network(np.random.default_rng(3), 3, 4, 2)
    parameters = {n: v * (n[0] == "W") for n, v in parameters.items()}
    weights = [parameters["W1"], parameters["W2"]]
    x = RNG.normal(size=(3, 1))
    W, b = collapse_linear_layers(parameters)
    np.testing.assert_allclose(W @ x, linear_activations(x, weights)[-1])
    assert not b.any()


def test_no_change_of_the_input_is_stretched_more_than_the_norm():
    """By differences in many directions; some direction comes near."""
    W, x = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 1))
    norm = jacobian_norm(W, W @ x)
    stretched = []
    for _ in range(2000):
        step = RNG.normal(size=(3, 1))
        step *= 1e-6 / np.linalg.norm(step)
        change = np.tanh(W @ (x + step)) - np.tanh(W @ (x - step))
        stretched.append(np.linalg.norm(change) / 2e-6)
    assert 0.98 * norm < max(stretched) <= norm * (1 + 1e-6)


def test_small_weights_vanish_and_large_ones_explode_near_zero():
    """At z = 0 the slope of tanh is 1, and the norm is that of W."""
    z = np.zeros((3, 1))
    assert jacobian_norm(0.9 * np.eye(3), z) == pytest.approx(0.9)
    assert jacobian_norm(1.5 * np.eye(3), z) == pytest.approx(1.5)
    assert jacobian_norm(1.5 * np.eye(3), z + 3) < 0.02


@pytest.mark.parametrize("variance", [1 / 50, 2 / 50, 2 / 450])
def test_uniform_weights_have_the_variance(variance):
    """Measured on many draws; none lies beyond the limit."""
    W = uniform_weights(50, 4000, variance, 1)
    assert W.shape == (4000, 50)
    assert W.var() == pytest.approx(variance, rel=0.01)
    assert np.abs(W).max() <= np.sqrt(3 * variance)


def test_the_expected_cost_is_the_mean_over_all_masks():
    """Every mask of four inputs, weighted by its chance."""
    w, X, Y = RNG.normal(size=(4, 1)), RNG.normal(size=(4, 1)), RNG.normal(size=(1, 1))
    p, mean = 0.7, 0.0
    for mask in itertools.product((0, 1), repeat=4):
        kept = np.array(mask)[:, None]
        chance = p ** kept.sum() * (1 - p) ** (4 - kept.sum())
        mean += chance * np.sum((Y - w.T @ (X * kept / p)) ** 2)
    assert expected_dropout_cost(w, X, Y, p) == pytest.approx(mean)


def test_dropout_keeps_the_mean_of_a_linear_model():
    """Inputs are divided by keep_prob, so that predictions are right on average."""
    parameters = draw_network(np.random.default_rng(5), 6, 2)
    X = RNG.normal(size=(6, 3))
    runs = [regression_with_dropout(X, parameters, [0.8], seed) for seed in range(4000)]
    plain = parameters["W1"] @ X + parameters["b1"]
    np.testing.assert_allclose(np.mean(runs, axis=0), plain, atol=0.1)
    np.testing.assert_allclose(regression_with_dropout(X, parameters, [1.0], 3), plain)
