"""Nested values: the types that hold others and the plainest that do not, and walks through them.

A walk meets nodes and leaves, two values side by side, or makes changed copies. `type_of` says which
type a value belongs to; those that are not here are in the folder ``types``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import harmless
from grader.values import types
from grader.values.value_type import (
    WHOLE,
    Difference,
    Opaque,
    Place,
    Rung,
    ValueType,
    differs,
    place_of_key,
    sentence,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


class NoneValue(ValueType):
    classes = (type(None),)
    words = "None"


class TextValue(ValueType):
    classes = (str,)
    words = gettext_noop("text")

    def show(self, value: str) -> str:
        return repr(value[:60])


class BytesValue(ValueType):
    classes = (bytes,)
    words = gettext_noop("bytes")


class OpaqueValue(ValueType):
    """What could not be sent: it equals nothing."""

    classes = (Opaque,)

    def describe(self, value: Any) -> str:
        return gettext(
            "of type {type}",
            type=value.type_name if isinstance(value, Opaque) else type(value).__name__,
        )

    def expects(self, expected: Any) -> str:
        return gettext("a value {value}", value=self.describe(expected))

    def takes(self, value: Any) -> bool:
        return False

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        is_now = gettext("is {value}", value=self.describe(actual))
        return differs(Rung.TYPE, place, is_now, self.expects(expected))

    def same(self, one: Any, other: Any) -> bool:
        return False


class SequenceValue(ValueType):
    """A list or a tuple; each is accepted where the other is expected."""

    classes = (list, tuple)
    container = True

    def describe(self, value: Any) -> str:
        return gettext("a tuple") if isinstance(value, tuple) else gettext("a list")

    def expects(self, expected: Any) -> str:
        return gettext("{value} of {count}", value=self.describe(expected), count=len(expected))

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if len(actual) == len(expected):
            return None
        items = ngettext("{count} item", "{count} items", len(actual))
        return differs(
            Rung.STRUCTURE, place, gettext("has {items}", items=items), str(len(expected))
        )

    def same(self, one: Any, other: Any) -> bool:
        return len(one) == len(other)

    def parts(self, value: Sequence[Any]) -> Iterable[tuple[int, Any]]:
        return enumerate(value)

    def rebuild(self, value: Any, parts: list[Any]) -> Any:
        return type(value)(parts)

    def literal(self, value: Any, parts: list[str]) -> str:
        inner = "".join(f"{part}, " for part in parts)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"


class MappingValue(ValueType):
    """A dictionary; keys beyond the expected ones are no difference, unless an author asks for that."""

    classes = (dict, Mapping)
    words = gettext_noop("a dictionary")
    container = True
    exactable = ("keys",)

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if any(key not in actual for key in expected):
            return Difference(Rung.STRUCTURE, lambda: _missing_keys(expected, actual, place))
        if tolerance is not None and "keys" in tolerance.exact and len(actual) > len(expected):
            return Difference(
                Rung.STRUCTURE, lambda: _more_keys(self.surplus(expected, actual), place)
            )
        return None

    def surplus(self, expected: Any, actual: Any) -> list[Any]:
        return [key for key in actual if key not in expected]

    def same(self, one: Any, other: Any) -> bool:
        return len(one) == len(other)

    def parts(self, value: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
        return value.items()

    def rebuild(self, value: Mapping[Any, Any], parts: list[Any]) -> Any:
        return dict(zip(value, parts, strict=True))

    def literal(self, value: Mapping[Any, Any], parts: list[str]) -> str:
        pairs = zip(value, parts, strict=True)
        return "{" + ", ".join(f"{key!r}: {part}" for key, part in pairs) + "}"


def _missing_keys(expected: Mapping[Any, Any], actual: Mapping[Any, Any], place: Place) -> str:
    missing = [key for key in expected if key not in actual]
    listed = ", ".join(f"`{key}`" for key in missing[:5]) + (", …" if missing[5:] else "")
    present = ", ".join(f"`{harmless(str(key), 40)}`" for key in list(actual)[:12])
    return sentence(place, place.lacks(listed, len(missing), present))


def _more_keys(surplus: Sequence[Any], place: Place) -> str:
    listed = ", ".join(f"`{harmless(str(key), 40)}`" for key in surplus[:5])
    listed += ", …" if surplus[5:] else ""
    said = ngettext(
        "has a key that nobody expects: {listed}.",
        "has keys that nobody expects: {listed}.",
        len(surplus),
        listed=listed,
    )
    return sentence(place, said)


_UNKNOWN = OpaqueValue()


def _declared() -> Iterator[ValueType]:
    yield from (NoneValue(), TextValue(), BytesValue(), SequenceValue(), MappingValue(), _UNKNOWN)
    for module in pkgutil.iter_modules(types.__path__):
        yield from getattr(importlib.import_module(f"{types.__name__}.{module.name}"), "TYPES", ())


TYPES: tuple[ValueType, ...] = tuple(_declared())

OF_CLASS: Mapping[type, ValueType] = {cls: kind for kind in TYPES for cls in kind.classes}
"""A value's class, or the nearest of those that it builds on, decides."""
IGNORABLE = tuple(dict.fromkeys(word for kind in TYPES for word in kind.ignorable))
"""The words that an author may give to ``ignores=``."""
EXACTABLE = tuple(dict.fromkeys(word for kind in TYPES for word in kind.exactable))
"""The words that an author may give to ``exact=``."""
OF_DTYPE: Mapping[str, ValueType] = {code: kind for kind in TYPES for code in kind.dtype_kinds}
_EQUAL_OR_NOT = frozenset(
    {type(None), bool, int, float, complex, str, bytes}
    | {np.dtype(code).type for code in "?bhilqBHILQefdFD"}
)
"""Classes of which `==` says whether two values are the same."""
_TRUTH = (bool, np.bool_)
_NUMBERS = "biufc"
"""The kinds of dtype of which it says so entry by entry."""


def type_of(value: Any) -> ValueType:
    """The type that handles ``value``; for a foreign object, the one of what cannot be sent."""
    if isinstance(value, np.ndarray):
        return OF_DTYPE.get(value.dtype.kind, _UNKNOWN)
    kind = OF_CLASS.get(type(value))  # nearly always: to ask every class would take longer
    if kind is None:
        kind = next((OF_CLASS[cls] for cls in type(value).__mro__ if cls in OF_CLASS), None)
    return kind or next((k for k in TYPES if isinstance(value, k.classes)), _UNKNOWN)


def describe(value: Any) -> str:
    """The kind of a value in words: "a number", "an array of shape (3, 4)", "of type module"."""
    return type_of(value).describe(value)


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
    kind = type_of(value)
    if kind.container:
        for key, part in kind.parts(value):
            yield from nodes(part, (*path, key))


def leaves(value: Any, path: Path = ()) -> Iterator[Node]:
    """The values inside ``value`` that hold no others."""
    kind = type_of(value)
    if not kind.container:
        yield Node(path, value)
        return
    for key, part in kind.parts(value):
        yield from leaves(part, (*path, key))


def arrays(value: Any, kinds: str = _NUMBERS) -> Iterator[Node]:
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
        except (TypeError, ValueError, AttributeError) as error:  # a key of another type's
            raise LookupError(key) from error
    return value


def with_part(value: Any, path: Path, part: Any) -> Any:
    """The value with ``part`` in the place of what stands at ``path``; LookupError as in `at`."""
    if not path:
        return part
    at(value, path[:1])
    key, *rest = path
    kind = type_of(value)
    parts = [
        with_part(old, tuple(rest), part) if here == key else old for here, old in kind.parts(value)
    ]
    return kind.rebuild(value, parts)


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
        elif misfit(node.value, counterpart) is not None:
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
    if type(one) in _EQUAL_OR_NOT:
        return bool(one == other)
    if isinstance(one, np.ndarray) and one.dtype.kind in _NUMBERS:
        alike = one.shape == other.shape and one.dtype == other.dtype
        return alike and bool((one == other).all())
    kind = type_of(one)
    if type_of(other) is not kind or not kind.same(one, other):
        return False
    if not kind.container:
        return True
    try:
        return all(same_bits(part, other[key]) for key, part in kind.parts(one))
    except LookupError:  # another key
        return False


def holds_opaque(value: Any) -> bool:
    """Whether some part of a value did not come along from the sandbox."""
    return any(isinstance(leaf.value, Opaque) for leaf in leaves(value))


def opaque_part(value: Any, name: str) -> str | None:
    """The first part of ``value`` that did not cross from a child, in words; None where all did.

    name  what the whole is called: "`x[1]['a']` is of type object".
    """
    for node in leaves(value):
        if isinstance(node.value, Opaque):
            return gettext(
                "`{name}{place}` is {value}",
                name=name,
                place=node.place,
                value=describe(node.value),
            )
    return None


def misfit(
    expected: Any, actual: Any, place: Place = WHOLE, tolerance: Tolerance | None = None
) -> Difference | None:
    """Return how ``actual`` is not built like ``expected``: another type, other keys or a length."""
    kind = type_of(expected)
    if type_of(actual) is not kind and not kind.takes(actual):
        return differs(
            Rung.TYPE, place, gettext("is {value}", value=describe(actual)), kind.expects(expected)
        )
    return kind.misfit(expected, actual, place, tolerance) if kind.container else None


def first_difference(
    expected: Any, actual: Any, tolerance: Tolerance, place: Place = WHOLE
) -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    ``place`` is where the value is inside the result. Never raises for any value that the wire format
    can carry.
    """
    if same_bits(expected, actual):
        return None
    path, difference = _first_different(expected, actual, tolerance)
    if difference is None or not (path or place):
        return difference
    for key in path:  # only where something differs, its place is asked for
        place = type_of(expected).place_of_part(expected, key, place)
        expected, actual = expected[key], actual[key]
    return _own_difference(expected, actual, tolerance, place)


def _first_different(
    expected: Any, actual: Any, tolerance: Tolerance
) -> tuple[Path, Difference | None]:
    """Where two values that are not the same to the bit differ first, and how."""
    difference = _own_difference(expected, actual, tolerance, WHOLE)
    kind = type_of(expected)
    if difference is not None or not kind.container or kind.compares_whole:
        return (), difference
    for key, part in kind.parts(expected):
        if not same_bits(part, actual[key]):
            path, difference = _first_different(part, actual[key], tolerance)
            if difference is not None:
                return (key, *path), difference
    return (), None


def _own_difference(
    expected: Any, actual: Any, tolerance: Tolerance, place: Place
) -> Difference | None:
    """The first difference but for those that the parts of a container have."""
    kind = type_of(expected)
    if actual is None:
        return differs(Rung.MISSING, place, gettext("is None"), kind.describe(expected))
    unlike = misfit(expected, actual, place, tolerance)
    if unlike is None and (not kind.container or kind.compares_whole):
        return kind.difference(expected, actual, tolerance, place)
    return unlike


def built_alike(one: Any, other: Any) -> bool:
    """Whether both hold the same keys, and truth values at the same places."""
    mine, others = ({node.path: node.value for node in nodes(value)} for value in (one, other))
    return mine.keys() == others.keys() and all(
        isinstance(value, _TRUTH) is isinstance(others[path], _TRUTH)
        for path, value in mine.items()
    )


def extra_keys(expected: Any, actual: Any) -> tuple[str, ...]:
    """Keys that a student's dictionaries have beyond the expected ones: reported, not punished."""
    extra: list[str] = []
    for node in nodes(expected):
        try:
            counterpart = at(actual, node.path)
        except LookupError:
            continue
        kind = type_of(node.value)
        if kind.container and type_of(counterpart) is kind:
            extra += map(str, kind.surplus(node.value, counterpart))
    return tuple(extra)
