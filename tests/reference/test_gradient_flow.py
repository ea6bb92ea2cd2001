"""Signals in deep networks: the lecture's claims, on the reference."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from reference.gradient_flow import (
    growth_rate,
    identity_network_output,
    linear_activations,
    linear_gradients,
    shrink_weights,
    signal_sizes,
    tanh_gap,
)


def draw_layers(seed: int, *widths: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(after, before)) for before, after in itertools.pairwise(widths)]


@pytest.mark.parametrize("scale", [1.5, 0.5, 0.9])
def test_layers_of_scaled_identities_change_the_signal_by_their_scale(scale):
    """After L layers the signal has grown or fallen by scale^L, and so has the gradient."""
    X = np.random.default_rng(1).normal(size=(2, 5))
    weights = [scale * np.eye(2)] * 20
    activations = linear_activations(X, weights)
    np.testing.assert_allclose(activations[-1], scale**20 * X, rtol=1e-12)
    np.testing.assert_allclose(linear_gradients(X, weights)[0], scale**20 * X, rtol=1e-12)
    assert growth_rate(activations) == pytest.approx(scale)


@pytest.mark.parametrize("scale", [1.5, 0.5, 0.9])
def test_output_formula_is_that_of_the_layers(scale):
    """L - 1 scaled identities and one last layer: the same, multiplied out."""
    rng = np.random.default_rng(2)
    X, W_last = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    through = linear_activations(X, [scale * np.eye(3)] * 6 + [W_last])[-1]
    np.testing.assert_allclose(identity_network_output(X, W_last, scale, 7), through, rtol=1e-12)


def test_gradients_are_differences_of_the_activations():
    """Any entry of the input moves the summed output as the gradient says."""
    rng = np.random.default_rng(3)
    X, weights = rng.normal(size=(3, 2)), draw_layers(3, 3, 5, 2, 4)
    dA = rng.normal(size=(4, 2))

    def cost(X):
        return np.sum(dA * linear_activations(X, weights)[-1])

    gradient = linear_gradients(dA, weights)[0]
    for index in np.ndindex(X.shape):
        step = np.zeros_like(X)
        step[index] = 1e-3
        difference = (cost(X + step) - cost(X - step)) / 2e-3
        assert gradient[index] == pytest.approx(difference, rel=1e-8)


def test_gradients_have_the_shapes_of_the_activations():
    """Layer by layer, from the input to the output."""
    X, weights = np.ones((3, 7)), draw_layers(4, 3, 5, 2, 4)
    activations = linear_activations(X, weights)
    gradients = linear_gradients(activations[-1], weights)
    assert (
        [g.shape for g in gradients]
        == [a.shape for a in activations]
        == [(3, 7), (5, 7), (2, 7), (4, 7)]
    )


def sizes_after(layers: int, scaling: str, activation: str, width: int = 150) -> np.ndarray:
    rng = np.random.default_rng(5)
    normals = [rng.normal(size=(width, width)) for _ in range(layers)]
    return signal_sizes(rng.normal(size=(width, 60)), normals, scaling, activation)


def test_he_keeps_relu_activations_through_fifty_layers():
    """The mean square stays of its order, where Xavier's scaling loses half of it in a layer."""
    he, xavier = sizes_after(50, "he", "relu"), sizes_after(50, "xavier", "relu")
    assert np.all((he > 0.1) & (he < 10))
    np.testing.assert_allclose(xavier / he, 0.5 ** np.arange(51), rtol=1e-9)


def test_bengio_is_xavier_where_widths_are_equal():
    """2 / (n + n) is 1 / n."""
    np.testing.assert_allclose(
        sizes_after(5, "bengio", "tanh"), sizes_after(5, "xavier", "tanh"), rtol=1e-12
    )


def test_xavier_does_not_let_tanh_saturate():
    """Activations shrink slowly and stay well below 1, layer after layer."""
    sizes = sizes_after(20, "xavier", "tanh")
    assert np.all(np.diff(sizes) < 0) and 0.01 < sizes[-1] < sizes[1] < 0.5


def test_decay_is_gradient_descent_on_the_penalty():
    """Every step subtracts alpha lambda / m times the weights that are left."""
    weights = draw_layers(6, 3, 4, 2)
    stepped = weights
    for _ in range(6):
        stepped = [W - 0.1 * (3.0 / 8) * W for W in stepped]
    for actual, expected in zip(shrink_weights(weights, 0.1, 3.0, 8, 6), stepped, strict=True):
        np.testing.assert_allclose(actual, expected, rtol=1e-12)


def test_tanh_is_linear_under_a_large_lambda():
    """The more weight decay, the smaller the gap to a linear network."""
    X, weights = np.random.default_rng(7).normal(size=(4, 9)), draw_layers(7, 4, 5, 3, 2)
    gaps = [tanh_gap(X, shrink_weights(weights, 0.1, lambd, 10, 40)) for lambd in (0, 3, 10, 20)]
    assert all(later < earlier for earlier, later in itertools.pairwise(gaps))
    assert gaps[0] > 0.5 and gaps[-1] < 1e-4


def test_gap_falls_with_the_square_of_the_weights():
    """tanh(z) = z - z^3/3 + ...: a tenth of the weights leaves a hundredth of the gap."""
    X, weights = np.random.default_rng(8).normal(size=(4, 9)), draw_layers(8, 4, 5, 2)
    small, smaller = (tanh_gap(X, [s * W for W in weights]) for s in (1e-2, 1e-3))
    assert small / smaller == pytest.approx(100, rel=0.01)
