"""Puts the points of a course's configuration in the place of those that an exercise declares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction

from grader.course.definition import Definition, scaled
from grader.course.settings import Points
from grader.util.errors import UsageError


def weighted(definition: Definition, points: Points) -> Definition:
    """Return the exercise with other points. Its version is another one, so that a resume grades again.

    Raises UsageError for a case or function that it does not have, for a released bundle, and for
    points that leave nothing to earn.
    """
    if definition.prepared is not None:
        raise UsageError(
            f"{definition.id} is a released bundle: its points are those it was released with"
        )
    _refuse_unknown(definition.id, "case", points.cases, {case.name for case in definition.cases})
    _refuse_unknown(definition.id, "function", points.functions, definition.functions)
    cases = [
        replace(case, points=_exact(points.cases[case.name])) if case.name in points.cases else case
        for case in definition.cases
    ]
    for function, worth in points.functions.items():
        own = [case for case in cases if case.function == function]
        if not sum(case.points for case in own) and worth:
            raise UsageError(
                f"points of {definition.id}: the cases of {function} have none to scale to {worth:g}"
            )
        rescaled = {case.name: case for case in scaled(own, _exact(worth))}
        cases = [rescaled.get(case.name, case) for case in cases]
    if not sum(case.points for case in cases):
        raise UsageError(f"points of {definition.id}: there is nothing left to earn")
    total = None if points.total is None else _exact(points.total)
    if total is not None:
        cases = scaled(cases, total)
    told = f"{definition.version} {points.model_dump_json()}"
    return replace(
        definition,
        cases=tuple(cases),
        total=total,
        version=hashlib.sha256(told.encode()).hexdigest()[:16],
    )


def as_toml(exercise: str, points: Points) -> str:
    """The points as settings of a course that holds this exercise alone."""
    lines = [f"[points.{_quoted(exercise)}]"]
    lines += [] if points.total is None else [f"total = {points.total}"]
    for name in ("functions", "cases"):
        lines.append(f"[points.{_quoted(exercise)}.{name}]")
        lines += [f"{_quoted(key)} = {worth}" for key, worth in getattr(points, name).items()]
    return "\n".join(lines) + "\n"


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _refuse_unknown(
    exercise: str, what: str, named: Mapping[str, object], known: Collection[str]
) -> None:
    for name in named:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4)
            raise UsageError(
                f"points of {exercise}: there is no {what} {name!r}",
                hint=f"did you mean {near[0]}?" if near else None,
            )


def _exact(number: int | float) -> Fraction:
    return Fraction(str(number))
