"""Of what kind calls are: what all of them have in common, and whether others are like them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from grader.course.editing import find_functions
from grader.inputs.contents import places_in, words_in
from grader.model.exercise import Call
from grader.values import leaves

_NUMBER = re.compile(r"\d+")
_TENTH = re.compile(r"'[^']*\d\d[^']*'")
_FACTS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "labels": lambda numbers: np.isin(numbers, (0, 1)),
    "shares": lambda numbers: (numbers >= 0) & (numbers <= 1),
    "below 1": lambda numbers: numbers < 1,
    "not negative": lambda numbers: numbers >= 0,
    "positive": lambda numbers: numbers > 0,
}

_Order = tuple[str, str, str]
"""That the first number, or the first two together, are no larger than the third."""
_Axis = tuple[str, int, int]
"""A place, how many axes the array there has, and which of them it is."""


class Kinds:
    """What the arguments of a function's calls are like: which say what others are asked for, or met."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._words = frozenset[tuple[str, object]]().union(*map(words_in, calls))
        self._replaced = frozenset[str]().union(*map(_replaced_in, calls))
        self._places = set(map(places_in, calls))
        self._has_tenths = any(map(_has_tenths, self._places))
        self._lengths: dict[frozenset[str], set[int]] = {}
        for places in self._places:
            self._lengths.setdefault(_form_of(places), set()).add(len(places))
        self._axes = [_axes_in(call) for call in calls]
        orders = [_orders_in(call) for call in calls]
        self._known = frozenset[_Order]().union(*(known for known, _ in orders))
        self._broken = frozenset[_Order]().union(*(known - holding for known, holding in orders))
        self._facts: dict[str, set[str]] = {}
        for call in calls:
            for place, facts in _facts_in(call):
                self._facts[place] = self._facts.get(place, facts) & facts

    def ask_for(self, call: Call) -> bool:
        """Whether another call may be one of these: what is so in all of them is so in it.

        That is the size of an axis, or that two are equal; the number of items; an option that none
        of them gives; that numbers are labels, shares, or not negative, or no larger than others.
        """
        lengths = self._lengths.get(_form_of(places_in(call)), set())
        return (
            words_in(call) <= self._words
            and bool(lengths)
            and min(lengths) <= len(places_in(call))
            and (self._has_tenths or not _has_tenths(places_in(call)))
            and (len(lengths) > 1 or places_in(call) in self._places)
            and all(facts >= self._facts.get(place, set()) for place, facts in _facts_in(call))
            and self._has_sizes_of_these(_axes_in(call))
            and self._has_orders_of_these(call)
        )

    def _has_sizes_of_these(self, axes: Mapping[_Axis, set[int]]) -> bool:
        for axis, sizes in axes.items():
            known = set[int]().union(*(each.get(axis, set()) for each in self._axes))
            if not known or (len(known) == 1 and sizes != known):
                return False
        return all(
            axes[one] == axes[other] or any(e.get(one) != e.get(other) for e in self._axes)
            for one, other in itertools.combinations(axes, 2)
        )

    def _has_orders_of_these(self, call: Call) -> bool:
        known, holding = _orders_in(call)
        return (known & self._known) - self._broken <= holding

    def reach(self, call: Call, *, by_length: bool) -> bool:
        """Whether what explains all of these calls was held against calls like another one.

        What explains results with one setting, or with one function that is called, need not explain
        them with another; what explains a network of two layers need not explain one of four, but
        what explains networks of two and of three may.

        Args:
            by_length: whether the number of items counts.
        """
        places = places_in(call)
        lengths = self._lengths.get(_form_of(places), set())
        return (
            words_in(call) <= self._words
            and _replaced_in(call) <= self._replaced
            and (self._has_tenths or not _has_tenths(places))
            and (not by_length or places in self._places or len(lengths) > 1)
        )


def _replaced_in(call: Call) -> frozenset[str]:
    """The names of the functions in whose place a call puts others."""
    if not call.replacements:
        return frozenset()
    return frozenset(find_functions({"replacements": call.replacements}))


def _form_of(places: frozenset[str]) -> frozenset[str]:
    """The places as they are for any number of items: two networks differ in how many layers they have."""
    return frozenset(_NUMBER.sub("#", place) for place in places)


def _has_tenths(places: frozenset[str]) -> bool:
    """Whether names have numbers of two digits: sorted as texts, the tenth is before the second."""
    return any(_TENTH.search(place) for place in places)


def _axes_in(call: Call) -> dict[_Axis, set[int]]:
    """The sizes of every axis of the arrays in a call's arguments, and the ends of lists of sizes.

    Of the widths of a network, the first belongs to its inputs and the last to its labels.
    """
    found: dict[_Axis, set[int]] = {}
    for place, array in _numbers_in(call):
        for axis, size in enumerate(array.shape):
            found.setdefault((place, array.ndim, axis), set()).add(size)
    for name, value in call.inputs.items():
        if isinstance(value, (list, tuple)) and value and all(type(n) is int for n in value):
            found[f"{name} first", 0, 0], found[f"{name} last", 0, 0] = {value[0]}, {value[-1]}
    return found


def _orders_in(call: Call) -> tuple[frozenset[_Order], frozenset[_Order]]:
    """Which numbers of a call may be compared, and which of these comparisons hold.

    Compared are single whole numbers with each other and with the sizes of arrays: of two, and of two
    together, whether they are no larger than another.
    """
    arrays = {n: a for n, a in call.inputs.items() if isinstance(a, np.ndarray)}
    sizes = {
        f"{name} {axis}": float(size)
        for name, a in arrays.items()
        for axis, size in enumerate(a.shape)
    }
    single = {
        name: float(value)
        for name, value in call.inputs.items()
        if isinstance(value, int) and not isinstance(value, bool)
    }
    orders = {
        (one, "", other): value <= most
        for one, value in {**single, **sizes}.items()
        for other, most in {**single, **sizes}.items()
        if one != other and (one in single or other in single)
    }
    for (one, a), (two, b) in itertools.combinations(sorted(single.items()), 2):
        for other, most in {**single, **sizes}.items():
            if other not in (one, two):
                orders[one, two, other] = a + b <= most
    return frozenset(orders), frozenset(order for order, holds in orders.items() if holds)


def _facts_in(call: Call) -> Iterator[tuple[str, set[str]]]:
    """What holds of the numbers at each place of a call's arguments."""
    for place, array in _numbers_in(call):
        yield place, {name for name, holds in _FACTS.items() if bool(holds(array).all())}


def _numbers_in(call: Call) -> Iterator[tuple[str, np.ndarray]]:
    """The numbers in a call's arguments, with their places, whatever their numbers are."""
    for name, value in call.inputs.items():
        for leaf in leaves(value):
            if isinstance(leaf.value, (int, float, np.ndarray)):
                array = np.asarray(leaf.value)
                if array.dtype.kind in "biuf":
                    yield _NUMBER.sub("#", f"{name}{leaf.path}"), array
