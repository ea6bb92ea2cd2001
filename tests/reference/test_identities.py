"""What must hold for the formulas whatever the numbers: it pins each formula to its code."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import gradient_checking
from reference.activations import relu
from reference.gradient_checking import (
    backward_propagation_n,
    forward_propagation_n,
    gradient_check_n,
)
from reference.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_zeros,
)
from reference.optimization import (
    initialize_adam,
    initialize_velocity,
    random_mini_batches,
    schedule_lr_decay,
    update_lr,
    update_parameters_with_adam,
    update_parameters_with_gd,
    update_parameters_with_momentum,
)
from reference.parameter_vectors import dictionary_to_vector, vector_to_dictionary
from reference.regularization import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation_with_dropout,
)
from tests.reference.inputs import draw_batch, draw_like, draw_network

seeds = st.integers(0, 2**32 - 1)


def assert_same(actual, expected, rtol=1e-12):
    assert actual.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(actual[name], value, rtol=rtol, atol=1e-12, err_msg=name)


# --- initialization --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "initialize",
    [initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_he],
)
def test_initializers_give_every_layer_its_shapes(initialize):
    """W[l] is (n[l], n[l-1]) and b[l] a zero column, for any number of layers."""
    widths = [4, 6, 3, 5, 2]
    parameters = initialize(widths)
    assert len(parameters) == 8
    for layer, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        assert parameters[f"W{layer}"].shape == (after, before)
        assert parameters[f"b{layer}"].shape == (after, 1)
        assert not parameters[f"b{layer}"].any()


def test_he_scaling_keeps_activations_through_fifty_layers():
    """The mean square of ReLU activations stays of its order where a fixed scale explodes."""
    widths = [200] * 51
    A = np.random.default_rng(5).normal(size=(200, 100))
    before = np.mean(A**2)
    parameters = initialize_parameters_he(widths)
    for layer in range(1, 51):
        A = relu(parameters[f"W{layer}"] @ A)
    assert 0.05 < np.mean(A**2) / before < 20


def test_zero_weights_keep_all_units_alike():
    """With zero weights the units of a layer get equal gradients: symmetry stays unbroken."""
    parameters = initialize_parameters_zeros([4, 5, 3, 1])
    X, Y = draw_batch(np.random.default_rng(6), 4, 6)
    _, cache = forward_propagation_n(X, Y, parameters)
    gradients = backward_propagation_n(X, Y, cache)
    assert np.ptp(gradients["dW2"], axis=0).max() == 0


# --- regularization --------------------------------------------------------------------------


def test_weight_decay_has_two_equal_forms():
    """W - alpha (dW + lambda/m W) is (1 - alpha lambda / m) W - alpha dW."""
    rng = np.random.default_rng(7)
    parameters, (X, Y) = draw_network(rng, 3, 4, 2, 1), draw_batch(rng, 3, 5)
    _, cache = forward_propagation_n(X, Y, parameters)
    alpha, lambd, m = 0.3, 0.9, 5
    plain = backward_propagation_with_regularization(X, Y, cache, 0.0)
    decayed = backward_propagation_with_regularization(X, Y, cache, lambd)
    for layer in (1, 2, 3):
        W = parameters[f"W{layer}"]
        np.testing.assert_allclose(
            W - alpha * decayed[f"dW{layer}"],
            (1 - alpha * lambd / m) * W - alpha * plain[f"dW{layer}"],
            rtol=1e-12,
        )


def test_penalty_is_the_squared_norm_of_all_weights():
    """The cost grows by lambda / (2 m) for every unit of squared weight, and not by biases."""
    rng = np.random.default_rng(8)
    parameters, (_, Y) = draw_network(rng, 3, 4, 2, 1), draw_batch(rng, 3, 5)
    A3 = rng.uniform(0.1, 0.9, size=(1, 5))
    squared = sum(np.linalg.norm(parameters[f"W{layer}"], "fro") ** 2 for layer in (1, 2, 3))
    grown = compute_cost_with_regularization(A3, Y, parameters, 4.0)
    plain = compute_cost_with_regularization(A3, Y, parameters, 0.0)
    assert grown - plain == pytest.approx(4.0 / (2 * 5) * squared)


@pytest.mark.parametrize("keep_prob", [0.3, 0.5, 0.86])
def test_inverted_dropout_keeps_the_expected_activation(keep_prob):
    """Averaged over many units, masked and rescaled activations equal the plain ones."""
    rng = np.random.default_rng(9)
    parameters = draw_network(rng, 3, 4, 2, 1)
    X = np.repeat(rng.normal(size=(3, 1)), 40_000, axis=1)
    _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
    plain = relu(parameters["W1"] @ X[:, :1] + parameters["b1"])
    np.testing.assert_allclose(cache[2].mean(axis=1, keepdims=True), plain, rtol=0.05, atol=1e-12)


def test_dropout_keeps_everything_at_one():
    """With keep_prob 1 the pass is the plain one."""
    rng = np.random.default_rng(10)
    parameters, (X, Y) = draw_network(rng, 3, 4, 2, 1), draw_batch(rng, 3, 5)
    A3, _ = forward_propagation_with_dropout(X, parameters, 1.0)
    _, cache = forward_propagation_n(X, Y, parameters)
    np.testing.assert_allclose(A3, cache[9], rtol=1e-14)


# --- gradient checking -----------------------------------------------------------------------


def test_error_of_the_two_sided_difference_falls_with_the_square_of_epsilon(monkeypatch):
    """A tenth of epsilon leaves a hundredth of the error; one-sided, only a tenth."""
    monkeypatch.setattr(gradient_checking, "forward_propagation", lambda x, theta: x * theta**3)
    monkeypatch.setattr(
        gradient_checking, "backward_propagation", lambda x, theta: 3 * x * theta**2
    )
    coarse = gradient_checking.gradient_check(2.0, 1.0, 0.1)
    fine = gradient_checking.gradient_check(2.0, 1.0, 0.01)
    assert coarse / fine == pytest.approx(100, rel=0.02)

    def one_sided(epsilon):
        return abs(((1 + epsilon) ** 3 - 1) / epsilon - 3)

    assert one_sided(0.1) / one_sided(0.01) == pytest.approx(10, rel=0.1)


def test_network_check_separates_right_from_wrong_gradients():
    """The ratio is tiny for right gradients and large when one layer's are doubled."""
    rng = np.random.default_rng(11)
    parameters, (X, Y) = draw_network(rng, 4, 5, 3, 1), draw_batch(rng, 4, 6)
    gradients = backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1])
    assert gradient_check_n(parameters, gradients, X, Y, 1e-5) < 1e-7
    gradients["dW2"] = gradients["dW2"] * 2
    assert gradient_check_n(parameters, gradients, X, Y, 1e-5) > 1e-2


def test_vector_and_dictionary_are_two_forms_of_the_same_parameters():
    """Flattening and restoring returns every array to its place."""
    parameters = draw_network(np.random.default_rng(12), 4, 5, 3, 1)
    theta, keys = dictionary_to_vector(parameters)
    assert theta.shape == (47, 1) and len(keys) == 47
    assert_same(vector_to_dictionary(theta), parameters)


# --- optimization ----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(m=st.integers(1, 60), size=st.integers(1, 70), seed=seeds)
def test_mini_batches_partition_the_examples(m, size, seed):
    """Every example is in one batch, with its label; all batches but the last are full."""
    X = np.vstack([np.arange(m), -np.arange(m)])
    Y = np.arange(m).reshape(1, m) * 10
    batches = random_mini_batches(X, Y, size, seed)
    assert sorted(int(x) for Xk, _ in batches for x in Xk[0]) == list(range(m))
    assert all(np.array_equal(Xk[0] * 10, Yk[0]) for Xk, Yk in batches)
    sizes = [Xk.shape[1] for Xk, _ in batches]
    assert all(k == size for k in sizes[:-1]) and 1 <= sizes[-1] <= size


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_momentum_without_memory_is_gradient_descent(seed):
    """With beta 0 the average is the gradient itself."""
    rng = np.random.default_rng(seed)
    parameters = draw_network(rng, 3, 4, 2)
    grads, v = draw_like(rng, parameters), draw_like(rng, parameters)
    stepped, average = update_parameters_with_momentum(parameters, grads, v, 0.0, 0.2)
    assert_same(stepped, update_parameters_with_gd(parameters, grads, 0.2))
    assert_same(average, grads)


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_first_step_of_adam_has_the_size_of_the_learning_rate(seed):
    """From averages of zero the first step is alpha times the gradient's sign."""
    rng = np.random.default_rng(seed)
    parameters = draw_network(rng, 3, 4, 2)
    grads = {name: value + np.sign(value) for name, value in draw_like(rng, parameters).items()}
    stepped, *_ = update_parameters_with_adam(
        parameters, grads, *initialize_adam(parameters), t=1, learning_rate=0.05, epsilon=0.0
    )
    expected = {
        name: value - 0.05 * np.sign(grads["d" + name]) for name, value in parameters.items()
    }
    assert_same(stepped, expected)


def test_corrected_averages_of_a_constant_gradient_are_that_gradient():
    """Bias correction undoes the start at zero exactly, at every step."""
    rng = np.random.default_rng(13)
    parameters = draw_network(rng, 3, 4, 2)
    grads = draw_like(rng, parameters)
    squares = {name: value**2 for name, value in grads.items()}
    v, s = initialize_adam(parameters)
    for t in range(1, 8):
        parameters, v, s, v_corrected, s_corrected = update_parameters_with_adam(
            parameters, grads, v, s, t
        )
        assert_same(v_corrected, grads)
        assert_same(s_corrected, squares)


def test_averages_start_at_zero_in_the_shapes_of_the_gradients():
    """Velocity and Adam's averages have a zero for every parameter."""
    parameters = draw_network(np.random.default_rng(14), 3, 4, 2)
    for start in (initialize_velocity(parameters), *initialize_adam(parameters)):
        assert_same(start, {"d" + name: np.zeros_like(value) for name, value in parameters.items()})


@given(epoch=st.integers(0, 10_000), rate=st.floats(0, 5))
def test_schedule_with_an_interval_of_one_decays_every_epoch(epoch, rate):
    """Steps of one epoch are no steps at all."""
    assert schedule_lr_decay(0.5, epoch, rate, 1) == update_lr(0.5, epoch, rate)


@given(epoch=st.integers(0, 10_000), interval=st.integers(1, 300))
def test_schedule_stays_within_an_interval(epoch, interval):
    """The rate is the one of the last complete interval."""
    last = epoch - epoch % interval
    assert schedule_lr_decay(0.5, epoch, 0.3, interval) == schedule_lr_decay(
        0.5, last, 0.3, interval
    )


# --- all -------------------------------------------------------------------------------------


def test_update_rules_leave_their_arguments_alone():
    """The caller's dictionaries and arrays are what they were."""
    rng = np.random.default_rng(15)
    parameters = draw_network(rng, 3, 4, 2)
    arguments = (parameters, draw_like(rng, parameters), draw_like(rng, parameters))
    s = {name: value**2 for name, value in arguments[1].items()}
    before = copy.deepcopy((*arguments, s))
    update_parameters_with_gd(parameters, arguments[1], 0.1)
    update_parameters_with_momentum(*arguments, 0.9, 0.1)
    update_parameters_with_adam(*arguments, s, 2)
    for now, then in zip((*arguments, s), before, strict=True):
        assert_same(now, then, rtol=0)
