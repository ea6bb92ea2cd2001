"""Walks over nested values: their nodes and leaves, two values side by side, a changed copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.values.numbers import place_of_key
from grader.values.types import Opaque, type_of

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
