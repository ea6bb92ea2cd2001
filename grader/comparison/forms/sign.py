"""Signs that do not count: of an eigenvector, of a normal, of a whole array."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.comparison.forms.form import Align, Form, numbers_alike
from grader.model.exercise import Tolerance
from grader.util.language import gettext_noop


class UpToSign(Form):
    """Each column of a matrix, and every other array or number as a whole, may have the other sign.

    Complex columns may differ by any factor of absolute value 1, as complex eigenvectors do.
    """

    note = gettext_noop("The sign does not matter: it was chosen to fit the expected values best.")

    def misfit(self, expected: Any) -> str | None:
        return None if numbers_alike(expected, expected) else "a number or an array of numbers"

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        if not numbers_alike(expected, actual):
            return actual
        e, a = np.asarray(expected), np.asarray(actual)
        if a.dtype.kind in "bu":  # they have no sign
            return actual
        factor = _factor(e, a, axis=0 if self._by_column(e) else None)
        turned = a * factor if factor.dtype.kind == "c" else np.where(factor < 0, -a, a)
        return turned if isinstance(actual, np.ndarray) else turned[()]

    def _by_column(self, expected: np.ndarray) -> bool:
        return expected.ndim == 2


class UpToOneSign(UpToSign):
    """The whole array may have the other sign: all of its columns together."""

    def _by_column(self, expected: np.ndarray) -> bool:
        return False


def _factor(expected: np.ndarray, actual: np.ndarray, axis: int | None) -> np.ndarray:
    """The factor of absolute value 1 by which ``actual`` comes nearest to ``expected``.

    It is that of the scalar product. Values that are not finite have no say.
    """
    kind = complex if "c" in (expected.dtype.kind, actual.dtype.kind) else float
    e, a = (np.where(np.isfinite(x), x, 0).astype(kind) for x in (expected, actual))
    with np.errstate(all="ignore"):
        # Scaled first: the product of two large entries must not overflow.
        e, a = (
            x / max(float(np.max(np.abs(x), initial=0.0)), np.finfo(float).tiny) for x in (e, a)
        )
        product = np.asarray(np.sum(e * np.conj(a), axis=axis))
    size = np.abs(product)
    return np.where(size > 0, product / np.where(size > 0, size, 1), 1)
