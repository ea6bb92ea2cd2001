"""All types of value, and walks over nested values: nodes and leaves, two side by side, changed copies."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext
from grader.values import types
from grader.values.types.basic import OpaqueValue
from grader.values.value_type import (
    WHOLE,
    Difference,
    Opaque,
    Place,
    Rung,
    ValueType,
    differs,
    place_of_key,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


def _declared() -> Iterator[ValueType]:
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
_UNKNOWN = next(kind for kind in TYPES if isinstance(kind, OpaqueValue))


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
    if not kind.takes(actual):
        return differs(
            Rung.TYPE, place, gettext("is {value}", value=describe(actual)), kind.expects(expected)
        )
    return kind.misfit(expected, actual, place, tolerance)


def first_difference(
    expected: Any, actual: Any, tolerance: Tolerance, place: Place = WHOLE
) -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    ``place`` is where the value is inside the result. Never raises for any value that the wire format
    can carry.
    """
    return None if same_bits(expected, actual) else _difference(expected, actual, tolerance, place)


def _difference(
    expected: Any, actual: Any, tolerance: Tolerance, place: Place
) -> Difference | None:
    """The same, of two values that are not the same to the bit."""
    kind = type_of(expected)
    if actual is None:
        return differs(Rung.MISSING, place, gettext("is None"), kind.describe(expected))
    unlike = misfit(expected, actual, place, tolerance)
    if unlike is not None:
        return unlike
    if not kind.container or kind.compares_whole:
        return kind.difference(expected, actual, tolerance, place)
    for key, part in kind.parts(expected):
        if not same_bits(part, actual[key]):
            where = kind.place_of_part(expected, key, place)
            difference = _difference(part, actual[key], tolerance, where)
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
        kind = type_of(node.value)
        if kind.container and type_of(counterpart) is kind:
            extra += map(str, kind.surplus(node.value, counterpart))
    return tuple(extra)
