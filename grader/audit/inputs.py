"""Inputs beyond the cases: what the case functions draw when they are given other seeds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from grader.course.definition import Definition
from grader.course.prepare import call_of
from grader.model.exercise import Call, Tolerance
from grader.util.errors import AuthorError

FIRST_SEED = 1_000_000  # far from any seed that an author would choose


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn input: by which case's function, and with which seed."""

    case: str
    seed: int
    call: Call
    tolerance: Tolerance


def draw(
    definition: Definition, functions: Collection[str], count: int, first: int = 0
) -> list[Drawn]:
    """Return the inputs number ``first`` to ``first + count``, by all cases of the functions in turn.

    A case function that cannot work with some seed gives one input less.
    """
    cases = [case for case in definition.cases if case.function in functions]
    signatures = definition.reference_functions()
    found = []
    for number in range(first, first + count):
        seed = FIRST_SEED + number
        case = replace(cases[number % len(cases)], seed=seed)
        try:
            call = call_of(definition, case, signatures[case.function])
        except AuthorError:
            continue
        found.append(Drawn(case.name, seed, call, case.tolerance))
    return found
