"""Nested values: one walk through them, and a registry of their types."""

from __future__ import annotations

import numpy as np
import pytest

from grader import wire
from grader.comparison.compare import compare
from grader.model.exercise import Tolerance
from grader.values import (
    NotAlike,
    Opaque,
    ValueType,
    at,
    describe,
    holds_opaque,
    leaf_pairs,
    leaves,
    literal,
    map_leaves,
    same_bits,
    walks,
)

A = np.arange(6.0).reshape(2, 3)
NESTED = {"W1": A, "caches": [(1, "x"), (2.5, None)]}


def test_leaves() -> None:
    """Every leaf comes with its place as Python writes it, and with its innermost name."""
    found = [(leaf.place, leaf.name) for leaf in leaves(NESTED)]
    caches = [f'["caches"][{i}][{j}]' for i in (0, 1) for j in (0, 1)]
    assert found == [('["W1"]', "W1"), *((place, "caches") for place in caches)]
    assert all(at(NESTED, leaf.path) is leaf.value for leaf in leaves(NESTED))


def test_leaf_pairs() -> None:
    """A list stands for a tuple and further keys do no harm; another length or key is refused."""
    other = {"W1": -A, "caches": ((1, "x"), [2.5, None]), "more": 1}
    assert [place for place, _, _ in leaf_pairs(NESTED, other)] == [n.place for n in leaves(NESTED)]
    for unlike in ({"W1": A}, {"W1": A, "caches": [(1, "x")]}, [A, A], None):
        with pytest.raises(NotAlike):
            list(leaf_pairs(NESTED, unlike))


def test_changed_copy() -> None:
    """Containers keep their class and order, and the original stays as it is."""
    doubled = map_leaves(lambda leaf: leaf * 2 if isinstance(leaf, int) else leaf, NESTED)
    assert doubled["caches"] == [(2, "x"), (2.5, None)]
    assert NESTED["caches"] == [(1, "x"), (2.5, None)]


def test_literal() -> None:
    """The text makes the same value, to the bit."""
    assert same_bits(eval(literal(NESTED), {"np": np}), NESTED)
    assert not same_bits(NESTED, {**NESTED, "W1": A.astype(np.float32)})


def test_opaque_values() -> None:
    """What could not be sent is noticed at any depth, and named by its type."""
    assert holds_opaque([1, {"a": (Opaque("set"),)}]) and not holds_opaque(NESTED)
    assert describe(Opaque("set")) == "of type set"


class Interval:
    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interval) and (self.low, self.high) == (other.low, other.high)

    def __repr__(self) -> str:
        return f"Interval({self.low}, {self.high})"

    __hash__ = None  # type: ignore[assignment]


class IntervalValue(ValueType):
    classes = (Interval,)
    words = "an interval"
    wire_name = "interval"

    def pack(self, value: Interval) -> list[float]:
        return [value.low, value.high]

    def unpack(self, plain: list[float]) -> Interval:
        low, high = plain
        return Interval(low, high)


@pytest.fixture
def interval(monkeypatch: pytest.MonkeyPatch) -> IntervalValue:
    """A type of value that one class adds."""
    kind = IntervalValue()
    monkeypatch.setitem(walks.OF_CLASS, Interval, kind)
    monkeypatch.setitem(wire.PACKED, "interval", kind)
    return kind


def test_new_type(interval: IntervalValue) -> None:
    """One class makes a type that is compared, described, and sent from the sandbox."""
    sent = wire.decode(wire.encode([Interval(0, 1)]))
    assert sent == [Interval(0, 1)]
    assert compare(Interval(0, 1), sent[0], Tolerance()) is None
    difference = compare(Interval(0, 1), Interval(0, 2), Tolerance())
    assert difference is not None
    assert difference.text == "The result is Interval(0, 2), expected Interval(0, 1)."


@pytest.mark.parametrize("plain", [None, [1], [1, 2, 3]])
def test_unfit_data_of_a_new_type(interval: IntervalValue, plain: object) -> None:
    """Whatever a hostile process sends, the reader answers with its own error."""
    message = b"v\x08\x00\x00\x00interval" + wire.encode(plain)
    with pytest.raises(wire.WireError):
        wire.decode(message)
