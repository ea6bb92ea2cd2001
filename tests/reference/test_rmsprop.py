"""RMSprop: the size of its steps, and what it has in common with its neighbours."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from reference.optimization import update_parameters_with_adam
from reference.rmsprop import initialize_rmsprop, run_rmsprop, update_parameters_with_rmsprop
from tests.reference.inputs import draw_like, draw_network


def draw(seed: int):
    rng = np.random.default_rng(seed)
    parameters = draw_network(rng, 3, 4, 2)
    grads = draw_like(rng, parameters)
    s = {name: value**2 for name, value in draw_like(rng, parameters).items()}
    return parameters, grads, s


def assert_same(actual, expected):
    assert actual.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(actual[name], value, rtol=1e-10, atol=1e-12, err_msg=name)


def test_one_entry_by_hand():
    """S = 0.5 * 4 + 0.5 * 2^2 = 4, so the step is 0.1 * 2 / (2 + 0.5): epsilon is outside the root."""
    one = lambda x: np.array([[float(x)]])
    stepped, s = update_parameters_with_rmsprop(
        {"W1": one(1), "b1": one(0)},
        {"dW1": one(2), "db1": one(0)},
        {"dW1": one(4), "db1": one(0)},
        beta=0.5,
        learning_rate=0.1,
        epsilon=0.5,
    )
    assert s["dW1"].item() == 4
    assert stepped["W1"].item() == pytest.approx(1 - 0.1 * 2 / 2.5)
    assert stepped["W1"].item() != pytest.approx(1 - 0.1 * 2 / np.sqrt(4.5))


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_steps_do_not_depend_on_the_gradients_size(size):
    """A gradient a thousand times as large makes the same step (without epsilon)."""
    parameters, grads, _ = draw(1)
    start = initialize_rmsprop(parameters)
    scaled = {name: size * value for name, value in grads.items()}
    plain, _ = update_parameters_with_rmsprop(parameters, grads, start, epsilon=0.0)
    actual, _ = update_parameters_with_rmsprop(parameters, scaled, start, epsilon=0.0)
    assert_same(actual, plain)


def test_first_step_is_the_sign_times_a_fixed_length():
    """From averages of zero: alpha / sqrt(1 - beta), in every entry."""
    parameters, grads, _ = draw(2)
    stepped, _ = run_rmsprop(parameters, [grads], beta=0.75, learning_rate=0.1, epsilon=0.0)
    assert_same(stepped, {k: v - 0.2 * np.sign(grads["d" + k]) for k, v in parameters.items()})


def test_adam_without_momentum_late_in_training_is_rmsprop():
    """With beta1 = 0 and a large t, nothing is left to correct."""
    parameters, grads, s = draw(3)
    expected, _v, s_adam, *_ = update_parameters_with_adam(
        parameters,
        grads,
        initialize_rmsprop(parameters),
        s,
        t=10_000,
        learning_rate=0.03,
        beta1=0.0,
        beta2=0.9,
        epsilon=0.2,
    )
    actual, averages = update_parameters_with_rmsprop(parameters, grads, s, 0.9, 0.03, 0.2)
    assert_same(actual, expected)
    assert_same(averages, s_adam)


def test_a_run_is_its_steps_one_after_another():
    """The averages start at zero and are handed on."""
    parameters, grads, _ = draw(4)
    other = {name: -2 * value for name, value in grads.items()}
    expected, s = parameters, initialize_rmsprop(parameters)
    for gradient in (grads, other, grads):
        expected, s = update_parameters_with_rmsprop(expected, gradient, s, 0.8, 0.05, 0.1)
    actual, averages = run_rmsprop(parameters, [grads, other, grads], 0.8, 0.05, 0.1)
    assert_same(actual, expected)
    assert_same(averages, s)


def test_averages_of_a_constant_gradient_approach_its_square():
    """After many steps the bias of the start is gone."""
    parameters, grads, _ = draw(5)
    _, s = run_rmsprop(parameters, [grads] * 200)
    assert_same(
        {k: np.sqrt(v) for k, v in s.items()},
        {k: np.abs(v) * np.sqrt(1 - 0.9**200) for k, v in grads.items()},
    )


def test_a_narrow_valley_is_crossed_in_even_steps():
    """On 50 w1^2 + w2^2 / 2 it reaches the bottom at a rate at which plain descent diverges."""
    w = {"W1": np.array([[1.0, 1.0]])}
    plain, s = w["W1"], initialize_rmsprop(w)
    slope = np.array([[100.0, 1.0]])
    for _ in range(150):
        w, s = update_parameters_with_rmsprop(w, {"dW1": slope * w["W1"]}, s, learning_rate=0.03)
        plain = plain - 0.03 * slope * plain
    assert np.abs(w["W1"]).max() < 0.1 < np.abs(plain).max()


def test_arguments_stay_as_they_were():
    """The caller's dictionaries and arrays are not changed."""
    arguments = draw(6)
    before = copy.deepcopy(arguments)
    update_parameters_with_rmsprop(*arguments)
    run_rmsprop(arguments[0], [arguments[1]] * 3)
    for now, then in zip(arguments, before, strict=True):
        assert_same(now, then)
