"""DataFrame, Series, Index and sparse matrices: sent without loss, and compared in words of tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from grader import wire
from grader.comparison.compare import compare
from grader.model.exercise import Tolerance
from grader.values import holds_opaque, leaf_pairs, literal, map_leaves

PEOPLE = pd.DataFrame({"name": ["Ann", "Bob", "Cy"], "age": [3, 4, 5], "size": [1.5, np.nan, 2.5]})
BY_NAME = PEOPLE.set_index("name")
SIZES = pd.Categorical(["S", None, "L"], categories=["S", "M", "L"], ordered=True)
TABLES: dict[str, Any] = {
    "a table": PEOPLE,
    "labelled rows": BY_NAME,
    "no rows": PEOPLE.iloc[:0],
    "no columns": pd.DataFrame(index=[1, 2]),
    "nothing": pd.DataFrame(),
    "numbers as labels": pd.DataFrame(np.eye(2)),
    "a label twice": pd.DataFrame([[1, 2.5]], columns=["a", "a"]),
    "levels of columns": PEOPLE.groupby("name").agg({"age": ["mean", "max"]}),
    "levels of rows": PEOPLE.groupby(["name", "age"]).sum(),
    "a row of numbers": PEOPLE.age,
    "small integers": pd.Series([1], dtype="uint8", name=("a", 1)),
    "complex numbers": pd.Series([1j]),
    "integers with a gap": pd.Series([1, None], dtype="Int64"),
    "floats with a gap": pd.Series([1.5, None], dtype="Float64"),
    "booleans with a gap": pd.Series([True, None], dtype="boolean"),
    "texts": pd.Series(["a", None]),
    "texts as objects": pd.Series(["a", None], dtype=object),
    "objects": pd.Series([1, "a", None, [2.5], {"b": 1}]),
    "categories": pd.Series(["b", "a", None], dtype="category"),
    "categories in order": pd.Series(SIZES),
    "no categories": pd.Series([], dtype="category"),
    "classes": pd.cut(pd.Series([1, 2, 3]), 2),
    "counts of classes": pd.cut(pd.Series([1, 2, 3]), 2).value_counts(),
    "dates": pd.Series(pd.to_datetime(["2020-01-01", None])),
    "dates of a zone": pd.Series(pd.date_range("2020", periods=2, tz="Europe/Berlin")),
    "durations": pd.Series(pd.to_timedelta([1, 2], "D")),
    "months": pd.Series(pd.period_range("2020-01", periods=2, freq="M")),
    "sparse column": pd.Series(pd.arrays.SparseArray([0, 1, 0])).astype(int),
    "an index": BY_NAME.index,
    "a range": pd.RangeIndex(2, 8, 3, name="n"),
    "an index with a gap": pd.Index([1.0, np.nan], name="x"),
    "an index of anything": pd.Index(["a", 1]),
    "days in a row": pd.date_range("2020", periods=3, freq="D"),
    "a moment": pd.Timestamp("2020-01-02 03:04", tz="UTC"),
    "a span": pd.Timedelta(1, "D"),
    "a month": pd.Period("2020-01", "M"),
    "an interval": pd.Interval(0, 1, closed="left"),
    "no moment": pd.NaT,
    "not available": pd.NA,
    "sparse rows": sp.csr_matrix(np.array([[0, 1.0], [2, 0]])),
    "a huge shape": sp.coo_array(([1, 1, 2], ([0, 0, 1], [1, 1, 0])), shape=(10**12, 10**12)),
    "a dictionary of keys": sp.dok_array((2, 2)),
    "a diagonal": sp.eye_array(3),
    "a sparse row": sp.coo_array(([1.0], ([3],)), shape=(5,)),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_round_trip(name: str) -> None:
    """What the child sends is what the judge holds, and what another child gets."""
    value = TABLES[name]
    message = wire.encode(value)
    judges, childs = wire.decode(message), wire.decode(message, live=True)
    assert not holds_opaque(judges) and type(judges).__module__.startswith("grader.")
    assert wire.encode(judges) == wire.encode(childs) == message
    assert wire.encode(map_leaves(lambda leaf: leaf, judges)) == message
    assert compare(judges, wire.decode(message), Tolerance()) is None
    assert list(leaf_pairs(judges, judges)) or name in {"nothing", "no columns"}
    written = wire.decode(wire.encode(eval(literal(judges), {"np": np})))
    assert compare(judges, written, Tolerance()) is None
    if isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(childs, value)
    elif isinstance(value, pd.Series):
        pd.testing.assert_series_equal(childs, value)
    elif isinstance(value, pd.Index):
        pd.testing.assert_index_equal(childs, value, exact=True)
        assert getattr(childs, "freq", None) == getattr(value, "freq", None)
    else:
        assert type(childs) is type(value)


def told(expected: Any, actual: Any, **tolerance: Any) -> str | None:
    """The first difference, as a student reads it, between two values that crossed the wire."""
    e, a = (wire.decode(wire.encode(value)) for value in (expected, actual))
    difference = compare(e, a, Tolerance(**tolerance))
    return None if difference is None else difference.text


OTHERS = "(1 of 3 entries differ)"
MATRIX = TABLES["sparse rows"]


@pytest.mark.parametrize(
    ("expected", "actual", "text"),
    [
        (BY_NAME, BY_NAME.assign(age=[3, 4, 6]), f"Column `age`, row 'Cy' is 6, expected 5 {OTHERS}."),
        (PEOPLE, PEOPLE.assign(name=["Ann", "Bob", "x"]), f"Column `name`, row 2 is 'x', expected 'Cy' {OTHERS}."),
        ([PEOPLE], [PEOPLE.assign(age=[3, 4, 6])], f"Column `age` of `result[0]`, row 2 is 6, expected 5 {OTHERS}."),
        (BY_NAME, BY_NAME.assign(age=[3.0, 4, 5]), "Column `age` holds floats, expected integers."),
        (BY_NAME, BY_NAME.fillna(9), f"Column `size`, row 'Bob' is 9, expected a missing value (NaN) {OTHERS}."),
        (BY_NAME.fillna(9), BY_NAME, f"Column `size`, row 'Bob' is missing (NaN), expected 9 {OTHERS}."),
        (BY_NAME, BY_NAME.rename(columns={"age": "Age"}), "The result has no column `age`. Its columns: `Age`, `size`."),
        (BY_NAME, BY_NAME.assign(x=1), "The result has a column that nobody expects: `x`."),
        (BY_NAME, BY_NAME[["size", "age"]], "The row of column labels is 'size', 'age', expected 'age', 'size'."),
        (BY_NAME, BY_NAME.iloc[:2], "The result has 2 rows, expected 3."),
        (BY_NAME, BY_NAME[::-1], "The index is 'Cy', 'Bob', 'Ann', expected 'Ann', 'Bob', 'Cy'."),
        (BY_NAME, BY_NAME.rename_axis("id"), "The index has the name 'id', expected the name 'name'."),
        (BY_NAME, BY_NAME.age, "The result is a Series, expected a DataFrame of 3 rows and 2 columns."),
        (BY_NAME.age, BY_NAME.age.tolist(), "The result is a list, expected a Series of 3 values."),
        (BY_NAME.age, BY_NAME.age.rename("years"), "The Series has the name 'years', expected the name 'age'."),
        (BY_NAME.age, BY_NAME.age + 1, "Row 'Ann' of the Series is 4, expected 3 (3 of 3 entries differ)."),
        (pd.Series([1, 2], ["a", "a"]), pd.Series([1, 3], ["a", "a"]), "Row 1 (counted from 0) of the Series is 3, expected 2 (1 of 2 entries differ)."),
        (TABLES["categories"], TABLES["categories"].astype("str"), "The Series holds text, expected categories."),
        (pd.Series(SIZES), pd.Series(SIZES.as_unordered()), "The Series has categories without an order, expected categories with an order."),
        (pd.Series(SIZES), pd.Series(SIZES.remove_unused_categories()), "The Series has the categories 'S', 'L', expected 'S', 'M', 'L'."),
        (TABLES["dates"], TABLES["dates"] + pd.Timedelta(1, "D"), "Row 0 of the Series is 2020-01-02, expected 2020-01-01 (1 of 2 entries differ)."),
        (TABLES["dates of a zone"], TABLES["dates of a zone"].dt.tz_convert("UTC"), "The Series holds dates of the time zone UTC, expected dates of the time zone Europe/Berlin."),
        (pd.Index(range(9)), pd.Index([*range(8), 9]), "The Index has 9 at position 8, expected 8 (1 of 9 entries differ)."),
        (pd.Timestamp("2020"), pd.Timestamp("2021"), "The result is 2021-01-01, expected 2020-01-01."),
        (MATRIX, MATRIX * 2, "`result[0, 1]` is 2, expected 1 (2 entries differ)."),
        (MATRIX, MATRIX.toarray(), "The result is an array of shape (2, 2), expected a sparse matrix of shape (2, 2)."),
        (MATRIX, sp.csr_matrix((3, 2)), "The result has shape (3, 2), expected (2, 2)."),
        (MATRIX, MATRIX.astype(int), "The result holds integers, expected floats."),
    ],
)  # fmt: skip
def test_sentences(expected: Any, actual: Any, text: str) -> None:
    """A student reads which column and which row, and both sides."""
    assert told(expected, actual) == text


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (BY_NAME["size"], BY_NAME["size"] + 1e-12),
        (pd.Series([1, 2]), pd.Series([1, 2], dtype="Int64")),
        (pd.Series([1, 2]), pd.Series([1, 2], dtype="int32")),
        (pd.Series(["a"]), pd.Series(["a"], dtype=object)),
        (pd.Series([1], pd.RangeIndex(1)), pd.Series([1], pd.Index([0]))),
        (pd.Series(["b", "a"], dtype="category"), pd.Series(pd.Categorical(["b", "a"], ["b", "a"]))),
        (MATRIX, sp.coo_array(MATRIX)),
        (MATRIX, sp.csr_matrix(np.array([[1e-14, 1.0], [2, 0]]))),
    ],
)  # fmt: skip
def test_what_is_accepted(expected: Any, actual: Any) -> None:
    """Floats within the tolerance, another size of integers, and how something is stored."""
    assert told(expected, actual) is None


def test_what_the_author_chooses() -> None:
    """What does not count, and what counts beside."""
    turned = BY_NAME[["size", "age"]].rename_axis("id")
    assert told(BY_NAME, turned, ignores=("column order", "names")) is None
    assert told(BY_NAME, BY_NAME.reset_index(drop=True), ignores=("index",)) is None
    small = BY_NAME.age.astype("int32")
    assert told(BY_NAME.age, small, exact=("dtype",)) == (
        "The Series is of dtype int32, expected int64."
    )
    assert told(MATRIX, sp.csc_matrix(MATRIX), exact=("format",)) == (
        "The result has the format csc, expected csr."
    )


COLUMN = ("int64", np.arange(2), 2, None, False)
INDEX = ("Index", (None,), [COLUMN], "")
PLACES = np.array([[0, 1], [1, 0]])
OBJECTS = np.array([None, np.ones(2)], object)
UNFIT = {
    "a column of another length": ("Series", (INDEX, ("int64", np.arange(3), 3, None, False), None)),
    "a mask of another length": ("Series", (INDEX, ("int64", np.arange(2), 9, None, False), None)),
    "a column of two axes": ("Series", (INDEX, ("x", np.eye(2), np.eye(2, dtype=bool), None, False), None)),
    "labels of another number": ("DataFrame", (INDEX, INDEX, [COLUMN])),
    "no levels": ("Index", ("MultiIndex", (), [], "")),
    "levels of two lengths": ("Index", ("MultiIndex", (1, 2), [COLUMN, ("x", np.arange(3), 3, None, False)], "")),
    "categories of categories": ("Series", (INDEX, (*COLUMN[:3], (*COLUMN[:3], COLUMN, False), False), None)),
    "a label that is an array": ("Index", ("Index", (None,), [("object", OBJECTS, 2, None, False)], "")),
    "a category that is an array": ("Series", (INDEX, (*COLUMN[:3], ("object", OBJECTS, 2, None, False), False), None)),
    "dates of attoseconds": ("Index", ("Index", (None,), [("x", np.arange(2).view("M8[as]"), 2, None, False)], "")),
    "no such index": ("Index", ("Tree", (None,), [COLUMN], "")),
    "no such scalar": ("pandas scalar", ("eval", "1", "")),
    "an entry outside": ("sparse", ((2, 1), PLACES, np.ones(2), "csr", True)),
    "a negative place": ("sparse", ((2, 2), -PLACES, np.ones(2), "csr", True)),
    "an entry twice": ("sparse", ((2, 2), np.zeros((2, 2), np.int64), np.ones(2), "csr", True)),
    "entries in disorder": ("sparse", ((2, 2), PLACES[::-1], np.ones(2), "csr", True)),
    "another number of places": ("sparse", ((2, 2), PLACES, np.ones(3), "csr", True)),
    "no such format": ("sparse", ((2, 2), PLACES, np.ones(2), "exec", True)),
    "a shape of floats": ("sparse", ((2.0, 2), PLACES, np.ones(2), "csr", True)),
}  # fmt: skip


@pytest.mark.parametrize("what", UNFIT)
def test_unfit_data(what: str) -> None:
    """Whatever a hostile process sends, the reader answers with its own error."""
    name, plain = UNFIT[what]
    message = b"v" + len(name).to_bytes(4, "little") + name.encode() + wire.encode(plain)
    with pytest.raises(wire.WireError):
        wire.decode(message)
