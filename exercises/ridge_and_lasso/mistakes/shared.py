"""What the groups of mistakes share: the shape of a table, texts that are edited, hints."""

from __future__ import annotations

Mistakes = dict[str, tuple[tuple[str, str, str, str], ...]]

SQUARED_ERRORS, SQUARES, SIZES = (
    "np.sum(errors**2)",
    "lambd * np.sum(w**2)",
    "lambd * np.sum(np.abs(w))",
)
ERROR_PART, ERRORS = "-2 * X @ errors.T", "Y - w.T @ X"
NOT_AVERAGED = "In this exercise the cost is a plain sum. Nothing is divided by m or by 2."
CANCEL = "In a plain sum, negative numbers cancel positive ones."
