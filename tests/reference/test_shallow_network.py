"""The network with one hidden layer: published values and training runs, gradients by differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reference import shallow_network
from reference.shallow_network import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    layer_sizes,
    nn_model,
    predict,
    update_parameters,
)
from tests.reference.inputs import draw_batch, draw_like, draw_network, numerical_gradients
from tests.reference.published_values import assert_agrees, call, read_published

PUBLISHED = read_published("shallow_network")

# The costs before every thousandth step that most notebooks store. From step 8000 on they differ
# between machines: training has become chaotic.
FLOWER_OLD = (0.693048, 0.288083, 0.254385, 0.233864, 0.226792, 0.222644, 0.219731, 0.217504)
FLOWER_NEW = (0.693162, 0.258625, 0.239334, 0.230802, 0.225528, 0.221845, 0.219094)
THREE_POINTS = (
    0.692739,
    0.000218,
    0.000107,
    0.000071,
    0.000053,
    0.000042,
    0.000035,
    0.000030,
    0.000026,
    0.000023,
)


def seeding_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the older ``initialize_parameters`` in place, which seeds with 2."""

    def initialize(n_x: int, n_h: int, n_y: int) -> dict[str, np.ndarray]:
        np.random.seed(2)
        return initialize_parameters(n_x, n_h, n_y)

    monkeypatch.setattr(shallow_network, "initialize_parameters", initialize)


def named(case: dict[str, Any], result: Any) -> dict[str, Any]:
    """The parts of a result under the names under which they were published."""
    if case["function"] == "forward_propagation":
        A2, cache = result
        return {"A2": A2, **{f"mean{name}": np.mean(value) for name, value in cache.items()}}
    return result if isinstance(result, dict) else {"value": result}


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published input gives the published output, as far as its digits go."""
    if case["id"] == "nn_2018":
        seeding_inside(monkeypatch)
    function = getattr(shallow_network, case["function"])
    assert_agrees(case, named(case, call(function, case)))


def test_every_function_has_a_published_value() -> None:
    """No function rests on our reading alone."""
    assert len({case["function"] for case in PUBLISHED}) == 8


def flower() -> tuple[np.ndarray, np.ndarray]:
    """The published data set: two classes of 200 points on the petals of a flower."""
    np.random.seed(1)
    petals = []
    for label in (0, 1):
        angles = np.linspace(label * 3.12, (label + 1) * 3.12, 200) + np.random.randn(200) * 0.2
        radii = 4 * np.sin(4 * angles) + np.random.randn(200) * 0.2
        petals.append(np.vstack([radii * np.sin(angles), radii * np.cos(angles)]))
    return np.hstack(petals), np.repeat([[0, 1]], 200, axis=1)


def costs_of_training(X: np.ndarray, Y: np.ndarray, count: int) -> list[float]:
    """The cost before step 0, 1000, 2000, ... of training with four hidden units."""
    costs = []
    for thousands in range(count):
        parameters = nn_model(X, Y, 4, num_iterations=1000 * thousands)
        costs.append(compute_cost(forward_propagation(X, parameters)[0], Y, parameters))
    return costs


@pytest.mark.parametrize(("older", "costs"), [(True, FLOWER_OLD), (False, FLOWER_NEW)])
def test_training_on_the_flower_takes_the_published_course(
    older: bool, costs: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of steps with four hidden units give the published costs, digit by digit."""
    X, Y = flower()
    if older:
        seeding_inside(monkeypatch)
    actual = costs_of_training(X, Y, len(costs))
    np.testing.assert_allclose(actual, costs, rtol=0, atol=0.51e-6)


def test_a_hidden_layer_separates_the_petals() -> None:
    """Nine points in ten are on the right side, where a straight line gets half of them right."""
    X, Y = flower()
    assert np.mean(predict(nn_model(X, Y, 4, num_iterations=5000), X) == Y) > 0.88


def test_training_on_three_points_takes_the_published_course(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The small training run of the older notebooks gives the published costs."""
    seeding_inside(monkeypatch)
    np.random.seed(1)
    X, Y = np.random.randn(2, 3), np.random.randn(1, 3) > 0
    actual = costs_of_training(X, Y, len(THREE_POINTS))
    np.testing.assert_allclose(actual, THREE_POINTS, rtol=0, atol=0.51e-6)


@pytest.mark.parametrize("examples", [1, 7])
def test_gradients_are_those_of_the_cost(examples: int) -> None:
    """Differences of the cost give the gradients of both layers."""
    rng = np.random.default_rng(1)
    parameters = draw_network(rng, 3, 5, 1)
    X, Y = draw_batch(rng, 3, examples)
    expected = numerical_gradients(
        lambda p: compute_cost(forward_propagation(X, p)[0], Y, p), parameters
    )
    grads = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    assert grads.keys() == expected.keys()
    for name, value in expected.items():
        assert grads[name].shape == value.shape
        np.testing.assert_allclose(grads[name], value, rtol=1e-5, atol=1e-9, err_msg=name)


def test_derivative_of_tanh_can_be_read_off_its_value() -> None:
    """1 - A1^2 and 1 - tanh(Z1)^2 are the same where the cache is that of a real pass."""
    rng = np.random.default_rng(2)
    X, _ = draw_batch(rng, 3, 6)
    _, cache = forward_propagation(X, draw_network(rng, 3, 4, 1))
    np.testing.assert_array_equal(1 - cache["A1"] ** 2, 1 - np.tanh(cache["Z1"]) ** 2)


def test_equal_units_stay_equal() -> None:
    """Without random weights the hidden units receive the same gradient: they stay copies."""
    rng = np.random.default_rng(3)
    X, Y = draw_batch(rng, 2, 8)
    parameters = {
        "W1": np.full((4, 2), 0.3),
        "b1": np.zeros((4, 1)),
        "W2": np.full((1, 4), -0.2),
        "b2": np.zeros((1, 1)),
    }
    grads = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    assert np.ptp(update_parameters(parameters, grads)["W1"], axis=0).max() == 0


def test_a_step_leaves_the_given_parameters_alone() -> None:
    """The caller's dictionary and arrays are what they were; a step back undoes a step."""
    rng = np.random.default_rng(4)
    parameters = draw_network(rng, 3, 4, 1)
    grads = draw_like(rng, parameters)
    before = {name: value.copy() for name, value in parameters.items()}
    there = update_parameters(parameters, grads, 0.3)
    back = update_parameters(there, grads, -0.3)
    for name, value in before.items():
        np.testing.assert_array_equal(parameters[name], value)
        np.testing.assert_allclose(back[name], value, rtol=0, atol=1e-14)


def test_prediction_is_the_sign_of_Z2() -> None:
    """A probability above one half means a positive Z2."""
    rng = np.random.default_rng(5)
    X, _ = draw_batch(rng, 3, 20)
    parameters = draw_network(rng, 3, 4, 1)
    np.testing.assert_array_equal(
        predict(parameters, X), forward_propagation(X, parameters)[1]["Z2"] > 0
    )


def test_sizes_and_shapes_follow_the_data() -> None:
    """Four hidden units between as many inputs and outputs as the data have rows."""
    n_x, n_h, n_y = layer_sizes(np.ones((7, 3)), np.ones((2, 3)))
    shapes = {name: value.shape for name, value in initialize_parameters(n_x, n_h, n_y).items()}
    assert shapes == {"W1": (4, 7), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}
