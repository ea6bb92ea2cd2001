"""Numbers: which of them agree, and how they are written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

_DIGITS = 6
MOST_DIGITS = 12
"""More would be rounding noise, which differs from machine to machine."""


def allowed(expected: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """How far an actual entry may lie from each finite entry of ``expected``; same shape.

    `Tolerance` says how.
    """
    size = np.abs(expected)
    atol = tolerance.atol
    if atol is None:
        atol = 1e-12 + 1e-9 * float(np.max(size, initial=0.0, where=np.isfinite(size)))
    return np.asarray(tolerance.rtol * size + atol)


def within(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """Return entry by entry whether ``actual`` (same shape) lies within the tolerance.

    Written so that NaN is never within; a NaN or infinity that is expected must be met exactly.
    """
    finite = np.isfinite(expected)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.asarray(np.abs(actual - expected) <= allowed(expected, tolerance))
        if finite.all():
            return near
        same = (actual == expected) | (np.isnan(actual) & np.isnan(expected))
    return np.asarray(np.where(finite, near, same))


def show(value: Any, digits: int = _DIGITS) -> str:
    """A number as people read it: rounded, so that no BLAS kernel changes the text."""
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
        while _misleads(shown, apart) and digits < MOST_DIGITS:
            digits += 1
            shown = show(one, digits), show(other, digits)
    return shown


def _misleads(shown: tuple[str, str], apart: float) -> bool:
    """Whether two rounded numbers look nearer or farther from each other than they are."""
    return abs(abs(complex(shown[0]) - complex(shown[1])) - apart) * 2 > apart
