"""Stand-ins for right helpers, in the child: what they are called with goes to the judge.

The right function itself is in another child. A stand-in knows nothing but its name, and what
student code does with it is no more than what it could do with the channel itself.
"""

from __future__ import annotations

import builtins
import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader import wire

Ask = Callable[[bytes], bytes]


def stand_ins(helpers: Mapping[str, Any], token: bytes, limit: int, ask: Ask) -> dict[str, Any]:
    """The functions to be put in place for one call, by name."""
    return {
        name: _stand_in(name, parameters, draws, token, limit, ask)
        for name, (parameters, draws) in helpers.items()
    }


def _stand_in(
    name: str,
    parameters: dict[str, str | None],
    draws: bool,
    token: bytes,
    limit: int,
    ask: Ask,
) -> Callable[..., Any]:
    def helper(*args: Any, **kwargs: Any) -> Any:
        places, named = _as_the_reference_takes_them(parameters, args, kwargs)
        state = random_state() if draws else None
        asked = wire.encode(("help", token, name, places, named, state), limit)
        how, value, after = wire.decode(ask(asked))
        if after is not None:
            set_random_state(after)
        if how == "raised":
            raise getattr(builtins, value[0], RuntimeError)(value[1])
        return value

    helper.__name__ = helper.__qualname__ = name
    return helper


def _as_the_reference_takes_them(
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
