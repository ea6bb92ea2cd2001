"""Sets, texts, dates, masked arrays and exact numbers: sent without loss, and compared."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader import wire
from grader.comparison.compare import compare
from grader.model.exercise import Tolerance
from grader.values import holds_opaque, literal

MASKED = np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0])
VALUES: dict[str, Any] = {
    "set": {1, 2, "a", None, (1, "x")},
    "frozenset": frozenset([(1, 2), (0.5, "x")]),
    "empty set": set(),
    "bytes": b"\x00\xff",
    "fraction": Fraction(-1, 3),
    "decimal": Decimal("1.50"),
    "range": range(10, 0, -3),
    "date": date(2020, 2, 29),
    "time": time(3, 4),
    "moment with a zone": datetime(2020, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))),
    "duration": timedelta(days=-1, seconds=5),
    "texts": np.array([["a", "bcd"], ["", "é\U0001f600"]]),
    "texts as objects": np.array([["a"], ["bcd"]], dtype=object),
    "one text": np.array("abc"),
    "no texts": np.zeros((0, 3), "U5"),
    "array of bytes": np.array([b"a", b"bcd"]),
    "objects": np.array([1, "a", None, [2.5]], dtype=object),
    "days": np.array(["2020-01-01", "NaT"], "M8[D]"),
    "one day": np.datetime64("2020-01-01"),
    "durations": np.array([[1, 2]], "m8[ms]"),
    "masked": MASKED,
    "masked dates": np.ma.masked_array(np.array(["2020-01-01"], "M8[D]"), [False]),
    "tuple keys": {(1, 2): 3, 1.5: 2, None: 1, date(2020, 1, 1): "x", ("a", (1,)): 0},
    "keys of NumPy": {np.int64(3): 1, np.str_("a"): 2, (np.float64(0.5),): 3},
}


@pytest.mark.parametrize("name", VALUES)
def test_round_trip(name: str) -> None:
    """Judge and child have the same value, whichever of them sends it, and it equals itself."""
    message = wire.encode(VALUES[name])
    judges, childs = wire.decode(message), wire.decode(message, live=True)
    assert wire.encode(judges) == message and wire.encode(childs) == message
    assert type(childs) is type(VALUES[name]) and not holds_opaque(judges)
    assert compare(judges, wire.decode(message), Tolerance()) is None
    written = eval(
        literal(judges), {"np": np, "Fraction": Fraction, "datetime": __import__("datetime")}
    )
    assert wire.encode(written) == message


def told(expected: Any, actual: Any, **tolerance: Any) -> str | None:
    """The first difference, as a student reads it, between two values that crossed the wire."""
    e, a = (wire.decode(wire.encode(value)) for value in (expected, actual))
    difference = compare(e, a, Tolerance(**tolerance))
    return None if difference is None else difference.text


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({0.1 + 0.2, 1}, {0.3, 1.0}),
        ({(1, 0.3)}, frozenset([(True, 0.1 + 0.2)])),
        (np.array(["a", "b"]), np.array(["a", "b"], dtype=object)),
        (np.array(["2020-01-01"], "M8[D]"), np.array(["2020-01-01"], "M8[s]")),
        (MASKED, np.ma.masked_array([1.0, 99.0, 3.0 + 1e-9], [0, 1, 0])),
        (Fraction(3), 3),
        (Decimal("1.5"), Decimal("1.50")),
        (range(0), range(5, 5)),
    ],
)
def test_what_is_accepted(expected: Any, actual: Any) -> None:
    """Order of a set, unit of a date, data under a mask and the form of a text do not count."""
    assert told(expected, actual) is None


@pytest.mark.parametrize(
    ("expected", "actual", "text"),
    [
        ({1, 2, 3}, {1, 2, 4}, "The result does not have 3. It has 4, which nobody expects."),
        ({"a"}, {"a", "b"}, "The result has 'b', which nobody expects."),
        ({1, 2}, set(), "The result does not have 1, 2."),
        ({"a"}, ["a"], "The result is a list, expected a set of 1."),
        (
            np.array(["a", "b"]),
            np.array(["a", "c"]),
            "`result[1]` is 'c', expected 'b' (1 of 2 entries differ).",
        ),
        (
            np.array(["a", "b"]),
            ["a", "b"],
            "The result is a list, expected an array of text of shape (2,).",
        ),
        (
            np.array([400], "m8[D]"),
            np.array([13], "m8[M]"),
            "`result[0]` is 13 months, expected 400 days.",
        ),
        (
            np.datetime64("2020-01-01"),
            np.datetime64(5, "as"),
            "The result is 1970-01-01T00:00:00.000000000000000005, expected 2020-01-01.",
        ),
        (np.datetime64("2020-01-01"), np.datetime64("NaT"), "The result is NaT, expected 2020-01-01."),
        (
            MASKED,
            np.ma.masked_array([1.0, 2.0, 3.0], [0, 0, 0]),
            "`result[1]` is not masked, expected a masked entry (1 of 3 entries differ).",
        ),
        (
            MASKED,
            np.ma.masked_array([1.0, 2.0, 5.0], [0, 1, 0]),
            "`result[2]` is 5, expected 3 (1 of 3 entries differ).",
        ),
        (Fraction(1, 3), 1 / 3, "The result is a number, expected a fraction."),
        (Decimal("0.1"), Decimal("0.10000001"), "The result is Decimal('0.10000001'), expected Decimal('0.1')."),
        (date(2020, 1, 1), datetime(2020, 1, 1), "The result is a date with a time, expected a date."),
        ({(1, 2): 3}, {(1, 2): 4}, "`result[(1, 2)]` is 4, expected 3."),
        ({(1, 2): 3}, {(2, 1): 3}, "The result has no key `(1, 2)`. Its keys: `(2, 1)`."),
        (b"ab", b"ac", "The result is b'ac', expected b'ab'."),
        ({1}, None, "The result is None, expected a set."),
    ],
)  # fmt: skip
def test_sentences(expected: Any, actual: Any, text: str) -> None:
    """A student reads what differs and both sides of it."""
    assert told(expected, actual) == text


def test_exact_dtype() -> None:
    """An author may ask for the very dtype."""
    single = np.zeros(2, np.float32)
    assert told(np.zeros(2), single) is None
    assert told(np.zeros(2), single, exact=("dtype",)) == (
        "The result is of dtype float32, expected float64."
    )
    days, seconds = (np.zeros(1, f"M8[{unit}]") for unit in "Ds")
    assert told(days, seconds, exact=("dtype",)) is not None


def packed(name: bytes, plain: Any) -> bytes:
    return b"v" + struct.pack("<I", len(name)) + name + wire.encode(plain)


LETTERS = np.array([0x110000, 0xD800], np.uint32)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (b"set", (False, 3)),
        (b"set", {"a": 1}),
        (b"fraction", (1, 0)),
        (b"fraction", (1.5, 2)),
        (b"decimal", "9" * 2000),
        (b"range", (0, 1, 0)),
        (b"date", "yesterday"),
        (b"texts", (2**27, (2**39,), np.zeros(1, np.uint32))),
        (b"texts", (0, (2**30,), None)),
        (b"texts", ("each", (2,), np.array([5, 2**31], np.uint32), b"abc")),
        (b"texts", ("each", (2**39,), np.zeros(0, np.uint32), b"")),
        (b"bytes array", (0, (2**39,), b"")),
        (b"objects", ((2**39, 0), [1])),
        (b"masked", (np.zeros(3), np.zeros(2, bool))),
        (b"datetime64", ("weeks", 1, 3)),
        (b"datetime64", ("D", 1, np.zeros(2))),
        (b"no such type", 1),
    ],
)
def test_unfit_data(name: bytes, plain: Any) -> None:
    """Whatever a hostile process sends, the reader answers with its own error."""
    with pytest.raises(wire.WireError):
        wire.decode(packed(name, plain))


def test_letters_that_do_not_exist() -> None:
    """They become the sign for an unknown letter, so that every later step can write them."""
    texts = wire.decode(packed(b"texts", (1, (2,), LETTERS)))
    assert texts.tolist() == ["\ufffd", "\ufffd"]
