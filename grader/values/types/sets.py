"""Sets, in which nothing has a place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext
from grader.util.untrusted_text import harmless
from grader.values.types.numeric import show, within
from grader.values.value_type import (
    MAX_NODES,
    Difference,
    Place,
    Rung,
    ValueType,
    exactly,
    sentence,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

_LISTED = 3


@dataclass(frozen=True, eq=False, slots=True)
class SetData:
    """A set in the judge: its items in one fixed order, and not by their hashes.

    Whoever chooses the items of a real set can choose them so that they all have one hash.
    """

    items: tuple[Any, ...]
    frozen: bool

    def __getitem__(self, key: int) -> Any:
        return self.items[key]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


class SetValue(ValueType):
    """A set or a frozenset; each is accepted where the other is expected."""

    classes = (SetData,)
    container = True
    compares_whole = True
    wire_name = "set"

    def describe(self, value: SetData) -> str:
        return gettext("a set")

    def expects(self, expected: SetData) -> str:
        return gettext("a set of {count}", count=len(expected))

    def packs(self, value: Any) -> bool:
        return isinstance(value, (SetData, set, frozenset))

    def same(self, one: SetData, other: SetData) -> bool:
        return one.frozen == other.frozen and len(one) == len(other)

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        missing, extra = _unmatched(expected.items, actual.items, tolerance)
        if not missing and not extra:
            return None
        rung = Rung.VALUES if len(expected) == len(actual) else Rung.STRUCTURE
        return Difference(rung, lambda: _said(missing, extra, place))

    def parts(self, value: SetData) -> Iterable[tuple[int, Any]]:
        return enumerate(value.items)

    def rebuild(self, value: SetData, parts: list[Any]) -> SetData:
        return SetData(tuple(parts), value.frozen)

    def literal(self, value: SetData, parts: list[str]) -> str:
        return f"{'frozenset' if value.frozen else 'set'}([{', '.join(parts)}])"

    def pack(self, value: Any) -> Any:
        if isinstance(value, SetData):
            return value.frozen, list(value.items)
        if len(value) > MAX_NODES:  # before they are put in order, which takes long
            raise ValueError("the set has too many items")
        return isinstance(value, frozenset), sorted(value, key=_order)

    def unpack(self, plain: Any) -> SetData:
        frozen, items = exactly(tuple, plain)
        return SetData(tuple(sorted(exactly(list, items), key=_order)), exactly(bool, frozen))

    def revive(self, value: SetData) -> Any:
        return (frozenset if value.frozen else set)(value.items)


def _order(item: Any) -> tuple[Any, ...]:
    """Where an item is listed: numbers by size, then texts, then what else there is."""
    if isinstance(item, (bool, int, float, np.number, Fraction, Decimal)) and not isinstance(
        item, np.complexfloating
    ):
        number = _as_float(item)
        return (0, math.isnan(number), 0.0 if math.isnan(number) else number, _key(item))
    if isinstance(item, str):
        return (1, item)
    if isinstance(item, (tuple, list)):
        return (2, *map(_order, item))
    return (3, type(item).__name__, _key(item))


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.inf if value > 0 else -math.inf


def _key(item: Any) -> str:
    """A text that two items share exactly if they are equal: 1, 1.0 and True are."""
    if isinstance(item, (float, np.floating)) and float(item).is_integer():
        item = int(item)
    if isinstance(item, (bool, int, np.integer, np.bool_)):
        return f"n{int(item)}"
    if isinstance(item, (float, np.floating)):
        return f"n{float(item)!r}"
    if isinstance(item, (tuple, list, SetData)):
        return f"({''.join(f'{len(text)}:{text}' for text in map(_key, item))})"
    return f"{type(item).__name__}:{item!r}"


def _unmatched(
    expected: Sequence[Any], actual: Sequence[Any], tolerance: Tolerance
) -> tuple[list[Any], list[Any]]:
    """The expected items that are not there, and those that nobody expects."""
    theirs = Counter(map(_key, actual))
    ours = Counter(map(_key, expected))
    missing = [item for item in expected if _key(item) not in theirs]
    extra = [item for item in actual if _key(item) not in ours]
    # What is left may agree within the tolerance: both sides are in the order of their numbers.
    if len(missing) == len(extra) and all(map(_near, missing, extra, [tolerance] * len(missing))):
        return [], []
    return missing, extra


def _near(expected: Any, actual: Any, tolerance: Tolerance) -> bool:
    if isinstance(expected, (tuple, list)) and isinstance(actual, (tuple, list)):
        return len(expected) == len(actual) and all(
            _key(e) == _key(a) or _near(e, a, tolerance)
            for e, a in zip(expected, actual, strict=True)
        )
    numbers = (float, complex, np.inexact)
    if not isinstance(expected, numbers) or not isinstance(actual, (*numbers, int)):
        return False
    try:
        return bool(within(np.asarray(expected), np.asarray(actual), tolerance).all())
    except (OverflowError, TypeError):
        return False


def _said(missing: Sequence[Any], extra: Sequence[Any], place: Place) -> str:
    has = gettext("has {extra}, which nobody expects", extra=_listed(extra)) if extra else ""
    if not missing:
        return sentence(place, f"{has}.")
    lacks = gettext("does not have {missing}", missing=_listed(missing))
    return sentence(
        place, gettext("{lacks}. It {has}.", lacks=lacks, has=has) if has else f"{lacks}."
    )


def _listed(items: Sequence[Any]) -> str:
    shown = ", ".join(map(_shown, items[:_LISTED]))
    more = len(items) - _LISTED
    return gettext("{shown} and {more} more", shown=shown, more=more) if more > 0 else shown


def _shown(item: Any) -> str:
    if isinstance(item, (int, float, complex, np.generic)) and not isinstance(item, np.str_):
        try:
            return show(item)
        except (OverflowError, TypeError, ValueError):
            return "a number"
    if isinstance(item, tuple):
        inner = ", ".join(map(_shown, item[:6])) + (", …" if item[6:] else "")
        return f"({inner},)" if len(item) == 1 else f"({inner})"
    if isinstance(item, str):
        return repr(harmless(item, 40))
    return harmless(repr(item), 60)


TYPES = (SetValue(),)
