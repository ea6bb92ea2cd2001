"""The format in which values cross between the judge and a child: data that cannot execute.

One byte says what follows; sizes are little-endian. There is no type by name, no class, no
reference, no code. The decoder trusts nothing: every count and size is checked against what is
left of the message and against fixed caps *before* anything of that size is made.

    N T F                 None, True, False
    i f c                 int64, float64, complex128
    I s y                 length (u32) and bytes: a big int, UTF-8 text, bytes
    l t d                 count (u32) and items; a dict's keys are text, numbers, dates or tuples of
                          them, none twice
    a                     dtype code, number of axes (u8), axes (u64 each), C-ordered bytes
    g                     dtype code and bytes: a NumPy scalar
    v                     length and text: a further type's name; then the plain data it is made of
                          (sets, dates, tables: see `grader.values.types`)
    x                     length and text: the type's name of something that has no place here
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from grader.values import MAX_DEPTH, MAX_NODES, TYPES, Opaque, ValueType

_MAX_BIG_INT_BYTES = 1024
_MAX_AXES = 32

# By its size, since C has two types of eight bytes: with the other one `isinstance(x, np.int64)` is false.
DTYPES = {code: np.dtype(np.dtype(code).newbyteorder("<").str) for code in "?bBhHiIqQefdFD"}
_CODES = {dtype: code for code, dtype in DTYPES.items()}
_U32, _I64, _F64, _C128 = (struct.Struct(f"<{code}") for code in ("I", "q", "d", "dd"))

_AXES = [struct.Struct(f"<{count}Q") for count in range(_MAX_AXES + 1)]

PACKED = {kind.wire_name: kind for kind in TYPES if kind.wire_name}
"""The types without a tag of their own, which cross as plain data."""

_KEYS = frozenset({type(None), bool, int, str, bytes, Fraction, Decimal, date, datetime, timedelta})


def _is_key(value: Any) -> bool:
    """Whether a dictionary may have this key: what equals itself, and whose hash is no surprise."""
    kind = type(value)
    if kind is tuple:
        return all(map(_is_key, value))
    if kind is float:
        return bool(value == value)
    return kind in _KEYS


def _packing(value: Any) -> ValueType | None:
    """The type that takes an object apart which has no tag of its own."""
    return next((kind for kind in PACKED.values() if kind.packs(value)), None)


class WireError(ValueError):
    """The value or the message does not fit the format; the text says why."""


def encode(value: Any, max_bytes: int = 1 << 30) -> bytes:
    """Encode ``value``; raises WireError where it is too deep, too large or has too many parts."""
    writer = _Writer(max_bytes)
    writer.write(value, 0)
    data = b"".join(writer.parts)
    if len(data) > max_bytes:
        raise WireError("the value is too large")
    return data


def encode_each(values: Iterable[Any]) -> list[bytes]:
    """Encode each value as a message of its own; raises WireError as `encode` does."""
    return [encode(value) for value in values]


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
        self.parts += (tag + _U32.pack(len(data)), data)

    def none(self, value: None, depth: int) -> None:
        self.parts.append(b"N")

    def boolean(self, value: bool, depth: int) -> None:
        self.parts.append(b"T" if value else b"F")

    def a_float(self, value: float, depth: int) -> None:
        self.parts.append(b"f" + _F64.pack(value))

    def a_complex(self, value: complex, depth: int) -> None:
        self.parts.append(b"c" + _C128.pack(value.real, value.imag))

    def integer(self, value: int, depth: int) -> None:
        if -(2**63) <= value < 2**63:
            self.parts.append(b"i" + _I64.pack(value))
            return
        size = value.bit_length() // 8 + 1
        if size > _MAX_BIG_INT_BYTES:
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
        self.parts.append(tag + _U32.pack(len(value)))
        for item in value:
            self.write(item, depth + 1)

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        pairs: Collection[tuple[Any, Any]] = value.items()
        if type(value) is not dict:  # of another class, they need not be as many as it says
            if _packing(value) is not None:  # some sparse matrices are dictionaries
                self.packed(value, depth)
                return
            pairs = list(pairs)
        if {*map(type, value)} - {str}:
            pairs = [(_as_key(key), item) for key, item in pairs]
            for key, _ in pairs:
                if not _is_key(key):
                    self.opaque(value, f"dict with keys of type {type(key).__name__}")
                    return
        self.parts.append(b"d" + _U32.pack(len(pairs)))
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
        elif base.ndim > _MAX_AXES:
            raise WireError("an array has too many axes")
        else:
            head = b"a" + code.encode() + bytes([base.ndim]) + _AXES[base.ndim].pack(*base.shape)
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
        kind = _packing(value)
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
    code = _CODES.get(dtype) or _CODES.get(dtype.newbyteorder("<"))
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
        (count,) = self.numbers(_U32)
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
        return int.from_bytes(self.sized(_MAX_BIG_INT_BYTES), "little", signed=True)

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
                if not _is_key(key):
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
        if ndim > _MAX_AXES:
            raise WireError("an array has too many axes")
        self.at += 1
        shape = self.numbers(_AXES[ndim])
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
        "i": lambda reader, depth: reader.numbers(_I64)[0],
        "f": lambda reader, depth: reader.numbers(_F64)[0],
        "c": lambda reader, depth: complex(*reader.numbers(_C128)),
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
