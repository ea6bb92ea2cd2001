"""What both ends of the format share: caps, dtypes, and how heads are packed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 40
MAX_NODES = 200_000
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


class WireError(ValueError):
    """The value or the message does not fit the format; the text says why."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that the format does not carry: only its type's name came along."""

    type_name: str


def holds_opaque(value: Any) -> bool:
    """Whether some part of a decoded value did not come along."""
    if isinstance(value, dict):
        return any(map(holds_opaque, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(holds_opaque, value))
    return isinstance(value, Opaque)
