"""Variants are equally hard: points, cases, mistakes, and the work of the reference.

Each variant is verified like an exercise of its own. Here they are compared, and the odd one is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low
from typing import Any

from grader import wire
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare, reference_work
from grader.course.reference_program import REFERENCE
from grader.model.exercise import Exercise, Visibility
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import leaves
from grader.verify.checks import Finding, listed

MOST_WORK = 2.0
"""How many times the median's work the reference of a variant may do, or what part of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How hard one variant is, by function.

    points    of all cases
    cases     public and hidden ones
    public    the points of the public ones
    mistakes  the known ones
    work      of the reference on all cases
    answers   a digest of all inputs and expected values
    """

    points: Mapping[str, Fraction]
    cases: Mapping[str, tuple[int, int]]
    public: Mapping[str, Fraction]
    mistakes: Mapping[str, int]
    work: Mapping[str, int]
    answers: bytes

    def said(self, function: str) -> str:
        """The cases of a function, in words."""
        public, hidden = self.cases[function]
        return f"{public} public and {hidden} hidden cases, {self.public[function]} points for the public ones"


def check_variants(course: Course, exercise_id: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Compare all variants of an exercise with each other."""
    names = course.definition(exercise_id).variants
    facts = {name: facts_of(course.definition(exercise_id, name), sandbox) for name in names}
    first = next(iter(facts.values()))

    def finding(name: str, odd: Sequence[str]) -> Finding:
        return Finding(exercise_id, "variants", name, not odd, "; ".join(odd))

    for function in first.points:
        points = {name: f"{each.points[function]} points" for name, each in facts.items()}
        cases = {name: each.said(function) for name, each in facts.items()}
        mistakes = {
            name: f"{each.mistakes[function]} known mistakes" for name, each in facts.items()
        }
        yield finding(f"{function}: equal points", _unlike(points))
        yield finding(f"{function}: equal cases", _unlike(cases))
        yield finding(f"{function}: as many mistakes", _unlike(mistakes))
        yield finding(f"{function}: equal work", _uneven(facts, function))
    yield finding("all differ", _same(facts))


def facts_of(definition: Definition, sandbox: Sandbox) -> Facts:
    """How hard the variant is that ``definition`` is of."""
    exercise = prepare(definition, sandbox)
    functions = exercise.function_names
    public = [case for case in exercise.cases if case.visibility is Visibility.PUBLIC]
    known = Counter(mistake.function for mistake in definition.mistakes)
    return Facts(
        points={n: sum((c.points for c in exercise.cases_of(n)), Fraction(0)) for n in functions},
        cases={
            n: (
                sum(case.is_public for case in exercise.cases_of(n)),
                sum(not case.is_public for case in exercise.cases_of(n)),
            )
            for n in functions
        },
        public={
            n: sum((c.points for c in public if c.function == n), Fraction(0)) for n in functions
        },
        mistakes={n: known[n] for n in functions},
        work=_work(definition, exercise, sandbox),
        answers=wire.encode(
            [
                (dict(c.call.arguments), c.expected[REFERENCE])
                for c in exercise.cases
                if not c.is_property
            ]
        ),
    )


def _work(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> dict[str, int]:
    """The work of the reference on the cases of each function; 0 where it cannot be counted.

    Lines that it executes, and entries of what it is given and returns: the same on every machine,
    which time is not.
    """
    cases = [case for case in exercise.cases if not case.is_property]
    lines = reference_work(definition, exercise, sandbox, cases)
    work = dict.fromkeys(exercise.function_names, 0)
    for case in cases:
        if lines[case.name]:
            given = [*case.call.inputs.values(), case.expected[REFERENCE]]
            work[case.function] += lines[case.name] + sum(map(_entries, given))
    return work


def _entries(value: Any) -> int:
    sizes = (getattr(leaf.value, "size", 1) for leaf in leaves(value))
    return sum(size for size in sizes if isinstance(size, int))


def _unlike(said: Mapping[str, str]) -> list[str]:
    """The variants of which something else is said than of most."""
    (usual, _), *_ = Counter(said.values()).most_common(1)
    odd = [name for name, text in said.items() if text != usual]
    return [f"{name} has {said[name]}, most have {usual}" for name in odd[:3]]


def _uneven(facts: Mapping[str, Facts], function: str) -> list[str]:
    work = {name: each.work[function] for name, each in facts.items()}
    if not all(work.values()):
        return []  # it cannot be counted in all of them
    usual = median_low(work.values())
    return [
        f"{name} takes the reference {value} steps, most take it about {usual}"
        for name, value in work.items()
        if not usual / MOST_WORK <= value <= usual * MOST_WORK
    ][:3]


def _same(facts: Mapping[str, Facts]) -> list[str]:
    """Variants that are one and the same."""
    groups: dict[bytes, list[str]] = {}
    for name, each in facts.items():
        groups.setdefault(each.answers, []).append(name)
    return [f"{listed(names)} are the same" for names in groups.values() if len(names) > 1]
