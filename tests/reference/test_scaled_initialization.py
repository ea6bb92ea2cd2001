"""Scaled weights: their variance, their shapes, and the lecture's reason for them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from reference.scaled_initialization import (
    initialize_for_activations,
    initialize_scaled,
    weight_deviation,
)

SCALINGS = ("xavier", "he", "bengio")


@pytest.mark.parametrize(
    ("scaling", "variance"), [("xavier", 1 / 300), ("he", 2 / 300), ("bengio", 2 / 700)]
)
def test_drawn_weights_have_the_lectures_variance(scaling, variance):
    """Seen in the numbers themselves, not only in the formula."""
    parameters = initialize_scaled([300, 400], scaling, 1)
    assert np.var(parameters["W1"]) == pytest.approx(variance, rel=0.02)
    assert weight_deviation(scaling, 300, 400) ** 2 == pytest.approx(variance)
    assert not parameters["b1"].any()


@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_layer_has_its_own_shape(scaling):
    """W[l] is (n[l], n[l-1]) and b[l] a column, for any number of layers."""
    widths = [4, 6, 3, 5, 2]
    parameters = initialize_scaled(widths, scaling, 2)
    assert len(parameters) == 8
    for layer, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        assert parameters[f"W{layer}"].shape == (after, before)
        assert parameters[f"b{layer}"].shape == (after, 1)


def test_the_seed_decides_the_numbers():
    """The same seed gives the same numbers, whatever was drawn before; another gives others."""
    first = initialize_scaled([3, 4, 2], "he", 7)
    np.random.rand(5)
    second, third = initialize_scaled([3, 4, 2], "he", 7), initialize_scaled([3, 4, 2], "he", 8)
    np.testing.assert_array_equal(first["W2"], second["W2"])
    assert not np.allclose(first["W2"], third["W2"])


def test_the_scalings_share_their_draws():
    """He's weights are Xavier's, sqrt(2) times as large; Bengio's agree where widths are equal."""
    xavier, he, bengio = (initialize_scaled([5, 5, 3], scaling, 9) for scaling in SCALINGS)
    np.testing.assert_allclose(he["W2"], np.sqrt(2) * xavier["W2"], rtol=1e-12)
    np.testing.assert_allclose(bengio["W1"], xavier["W1"], rtol=1e-12)


def test_one_activation_throughout_is_one_scaling_throughout():
    """ReLU everywhere is He, tanh everywhere is Xavier."""
    widths = [4, 7, 2, 5]
    for name, scaling in (("relu", "he"), ("tanh", "xavier")):
        mixed = initialize_for_activations(widths, [name] * 3, 3)
        plain = initialize_scaled(widths, scaling, 3)
        for key, value in plain.items():
            np.testing.assert_array_equal(mixed[key], value)


def signal(parameters, g, layers):
    A = np.random.default_rng(4).normal(size=(200, 100))
    for layer in range(1, layers + 1):
        A = g(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"])
    return np.mean(A**2)


def test_he_keeps_relu_activations_through_fifty_layers():
    """The mean square stays of its order; Xavier's loses 2^50."""
    widths = [200] * 51
    relu = lambda Z: np.maximum(0, Z)
    assert 0.05 < signal(initialize_scaled(widths, "he", 5), relu, 50) < 20
    assert signal(initialize_scaled(widths, "xavier", 5), relu, 50) < 1e-12


def test_each_activation_keeps_its_signal():
    """ReLU and tanh layers in turn neither lose nor saturate the signal."""
    widths, names = [200] * 21, ["relu", "tanh"] * 10
    parameters = initialize_for_activations(widths, names, 6)
    A = np.random.default_rng(4).normal(size=(200, 100))
    for layer, name in enumerate(names, start=1):
        Z = parameters[f"W{layer}"] @ A
        A = np.maximum(0, Z) if name == "relu" else np.tanh(Z)
    assert 0.02 < np.mean(A**2) < 0.9
