"""The writing end. It looks up a value's exact type first: nearly every part is one of eleven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from grader.values import MAX_DEPTH, MAX_NODES
from grader.wire.format import (
    AXES,
    C128,
    CODES,
    DTYPES,
    F64,
    I64,
    MAX_AXES,
    MAX_BIG_INT_BYTES,
    U32,
    WireError,
    is_key,
    packing,
)


def encode(value: Any, max_bytes: int = 1 << 30) -> bytes:
    """Encode ``value``; raises WireError where it is too deep, too large or has too many parts."""
    writer = _Writer(max_bytes)
    writer.write(value, 0)
    data = b"".join(writer.parts)
    if len(data) > max_bytes:
        raise WireError("the value is too large")
    return data


class _Writer:
    """Collects the parts of a message. Only what can be large is counted before it is copied: the
    number of parts bounds the rest."""

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
        write = _EXACT.get(type(value)) or next(w for t, w in _INSTANCES if isinstance(value, t))
        write(self, value, depth)

    def claim(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise WireError("the value is too large")

    def sized(self, tag: bytes, data: bytes) -> None:
        self.claim(len(data))
        self.parts += (tag + U32.pack(len(data)), data)

    def none(self, value: None, depth: int) -> None:
        self.parts.append(b"N")

    def boolean(self, value: bool, depth: int) -> None:
        self.parts.append(b"T" if value else b"F")

    def a_float(self, value: float, depth: int) -> None:
        self.parts.append(b"f" + F64.pack(value))

    def a_complex(self, value: complex, depth: int) -> None:
        self.parts.append(b"c" + C128.pack(value.real, value.imag))

    def integer(self, value: int, depth: int) -> None:
        if -(2**63) <= value < 2**63:
            self.parts.append(b"i" + I64.pack(value))
            return
        size = value.bit_length() // 8 + 1
        if size > MAX_BIG_INT_BYTES:
            raise WireError("an integer has too many digits")
        self.sized(b"I", value.to_bytes(size, "little", signed=True))

    def text(self, value: str, depth: int) -> None:
        self.sized(b"s", value.encode("utf-8", "replace"))

    def binary(self, value: bytes | bytearray, depth: int) -> None:
        self.sized(b"y", bytes(value))

    def a_list(self, value: list[Any], depth: int) -> None:
        self.items(b"l", value, depth)

    def a_tuple(self, value: tuple[Any, ...], depth: int) -> None:
        self.items(b"t", value, depth)

    def items(self, tag: bytes, value: Sequence[Any], depth: int) -> None:
        if len(value) > self.nodes:  # before any of them is written
            raise WireError("the value has too many parts")
        self.parts.append(tag + U32.pack(len(value)))
        for item in value:
            self.write(item, depth + 1)

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        pairs: Collection[tuple[Any, Any]] = value.items()
        if type(value) is not dict:  # of another class, they need not be as many as it says
            if packing(value) is not None:  # some sparse matrices are dictionaries
                self.packed(value, depth)
                return
            pairs = list(pairs)
        if {*map(type, value)} - {str}:
            pairs = [(_as_key(key), item) for key, item in pairs]
            for key, _ in pairs:
                if not is_key(key):
                    self.opaque(value, f"dict with keys of type {type(key).__name__}")
                    return
        self.parts.append(b"d" + U32.pack(len(pairs)))
        for key, item in pairs:
            self.write(key, depth + 1)
            self.write(item, depth + 1)

    def array(self, value: np.ndarray, depth: int) -> None:
        """Any array: of a subclass, of another byte order, of a dtype that has no place here."""
        base = np.asarray(value)
        code = _code_of(base.dtype)
        # Claimed before any copy: a broadcast view claims far more than it holds.
        if base.size * (DTYPES[code] if code else base.dtype).itemsize > self.room:
            raise WireError(f"an array of shape {base.shape} is too large")
        if code is None or isinstance(value, np.ma.MaskedArray):
            self.packed(value, depth, f"array of {base.dtype}")
        elif base.ndim > MAX_AXES:
            raise WireError("an array has too many axes")
        else:
            head = b"a" + code.encode() + bytes([base.ndim]) + AXES[base.ndim].pack(*base.shape)
            data = base.astype(DTYPES[code], copy=False).tobytes()
            self.claim(len(head) + len(data))
            self.parts += (head, data)

    def scalar(self, value: np.generic, depth: int) -> None:
        code = _code_of(value.dtype)
        if code is None:
            self.packed(value, depth)
        else:
            entry = np.asarray(value).astype(DTYPES[code], copy=False)
            self.parts.append(b"g" + code.encode() + entry.tobytes())

    def opaque(self, value: Any, name: str | None = None) -> None:
        self.sized(b"x", (name or type(value).__name__)[:80].encode("utf-8", "replace"))

    def packed(self, value: Any, depth: int, name: str | None = None) -> None:
        kind = packing(value)
        if kind is None:
            self.opaque(value, name)
        else:
            self.sized(b"v", kind.wire_name.encode())
            self.write(kind.pack(value), depth + 1)


def _as_key(key: Any) -> Any:
    """A key as one of Python's own values, where it is one of NumPy's."""
    if type(key) is tuple:
        return tuple(map(_as_key, key))
    if isinstance(key, (np.integer, np.floating, np.bool_)) and not isinstance(key, np.timedelta64):
        return key.item()
    return str(key) if isinstance(key, str) else key


def _code_of(dtype: np.dtype) -> str | None:
    code = CODES.get(dtype) or CODES.get(dtype.newbyteorder("<"))
    if code is None and dtype.kind in "fc":  # long double: what float64 can hold of it
        code = "d" if dtype.kind == "f" else "D"
    return code


_Write = Callable[[_Writer, Any, int], None]
_EXACT: dict[type, _Write] = {
    type(None): _Writer.none, bool: _Writer.boolean, float: _Writer.a_float, int: _Writer.integer,
    complex: _Writer.a_complex, str: _Writer.text, bytes: _Writer.binary, list: _Writer.a_list,
    tuple: _Writer.a_tuple, dict: _Writer.mapping, np.ndarray: _Writer.array,
}  # fmt: skip
# What is none of these exactly: the first that it is an instance of.
_INSTANCES: tuple[tuple[Any, _Write], ...] = (
    (np.ndarray, _Writer.array), (np.str_, _Writer.text), (np.bytes_, _Writer.binary),
    (np.generic, _Writer.scalar), (float, _Writer.a_float), (int, _Writer.integer),
    (complex, _Writer.a_complex), (str, _Writer.text), ((bytes, bytearray), _Writer.binary),
    (list, _Writer.a_list), (tuple, _Writer.a_tuple), (dict, _Writer.mapping),
    (object, _Writer.packed),
)  # fmt: skip
