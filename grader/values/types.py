"""The types of value that a result may hold: their names, comparison, parts and notation.

Whatever handles a student's value goes through `type_of` or through the walks below, so a new
type is one subclass of `ValueType` and its entry in `TYPES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.util.untrusted_text import harmless
from grader.values.numbers import show, show_apart, within

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


class Rung(StrEnum):
    """The steps of the comparison, in their order: the first on which two values differ counts."""

    MISSING = "missing"
    TYPE = "type"
    STRUCTURE = "structure"
    SHAPE = "shape"
    DTYPE = "dtype"
    FINITE = "finite"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two values: its rung, and one sentence that names both sides.

    ``sentence`` makes the text on demand: comparisons with candidates never show theirs.
    """

    rung: Rung
    sentence: Callable[[], str]

    @property
    def text(self) -> str:
        return self.sentence()


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that cannot cross from the sandbox: only its type's name came along."""

    type_name: str


class ValueType:
    """One type of value. Subclass it, override what differs, and add an instance to `TYPES`.

    classes    the Python classes of its values
    words      what a value is called after "is" or "expected": "a dictionary"
    container  whether it holds other values, as `parts` lists them; `len` counts its parts
    wire_name  set for a type that the wire format has no tag for: `pack` and `unpack` then turn
               a value into plain data and back
    """

    classes: ClassVar[tuple[type, ...]] = ()
    words: ClassVar[str] = ""
    container: ClassVar[bool] = False
    wire_name: ClassVar[str] = ""

    def describe(self, value: Any) -> str:
        """The value's kind in words, with its shape where it has one."""
        return self.words

    def expects(self, expected: Any) -> str:
        """What a sentence says after "expected" where a value of another type came."""
        return self.describe(expected)

    def show(self, value: Any) -> str:
        """The value in a sentence, short."""
        return repr(value)[:60]

    def misfit(self, expected: Any, actual: Any, place: str) -> Difference | None:
        """Return how ``actual`` is not built like ``expected``: another type, keys or length.

        ``expected`` is of this type, ``actual`` of any; ``place`` is `["W1"][0]`, "" for the whole.
        """
        if isinstance(actual, self.classes):
            return None
        return differs(Rung.TYPE, place, f"is {describe(actual)}", self.expects(expected))

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: str
    ) -> Difference | None:
        """Return the first difference between two values without parts that have no misfit."""
        if actual == expected:
            return None
        return differs(Rung.VALUES, place, f"is {self.show(actual)}", self.show(expected))

    def surplus(self, expected: Any, actual: Any) -> list[Any]:
        """Keys of ``actual`` that nobody asked for: reported, and no difference."""
        return []

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values of one class, without parts, are equal to the bit."""
        return bool(one == other)

    def parts(self, value: Any) -> Iterable[tuple[Any, Any]]:
        """The parts of a container, each with the key or index under which `value[key]` finds it."""
        return ()

    def rebuild(self, value: Any, parts: list[Any]) -> Any:
        """A container like ``value`` with other parts, in the same order."""
        return value

    def literal(self, value: Any, parts: list[str]) -> str:
        """Python text that makes the value, given the texts of its parts."""
        return repr(value)

    def pack(self, value: Any) -> Any:
        """Plain data that stands for the value on the wire; runs in the student's process."""
        raise NotImplementedError

    def unpack(self, plain: Any) -> Any:
        """The value again; raises ValueError for unfit data, which a hostile process may send."""
        raise NotImplementedError


def differs(rung: Rung, place: str, is_now: str, expected: str) -> Difference:
    """A difference in the usual words: "`result[0]` is a number, expected text."."""
    return Difference(rung, lambda: _sentence(place, f"{is_now}, expected {expected}."))


def _sentence(place: str, rest: str) -> str:
    text = f"{called(place)} {rest}"
    return text[0].upper() + text[1:]


class NoneValue(ValueType):
    classes = (type(None),)
    words = "None"


class TextValue(ValueType):
    classes = (str,)
    words = "text"

    def show(self, value: str) -> str:
        return repr(value[:60])


class BytesValue(ValueType):
    classes = (bytes,)
    words = "bytes"


class OpaqueValue(ValueType):
    """What could not be sent: it equals nothing."""

    classes = (Opaque,)

    def describe(self, value: Any) -> str:
        return f"of type {value.type_name if isinstance(value, Opaque) else type(value).__name__}"

    def misfit(self, expected: Any, actual: Any, place: str) -> Difference | None:
        return differs(Rung.TYPE, place, f"is {describe(actual)}", f"a value {describe(expected)}")

    def same(self, one: Any, other: Any) -> bool:
        return False


class SequenceValue(ValueType):
    """A list or a tuple; each is accepted where the other is expected."""

    classes = (list, tuple)
    container = True

    def describe(self, value: Any) -> str:
        return "a tuple" if isinstance(value, tuple) else "a list"

    def expects(self, expected: Any) -> str:
        return f"{self.describe(expected)} of {len(expected)}"

    def misfit(self, expected: Any, actual: Any, place: str) -> Difference | None:
        if isinstance(actual, self.classes) and len(actual) != len(expected):
            items = "1 item" if len(actual) == 1 else f"{len(actual)} items"
            return differs(Rung.STRUCTURE, place, f"has {items}", str(len(expected)))
        return super().misfit(expected, actual, place)

    def parts(self, value: Sequence[Any]) -> Iterable[tuple[int, Any]]:
        return enumerate(value)

    def rebuild(self, value: Any, parts: list[Any]) -> Any:
        return type(value)(parts)

    def literal(self, value: Any, parts: list[str]) -> str:
        inner = "".join(f"{part}, " for part in parts)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"


class MappingValue(ValueType):
    """A dictionary; keys beyond the expected ones are no difference."""

    classes = (dict, Mapping)
    words = "a dictionary"
    container = True

    def misfit(self, expected: Any, actual: Any, place: str) -> Difference | None:
        misfit = super().misfit(expected, actual, place)
        if misfit is None and any(key not in actual for key in expected):
            return Difference(Rung.STRUCTURE, lambda: _missing_keys(expected, actual, place))
        return misfit

    def surplus(self, expected: Any, actual: Any) -> list[Any]:
        return [key for key in actual if key not in expected]

    def parts(self, value: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
        return value.items()

    def rebuild(self, value: Mapping[Any, Any], parts: list[Any]) -> Any:
        return dict(zip(value, parts, strict=True))

    def literal(self, value: Mapping[Any, Any], parts: list[str]) -> str:
        pairs = zip(value, parts, strict=True)
        return "{" + ", ".join(f"{key!r}: {part}" for key, part in pairs) + "}"


def _missing_keys(expected: Mapping[Any, Any], actual: Mapping[Any, Any], place: str) -> str:
    missing = [key for key in expected if key not in actual]
    listed = ", ".join(f"`{key}`" for key in missing[:5]) + (", …" if missing[5:] else "")
    present = ", ".join(f"`{harmless(str(key), 40)}`" for key in list(actual)[:12])
    there = f"Its keys: {present}." if present else "It is empty."
    word = "key" if len(missing) == 1 else "keys"
    return _sentence(place, f"has no {word} {listed}. {there}")


class NumericValue(ValueType):
    """A number or an array of numbers: 2.5, np.float64(2.5) and a 0-d array are the same number."""

    classes = (np.ndarray, np.generic, int, float, complex)
    words = "a number"

    def describe(self, value: Any) -> str:
        if isinstance(value, bool):
            return "a boolean"
        return f"an array of shape {value.shape}" if np.ndim(value) else self.words

    def expects(self, expected: Any) -> str:
        return f"an array of shape {np.shape(expected)}" if np.ndim(expected) else self.words

    def same(self, one: Any, other: Any) -> bool:
        if isinstance(one, np.ndarray):
            same_form = one.shape == other.shape and one.dtype == other.dtype
            return same_form and bool((one == other).all())
        return bool(one == other)

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: str
    ) -> Difference | None:
        e, a = _as_array(expected), _as_array(actual)
        if e is None or a is None:
            shown, wanted = (_show_large(value) for value in (actual, expected))
            return differs(Rung.VALUES, place, f"is {shown}", wanted)
        if e.shape != a.shape:
            has = f"has shape {a.shape}" if a.ndim else "is a number"
            return differs(Rung.SHAPE, place, has, f"{e.shape}" if e.ndim else "a number")
        if not _kind_fits(e, a):
            wanted = _KINDS[e.dtype.kind]
            return differs(Rung.DTYPE, place, f"holds {_KINDS[a.dtype.kind]}", wanted)
        return _difference_of_entries(e, a, tolerance, place)

    def literal(self, value: Any, parts: list[str]) -> str:
        if isinstance(value, np.ndarray):
            entries = value.ravel().tolist()
            return f"np.array({entries!r}, dtype={value.dtype.str!r}).reshape({value.shape!r})"
        return repr(value.item() if isinstance(value, np.generic) else value)


_KINDS = {
    "b": "booleans", "i": "integers", "u": "integers", "f": "floats", "c": "complex numbers",
}  # fmt: skip


def _as_array(value: Any) -> np.ndarray | None:
    """Return the number or array as an array; None for an int that no float can hold."""
    if isinstance(value, int) and abs(value) >= 2**63:
        try:
            return np.asarray(float(value))
        except OverflowError:
            return None
    return np.asarray(value)


def _show_large(value: Any) -> str:
    array = _as_array(value)
    if array is None:
        return "a very large integer"
    return "an array" if array.ndim else show(array[()])


def _kind_fits(expected: np.ndarray, actual: np.ndarray) -> bool:
    wanted, kind = expected.dtype.kind, actual.dtype.kind
    if kind == "c":
        return wanted == "c"
    if wanted in "fc" and expected.ndim > 0:  # a single number may be an int: b = 0
        return kind in "fc"
    return True


def _difference_of_entries(
    e: np.ndarray, a: np.ndarray, tolerance: Tolerance, place: str
) -> Difference | None:
    if e.dtype.kind in "biu" and a.dtype.kind in "biu":
        right = np.asarray(e == a)
    else:
        e, a = (x.astype(complex if x.dtype.kind == "c" else float, copy=False) for x in (e, a))
        broken = np.isfinite(e) & ~np.isfinite(a)
        if broken.any():
            word = "NaN" if np.isnan(a[broken][0]) else "infinity"
            return differs(Rung.FINITE, place, f"holds {word}{_count(broken)}", "finite numbers")
        right = within(e, a, tolerance)
    if right.all():
        return None
    return Difference(Rung.VALUES, lambda: _first_wrong(e, a, ~right, place))


def _first_wrong(e: np.ndarray, a: np.ndarray, wrong: np.ndarray, place: str) -> str:
    at = tuple(int(axis[0]) for axis in wrong.nonzero()) if e.ndim else ()
    where = f"{place}[{', '.join(map(str, at))}]" if at else place
    shown, wanted = show_apart(a[at], e[at])
    return _sentence(where, f"is {shown}, expected {wanted}{_count(wrong)}.")


def _count(wrong: np.ndarray) -> str:
    return f" ({int(wrong.sum())} of {wrong.size} entries differ)" if wrong.size > 1 else ""


_UNKNOWN = OpaqueValue()
TYPES: tuple[ValueType, ...] = (
    NoneValue(), TextValue(), BytesValue(), NumericValue(), SequenceValue(), MappingValue(), _UNKNOWN,
)  # fmt: skip
"""The first whose classes fit decides: np.str_ is text before it is a NumPy scalar."""


_OF_CLASS = {cls: kind for kind in reversed(TYPES) for cls in kind.classes}


def type_of(value: Any) -> ValueType:
    """The type that handles ``value``; for a foreign object, the one of what cannot be sent."""
    kind = _OF_CLASS.get(type(value))  # nearly always: to ask every type would take longer
    return kind or next((kind for kind in TYPES if isinstance(value, kind.classes)), _UNKNOWN)


def describe(value: Any) -> str:
    """The kind of a value in words: "a number", "an array of shape (3, 4)", "of type set"."""
    return type_of(value).describe(value)


MAX_DEPTH = 40
MAX_NODES = 200_000
"""What the wire format lets through, so that every walk may be recursive."""

Path = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A value inside another one, or the whole; ``path`` holds the keys that lead to it."""

    path: Path
    value: Any

    @property
    def place(self) -> str:
        """How Python finds it inside the whole: `["W1"][0]`, "" for the whole."""
        return "".join(map(place_of_key, self.path))

    @property
    def name(self) -> str:
        """The innermost name on its path: of an array in a list, the name of the list."""
        return next((key for key in reversed(self.path) if isinstance(key, str)), "")


def nodes(value: Any, path: Path = ()) -> Iterator[Node]:
    """Every value inside ``value``, itself first, each before its parts."""
    yield Node(path, value)
    for key, part in type_of(value).parts(value):
        yield from nodes(part, (*path, key))


def leaves(value: Any) -> Iterator[Node]:
    """The values inside ``value`` that hold no others."""
    return (node for node in nodes(value) if not type_of(node.value).container)


def arrays(value: Any, kinds: str = "biufc") -> Iterator[Node]:
    """The leaves that are arrays of one of these dtype kinds."""
    return (
        node
        for node in leaves(value)
        if isinstance(node.value, np.ndarray) and node.value.dtype.kind in kinds
    )


def at(value: Any, path: Path) -> Any:
    """What stands at ``path`` in another value; raises LookupError where nothing does."""
    for key in path:
        try:
            value = value[key]
        except (TypeError, ValueError) as error:
            raise LookupError(key) from error
    return value


class NotAlike(ValueError):
    """Two values are not built alike, so their leaves have no counterparts."""


def leaf_pairs(expected: Any, actual: Any) -> Iterator[tuple[str, Any, Any]]:
    """The leaves of ``expected`` with their places and counterparts in ``actual``.

    Raises NotAlike on the way where a container has no counterpart with its keys or its length.
    """
    for node in nodes(expected):
        try:
            counterpart = at(actual, node.path)
        except LookupError:
            raise NotAlike(node.place) from None
        if not type_of(node.value).container:
            yield node.place, node.value, counterpart
        elif type_of(node.value).misfit(node.value, counterpart, "") is not None:
            raise NotAlike(node.place)


def map_leaves(change: Callable[[Any], Any], value: Any) -> Any:
    """A value built alike, with ``change(leaf)`` in the place of every leaf."""
    kind = type_of(value)
    if not kind.container:
        return change(value)
    return kind.rebuild(value, [map_leaves(change, part) for _, part in kind.parts(value)])


def literal(value: Any) -> str:
    """Python text that makes this value, where ``np`` is NumPy."""
    kind = type_of(value)
    return kind.literal(value, [literal(part) for _, part in kind.parts(value)])


def same_bits(one: Any, other: Any) -> bool:
    """Whether two values are the same in classes, keys and every bit: cheap to find out."""
    if type(one) is not type(other):
        return False
    kind = type_of(one)
    if not kind.container:
        return kind.same(one, other)
    try:
        return len(one) == len(other) and all(
            same_bits(part, other[key]) for key, part in kind.parts(one)
        )
    except LookupError:  # another key
        return False


def holds_opaque(value: Any) -> bool:
    """Whether some part of a value did not come along from the sandbox."""
    return any(isinstance(leaf.value, Opaque) for leaf in leaves(value))


def first_difference(
    expected: Any, actual: Any, tolerance: Tolerance, place: str = ""
) -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    ``place`` is how Python finds the value inside the result (`["W1"]`, `[2][0]`), "" for the
    whole of it. Never raises for any value that the wire format can carry.
    """
    if same_bits(expected, actual):
        return None
    kind = type_of(expected)
    if actual is None:
        return differs(Rung.MISSING, place, "is None", kind.describe(expected))
    misfit = kind.misfit(expected, actual, place)
    if misfit is not None:
        return misfit
    if not kind.container:
        return kind.difference(expected, actual, tolerance, place)
    for key, part in kind.parts(expected):
        difference = first_difference(part, actual[key], tolerance, place + place_of_key(key))
        if difference is not None:
            return difference
    return None


def extra_keys(expected: Any, actual: Any) -> tuple[str, ...]:
    """Keys that a student's dictionaries have beyond the expected ones: reported, not punished."""
    extra: list[str] = []
    for node in nodes(expected):
        try:
            counterpart = at(actual, node.path)
        except LookupError:
            continue
        if type_of(counterpart) is type_of(node.value):
            extra += map(str, type_of(node.value).surplus(node.value, counterpart))
    return tuple(extra)


def called(place: str) -> str:
    """The words for a place inside the result: ``result[3][0]`` in backticks, or "the result"."""
    return f"`result{place}`" if place else "the result"


def place_of_key(key: Any) -> str:
    """``["W1"]``: how an item is taken, its key cut to what fits into a sentence."""
    shown = json.dumps(key[:40], ensure_ascii=False) if isinstance(key, str) else repr(key)
    return f"[{shown}]"
