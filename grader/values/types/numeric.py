"""Numbers and arrays of numbers: which of them agree, and how people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext, gettext_noop
from grader.values.value_type import Difference, Place, Rung, ValueType, differs, sentence

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

_DIGITS = 6
_DIGITS_OF_INTEGERS = 40
MOST_DIGITS = 12
"""More would be rounding noise, which differs from machine to machine."""


class NumericValue(ValueType):
    """A number or an array of numbers: 2.5, np.float64(2.5) and a 0-d array are the same number."""

    classes = (np.ndarray, np.generic, int, float, complex)
    dtype_kinds = "biufc"
    words = gettext_noop("a number")
    exactable = ("dtype",)

    def describe(self, value: Any) -> str:
        if isinstance(value, bool):
            return gettext("a boolean")
        return (
            gettext("an array of shape {shape}", shape=value.shape)
            if np.ndim(value)
            else gettext(self.words)
        )

    def expects(self, expected: Any) -> str:
        return (
            gettext("an array of shape {shape}", shape=np.shape(expected))
            if np.ndim(expected)
            else gettext(self.words)
        )

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if _is_large(expected) or _is_large(actual):
            whole = _whole(expected), _whole(actual)
            if None not in whole:  # integers are compared exactly, however large they are
                return None if whole[0] == whole[1] else _other_integer(whole, place)
        e, a = _as_array(expected), _as_array(actual)
        if e is None or a is None:
            shown, wanted = (_show_large(value) for value in (actual, expected))
            return differs(Rung.VALUES, place, gettext("is {shown}", shown=shown), wanted)
        if e.shape != a.shape:
            has = gettext("has shape {shape}", shape=a.shape) if a.ndim else gettext("is a number")
            return differs(Rung.SHAPE, place, has, f"{e.shape}" if e.ndim else gettext("a number"))
        if not kind_fits(e, a):
            return other_kind(e, a, place)
        if "dtype" in tolerance.exact and e.dtype != a.dtype:
            return differs(
                Rung.DTYPE, place, gettext("is of dtype {dtype}", dtype=a.dtype), str(e.dtype)
            )
        return difference_of_entries(e, a, tolerance, place)

    def literal(self, value: Any, parts: list[str]) -> str:
        if isinstance(value, np.ndarray):
            entries = _written(value.ravel().tolist())
            return f"np.array({entries}, dtype={value.dtype.str!r}).reshape({value.shape!r})"
        return _written(value.item() if isinstance(value, np.generic) else value)


def _written(numbers: Any) -> str:
    """Numbers as Python text, with the names that NaN and infinity have in NumPy."""
    return _NOT_FINITE.sub(r"np.\1", repr(numbers))


_NOT_FINITE = re.compile(r"\b(nan|inf)(?=\b|j)")
KINDS = {
    "b": gettext_noop("booleans"), "i": gettext_noop("integers"), "u": gettext_noop("integers"),
    "f": gettext_noop("floats"), "c": gettext_noop("complex numbers"),
}  # fmt: skip
"""Kind of dtype -> what an array of it holds."""


def _as_array(value: Any) -> np.ndarray | None:
    """Return the number or array as an array; None for an int that no float can hold."""
    if _is_large(value):
        try:
            return np.asarray(float(value))
        except OverflowError:
            return None
    return np.asarray(value)


def _is_large(value: Any) -> bool:
    """Whether the value is an int that no array of int64 can hold."""
    return isinstance(value, int) and abs(value) >= 2**63


def _whole(value: Any) -> int | None:
    """The integer that a value is, of whatever class; None for anything else."""
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value[()]
    return int(value) if isinstance(value, (int, np.integer)) else None


def _other_integer(pair: tuple[int | None, ...], place: Place) -> Difference:
    wanted, shown = (
        str(value)
        if value is not None and abs(value) < 10**_DIGITS_OF_INTEGERS
        else gettext("a very large integer")
        for value in pair
    )
    return differs(Rung.VALUES, place, gettext("is {shown}", shown=shown), wanted)


def _show_large(value: Any) -> str:
    array = _as_array(value)
    if array is None:
        return gettext("a very large integer")
    return gettext("an array") if array.ndim else show(array[()])


def kind_fits(expected: np.ndarray, actual: np.ndarray) -> bool:
    """Whether numbers of this dtype may stand where those are expected."""
    wanted, kind = expected.dtype.kind, actual.dtype.kind
    if kind == "c":
        return wanted == "c"
    if wanted in "fc" and expected.ndim > 0:  # a single number may be an int: b = 0
        return kind in "fc"
    return True


def other_kind(expected: np.ndarray, actual: np.ndarray, place: Place) -> Difference:
    """That there are numbers of another kind than those that are expected."""
    holds = gettext("holds {kind}", kind=gettext(KINDS[actual.dtype.kind]))
    return differs(Rung.DTYPE, place, holds, gettext(KINDS[expected.dtype.kind]))


def difference_of_entries(
    e: np.ndarray, a: np.ndarray, tolerance: Tolerance, place: Place
) -> Difference | None:
    """The first difference between two arrays of numbers of one shape."""
    if e.dtype.kind in "biu" and a.dtype.kind in "biu":
        right = np.asarray(e == a)
    else:
        e, a = (x.astype(complex if x.dtype.kind == "c" else float, copy=False) for x in (e, a))
        broken = np.isfinite(e) & ~np.isfinite(a)
        if broken.any():
            word = "NaN" if np.isnan(a[broken][0]) else gettext("infinity")
            return differs(
                Rung.FINITE,
                place,
                gettext("holds {word}{count}", word=word, count=count(broken)),
                gettext("finite numbers"),
            )
        right = within(e, a, tolerance)
    if right.all():
        return None
    return Difference(Rung.VALUES, lambda: _first_wrong(e, a, ~right, place))


def _first_wrong(e: np.ndarray, a: np.ndarray, wrong: np.ndarray, place: Place) -> str:
    at = first_place(wrong)
    shown, wanted = show_apart(a[at], e[at])
    return sentence(
        place.entry(at) if at else place,
        gettext(
            "is {shown}, expected {expected}{count}.",
            shown=shown,
            expected=wanted,
            count=count(wrong),
        ),
    )


def first_place(wrong: np.ndarray) -> tuple[int, ...]:
    """The index of the first entry that is wrong."""
    return tuple(int(axis[0]) for axis in wrong.nonzero()) if wrong.ndim else ()


def count(wrong: np.ndarray) -> str:
    """ " (3 of 6 entries differ)", where there are several entries."""
    return (
        gettext(" ({count} of {size} entries differ)", count=int(wrong.sum()), size=wrong.size)
        if wrong.size > 1
        else ""
    )


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
    try:
        number = float(value)
    except OverflowError:
        return gettext("a very large integer")
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


TYPES = (NumericValue(),)


def is_real(value: Any) -> bool:
    """Whether a value is a real number or an array of them (booleans too)."""
    numeric = isinstance(value, (bool, int, float, np.ndarray, np.generic))
    return numeric and np.asarray(value).dtype.kind in "biuf"
