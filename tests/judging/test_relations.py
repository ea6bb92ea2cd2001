"""A relation is named when it explains every wrong case, and only then."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.comparison.compare import CaseComparisons
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.relations import Relation, find_relation
from grader.model.exercise import Call, Case, Visibility
from grader.model.outcome import Ending, Outcome, Run

RNG = np.random.RandomState(0)
FIRST = {"W1": RNG.randn(3, 2), "b1": RNG.randn(3, 1), "W2": RNG.randn(1, 3), "b2": RNG.randn(1, 1)}
SECOND = {name: 2 + RNG.randn(*value.shape) for name, value in FIRST.items()}


def related(*pairs: tuple[Any, Any]) -> Relation | None:
    """The relation between the expected and the actual values of one function's cases."""
    cases = [
        Case("f", f"case_{i}", "d", Visibility.PUBLIC, Fraction(1), Call("f", {}, 0),
             expected={"reference": expected})
        for i, (expected, _) in enumerate(pairs)
    ]  # fmt: skip
    outcomes = {f"case_{i}": Outcome(Ending.RETURNED, a) for i, (_, a) in enumerate(pairs)}
    return find_relation(Evidence(cases, CaseComparisons(Run(outcomes)), "reference"))


def both(change: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((e, {k: change(k, v) for k, v in e.items()}) for e in (FIRST, SECOND))


EXPLAINED = {
    "wrong_sign": both(lambda k, v: -v),
    "transposed": both(lambda k, v: v.T if k == "W1" else v),
    "extra_axis": both(lambda k, v: v.ravel() if k == "b1" else v),
    "constant_factor": both(lambda k, v: 5 * v),
    "permuted_columns": ((np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3)[:, [2, 0, 1]]),),
    "constant_shift": ((np.array([1.0, 2.0, 4.0]), np.array([1.5, 2.5, 4.5])),),
    "wrong_dtype": ((np.zeros((2, 1)), np.zeros((2, 1), int)),),
    "rounded": (
        (np.array([0.12345, 2.0]), np.array([0.123, 2.0])),
        (np.float64(0.022018), 0.022),
        (np.float64(0.166667), 0.167),
    ),
    "list_for_array": (({"W": np.ones((2, 2)), "b": 1.0}, {"W": [[1.0, 1.0], [1, 1]], "b": 1.0}),),
    "number_in_list": ((0.25, [0.25]), (1.0, (1.0,))),
    "items_in_other_order": (
        ((1.0, (np.ones(2), np.zeros(3), 4.0)), (1.0, (np.zeros(3), np.ones(2), 4.0))),
        ([1.0, 2.0, 3.0], [3.0, 1.0, 2.0]),
    ),
    "keys_written_otherwise": (
        ({"W1": np.ones(2), "dA_prev": 1.0}, {"w1": np.ones(2), "dAprev": 1.0, "more": 0.0}),
        ((0.5, {"b1": 2.0}), (0.5, {"B1 ": 2.0})),
    ),
    "number_in_text": ((0.1666667, "0.1666667"), (-12.3456, "-12.35"), (3.0, "3.0")),
    "layer_off_by_one": (
        ({f"dA{i}": np.full((2, 2), 1.0 + i) for i in range(4)},
         {**{f"dA{i}": np.full((2, 2), 2.0 + i) for i in range(3)}, "dA3": np.ones((2, 2))}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPLAINED)
def test_named_relations(name: str) -> None:
    """What all wrong cases have in common is named.

    The id stands for a fixed hint that holds no number.
    """
    found = related(*EXPLAINED[name])
    assert found is not None
    assert found.id == name
    assert not any(character.isdigit() for character in found.hint.replace("length 1", ""))


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (np.array([0.2, 0.9]), np.array([0.0, 1.0])),  # right by chance, as labels are
        (np.array([1.0, 2.0]), [1.0, 3.0]),
        (np.array([1.0, 2.0]), [[1.0], [2.0, 3.0]]),
        ({"W": np.ones(2), "b": 1.0}, {"W": [1.0, 1.0], "b": 2.0}),
        ({"W1": 1.0, "b1": 2.0}, {"w1": 1.0, "b1": 3.0}),
        ({"W1": 1.0, "b1": 2.0}, {"w1": 1.0}),
        ((1.0, 2.0, 3.0), (2.0, 1.0, 3.5)),
        (0.25, "0.26"),
        (0.2, "0"),
        (0.25, "0.25 " + 10**5 * "0"),
        ({"cost": 0.25, "b": 1.0}, {"cost": "0.25", "b": 2.0}),
    ],
)
def test_no_relation_where_the_values_are_others(expected: Any, actual: Any) -> None:
    """A list, or few digits, are the reason only where nothing else is wrong."""
    assert related((expected, actual)) is None


def test_few_digits_in_each_of_several_cases() -> None:
    """Single numbers that are rounded to the same place show it together; to several places, they do not."""
    assert related((0.166667, 0.17), (0.157068, 0.16), (0.022018, 0.02)).id == "rounded"
    assert related((0.166667, 0.2), (0.022018, 0.022)) is None


def test_a_list_of_rows_and_a_list_with_a_long_text() -> None:
    """Rows may be arrays. A text in a list is no number, and no array of texts as long is made of it."""
    rows = np.arange(6.0).reshape(3, 2)
    assert related((rows, list(rows))).id == "list_for_array"
    tracemalloc.start()
    assert related((np.ones(4), [1.0, 1.0, 1.0, "x" * 10**7])) is None
    assert related((np.ones(2), [1.0, 1.0, 1.0, "x" * 10**7])) is None
    assert tracemalloc.get_traced_memory()[1] < 5 * 10**7
    tracemalloc.stop()


def test_relation_of_one_case_only() -> None:
    """A relation that holds in one case only is not named. Half of an explanation is none."""
    assert related((FIRST, {k: -v for k, v in FIRST.items()}), (SECOND, FIRST)) is None


def test_relation_beside_right_part() -> None:
    """A part that is right does not hide the relation.

    One gradient with the wrong sign among right ones is still a sign.
    """
    found = related(*both(lambda k, v: -v if k == "W2" else v))
    assert found is not None and found.id == "wrong_sign"


def test_measured_factor() -> None:
    """The factor is measured for public cases. How large it is stands apart from the hint."""
    found = related((np.array([1.0, 2.0, 3.0]), np.array([5.0, 10.0, 15.0])))
    assert found.measured == {"case_0": "The result is the expected one times 5."}


def test_factor_of_single_number() -> None:
    """A single number is not explained by whatever factor it has.

    Any wrong number is some multiple of the right one; only a plain factor is evidence.
    """
    assert related((2.0, 2.7)) is None
    assert related((2.0, 10.0)).id == "constant_factor"


@given(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=8, unique=True), st.integers(0, 2**31))
def test_unrelated_result(values: list[float], seed: int) -> None:
    """An unrelated result is left unexplained. No relation is read into noise."""
    expected = np.array(values)
    actual = expected + np.random.RandomState(seed).uniform(1, 2, size=expected.size) * 10
    assert related((expected, actual)) is None


OTHERS = [None, "text", 10**400, np.nan, [1], {"a": 1}, (1.0, 2.0), np.array([1j, 2]), True]


@pytest.mark.parametrize("actual", OTHERS, ids=[str(type(o).__name__) for o in OTHERS])
def test_any_value(actual: Any) -> None:
    """No value breaks the search. Values of any other kind are simply not related."""
    for expected in (FIRST, np.arange(3.0), (1.0, np.ones(2)), 2.0, "b"):
        related((expected, actual))
