"""Stubs for correct helpers, in the child: each call of one goes to the judge.

The correct function itself is in another child. A stub knows nothing but its name, and student code
can do no more with it than with the channel itself.
"""

from __future__ import annotations

import builtins
import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader import wire

Ask = Callable[[bytes], bytes]


def helper_stubs(call: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    """The functions to put in place for one call, by name. ``ask`` sends a message and waits."""
    helpers = call.get("helpers") or {}
    return {name: _stub(name, helper, call, ask) for name, helper in helpers.items()}


def _stub(
    name: str, helper: tuple[dict[str, str | None], bool], call: Mapping[str, Any], ask: Ask
) -> Callable[..., Any]:
    parameters, draws = helper
    token, limit = call["token"], call["result_bytes"]

    def stub(*args: Any, **kwargs: Any) -> Any:
        positional, named = _for_the_reference(parameters, args, kwargs)
        state = random_state() if draws else None
        message = ("help", token, name, positional, named, state)
        how, value, after = wire.decode(ask(wire.encode(message, limit)), live=True)
        if after is not None:
            set_random_state(after)
        if how == "raised":
            raise getattr(builtins, value[0], RuntimeError)(value[1])
        return value

    stub.__name__ = stub.__qualname__ = name
    return stub


def _for_the_reference(
    parameters: Mapping[str, str | None], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    if not parameters:
        return list(args), kwargs
    given = dict(zip(parameters, args, strict=False))
    if len(args) > len(parameters) or given.keys() & kwargs.keys():
        raise TypeError("too many arguments")
    every = {parameters.get(name, name): value for name, value in (given | kwargs).items()}
    return [], {name: value for name, value in every.items() if name is not None}


def random_state() -> tuple[Any, ...]:
    """The legacy state of NumPy and that of ``random``, as plain data."""
    _, keys, position, has_gauss, gauss = np.random.get_state()
    _, words, other = random.getstate()
    return keys, int(position), int(has_gauss), float(gauss), np.array(words, np.uint32), other


def set_random_state(state: tuple[Any, ...]) -> None:
    keys, position, has_gauss, gauss, words, other = state
    np.random.set_state(("MT19937", keys, position, has_gauss, gauss))
    random.setstate((3, tuple(words.tolist()), other))
