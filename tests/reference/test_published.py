"""The reference solutions return what the public assignments print."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PUBLISHED = json.loads((Path(__file__).parent / "published.json").read_text("utf-8"))
MODULES = ("initialization", "regularization", "gradient_checking", "optimization")


def test_every_graded_function_has_a_published_value():
    """No reference function rests on our reading alone."""
    functions = {case["function"] for case in PUBLISHED}
    assert len(functions) == 20
    assert all(_reference(function) for function in functions)


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(case: dict[str, Any]):
    """A published input gives the published output, as far as its digits go."""
    args = _rebuild(case["id"]) if case["args"] is None else [_value(a) for a in case["args"]]
    actual = _named(case, _reference(case["function"])(*args))
    for name, text in case["expected"].items():
        expected = _value(text)
        found = actual[name]
        if isinstance(expected, str):
            assert str(found) == expected
            continue
        if np.ndim(found) > np.ndim(expected):  # only the first row was published
            found = np.asarray(found)[0]
        assert np.shape(found) == np.shape(expected), name
        np.testing.assert_allclose(
            found, expected, rtol=case["rtol"], atol=_absolute(case), err_msg=name
        )


def _absolute(case: dict[str, Any]) -> float:
    """For a ratio the relative tolerance alone counts: most of them are below 1e-6."""
    return 0.0 if case["function"].startswith("gradient_check") else case["atol"]


def _reference(function: str) -> Any:
    for module in MODULES:
        found = getattr(importlib.import_module(f"reference.{module}"), function, None)
        if found:
            return found
    raise LookupError(function)


def _value(text: Any) -> Any:
    """Turn {"shape", "dtype", "data"} back into an array, at any depth."""
    if isinstance(text, dict) and set(text) == {"shape", "dtype", "data"}:
        return np.array(text["data"], dtype=text["dtype"]).reshape(text["shape"])
    if isinstance(text, dict):
        return {name: _value(value) for name, value in text.items()}
    if isinstance(text, list):
        return [_value(value) for value in text]
    return text


def _rebuild(id: str) -> list[Any]:
    """The two inputs that are too large to store."""
    np.random.seed(1)
    if id == "rmb_148":
        return [np.random.randn(12288, 148), np.random.randn(1, 148) < 0.5, 64]
    assert id == "rmb_int"
    return [np.arange(12288 * 148).reshape((148, 12288)).T, np.random.randn(1, 148) < 0.5, 64]


def _named(case: dict[str, Any], result: Any) -> dict[str, Any]:
    """Give the parts of a result the names under which they were published."""
    function = case["function"]
    if function == "forward_propagation_with_dropout":
        A3, cache = result
        names = "Z1 D1 A1 W1 b1 Z2 D2 A2 W2 b2 Z3 A3 W3 b3".split()
        return {"A3": A3, **dict(zip(names, cache, strict=True))}
    if function == "random_mini_batches":
        named = {f"X{i}": X for i, (X, _) in enumerate(result)}
        named |= {f"Y{i}": Y for i, (_, Y) in enumerate(result)}
        shapes = [array.shape for pair in result for array in pair]
        first, last = result[0][0][0, :3], result[-1][0][-1, :3]
        return {**named, "shapes": shapes, "n": len(result), "first3": first, "last3": last}
    if function == "update_parameters_with_momentum":
        parameters, v = result
        return {**parameters, **v, **{f"v_{name}": value for name, value in v.items()}}
    if function == "initialize_adam":
        return {
            f"{letter}_{n}": x
            for letter, part in zip("vs", result, strict=True)
            for n, x in part.items()
        }
    if function == "update_parameters_with_adam":
        parameters, v, s, _, _ = result
        return parameters | {
            f"{c}_{n}": x for c, part in (("v", v), ("s", s)) for n, x in part.items()
        }
    return result if isinstance(result, dict) else {"value": result}
