"""The writing end. It looks up a value's exact type first: nearly every part is one of eleven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from grader.values import MAX_DEPTH, MAX_NODES
from grader.wire.format import (
    ARRAY_HEADS,
    BY_NAME,
    C128,
    CODES,
    DTYPES,
    MAX_AXES,
    MAX_BIG_INT_BYTES,
    PACKED,
    TAGGED_F64,
    TAGGED_I64,
    TAGGED_U32,
    WireError,
)


def encode(value: Any, max_bytes: int = 1 << 30) -> bytes:
    """Encode ``value``; raises WireError when it is too deep, too many-noded or too large."""
    writer = _Writer(max_bytes)
    writer.write(value, 0)
    data = b"".join(writer.parts)
    if len(data) > max_bytes:
        raise WireError("the value is too large")
    return data


class _Writer:
    """Collects the parts of a message. Only what can be large is counted before it is copied: the
    number of parts bounds the rest."""

    __slots__ = ("nodes", "parts", "room")

    def __init__(self, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self.room = max_bytes
        self.nodes = MAX_NODES

    def write(self, value: Any, depth: int) -> None:
        self.nodes -= 1
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        if depth > MAX_DEPTH:
            raise WireError("the value is nested too deeply")
        write = _WRITE.get(type(value)) or _write_for(value)
        write(self, value, depth)

    def claim(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise WireError("the value is too large")

    def none(self, value: None, depth: int) -> None:
        self.parts.append(b"N")

    def boolean(self, value: bool, depth: int) -> None:
        self.parts.append(b"T" if value else b"F")

    def a_float(self, value: float, depth: int) -> None:
        self.parts.append(TAGGED_F64.pack(b"f", value))

    def a_complex(self, value: complex, depth: int) -> None:
        self.parts.append(b"c" + C128.pack(value.real, value.imag))

    def integer(self, value: int, depth: int) -> None:
        if -(2**63) <= value < 2**63:
            self.parts.append(TAGGED_I64.pack(b"i", value))
            return
        size = value.bit_length() // 8 + 1
        if size > MAX_BIG_INT_BYTES:
            raise WireError("an integer has too many digits")
        self.sized(b"I", value.to_bytes(size, "little", signed=True))

    def text(self, value: str, depth: int) -> None:
        self.sized(b"s", value.encode("utf-8", "replace"))

    def binary(self, value: bytes | bytearray, depth: int) -> None:
        self.sized(b"y", bytes(value))

    def sized(self, tag: bytes, data: bytes) -> None:
        self.claim(len(data))
        self.parts += (TAGGED_U32.pack(tag, len(data)), data)

    def a_list(self, value: list[Any], depth: int) -> None:
        self.items(b"l", value, depth + 1)

    def a_tuple(self, value: tuple[Any, ...], depth: int) -> None:
        self.items(b"t", value, depth + 1)

    def items(self, tag: bytes, value: Sequence[Any], depth: int) -> None:
        if len(value) > self.nodes:  # before any of them is written
            raise WireError("the value has too many parts")
        self.parts.append(TAGGED_U32.pack(tag, len(value)))
        for item in value:
            self.write(item, depth)

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        pairs: Collection[tuple[Any, Any]] = value.items()
        if type(value) is not dict:  # of another class, they need not be as many as it says
            pairs = list(pairs)
        if {*map(type, value)} != {str}:
            pairs = [(int(k) if isinstance(k, np.integer) else k, v) for k, v in pairs]
            for key, _ in pairs:
                if not (isinstance(key, str) or (type(key) is int and -(2**63) <= key < 2**63)):
                    self.opaque(value, f"dict with keys of type {type(key).__name__}")
                    return
        self.parts.append(TAGGED_U32.pack(b"d", len(pairs)))
        for key, item in pairs:
            self.write(key, depth + 1)
            self.write(item, depth + 1)

    def array(self, value: np.ndarray, depth: int) -> None:
        dtype, shape = value.dtype, value.shape
        code = CODES.get(dtype)
        if code is None:
            self.other_array(value, depth)
            return
        if len(shape) > MAX_AXES:
            raise WireError("an array has too many axes")
        size = value.size * dtype.itemsize
        if size > self.room:  # before any copy: a broadcast view claims far more than it holds
            raise WireError(f"an array of shape {shape} is too large")
        head = ARRAY_HEADS[len(shape)].pack(b"a", code, len(shape), *shape)
        self.claim(size + len(head))
        self.parts += (head, value.tobytes())

    def other_array(self, value: np.ndarray, depth: int) -> None:
        """A subclass, another byte order, or a dtype that has no place here."""
        if isinstance(value, np.ma.MaskedArray):
            self.opaque(value)
            return
        base = np.asarray(value)
        code = _dtype_code(base.dtype)
        if code is None:
            self.opaque(value, f"array of {base.dtype}"[:80])
        else:
            if base.size * DTYPES[code].itemsize > self.room:
                raise WireError(f"an array of shape {base.shape} is too large")
            self.array(base.astype(DTYPES[code], copy=False), depth)

    def scalar(self, value: np.generic, depth: int) -> None:
        code = _dtype_code(value.dtype)
        if code is None:
            self.opaque(value)
            return
        entry = np.asarray(value).astype(DTYPES[code], copy=False)
        self.parts.append(b"g" + code.encode() + entry.tobytes())

    def opaque(self, value: Any, name: str | None = None) -> None:
        self.sized(b"x", (name or type(value).__name__)[:80].encode("utf-8", "replace"))

    def unknown(self, value: Any, depth: int) -> None:
        kind = next((k for k in PACKED.values() if type(value) in k.classes), None)
        if kind is None:
            self.opaque(value)
            return
        self.sized(b"v", kind.wire_name.encode())
        self.write(kind.pack(value), depth + 1)


def _dtype_code(dtype: np.dtype) -> str | None:
    code = BY_NAME.get(dtype.newbyteorder("=").str)
    if code is None and dtype.kind in "fc":  # long double: what float64 can hold of it
        code = "d" if dtype.kind == "f" else "D"
    return code


_Write = Callable[[_Writer, Any, int], None]
_WRITE: dict[type, _Write] = {
    type(None): _Writer.none, bool: _Writer.boolean, float: _Writer.a_float, int: _Writer.integer,
    complex: _Writer.a_complex, str: _Writer.text, bytes: _Writer.binary, list: _Writer.a_list,
    tuple: _Writer.a_tuple, dict: _Writer.mapping, np.ndarray: _Writer.array,
}  # fmt: skip
# What is none of these exactly: the first that it is an instance of.
_WRITE_INSTANCE: tuple[tuple[Any, _Write], ...] = (
    (np.ndarray, _Writer.other_array), (np.str_, _Writer.text), (np.bytes_, _Writer.binary),
    (np.generic, _Writer.scalar), (float, _Writer.a_float), (int, _Writer.integer),
    (complex, _Writer.a_complex), (str, _Writer.text), ((bytes, bytearray), _Writer.binary),
    (list, _Writer.a_list), (tuple, _Writer.a_tuple), (dict, _Writer.mapping),
    (object, _Writer.unknown),
)  # fmt: skip


def _write_for(value: Any) -> _Write:
    return next(write for types, write in _WRITE_INSTANCE if isinstance(value, types))
