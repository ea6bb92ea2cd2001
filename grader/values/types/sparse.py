"""Sparse matrices of SciPy: their shape, and the entries that are not zero."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext
from grader.values.types.numeric import KINDS, kind_fits, show_apart, within
from grader.values.value_type import Difference, Place, Rung, ValueType, differs, exactly, sentence

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

_FORMATS = frozenset("bsr bsc coo csc csr dia dok lil".split())
_MOST_AXES = 32


@dataclass(frozen=True, eq=False, slots=True)
class Sparse:
    """A sparse matrix or array in the judge.

    shape   may be far larger than what fits into memory
    places  array (axes, entries) of int64: where the entries are, in the order of rows, none twice
    data    array (entries,): the entries, none of which is zero
    format  "csr", "coo", ...; ``matrix`` says whether it is of the older kind, where * is a product
    """

    shape: tuple[int, ...]
    places: np.ndarray
    data: np.ndarray
    format: str
    matrix: bool


class SparseValue(ValueType):
    """A sparse matrix. Its format is not compared, unless an author asks for it."""

    classes = (Sparse,)
    wire_name = "sparse"
    library = "scipy"
    exactable = ("format",)

    def describe(self, value: Sparse) -> str:
        return gettext("a sparse matrix of shape {shape}", shape=value.shape)

    def show(self, value: Sparse) -> str:
        return self.describe(value)

    def packs(self, value: Any) -> bool:
        sparse = sys.modules.get("scipy.sparse")
        kinds = tuple(getattr(sparse, name, ()) for name in ("sparray", "spmatrix"))
        return isinstance(value, (Sparse, *(kind for kind in kinds if isinstance(kind, type))))

    def _unlike(
        self, expected: Sparse, actual: Sparse, place: Place, exact: tuple[str, ...]
    ) -> Difference | None:
        if expected.shape != actual.shape:
            return differs(
                Rung.SHAPE,
                place,
                gettext("has shape {shape}", shape=actual.shape),
                f"{expected.shape}",
            )
        if "format" in exact and expected.format != actual.format:
            return differs(
                Rung.TYPE,
                place,
                gettext("has the format {format}", format=actual.format),
                expected.format,
            )
        if not kind_fits(expected.data, actual.data):
            holds = gettext("holds {kind}", kind=gettext(KINDS[actual.data.dtype.kind]))
            return differs(Rung.DTYPE, place, holds, gettext(KINDS[expected.data.dtype.kind]))
        if "dtype" in exact and expected.data.dtype != actual.data.dtype:
            was = gettext("is of dtype {dtype}", dtype=actual.data.dtype)
            return differs(Rung.DTYPE, place, was, str(expected.data.dtype))
        return None

    def same(self, one: Sparse, other: Sparse) -> bool:
        alike = (one.shape, one.format, one.matrix, one.data.dtype) == (
            other.shape, other.format, other.matrix, other.data.dtype,
        )  # fmt: skip
        return (
            alike
            and one.data.shape == other.data.shape
            and bool((one.places == other.places).all() and (one.data == other.data).all())
        )

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        unlike = self._unlike(expected, actual, place, tolerance.exact)
        if unlike is not None:
            return unlike
        places, e, a = _side_by_side(expected, actual)
        wrong = ~np.asarray(within(e, a, tolerance))
        if not wrong.any():
            return None
        first = int(wrong.nonzero()[0][0])
        count = int(wrong.sum())
        more = gettext(" ({count} entries differ)", count=count) if count > 1 else ""
        rung = Rung.VALUES if np.isfinite(a[np.isfinite(e)]).all() else Rung.FINITE

        def said() -> str:
            shown, wanted = show_apart(a[first], e[first])
            where = place.entry(tuple(map(int, places[:, first])))
            return sentence(
                where,
                gettext(
                    "is {shown}, expected {expected}{count}.",
                    shown=shown,
                    expected=wanted,
                    count=more,
                ),
            )

        return Difference(rung, said)

    def literal(self, value: Sparse, parts: list[str]) -> str:
        data = f"np.array({value.data.tolist()!r}, {value.data.dtype.str!r})"
        made = f"__import__('scipy.sparse').sparse.coo_array(({data}, {value.places.tolist()!r}), "
        return f"{made}shape={value.shape!r}).asformat({value.format!r})"

    def pack(self, value: Any) -> Any:
        if isinstance(value, Sparse):
            return value.shape, value.places, value.data, value.format, value.matrix
        form = str(value.format)
        entries = value.tocoo(copy=True)
        entries.sum_duplicates()
        coords = getattr(entries, "coords", None)
        if coords is None:  # of an older SciPy
            coords = (entries.row, entries.col)
        places = np.array([np.asarray(axis, np.int64) for axis in coords]).reshape(len(coords), -1)
        data = np.asarray(entries.data)
        kept = data != 0
        places, data = places[:, kept], data[kept]
        order = np.lexsort(places[::-1])
        matrix = isinstance(value, sys.modules["scipy.sparse"].spmatrix)
        return tuple(map(int, value.shape)), places[:, order], data[order], form, matrix

    def unpack(self, plain: Any) -> Sparse:
        shape, places, data, form, matrix = exactly(tuple, plain)
        axes = len(exactly(tuple, shape))
        if not 1 <= axes <= _MOST_AXES or any(
            type(n) is not int or not 0 <= n < 2**63 for n in shape
        ):
            raise ValueError("not a shape")
        size = exactly(np.ndarray, data).shape
        if exactly(np.ndarray, places).dtype != np.int64 or data.dtype.kind not in KINDS:
            raise ValueError("not the entries of a matrix")
        if len(size) != 1 or places.shape != (axes, *size):
            raise ValueError("not as many places as entries")
        largest = np.array(shape, np.int64)[:, np.newaxis]
        if ((places < 0) | (places >= largest)).any():
            raise ValueError("an entry outside")
        step = np.diff(places, axis=1)  # the first axis in which two neighbours differ must rise
        first = (step != 0).argmax(axis=0)
        if size[0] > 1 and (step[first, np.arange(size[0] - 1)] <= 0).any():
            raise ValueError("entries in no order")
        if form not in _FORMATS:
            raise ValueError("no such format")
        return Sparse(shape, places, data, str(form), exactly(bool, matrix))

    def revive(self, value: Sparse) -> Any:
        sparse: Any = sys.modules["scipy.sparse"]
        kind = sparse.coo_matrix if value.matrix else sparse.coo_array
        made = kind((value.data.copy(), tuple(value.places)), shape=value.shape)
        return made.asformat(value.format)


def _side_by_side(e: Sparse, a: Sparse) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places where one of the two has an entry, and what each has there."""
    places, found = np.unique(
        np.concatenate([e.places, a.places], axis=1), axis=1, return_inverse=True
    )
    found = found.reshape(-1)
    dtype = np.result_type(e.data.dtype, a.data.dtype, np.float64)
    expected, actual = np.zeros(places.shape[1], dtype), np.zeros(places.shape[1], dtype)
    expected[found[: e.data.size]] = e.data
    actual[found[e.data.size :]] = a.data
    return places, expected, actual


TYPES = (SparseValue(),)
