"""Relations between the entries of the right result and those of the wrong one.

Those of a whole case return None where they do not hold, else what they measured ("" for nothing).
"""

from __future__ import annotations

import numpy as np

from grader.comparison.tolerance import all_of, within
from grader.diagnosis.evidence import Wrong
from grader.diagnosis.measures import named_arrays, what_it_is
from grader.diagnosis.parts import near
from grader.model.exercise import Tolerance
from grader.util.numbers_shown import show_apart


def transposed(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.ndim == 2 and a.ndim == 2 and min(e.shape) > 1 and near(e, a.T, tolerance)


def squeezed(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.shape != a.shape and near(e.squeeze(), a.squeeze(), tolerance)


def other_kind(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.dtype.kind != a.dtype.kind and near(e, a, tolerance)


def turned(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.shape == a.shape and near(e, -a.astype(float), tolerance)


def opposite(wrong: Wrong) -> str | None:
    """Every wrong part has the opposite sign."""
    parts = wrong.parts
    if not parts or not all(turned(e, a, wrong.tolerance) for e, a in parts):
        return None
    one = "one" if wrong.subject.endswith(" is") else "ones"
    return f"{wrong.subject} the expected {one} with the opposite sign."


def permuted(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    if e.ndim != 2 or e.shape != a.shape or e.shape[1] < 2:
        return False
    order, found = np.lexsort(e[::-1]), np.lexsort(a[::-1])
    return near(e[:, order], a[:, found], tolerance)


def factor(wrong: Wrong) -> str | None:
    """One factor for all wrong parts; the parts that are right must be what it leaves alone."""
    found = factor_of(wrong)
    if found is None:
        return None
    one = "one" if wrong.subject.endswith(" is") else "ones"
    return (
        f"{wrong.subject} the expected {one} times {_told(found)}{what_it_is(found, wrong.case)}."
    )


def factor_of(wrong: Wrong) -> float | None:
    """The factor by which all wrong parts differ from the expected ones, if there is one."""
    if wrong.entries is None:
        return None
    e, a = wrong.entries
    largest = np.argmax(np.abs(e))
    if e.size < 1 or e[largest] == 0:
        return None
    factor = float(a[largest] / e[largest])
    # A single number always has a factor: that alone is no evidence.
    if e.size < 2 and not _is_plain(factor):
        return None
    if abs(factor) < 1e-9 or not all_of(within(e * factor, a, wrong.tolerance)):
        return None
    return factor


def _told(factor: float) -> str:
    """The factor, with as many digits as it takes to see that it is not 1."""
    return show_apart(factor, 1.0)[0]


def _is_plain(factor: float) -> bool:
    """Whether a factor is one that people make: a small whole number, or one over it."""
    return any(
        abs(value - round(value)) < 1e-9 and 2 <= abs(round(value)) <= 10
        for value in (factor, 1 / factor if factor else 0.0)
    )


def shift(wrong: Wrong) -> str | None:
    if wrong.entries is None or wrong.entries[0].size < 3:
        return None
    e, a = wrong.entries
    shift = float(np.median(a - e))
    if shift == 0 or np.ptp(e) == 0 or not all_of(within(e + shift, a, wrong.tolerance)):
        return None
    subject = "Every entry is" if wrong.subject == "The result is" else wrong.subject
    return f"{subject} off by {shift:.6g}."


def term(wrong: Wrong) -> str | None:
    """Every wrong part is off by the same multiple of an argument (dW1 by W1, dW2 by W2)."""
    parts = wrong.parts
    if not parts or any(e.shape != a.shape or e.size < 3 for e, a in parts):
        return None
    arrays = list(named_arrays(wrong.case.call.arguments))
    told = []
    for e, a in parts:
        found = [
            (name, multiple)
            for name, array in arrays
            if array.shape == e.shape and (multiple := _multiple(e, a, array, wrong.tolerance))
        ]
        if len({name for name, _ in found}) != 1:
            return None
        told.append(found[0])
    multiple = told[0][1]
    if any(abs(other - multiple) > 1e-5 * abs(multiple) for _, other in told):
        return None
    listed = " and ".join(dict.fromkeys(f"`{name}`" for name, _ in told))
    subject = "It is" if wrong.subject == "The result is" else wrong.subject
    return f"{subject} off by {multiple:.5g} times {listed}."


def _multiple(e: np.ndarray, a: np.ndarray, array: np.ndarray, tolerance: Tolerance) -> float:
    """How many times ``array`` stands between the two; 0 where it does not explain it."""
    difference, term = a.astype(float) - e.astype(float), array.astype(float)
    size = float(np.vdot(term, term))
    if size == 0:
        return 0.0
    multiple = float(np.vdot(term, difference)) / size
    right = within(e + multiple * term, a.astype(float), tolerance)
    return multiple if all_of(right) else 0.0
