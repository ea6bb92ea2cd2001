"""The training loops of the reference: published values, and what training must do."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from reference import deep_network, deep_network_application
from reference.deep_network_application import (
    L_layer_model,
    initialize_parameters_deep,
    two_layer_model,
)
from tests.reference.inputs import draw_batch, numerical_gradients

PUBLISHED = json.loads(
    (Path(__file__).parent / "published_deep_network_application.json").read_text("utf-8")
)
EXERCISES = Path(__file__).parents[2] / "exercises"


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(case: dict[str, Any]):
    """A published input gives the published parameters, as far as their digits go."""
    args = [_value(argument) for argument in case["args"]]
    parameters, _ = getattr(deep_network_application, case["function"])(*args)
    for name, text in case["expected"].items():
        np.testing.assert_allclose(
            parameters[name], _value(text), rtol=case["rtol"], atol=case["atol"], err_msg=name
        )


def _value(text: Any) -> Any:
    """Turn {"shape", "dtype", "data"} back into an array."""
    if isinstance(text, dict):
        return np.array(text["data"], dtype=text["dtype"]).reshape(text["shape"])
    return text


@pytest.fixture(params=["two", "any"])
def train(request: pytest.FixtureRequest):
    """Either loop, on a problem of its own."""
    rng = np.random.default_rng(1)
    X, Y = draw_batch(rng, 3, 10)
    model, widths = {"two": (two_layer_model, (3, 6, 1)), "any": (L_layer_model, [3, 6, 5, 4, 1])}[
        request.param
    ]
    return lambda rate, steps, **options: model(X, Y, widths, rate, steps, **options)


def test_costs_are_recorded_every_hundred_steps(train):
    """Before steps 0, 100, 200: one more cost with every hundred steps begun."""
    assert [len(train(0.1, steps)[1]) for steps in (1, 100, 101, 250)] == [1, 1, 2, 3]


def test_training_lowers_the_cost(train):
    """With a small rate every recorded cost lies below the one before."""
    _, costs = train(0.05, 1001)
    assert all(np.diff(costs) < 0)


def test_a_run_continues_a_shorter_one(train):
    """The first costs do not depend on how long training goes on."""
    assert train(0.2, 301)[1][:2] == train(0.2, 150)[1]


def test_without_a_learning_rate_nothing_is_learned(train):
    """With a rate of 0 every recorded cost is the first one."""
    _, costs = train(0.0, 201)
    assert costs == [costs[0]] * 3


def test_printing_changes_no_result(train, capsys):
    """What is printed follows from print_cost; what is returned does not."""
    quiet = train(0.1, 101)
    assert capsys.readouterr().out == ""
    loud = train(0.1, 101, print_cost=True)
    assert len(capsys.readouterr().out.splitlines()) == 2
    np.testing.assert_equal(loud, quiet)


def test_one_step_follows_the_numerical_gradient():
    """After one step every parameter has moved by the rate times its numerical gradient."""
    X, Y = draw_batch(np.random.default_rng(2), 4, 7)
    start = initialize_parameters_deep([4, 5, 3, 1])

    def cost(parameters):
        return deep_network.compute_cost(deep_network.L_model_forward(X, parameters)[0], Y)

    gradients = numerical_gradients(cost, start)
    stepped, costs = L_layer_model(X, Y, [4, 5, 3, 1], 0.3, 1)
    assert costs == [pytest.approx(cost(start))]
    for name, value in start.items():
        expected = value - 0.3 * gradients["d" + name]
        np.testing.assert_allclose(stepped[name], expected, rtol=1e-6, atol=1e-9, err_msg=name)


def test_this_start_keeps_the_signals_size():
    """Divided by the root of its inputs, a layer's weights have the variance 1 / n[l-1]."""
    parameters = initialize_parameters_deep([400, 300, 200])
    assert parameters["W1"].var() == pytest.approx(1 / 400, rel=0.05)
    assert parameters["W2"].var() == pytest.approx(1 / 300, rel=0.05)


@pytest.fixture
def given() -> ModuleType:
    """The stand-in for the helper module, which hands out what the previous exercise graded."""
    path = EXERCISES / "deep_network_application" / "support" / "dnn_app_utils.py"
    spec = importlib.util.spec_from_file_location("dnn_app_utils_given", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_given_pieces_are_those_of_the_reference(given):
    """A student who uses the given functions trains exactly as the reference does."""
    X, Y = draw_batch(np.random.default_rng(3), 5, 6)
    np.testing.assert_equal(
        given.initialize_parameters(5, 4, 1), deep_network.initialize_parameters(5, 4, 1)
    )
    parameters = initialize_parameters_deep([5, 4, 3, 1])
    np.testing.assert_equal(given.initialize_parameters_deep([5, 4, 3, 1]), parameters)
    AL, caches = deep_network.L_model_forward(X, parameters)
    assert_close(given.L_model_forward(X, parameters), (AL, caches))
    assert given.compute_cost(AL, Y) == pytest.approx(deep_network.compute_cost(AL, Y), rel=1e-12)
    grads = deep_network.L_model_backward(AL, Y, caches)
    assert_close(given.L_model_backward(AL, Y, caches), grads)
    assert_close(
        given.update_parameters(parameters, grads, 0.3),
        deep_network.update_parameters(parameters, grads, 0.3),
    )


def assert_close(actual: Any, expected: Any) -> None:
    if isinstance(expected, dict):
        assert actual.keys() == expected.keys()
        actual, expected = [actual[name] for name in expected], list(expected.values())
    if isinstance(expected, (list, tuple)):
        for a, e in zip(actual, expected, strict=True):
            assert_close(a, e)
    else:
        np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-14)
