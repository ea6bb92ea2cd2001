"""What does not count when two values are compared: signs, orders, lists for arrays, bases."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.comparison.compare import compare, is_same
from grader.comparison.credit import share_of, unfit_for
from grader.comparison.forms import FORMS, misplaced
from grader.diagnosis.failed_case import beside
from grader.model.exercise import Credit, PartForms, Tolerance
from grader.values import first_difference
from grader.wire import decode, encode

RNG = np.random.RandomState(0)
M = RNG.normal(size=(5, 3))
TURN = np.linalg.qr(RNG.normal(size=(3, 3)))[0]
Z = M + 1j * RNG.normal(size=(5, 3))
NAN = np.array([np.nan, 1.0, np.inf])


def form(*names: str, path: tuple[str | int, ...] = (), rtol: float = 1e-6) -> Tolerance:
    return Tolerance(rtol, forms=(PartForms(path, names),))


RIGHT: list[tuple[str, Tolerance, Any, Any]] = [
    ("a vector's sign", form("up_to_sign"), M[:, 0], -M[:, 0]),
    ("a number's sign", form("up_to_sign"), 2.5, -2.5),
    ("each column's sign", form("up_to_sign"), M, M * [1, -1, -1]),
    ("complex columns' phases", form("up_to_sign"), Z, Z * np.exp([1j, 2j, -3j])),
    ("a real column for a complex one", form("up_to_sign"), M[:, 0] * 1j, M[:, 0]),
    ("one sign for all", form("up_to_one_sign"), M, -M),
    ("huge entries", form("up_to_sign"), M * 1e300, -M * 1e300),
    ("items", form("any_order"), [(1, 2.0), (3, 4.0), "a"], ["a", (3, 4.0), (1, 2.0)]),
    ("a tuple for a list", form("any_order"), [1.0, 2.0], (2.0, 1.0)),
    ("equal items", form("any_order"), [1, 1, 2], [1, 2, 1]),
    ("entries", form("any_order"), M.ravel(), np.sort(M.ravel())),
    ("entries with NaN", form("any_order"), NAN, NAN[::-1].copy()),
    ("complex entries", form("any_order"), Z.ravel(), Z.ravel()[::-1].copy()),
    ("rows", form("any_order"), M, M[[4, 2, 0, 1, 3]]),
    ("rows within a wide tolerance", form("any_order", rtol=0.01), M, M[::-1] * 1.005),
    ("columns", form("any_column_order"), M, M[:, [2, 0, 1]]),
    ("columns, and their signs", form("any_column_order", "up_to_sign"), M, -M[:, [2, 0, 1]]),
    ("a list for an array", form("as_array"), M, M.tolist()),
    ("an array for a list", form("as_array"), [[1.0, 2.0]], np.array([[1.0, 2.0]])),
    ("whole numbers in a list", form("as_array"), np.array([0.0, 1.0]), [0, 1]),
    ("a list of arrays", form("as_array"), M, list(M)),
    ("an empty list", form("as_array"), np.zeros(0), []),
    ("a list in another order", form("as_array", "any_order"), M[:, 0], M[::-1, 0].tolist()),
    ("another basis", form("same_span"), M, M @ TURN * 7),
    ("a part", form("up_to_sign", path=(1,)), (3, M), (3, -M)),
    ("a part of a part", form("any_order", path=("a", 0)), {"a": ([1, 2], 3)}, {"a": ([2, 1], 3)}),
]  # fmt: skip
WRONG: list[tuple[str, Tolerance, Any, Any]] = [
    ("another vector", form("up_to_sign"), M[:, 0], -M[:, 1]),
    ("a sign within a column", form("up_to_sign"), M, M * np.array([[1], [1], [1], [1], [-1]])),
    ("signs of columns", form("up_to_one_sign"), M, M * [1, -1, 1]),
    ("two phases", form("up_to_one_sign"), Z, Z * np.exp([1j, 2j, 1j])),
    ("an item more", form("any_order"), [1, 2], [2, 1, 1]),
    ("an item twice", form("any_order"), [1, 2, 2], [1, 1, 2]),
    ("an entry twice", form("any_order"), np.array([1.0, 2.0, 2.0]), np.array([1.0, 1.0, 2.0])),
    ("a row twice", form("any_order"), M, M[[0, 0, 1, 2, 3]]),
    ("columns for rows", form("any_order"), M[:3], M[:3].T.copy()),
    ("a list of lists of different lengths", form("as_array"), M[:2, :2], [[1.0], [1.0, 2.0]]),
    ("text in a list", form("as_array"), M[0], ["1.0", "2.0", "3.0"]),
    ("floats where integers are meant", form("as_array"), np.array([[1, 2]]), [1, 2]),
    ("a space of one dimension less", form("same_span"), M, M[:, [0, 1, 1]]),
    ("another space", form("same_span"), M, RNG.normal(size=(5, 3))),
    ("fewer columns", form("same_span"), M, M[:, :2]),
    ("zeros", form("same_span"), M, np.zeros((5, 3))),
    ("infinity", form("same_span"), M, np.full((5, 3), np.inf)),
    ("another part", form("up_to_sign", path=(1,)), (M, M), (-M, M)),
    ("no such part", form("up_to_sign", path=("a",)), {"a": M}, {"b": M}),
]  # fmt: skip


@pytest.mark.parametrize(("tolerance", "expected", "actual"), [r[1:] for r in RIGHT], ids=[r[0] for r in RIGHT])  # fmt: skip
def test_right(tolerance: Tolerance, expected: Any, actual: Any) -> None:
    """What a fair marker accepts is right, and only where the form is declared."""
    assert compare(expected, actual, tolerance) is None
    assert is_same(expected, actual, tolerance)
    assert compare(expected, actual, tolerance.of_numbers) is not None
    assert misplaced(expected, tolerance.forms[0]) is None


@pytest.mark.parametrize(("tolerance", "expected", "actual"), [r[1:] for r in WRONG], ids=[r[0] for r in WRONG])  # fmt: skip
def test_wrong(tolerance: Tolerance, expected: Any, actual: Any) -> None:
    """What is not right by the form stays wrong, and says something."""
    difference = compare(expected, actual, tolerance)
    assert difference is not None and difference.text
    assert not is_same(expected, actual, tolerance)


HOSTILE = [
    None, "x", 10**400, -(2**63), b"b", True, {}, [], (), [[[]]], {"a": [1, {"b": 2}]}, np.zeros((0, 3)),
    np.array(["a", "b"]), np.full((5, 3), np.nan), np.full((5, 3), np.inf), np.full((5, 3), 1e308),
    np.full((5, 3), 5e-324), np.array(3.0), np.zeros((5, 3), dtype=bool), np.zeros((5, 3), np.uint8),
    [np.nan] * 3, [[1.0], 2.0], np.zeros((2, 2, 2)), [10**400], Z * np.inf, ["a"] * 5, np.zeros((2**39, 0)),
    decode(encode(np.ma.masked_array([1.0, 2.0], mask=[1, 0]))), range(2**62), {1, 2}, 2**4000,
]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_any_value_may_come(name: str) -> None:
    """No form raises for what a student's function can return, whatever is expected."""
    for expected in (M, M[:, 0], Z, 1.5, [1, 2.0, "a"], [1.0, 2.0]):
        if misplaced(expected, PartForms((), (name,))) is None:
            for actual in HOSTILE:
                with np.errstate(all="ignore"):
                    assert compare(expected, actual, form(name)) is not None
                    beside(expected, actual, form(name))
                    share_of(Credit("entries"), expected, actual, form(name))


def test_what_students_read() -> None:
    """The sentence says what does not count; of a basis no number is shown that nobody returned."""
    wrong = M.copy()
    wrong[2, 1] += 1
    signs = compare(M, -wrong, form("up_to_sign"))
    assert signs is not None
    assert signs.text.startswith("`result[2, 1]` is") and signs.text.endswith(
        "expected values best."
    )
    span = compare(M, wrong, form("same_span"))
    assert span is not None
    assert span.text.startswith("The columns of the result do not span the expected space.")
    assert beside(M, wrong, form("same_span")) is None
    assert beside(M, -wrong, form("up_to_sign")).differs == ((2, 1),)  # type: ignore[union-attr]
    shape = compare(M, M.T, form("up_to_sign"))
    assert shape is not None and "sign" not in shape.text
    other_part = compare((1.0, M), (2.0, -M), form("up_to_sign", path=(1,)))
    assert other_part is not None and "sign" not in other_part.text


@pytest.mark.parametrize(("name", "expected"), [
    ("up_to_sign", "text"), ("any_order", 3.0), ("any_order", [0] * 1001), ("any_column_order", M[0]),
    ("as_array", "text"), ("as_array", [1.0, "a"]), ("same_span", M[0]), ("same_span", M[:, [0, 0]]),
])  # fmt: skip
def test_a_form_that_does_not_fit_is_told_to_its_author(name: str, expected: Any) -> None:
    assert misplaced(expected, PartForms((), (name,)))
    assert misplaced({"a": 1}, PartForms(("b",), (name,)))


GRADIENTS = {"dW": M, "db": M[:, :1], "dA": np.zeros((2, 2))}


@pytest.mark.parametrize(("credit", "expected", "actual", "right", "of", "earned"), [
    ("items", GRADIENTS, {**GRADIENTS, "dW": -M}, 2, 3, Fraction(2, 3)),
    ("items", GRADIENTS, {"dW": M}, 1, 3, Fraction(1, 3)),
    ("items", GRADIENTS, [M, M[:, :1]], 0, 3, 0),
    ("items", (1, 2.0, "a"), [1, 2.5, "a"], 2, 3, Fraction(2, 3)),
    ("items", (1, 2.0, "a"), (1, 2.0), 0, 3, 0),
    ("items", tuple(range(16)), (*range(15), 0), 15, 16, Fraction(9, 10)),
    ("items", (1, 2), None, 0, 2, 0),
    ("entries", np.arange(4.0), np.array([0.0, 1, 2, 9]), 3, 4, Fraction(3, 4)),
    ("entries", np.arange(40.0), np.arange(40.0) + (np.arange(40) == 3), 39, 40, Fraction(9, 10)),
    ("entries", np.arange(40.0), np.arange(40.0) + 1, 0, 40, 0),
    ("entries", np.arange(4.0), np.arange(5.0), 0, 4, 0),
    ("entries", np.arange(4.0), np.arange(4), 0, 4, 0),
    ("entries", np.arange(4.0), np.array([0.0, np.nan, 2, 9]), 2, 4, Fraction(1, 2)),
    ("entries", [1, 2, 3], [1, 2, 4], 2, 3, Fraction(2, 3)),
    ("entries", [1, 2, 3], [1, 2, 3, 4], 0, 3, 0),
    ("entries", GRADIENTS, {"dW": M}, 15, 24, Fraction(6, 10)),
])  # fmt: skip
def test_credit(
    credit: str, expected: Any, actual: Any, right: int, of: int, earned: Fraction
) -> None:
    """Parts that are right count; fractions fall into ten steps at most, and are rounded down."""
    share = share_of(Credit(credit), expected, actual, Tolerance())
    assert (share.right, share.earned) == (right, earned)
    assert share.of == of


def test_credit_by_weights() -> None:
    credit = Credit("items", (("dW", Fraction(3)), ("db", Fraction(1)), ("dA", Fraction(1))))
    share = share_of(credit, GRADIENTS, {**GRADIENTS, "dA": None}, Tolerance())
    assert share.earned == Fraction(4, 5)
    assert unfit_for(credit, GRADIENTS) is None
    assert unfit_for(credit, {"dW": 1, "db": 2})
    assert unfit_for(Credit("items"), 3.0) and unfit_for(Credit("entries"), 3.0)


def test_credit_and_forms_together() -> None:
    """A part that is right by its form is right for the credit."""
    tolerance = form("up_to_sign", path=("dW",))
    share = share_of(Credit("items"), GRADIENTS, {**GRADIENTS, "dW": -M, "db": 0.0}, tolerance)
    assert (share.right, share.of) == (2, 3)


MANY = {
    "numbers": [0.5 * n for n in range(1000)],
    "numbers and texts": [(f"item {n % 7}", 0.5 * n) for n in range(1000)],
    "arrays with NaN": [np.array([0.5 * n, np.nan]) for n in range(1000)],
    "dictionaries": [{"name": str(n), "at": [0.25 * n, None]} for n in range(1000)],
    "sets": [{0.5 * n, 2000.0} for n in range(40)],
    "rows": np.arange(9000.0).reshape(3000, 3) / 7,
}


@pytest.mark.parametrize("kind", MANY)
def test_many_items_in_any_order(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right or wrong, they are not all held against each other: that would take a judge's whole time."""
    tolerance = Tolerance(forms=(PartForms((), ("any_order",)),))
    held: list[object] = []

    def counted(*args: Any) -> Any:
        held.append(args)
        return first_difference(*args)

    monkeypatch.setattr("grader.comparison.forms.order.first_difference", counted)
    expected, turned, moved = (
        decode(encode(value)) for value in (MANY[kind], MANY[kind][::-1], _moved(MANY[kind][::-1]))
    )
    assert compare(expected, turned, tolerance) is None
    assert compare(expected, moved, tolerance) is not None
    if kind != "sets":
        assert len(held) < 5 * len(expected)


def _moved(value: Any) -> Any:
    """The value with every number a little larger."""
    if isinstance(value, dict):
        return {key: _moved(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(map(_moved, value))
    return value if value is None or isinstance(value, str) else value + 0.125
