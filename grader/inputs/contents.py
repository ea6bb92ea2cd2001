"""The values in a call: what its author gave it, and what they are put back into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.model.exercise import Call
from grader.values import leaves


def values_of(call: Call) -> list[Any]:
    """Every value that the author gave to a call or to the steps of a script, in order.

    The lines that it reads, and its files, are the last two where there are any: a list of texts,
    and name -> text, or bytes where they are no text.
    """
    given: list[Any] = []
    call.changed(given.append)
    return [*given, *surrounding(call).values()]


def with_values(call: Call, values: Sequence[Any]) -> Call:
    """The call with other values in the places of `values_of`."""
    remaining = iter(values)
    around = call.surroundings
    changed: Call = call.changed(lambda _: next(remaining))
    if around.stdin:
        around = replace(around, stdin=tuple(next(remaining)))
    if around.files:
        files = {name: _as_bytes(content) for name, content in next(remaining).items()}
        around = replace(around, files=files)
    return replace(changed, surroundings=around)


def surrounding(call: Call) -> dict[str, Any]:
    """The lines that a call reads, and its files, where there are any: as their author gives them."""
    around, found = call.surroundings, dict[str, Any]()
    if around.stdin:
        found["stdin"] = list(around.stdin)
    if around.files:
        found["files"] = {name: _as_text(content) for name, content in around.files.items()}
    return found


def _as_text(content: bytes) -> str | bytes:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "replace") if isinstance(content, str) else content


def given(call: Call) -> list[Any]:
    """What a call, or the steps of a script, are called with, in order."""
    if not call.steps:
        return list(call.arguments.values())
    return [v for step in call.steps for v in (*step.arguments, *step.named.values())]


def arrays_of(call: Call) -> list[np.ndarray]:
    values = (leaf.value for leaf in leaves(given(call)))
    return [value for value in values if isinstance(value, np.ndarray)]


def sizes_of(call: Call) -> set[int]:
    return {size for array in arrays_of(call) for size in array.shape}


def whole_numbers(call: Call) -> Iterator[int]:
    """The whole numbers among what a call is given: some may be sizes of its arrays."""
    for leaf in leaves(given(call)):
        if isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
            yield leaf.value


def words_in(call: Call) -> frozenset[tuple[str, object]]:
    """The texts, truth values and Nones in a call's arguments, with their names: what branches ask for."""
    return frozenset(
        (name, leaf.value)
        for name, value in call.inputs.items()
        for leaf in leaves(value)
        if leaf.value is None or isinstance(leaf.value, (str, bool))
    )


def places_in(call: Call) -> frozenset[str]:
    """The places of everything in a call's arguments: their keys, and how many items they have."""
    return frozenset(
        f"{name}{leaf.path}" for name, value in call.inputs.items() for leaf in leaves(value)
    )
