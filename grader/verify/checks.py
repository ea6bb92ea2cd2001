"""One thing that was proved of an exercise, or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.course.definition import Definition
from grader.model.exercise import Exercise
from grader.model.result import Result


@dataclass(frozen=True, slots=True)
class Check:
    """``detail`` says how far it is from right, or by how much it holds.

    ``public`` says of a known mistake what the public cases alone tell of it.
    """

    exercise: str
    kind: str
    name: str
    passed: bool
    detail: str = ""
    public: str = ""


def only(exercise: Exercise, function: str) -> Exercise:
    """The exercise with one of its functions."""
    return replace(
        exercise,
        functions=tuple(f for f in exercise.functions if f.name == function),
        cases=exercise.cases_of(function),
    )


def excused(definition: Definition) -> frozenset[str]:
    """Functions that declare a reason why a trivial answer may earn points."""
    return frozenset(f.name for f in definition.declared if f.trivial)


def points(result: Result) -> str:
    return f"{number(result.score or 0)} of {number(result.max_score)} points"


def number(value: object) -> str:
    return f"{float(value):g}"  # type: ignore[arg-type]


def listed(names: Iterator[str] | list[str], most: int = 3) -> str:
    found = list(names)
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if found[most:] else "")
