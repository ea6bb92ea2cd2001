"""Dropout in a deep network: gradients agree with differences, expectations are kept."""

from __future__ import annotations

import numpy as np
import pytest

from reference.costs import cross_entropy_cost
from reference.dropout_network import (
    backward_with_dropout,
    drop_units,
    forward_with_dropout,
    layer_to_drop_most,
    mean_dropped_activation,
    predict_probabilities,
)
from reference.regularization import (
    backward_propagation_with_dropout,
    forward_propagation_with_dropout,
)
from tests.reference.inputs import draw_batch, draw_network, numerical_gradients


@pytest.mark.parametrize("examples", [1, 6])
@pytest.mark.parametrize(
    ("widths", "keep_probs"),
    [((4, 1), []), ((3, 6, 5, 1), [0.5, 0.8]), ((3, 8, 6, 7, 5, 1), [0.9, 0.6, 1.0, 0.7])],
)
def test_gradients_agree_with_differences_of_the_same_masks(widths, keep_probs, examples):
    """With the seed fixed, two passes share their masks, so differences see one network."""
    rng = np.random.default_rng(1)
    # Small enough that no output saturates: log(1 - a) must stay finite under differences.
    parameters = {name: value / 2 for name, value in draw_network(rng, *widths).items()}
    X, Y = draw_batch(rng, widths[0], examples)

    def cost(p):
        return cross_entropy_cost(forward_with_dropout(X, p, keep_probs, 5)[0], Y)

    _, cache = forward_with_dropout(X, parameters, keep_probs, 5)
    actual = backward_with_dropout(Y, parameters, cache, keep_probs)
    for name, expected in numerical_gradients(cost, parameters).items():
        np.testing.assert_allclose(actual[name], expected, rtol=1e-5, atol=1e-8, err_msg=name)


def test_three_layers_are_the_network_of_the_public_assignment():
    """With seed 1 and one keep_prob, outputs, masks and gradients are those graded there."""
    rng = np.random.default_rng(2)
    parameters = draw_network(rng, 3, 6, 5, 1)
    X, Y = draw_batch(rng, 3, 7)
    A3, theirs = forward_propagation_with_dropout(X, parameters, 0.7)
    AL, cache = forward_with_dropout(X, parameters, [0.7, 0.7], 1)
    np.testing.assert_allclose(AL, A3, rtol=1e-12)
    np.testing.assert_array_equal(cache["D2"], theirs[6])
    expected = backward_propagation_with_dropout(X, Y, theirs, 0.7)
    for name, value in backward_with_dropout(Y, parameters, cache, [0.7, 0.7]).items():
        np.testing.assert_allclose(value, expected[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("keep_prob", [0.2, 0.5, 0.8])
def test_the_expected_activation_is_preserved(keep_prob):
    """Averaged over many draws, masked and rescaled activations are the plain ones."""
    A = np.random.default_rng(3).uniform(1, 2, size=(4, 3))
    mean = mean_dropped_activation(A, keep_prob, 20_000, seed=1)
    np.testing.assert_allclose(mean, A, rtol=0.06)


def test_of_fifty_units_about_ten_are_shut_off():
    """keep_prob 0.8 drops a fifth; who survives is worth 1 / 0.8."""
    np.random.seed(4)
    A, D = drop_units(np.ones((50, 2_000)), 0.8)
    assert (50 - D.sum(axis=0)).mean() == pytest.approx(10, abs=0.3)
    assert set(np.unique(A)) == {0.0, 1.25}


def test_predictions_are_a_pass_that_keeps_everything():
    """No unit is dropped and nothing is scaled once the network is in use."""
    rng = np.random.default_rng(5)
    parameters = draw_network(rng, 4, 6, 5, 3, 1)
    X, _ = draw_batch(rng, 4, 8)
    AL, cache = forward_with_dropout(X, parameters, [1.0, 1.0, 1.0], seed=6)
    np.testing.assert_allclose(predict_probabilities(X, parameters), AL, rtol=1e-12)
    assert all(cache[f"D{l}"].all() for l in (1, 2, 3))
    assert "D4" not in cache


def test_the_largest_matrix_is_the_worry():
    """3-7-7-3-2-1: the 7 x 7 weights of layer 2 get the smallest keep_prob."""
    assert layer_to_drop_most([3, 7, 7, 3, 2, 1]) == 2
    assert layer_to_drop_most([200, 10, 30, 5, 1]) == 1
