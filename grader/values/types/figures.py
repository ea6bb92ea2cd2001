"""Figures of matplotlib as data: what is drawn in them, and where; and the words around it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import harmless
from grader.values.types.numeric import difference_of_entries
from grader.values.value_type import (
    WHOLE,
    Attribute,
    Difference,
    InWords,
    Place,
    Rung,
    ValueType,
    differs,
    exactly,
    first_different,
    sentence,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

LINE, BARS, POINTS, IMAGE, AREA, PIE = "line", "bars", "points", "image", "area", "pie"
_DATA = {
    LINE: (("x", "y"), ("x", "y", "z")),
    BARS: (
        (gettext_noop("position"), gettext_noop("height"), gettext_noop("bottom")),
        (gettext_noop("position"), gettext_noop("width"), gettext_noop("left")),
    ),
    POINTS: (("x", "y"), ("x", "y", gettext_noop("colour")), ("x", "y", "z")),
    IMAGE: ((gettext_noop("values"),),),
    AREA: (("x", "y"),),
    PIE: ((gettext_noop("degrees"),),),
}
"""Kind of item -> the names of its arrays."""


class _Words(NamedTuple):
    """What items of one kind are called."""

    the: str
    numbered: str
    none: str
    one: str
    more: str


_WORDS = {
    LINE: _Words(
        gettext_noop("the line{where}"), gettext_noop("line {number}{where}"),
        gettext_noop("has no line"), gettext_noop("has {count} line"), gettext_noop("has {count} lines"),
    ),
    BARS: _Words(
        gettext_noop("the group of bars{where}"), gettext_noop("group of bars {number}{where}"),
        gettext_noop("has no group of bars"),
        gettext_noop("has {count} group of bars"), gettext_noop("has {count} groups of bars"),
    ),
    POINTS: _Words(
        gettext_noop("the group of points{where}"), gettext_noop("group of points {number}{where}"),
        gettext_noop("has no group of points"),
        gettext_noop("has {count} group of points"), gettext_noop("has {count} groups of points"),
    ),
    IMAGE: _Words(
        gettext_noop("the image{where}"), gettext_noop("image {number}{where}"),
        gettext_noop("has no image"),
        gettext_noop("has {count} image"), gettext_noop("has {count} images"),
    ),
    AREA: _Words(
        gettext_noop("the filled area{where}"), gettext_noop("filled area {number}{where}"),
        gettext_noop("has no filled area"),
        gettext_noop("has {count} filled area"), gettext_noop("has {count} filled areas"),
    ),
    PIE: _Words(
        gettext_noop("the pie{where}"), gettext_noop("pie {number}{where}"),
        gettext_noop("has no pie"), gettext_noop("has {count} pie"), gettext_noop("has {count} pies"),
    ),
}  # fmt: skip


class _Entry(NamedTuple):
    """What an entry of an item is called."""

    word: str
    one: str
    more: str


_POINT = _Entry(
    gettext_noop("point"), gettext_noop("has {count} point"), gettext_noop("has {count} points")
)
_ENTRIES = {
    LINE: _POINT,
    BARS: _Entry(
        gettext_noop("bar"), gettext_noop("has {count} bar"), gettext_noop("has {count} bars")
    ),
    POINTS: _POINT,
    AREA: _Entry(
        gettext_noop("corner"),
        gettext_noop("has {count} corner"),
        gettext_noop("has {count} corners"),
    ),
    PIE: _Entry(
        gettext_noop("part"), gettext_noop("has {count} part"), gettext_noop("has {count} parts")
    ),
}
_MOST_MATCHED = 20
"""Items of one kind that may be drawn in any order; more are compared in theirs."""


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """Something drawn: a line, a group of bars or points, an image, a filled area, a pie.

    label  what the legend calls it, or ""
    data   name -> array of floats: of a line "x" and "y"
    """

    kind: str
    label: str
    data: tuple[tuple[str, np.ndarray], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One axis of a subplot.

    scale   "linear", "log", ...
    limits  where it begins and ends, where somebody set that; None where it follows the data
    ticks   the texts at its ticks, where they are names and no numbers
    """

    label: str = ""
    scale: str = "linear"
    limits: tuple[float, float] | None = None
    ticks: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Subplot:
    """What one pair of axes holds. ``legend`` is its texts, None without a legend."""

    title: str
    sides: tuple[Side, ...]
    legend: tuple[str, ...] | None
    texts: tuple[str, ...]
    items: tuple[Item, ...]

    def of(self, kind: str) -> list[Item]:
        return [item for item in self.items if item.kind == kind]


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """A figure: its own title, and its subplots in the order in which they were made."""

    title: str
    subplots: tuple[Subplot, ...]


@dataclass(frozen=True, eq=False)
class Drawings:
    """The figures that a call drew, in their order."""

    figures: tuple[Drawing, ...]

    @property
    def subplots(self) -> list[Subplot]:
        return [subplot for figure in self.figures for subplot in figure.subplots]

    def arrays(self) -> Iterator[tuple[Attribute, np.ndarray]]:
        """Every array, with the name by which `__getitem__` finds it."""
        for number, subplot in enumerate(self.subplots):
            for kind in _DATA:
                for n, item in enumerate(subplot.of(kind)):
                    for name, array in item.data:
                        yield Attribute(f"axes[{number}].{kind}[{n}].{name}"), array

    def __getitem__(self, key: Attribute) -> np.ndarray:
        for name, array in self.arrays():
            if name == key:
                return array
        raise LookupError(key)


class DrawingsValue(ValueType):
    """What a call drew. What the reference does not say (a title, limits) is free.

    Lines and groups may be drawn in any order. Colours, styles, fonts and sizes are not compared.
    """

    classes = (Drawings,)
    container = True
    compares_whole = True
    words = gettext_noop("a figure")
    wire_name = "figures"
    library = "matplotlib"
    ignorable = ("title", "axis labels", "legend", "limits", "scales", "ticks", "texts")

    def packs(self, value: Any) -> bool:
        return isinstance(value, Drawings)

    def same(self, one: Drawings, other: Drawings) -> bool:
        return bool(_form(one) == _form(other))

    def parts(self, value: Drawings) -> Iterable[tuple[Any, Any]]:
        return list(value.arrays())

    def rebuild(self, value: Drawings, parts: list[Any]) -> Drawings:
        new = iter(parts)
        figures = []
        for figure in value.figures:
            subplots = []
            for subplot in figure.subplots:
                made = {
                    id(item): replace(item, data=tuple((name, next(new)) for name, _ in item.data))
                    for kind in _DATA
                    for item in subplot.of(kind)
                }
                items = tuple(made[id(item)] for item in subplot.items)
                subplots.append(replace(subplot, items=items))
            figures.append(replace(figure, subplots=tuple(subplots)))
        return Drawings(tuple(figures))

    def literal(self, value: Drawings, parts: list[str]) -> str:
        return "None"  # a figure is drawn, and not written

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        ours, theirs = len(expected.figures), len(actual.figures)
        if ours and not theirs:
            text = (
                gettext("No figure was drawn.")
                if ours == 1
                else gettext("No figure was drawn, expected {expected}.", expected=ours)
            )
            return Difference(Rung.MISSING, lambda: text)
        if ours != theirs:
            has = ngettext(
                "{count} figure was drawn, expected {expected}.",
                "{count} figures were drawn, expected {expected}.",
                theirs,
                expected=ours,
            )
            return Difference(Rung.STRUCTURE, lambda: has)
        for e, a in zip(expected.figures, actual.figures, strict=True):
            if len(e.subplots) != len(a.subplots):
                has = ngettext("has {count} subplot", "has {count} subplots", len(a.subplots))
                return differs(Rung.STRUCTURE, _figure(), has, str(len(e.subplots)))
        return first_different(
            _unlike_items(e, a, where) for e, a, where in _subplots(expected, actual)
        )

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        for compared in (_wrong_items, _wrong_sides, _wrong_words):
            for e, a, where in _subplots(expected, actual):
                difference = compared(e, a, tolerance, where)
                if difference is not None:
                    return difference
        if "title" in tolerance.ignores:
            return None
        return first_different(
            _wrong_text(e.title, a.title, InWords(Place(), gettext("the figure's title")))
            for e, a in zip(expected.figures, actual.figures, strict=True)
        )

    def pack(self, value: Drawings) -> Any:
        return [[figure.title, [_packed(s) for s in figure.subplots]] for figure in value.figures]

    def unpack(self, plain: Any) -> Drawings:
        figures = []
        for title, subplots in exactly(list, plain):
            read = tuple(map(_unpacked, exactly(list, subplots)))
            figures.append(Drawing(exactly(str, title), read))
        return Drawings(tuple(figures))


def _form(drawings: Drawings) -> Any:
    """All of it but the arrays."""
    return [
        (
            figure.title,
            [
                (s.title, s.sides, s.legend, s.texts, [_shape(item) for item in s.items])
                for s in figure.subplots
            ],
        )
        for figure in drawings.figures
    ]


def _shape(item: Item) -> Any:
    return item.kind, item.label, [(name, array.shape) for name, array in item.data]


def _figure() -> Place:
    return InWords(Place(), gettext("the figure"))


def _subplots(expected: Drawings, actual: Drawings) -> Iterator[tuple[Subplot, Subplot, str]]:
    """The subplots in pairs, with " of subplot 2" where there are several."""
    ours, theirs = expected.subplots, actual.subplots
    for number, (e, a) in enumerate(zip(ours, theirs, strict=True), 1):
        yield e, a, gettext(" of subplot {number}", number=number) if len(ours) > 1 else ""


# What is drawn.


def _unlike_items(e: Subplot, a: Subplot, where: str) -> Difference | None:
    # What is missing comes before what nobody asked for: a line in the place of bars.
    for kind in sorted(_WORDS, key=lambda kind: len(a.of(kind)) >= len(e.of(kind))):
        words = _WORDS[kind]
        ours, theirs = e.of(kind), a.of(kind)
        if len(ours) != len(theirs):
            place = (
                InWords(Place(), gettext("the plot{where}", where=where)) if where else _figure()
            )
            has = ngettext(words.one, words.more, len(theirs)) if theirs else gettext(words.none)
            return differs(Rung.STRUCTURE, place, has, str(len(ours)) if ours else gettext("none"))
        pairs = _matched(ours, theirs, lambda e, a: _unlike_data(e, a, WHOLE) is None)
        for number, (wanted, item) in enumerate(pairs, 1):
            unlike = _unlike_data(wanted, item, _called(words, number, len(ours), where))
            if unlike is not None:
                return unlike
    return None


def _unlike_data(e: Item, a: Item, place: Place) -> Difference | None:
    names, given = ([name for name, _ in item.data] for item in (e, a))
    if names != given:
        if e.kind == BARS:
            said, wanted = (
                gettext("vertical") if "height" in each else gettext("horizontal")
                for each in (given, names)
            )
            return differs(
                Rung.STRUCTURE,
                place,
                gettext("is {shown}", shown=said),
                gettext("{wanted} bars", wanted=wanted),
            )
        return differs(
            Rung.STRUCTURE,
            place,
            gettext("has {shown}", shown=", ".join(map(gettext, given))),
            ", ".join(map(gettext, names)),
        )
    for (_, right), (_, array) in zip(e.data, a.data, strict=True):
        if right.shape != array.shape:
            if e.kind == IMAGE:
                return differs(
                    Rung.SHAPE,
                    place,
                    gettext("has shape {shape}", shape=array.shape),
                    f"{right.shape}",
                )
            entry = _ENTRIES[e.kind]
            has = ngettext(entry.one, entry.more, len(array))
            return differs(Rung.SHAPE, place, has, str(len(right)))
    return None


def _called(words: _Words, number: int, count: int, where: str) -> Place:
    return InWords(
        Place(),
        gettext(words.numbered, number=number, where=where)
        if count > 1
        else gettext(words.the, where=where),
    )


def _wrong_items(e: Subplot, a: Subplot, tolerance: Tolerance, where: str) -> Difference | None:
    for kind, words in _WORDS.items():
        ours, theirs = e.of(kind), a.of(kind)
        pairs = _matched(ours, theirs, lambda e, a: _wrong_data(e, a, tolerance, WHOLE) is None)
        for number, (wanted, item) in enumerate(pairs, 1):
            place = _called(words, number, len(ours), where)
            wrong = _wrong_data(wanted, item, tolerance, place)
            if wrong is None and "legend" not in tolerance.ignores:
                wrong = _wrong_text(wanted.label, item.label, place, gettext("label"))
            if wrong is not None:
                return wrong
    return None


def _wrong_data(e: Item, a: Item, tolerance: Tolerance, place: Place) -> Difference | None:
    unlike = _unlike_data(e, a, place)
    if unlike is not None:
        return unlike
    for (name, wanted), (_, array) in zip(e.data, a.data, strict=True):
        if e.kind == IMAGE:
            inside: Place = _PixelPlace(Place(), place.called)
        else:
            if name in ("x", "y", "z"):
                words = gettext("the {name} values", name=name)
            else:
                words = gettext("the {name}s", name=gettext(name))
            in_entry = functools.partial(_of_entry, place.called, name, _ENTRIES[e.kind].word)
            inside = InWords(Place(), f"{place.called}: {words}", in_entry)
        difference = difference_of_entries(wanted, array, tolerance, inside)
        if difference is not None:
            return difference
    return None


def _of_entry(item: str, name: str, word: str, whole: str, at: int) -> str:
    return gettext(
        "{item}: the {name} of {word} {number}",
        item=item,
        name=gettext(name),
        word=gettext(word),
        number=at + 1,
    )


class _PixelPlace(InWords):
    """An image, whose entries have a row and a column."""

    __slots__ = ()

    def entry(self, at: tuple[int, ...]) -> Place:
        return InWords(
            Place(),
            gettext(
                "{item}: the value at row {row}, column {column}",
                item=self.called,
                row=at[0],
                column=at[1],
            ),
        )


def _matched(ours: Sequence[Item], theirs: Sequence[Item], agree: Any) -> list[tuple[Item, Item]]:
    """Items in pairs: in their order, or in another one in which all of them agree."""
    in_order = list(zip(ours, theirs, strict=False))
    labels = [item.label for item in ours]
    named = {item.label: item for item in theirs}
    if all(labels) and len(set(labels)) == len(labels) == len(named) and set(labels) == set(named):
        return [(item, named[item.label]) for item in ours]
    if len(ours) > _MOST_MATCHED or all(agree(e, a) for e, a in in_order):
        return in_order
    left, pairs = list(theirs), []
    for e in ours:
        found = next((a for a in left if agree(e, a)), None)
        if found is None:
            return in_order
        left = [a for a in left if a is not found]
        pairs.append((e, found))
    return pairs


# Axes, and words.


def _wrong_sides(e: Subplot, a: Subplot, tolerance: Tolerance, where: str) -> Difference | None:
    if len(e.sides) != len(a.sides):
        return differs(
            Rung.STRUCTURE, InWords(Place(), gettext("the plot{where}", where=where)),
            ngettext("has {count} axis", "has {count} axes", len(a.sides)), str(len(e.sides)),
        )  # fmt: skip
    for name, wanted, side in zip("xyz", e.sides, a.sides, strict=False):
        place = InWords(Place(), gettext("the {name} axis{where}", name=name, where=where))
        if wanted.scale != side.scale and "scales" not in tolerance.ignores:
            was = gettext("has a {scale} scale", scale=harmless(side.scale, 20))
            return differs(Rung.VALUES, place, was, gettext("a {scale} scale", scale=wanted.scale))
        if wanted.limits is None or "limits" in tolerance.ignores:
            continue
        said, right = (
            gettext("the limits that follow the data")
            if each is None
            else gettext("{first:.6g} to {last:.6g}", first=each[0], last=each[1])
            for each in (side.limits, wanted.limits)
        )
        limits = np.array(wanted.limits), np.array(side.limits or (np.nan, np.nan))
        if difference_of_entries(*limits, tolerance, place) is not None:
            return differs(
                Rung.VALUES,
                place,
                gettext("goes from {said}", said=said)
                if side.limits
                else gettext("has {shown}", shown=said),
                right,
            )
    return None


def _wrong_words(e: Subplot, a: Subplot, tolerance: Tolerance, where: str) -> Difference | None:
    ignored = tolerance.ignores
    checks: list[Difference | None] = []
    if "axis labels" not in ignored:
        checks += [
            _wrong_text(
                wanted.label,
                side.label,
                InWords(Place(), gettext("the {name} label{where}", name=name, where=where)),
            )
            for name, wanted, side in zip("xyz", e.sides, a.sides, strict=False)
        ]
    if "title" not in ignored:
        checks.append(
            _wrong_text(
                e.title, a.title, InWords(Place(), gettext("the title{where}", where=where))
            )
        )
    if "ticks" not in ignored:
        checks += [
            _wrong_texts(
                wanted.ticks,
                side.ticks,
                InWords(Place(), gettext("the {name} axis{where}", name=name, where=where)),
                gettext("ticks"),
            )
            for name, wanted, side in zip("xyz", e.sides, a.sides, strict=False)
        ]
    if "legend" not in ignored and e.legend is not None:
        place = InWords(Place(), gettext("the legend{where}", where=where))
        if a.legend is None:
            checks.append(Difference(Rung.VALUES, lambda: sentence(place, gettext("is missing."))))
        elif sorted(map(_plain, e.legend)) != sorted(map(_plain, a.legend)):
            checks.append(
                differs(
                    Rung.VALUES,
                    place,
                    gettext("is {shown}", shown=_listed(a.legend)),
                    _listed(e.legend),
                )
            )
    if "texts" not in ignored:
        theirs = [*map(_plain, a.texts)]
        missing = [text for text in e.texts if _plain(text) not in theirs]
        if missing:
            place = InWords(
                Place(), gettext("the text {text}{where}", text=_quoted(missing[0]), where=where)
            )
            checks.append(Difference(Rung.VALUES, lambda: sentence(place, gettext("is missing."))))
    return first_different(checks)


def _wrong_text(e: str, a: str, place: Place, word: str = "") -> Difference | None:
    """How a text differs, but for capital letters and blanks; one that nobody expects is free."""
    if not e.strip() or _plain(e) == _plain(a):
        return None
    if word:
        has = (
            gettext("has the {word} {shown}", word=word, shown=_quoted(a))
            if a.strip()
            else gettext("has no {word}", word=word)
        )
        return differs(Rung.VALUES, place, has, _quoted(e))
    if not a.strip():
        return Difference(
            Rung.VALUES,
            lambda: sentence(
                place, gettext("is missing, expected {expected}.", expected=_quoted(e))
            ),
        )
    return differs(Rung.VALUES, place, gettext("is {shown}", shown=_quoted(a)), _quoted(e))


def _wrong_texts(
    e: Sequence[str] | None, a: Sequence[str] | None, place: Place, word: str
) -> Difference | None:
    if e is None or [*map(_plain, e)] == [*map(_plain, a or ())]:
        return None
    has = (
        gettext("has the {word} {shown}", word=word, shown=_listed(a))
        if a
        else gettext("has no names at its {word}", word=word)
    )
    return differs(Rung.VALUES, place, has, _listed(e))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _quoted(text: str) -> str:
    return repr(harmless(text, 60))


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(_quoted, texts[:6])) + (", …" if texts[6:] else "")


# On the wire.


def _packed(subplot: Subplot) -> Any:
    sides = [[s.label, s.scale, s.limits, _list(s.ticks)] for s in subplot.sides]
    items = [[item.kind, item.label, dict(item.data)] for item in subplot.items]
    return [subplot.title, sides, _list(subplot.legend), list(subplot.texts), items]


def _list(texts: Sequence[str] | None) -> list[str] | None:
    return None if texts is None else list(texts)


def _unpacked(plain: Any) -> Subplot:
    title, sides, legend, texts, items = exactly(list, plain)
    read = tuple(map(_side, exactly(list, sides)))
    if not 2 <= len(read) <= 3:
        raise ValueError("not the axes of a plot")
    return Subplot(
        exactly(str, title), read, _texts(legend), _texts(texts) or (),
        tuple(map(_item, exactly(list, items))),
    )  # fmt: skip


def _side(plain: Any) -> Side:
    label, scale, limits, ticks = exactly(list, plain)
    if limits is not None:
        low, high = exactly(tuple, limits)
        limits = exactly(float, low), exactly(float, high)
    return Side(exactly(str, label), exactly(str, scale), limits, _texts(ticks))


def _texts(plain: Any) -> tuple[str, ...] | None:
    return None if plain is None else tuple(exactly(str, text) for text in exactly(list, plain))


def _item(plain: Any) -> Item:
    kind, label, data = exactly(list, plain)
    if tuple(exactly(dict, data)) not in _DATA.get(kind, ()):
        raise ValueError("nothing that is drawn")
    axes = (2, 3) if kind == IMAGE else (1,)
    for array in data.values():
        if exactly(np.ndarray, array).dtype != np.float64 or array.ndim not in axes:
            raise ValueError("not the numbers of something drawn")
    if kind != IMAGE and len({array.shape for array in data.values()}) != 1:
        raise ValueError("arrays of several lengths")
    return Item(str(kind), exactly(str, label), tuple(data.items()))


TYPES = (DrawingsValue(),)
