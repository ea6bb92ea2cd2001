"""The reading end, which trusts nothing that it reads."""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.values import MAX_DEPTH, MAX_NODES, Opaque
from grader.wire.format import (
    AXES,
    C128,
    DTYPES,
    F64,
    I64,
    MAX_AXES,
    MAX_BIG_INT_BYTES,
    PACKED,
    U32,
    WireError,
    is_key,
)

_MOST_ALIKE = 256
"""Keys with one hash in a dictionary: whoever chooses tuples can give them all the same."""


def decode(message: bytes | bytearray | memoryview, live: bool = False) -> Any:
    """Decode one whole message; raises WireError on anything else than a well-formed value.

    live  whether types without a tag of their own become what student code works with (a set, a
          DataFrame), as in a child, and not the judge's plain data
    """
    reader = _Reader(bytes(message), live)
    try:
        value = reader.read(0)
    except (struct.error, IndexError):
        raise WireError("the message ends too early") from None
    if reader.at != len(reader.data):
        raise WireError("bytes are left over after the value")
    return value


class _Reader:
    def __init__(self, data: bytes, live: bool) -> None:
        self.data, self.live = data, live
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

    def numbers(self, form: struct.Struct) -> tuple[Any, ...]:
        at = self.at
        self.at += form.size
        return form.unpack_from(self.data, at)

    def count(self) -> int:
        """Read a count of items; each takes a byte at least, so it cannot exceed what is left."""
        (count,) = self.numbers(U32)
        if count > len(self.data) - self.at:
            raise WireError("the message ends too early")
        return int(count)

    def items(self, parts_each: int = 1) -> int:
        count = self.count()
        self.nodes -= count * parts_each
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        return count

    def sized(self, most: int | None = None) -> bytes:
        size = self.count()
        if most is not None and size > most:
            raise WireError("an integer or a name is too long")
        self.at += size
        return self.data[self.at - size : self.at]

    def name(self, most: int) -> str:
        return self.sized(most).decode("utf-8", "replace")

    def big_integer(self, depth: int) -> int:
        return int.from_bytes(self.sized(MAX_BIG_INT_BYTES), "little", signed=True)

    def packed(self, depth: int) -> Any:
        kind = PACKED.get(self.name(80))
        if kind is None:
            raise WireError("an unknown type")
        plain = self.read(depth + 1)
        try:
            value = kind.unpack(plain)
            return kind.revive(value) if self.live else value
        except Exception as error:  # hostile data; whatever it breaks, it is no value
            raise WireError(f"this makes no {kind.wire_name}") from error

    def a_list(self, depth: int) -> list[Any]:
        return [self.read(depth + 1) for _ in range(self.items())]

    def mapping(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        alike: Counter[int] = Counter()
        for _ in range(self.items(2)):
            simple = self.data[self.at] in b"si"
            key = self.read(depth + 1)
            if not simple:
                if not is_key(key):
                    raise WireError("a key is neither text nor a number, nor a tuple of them")
                alike[hash(key)] += 1
                if alike[hash(key)] > _MOST_ALIKE:
                    raise WireError("too many keys have one hash")
            if key in result:
                raise WireError("a key appears twice")
            result[key] = self.read(depth + 1)
        return result

    def dtype(self) -> np.dtype:
        dtype = DTYPES.get(chr(self.data[self.at]))
        if dtype is None:
            raise WireError("an unknown dtype")
        self.at += 1
        return dtype

    def entries(self, dtype: np.dtype, count: int) -> int:
        """Go past ``count`` entries, which must be there; returns where they begin."""
        at = self.at
        self.at += count * dtype.itemsize
        if self.at > len(self.data):
            raise WireError("the message ends too early")
        return at

    def scalar(self, depth: int) -> np.generic:
        dtype = self.dtype()
        number: np.generic = np.frombuffer(self.data, dtype, 1, self.entries(dtype, 1))[0]
        return number

    def array(self, depth: int) -> np.ndarray:
        dtype, ndim = self.dtype(), self.data[self.at]
        if ndim > MAX_AXES:
            raise WireError("an array has too many axes")
        self.at += 1
        shape = self.numbers(AXES[ndim])
        if any(axis >= 2**40 for axis in shape):
            raise WireError("an array's axis is too long")
        size = math.prod(shape)
        at = self.entries(dtype, size)
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
        "N": lambda reader, depth: None,
        "T": lambda reader, depth: True,
        "F": lambda reader, depth: False,
        "i": lambda reader, depth: reader.numbers(I64)[0],
        "f": lambda reader, depth: reader.numbers(F64)[0],
        "c": lambda reader, depth: complex(*reader.numbers(C128)),
        "I": _Reader.big_integer,
        "s": lambda reader, depth: reader.sized().decode("utf-8", "replace"),
        "y": lambda reader, depth: reader.sized(),
        "l": _Reader.a_list,
        "t": lambda reader, depth: tuple(reader.a_list(depth)),
        "d": _Reader.mapping,
        "a": _Reader.array,
        "g": _Reader.scalar,
        "v": _Reader.packed,
        "x": lambda reader, depth: Opaque(reader.name(400)),
    }.items()
}
