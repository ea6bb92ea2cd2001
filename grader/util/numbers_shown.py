"""How a number, and its place inside a result, are told to people."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

_DIGITS = 6
MOST_DIGITS = 12
"""More would be rounding noise, which differs from machine to machine."""


def show(value: Any, digits: int = _DIGITS) -> str:
    """A number as it is told to people: rounded, so that no BLAS kernel changes the text."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (complex, np.complexfloating)):
        return f"{value:.{digits}g}"
    number = float(value)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.{digits}g}"


def show_apart(one: Any, other: Any, digits: int = _DIGITS) -> tuple[str, str]:
    """Two numbers that differ, with as many digits as it takes to see how far apart they are."""
    shown = show(one, digits), show(other, digits)
    if not any(isinstance(value, (bool, np.bool_)) for value in (one, other)):
        apart = abs(complex(one) - complex(other))
        while _off(shown, apart) and digits < MOST_DIGITS:
            digits += 1
            shown = show(one, digits), show(other, digits)
    return shown


def _off(shown: tuple[str, str], apart: float) -> bool:
    """Whether two rounded numbers look nearer or farther from each other than they are."""
    return abs(abs(complex(shown[0]) - complex(shown[1])) - apart) * 2 > apart


def called(place: str) -> str:
    """The words for a place inside the result: ``result[3][0]`` in backticks, or "the result"."""
    return f"`result{place}`" if place else "the result"


def place_of_key(key: Any) -> str:
    """``["W1"]``: how a dictionary's entry is taken, its key cut to what fits into a sentence."""
    shown = json.dumps(key[:40], ensure_ascii=False) if isinstance(key, str) else repr(key)
    return f"[{shown}]"
