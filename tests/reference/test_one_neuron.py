"""One neuron: hand-made values, differences, and loops against arrays."""

from __future__ import annotations

import numpy as np
import pytest

from reference import logistic_regression
from reference.one_neuron import (
    costs_along_line,
    data_sizes,
    graph_derivatives,
    join_bias,
    loop_step,
    partial_dots,
    running_sums,
    second_differences,
)


def draw(features=3, examples=7):
    rng = np.random.default_rng(1)
    Y = (rng.uniform(size=(1, examples)) < 0.5).astype(int)
    return rng.normal(size=(features, 1)), 0.4, rng.normal(size=(features, examples)), Y


def test_the_lectures_images_have_12288_features():
    """64 x 64 pixels in three colours."""
    sizes = data_sizes(np.zeros((209, 64, 64, 3)), np.zeros((50, 64, 64, 3)))
    assert sizes == (209, 50, 64, 12288)


def test_a_joined_bias_changes_no_prediction():
    """theta.T x is w.T x + b for every example."""
    w, b, X, _ = draw()
    theta, joined = join_bias(w, b, X)
    assert (theta.shape, joined.shape) == ((4, 1), (4, 7))
    np.testing.assert_allclose(theta.T @ joined, w.T @ X + b)


@pytest.mark.parametrize("y", [0, 1])
def test_the_graphs_derivatives_agree_with_differences(y):
    """Of the loss by each parameter, by z and by a; and dz is a - y."""
    x1, x2, w1, w2, b = 0.7, -1.3, 0.9, 0.2, 0.4

    def loss_of_a(a):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))

    def loss(w1, w2, b):
        return loss_of_a(1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b))))

    derivatives = graph_derivatives(x1, x2, w1, w2, b, y)
    a = 1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b)))
    h = 1e-6
    assert derivatives["dz"] == pytest.approx(a - y)
    assert derivatives["da"] == pytest.approx((loss_of_a(a + h) - loss_of_a(a - h)) / (2 * h))
    for i, name in enumerate(("dw1", "dw2", "db")):
        step = h * np.eye(3)[i]
        here = np.array([w1, w2, b])
        difference = (loss(*(here + step)) - loss(*(here - step))) / (2 * h)
        assert derivatives[name] == pytest.approx(difference, rel=1e-6)


def test_the_last_partial_sum_is_the_dot_product():
    """And the first one is the first product."""
    rng = np.random.default_rng(2)
    w, x = rng.normal(size=(2, 6, 1))
    sums = partial_dots(w, x)
    assert sums[-1, 0] == pytest.approx((w.T @ x).item())
    assert sums[0, 0] == w[0, 0] * x[0, 0]


def test_loops_and_arrays_agree():
    """The sums after the last example, over m, are what the vectorized form gives at once."""
    w, b, X, Y = draw()
    sums = running_sums(w, b, X, Y)
    grads, cost = logistic_regression.propagate(w, b, X, Y)
    np.testing.assert_allclose(sums["dw"][:, -1:] / 7, grads["dw"])
    assert sums["db"][-1] / 7 == pytest.approx(grads["db"])
    assert sums["J"][-1] / 7 == pytest.approx(cost)
    stepped, bias, before = loop_step(w, b, X, Y, 0.3)
    np.testing.assert_allclose(stepped, w - 0.3 * grads["dw"])
    assert bias == pytest.approx(b - 0.3 * grads["db"])
    assert before == pytest.approx(cost)


def test_sums_over_fewer_examples_are_earlier_sums():
    """Column i holds what the loop had after i examples."""
    w, b, X, Y = draw()
    whole, part = running_sums(w, b, X, Y), running_sums(w, b, X[:, :3], Y[:, :3])
    for name in whole:
        np.testing.assert_allclose(whole[name][..., :3], part[name])


def test_cross_entropy_is_convex_and_squared_error_is_not():
    """Along lines in all directions; one negative second difference is enough to refute."""
    rng = np.random.default_rng(3)
    bends = []
    for _ in range(10):
        w, direction = rng.normal(size=(2, 3, 1)) * 2
        _, _, X, Y = draw()
        entropies, squares = costs_along_line(w, direction, X, Y, np.linspace(-5, 5, 41))
        assert second_differences(entropies).min() > -1e-12
        bends.append(second_differences(squares).min())
    assert min(bends) < -1e-3


def test_second_differences_of_a_parabola_are_constant():
    """t^2 at distance 1 gives 2, a straight line 0."""
    t = np.arange(6.0)
    np.testing.assert_allclose(second_differences(t**2), 2)
    np.testing.assert_allclose(second_differences(3 - 4 * t), 0)
