"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so they may be shown for a hidden case
too; what was measured ("times 2") is shown for public cases alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.diagnosis.evidence import Evidence, Wrong, near
from grader.diagnosis.texts import TEXTS
from grader.model.exercise import Case, Tolerance
from grader.model.observation import ARGUMENTS
from grader.util.language import gettext, gettext_noop, ngettext
from grader.values import (
    MappingValue,
    Node,
    NotAlike,
    SequenceValue,
    arrays,
    at,
    leaf_pairs,
    leaves,
    nodes,
    same_bits,
    type_of,
)
from grader.values.types.numeric import is_real, show_apart, within

SEEN = "not_finite"
"""Says what the results hold, which is so; it names no mistake that could be another one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What every wrong case has in common; ``measured`` says more, by case name.

    factor     set where all of them differ by one factor that people write as a number
    by_chance  the numbers may be related by chance: a single wrong case, or another factor in each
    """

    id: str
    hint: str
    measured: Mapping[str, str]
    factor: float | None = None
    by_chance: bool = False

    def as_seen(self) -> Relation:
        """The relation as few cases show it.

        Of numbers that may be related by chance only what was measured is reported, and not as the
        reason. Another structure or NaN is no chance, so these keep their id and hint.
        """
        return replace(self, id="", hint="") if self.by_chance and self.id in _OF_VALUES else self


def find_relation(evidence: Evidence) -> Relation | None:
    """Return the first relation that explains all wrong cases of one function, else None."""
    if not all(map(evidence.returned, evidence.cases)):
        return None
    wrong = evidence.wrong
    if not wrong:
        return None
    if all(map(_is_left_unchanged, wrong)):
        return _related("unchanged_argument", wrong, [""] * len(wrong))
    if all(map(_is_only_broken, wrong)):
        return _related("not_finite", wrong, [_source_of_broken(w.case, w.actual) for w in wrong])
    for name, relate in _RELATIONS.items():
        measured = relate(wrong)
        if measured is None:
            continue
        shared = name != "constant_factor" or _share_a_factor(wrong)
        if not shared and all(map(_is_a_number, wrong)):
            continue  # a single number always has a factor
        relation = _related(name, wrong, measured, _common_factor(name, wrong))
        return replace(relation, by_chance=len(wrong) < 2 or not shared)
    return None


def _related(
    name: str, wrong: Sequence[Wrong], measured: Iterable[str], factor: float | None = None
) -> Relation:
    texts = {w.case.name: text for w, text in zip(wrong, measured, strict=True) if text}
    return Relation(name, TEXTS["relations"][name], texts, factor)


def _is_left_unchanged(wrong: Wrong) -> bool:
    """Whether a function that works in place left the arguments as they were."""
    call = wrong.case.call
    if ARGUMENTS not in call.observed.compares:
        return False
    expected, actual = wrong.expected[ARGUMENTS], wrong.actual[ARGUMENTS]
    asked = [
        name
        for name, given in call.arguments.items()
        if name in expected and not same_bits(given, expected[name])
    ]
    return bool(asked) and all(
        name in actual and same_bits(call.arguments[name], actual[name]) for name in asked
    )


# NaN and infinity: whether they are all that is wrong, and which input they come from.

_LARGE = 700.0  # exp of more is infinite
_CAUSES: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    gettext_noop("is 0"): lambda a: a == 0,
    gettext_noop("is 1"): lambda a: a == 1,
    gettext_noop("is negative"): lambda a: a < 0,
    gettext_noop("is larger than 700"): lambda a: a > _LARGE,
    gettext_noop("is smaller than -700"): lambda a: a < -_LARGE,
}
_CAUSES_OF_A_NUMBER = _CAUSES.keys() - {"is 1", gettext_noop("is negative")}


def _is_only_broken(wrong: Wrong) -> bool:
    """Whether entries are NaN or infinite, and all others right: then nothing else is wrong."""
    if not wrong.numbers or not any(map(_is_broken, _floats(wrong.actual))):
        return False
    return all(
        e.shape == a.shape
        and (within(e.astype(float), a.astype(float), wrong.tolerance) | ~np.isfinite(a)).all()
        for _, e, a in wrong.numbers
    )


def _source_of_broken(case: Case, value: Any) -> str:
    """Which input the broken entries come from: one condition on one input holds for just them.

    For a single broken number it holds for some entry of just one input. "" otherwise.
    """
    broken = next(filter(_is_broken, _floats(value)))
    mask = ~np.isfinite(broken.value)
    sources = [
        gettext("`{name}` {words}", name=node.name, words=gettext(words))
        for node in _floats(case.call.inputs)
        for words, holds in _CAUSES.items()
        if (node.value.shape == mask.shape and np.array_equal(holds(node.value), mask))
        or (mask.ndim == 0 and words in _CAUSES_OF_A_NUMBER and holds(node.value).any())
    ]
    if len(sources) != 1:
        return ""
    if mask.ndim == 0 or mask.all():
        return gettext("It happens where {condition}.", condition=sources[0])
    return gettext("It happens exactly where {condition}.", condition=sources[0])


def _floats(value: Any) -> Iterator[Node]:
    """The floating-point leaves of a value as real arrays; of complex ones the size."""
    for leaf in leaves(value):
        if isinstance(leaf.value, (np.ndarray, np.generic, float)):
            array = np.asarray(leaf.value)
            if array.dtype.kind in "fc":
                yield Node(leaf.path, np.abs(array) if array.dtype.kind == "c" else array)


def _is_broken(node: Node) -> bool:
    return not np.isfinite(node.value).all()


# Relations that hold in every wrong part: (expected, actual, tolerance) -> whether it holds.


def _in_each(measure: _Measure) -> _Relate:
    """A relation that holds where it holds in each wrong case by itself."""

    def relate(wrong: Sequence[Wrong]) -> list[str] | None:
        measured: list[str] = []
        for each in wrong:
            text = measure(each)
            if text is None:
                return None
            measured.append(text)
        return measured

    return relate


def _of_every_part(holds: Callable[[np.ndarray, np.ndarray, Tolerance], bool]) -> _Relate:
    def measure(wrong: Wrong) -> str | None:
        parts = wrong.parts
        return "" if parts and all(holds(e, a, wrong.tolerance) for e, a in parts) else None

    return _in_each(measure)


def _is_of_another_kind(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.dtype.kind != a.dtype.kind and near(e, a, tolerance)


def _has_another_axis(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    # A row in the place of a column has as many axes: other faults than reshape make one as well.
    return e.ndim != a.ndim and near(e.squeeze(), a.squeeze(), tolerance)


def _is_transposed(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.ndim == 2 and a.ndim == 2 and min(e.shape) > 1 and near(e, a.T, tolerance)


def _has_permuted_columns(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    if e.ndim != 2 or e.shape != a.shape or e.shape[1] < 2:
        return False
    return near(e[:, np.lexsort(e[::-1])], a[:, np.lexsort(a[::-1])], tolerance)


_FEWEST_DIGITS = 2.0
"""Digits that must be left of rounded numbers, all together: fewer are right by chance."""


def _rounded(wrong: Sequence[Wrong]) -> list[str] | None:
    """Every wrong part is the right one, rounded to the same number of places in all wrong cases."""
    places = min(set.intersection(*map(_places_of, wrong)), default=None)
    if places is None:
        return None
    left = [np.abs(each.entries[1]) * 10.0**places for each in wrong if each.entries is not None]
    digits = np.log10(np.maximum(np.concatenate(left), 1.0)).sum()
    return [""] * len(wrong) if digits >= _FEWEST_DIGITS else None


def _places_of(wrong: Wrong) -> set[int]:
    """The numbers of places to which the right entries are rounded, as far as these show it."""
    if wrong.entries is None:
        return set()
    e, a = wrong.entries
    return {n for n in range(9) if np.allclose(np.round(e, n), a, rtol=1e-12, atol=1e-12)}


def _in_lists(wrong: Wrong) -> str | None:
    """Every array that is wrong has its values, in a list or in rows of lists."""
    found = _unpacked(wrong)
    return "" if found and all(e.ndim and e.shape == a.shape for e, a in found) else None


def _number_in_list(wrong: Wrong) -> str | None:
    """Every number that is wrong is there, as the only one of a list or a tuple."""
    found = _unpacked(wrong)
    return "" if found and all(e.ndim == 0 and a.size == 1 for e, a in found) else None


def _number_in_text(wrong: Wrong) -> str | None:
    """Every number that is wrong is there as text, perhaps with fewer places."""
    try:
        differing = list(_differing_leaves(wrong))
    except NotAlike:
        return None
    spelled = (is_real(e) and np.ndim(e) == 0 and _spells(a, e) for e, a in differing)
    return "" if differing and all(spelled) else None


def _spells(text: Any, number: Any) -> bool:
    """Whether a text is this number as a program prints it, with at least two digits that show it."""
    written = _PRINTED.fullmatch(text[:_LONGEST_NUMBER]) if isinstance(text, str) else None
    if written is None:
        return False
    places = min(len(written["places"] or ""), 15) if written["power"] is None else 15
    value = float(written[0])
    is_close = math.isclose(value, number, rel_tol=1e-9) or value == round(float(number), places)
    digits = re.sub(r"\D", "", written[0]).strip("0")
    return is_close and (len(digits) >= _FEWEST_DIGITS or value == number)


_PRINTED = re.compile(r"\s*-?\d+(\.(?P<places>\d*))?(?P<power>[eE][+-]?\d{1,3})?\s*")
_LONGEST_NUMBER = 40


def _differing_leaves(wrong: Wrong) -> Iterator[tuple[Any, Any]]:
    """What is expected and is not there, each beside what is; raises NotAlike as `leaf_pairs` does."""
    for _, expected, actual in leaf_pairs(wrong.expected, wrong.actual):
        if not agrees(expected, actual, wrong.tolerance):
            yield expected, actual


def _unpacked(wrong: Wrong) -> list[tuple[np.ndarray, np.ndarray]]:
    """What is wrong, beside the array that a list in its place makes; [] where that is not all."""
    found = []
    try:
        for expected, actual in _differing_leaves(wrong):
            if not (is_real(expected) and isinstance(actual, (list, tuple))):
                return []
            if not _holds_numbers(actual, np.size(expected)):
                return []
            e, a = np.asarray(expected), np.asarray(actual)
            if not (is_real(a) and e.size == a.size):
                return []
            if not near(e.reshape(a.shape), a, wrong.tolerance):
                return []
            found.append((e, a))
    except (NotAlike, ValueError, TypeError, OverflowError):  # rows of several lengths
        return []
    return found


def _holds_numbers(value: Any, count: int) -> bool:
    """Whether it holds so many real numbers, and nothing else: one long text would make an array of long texts."""
    for leaf in leaves(value):
        count -= np.size(leaf.value) if is_real(leaf.value) else count + 1
        if count < 0:
            return False
    return count == 0


def _keys_written_otherwise(wrong: Wrong) -> str | None:
    """All values are right, but keys differ in capitals, spaces or underscores."""
    renamed = _with_keys_of(wrong.expected, wrong.actual)
    return "" if agrees(wrong.expected, renamed, wrong.tolerance) else None


def _with_keys_of(expected: Any, actual: Any) -> Any:
    """``actual`` with the keys of ``expected`` in the place of those that are much like them."""
    kind = type_of(expected)
    if type_of(actual) is not kind:
        return actual
    if isinstance(kind, MappingValue):
        alike = {_bare(key): key for key in actual}
        names = {key: key if key in actual else alike.get(_bare(key)) for key in expected}
        return {
            key: _with_keys_of(expected[key], actual[name])
            for key, name in names.items()
            if name is not None
        }
    if isinstance(kind, SequenceValue) and len(expected) == len(actual):
        pairs = zip(expected, actual, strict=True)
        return kind.rebuild(actual, [_with_keys_of(e, a) for e, a in pairs])
    return actual


def _in_other_order(wrong: Wrong) -> str | None:
    """All items of tuples and lists are right, but some are in the place of others."""
    sorted_ = _in_order_of(wrong.expected, wrong.actual, wrong.tolerance)
    return "" if agrees(wrong.expected, sorted_, wrong.tolerance) else None


_MOST_ITEMS = 32


def _in_order_of(expected: Any, actual: Any, tolerance: Tolerance) -> Any:
    """``actual`` with the items of its tuples and lists where ``expected`` has them, as far as they are found."""
    kind = type_of(expected)
    if not isinstance(kind, SequenceValue) or type_of(actual) is not kind:
        return actual
    if len(expected) != len(actual) or len(expected) > _MOST_ITEMS:
        return actual
    left, found = list(actual), []
    for item in expected:
        at = next((n for n, own in enumerate(left) if agrees(item, own, tolerance)), None)
        if at is None:
            pairs = zip(expected, actual, strict=True)
            return kind.rebuild(actual, [_in_order_of(e, a, tolerance) for e, a in pairs])
        found.append(left.pop(at))
    return kind.rebuild(actual, found)


def _bare(key: Any) -> Any:
    return re.sub(r"[\s_]", "", key[:100]).casefold() if isinstance(key, str) else key


# Relations of a whole case return None where they do not hold, else what they measured.


def _opposite(wrong: Wrong) -> str | None:
    """Every wrong part has the opposite sign."""
    parts = wrong.parts
    if not parts or not all(near(e, -a.astype(float), wrong.tolerance) for e, a in parts):
        return None
    subject, count = wrong.subject
    return ngettext(
        "{subject} is the expected one with the opposite sign.",
        "{subject} are the expected ones with the opposite sign.",
        count,
        subject=subject,
    )


def _factor(wrong: Wrong) -> str | None:
    """One factor for all wrong parts; the parts that are right must be what it leaves alone."""
    factor = _factor_of(wrong)
    if factor is None:
        return None
    shown = show_apart(factor, 1.0)[0]
    meaning = _meaning_of(factor, wrong.case)
    subject, count = wrong.subject
    return ngettext(
        "{subject} is the expected one times {shown}{meaning}.",
        "{subject} are the expected ones times {shown}{meaning}.",
        count,
        subject=subject,
        shown=shown,
        meaning=meaning,
    )


def _factor_of(wrong: Wrong) -> float | None:
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
    if abs(factor) < 1e-9 or not within(e * factor, a, wrong.tolerance).all():
        return None
    return factor


def _is_plain(factor: float) -> bool:
    """Whether a factor is one that people make: a small whole number, or one over it."""
    return any(
        abs(value - round(value)) < 1e-9 and 2 <= abs(round(value)) <= 10
        for value in (factor, 1 / factor if factor else 0.0)
    )


_WRITTEN = (2.0, 0.5, -2.0, -0.5, 10.0, 0.1, 100.0, 0.01)
"""Factors that stand in code as numbers: others are computed from something."""


def _common_factor(name: str, wrong: Sequence[Wrong]) -> float | None:
    """The one factor of all wrong cases, where it is one that people write."""
    if name == "wrong_sign":
        return -1.0
    if name != "constant_factor":
        return None
    factors = [_factor_of(each) for each in wrong]
    return next(
        (w for w in _WRITTEN if all(f is not None and abs(f - w) < 1e-9 for f in factors)), None
    )


# How a quantity q enters a formula, the simplest first.
_FORMULAS: Mapping[str, Callable[[float], float]] = {
    "{q}": lambda q: q,
    "1 / {q}": lambda q: 1 / q,
    "-{q}": lambda q: -q,
    "2 * {q}": lambda q: 2 * q,
    "{q} / 2": lambda q: q / 2,
    "1 / (2 * {q})": lambda q: 1 / (2 * q),
    "1 - {q}": lambda q: 1 - q,
    "1 / (1 - {q})": lambda q: 1 / (1 - q),
    gettext_noop("{q} squared"): lambda q: q * q,
    gettext_noop("the square root of {q}"): lambda q: math.sqrt(q),
    gettext_noop("1 / the square root of {q}"): lambda q: 1 / math.sqrt(q),
    "({q} - 1) / {q}": lambda q: (q - 1) / q,
    "{q} / ({q} - 1)": lambda q: q / (q - 1),
}
_CLOSE = 1e-9


def _meaning_of(factor: float, case: Case) -> str:
    """ ", which is 1 / 5, where 5 is the number of columns of `X`": the simplest formula.

    Empty where the factor speaks for itself, or equals nothing that the arguments hold.
    """
    meaning = _formula_of(factor, case)
    if meaning is None:
        return ""
    formula, name, q = meaning
    if formula == "{q}":
        return gettext(", which is {name}", name=name)
    return gettext(
        ", which is {formula}, where {q:g} is {name}",
        formula=gettext(formula, q=f"{q:g}"),
        q=q,
        name=name,
    )


def _formula_of(factor: float, case: Case) -> tuple[str, str, float] | None:
    """The simplest formula that gives the factor, the quantity in it, and its value in this case."""
    if abs(factor - round(factor)) < _CLOSE * abs(factor) and abs(factor) <= 2:
        return None
    quantities = dict(_quantities(case.call.inputs))
    for formula, compute in _FORMULAS.items():
        for name, q in quantities.items():
            try:
                fits = math.isclose(factor, compute(q), rel_tol=_CLOSE)
            except (ZeroDivisionError, ValueError, OverflowError):
                continue
            if fits:
                return formula, name, q
    return None


def _is_a_number(wrong: Wrong) -> bool:
    """Whether no more than one number of it is compared."""
    return wrong.entries is None or wrong.entries[0].size < 2


def _share_a_factor(wrong: Sequence[Wrong]) -> bool:
    """Whether all wrong cases have the same factor, or one that the same formula gives."""
    factors = [factor for w in wrong if (factor := _factor_of(w)) is not None]
    if len(factors) != len(wrong):
        return False
    if all(math.isclose(factor, factors[0], rel_tol=_CLOSE) for factor in factors):
        return True
    formulas = [_formula_of(f, w.case) for f, w in zip(factors, wrong, strict=True)]
    return None not in formulas and len({formula[:2] for formula in formulas if formula}) == 1


def _quantities(arguments: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Numbers among the arguments by name, then the sizes of their arrays."""
    for name, value in arguments.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield f"`{name}`", float(value)
    for node in arrays(arguments, "biuf"):
        shape = node.value.shape
        if len(shape) == 2:
            yield gettext("the number of columns of `{name}`", name=node.name), float(shape[1])
            yield gettext("the number of rows of `{name}`", name=node.name), float(shape[0])
        elif len(shape) == 1:
            yield gettext("the length of `{name}`", name=node.name), float(shape[0])


def _shift(wrong: Wrong) -> str | None:
    """Every wrong entry is off by the same number."""
    if wrong.entries is None or wrong.entries[0].size < 3:
        return None
    e, a = wrong.entries
    shift = float(np.median(a - e))
    if shift == 0 or np.ptp(e) == 0 or not within(e + shift, a, wrong.tolerance).all():
        return None
    if wrong.is_whole:
        return gettext("Every entry is off by {shift:.6g}.", shift=shift)
    subject, count = wrong.subject
    return ngettext(
        "{subject} is off by {shift:.6g}.",
        "{subject} are off by {shift:.6g}.",
        count,
        subject=subject,
        shift=shift,
    )


def _term(wrong: Wrong) -> str | None:
    """Every wrong part is off by the same multiple of an argument (dW1 by W1, dW2 by W2)."""
    parts = wrong.parts
    if not parts or any(e.shape != a.shape or e.size < 3 for e, a in parts):
        return None
    arguments = list(arrays(wrong.case.call.inputs, "biuf"))
    terms: list[tuple[str, float]] = []
    for e, a in parts:
        fitting = [
            (node.name, multiple)
            for node in arguments
            if node.value.shape == e.shape
            and (multiple := _multiple(e, a, node.value, wrong.tolerance))
        ]
        if len({name for name, _ in fitting}) != 1:
            return None
        terms.append(fitting[0])
    multiple = terms[0][1]
    if any(abs(other - multiple) > 1e-5 * abs(multiple) for _, other in terms):
        return None
    listed = gettext(" and ").join(dict.fromkeys(f"`{name}`" for name, _ in terms))
    if wrong.is_whole:
        return gettext(
            "It is off by {multiple:.5g} times {listed}.", multiple=multiple, listed=listed
        )
    subject, count = wrong.subject
    return ngettext(
        "{subject} is off by {multiple:.5g} times {listed}.",
        "{subject} are off by {multiple:.5g} times {listed}.",
        count,
        subject=subject,
        multiple=multiple,
        listed=listed,
    )


def _multiple(e: np.ndarray, a: np.ndarray, array: np.ndarray, tolerance: Tolerance) -> float:
    """The multiple of ``array`` by which the two differ; 0 where it does not explain the difference."""
    difference, term = a.astype(float) - e.astype(float), array.astype(float)
    size = float(np.vdot(term, term))
    if size == 0:
        return 0.0
    multiple = float(np.vdot(term, difference)) / size
    right = within(e + multiple * term, a.astype(float), tolerance)
    return multiple if right.all() else 0.0


# Relations between places.

_NUMBERED = re.compile(r"(\D*)(\d+)")


def _repeated(wrong: Wrong) -> str | None:
    """Every wrong part is in a list of arrays that all hold the right values of the last one."""
    if not wrong.parts:
        return None
    explained = 0
    for node in nodes(wrong.expected):
        e, a = node.value, at(wrong.actual, node.path)
        if not isinstance(e, list) or not _are_arrays(e):  # two results in a tuple are no list
            continue
        if all(agrees(e[-1], item, wrong.tolerance) for item in a):
            pairs = zip(e, a, strict=True)
            explained += sum(not agrees(one, other, wrong.tolerance) for one, other in pairs)
    return "" if explained == len(wrong.parts) else None


def _are_arrays(items: Sequence[Any]) -> bool:
    return len(items) > 1 and all(isinstance(x, np.ndarray) and x.size > 1 for x in items)


def _neighbour(wrong: Wrong) -> str | None:
    """Every layer's value is under the next or the previous layer's name."""
    expected, actual = (
        {node.path[0]: node.value for node in nodes(value) if len(node.path) == 1}
        for value in (wrong.expected, wrong.actual)
    )
    for step in (1, -1):
        met = 0
        for key, value in actual.items():
            numbered = _NUMBERED.fullmatch(key) if isinstance(key, str) else None
            source = f"{numbered[1]}{int(numbered[2]) + step}" if numbered else None
            if source in expected:
                if not agrees(expected[source], value, wrong.tolerance):
                    break
                met += 1
        else:
            if met >= 2:
                return ""
    return None


_Measure = Callable[[Wrong], str | None]
_Relate = Callable[[Sequence[Wrong]], list[str] | None]
"""Returns what was measured in each wrong case; None where the relation does not hold in all of them."""
_RELATIONS: Mapping[str, _Relate] = {
    "keys_written_otherwise": _in_each(_keys_written_otherwise),
    "items_in_other_order": _in_each(_in_other_order),
    "list_for_array": _in_each(_in_lists),
    "number_in_list": _in_each(_number_in_list),
    "number_in_text": _in_each(_number_in_text),
    "rounded": _rounded,
    "wrong_dtype": _of_every_part(_is_of_another_kind),
    "extra_axis": _of_every_part(_has_another_axis),
    "transposed": _of_every_part(_is_transposed),
    "wrong_sign": _in_each(_opposite),
    "permuted_columns": _of_every_part(_has_permuted_columns),
    "constant_factor": _in_each(_factor),
    "constant_shift": _in_each(_shift),
    "off_by_a_term": _in_each(_term),
    "repeated_array": _in_each(_repeated),
    "layer_off_by_one": _in_each(_neighbour),
}
_OF_VALUES = frozenset(
    {"wrong_sign", "constant_factor", "constant_shift", "off_by_a_term", "layer_off_by_one"}
)
