"""Tables of pandas: DataFrame, Series and Index, in the judge as plain data.

A column crosses as an array with the positions where a value is missing, and with the name of its
dtype. The judge needs no pandas for that: neither the child's objects nor its code come along.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import harmless
from grader.values.types.arrays import Objects, equal_dates, show_date
from grader.values.types.numeric import NumericValue, count, first_place, show, within
from grader.values.types.sets import SetData
from grader.values.value_type import (
    Attribute,
    Difference,
    InWords,
    Opaque,
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

_LISTED = 6
_PD = "__import__('pandas')"  # as written in literals, which need no import before them
_MOST_LEVELS = 50
_UNITS = {"M": "Y M W D h m s ms us ns".split(), "m": "W D h m s ms us ns".split()}
_INTO_NUMPY = {"boolean": "bool", "Float64": "float64", "Float32": "float32"}


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """The values of a Series, of one column, or of one level of an Index.

    dtype       as pandas writes it: "int64", "Int64", "category", "datetime64[us, UTC]"
    values      an array of numbers, dates or texts, with zeros, NaT or "" where one is missing; `Objects`
                where a column holds several kinds of value
    missing     where a value is missing, whatever stands for it: NaN, NaT, NA, None
    categories  of a column of categories: all of them; None for others
    ordered     whether these have an order
    """

    dtype: str
    values: Any
    missing: np.ndarray
    categories: Column | None = None
    ordered: bool = False

    def __len__(self) -> int:
        return len(self.missing)


@dataclass(frozen=True, eq=False, slots=True)
class Labels:
    """An Index: its names, and its levels, of which only a MultiIndex has several.

    kind  "Index", "RangeIndex" or "MultiIndex"
    freq  the step of a row of dates, as pandas writes it, or ""
    """

    kind: str
    names: tuple[Any, ...]
    levels: tuple[Column, ...]
    freq: str = ""

    def __len__(self) -> int:
        return len(self.levels[0])

    def __getitem__(self, key: Attribute) -> Any:
        return self.levels[int(key.name.removeprefix("level"))].values

    def label(self, at: int) -> Any:
        """The label at a position: a tuple in a MultiIndex, None where it is missing."""
        found = tuple(_item(level, at) for level in self.levels)
        return found[0] if self.kind != "MultiIndex" else found

    def listed(self) -> list[Any]:
        return [self.label(at) for at in range(len(self))]


@dataclass(frozen=True, eq=False)
class Frame:
    """A DataFrame: its columns, and the labels of its columns and rows."""

    index: Labels
    labels: Labels
    columns: tuple[Column, ...]

    @cached_property
    def keys(self) -> dict[Any, int]:
        """What finds each column -> its position: its label, or a number where labels are no keys."""
        labels = self.labels.listed()
        simple = all(isinstance(label, (str, int)) for label in labels)
        if not simple or len(set(labels)) < len(labels):
            labels = [Attribute(f"iloc[:, {n}]") for n in range(len(labels))]
        return {label: n for n, label in enumerate(labels)}

    def __getitem__(self, key: Any) -> Any:
        return self.index if key == _INDEX else self.columns[self.keys[key]].values


@dataclass(frozen=True, eq=False, slots=True)
class SeriesData:
    """A Series: its values, the labels of its rows, and its name."""

    index: Labels
    column: Column
    name: Any

    def __getitem__(self, key: Attribute) -> Any:
        return {_INDEX: self.index, _VALUES: self.column.values}[key]


_INDEX, _VALUES = Attribute("index"), Attribute("values")


def _item(column: Column, at: int) -> Any:
    if column.missing[at]:
        return None
    value = column.values[at]
    is_number = isinstance(value, np.generic) and value.dtype.kind in "biufc"
    return value.item() if is_number else value


# Places in words.


def _row(index: Labels, at: int) -> str:
    """The label of a row; its position where another row has the same label."""
    label = index.label(at)
    if any(index.label(n) == label for n in range(len(index)) if n != at):
        return gettext("{at} (counted from 0)", at=at)
    return _shown(label)


def _shown(label: Any) -> str:
    if label is None:
        return "NaN"
    if isinstance(label, tuple):
        return f"({', '.join(map(_shown, label))})"
    if isinstance(label, str):
        return repr(harmless(label, 40))
    if isinstance(label, (bool, int, float)):
        return show(label)
    return harmless(show_date(label) if isinstance(label, np.generic) else str(label), 40)


def _list_of(labels: Sequence[Any]) -> str:
    if not labels:
        return "empty"
    return ", ".join(map(_shown, labels[:_LISTED])) + (", …" if len(labels) > _LISTED else "")


# What columns and labels have in common.

_FAMILIES = {
    "b": gettext_noop("booleans"),
    "i": gettext_noop("integers"),
    "u": gettext_noop("integers"),
    "f": gettext_noop("floats"),
    "c": gettext_noop("complex numbers"),
}


def _family(column: Column) -> str:
    """The kind of thing that a column holds, in words."""
    dtype = column.dtype
    if column.categories is not None:
        return gettext("categories")
    if dtype.startswith("datetime64[") and "," in dtype:
        return gettext("dates of the time zone {zone}", zone=harmless(_zone(dtype), 40))
    if dtype.startswith(("period", "interval")):
        return gettext("values of dtype {dtype}", dtype=harmless(dtype, 40))
    if isinstance(column.values, Objects):
        return gettext("objects of several kinds")
    kind = column.values.dtype.kind
    if kind in "M":
        return gettext("dates")
    if kind == "m":
        return gettext("durations")
    return gettext(_FAMILIES.get(kind, "text"))


def _unlike_columns(
    e: Column, a: Column, place: Place, tolerance: Tolerance | None
) -> Difference | None:
    """How two columns of one length differ in kind, in categories, or in what is missing."""
    if not len(e):
        return None
    if _family(e) != _family(a):
        return differs(Rung.DTYPE, place, gettext("holds {shown}", shown=_family(a)), _family(e))
    if tolerance is not None and "dtype" in tolerance.exact and e.dtype != a.dtype:
        return differs(
            Rung.DTYPE, place, gettext("is of dtype {dtype}", dtype=harmless(a.dtype, 60)), e.dtype
        )
    if e.categories is not None and a.categories is not None:
        ours, theirs = ([_item(c, n) for n in range(len(c))] for c in (e.categories, a.categories))
        in_order = e.ordered or a.ordered
        alike = ours == theirs if in_order else sorted(map(repr, ours)) == sorted(map(repr, theirs))
        if not alike:
            text = gettext("has the categories {listed}", listed=_list_of(theirs))
            return differs(Rung.STRUCTURE, place, text, _list_of(ours))
        if e.ordered != a.ordered:
            words = gettext("categories with an order"), gettext("categories without an order")
            said, wanted = words if a.ordered else words[::-1]
            return differs(Rung.STRUCTURE, place, gettext("has {shown}", shown=said), wanted)
    wrong = e.missing != a.missing
    if not wrong.any():
        return None
    at = first_place(wrong)

    def said_missing() -> str:
        if a.missing[at]:
            text = gettext("is missing (NaN), expected {wanted}", wanted=_shown(_item(e, at[0])))
        else:
            text = gettext(
                "is {shown}, expected a missing value (NaN)", shown=_shown(_item(a, at[0]))
            )
        return sentence(place.entry(at), f"{text}{count(wrong)}.")

    return Difference(Rung.FINITE, said_missing)


def _same_column(one: Column, other: Column) -> bool:
    alike = one.dtype == other.dtype and one.ordered == other.ordered
    if not alike or one.missing.shape != other.missing.shape:
        return False
    if not (one.missing == other.missing).all():
        return False
    if one.categories is None or other.categories is None:
        return one.categories is other.categories
    return _same_column(one.categories, other.categories) and _same_values(
        one.categories.values, other.categories.values
    )


def _same_values(one: Any, other: Any) -> bool:
    if isinstance(one, Objects) or isinstance(other, Objects):
        return False  # they are compared part by part
    return bool(one.dtype == other.dtype and one.shape == other.shape and (one == other).all())


def _same_labels(one: Labels, other: Labels) -> bool:
    return (
        (one.kind, one.freq) == (other.kind, other.freq)
        and len(one.levels) == len(other.levels)
        and repr(one.names) == repr(other.names)
        and all(map(_same_column, one.levels, other.levels))
    )


def _unlike_labels(
    e: Labels, a: Labels, place: Place, tolerance: Tolerance | None
) -> Difference | None:
    """How two rows of labels of one length differ but for their values."""
    if len(e.levels) != len(a.levels):
        has = ngettext("has {count} level", "has {count} levels", len(a.levels))
        return differs(Rung.STRUCTURE, place, has, str(len(e.levels)))
    ignored = () if tolerance is None else tolerance.ignores
    if "names" not in ignored and repr(e.names) != repr(a.names):
        said, wanted = (_named(labels.names) for labels in (a, e))
        return differs(Rung.STRUCTURE, place, gettext("has {shown}", shown=said), wanted)
    return first_different(
        _unlike_columns(ours, theirs, place, tolerance)
        for ours, theirs in zip(e.levels, a.levels, strict=True)
    )


def _named(names: Sequence[Any]) -> str:
    if all(name is None for name in names):
        return gettext("no name")
    return gettext(
        "the name {name}", name=", ".join("None" if n is None else _shown(n) for n in names)
    )


def _different_labels(
    e: Labels, a: Labels, place: Place, tolerance: Tolerance
) -> Difference | None:
    """The first difference between two rows of labels, of any length."""
    if len(e) != len(a):
        said, wanted = (_list_of(labels.listed()[: _LISTED + 1]) for labels in (a, e))
        return differs(Rung.STRUCTURE, place, gettext("is {shown}", shown=said), wanted)
    unlike = _unlike_labels(e, a, place, tolerance)
    if unlike is not None:
        return unlike
    wrong = np.zeros(len(e), bool)
    for ours, theirs in zip(e.levels, a.levels, strict=True):
        wrong |= ~_right_values(ours, theirs, tolerance)
    if not wrong.any():
        return None
    at = int(wrong.nonzero()[0][0])
    if len(e) > _LISTED:
        said, wanted = (_shown(labels.label(at)) for labels in (a, e))
        where = gettext("has {shown} at position {at}", shown=said, at=at)
        return differs(Rung.STRUCTURE, place, where, f"{wanted}{count(wrong)}")
    said, wanted = (_list_of(labels.listed()) for labels in (a, e))
    return differs(Rung.STRUCTURE, place, gettext("is {shown}", shown=said), wanted)


def _right_values(e: Column, a: Column, tolerance: Tolerance) -> np.ndarray:
    """Label by label, whether it is the expected one."""
    if isinstance(e.values, Objects) or isinstance(a.values, Objects):
        pairs = zip(range(len(e)), range(len(a)), strict=True)
        return np.array([repr(_item(e, i)) == repr(_item(a, j)) for i, j in pairs], bool)
    both = e.missing & a.missing
    if e.values.dtype.kind == "f" and a.values.dtype.kind in "iuf":
        return np.asarray(both | within(e.values, a.values.astype(float), tolerance))
    if e.values.dtype.kind in "MmUO" and e.values.dtype.kind != a.values.dtype.kind:
        same = e.values.astype(object) == a.values.astype(object)
    else:
        same = equal_dates(e.values, a.values)
    return np.asarray(both | np.asarray(same, bool))


class _TableValue(ValueType):
    """What DataFrame, Series and Index have in common."""

    container = True
    library = "pandas"
    pandas_name: str
    ignorable: ClassVar[tuple[str, ...]] = ("index", "names")
    exactable = ("dtype",)

    def packs(self, value: Any) -> bool:
        if isinstance(value, self.classes):
            return True
        kind = getattr(sys.modules.get("pandas"), self.pandas_name, None)
        return isinstance(kind, type) and isinstance(value, kind)


class FrameValue(_TableValue):
    classes = (Frame,)
    wire_name = "DataFrame"
    pandas_name = "DataFrame"
    ignorable = ("index", "names", "column order")

    def describe(self, value: Frame) -> str:
        return "a DataFrame"

    def expects(self, expected: Frame) -> str:
        rows, columns = len(expected.index), len(expected.columns)
        return gettext(
            "a DataFrame of {rows} and {columns}", rows=_rows(rows), columns=_columns(columns)
        )

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        ignored = () if tolerance is None else tolerance.ignores
        wrong_columns = _unlike_columns_of(expected, actual, place, "column order" in ignored)
        if wrong_columns is not None:
            return wrong_columns
        if len(expected.index) != len(actual.index):
            has = gettext("has {shown}", shown=_rows(len(actual.index)))
            return differs(Rung.SHAPE, place, has, str(len(expected.index)))
        if "names" not in ignored and repr(expected.labels.names) != repr(actual.labels.names):
            said, wanted = (_named(frame.labels.names) for frame in (actual, expected))
            row = InWords(place, gettext("the row of column labels"))
            return differs(Rung.STRUCTURE, row, gettext("has {shown}", shown=said), wanted)
        return first_different(
            _unlike_columns(
                column, actual.columns[at], self._column_place(expected, n, place), tolerance
            )
            for n, (column, at) in enumerate(
                zip(expected.columns, _positions(expected, actual), strict=True)
            )
        )

    def same(self, one: Frame, other: Frame) -> bool:
        alike = _same_labels(one.index, other.index) and _same_labels(one.labels, other.labels)
        return (
            alike
            and len(one.columns) == len(other.columns)
            and all(map(_same_column, one.columns, other.columns))
            and _same_label_values(one.labels, other.labels)
        )

    def parts(self, value: Frame) -> Iterable[tuple[Any, Any]]:
        yield _INDEX, value.index
        for key, column in zip(value.keys, value.columns, strict=True):
            yield key, column.values

    def place_of_part(self, value: Frame, key: Any, place: Place) -> Place:
        if key == _INDEX:
            return InWords(place, gettext("the index"))
        return self._column_place(value, value.keys[key], place)

    def _column_place(self, value: Frame, at: int, place: Place) -> Place:
        label = value.labels.label(at)
        name = harmless(label, 40) if isinstance(label, str) else _shown(label)
        index = value.index
        return InWords(
            place,
            gettext("column `{name}`", name=name),
            lambda whole, row: gettext("{whole}, row {row}", whole=whole, row=_row(index, row)),
        )

    def rebuild(self, value: Frame, parts: list[Any]) -> Frame:
        columns = [
            Column(c.dtype, part, c.missing, c.categories, c.ordered)
            for c, part in zip(value.columns, parts[1:], strict=True)
        ]
        return Frame(parts[0], value.labels, tuple(columns))

    def literal(self, value: Frame, parts: list[str]) -> str:
        names = [key if isinstance(key, str) else n for n, key in enumerate(value.keys)]
        columns = ", ".join(
            f"{name!r}: {_column_literal(column, part)}"
            for name, column, part in zip(names, value.columns, parts[1:], strict=True)
        )
        made = f"{_PD}.DataFrame({{{columns}}}, index={parts[0]})"
        if value.labels.listed() == names:
            return made
        levels = [_plain_literal(level.values) for level in value.labels.levels]
        return f"{made}.set_axis({IndexValue().literal(value.labels, levels)}, axis=1)"

    def pack(self, value: Any) -> Any:
        if isinstance(value, Frame):
            columns = [_packed_column(column) for column in value.columns]
            return _packed_labels(value.index), _packed_labels(value.labels), columns
        columns = [_packed_column(_column(value.iloc[:, n].array)) for n in range(value.shape[1])]
        index, labels = (_packed_labels(_labels(each)) for each in (value.index, value.columns))
        return index, labels, columns

    def unpack(self, plain: Any) -> Frame:
        index, labels, columns = exactly(tuple, plain)
        frame = Frame(
            _unpacked_labels(index),
            _unpacked_labels(labels),
            tuple(map(_unpacked_column, exactly(list, columns))),
        )
        rows = len(frame.index)
        if len(frame.labels) != len(columns) or any(len(c) != rows for c in frame.columns):
            raise ValueError("columns of another length")
        return frame

    def revive(self, value: Frame) -> Any:
        pandas = sys.modules["pandas"]
        index = _live_labels(value.index)
        columns = {
            n: pandas.Series(_live_column(column), index=index, dtype=_given(column))
            for n, column in enumerate(value.columns)
        }
        frame = pandas.DataFrame(columns, index=index)
        frame.columns = _live_labels(value.labels)
        return frame


def _rows(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count)


def _columns(count: int) -> str:
    return ngettext("{count} column", "{count} columns", count)


def _values(count: int) -> str:
    return ngettext("{count} value", "{count} values", count)


def _some_labels(count: int) -> str:
    return ngettext("{count} label", "{count} labels", count)


def _unlike_columns_of(e: Frame, a: Frame, place: Place, free_order: bool) -> Difference | None:
    ours, theirs = e.labels.listed(), a.labels.listed()
    missing = [label for label in ours if label not in theirs]
    if missing:
        listed = ", ".join(f"`{_plain(label)}`" for label in missing[:_LISTED])
        there = ", ".join(f"`{_plain(label)}`" for label in theirs[:12])
        text = ngettext(
            "has no column {listed}.", "has no columns {listed}.", len(missing), listed=listed
        )
        text += " " + (
            gettext("Its columns: {listed}.", listed=there) if there else gettext("It has none.")
        )
        return Difference(Rung.STRUCTURE, lambda: sentence(place, text))
    in_order = ours == theirs or (free_order and len(ours) == len(theirs))
    if in_order:
        return None
    extra = [label for label in theirs if label not in ours]
    if extra:
        listed = ", ".join(f"`{_plain(label)}`" for label in extra[:_LISTED])
        said = ngettext(
            "has a column that nobody expects: {listed}.",
            "has columns that nobody expects: {listed}.",
            len(extra),
            listed=listed,
        )
        return Difference(Rung.STRUCTURE, lambda: sentence(place, said))
    where = InWords(place, gettext("the row of column labels"))
    return differs(
        Rung.STRUCTURE, where, gettext("is {shown}", shown=_list_of(theirs)), _list_of(ours)
    )


def _plain(label: Any) -> str:
    return harmless(label, 40) if isinstance(label, str) else _shown(label)


def _positions(e: Frame, a: Frame) -> list[int]:
    """Where each expected column is in the actual table."""
    ours, theirs = e.labels.listed(), a.labels.listed()
    return list(range(len(ours))) if ours == theirs else [theirs.index(label) for label in ours]


def _same_label_values(one: Labels, other: Labels) -> bool:
    return all(
        _same_values(ours.values, theirs.values)
        for ours, theirs in zip(one.levels, other.levels, strict=True)
    )


class SeriesValue(_TableValue):
    classes = (SeriesData,)
    wire_name = "Series"
    pandas_name = "Series"

    def describe(self, value: SeriesData) -> str:
        return "a Series"

    def expects(self, expected: SeriesData) -> str:
        return gettext("a Series of {values}", values=_values(len(expected.column)))

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if len(expected.column) != len(actual.column):
            has = gettext("has {shown}", shown=_values(len(actual.column)))
            return differs(Rung.SHAPE, place, has, str(len(expected.column)))
        ignored, where = (
            () if tolerance is None else tolerance.ignores,
            self._place(expected, place),
        )
        if "names" not in ignored and repr(expected.name) != repr(actual.name):
            said, wanted = (_named([series.name]) for series in (actual, expected))
            return differs(Rung.STRUCTURE, where, gettext("has {shown}", shown=said), wanted)
        return _unlike_columns(expected.column, actual.column, where, tolerance)

    def same(self, one: SeriesData, other: SeriesData) -> bool:
        return (
            repr(one.name) == repr(other.name)
            and _same_labels(one.index, other.index)
            and _same_column(one.column, other.column)
        )

    def parts(self, value: SeriesData) -> Iterable[tuple[Any, Any]]:
        return [(_INDEX, value.index), (_VALUES, value.column.values)]

    def place_of_part(self, value: SeriesData, key: Any, place: Place) -> Place:
        if key == _INDEX:
            return InWords(place, gettext("the index"))
        return self._place(value, place)

    def _place(self, value: SeriesData, place: Place) -> Place:
        index = value.index
        words = (
            gettext("the Series {place}", place=place.called) if place else gettext("the Series")
        )
        return InWords(
            Place(),
            words,
            lambda whole, row: gettext("row {row} of {whole}", row=_row(index, row), whole=whole),
        )

    def rebuild(self, value: SeriesData, parts: list[Any]) -> SeriesData:
        c = value.column
        return SeriesData(
            parts[0], Column(c.dtype, parts[1], c.missing, c.categories, c.ordered), value.name
        )

    def literal(self, value: SeriesData, parts: list[str]) -> str:
        name = "" if value.name is None else f", name={value.name!r}"
        return f"{_PD}.Series({_column_literal(value.column, parts[1])}, index={parts[0]}{name})"

    def pack(self, value: Any) -> Any:
        if isinstance(value, SeriesData):
            return _packed_labels(value.index), _packed_column(value.column), value.name
        index, column = _labels(value.index), _column(value.array)
        return _packed_labels(index), _packed_column(column), _name(value.name)

    def unpack(self, plain: Any) -> SeriesData:
        index, column, name = exactly(tuple, plain)
        series = SeriesData(_unpacked_labels(index), _unpacked_column(column), _name(name))
        if len(series.index) != len(series.column):
            raise ValueError("an index of another length")
        return series

    def revive(self, value: SeriesData) -> Any:
        pandas = sys.modules["pandas"]
        column, index = _live_column(value.column), _live_labels(value.index)
        return pandas.Series(column, index=index, dtype=_given(value.column), name=value.name)


class IndexValue(_TableValue):
    """An Index of any kind; a RangeIndex is an Index of the same numbers."""

    classes = (Labels,)
    wire_name = "Index"
    pandas_name = "Index"
    compares_whole = True

    def describe(self, value: Labels) -> str:
        return gettext("a MultiIndex") if value.kind == "MultiIndex" else gettext("an Index")

    def expects(self, expected: Labels) -> str:
        return gettext(
            "{value} of {labels}", value=self.describe(expected), labels=_some_labels(len(expected))
        )

    def same(self, one: Labels, other: Labels) -> bool:
        return _same_labels(one, other)

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        inside = isinstance(place, InWords)
        if inside and "index" in tolerance.ignores:
            return None
        return _different_labels(
            expected, actual, place if inside else InWords(place, gettext("the Index")), tolerance
        )

    def parts(self, value: Labels) -> Iterable[tuple[Any, Any]]:
        return [(Attribute(f"level{n}"), level.values) for n, level in enumerate(value.levels)]

    def rebuild(self, value: Labels, parts: list[Any]) -> Labels:
        levels = [
            Column(level.dtype, part, level.missing, level.categories, level.ordered)
            for level, part in zip(value.levels, parts, strict=True)
        ]
        return Labels(value.kind, value.names, tuple(levels), value.freq)

    def literal(self, value: Labels, parts: list[str]) -> str:
        levels = [
            _column_literal(level, part) for level, part in zip(value.levels, parts, strict=True)
        ]
        if value.kind == "MultiIndex":
            return (
                f"{_PD}.MultiIndex.from_arrays([{', '.join(levels)}], names={list(value.names)!r})"
            )
        name = "" if value.names[0] is None else f", name={value.names[0]!r}"
        return f"{_PD}.Index({levels[0]}{name})"

    def pack(self, value: Any) -> Any:
        return _packed_labels(value if isinstance(value, Labels) else _labels(value))

    def unpack(self, plain: Any) -> Labels:
        return _unpacked_labels(plain)

    def revive(self, value: Labels) -> Any:
        return _live_labels(value)


def _plain_literal(values: Any) -> str:
    """Text for the values of a column that is no part: of categories, and of column labels."""
    if isinstance(values, Objects):
        return repr(list(values.items))
    text = values.dtype.kind == "O"
    return repr(values.tolist()) if text else NumericValue().literal(values, [])


def _column_literal(column: Column, values: str) -> str:
    dtype = column.dtype
    if column.categories is not None:
        categories = _column_literal(column.categories, _plain_literal(column.categories.values))
        more = f"categories={categories}, ordered={column.ordered}"
        return f"{_PD}.Categorical.from_codes({_codes(column, column.categories)}, {more})"
    if isinstance(column.values, Objects):
        return f"{_PD}.array({values}, dtype=object)"
    if dtype.startswith("period"):
        return f"{_PD}.PeriodIndex({_plain_literal(column.values)}, freq={dtype[7:-1]!r})"
    if dtype.startswith("interval"):
        return _interval_literal(column.values.tolist(), dtype)
    if column.values.dtype.kind == "M" and ", " in dtype:
        return f"{_PD}.DatetimeIndex({values}).tz_localize('UTC').tz_convert({_zone(dtype)!r})"
    if column.missing.any() and (column.values.dtype.kind not in "fcMm" or dtype in _INTO_NUMPY):
        return f"{_PD}.Series({values}).mask({column.missing.tolist()!r}).astype({dtype!r}).array"
    return f"{_PD}.array({values}, dtype={dtype!r})"


def _interval_literal(texts: Sequence[str], dtype: str) -> str:
    ends = ", ".join(f"({text[1:-1]})" if text else "None" for text in texts)
    closed = dtype[:-1].rpartition(", ")[2]
    return f"{_PD}.IntervalIndex.from_tuples([{ends}], closed={closed!r}, dtype={dtype!r})"


def _zone(dtype: str) -> str:
    """The time zone of "datetime64[us, Europe/Berlin]"."""
    return dtype.partition(", ")[2][:-1]


# pandas -> plain data, where pandas is.


def _labels(index: Any) -> Labels:
    pandas = sys.modules["pandas"]
    names = tuple(map(_name, index.names))
    if isinstance(index, pandas.MultiIndex):
        levels = [_column(index.get_level_values(n).array) for n in range(index.nlevels)]
        return Labels("MultiIndex", names, tuple(levels))
    kind = "RangeIndex" if isinstance(index, pandas.RangeIndex) else "Index"
    freq = getattr(index, "freqstr", None) if "period" not in str(index.dtype) else None
    return Labels(kind, names, (_column(index.array),), freq or "")


def _name(name: Any) -> Any:
    """A name, or a text in its place where it is none that the wire has."""
    if isinstance(name, np.generic):
        name = name.item()
    if isinstance(name, tuple):
        return tuple(map(_name, name))
    return name if name is None or type(name) in (str, int, float, bool) else str(name)[:200]


def _column(array: Any) -> Column:
    """The plain form of an array of pandas (``series.array``)."""
    pandas = sys.modules["pandas"]
    dtype = array.dtype
    name = str(dtype)
    missing = np.asarray(pandas.isna(array), bool)
    if isinstance(dtype, pandas.CategoricalDtype):
        categories = _column(dtype.categories.array)
        taken = dtype.categories.take(np.maximum(array.codes, 0)) if len(dtype.categories) else None
        values = np.zeros(len(array), "<U1") if taken is None else _column(taken.array).values
        return Column(
            "category", _blanked(values, missing), missing, categories, bool(array.ordered)
        )
    if isinstance(dtype, pandas.DatetimeTZDtype):
        array = array.tz_convert("UTC").tz_localize(None)
    elif isinstance(dtype, (pandas.PeriodDtype, pandas.IntervalDtype)):
        return Column(name, _texts([str(v) for v in array], missing), missing)
    elif isinstance(dtype, pandas.SparseDtype):
        array = np.asarray(array)
    elif name in _INTO_NUMPY or name.lower().startswith(("int", "uint")):
        plain = _INTO_NUMPY.get(name, name.lower())
        if hasattr(array, "to_numpy") and missing.any():
            array = array.to_numpy(dtype=plain, na_value=0)
        values = np.asarray(array, dtype=plain)
        return Column(name, values, missing)
    values = np.asarray(array)
    if values.dtype.kind in "biufcMm":
        return Column(name, np.array(values), missing)
    items = values.tolist()
    if all(isinstance(v, str) or gone for v, gone in zip(items, missing, strict=True)):
        return Column(name, _texts(items, missing), missing)
    objects = Objects(
        (len(items),), tuple(None if m else v for v, m in zip(items, missing, strict=True))
    )
    return Column(name, objects, missing)


def _texts(items: Sequence[Any], missing: np.ndarray) -> np.ndarray:
    texts = np.empty(len(items), object)
    texts[:] = ["" if gone else str(item) for item, gone in zip(items, missing, strict=True)]
    return texts


def _blanked(values: Any, missing: np.ndarray) -> Any:
    """The values, with one and the same wherever one is missing."""
    if isinstance(values, Objects):
        kept = zip(values.items, missing, strict=True)
        return Objects(values.shape, tuple(None if gone else item for item, gone in kept))
    if missing.any():
        values = values.copy()
        values[missing] = "" if values.dtype.kind == "O" else np.zeros((), values.dtype)
    return values


# Plain data <-> the wire.


def _packed_column(column: Column) -> Any:
    values = column.values
    if isinstance(values, np.ndarray) and values.dtype.kind == "O" and not values.size:
        values = np.zeros(0, "<U1")  # an array of no objects would be one of any
    categories = None if column.categories is None else _packed_column(column.categories)
    missing = column.missing if column.missing.any() else len(column.missing)
    return column.dtype[:200], values, missing, categories, column.ordered


def _unpacked_column(plain: Any, of_labels: bool = False, nested: bool = False) -> Column:
    dtype, values, missing, categories, ordered = exactly(tuple, plain)
    shape = values.shape if isinstance(values, (np.ndarray, Objects)) else None
    if shape is None or len(shape) != 1:
        raise ValueError("not the values of a column")
    if type(missing) is int:
        missing = np.zeros(shape, bool) if missing == shape[0] else None
    if exactly(np.ndarray, missing).dtype != np.bool_ or missing.shape != shape:
        raise ValueError("not as many values as there should be")
    if isinstance(values, np.ndarray) and values.dtype.kind == "U":
        values = values.astype(object)
    if isinstance(values, np.ndarray) and values.dtype.kind not in "biufcMmO":
        raise ValueError("not the values of a column")
    if isinstance(values, np.ndarray) and values.dtype.kind in "Mm" and not _is_comparable(values):
        raise ValueError("dates of a unit that pandas does not have")
    if of_labels and isinstance(values, Objects) and not all(map(_is_label, values.items)):
        raise ValueError("not labels")
    if categories is not None:
        if nested:
            raise ValueError("categories of categories")
        categories = _unpacked_column(categories, of_labels=True, nested=True)
    if len(exactly(str, dtype)) > 200:
        raise ValueError("not a dtype")
    return Column(dtype, values, missing, categories, exactly(bool, ordered))


def _is_label(item: Any) -> bool:
    """Whether `==` says of an item if it is a given label: of an array it says so for each entry."""
    if isinstance(item, tuple):
        return all(map(_is_label, item))
    if isinstance(item, (np.datetime64, np.timedelta64)):
        return _is_comparable(item)
    if isinstance(item, Decimal):
        return not item.is_snan()
    return item is None or isinstance(item, _OF_LABELS)


def _is_comparable(dates: Any) -> bool:
    """Whether these dates or durations have a unit that NumPy can compare with those of pandas."""
    unit, step = np.datetime_data(dates.dtype)
    return unit == "generic" or (unit in _UNITS[dates.dtype.kind] and step == 1)


def _packed_labels(labels: Labels) -> Any:
    levels = [_packed_column(level) for level in labels.levels]
    return labels.kind, labels.names, levels, labels.freq


def _unpacked_labels(plain: Any) -> Labels:
    kind, names, levels, freq = exactly(tuple, plain)
    levels = tuple(_unpacked_column(level, of_labels=True) for level in exactly(list, levels))
    if kind not in ("Index", "RangeIndex", "MultiIndex") or len(exactly(str, freq)) > 100:
        raise ValueError("not an index")
    if not 1 <= len(levels) <= _MOST_LEVELS or len(exactly(tuple, names)) != len(levels):
        raise ValueError("not the levels of an index")
    if (kind != "MultiIndex" and len(levels) != 1) or len({len(level) for level in levels}) != 1:
        raise ValueError("not the levels of an index")
    return Labels(str(kind), tuple(map(_name, names)), levels, str(freq))


# Plain data -> pandas, for arguments.


def _live_column(column: Column) -> Any:
    """The array of pandas; of objects, one of NumPy."""
    pandas: Any = sys.modules["pandas"]
    values, dtype = column.values, column.dtype
    items = [None if gone else v for v, gone in zip(_items(values), column.missing, strict=True)]
    if column.categories is not None:
        categories = pandas.Index(_live_column(column.categories))
        codes = _codes(column, column.categories)
        return pandas.Categorical.from_codes(codes, categories=categories, ordered=column.ordered)
    if dtype == "object":
        objects = np.empty(len(items), object)
        for n, item in enumerate(items):  # one by one: some of them may be lists
            objects[n] = item
        return objects
    if dtype.startswith("period"):
        return pandas.PeriodIndex(items, freq=dtype[len("period[") : -1]).array
    if dtype.startswith("interval"):
        return _live_intervals(items, dtype)
    if isinstance(values, Objects) or values.dtype.kind == "O":
        return pandas.array(items, dtype=dtype)
    if values.dtype.kind == "M" and ", " in dtype:
        return pandas.DatetimeIndex(values).tz_localize("UTC").tz_convert(_zone(dtype)).array
    if column.missing.any() and (values.dtype.kind in "biu" or dtype in _INTO_NUMPY):
        return pandas.array(items, dtype=dtype)
    return pandas.array(values.copy(), dtype=dtype)


def _live_intervals(items: Sequence[str | None], dtype: str) -> Any:
    """Intervals of texts as "(0.5, 2.0]"."""
    pandas: Any = sys.modules["pandas"]
    of, _, closed = dtype[len("interval[") : -1].rpartition(", ")
    read = float if of.startswith("float") else int if of.startswith("int") else pandas.Timestamp
    ends = [item and tuple(map(read, item[1:-1].split(", "))) for item in items]
    return pandas.arrays.IntervalArray.from_tuples(ends, closed=closed)


def _codes(column: Column, categories: Column) -> list[int]:
    """The position of each value among the categories, -1 where it is missing."""
    code = {repr(_item(categories, n)): n for n in range(len(categories))}
    return [code.get(repr(_item(column, n)), -1) for n in range(len(column))]


def _given(column: Column) -> Any:
    """The dtype that pandas must be told, since it would find another one for the objects."""
    return object if column.dtype == "object" else None


def _items(values: Any) -> list[Any]:
    return list(values.items) if isinstance(values, Objects) else list(values.tolist())


def _live_labels(labels: Labels) -> Any:
    pandas: Any = sys.modules["pandas"]
    levels = [_live_column(level) for level in labels.levels]
    if labels.kind == "MultiIndex":
        return pandas.MultiIndex.from_arrays(levels, names=labels.names)
    name = labels.names[0]
    numbers = labels.levels[0].values
    if labels.kind == "RangeIndex":
        start = int(numbers[0]) if len(numbers) else 0
        step = int(numbers[1]) - start if len(numbers) > 1 else 1
        return pandas.RangeIndex(start, start + step * len(numbers), step, name=name)
    index = pandas.Index(levels[0], dtype=_given(labels.levels[0]), name=name)
    if labels.freq and numbers.dtype.kind in "Mm":
        index.freq = labels.freq
    return index


@dataclass(frozen=True, slots=True)
class PandasScalar:
    """A single value of pandas: a Timestamp, Timedelta, Period or Interval, NaT or NA.

    kind  its class, or "NaT" or "NA"
    text  as pandas writes it
    more  the time zone of a Timestamp, the frequency of a Period, the dtype of an Interval; or ""
    """

    kind: str
    text: str = ""
    more: str = ""


_OF_LABELS = (
    bool, int, float, complex, str, bytes, date, time, timedelta, Fraction,
    np.generic, PandasScalar, SetData, Opaque,
)  # fmt: skip

_SCALARS = ("Timestamp", "Timedelta", "Period", "Interval")


class PandasScalarValue(ValueType):
    classes = (PandasScalar,)
    wire_name = "pandas scalar"
    library = "pandas"

    def describe(self, value: PandasScalar) -> str:
        if value.kind in ("NaT", "NA"):
            return value.kind
        return (
            gettext("an Interval")
            if value.kind == "Interval"
            else gettext("a {kind}", kind=value.kind)
        )

    def show(self, value: PandasScalar) -> str:
        text = show_date(harmless(value.text, 60))
        return text or gettext("a missing value ({kind})", kind=value.kind)

    def packs(self, value: Any) -> bool:
        if isinstance(value, PandasScalar):
            return True
        pandas = sys.modules.get("pandas")
        kinds = [getattr(pandas, name, None) for name in _SCALARS]
        gone = getattr(pandas, "NaT", None), getattr(pandas, "NA", None)
        return isinstance(value, tuple(k for k in kinds if isinstance(k, type))) or (
            value is not None and (value is gone[0] or value is gone[1])
        )

    def literal(self, value: PandasScalar, parts: list[str]) -> str:
        if not value.text:
            return f"{_PD}.{value.kind}"
        if value.kind == "Interval":
            return f"{_interval_literal([value.text], value.more)}[0]"
        more = {"Timestamp": "tz", "Period": "freq"}.get(value.kind, "")
        return (
            f"{_PD}.{value.kind}({value.text!r}{f', {more}={value.more!r}' if value.more else ''})"
        )

    def pack(self, value: Any) -> Any:
        if isinstance(value, PandasScalar):
            return value.kind, value.text, value.more
        pandas: Any = sys.modules["pandas"]
        if value is pandas.NaT or value is pandas.NA:
            return "NaT" if value is pandas.NaT else "NA", "", ""
        if isinstance(value, pandas.Timestamp):
            zone = "" if value.tz is None else str(value.tz)
            return "Timestamp", str(value.tz_localize(None).isoformat()), zone
        if isinstance(value, pandas.Timedelta):
            return "Timedelta", str(value.isoformat()), ""
        if isinstance(value, pandas.Period):
            return "Period", str(value), str(value.freqstr)
        one = pandas.array([value])
        return "Interval", str(one[0]), str(one.dtype)

    def unpack(self, plain: Any) -> PandasScalar:
        texts = exactly(tuple, plain)
        kind, text, more = (exactly(str, each)[:200] for each in texts)
        if kind not in (*_SCALARS, "NaT", "NA") or bool(text) != (kind in _SCALARS):
            raise ValueError("no such value")
        return PandasScalar(kind, text, more)

    def revive(self, value: PandasScalar) -> Any:
        pandas: Any = sys.modules["pandas"]
        if not value.text:
            return getattr(pandas, value.kind)
        if value.kind == "Interval":
            return _live_intervals([value.text], value.more)[0]
        more = {"Timestamp": "tz", "Period": "freq"}.get(value.kind, "")
        return getattr(pandas, value.kind)(value.text, **({more: value.more} if value.more else {}))


TYPES = (FrameValue(), SeriesValue(), IndexValue(), PandasScalarValue())
