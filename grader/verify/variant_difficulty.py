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
from grader.model.exercise import Exercise
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import leaves
from grader.verify.checks import Finding, listed

MOST_WORK = 2.0
"""How many times the median's work the reference of a variant may do, or what part of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How hard one function of a variant is.

    points    of all cases
    cases     how many, in words
    mistakes  how many are known
    work      of the reference on all cases
    """

    points: Fraction
    cases: str
    mistakes: int
    work: int


def check_variants(course: Course, exercise_id: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Compare all variants of an exercise with each other."""
    facts: dict[str, dict[str, Facts]] = {}
    answers: dict[bytes, list[str]] = {}
    for name in course.definition(exercise_id).variants:
        definition = course.definition(exercise_id, name)
        exercise = prepare(definition, sandbox)
        facts[name] = facts_of(definition, exercise, sandbox)
        answers.setdefault(_answers(exercise), []).append(name)

    def finding(name: str, odd: Sequence[str]) -> Finding:
        return Finding(exercise_id, "variants", name, not odd, "; ".join(odd))

    for function in next(iter(facts.values())):
        here = {name: every[function] for name, every in facts.items()}
        points = {name: f"{each.points} points" for name, each in here.items()}
        cases = {name: each.cases for name, each in here.items()}
        mistakes = {name: f"{each.mistakes} known mistakes" for name, each in here.items()}
        yield finding(f"{function}: equal points", _unlike(points))
        yield finding(f"{function}: equal cases", _unlike(cases))
        yield finding(f"{function}: as many mistakes", _unlike(mistakes))
        yield finding(f"{function}: equal work", _uneven(here))
    same = [f"{listed(names)} are the same" for names in answers.values() if len(names) > 1]
    yield finding("all differ", same)


def facts_of(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> dict[str, Facts]:
    """How hard each function of the variant is."""
    known = Counter(mistake.function for mistake in definition.mistakes)
    work = _work(definition, exercise, sandbox)
    found = {}
    for name in exercise.function_names:
        cases = exercise.cases_of(name)
        public = [case for case in cases if case.is_public]
        worth = sum((case.points for case in public), Fraction(0))
        found[name] = Facts(
            points=sum((case.points for case in cases), Fraction(0)),
            cases=f"{len(public)} public and {len(cases) - len(public)} hidden cases, "
            f"{worth} points for the public ones",
            mistakes=known[name],
            work=work[name],
        )
    return found


def _answers(exercise: Exercise) -> bytes:
    """All inputs and expected values."""
    cases = (case for case in exercise.cases if not case.is_property)
    return wire.encode([(dict(c.call.arguments), c.expected[REFERENCE]) for c in cases])


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


def _uneven(facts: Mapping[str, Facts]) -> list[str]:
    work = {name: each.work for name, each in facts.items()}
    if not all(work.values()):
        return []  # it cannot be counted in all of them
    usual = median_low(work.values())
    return [
        f"{name} takes the reference {value} steps, most take it about {usual}"
        for name, value in work.items()
        if not usual / MOST_WORK <= value <= usual * MOST_WORK
    ][:3]
