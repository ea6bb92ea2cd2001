"""Every backward pass of the reference agrees with differences of its own forward pass."""

from __future__ import annotations

import numpy as np
import pytest

from reference.costs import cross_entropy_cost
from reference.gradient_checking import backward_propagation_n, forward_propagation_n
from reference.regularization import (
    backward_propagation_with_dropout,
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation_with_dropout,
)
from tests.reference.inputs import draw_batch, draw_network, numerical_gradients


def assert_gradients(actual, expected):
    for name, value in expected.items():
        np.testing.assert_allclose(actual[name], value, rtol=1e-5, atol=1e-8, err_msg=name)


@pytest.mark.parametrize("examples", [1, 6])
def test_network_gradients_are_those_of_its_cost(examples):
    """The backward pass of gradient checking differentiates the cost of its forward pass."""
    rng = np.random.default_rng(1)
    parameters = draw_network(rng, 4, 5, 3, 1)
    X, Y = draw_batch(rng, 4, examples)
    _, cache = forward_propagation_n(X, Y, parameters)
    expected = numerical_gradients(lambda p: forward_propagation_n(X, Y, p)[0], parameters)
    assert_gradients(backward_propagation_n(X, Y, cache), expected)


@pytest.mark.parametrize("lambd", [0.0, 0.7, 20.0])
def test_regularized_gradients_are_those_of_the_regularized_cost(lambd):
    """The penalty's gradient belongs to the penalty's cost, factor and all."""
    rng = np.random.default_rng(2)
    parameters = draw_network(rng, 3, 5, 4, 1)
    X, Y = draw_batch(rng, 3, 7)

    def cost(p):
        _, cache = forward_propagation_n(X, Y, p)
        return compute_cost_with_regularization(cache[9], Y, p, lambd)

    _, cache = forward_propagation_n(X, Y, parameters)
    actual = backward_propagation_with_regularization(X, Y, cache, lambd)
    assert_gradients(actual, numerical_gradients(cost, parameters))


@pytest.mark.parametrize("keep_prob", [0.3, 0.86, 1.0])
def test_dropout_gradients_are_those_of_the_same_masks(keep_prob):
    """With the seed inside, two passes share their masks, so differences see a fixed network."""
    rng = np.random.default_rng(3)
    parameters = draw_network(rng, 3, 6, 5, 1)
    X, Y = draw_batch(rng, 3, 8)

    def cost(p):
        return cross_entropy_cost(forward_propagation_with_dropout(X, p, keep_prob)[0], Y)

    _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
    actual = backward_propagation_with_dropout(X, Y, cache, keep_prob)
    assert_gradients(actual, numerical_gradients(cost, parameters))


def test_backward_passes_agree_where_they_mean_the_same():
    """Without penalty and with every unit kept, all three are plain backpropagation."""
    rng = np.random.default_rng(4)
    parameters = draw_network(rng, 4, 5, 3, 1)
    X, Y = draw_batch(rng, 4, 6)
    _, cache = forward_propagation_n(X, Y, parameters)
    _, cache_with_masks = forward_propagation_with_dropout(X, parameters, 1.0)
    plain = backward_propagation_n(X, Y, cache)
    for other in (
        backward_propagation_with_regularization(X, Y, cache, 0.0),
        backward_propagation_with_dropout(X, Y, cache_with_masks, 1.0),
    ):
        assert other.keys() == plain.keys()
        for name, value in plain.items():
            np.testing.assert_allclose(other[name], value, rtol=1e-12, atol=1e-14, err_msg=name)
