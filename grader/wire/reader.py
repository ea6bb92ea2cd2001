"""The reading end, which trusts nothing that it reads."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.values import MAX_DEPTH, MAX_NODES, Opaque
from grader.wire.format import (
    AXES,
    C128,
    DTYPES_BY_BYTE,
    F64,
    I64,
    MAX_AXES,
    MAX_BIG_INT_BYTES,
    PACKED,
    U32,
    WireError,
)


def decode(message: bytes | bytearray | memoryview) -> Any:
    """Decode one whole message; raises WireError on anything else than a well-formed value."""
    reader = _Reader(bytes(message))
    try:
        value = reader.read(0)
    except (struct.error, IndexError):
        raise WireError("the message ends too early") from None
    if reader.at != len(reader.data):
        raise WireError("bytes are left over after the value")
    return value


class _Reader:
    __slots__ = ("at", "data", "nodes")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.nodes = MAX_NODES

    def read(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("the value is nested too deeply")
        read = _READ.get(self.data[self.at])
        if read is None:
            raise WireError("an unknown tag")
        self.at += 1
        return read(self, depth)

    def count(self) -> int:
        """Read a count of items; each takes a byte at least, so it cannot exceed what is left."""
        count: int = U32.unpack_from(self.data, self.at)[0]
        self.at += 4
        if count > len(self.data) - self.at:
            raise WireError("the message ends too early")
        return count

    def items(self, parts_each: int = 1) -> int:
        count = self.count()
        self.nodes -= count * parts_each
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        return count

    def sized(self, most: int, what: str) -> bytes:
        size = self.count()
        if size > most:
            raise WireError(f"{what} is too long")
        self.at += size
        return self.data[self.at - size : self.at]

    def integer(self, depth: int) -> int:
        number: int = I64.unpack_from(self.data, self.at)[0]
        self.at += 8
        return number

    def a_float(self, depth: int) -> float:
        number: float = F64.unpack_from(self.data, self.at)[0]
        self.at += 8
        return number

    def a_complex(self, depth: int) -> complex:
        self.at += 16
        return complex(*C128.unpack_from(self.data, self.at - 16))

    def big_integer(self, depth: int) -> int:
        return int.from_bytes(self.sized(MAX_BIG_INT_BYTES, "an integer"), "little", signed=True)

    def text(self, depth: int) -> str:
        return self.binary(depth).decode("utf-8", "replace")

    def binary(self, depth: int) -> bytes:
        return self.sized(len(self.data), "a text")

    def opaque(self, depth: int) -> Opaque:
        return Opaque(self.sized(400, "a type's name").decode("utf-8", "replace"))

    def packed(self, depth: int) -> Any:
        kind = PACKED.get(self.sized(80, "a type's name").decode("utf-8", "replace"))
        if kind is None:
            raise WireError("an unknown type")
        plain = self.read(depth + 1)
        try:
            return kind.unpack(plain)
        except Exception as error:  # hostile data; whatever it breaks, it is no value
            raise WireError(f"this makes no {kind.wire_name}") from error

    def a_list(self, depth: int) -> list[Any]:
        return [self.read(depth + 1) for _ in range(self.items())]

    def a_tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self.a_list(depth))

    def mapping(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for _ in range(self.items(2)):
            if self.data[self.at] not in b"si":
                raise WireError("a key is neither text nor a small integer")
            key = self.read(depth + 1)
            if key in result:
                raise WireError("a key appears twice")
            result[key] = self.read(depth + 1)
        return result

    def dtype(self) -> np.dtype:
        dtype = DTYPES_BY_BYTE.get(self.data[self.at])
        if dtype is None:
            raise WireError("an unknown dtype")
        self.at += 1
        return dtype

    def scalar(self, depth: int) -> np.generic:
        dtype = self.dtype()
        at = self.at
        self.at += dtype.itemsize
        if self.at > len(self.data):
            raise WireError("the message ends too early")
        number: np.generic = np.frombuffer(self.data, dtype, 1, at)[0]
        return number

    def array(self, depth: int) -> np.ndarray:
        dtype = self.dtype()
        ndim = self.data[self.at]
        if ndim > MAX_AXES:
            raise WireError("an array has too many axes")
        shape = AXES[ndim].unpack_from(self.data, self.at + 1)
        at = self.at + 1 + 8 * ndim
        size = dtype.itemsize
        for axis in shape:
            if axis >= 2**40:
                raise WireError("an array's axis is too long")
            size *= axis
        self.at = at + size
        if self.at > len(self.data):
            raise WireError("the message ends too early")
        try:
            if not size:
                return np.zeros(shape, dtype)
            # A copy: arrays must be writable, and must not keep the whole message alive.
            return np.ndarray(shape, dtype, self.data, at).copy()
        except (ValueError, MemoryError) as error:  # no entries, but axes beyond what NumPy takes
            raise WireError("an array's shape is too large") from error


_READ: dict[int, Callable[[_Reader, int], Any]] = {
    ord(tag): read
    for tag, read in {
        "N": lambda reader, depth: None, "T": lambda reader, depth: True,
        "F": lambda reader, depth: False, "i": _Reader.integer,
        "f": _Reader.a_float, "c": _Reader.a_complex, "I": _Reader.big_integer, "s": _Reader.text,
        "y": _Reader.binary, "l": _Reader.a_list, "t": _Reader.a_tuple, "d": _Reader.mapping,
        "a": _Reader.array, "g": _Reader.scalar, "x": _Reader.opaque, "v": _Reader.packed,
    }.items()
}  # fmt: skip
