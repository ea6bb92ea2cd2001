"""Arrays that hold no plain numbers: texts, bytes, dates, any objects; and masked arrays."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext, gettext_noop
from grader.util.untrusted_text import harmless
from grader.values.types.numeric import count, first_place
from grader.values.value_type import (
    Attribute,
    Difference,
    Place,
    Rung,
    ValueType,
    differs,
    exactly,
    sentence,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

MAX_TEXTS = 1_000_000
"""In one array: each takes some sixty bytes in the judge."""
MAX_AXES = 32
_LAST_LETTER = 0x10FFFF
_MIDNIGHT = re.compile(r"(T00:00(:00)?)?(\.0+)?$")
_UNITS = frozenset("Y M W D h m s ms us ns ps fs as generic".split())


class _ArrayValue(ValueType):
    """An array of NumPy whose entries are equal or not."""

    def describe(self, value: Any) -> str:
        return gettext("{words} of shape {shape}", words=gettext(self.words), shape=np.shape(value))

    def packs(self, value: Any) -> bool:
        return isinstance(value, (np.ndarray, np.generic)) and self.takes(value)

    def same(self, one: Any, other: Any) -> bool:
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        return bool(np.all(one == other))

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if np.shape(expected) != np.shape(actual):
            return differs(
                Rung.SHAPE,
                place,
                gettext("has shape {shape}", shape=np.shape(actual)),
                f"{expected.shape}",
            )
        wrong = ~np.asarray(self.right(expected, actual), dtype=bool)
        if not wrong.any():
            return None
        at = first_place(wrong)
        where = place.entry(at) if at else place
        shown, wanted = (self.show(side[at]) for side in (actual, expected))
        return Difference(
            Rung.VALUES,
            lambda: sentence(
                where,
                gettext(
                    "is {shown}, expected {wanted}{count}.",
                    shown=shown,
                    wanted=wanted,
                    count=count(wrong),
                ),
            ),
        )

    def right(self, expected: np.ndarray, actual: np.ndarray) -> Any:
        """Entry by entry, whether it is the expected one; both have one shape."""
        return expected == actual


class TextArrayValue(_ArrayValue):
    """Texts, in NumPy's own form or, in an array of objects, each for itself.

    An array of objects crosses in this form where it holds nothing but text.
    """

    dtype_kinds = "UO"
    words = gettext_noop("an array of text")
    wire_name = "texts"

    def packs(self, value: Any) -> bool:
        if not isinstance(value, np.ndarray):
            return False
        kind = value.dtype.kind
        return kind in "UT" or (
            kind == "O" and value.size > 0 and all(isinstance(v, str) for v in value.flat)
        )

    def show(self, value: Any) -> str:
        return repr(harmless(str(value), 60))

    def right(self, expected: np.ndarray, actual: np.ndarray) -> Any:
        return expected.astype(object) == actual.astype(object)

    def literal(self, value: Any, parts: list[str]) -> str:
        dtype = "object" if value.dtype.kind == "O" else f"'<U{max(1, value.itemsize // 4)}'"
        return f"np.array({value.ravel().tolist()!r}, dtype={dtype}).reshape({value.shape!r})"

    def pack(self, value: np.ndarray) -> Any:
        array = np.asarray(value)
        if array.dtype.kind == "U":
            width = array.itemsize // 4
            letters = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))
            return width, array.shape, letters.reshape(-1).view(np.uint32) if width else None
        each = [str(text).encode("utf-8", "replace") for text in array.ravel().tolist()]
        return "each", array.shape, np.array(list(map(len, each)), np.uint32), b"".join(each)

    def unpack(self, plain: Any) -> np.ndarray:
        width, shape, *data = exactly(tuple, plain)
        size = _size(shape)
        if width == "each":
            lengths, letters = data
            return _texts_of(lengths, letters, size).reshape(shape)
        if not 0 <= exactly(int, width) < 2**28:
            raise ValueError("a text is too long")
        (letters,) = data
        if not width:
            return _zeros(shape, "<U1")
        if exactly(np.ndarray, letters).dtype != np.uint32 or letters.shape != (size * width,):
            raise ValueError("not the texts of this shape")
        unknown = (letters > _LAST_LETTER) | ((letters >= 0xD800) & (letters <= 0xDFFF))
        return np.where(unknown, 0xFFFD, letters).astype("<u4").view(f"<U{width}").reshape(shape)


def _texts_of(lengths: Any, data: Any, size: int) -> np.ndarray:
    if exactly(np.ndarray, lengths).dtype != np.uint32 or lengths.shape != (size,):
        raise ValueError("not the texts of this shape")
    ends = np.cumsum(lengths, dtype=np.uint64).tolist()
    if size > MAX_TEXTS or (ends[-1] if ends else 0) != len(exactly(bytes, data)):
        raise ValueError("too many texts, or not as long as they should be")
    texts = np.empty(size, object)
    texts[:] = [
        data[start:end].decode("utf-8", "replace")
        for start, end in zip([0, *ends], ends, strict=False)
    ]
    return texts


class BytesArrayValue(_ArrayValue):
    dtype_kinds = "S"
    words = gettext_noop("an array of bytes")
    wire_name = "bytes array"

    def packs(self, value: Any) -> bool:
        return isinstance(value, np.ndarray) and value.dtype.kind == "S"

    def show(self, value: Any) -> str:
        return repr(bytes(value))[:60]

    def literal(self, value: Any, parts: list[str]) -> str:
        dtype = f"'S{max(1, value.itemsize)}'"
        return f"np.array({value.ravel().tolist()!r}, dtype={dtype}).reshape({value.shape!r})"

    def pack(self, value: np.ndarray) -> Any:
        return value.itemsize, value.shape, np.ascontiguousarray(value).tobytes()

    def unpack(self, plain: Any) -> np.ndarray:
        width, shape, data = exactly(tuple, plain)
        if not 0 <= exactly(int, width) < 2**30 or len(exactly(bytes, data)) != width * _size(
            shape
        ):
            raise ValueError("not the bytes of this shape")
        if not data:
            return _zeros(shape, f"S{max(1, width)}")
        return np.frombuffer(data, f"S{width}").reshape(shape).copy()


class DateArrayValue(_ArrayValue):
    """``datetime64`` or ``timedelta64``: one of them, or an array. NaT is expected to be NaT.

    The unit is not compared: a day is the day that begins at midnight.
    """

    exactable = ("dtype",)

    def __init__(self, kind: str, cls: type, name: str, words: str, of_many: str) -> None:
        self.dtype_kinds = kind  # type: ignore[misc]
        self.classes = (cls,)  # type: ignore[misc]
        self.wire_name = name  # type: ignore[misc]
        self.words = words  # type: ignore[misc]
        self.of_many = of_many

    def describe(self, value: Any) -> str:
        if np.ndim(value):
            return gettext(self.of_many, shape=np.shape(value))
        return gettext(self.words)

    def same(self, one: Any, other: Any) -> bool:
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        return bool(np.all(one.astype(np.int64) == other.astype(np.int64)))

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if "dtype" in tolerance.exact and expected.dtype != actual.dtype:
            return differs(
                Rung.DTYPE,
                place,
                gettext("is of dtype {dtype}", dtype=actual.dtype),
                str(expected.dtype),
            )
        return super().difference(expected, actual, tolerance, place)

    def right(self, expected: np.ndarray, actual: np.ndarray) -> Any:
        return equal_dates(expected, actual) | (np.isnat(expected) & np.isnat(actual))

    def show(self, value: Any) -> str:
        return show_date(value)

    def literal(self, value: Any, parts: list[str]) -> str:
        entries = np.asarray(value).astype(np.int64)
        made = f"np.array({entries.ravel().tolist()!r}).view({value.dtype.str!r})"
        made += f".reshape({np.shape(value)!r})"
        return made if isinstance(value, np.ndarray) else f"{made}[()]"

    def pack(self, value: Any) -> Any:
        unit, step = np.datetime_data(value.dtype)
        entries = np.asarray(value).astype(value.dtype.newbyteorder("<")).view(np.int64)
        return unit, step, entries if isinstance(value, np.ndarray) else int(entries)

    def unpack(self, plain: Any) -> Any:
        unit, step, entries = exactly(tuple, plain)
        if unit not in _UNITS or not 0 < exactly(int, step) < 2**31:
            raise ValueError("no such unit")
        nothing = np.iinfo(np.int64).min  # NaT
        if self.dtype_kinds == "M" and unit == "generic" and np.any(np.not_equal(entries, nothing)):
            raise ValueError("a date without a unit")
        code = f"<{self.dtype_kinds}8" + ("" if unit == "generic" else f"[{step}{unit}]")
        if type(entries) is int:
            return np.array(entries, np.int64).view(code)[()]
        if exactly(np.ndarray, entries).dtype != np.int64:
            raise ValueError("not an array of dates")
        return entries.view(code)


def equal_dates(expected: np.ndarray, actual: np.ndarray) -> Any:
    """Entry by entry, whether two dates or durations are the same, whatever their units are."""
    try:
        return expected == actual
    except (OverflowError, TypeError):  # there is no unit for both: days and attoseconds, or months
        return np.zeros(np.shape(expected), bool)


def show_date(value: Any) -> str:
    """A date as people write it: without the time where that is midnight."""
    return _MIDNIGHT.sub("", str(value))


def _size(shape: Any) -> int:
    """The number of entries of an array of this shape."""
    if len(exactly(tuple, shape)) > MAX_AXES or any(
        type(axis) is not int or not 0 <= axis < 2**40 for axis in shape
    ):
        raise ValueError("not a shape")
    return math.prod(shape)


def _zeros(shape: tuple[int, ...], dtype: str) -> np.ndarray:
    if _size(shape) > MAX_TEXTS:
        raise ValueError("too many texts")
    return np.zeros(shape, dtype)


@dataclass(frozen=True, eq=False, slots=True)
class Objects:
    """An array of objects: its shape, and its entries in a row."""

    shape: tuple[int, ...]
    items: tuple[Any, ...]

    def __getitem__(self, key: int) -> Any:
        return self.items[key]

    def __len__(self) -> int:
        return len(self.items)


class ObjectArrayValue(ValueType):
    """An array of objects of any kind, compared one by one."""

    classes = (Objects,)
    container = True
    wire_name = "objects"

    def describe(self, value: Objects) -> str:
        return gettext("an array of objects of shape {shape}", shape=value.shape)

    def packs(self, value: Any) -> bool:
        return isinstance(value, Objects) or (
            isinstance(value, np.ndarray) and value.dtype.kind == "O"
        )

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if expected.shape != actual.shape:
            return differs(
                Rung.SHAPE,
                place,
                gettext("has shape {shape}", shape=actual.shape),
                f"{expected.shape}",
            )
        return None

    def same(self, one: Objects, other: Objects) -> bool:
        return one.shape == other.shape

    def parts(self, value: Objects) -> Iterable[tuple[Any, Any]]:
        return enumerate(value.items)

    def place_of_part(self, value: Objects, key: Any, place: Place) -> Place:
        return place.entry(tuple(map(int, np.unravel_index(key, value.shape))))

    def rebuild(self, value: Objects, parts: list[Any]) -> Objects:
        return Objects(value.shape, tuple(parts))

    def literal(self, value: Objects, parts: list[str]) -> str:
        return (
            f"np.array([{', '.join([*parts, 'None'])}], dtype=object)[:-1].reshape({value.shape!r})"
        )

    def pack(self, value: Any) -> Any:
        items = value.items if isinstance(value, Objects) else value.ravel().tolist()
        return tuple(value.shape), list(items)

    def unpack(self, plain: Any) -> Objects:
        shape, items = exactly(tuple, plain)
        if _size(shape) != len(exactly(list, items)):
            raise ValueError("not the objects of this shape")
        return Objects(shape, tuple(items))

    def revive(self, value: Objects) -> np.ndarray:
        array = np.empty(len(value.items), object)
        for n, item in enumerate(value.items):  # one by one: some of them may be lists
            array[n] = item
        return array.reshape(value.shape)


@dataclass(frozen=True, eq=False, slots=True)
class Masked:
    """A masked array: its data, with zeros where the mask hides it, and its mask."""

    data: np.ndarray
    mask: np.ndarray

    def __getitem__(self, key: Attribute) -> np.ndarray:
        return {"data": self.data}[key.name]


class MaskedArrayValue(ValueType):
    """A masked array: the mask is compared, and the data that it shows."""

    classes = (Masked,)
    container = True
    wire_name = "masked"

    def describe(self, value: Masked) -> str:
        return gettext("a masked array of shape {shape}", shape=value.data.shape)

    def packs(self, value: Any) -> bool:
        return isinstance(value, (Masked, np.ma.MaskedArray))

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        e, a = expected.data, actual.data
        if e.shape != a.shape:
            return differs(
                Rung.SHAPE, place, gettext("has shape {shape}", shape=a.shape), f"{e.shape}"
            )
        wrong = expected.mask != actual.mask
        if not wrong.any():
            return None
        at = first_place(wrong)
        masked = gettext("is masked"), gettext("a number")
        said, wanted = (
            masked if actual.mask[at] else (gettext("is not masked"), gettext("a masked entry"))
        )
        where = place.entry(at) if at else place
        return Difference(
            Rung.VALUES,
            lambda: sentence(
                where,
                gettext(
                    "{said}, expected {wanted}{count}.",
                    said=said,
                    wanted=wanted,
                    count=count(wrong),
                ),
            ),
        )

    def same(self, one: Masked, other: Masked) -> bool:
        return one.mask.shape == other.mask.shape and bool((one.mask == other.mask).all())

    def parts(self, value: Masked) -> Iterable[tuple[Any, Any]]:
        return [(Attribute("data"), value.data)]

    def place_of_part(self, value: Masked, key: Any, place: Place) -> Place:
        return place

    def rebuild(self, value: Masked, parts: list[Any]) -> Masked:
        return Masked(parts[0], value.mask)

    def literal(self, value: Masked, parts: list[str]) -> str:
        mask = f"np.array({value.mask.ravel().tolist()!r}, bool).reshape({value.mask.shape!r})"
        return f"np.ma.masked_array({parts[0]}, {mask})"

    def pack(self, value: Any) -> Any:
        if isinstance(value, Masked):
            return value.data, value.mask
        data, mask = np.array(value.data), np.array(np.ma.getmaskarray(value))
        data[mask] = np.zeros((), data.dtype)
        return data, mask

    def unpack(self, plain: Any) -> Masked:
        data, mask = exactly(tuple, plain)
        if exactly(np.ndarray, mask).dtype != np.bool_ or exactly(np.ndarray, data).shape != (
            mask.shape
        ):
            raise ValueError("the mask does not fit")
        return Masked(data, mask)

    def revive(self, value: Masked) -> Any:
        return np.ma.masked_array(value.data, value.mask)


TYPES = (
    TextArrayValue(), BytesArrayValue(), ObjectArrayValue(), MaskedArrayValue(),
    DateArrayValue("M", np.datetime64, "datetime64", gettext_noop("a date"), gettext_noop("an array of dates of shape {shape}")),
    DateArrayValue("m", np.timedelta64, "timedelta64", gettext_noop("a duration"), gettext_noop("an array of durations of shape {shape}")),
)  # fmt: skip
