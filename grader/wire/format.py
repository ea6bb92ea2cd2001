"""What both ends of the format share: caps, dtypes, and how numbers are packed."""

from __future__ import annotations

import struct
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from grader.values import TYPES, ValueType

MAX_BIG_INT_BYTES = 1024
MAX_AXES = 32

DTYPES = {code: np.dtype(code).newbyteorder("<") for code in "?bBhHiIqQefdFD"}
CODES = {dtype: code for code, dtype in DTYPES.items()}
U32, I64, F64, C128 = (struct.Struct(f"<{code}") for code in ("I", "q", "d", "dd"))

AXES = [struct.Struct(f"<{count}Q") for count in range(MAX_AXES + 1)]

PACKED = {kind.wire_name: kind for kind in TYPES if kind.wire_name}
"""The types without a tag of their own, which cross as plain data."""

_KEYS = frozenset({type(None), bool, int, str, bytes, Fraction, Decimal, date, datetime, timedelta})


def is_key(value: Any) -> bool:
    """Whether a dictionary may have this key: what equals itself, and whose hash is no surprise."""
    kind = type(value)
    if kind is tuple:
        return all(map(is_key, value))
    if kind is float:
        return bool(value == value)
    return kind in _KEYS


def packing(value: Any) -> ValueType | None:
    """The type that takes an object apart which has no tag of its own."""
    return next((kind for kind in PACKED.values() if kind.packs(value)), None)


class WireError(ValueError):
    """The value or the message does not fit the format; the text says why."""
