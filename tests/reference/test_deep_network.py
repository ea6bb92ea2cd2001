"""The deep network's reference: published values, gradients by differences, identities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reference import deep_network
from reference.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    linear_backward,
    linear_forward,
    update_parameters,
)
from tests.reference.inputs import draw_batch, draw_network, numerical_gradients

PUBLISHED = json.loads((Path(__file__).parent / "published_deep_network.json").read_text("utf-8"))
DEPTHS = [(3, 1), (4, 3, 1), (3, 5, 4, 1), (2, 4, 3, 5, 3, 1)]


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(case: dict[str, Any]):
    """A published input gives the published output, as far as its digits go."""
    args = [_value(argument) for argument in case["args"]]
    found = _named(case["function"], getattr(deep_network, case["function"])(*args))
    if case["id"] == "lmb_2017":  # what layer l hands back was called "dA" + str(l)
        found |= {f"dA{l}": found[f"dA{l - 1}"] for l in (2, 1)}
    for name, text in case["expected"].items():
        expected = np.asarray(_value(text))
        assert np.shape(found[name]) == expected.shape, name
        np.testing.assert_allclose(
            found[name], expected, rtol=case["rtol"], atol=case["atol"], err_msg=name
        )


def test_every_function_has_a_published_value():
    """No function of the reference rests on our reading alone."""
    public = {
        name
        for name, item in vars(deep_network).items()
        if getattr(item, "__module__", "") == deep_network.__name__
    }
    assert {case["function"] for case in PUBLISHED} == public


def _named(function: str, result: Any) -> dict[str, Any]:
    """A function's result by the names of the published values."""
    if function == "linear_forward":
        Z, (A, W, b) = result
        return {"Z": Z, "cA": A, "cW": W, "cb": b}
    if function == "linear_activation_forward":
        return {"A": result[0], "Z": result[1][1]}
    if function == "L_model_forward":
        AL, caches = result
        return {"AL": AL, "n": len(caches), "Z1": caches[0][1], "Z3": caches[2][1]}
    if function == "compute_cost":
        return {"value": result}
    if isinstance(result, dict):
        return result
    return dict(zip(("dA_prev", "dW", "db"), result, strict=True))


def _value(text: Any) -> Any:
    """Turn {"shape", "dtype", "data"} back into an array, at any depth."""
    if isinstance(text, dict) and set(text) == {"shape", "dtype", "data"}:
        return np.array(text["data"], dtype=text["dtype"]).reshape(text["shape"])
    if isinstance(text, dict):
        return {name: _value(value) for name, value in text.items()}
    if isinstance(text, list):
        return [_value(value) for value in text]
    return text


@pytest.mark.parametrize("widths", DEPTHS)
@pytest.mark.parametrize("examples", [1, 6])
def test_gradients_are_those_of_the_cost(widths, examples):
    """The backward pass differentiates the cost of the forward pass, for weights, biases, inputs."""
    rng = np.random.default_rng(len(widths))
    parameters = draw_network(rng, *widths)
    X, Y = draw_batch(rng, widths[0], examples)
    grads = L_model_backward(*_forward(X, Y, parameters))
    expected = numerical_gradients(lambda p: compute_cost(L_model_forward(X, p)[0], Y), parameters)
    # dA carries no 1/m: a column of it belongs to one example alone.
    by_inputs = numerical_gradients(
        lambda p: examples * compute_cost(L_model_forward(p["A0"], parameters)[0], Y), {"A0": X}
    )
    for name, value in {**expected, **by_inputs}.items():
        np.testing.assert_allclose(grads[name], value, rtol=1e-5, atol=1e-7, err_msg=name)


def _forward(X, Y, parameters):
    AL, caches = L_model_forward(X, parameters)
    return AL, Y, caches


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_one_layers_gradients_are_those_of_any_sum_of_its_outputs(activation):
    """Weighted by dA, the outputs of a layer have the gradients that the layer hands back."""
    rng = np.random.default_rng(5)
    values = {
        "A": rng.normal(size=(4, 6)),
        "W": rng.normal(size=(3, 4)),
        "b": rng.normal(size=(3, 1)),
    }
    dA = rng.normal(size=(3, 6))

    def weighted(p):
        return np.sum(dA * linear_activation_forward(p["A"], p["W"], p["b"], activation)[0])

    _, cache = linear_activation_forward(values["A"], values["W"], values["b"], activation)
    dA_prev, dW, db = linear_activation_backward(dA, cache, activation)
    expected = numerical_gradients(weighted, values)
    np.testing.assert_allclose(dA_prev, expected["dA"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(dW * 6, expected["dW"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(db * 6, expected["db"], rtol=1e-5, atol=1e-7)


def test_relu_passes_no_gradient_at_zero():
    """Where Z is exactly 0, the derivative that this course takes is 0."""
    cache = ((np.ones((2, 3)), np.zeros((1, 2)), np.zeros((1, 1))), np.zeros((1, 3)))
    assert not any(
        part.any() for part in linear_activation_backward(np.ones((1, 3)), cache, "relu")
    )


def test_linear_part_and_its_gradient_fit_together():
    """Every gradient has the shape of what it belongs to, for one unit and one example as well."""
    rng = np.random.default_rng(6)
    for before, after, examples in ((3, 4, 5), (3, 1, 5), (3, 4, 1), (1, 1, 1)):
        A, W, b = (
            rng.normal(size=(before, examples)),
            rng.normal(size=(after, before)),
            np.ones((after, 1)),
        )
        Z, cache = linear_forward(A, W, b)
        shapes = [part.shape for part in linear_backward(Z, cache)]
        assert shapes == [A.shape, W.shape, b.shape]


def test_at_the_output_the_two_derivatives_become_a_difference():
    """dA[L] times the sigmoid's derivative is A[L] - Y: the logarithms cancel the sigmoid."""
    rng = np.random.default_rng(7)
    parameters = draw_network(rng, 4, 1)
    X, Y = draw_batch(rng, 4, 5)
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    np.testing.assert_allclose(grads["dW1"], (AL - Y) @ X.T / 5, rtol=1e-12)
    np.testing.assert_allclose(grads["db1"], np.mean(AL - Y, keepdims=True), rtol=1e-12)


def test_undecided_predictions_cost_log_2():
    """A network that says one half everywhere has the cost that training starts from."""
    assert compute_cost(np.full((1, 8), 0.5), np.ones((1, 8))) == pytest.approx(np.log(2))


def test_both_ways_to_start_draw_alike():
    """Seeds aside, two layers are a case of any number of layers: same scale, zero biases."""
    for parameters in (
        initialize_parameters(300, 200, 100),
        initialize_parameters_deep([300, 200, 100]),
    ):
        for layer, shape in ((1, (200, 300)), (2, (100, 200))):
            assert parameters[f"W{layer}"].shape == shape
            assert parameters[f"W{layer}"].std() == pytest.approx(0.01, rel=0.05)
            assert not parameters[f"b{layer}"].any()


def test_a_small_step_lowers_the_cost_as_the_gradient_says():
    """To first order, a step of size alpha takes alpha times the gradient's square off the cost."""
    rng = np.random.default_rng(8)
    parameters = draw_network(rng, 3, 5, 4, 1)
    X, Y = draw_batch(rng, 3, 7)
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    alpha = 1e-7
    stepped = update_parameters(parameters, grads, alpha)
    fall = compute_cost(AL, Y) - compute_cost(L_model_forward(X, stepped)[0], Y)
    squares = sum(np.sum(grads["d" + name] ** 2) for name in parameters)
    assert fall == pytest.approx(alpha * squares, rel=1e-3)
