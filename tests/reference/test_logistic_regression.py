"""Logistic regression: published values, gradients by differences, what training must do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reference import logistic_regression
from reference.logistic_regression import (
    initialize_with_zeros,
    model,
    optimize,
    predict,
    propagate,
    sigmoid,
)
from tests.reference.inputs import draw_batch, numerical_gradients
from tests.reference.published_values import assert_agrees, call, read_published

PUBLISHED = read_published("logistic_regression")


def named(case: dict[str, Any], result: Any) -> dict[str, Any]:
    """The parts of a result under the names under which they were published."""
    function = case["function"]
    if function == "initialize_with_zeros":
        return {"w": result[0], "b": result[1]}
    if function == "propagate":
        return {**result[0], "cost": result[1]}
    if function == "optimize":
        return {**result[0], **result[1], "costs": result[2]}
    return result if isinstance(result, dict) else {"value": result}


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(case: dict[str, Any]) -> None:
    """A published input gives the published output, as far as its digits go."""
    function = getattr(logistic_regression, case["function"])
    assert_agrees(case, named(case, call(function, case)))


def test_every_function_has_a_published_value() -> None:
    """No function rests on our reading alone."""
    assert len({case["function"] for case in PUBLISHED}) == 6


@pytest.mark.parametrize("examples", [1, 6])
def test_gradients_are_those_of_the_cost(examples: int) -> None:
    """Differences of the cost give dw and db."""
    rng = np.random.default_rng(1)
    X, Y = draw_batch(rng, 3, examples)
    point = {"w": rng.normal(size=(3, 1)), "b": np.array(0.3)}
    grads, _ = propagate(point["w"], point["b"], X, Y)
    expected = numerical_gradients(lambda p: propagate(p["w"], p["b"], X, Y)[1], point)
    for name, value in expected.items():
        np.testing.assert_allclose(grads[name], value, rtol=1e-6, atol=1e-9)


def test_cost_is_a_mean_over_the_examples() -> None:
    """Every example twice: the same cost and the same gradients."""
    rng = np.random.default_rng(2)
    X, Y = draw_batch(rng, 4, 5)
    w, b = rng.normal(size=(4, 1)), 0.7
    once, cost = propagate(w, b, X, Y)
    twice, same = propagate(w, b, np.hstack([X, X]), np.hstack([Y, Y]))
    np.testing.assert_allclose(same, cost, rtol=1e-14)
    np.testing.assert_allclose(twice["dw"], once["dw"], rtol=1e-13)


def test_training_starts_at_the_cost_of_guessing_and_goes_down() -> None:
    """At zero every probability is one half; the kept costs fall from log 2 on."""
    X, Y = draw_batch(np.random.default_rng(3), 3, 20)
    w, b = initialize_with_zeros(3)
    params, _, costs = optimize(w, b, X, Y, num_iterations=1001, learning_rate=0.1)
    np.testing.assert_allclose(costs[0], np.log(2), rtol=1e-14)
    assert len(costs) == 11 and all(np.diff(costs) < 0)
    assert not w.any(), "the starting point is left alone"
    assert params["w"].shape == (3, 1)


def test_steps_add_up() -> None:
    """Five steps are two steps and then three more."""
    X, Y = draw_batch(np.random.default_rng(4), 2, 7)
    start = np.array([[0.5], [-1.0]])
    whole, grads, _ = optimize(start, 0.2, X, Y, num_iterations=5, learning_rate=0.3)
    half, _, _ = optimize(start, 0.2, X, Y, num_iterations=2, learning_rate=0.3)
    rest, same, _ = optimize(half["w"], half["b"], X, Y, num_iterations=3, learning_rate=0.3)
    np.testing.assert_array_equal(rest["w"], whole["w"])
    np.testing.assert_array_equal(same["dw"], grads["dw"])


def test_prediction_is_the_side_of_the_hyperplane() -> None:
    """The label is 1 where w.T x + b is positive; on the plane itself it is 0."""
    X = np.array([[1.0, -1.0, 0.25], [0.0, 2.0, 0.5]])
    w = np.array([[2.0], [-1.0]])
    np.testing.assert_array_equal(predict(w, 0.0, X), [[1, 0, 0]])
    assert sigmoid(0.0) == 0.5


def test_model_learns_what_one_unit_can_separate() -> None:
    """Points on either side of a line are told apart, in the training set and beyond it."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(2, 60))
    X = X[:, np.abs(X[0] - X[1]) > 0.3]
    Y = (X[0:1] > X[1:2]).astype(int)
    d = model(X[:, :30], Y[:, :30], X[:, 30:], Y[:, 30:], num_iterations=2000, learning_rate=0.5)
    np.testing.assert_array_equal(d["Y_prediction_train"], Y[:, :30])
    assert np.mean(d["Y_prediction_test"] == Y[:, 30:]) > 0.9
    assert (d["learning_rate"], d["num_iterations"], len(d["costs"])) == (0.5, 2000, 20)
