"""Published inputs and outputs: how they are read, and what agreeing with them means."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Published = dict[str, Any]


def read_published(topic: str) -> list[Published]:
    """The cases of ``published_<topic>.json``, each with its source repositories."""
    return json.loads((Path(__file__).parent / f"published_{topic}.json").read_text("utf-8"))


def call(function: Callable[..., Any], case: Published) -> Any:
    """What ``function`` returns for the published input."""
    if "seed" in case:
        np.random.seed(case["seed"])
    return function(*rebuilt(case["args"]), **rebuilt(case.get("kwargs", {})))


def rebuilt(stored: Any) -> Any:
    """Turn {"shape", "dtype", "data"} back into an array, at any depth."""
    if isinstance(stored, dict) and set(stored) == {"shape", "dtype", "data"}:
        return np.array(stored["data"], dtype=stored["dtype"]).reshape(stored["shape"])
    if isinstance(stored, dict):
        return {name: rebuilt(value) for name, value in stored.items()}
    if isinstance(stored, list):
        return [rebuilt(value) for value in stored]
    return stored


def assert_agrees(case: Published, found: dict[str, Any]) -> None:
    """Every published part of the result is there, as far as its digits go."""
    for name, stored in case["expected"].items():
        expected, actual = rebuilt(stored), found[name]
        assert np.shape(actual) == np.shape(expected), name
        np.testing.assert_allclose(
            actual, expected, rtol=case["rtol"], atol=case["atol"], err_msg=name
        )
