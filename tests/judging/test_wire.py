"""Values cross the wire unchanged, and no bytes can hurt the reader."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import wire
from grader.comparison.compare import compare
from grader.model.exercise import Tolerance
from grader.values import Opaque, holds_opaque

DTYPES = [np.dtype(code) for code in wire.DTYPES]


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    dtype = draw(st.sampled_from(DTYPES))
    shape = draw(st.lists(st.integers(0, 4), max_size=3))
    seed = draw(st.integers(0, 2**31))
    array = np.asarray(np.random.RandomState(seed).standard_normal(shape) * 10).astype(dtype)
    return array.T if draw(st.booleans()) else array


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(),
    st.text(), st.binary(max_size=20), st.fractions(), st.decimals(allow_nan=False), st.dates(),
    st.datetimes(), st.timedeltas(),
)  # fmt: skip
keys = st.one_of(
    st.text(max_size=5), st.integers(-(2**63), 2**63 - 1), st.dates(), st.fractions(),
    st.tuples(st.text(max_size=3), st.integers(0, 9)),
)  # fmt: skip
values = st.recursive(
    st.one_of(scalars, arrays()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b)
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and (a == b or a != a)


@pytest.mark.parametrize("name", ["bool", "int8", "int32", "int64", "uint64", "float32", "float64"])
def test_entries_are_of_the_types_that_students_ask_for(name: str) -> None:
    """Of two C types of one size NumPy gives one the name: `isinstance(x, np.int64)` asks for that."""
    kind = np.dtype(name).type
    array = wire.decode(wire.encode(np.ones(2, name)))
    assert type(array[0]) is kind and array.dtype is np.dtype(name)
    assert type(wire.decode(wire.encode(kind(1)))) is kind


@given(values)
def test_round_trip(value: Any) -> None:
    """Types, order of keys, shapes and dtypes survive; a Fortran-ordered array too."""
    assert same(value, wire.decode(wire.encode(value)))


@given(values)
def test_encoding_is_unique(value: Any) -> None:
    """There is one encoding for a value: that is how a changed argument is found."""
    data = wire.encode(value)
    assert wire.encode(wire.decode(data)) == data


@given(st.binary(max_size=200))
def test_arbitrary_bytes(data: bytes) -> None:
    """Nothing else is ever raised."""
    try:
        value = wire.decode(data)
    except wire.WireError:
        return
    compare(1.0, value, Tolerance())


@given(values, st.data())
def test_damaged_message(value: Any, data: st.DataObject) -> None:
    """A flipped byte anywhere in a real message is no more than a wrong answer."""
    message = bytearray(wire.encode(value))
    at = data.draw(st.integers(0, len(message) - 1))
    message[at] ^= data.draw(st.integers(1, 255))
    try:
        wire.decode(message)
    except wire.WireError:
        pass


@given(values)
def test_truncated_message(value: Any) -> None:
    """Every proper prefix is an error, and so is anything left over."""
    message = wire.encode(value)
    for cut in {0, 1, len(message) // 2, len(message) - 1} - {len(message)}:
        with pytest.raises(wire.WireError):
            wire.decode(message[:cut])
    with pytest.raises(wire.WireError):
        wire.decode(message + b"N")


HUGE = {
    "count of items": b"l" + struct.pack("<I", 2**32 - 1),
    "count of entries": b"d" + struct.pack("<I", 2**31),
    "length of text": b"s" + struct.pack("<I", 2**32 - 1),
    "axis": b"ad\x01" + struct.pack("<Q", 2**62),
    "product of axes": b"ad\x03" + struct.pack("<QQQ", 2**39, 2**39, 2**39),
    "axes of an empty array": b"ad\x03" + struct.pack("<QQQ", 2**39, 2**39, 0),
    "number of axes": b"ad\xff",
    "depth": b"l\x01\0\0\0" * 10_000 + b"N",
    "parts": b"l" + struct.pack("<I", 300_000) + b"N" * 300_000,
    "big integer": b"I" + struct.pack("<I", 5000) + b"\x01" * 5000,
    "two equal keys": b"d\x02\0\0\0" + (b"s\x01\0\0\0a" + b"N") * 2,
    "a list as a key": b"d\x01\0\0\0" + b"l\0\0\0\0" + b"N",
}


@pytest.mark.parametrize("what", HUGE)
def test_claimed_sizes_are_checked(what: str) -> None:
    """Counts are checked against what is there, and against fixed caps."""
    with pytest.raises(wire.WireError):
        wire.decode(HUGE[what])


def test_what_has_no_place() -> None:
    """Nothing that could hold code has a place in the format."""
    for value in (object(), np.zeros(2, "i4,f8"), {float("nan"): 1}, {frozenset(): 1}, len):
        assert isinstance(wire.decode(wire.encode(value)), Opaque)
    assert holds_opaque(wire.decode(wire.encode([np.array([None, object()]), {object()}])))


def test_keys_with_one_hash() -> None:
    """Whoever chooses tuples as keys can give them all one hash: the reader gives up early."""
    alike = {tuple(-1 - (n >> bit & 1) for bit in range(12)): n for n in range(4096)}
    assert len({hash(key) for key in alike}) == 1
    with pytest.raises(wire.WireError, match="one hash"):
        wire.decode(wire.encode(alike))
    table = {(i, j): i * j for i in range(60) for j in range(60)}
    assert wire.decode(wire.encode(table)) == table


def test_broadcast_view_is_not_copied() -> None:
    """A broadcast view of 1e18 entries is refused by its claim."""
    with pytest.raises(wire.WireError, match="too large"):
        wire.encode(np.broadcast_to(0.0, (10**9, 10**9)))
