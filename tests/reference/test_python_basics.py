"""The first functions of the course: published values, a numerical derivative, identities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference import python_basics
from reference.python_basics import (
    L1,
    L2,
    basic_sigmoid,
    image2vector,
    normalize_rows,
    sigmoid,
    sigmoid_derivative,
    softmax,
)
from tests.reference.published_values import assert_agrees, call, read_published

PUBLISHED = read_published("python_basics")
OLD_NAMES = {"normalizeRows": "normalize_rows"}
numbers = st.floats(-20, 20)


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_reference_agrees_with_published_value(case: dict[str, Any]) -> None:
    """A published input gives the published output, as far as its digits go."""
    function = getattr(python_basics, OLD_NAMES.get(case["function"], case["function"]))
    assert_agrees(case, {"value": call(function, case)})


def test_every_function_has_a_published_value() -> None:
    """No function rests on our reading alone."""
    assert len({case["function"] for case in PUBLISHED} - OLD_NAMES.keys()) == 8


@given(x=numbers)
def test_both_sigmoids_agree(x: float) -> None:
    """Python's and NumPy's exponential give the same sigmoid."""
    np.testing.assert_allclose(basic_sigmoid(x), sigmoid(x), rtol=1e-14)


@given(x=numbers)
def test_sigmoid_is_symmetric(x: float) -> None:
    """s(-x) = 1 - s(x), so the sigmoid is one half at 0."""
    np.testing.assert_allclose(sigmoid(-x), 1 - sigmoid(x), rtol=0, atol=1e-15)


@given(x=st.floats(-6, 6))
def test_derivative_is_the_slope_of_the_sigmoid(x: float) -> None:
    """A two-sided difference of the sigmoid gives its derivative."""
    epsilon = 1e-5
    slope = (sigmoid(x + epsilon) - sigmoid(x - epsilon)) / (2 * epsilon)
    np.testing.assert_allclose(sigmoid_derivative(x), slope, rtol=1e-6, atol=1e-10)


def test_a_flattened_image_keeps_the_order_of_its_values() -> None:
    """The value at [i, j, k] comes to row (i b + j) c + k."""
    image = np.arange(60).reshape(3, 4, 5) * 7
    column = image2vector(image)
    assert column.shape == (60, 1)
    for (i, j, k), value in np.ndenumerate(image):
        assert column[(i * 4 + j) * 5 + k, 0] == value


@given(x=arrays(float, (3, 4), elements=st.floats(0.1, 50)))
def test_normalized_rows_have_length_one(x: np.ndarray) -> None:
    """Every row keeps its direction and gets the length 1."""
    rows = normalize_rows(x)
    np.testing.assert_allclose((rows**2).sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(rows * np.linalg.norm(x, axis=1, keepdims=True), x, rtol=1e-12)


@given(x=arrays(float, (2, 5), elements=numbers), shift=numbers)
def test_softmax_gives_probabilities_that_a_shift_leaves_alone(x: np.ndarray, shift: float) -> None:
    """Rows add up to 1, and adding a number to a row changes nothing."""
    np.testing.assert_allclose(softmax(x).sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(x + shift), softmax(x), rtol=1e-9)


@given(x=numbers)
def test_softmax_of_two_is_the_sigmoid_of_their_difference(x: float) -> None:
    """With two classes softmax is the sigmoid."""
    np.testing.assert_allclose(softmax(np.array([[x, 0.0]]))[0, 0], sigmoid(x), rtol=1e-12)


@given(yhat=arrays(float, 6, elements=numbers), y=arrays(float, 6, elements=numbers))
def test_distances_are_norms_of_the_difference(yhat: np.ndarray, y: np.ndarray) -> None:
    """L1 is the 1-norm, L2 the 2-norm squared; exchanging the arguments changes neither."""
    np.testing.assert_allclose(L1(yhat, y), np.linalg.norm(y - yhat, 1), rtol=1e-12)
    np.testing.assert_allclose(L2(yhat, y), np.linalg.norm(y - yhat) ** 2, rtol=1e-12, atol=1e-300)
    assert L1(yhat, y) == L1(y, yhat) and L2(yhat, y) == L2(y, yhat)
