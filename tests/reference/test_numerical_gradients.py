"""Differences, their errors, and the check: the lecture's numbers and what they rest on."""

from __future__ import annotations

import numpy as np
import pytest

from reference import numerical_gradients
from reference.gradient_checking import backward_propagation_n, forward_propagation_n
from reference.numerical_gradients import (
    check_ratio,
    check_verdict,
    error_order,
    find_wrong_gradients,
    flatten_parameters,
    numerical_gradient,
    one_sided_difference,
    penalized_cost,
    restore_parameters,
    two_sided_difference,
)
from tests.reference.inputs import draw_batch, draw_network

WIDTHS = [4, 3, 5, 2, 1]


def test_lectures_differences_of_the_cube():
    """theta^3 at 1 with a step of 0.01: 3.0301 to one side, 3.0001 to both; the slope is 3."""
    assert one_sided_difference(1.0, 0.01) == pytest.approx(3.0301, abs=1e-10)
    assert two_sided_difference(1.0, 0.01) == pytest.approx(3.0001, abs=1e-10)


@pytest.mark.parametrize(
    ("difference", "order"), [(one_sided_difference, 1), (two_sided_difference, 2)]
)
@pytest.mark.parametrize(
    ("curve", "slope"), [(None, lambda t: 3 * t**2), (np.sin, np.cos), (np.exp, np.exp)]
)
def test_errors_fall_with_their_order(monkeypatch, difference, order, curve, slope):
    """O(epsilon) to one side, O(epsilon^2) to both, for any smooth curve."""
    if curve is not None:
        monkeypatch.setattr(numerical_gradients, "curve", curve)
    errors = {step: abs(difference(0.7, step) - slope(0.7)) for step in (1e-2, 1e-3)}
    assert error_order(1e-2, errors[1e-2], 1e-3, errors[1e-3]) == pytest.approx(order, abs=0.05)


def test_order_of_a_pure_power_is_its_exponent():
    """Whatever the factor in front and the two steps are."""
    for order in (0.5, 1, 2, 4):
        assert error_order(0.3, 7 * 0.3**order, 0.02, 7 * 0.02**order) == pytest.approx(order)


def test_ratio_knows_scale_sign_and_symmetry():
    """Equal columns give 0, opposite ones 1; a common factor and the order do not matter."""
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 9, 1))
    assert check_ratio(a, a) == 0 and check_ratio(a, -a) == pytest.approx(1)
    assert check_ratio(3 * a, 3 * b) == pytest.approx(check_ratio(a, b))
    assert check_ratio(a, b) == pytest.approx(check_ratio(b, a))
    assert check_ratio(a, 2 * a) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [(0.0, "great"), (1e-7, "great"), (1e-5, "look closer"), (1e-3, "worry"), (0.5, "worry")],
)
def test_verdicts_are_the_lectures(ratio, verdict):
    """1e-7 is great, 1e-5 asks for a closer look, 1e-3 is worrying."""
    assert check_verdict(ratio) == verdict


def test_column_and_dictionary_are_two_forms_of_the_same_parameters():
    """There and back, for any depth and any order of the dictionary."""
    for widths in ([3, 2], WIDTHS, [2] * 13):
        parameters = draw_network(np.random.default_rng(2), *widths)
        theta = flatten_parameters(dict(reversed(parameters.items())))
        restored = restore_parameters(theta, widths)
        assert list(restored) == list(parameters)
        for name, value in parameters.items():
            np.testing.assert_array_equal(restored[name], value)
        np.testing.assert_array_equal(flatten_parameters(restored), theta)


def test_column_begins_with_the_first_row_of_the_first_weights():
    """W1 row by row, then b1, and so on."""
    parameters = {
        "W1": np.array([[1.0, 2.0], [3.0, 4.0]]),
        "b1": np.array([[5.0], [6.0]]),
        "W2": np.array([[7.0, 8.0]]),
        "b2": np.array([[9.0]]),
    }
    np.testing.assert_array_equal(flatten_parameters(parameters)[:, 0], np.arange(1.0, 10.0))


def draw_theta(seed: int) -> np.ndarray:
    return flatten_parameters(draw_network(np.random.default_rng(seed), *WIDTHS))


def test_penalty_moves_with_the_weights_and_not_with_the_biases():
    """lambda / (2m) for every unit of squared weight."""
    theta = draw_theta(3)
    parameters = restore_parameters(theta, WIDTHS)
    squared = sum(np.linalg.norm(v) ** 2 for name, v in parameters.items() if name[0] == "W")
    gap = penalized_cost(theta, WIDTHS, 6.0, 4) - penalized_cost(theta, WIDTHS, 0.0, 4)
    assert gap == pytest.approx(6.0 / 8 * squared)


def test_numerical_gradient_is_that_of_cost_and_penalty():
    """i cos(theta_i) / n from the data, lambda / m times every weight from the penalty."""
    theta, lambd, m = draw_theta(4), 2.0, 5
    parameters = restore_parameters(theta, WIDTHS)
    weights = {name: v if name[0] == "W" else 0 * v for name, v in parameters.items()}
    i = np.arange(1, len(theta) + 1).reshape(-1, 1)
    expected = i * np.cos(theta) / len(theta) + lambd / m * flatten_parameters(weights)
    actual = numerical_gradient(theta, WIDTHS, lambd, m, 1e-4)
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-8)
    assert check_verdict(check_ratio(expected, actual)) == "great"


def test_forgetting_the_penalty_is_found():
    """A gradient without its penalty's part does not pass the check."""
    theta = draw_theta(5)
    actual = numerical_gradient(theta, WIDTHS, 2.0, 5, 1e-4)
    forgotten = numerical_gradient(theta, WIDTHS, 0.0, 5, 1e-4)
    assert check_verdict(check_ratio(forgotten, actual)) == "worry"


def test_a_real_backward_pass_is_checked_layer_by_layer(monkeypatch):
    """On a network's own cost the right gradients pass, and the spoiled arrays are named."""
    widths = [4, 5, 3, 1]
    rng = np.random.default_rng(6)
    parameters, (X, Y) = draw_network(rng, *widths), draw_batch(rng, 4, 6)
    monkeypatch.setattr(
        numerical_gradients,
        "data_cost",
        lambda theta: forward_propagation_n(X, Y, restore_parameters(theta, widths))[0],
    )
    approximation = numerical_gradient(flatten_parameters(parameters), widths, 0.0, 6, 1e-5)
    approximations = {"d" + k: v for k, v in restore_parameters(approximation, widths).items()}
    right = backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1])
    gradients = {name: right[name] for name in approximations}
    assert find_wrong_gradients(gradients, approximations, 1e-6) == []
    gradients["dW2"] = 2 * gradients["dW2"]
    gradients["db1"] = 4 * gradients["db1"]
    assert find_wrong_gradients(gradients, approximations) == ["db1", "dW2"]
