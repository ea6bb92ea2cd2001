"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so that they may be told of a hidden
case too; what was measured ("by the factor 2") is told of public cases alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.tolerance import all_of, within
from grader.diagnosis.evidence import Evidence, Wrong, is_real, near, pairs
from grader.model.exercise import Case, Tolerance
from grader.util.numbers_shown import show_apart


@dataclass(frozen=True, slots=True)
class Relation:
    """What every wrong case has in common; ``measured`` says more, by case name.

    ``factor`` is set where all of them differ by one factor that people write as a number.
    """

    id: str
    hint: str
    measured: Mapping[str, str]
    factor: float | None = None

    def as_seen(self) -> Relation:
        """The same for a single wrong case: numbers may stand in a relation there by chance.

        What was measured is so; that it is the reason is not told. What is built in another way, or
        holds NaN, is no chance.
        """
        return replace(self, id="", hint="") if self.id in _OF_VALUES else self


_OF_VALUES = frozenset(
    {"wrong_sign", "constant_factor", "constant_shift", "off_by_a_term", "layer_off_by_one"}
)
_HINTS = {
    "wrong_sign": "The wrong values have the right size and the opposite sign. Is a minus missing, or "
    "is a difference taken the other way round?",
    "transposed": "The values are right, but the array is transposed: rows and columns are swapped.",
    "extra_axis": "The values are right, but there is one axis of length 1 too many or too few. Look "
    "at keepdims, reshape and squeeze.",
    "wrong_dtype": "The values are right, but the dtype is not. np.zeros and np.ones give floats "
    "unless you pass another dtype.",
    "constant_factor": "The wrong values are the right ones times one factor. Do you divide or "
    "multiply once too often? Is a sum taken where a mean is needed?",
    "constant_shift": "The wrong values are all wrong by the same amount. Is a term missing, or is "
    "there one too many?",
    "off_by_a_term": "The values are wrong by a multiple of one argument. Is a term missing, or added "
    "twice, or has it a wrong factor or sign?",
    "repeated_array": "All arrays in the list have the values that belong to the last one. The same "
    "array was appended every time, and changed in between. Append a copy, or make a new array in each "
    "step.",
    "permuted_columns": "The columns are right, but in another order.",
    "not_finite": "The result holds NaN or infinity. Look for log(0), a division by 0, or exp of a "
    "large number.",
    "layer_off_by_one": "The values belong to the next or the previous layer. Where does the index "
    "start? Under which name do you store the value?",
}  # fmt: skip


def find_relation(evidence: Evidence) -> Relation | None:
    """Return the first relation that explains all wrong cases of one function, else None."""
    if not all(map(evidence.returned, evidence.cases)):
        return None
    wrong = evidence.wrong
    if not wrong:
        return None
    if all(map(_only_broken, wrong)):
        return _related("not_finite", [(w, where_broken(w.case, w.actual)) for w in wrong])
    for name, explains in _RELATIONS:
        told = []
        for each in wrong:
            text = explains(each)
            if text is None:
                break
            told.append((each, text))
        else:
            return _related(name, told, _common_factor(name, wrong))
    return None


def _related(name: str, told: Iterable[tuple[Wrong, str]], factor: float | None = None) -> Relation:
    measured = {wrong.case.name: text for wrong, text in told if text}
    return Relation(name, _HINTS[name], measured, factor)


_WRITTEN = (2.0, 0.5, -2.0, -0.5, 10.0, 0.1, 100.0, 0.01)
"""Factors that stand in code as numbers: others are computed from something."""


def _common_factor(name: str, wrong: Sequence[Wrong]) -> float | None:
    """The one factor of all wrong cases, where it is one that people write."""
    if name == "wrong_sign":
        return -1.0
    if name != "constant_factor":
        return None
    factors = [factor_of(each) for each in wrong]
    for written in _WRITTEN:
        if all(f is not None and abs(f - written) < 1e-9 for f in factors):
            return written
    return None


def _only_broken(wrong: Wrong) -> bool:
    """Whether entries are NaN or infinite, and all others right: then nothing else is wrong."""
    if not holds_broken(wrong.actual):
        return False
    try:
        found = pairs(wrong.expected, wrong.actual, is_real)
        parts = [(np.asarray(e), np.asarray(a)) for e, a in found]
    except (TypeError, KeyError, ValueError):
        return False
    return all(
        e.shape == a.shape
        and (within(e.astype(float), a.astype(float), wrong.tolerance) | ~np.isfinite(a)).all()
        for e, a in parts
    )


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


_NUMBERED = re.compile(r"(\D*)(\d+)")


def neighbour(wrong: Wrong) -> str | None:
    """Every layer's value stands under the next or the previous layer's name."""
    expected, actual = wrong.expected, wrong.actual
    if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
        return None
    for step in (1, -1):
        met = 0
        for key, value in actual.items():
            found = _NUMBERED.fullmatch(str(key))
            source = f"{found[1]}{int(found[2]) + step}" if found else None
            if source in expected:
                if not agrees(expected[source], value, wrong.tolerance):
                    break
                met += 1
        else:
            if met >= 2:
                return ""
    return None


def repeated(wrong: Wrong) -> str | None:
    """Every wrong part stands in a list of arrays that all hold what is right for the last one."""
    parts, tolerance = wrong.parts or (), wrong.tolerance
    explained = 0
    for e, a in _lists(wrong.expected, wrong.actual):
        arrays = all(isinstance(item, np.ndarray) and item.size > 1 for item in e)
        if arrays and all(agrees(e[-1], item, tolerance) for item in a):
            pairs = zip(e, a, strict=True)
            explained += sum(not agrees(one, other, tolerance) for one, other in pairs)
    return "" if parts and explained == len(parts) else None


def _lists(expected: Any, actual: Any) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """The lists of equal length, of two items at least, that stand in both at the same place."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key in expected:
            if key in actual:
                yield from _lists(expected[key], actual[key])
    elif (
        isinstance(expected, (list, tuple))
        and isinstance(actual, (list, tuple))
        and len(expected) == len(actual) > 1
    ):
        yield expected, actual
        for e, a in zip(expected, actual, strict=True):
            yield from _lists(e, a)


_CLOSE = 1e-9

# How a quantity q enters a formula, the simplest first.
_FORMS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("{q}", lambda q: q),
    ("1 / {q}", lambda q: 1 / q),
    ("-{q}", lambda q: -q),
    ("2 * {q}", lambda q: 2 * q),
    ("{q} / 2", lambda q: q / 2),
    ("1 / (2 * {q})", lambda q: 1 / (2 * q)),
    ("1 - {q}", lambda q: 1 - q),
    ("1 / (1 - {q})", lambda q: 1 / (1 - q)),
    ("{q} squared", lambda q: q * q),
    ("the square root of {q}", lambda q: math.sqrt(q)),
    ("1 / the square root of {q}", lambda q: 1 / math.sqrt(q)),
    ("({q} - 1) / {q}", lambda q: (q - 1) / q),
    ("{q} / ({q} - 1)", lambda q: q / (q - 1)),
)


def what_it_is(factor: float, case: Case) -> str:
    """ ", which is 1 / 5, where 5 is the number of columns of `X`": the simplest way to say so.

    Empty where the factor speaks for itself, or equals nothing that the arguments hold.
    """
    if abs(factor - round(factor)) < _CLOSE * abs(factor) and abs(factor) <= 2:
        return ""
    quantities = dict(_quantities(dict(case.call.arguments)))
    for form, value in _FORMS:
        for name, q in quantities.items():
            if _equals(factor, value, q):
                number = f"{q:g}"
                said = form.format(q=number)
                return (
                    f", which is {said}, where {number} is {name}"
                    if said != number
                    else (f", which is {name}")
                )
    return ""


def _equals(factor: float, value: Callable[[float], float], q: float) -> bool:
    try:
        return math.isclose(factor, value(q), rel_tol=_CLOSE)
    except (ZeroDivisionError, ValueError, OverflowError):
        return False


def _quantities(arguments: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Numbers among the arguments by name, then the sizes of arrays; later ones of no new value
    are told by the first name alone."""
    for name, value in arguments.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield f"`{name}`", float(value)
    for name, array in named_arrays(arguments):
        if array.ndim == 2:
            yield f"the number of columns of `{name}`", float(array.shape[1])
            yield f"the number of rows of `{name}`", float(array.shape[0])
        elif array.ndim == 1:
            yield f"the length of `{name}`", float(array.size)


def named_arrays(value: Any, name: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """The real arrays of the arguments, under the key by which each is found."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from named_arrays(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from named_arrays(item, name)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield name, value


_LARGE = 700.0  # exp of more is infinite
_SUSPICIOUS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("is 0", lambda a: a == 0),
    ("is 1", lambda a: a == 1),
    ("is negative", lambda a: a < 0),
    (f"is larger than {_LARGE:g}", lambda a: a > _LARGE),
    (f"is smaller than -{_LARGE:g}", lambda a: a < -_LARGE),
)


def holds_broken(value: Any) -> bool:
    """Whether a NaN or an infinity stands anywhere in the value."""
    return any(not np.isfinite(array).all() for _, array in _numeric(value, ""))


def where_broken(case: Case, value: Any) -> str:
    """Which input the broken entries come from, where one condition on one input holds for just
    them (or, for a single broken number, for some entry of just one input); "" otherwise."""
    broken = next((a for _, a in _numeric(value, "") if not np.isfinite(a).all()), None)
    if broken is None:
        return ""
    mask = ~np.isfinite(broken)
    inputs = list(_numeric(dict(case.call.arguments), ""))
    found = [
        f"`{name}` {words}"
        for name, array in inputs
        for words, holds in _SUSPICIOUS
        if (array.shape == mask.shape and np.array_equal(holds(array), mask))
        or (mask.ndim == 0 and holds(array).any() and words != "is negative" and words != "is 1")
    ]
    if len(found) != 1:
        return ""
    if mask.ndim == 0 or mask.all():
        return f"It happens where {found[0]}."
    return f"It happens exactly where {found[0]}."


def _numeric(value: Any, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """The value's arrays and numbers, with the key under which each stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _numeric(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _numeric(item, name)
    elif isinstance(value, (np.ndarray, np.generic, float)):
        array = np.asarray(value)
        if array.dtype.kind in "fc":
            yield name, array.astype(float) if array.dtype.kind == "f" else np.abs(array)


# A relation returns None where it does not hold, else what it measured ("" where nothing).
_Explains = Callable[[Wrong], str | None]


def _each(holds: Callable[[np.ndarray, np.ndarray, Tolerance], bool]) -> _Explains:
    """A relation that has to hold in every wrong part of the result."""

    def explains(wrong: Wrong) -> str | None:
        parts, tolerance = wrong.parts, wrong.tolerance
        return "" if parts and all(holds(e, a, tolerance) for e, a in parts) else None

    return explains


_RELATIONS: tuple[tuple[str, _Explains], ...] = (
    ("wrong_dtype", _each(other_kind)),
    ("extra_axis", _each(squeezed)),
    ("transposed", _each(transposed)),
    ("wrong_sign", opposite),
    ("permuted_columns", _each(permuted)),
    ("constant_factor", factor),
    ("constant_shift", shift),
    ("off_by_a_term", term),
    ("repeated_array", repeated),
    ("layer_off_by_one", neighbour),
)
