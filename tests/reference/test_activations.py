"""Activation functions: their slopes agree with differences, and the lecture's facts hold."""

from __future__ import annotations

import numpy as np
import pytest

from reference.activation_derivatives import (
    leaky_relu,
    leaky_relu_prime,
    relu_prime,
    sigmoid_prime,
    tanh,
    tanh_prime,
)
from reference.activations import relu, sigmoid
from reference.image_columns import flatten_images

PAIRS = [
    (sigmoid, sigmoid_prime),
    (tanh, tanh_prime),
    (relu, relu_prime),
    (leaky_relu, leaky_relu_prime),
]


@pytest.mark.parametrize(("function", "slope"), PAIRS)
def test_slope_agrees_with_two_sided_differences(function, slope):
    """Away from the kink, g' is what g does when its argument is moved a little."""
    Z = np.random.default_rng(1).normal(size=(6, 7)) * 3
    Z = Z[np.abs(Z) > 1e-3]
    epsilon = 1e-6
    differences = (function(Z + epsilon) - function(Z - epsilon)) / (2 * epsilon)
    np.testing.assert_allclose(slope(Z), differences, rtol=1e-6, atol=1e-9)


def test_slopes_at_zero():
    """The steepest places of the smooth functions, and the side taken at the kinks."""
    zero = np.zeros((1, 1))
    assert sigmoid_prime(zero) == 0.25
    assert tanh_prime(zero) == 1
    assert relu_prime(zero) == 0
    assert leaky_relu_prime(zero) == 0.01


def test_tanh_is_a_shifted_and_stretched_sigmoid():
    """tanh(z) = 2 sigmoid(2 z) - 1, and it is the quotient of exponentials of the lecture."""
    Z = np.linspace(-5, 5, 41)
    np.testing.assert_allclose(tanh(Z), 2 * sigmoid(2 * Z) - 1, rtol=1e-12, atol=1e-15)
    up, down = np.exp(Z), np.exp(-Z)
    np.testing.assert_allclose(tanh(Z), (up - down) / (up + down), rtol=1e-12, atol=1e-15)


def test_tanh_is_odd_and_sigmoid_is_odd_about_one_half():
    """Turning the sign of z mirrors both curves."""
    Z = np.linspace(0, 8, 30)
    np.testing.assert_allclose(tanh(-Z), -tanh(Z))
    np.testing.assert_allclose(sigmoid(-Z), 1 - sigmoid(Z), rtol=1e-12)


def test_leaky_relu_is_the_larger_of_two_lines():
    """max(0.01 z, z); without the leak it is ReLU."""
    Z = np.linspace(-4, 4, 33)
    np.testing.assert_allclose(leaky_relu(Z), np.maximum(0.01 * Z, Z), rtol=1e-15)
    np.testing.assert_allclose(leaky_relu(Z) - 0.01 * np.minimum(0, Z), relu(Z), rtol=1e-12)


def test_a_picture_of_64_by_64_pixels_becomes_a_column_of_12288():
    """Every column is one image: nothing of another image gets into it."""
    images = np.arange(5)[:, None, None, None] * np.ones((5, 64, 64, 3))
    X = flatten_images(images)
    assert X.shape == (12288, 5)
    assert (np.arange(5) == X).all()


def test_a_column_holds_its_image_in_stored_order():
    """Folding a column back gives the image."""
    images = np.random.default_rng(2).uniform(size=(3, 4, 5, 2))
    X = flatten_images(images)
    for i in range(3):
        np.testing.assert_array_equal(X[:, i].reshape(4, 5, 2), images[i])
