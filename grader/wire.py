"""The format in which values cross between the judge and a child: data that cannot execute.

One byte says what follows; sizes are little-endian. There is no type by name, no class, no
reference, no code. The decoder trusts nothing: every count and size is checked against what is
left of the message and against fixed caps *before* anything of that size is made.

    N T F                 None, True, False
    i f c                 int64, float64, complex128
    I s y                 length (u32) and bytes: a big int, UTF-8 text, bytes
    l t d                 count (u32) and items; a dict's keys are text or int64, none twice
    a                     dtype code, number of axes (u8), axes (u64 each), C-ordered bytes
    g                     dtype code and bytes: a NumPy scalar
    x                     length and text: the type's name of something that has no place here
"""

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
_BOOL_KIND = {np.dtype(code).str: code for code in DTYPES}
_U32 = struct.Struct("<I")
_I64 = struct.Struct("<q")
_F64 = struct.Struct("<d")
_C128 = struct.Struct("<dd")


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


# --- encoding ----------------------------------------------------------------------------------


def encode(value: Any, max_bytes: int = 1 << 30) -> bytes:
    """Encode ``value``; raises WireError when it is too deep, too many-noded or too large."""
    writer = _Writer(max_bytes)
    writer.write(value, 0)
    return b"".join(writer.parts)


class _Writer:
    __slots__ = ("nodes", "parts", "room")

    def __init__(self, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self.room = max_bytes
        self.nodes = MAX_NODES

    def put(self, part: bytes) -> None:
        self.room -= len(part)
        if self.room < 0:
            raise WireError("the value is too large")
        self.parts.append(part)

    def sized(self, tag: bytes, data: bytes) -> None:
        self.put(tag + _U32.pack(len(data)))
        self.put(data)

    def write(self, value: Any, depth: int) -> None:
        self.nodes -= 1
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        if depth > MAX_DEPTH:
            raise WireError("the value is nested too deeply")
        if value is None:
            self.put(b"N")
        elif value is True:
            self.put(b"T")
        elif value is False:
            self.put(b"F")
        elif isinstance(value, np.ndarray):
            self.array(value)
        elif isinstance(value, np.generic) and not isinstance(value, (str, bytes)):
            self.scalar(value)
        elif isinstance(value, float):
            self.put(b"f" + _F64.pack(value))
        elif isinstance(value, int):
            self.integer(value)
        elif isinstance(value, complex):
            self.put(b"c" + _C128.pack(value.real, value.imag))
        elif isinstance(value, str):
            self.sized(b"s", value.encode("utf-8", "replace"))
        elif isinstance(value, (bytes, bytearray)):
            self.sized(b"y", bytes(value))
        elif isinstance(value, (list, tuple)):
            self.put((b"l" if isinstance(value, list) else b"t") + _U32.pack(len(value)))
            for item in value:
                self.write(item, depth + 1)
        elif isinstance(value, dict):
            self.mapping(value, depth)
        else:
            self.opaque(value)

    def integer(self, value: int) -> None:
        if -(2**63) <= value < 2**63:
            self.put(b"i" + _I64.pack(value))
            return
        size = value.bit_length() // 8 + 1
        if size > MAX_BIG_INT_BYTES:
            raise WireError("an integer has too many digits")
        self.sized(b"I", value.to_bytes(size, "little", signed=True))

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        plain = [(int(k) if isinstance(k, np.integer) else k, v) for k, v in value.items()]
        for key, _ in plain:
            if not (isinstance(key, str) or (type(key) is int and -(2**63) <= key < 2**63)):
                self.opaque(value, f"dict with keys of type {type(key).__name__}")
                return
        self.put(b"d" + _U32.pack(len(plain)))
        for key, item in plain:
            self.write(key, depth + 1)
            self.write(item, depth + 1)

    def array(self, value: np.ndarray) -> None:
        if isinstance(value, np.ma.MaskedArray):
            self.opaque(value)
            return
        base = np.asarray(value)
        code = _dtype_code(base.dtype)
        if code is None:
            self.opaque(value, f"array of {base.dtype}"[:80])
            return
        if base.ndim > MAX_AXES:
            raise WireError("an array has too many axes")
        dtype = DTYPES[code]
        size = base.size * dtype.itemsize
        if size > self.room:  # before any copy: a broadcast view claims far more than it holds
            raise WireError(f"an array of shape {base.shape} is too large")
        axes = b"".join(int(n).to_bytes(8, "little") for n in base.shape)
        self.put(b"a" + code.encode() + bytes([base.ndim]) + axes)
        self.put(base.astype(dtype, order="C", copy=False).tobytes())

    def scalar(self, value: np.generic) -> None:
        code = _dtype_code(value.dtype)
        if code is None:
            self.opaque(value)
            return
        self.put(b"g" + code.encode() + np.asarray(value).astype(DTYPES[code]).tobytes())

    def opaque(self, value: Any, name: str | None = None) -> None:
        self.sized(b"x", (name or type(value).__name__)[:80].encode("utf-8", "replace"))


def _dtype_code(dtype: np.dtype) -> str | None:
    code = _BOOL_KIND.get(dtype.newbyteorder("=").str)
    if code is None and dtype.kind in "fc":  # long double: what float64 can hold of it
        code = "d" if dtype.kind == "f" else "D"
    return code


# --- decoding ----------------------------------------------------------------------------------


def decode(message: bytes | bytearray | memoryview) -> Any:
    """Decode one whole message; raises WireError on anything else than a well-formed value."""
    reader = _Reader(memoryview(message))
    value = reader.read(0)
    if reader.at != len(reader.data):
        raise WireError("bytes are left over after the value")
    return value


class _Reader:
    __slots__ = ("at", "data", "nodes")

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0
        self.nodes = MAX_NODES

    def take(self, size: int) -> memoryview:
        end = self.at + size
        if end > len(self.data):
            raise WireError("the message ends too early")
        part = self.data[self.at : end]
        self.at = end
        return part

    def count(self) -> int:
        """Read a count of items; each takes a byte at least, so it cannot exceed what is left."""
        count: int = _U32.unpack(self.take(4))[0]
        if count > len(self.data) - self.at:
            raise WireError("the message ends too early")
        return count

    def items(self, parts_each: int = 1) -> int:
        count = self.count()
        self.nodes -= count * parts_each
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        return count

    def read(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("the value is nested too deeply")
        tag = bytes(self.take(1))
        if tag == b"N":
            return None
        if tag == b"T":
            return True
        if tag == b"F":
            return False
        if tag == b"i":
            return _I64.unpack(self.take(8))[0]
        if tag == b"f":
            return _F64.unpack(self.take(8))[0]
        if tag == b"c":
            return complex(*_C128.unpack(self.take(16)))
        if tag == b"s":
            return bytes(self.take(self.count())).decode("utf-8", "replace")
        if tag == b"y":
            return bytes(self.take(self.count()))
        if tag == b"a":
            return self.array()
        if tag == b"g":
            dtype = self.dtype()
            return np.frombuffer(self.take(dtype.itemsize), dtype)[0]
        if tag == b"l":
            return [self.read(depth + 1) for _ in range(self.items())]
        if tag == b"t":
            return tuple([self.read(depth + 1) for _ in range(self.items())])
        if tag == b"d":
            return self.mapping(depth)
        if tag == b"I":
            size = self.count()
            if size > MAX_BIG_INT_BYTES:
                raise WireError("an integer has too many digits")
            return int.from_bytes(self.take(size), "little", signed=True)
        if tag == b"x":
            size = self.count()
            if size > 400:
                raise WireError("a type's name is too long")
            return Opaque(bytes(self.take(size)).decode("utf-8", "replace"))
        raise WireError("an unknown tag")

    def mapping(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for _ in range(self.items(2)):
            if bytes(self.data[self.at : self.at + 1]) not in (b"s", b"i"):
                raise WireError("a key is neither text nor a small integer")
            key = self.read(depth + 1)
            if key in result:
                raise WireError("a key appears twice")
            result[key] = self.read(depth + 1)
        return result

    def dtype(self) -> np.dtype:
        dtype = DTYPES.get(chr(self.take(1)[0]))
        if dtype is None:
            raise WireError("an unknown dtype")
        return dtype

    def array(self) -> np.ndarray:
        dtype = self.dtype()
        ndim = self.take(1)[0]
        if ndim > MAX_AXES:
            raise WireError("an array has too many axes")
        shape = [int.from_bytes(self.take(8), "little") for _ in range(ndim)]
        size = dtype.itemsize
        for axis in shape:
            if axis >= 2**40:
                raise WireError("an array's axis is too long")
            size *= axis
        data = self.take(size)
        try:
            # A copy: arrays must be writable, and must not keep the whole message alive.
            return (
                np.frombuffer(data, dtype).reshape(shape).copy() if size else np.zeros(shape, dtype)
            )
        except (ValueError, MemoryError) as error:  # no entries, but axes beyond what NumPy takes
            raise WireError("an array's shape is too large") from error
