"""What a declaration demands of its arguments: an author's slip is told where it was made."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from grader.model.declaration import Where
from grader.util.errors import AuthorError


def require_names(where: Where, what: str, *names: object) -> None:
    """Raise AuthorError for a name that is no text, as where a decorator is not called."""
    for name in names:
        if not isinstance(name, str):
            raise AuthorError(
                f"{where}: {what} names no function", 'write: @exercise.case("function", ...)'
            )


def require_numbers(
    where: Where, points: object, seed: object, rtol: object = None, atol: object = None
) -> None:
    """Raise AuthorError for points, a seed or a tolerance that is no such number."""
    if isinstance(points, bool) or not isinstance(points, (int, Fraction)):
        raise AuthorError(
            f"{where}: points={points!r} is neither a whole number nor a fraction",
            "points are summed exactly: write 1, or Fraction(1, 2)",
        )
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= int(seed) < 2**32:
        raise AuthorError(f"{where}: seed={seed!r} is no whole number from 0 to 2**32 - 1")
    for name, value in (("rtol", rtol), ("atol", atol)):
        if value is not None and not (isinstance(value, Real) and float(value) >= 0):
            raise AuthorError(f"{where}: {name}={value!r} is no number from 0 on")


def require_list(where: Where, name: str, value: Any) -> None:
    """Raise AuthorError for one name where a list of names is meant."""
    if isinstance(value, str):
        raise AuthorError(f"{where}: {name}={value!r} is one text", f"write: {name}=({value!r},)")


def require_edits(where: Where, name: str, edits: Sequence[object], given: object) -> None:
    """Raise AuthorError for what is no pair of texts."""
    for edit in edits:
        is_pair = (
            isinstance(edit, (tuple, list))
            and len(edit) == 2
            and all(isinstance(text, str) for text in edit)
        )
        if isinstance(given, str) or not is_pair:
            raise AuthorError(
                f"{where}: {name!r} has an edit that is no pair of texts",
                "say edit=(old text, new text)",
            )
