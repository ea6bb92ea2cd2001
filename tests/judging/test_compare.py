"""The ladder of comparison: what a fair marker accepts, and what never passes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.comparison.compare import compare
from grader.model.exercise import Tolerance
from grader.values import Opaque, Rung, extra_keys

EXACT = Tolerance()
A = np.arange(6.0).reshape(2, 3)

ACCEPTED = {
    "float for np.float64": (np.float64(2.5), 2.5),
    "0-d array for a number": (2.5, np.array(2.5)),
    "float32 within tolerance": (2.5, np.float32(2.5)),
    "an int where the number is whole": (2.0, 2),
    "ints for a mask": (np.array([True, False]), np.array([1, 0])),
    "floats for a mask": (np.array([True, False]), np.array([1.0, 0.0])),
    "bools for a mask of ints": (np.array([1, 0]), np.array([True, False])),
    "a list where a tuple was meant": ((1.0, 2.0), [1.0, 2.0]),
    "a tuple where a list was meant": ([1.0, 2.0], (1.0, 2.0)),
    "an extra key": ({"W1": A}, {"W1": A, "more": 1}),
    "NaN where NaN is expected": (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
    "negative zero": (np.zeros(2), -np.zeros(2)),
    "noise beside a large entry": (np.array([1e6, 0.0]), np.array([1e6, 1e-5])),
    "Fortran order": (A, np.asfortranarray(A)),
    "None": (None, None),
    "text": ("b", "b"),
    "a huge integer": (3**60, 3**60),
    "an integer of NumPy": (2**63 + 1, np.uint64(2**63 + 1)),
    "a float for a huge integer": (10**30, 1e30),
}

REFUSED = {
    "nothing at all": (A, None, Rung.MISSING),
    "a list for an array": (A, A.tolist(), Rung.TYPE),
    "text for a number": (1.0, "1.0", Rung.TYPE),
    "an unknown object": (A, Opaque("Sneaky"), Rung.TYPE),
    "a number for a dictionary": ({"W1": A}, 1.0, Rung.TYPE),
    "a missing key": ({"W1": A, "b1": A}, {"W1": A}, Rung.STRUCTURE),
    "a shorter tuple": ((A, A), (A,), Rung.STRUCTURE),
    "an array that would broadcast": (A, np.zeros((1, 3)), Rung.SHAPE),
    "a number for an array": (np.full((2, 2), 8.0), 8.0, Rung.SHAPE),
    "a (1, 1) array for a number": (2.5, np.array([[2.5]]), Rung.SHAPE),
    "a row for a column": (np.ones((4, 1)), np.ones((1, 4)), Rung.SHAPE),
    "ints where floats were meant": (np.zeros((2, 1)), np.zeros((2, 1), int), Rung.DTYPE),
    "complex numbers": (A, A.astype(complex), Rung.DTYPE),
    "NaN": (A, A * np.nan, Rung.FINITE),
    "infinity": (1.0, np.inf, Rung.FINITE),
    "another sign": (1.0, -1.0, Rung.VALUES),
    "zero for a tiny number": (2.9e-10, 0.0, Rung.VALUES),
    "a huge integer": (1.0, 10**400, Rung.VALUES),
    "an integer beyond int64": (1.0, 2**100, Rung.VALUES),
    "a mask with one bit wrong": (np.array([True, False]), np.array([1, 1]), Rung.VALUES),
    "a finite number for an expected NaN": (np.array([np.nan]), np.array([1.0]), Rung.VALUES),
    "other text": ("b", "c", Rung.VALUES),
    "a huge integer that was rounded": (3**60, int(3.0**60), Rung.VALUES),
    "the next huge integer": (10**400, 10**400 + 1, Rung.VALUES),
    "a huge integer in a list": ([1, 2**64], [1, 2**64 + 1], Rung.VALUES),
    "the next integer of NumPy": (2**63 + 1, np.uint64(2**63 + 2), Rung.VALUES),
    "a small number for a huge integer": (2**70, 3, Rung.VALUES),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_accepted_values(what: str) -> None:
    """What a fair marker accepts is accepted. Another way to write the same answer is right."""
    expected, actual = ACCEPTED[what]
    assert compare(expected, actual, EXACT) is None


@pytest.mark.parametrize("what", REFUSED)
def test_rung_of_first_difference(what: str) -> None:
    """The first difference is reported on its rung.

    Shape comes before values, so that nothing broadcasts to a pass.
    """
    expected, actual, rung = REFUSED[what]
    difference = compare(expected, actual, EXACT)
    assert difference is not None
    assert difference.rung is rung


def test_sentence() -> None:
    """The sentence names the value and both sides.

    What students read says where, what, and what was expected.
    """
    told = compare({"dW2": np.ones((2, 3))}, {"dW2": np.ones((3, 2))}, EXACT)
    assert told.text == '`result["dW2"]` has shape (3, 2), expected (2, 3).'
    wrong = A.copy()
    wrong[1, 2] = 7.0
    told = compare((A, 1.0), (wrong, 1.0), EXACT)
    assert told.text == "`result[0][1, 2]` is 7, expected 5 (1 of 6 entries differ)."
    told = compare(3**60, int(3.0**60), EXACT)
    assert told.text == f"The result is {int(3.0**60)}, expected {3**60}."
    told = compare([1, (2, {"Z": [A]})], [1, (2, {"Z": [A.T]})], EXACT)
    assert told.text == '`result[1][1]["Z"][0]` has shape (3, 2), expected (2, 3).'


@pytest.mark.parametrize(
    ("expected", "actual", "told"),
    [
        (0.0178863, 0.01788634, "The result is 0.01788634, expected 0.0178863."),
        (1.0, 1.000002, "The result is 1.000002, expected 1."),
        (2 / 3, 0.667, "The result is 0.667, expected 0.666667."),
        (12345678.0, 12345679.5, "The result is 1.234568e+07, expected 12345678."),
    ],
)
def test_digits_in_sentence(expected: float, actual: float, told: str) -> None:
    """Numbers that differ are shown different.

    Six digits, and more where these are the same on both sides.
    """
    difference = compare(expected, actual, Tolerance(rtol=1e-9))
    assert difference is not None and difference.text == told


def test_tolerance_scales_with_expected() -> None:
    """Tolerance scales with the expected side. A student's large numbers buy no room."""
    assert compare(1.0, 1e9, Tolerance(rtol=0.5, atol=0.0)) is not None
    assert compare(1e9, 1.0, Tolerance(rtol=2.0, atol=0.0)) is None


def test_no_broadcast_of_large_arrays() -> None:
    """Large arrays of unlike shapes are reported apart by shape.

    (40000, 1) against (1, 40000) is never multiplied out.
    """
    difference = compare(np.zeros((40_000, 1)), np.zeros((1, 40_000)), EXACT)
    assert difference.rung is Rung.SHAPE


def test_keys_that_are_the_answer() -> None:
    """Where an author asks for it, no other key is there."""
    keys = Tolerance(exact=("keys",))
    assert compare(({"a": 1},), ({"a": 1, "b": 2},), EXACT) is None
    assert compare(({"a": 1},), ({"a": 1},), keys) is None
    told = compare(({"a": 1},), ({"a": 1, "b": 2},), keys)
    assert told.text == "`result[0]` has a key that nobody expects: `b`."
    assert compare({}, {1: 1, (2, 3): 1}, keys).text == (
        "The result has keys that nobody expects: `1`, `(2, 3)`."
    )


def test_extra_keys() -> None:
    """Extra keys are found to be reported. They are named, also inside a tuple."""
    assert extra_keys(({"a": 1}, 2), ({"a": 1, "b": 2}, 2)) == ("b",)


plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
        st.lists(st.floats(), max_size=4).map(np.array),
    ),
    max_leaves=8,
)


@given(plain)
def test_value_equals_itself(value: Any) -> None:
    """Everything equals itself. NaN and infinity too: an author who expects them means them."""
    assert compare(value, value, EXACT) is None


@given(plain, plain)
def test_any_pair_of_values(expected: Any, actual: Any) -> None:
    """No pair of values breaks the judge.

    There is always a verdict, and a difference always comes with a sentence.
    """
    difference = compare(expected, actual, EXACT)
    assert difference is None or difference.text.endswith(".")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.floats(1e-3, 1e3))
def test_shift_beyond_tolerance(values: list[float], by: float) -> None:
    """A shift beyond the tolerance is always seen.

    Whatever the entries, one that is off by far more than the tolerance is a difference.
    """
    expected = np.array(values)
    shift = by + 10 * (1e-6 * np.abs(expected).max() + 1e-9)
    actual = expected.copy()
    actual[0] += shift
    assert compare(expected, actual, EXACT) is not None
