"""What both ends of the format share: caps, dtypes, and how heads are packed."""

from __future__ import annotations

import struct

import numpy as np

from grader.values import TYPES

MAX_BIG_INT_BYTES = 1024
MAX_AXES = 32

DTYPES = {code: np.dtype(code).newbyteorder("<") for code in "?bBhHiIqQefdFD"}
BY_NAME = {np.dtype(code).str: code for code in DTYPES}
CODES = {dtype: ord(code) for code, dtype in DTYPES.items()}
DTYPES_BY_BYTE = {ord(code): dtype for code, dtype in DTYPES.items()}
U32, I64, F64, C128 = (struct.Struct(f"<{code}") for code in ("I", "q", "d", "dd"))
TAGGED_U32, TAGGED_I64, TAGGED_F64 = (struct.Struct(f"<c{code}") for code in "Iqd")
ARRAY_HEADS = [struct.Struct(f"<cBB{ndim}Q") for ndim in range(MAX_AXES + 1)]
AXES = [struct.Struct(f"<{ndim}Q") for ndim in range(MAX_AXES + 1)]


PACKED = {kind.wire_name: kind for kind in TYPES if kind.wire_name}
"""The types without a tag of their own, which cross as plain data."""


class WireError(ValueError):
    """The value or the message does not fit the format; the text says why."""
