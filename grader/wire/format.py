"""What both ends of the format share: caps, dtypes, and how numbers are packed."""

from __future__ import annotations

import struct

import numpy as np

from grader.values import TYPES

MAX_BIG_INT_BYTES = 1024
MAX_AXES = 32

DTYPES = {code: np.dtype(code).newbyteorder("<") for code in "?bBhHiIqQefdFD"}
CODES = {dtype: code for code, dtype in DTYPES.items()}
U32, I64, F64, C128 = (struct.Struct(f"<{code}") for code in ("I", "q", "d", "dd"))

AXES = [struct.Struct(f"<{count}Q") for count in range(MAX_AXES + 1)]

PACKED = {kind.wire_name: kind for kind in TYPES if kind.wire_name}
"""The types without a tag of their own, which cross as plain data."""


class WireError(ValueError):
    """The value or the message does not fit the format; the text says why."""
