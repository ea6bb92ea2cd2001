"""What a type of value declares, and how a difference between two values is said.

`ValueType` is the class that every type of value builds on; the folder ``types`` has one module for a
family of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.util.language import gettext, ngettext

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

MAX_DEPTH = 40
MAX_NODES = 200_000
"""What the wire format lets through, so that every walk may be recursive."""
PLAIN_DATA = (
    "numbers, text, bytes, True, False, None, lists, tuples, sets, dictionaries with plain keys, "
    "arrays, fractions, decimals, dates and durations"
)
"""What can cross between judge and child, in words for an author."""


class Rung(StrEnum):
    """The steps of the comparison, in their order: the first on which two values differ counts."""

    MISSING = "missing"
    TYPE = "type"
    STRUCTURE = "structure"
    SHAPE = "shape"
    DTYPE = "dtype"
    FINITE = "finite"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two values: its rung, and one sentence that names both sides.

    ``sentence`` makes the text on demand: comparisons with candidates never show theirs.
    """

    rung: Rung
    sentence: Callable[[], str]

    @property
    def text(self) -> str:
        return self.sentence()


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that cannot cross from the sandbox: only its type's name came along."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """The key of a part that is an attribute and no item: the ``index`` of a Series."""

    name: str


class Place(str):
    """Where a value is, as Python finds it inside the result: `["W1"][0]`, "" for the whole.

    A subclass may call it otherwise in a sentence: "column `age`, row 2".
    """

    __slots__ = ()

    @property
    def called(self) -> str:
        """The words for it in a sentence: ``result["W1"]`` in backticks, or "the result"."""
        return f"`result{self}`" if self else gettext("the result")

    def part(self, key: Any) -> Place:
        """The place of a part of a container."""
        return Place(self + place_of_key(key))

    def entry(self, at: tuple[int, ...]) -> Place:
        """The place of an array's entry."""
        return Place(f"{self}[{', '.join(map(str, at))}]")

    def lacks(self, listed: str, count: int, present: str) -> str:
        """What follows in a sentence about keys that are not there, and those that are."""
        lacks = ngettext("has no key {listed}.", "has no keys {listed}.", count, listed=listed)
        there = gettext("Its keys: {present}.", present=present)
        return f"{lacks} {there}" if present else f"{lacks} " + gettext("It is empty.")


class InWords(Place):
    """A place that is called in words, whatever Python would write: "column `age`", "line 2".

    words     what it is called; "column `age` of `result[0]`" where it is inside ``place``
    in_entry  gives the words for one of its entries: "column `age`, row 'Ann'"
    """

    __slots__ = ("_in_entry", "_words")
    _words: str
    _in_entry: Callable[[str, int], str]

    def __new__(
        cls, place: Place, words: str, in_entry: Callable[[str, int], str] | None = None
    ) -> InWords:
        made = super().__new__(cls, place)
        made._words = (
            words if not place else gettext("{words} of {called}", words=words, called=place.called)
        )
        made._in_entry = in_entry or (
            lambda whole, at: gettext("{whole}, item {at}", whole=whole, at=at)
        )
        return made

    @property
    def called(self) -> str:
        return self._words

    def entry(self, at: tuple[int, ...]) -> Place:
        return InWords(Place(), self._in_entry(self._words, at[0]))

    def part(self, key: Any) -> Place:
        return self.entry((key,)) if isinstance(key, int) else super().part(key)


WHOLE = Place("")


class ValueType:
    """One type of value. Subclass it, override what differs, and put an instance into ``TYPES`` of a
    module in ``grader/values/types``.

    classes     the Python classes of its values
    dtype_kinds the kinds of dtype of its arrays, where its values are arrays of NumPy
    words       what a value is called after "is" or "expected": "a dictionary"
    container   whether it holds other values, as `parts` lists them
    compares_whole  whether `difference` also compares the parts, which then need not be in order
    wire_name   set for a type that the wire format has no tag for: `pack` and `unpack` then turn
                a value into plain data and back
    library     the package whose objects it stands for ("pandas"), which the exercise must declare
    ignorable   words that an author may give to ``ignores=``: what is not compared then
    exactable   words that an author may give to ``exact=``: what is compared as well then
    """

    classes: ClassVar[tuple[type, ...]] = ()
    dtype_kinds: ClassVar[str] = ""
    words: ClassVar[str] = ""
    container: ClassVar[bool] = False
    compares_whole: ClassVar[bool] = False
    wire_name: ClassVar[str] = ""
    library: ClassVar[str] = ""
    ignorable: ClassVar[tuple[str, ...]] = ()
    exactable: ClassVar[tuple[str, ...]] = ()

    def describe(self, value: Any) -> str:
        """The value's kind in words, with its shape where it has one."""
        return gettext(self.words)

    def expects(self, expected: Any) -> str:
        """What a sentence says after "expected" where a value of another type came."""
        return self.describe(expected)

    def show(self, value: Any) -> str:
        """The value in a sentence, short."""
        return repr(value)[:60]

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        """Return how a container is not built like the expected one: other keys, another length.

        Both are of this type. ``tolerance`` says what need not be alike.
        """
        return None

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        """Return the first difference between two values without parts, or that are compared whole."""
        if actual == expected:
            return None
        return differs(
            Rung.VALUES, place, gettext("is {shown}", shown=self.show(actual)), self.show(expected)
        )

    def takes(self, value: Any) -> bool:
        """Whether a value in the judge is of this type."""
        if isinstance(value, (np.ndarray, np.generic)) and self.dtype_kinds:
            return value.dtype.kind in self.dtype_kinds
        return isinstance(value, self.classes)

    def packs(self, value: Any) -> bool:
        """Whether `pack` takes this object, in the child or in an author's file."""
        return type(value) in self.classes

    def surplus(self, expected: Any, actual: Any) -> list[Any]:
        """Keys of ``actual`` that nobody asked for: reported, and no difference."""
        return []

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values of one class are equal to the bit; of containers, but for their parts."""
        return bool(one == other)

    def parts(self, value: Any) -> Iterable[tuple[Any, Any]]:
        """The parts of a container, each with the key or index under which `value[key]` finds it."""
        return ()

    def place_of_part(self, value: Any, key: Any, place: Place) -> Place:
        """Where a part of a container is, which is at ``place`` itself."""
        return place.part(key)

    def rebuild(self, value: Any, parts: list[Any]) -> Any:
        """A container like ``value`` with other parts, in the same order."""
        return value

    def literal(self, value: Any, parts: list[str]) -> str:
        """Python text that makes the value, given the texts of its parts."""
        return repr(value)

    def pack(self, value: Any) -> Any:
        """Plain data that stands for the value on the wire; runs in the student's process too."""
        raise NotImplementedError

    def unpack(self, plain: Any) -> Any:
        """The value in the judge; raises ValueError for unfit data, which a hostile process may send."""
        raise NotImplementedError

    def revive(self, value: Any) -> Any:
        """What student code works with: the library's object for the judge's plain value."""
        return value


def differs(rung: Rung, place: Place, is_now: str, expected: str) -> Difference:
    """A difference in the usual words: "`result[0]` is a number, expected text."."""
    return Difference(
        rung,
        lambda: sentence(
            place, gettext("{is_now}, expected {expected}.", is_now=is_now, expected=expected)
        ),
    )


def sentence(place: Place, rest: str) -> str:
    """A sentence whose subject is the value at ``place``."""
    text = f"{place.called} {rest}"
    return text[0].upper() + text[1:]


def called(place: str) -> str:
    """The words for a place inside the result: ``result[3][0]`` in backticks, or "the result"."""
    return Place(place).called


def place_of_key(key: Any) -> str:
    """``["W1"]``: how an item is taken, its key cut to what fits into a sentence."""
    if isinstance(key, Attribute):
        return f".{key.name}"
    shown = json.dumps(key[:40], ensure_ascii=False) if isinstance(key, str) else repr(key)[:80]
    return f"[{shown}]"


def first_different(pairs: Iterable[Difference | None]) -> Difference | None:
    """The first that is a difference."""
    return next((each for each in pairs if each is not None), None)


def exactly(type_: type, value: Any) -> Any:
    """``value``, which must be of this class and no other; raises ValueError."""
    if type(value) is not type_:
        raise ValueError(f"not a {type_.__name__}")
    return value
