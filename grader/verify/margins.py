"""Proves each tolerance: well above rounding noise, well below the nearest known mistake.

Noise is measured: every input that is not a whole number is moved by an ulp, up or down, and the
reference is run again. What a mistake returns is known already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course.definition import Definition
from grader.course.reference_program import REFERENCE, edited_program
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Case, Exercise
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.values import map_leaves
from grader.verify.checks import Check
from grader.verify.distance import STRUCTURE, distance

ABOVE_NOISE = 100.0
BELOW_MISTAKE = 10.0
_DRAWS = 3


class Margins:
    """Distances in units of tolerance, for one exercise that holds its mistakes' answers."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        cases = {case.name: case for case in exercise.cases}
        self._of: dict[tuple[str, str], dict[str, float]] = {}
        for mistake in exercise.mistakes:
            if mistake.form == REFERENCE:
                self._of[mistake.function, mistake.id] = {
                    case.name: _of_mistake(case, mistake.answers)
                    for case in cases.values()
                    if case.function == mistake.function
                }

    def factor(self, mistake: EditDeclaration) -> str:
        """By what factor over the tolerance its clearest case tells a mistake from the reference."""
        largest = max(self._of[mistake.function, mistake.name].values(), default=0.0)
        return "any factor over" if largest == STRUCTURE else f"{largest:.0e} times"

    def nearest(self, case: Case) -> tuple[str, float] | None:
        """The mistake that lies nearest to right on this case, of those that differ at all."""
        found = [
            (mistake, apart[case.name])
            for (function, mistake), apart in self._of.items()
            if function == case.function and apart[case.name] >= 1 / ABOVE_NOISE
        ]
        return min(found, key=lambda each: each[1], default=None)


def _of_mistake(case: Case, answers: Mapping[str, Any]) -> float:
    if case.name not in answers:
        return STRUCTURE
    return distance(case.expected[REFERENCE], answers[case.name], case.tolerance)


def check_margins(
    definition: Definition, exercise: Exercise, margins: Margins, sandbox: Sandbox
) -> Iterator[Check]:
    """Yield one check per case whose tolerance is too near to something, else one for all."""
    noise = _noise(definition, exercise, sandbox)
    found = []
    for case in exercise.cases:
        apart = noise[case.name]
        if 1 / ABOVE_NOISE < apart < STRUCTURE:
            found.append(
                Check(
                    exercise.id,
                    "tolerance",
                    case.name,
                    False,
                    f"rounding reaches {apart:.1g} of the tolerance: choose a wider one, or inputs "
                    "on which rounding does not decide",
                )
            )
        near = margins.nearest(case)
        if near is not None and near[1] < BELOW_MISTAKE:
            found.append(
                Check(
                    exercise.id,
                    "tolerance",
                    case.name,
                    False,
                    f"the mistake {near[0]} lies {near[1]:.1g} tolerances away: choose a narrower one, "
                    "or inputs on which it shows",
                )
            )
    numbers = [value for value in noise.values() if value < STRUCTURE]
    edges = [name for name, value in noise.items() if value == STRUCTURE]
    detail = f"{len(exercise.cases)} cases, rounding below {max(numbers, default=0.0):.0e} of the tolerance"
    if edges:
        detail += f"; on an edge, where an ulp turns a choice: {', '.join(edges[:4])}"
    yield from found or [Check(exercise.id, "tolerance", "all cases", True, detail)]


def _noise(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> dict[str, float]:
    """Case name -> how far results move, in tolerances, when inputs move by an ulp."""
    rng = np.random.RandomState(0)
    program = edited_program(definition)
    limits = replace(exercise.limits, submission_cpu_seconds=600.0)
    largest = dict.fromkeys((case.name for case in exercise.cases), 0.0)
    for _ in range(_DRAWS):
        requests = [
            Request(case.name, replace(case.call, arguments=_moved(case.call.arguments, rng)))
            for case in exercise.cases
        ]
        run = sandbox.run(program, requests, limits, exercise.modules)
        for case in exercise.cases:
            outcome = run.outcomes[case.name]
            apart = STRUCTURE
            if outcome.ending is Ending.RETURNED:
                apart = distance(case.expected[REFERENCE], outcome.value, case.tolerance)
            largest[case.name] = max(largest[case.name], apart)
    return largest


def _moved(value: Any, rng: np.random.RandomState) -> Any:
    """The same value with every number moved by an ulp. Whole numbers (labels, masks) stay."""

    def move(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype == np.float64:
            return _nudged(leaf, rng)
        return float(_nudged(np.asarray(leaf), rng)) if isinstance(leaf, float) else leaf

    return map_leaves(move, value)


def _nudged(values: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    towards = np.where(rng.uniform(size=values.shape) < 0.5, -np.inf, np.inf)
    with np.errstate(all="ignore"):
        whole = ~np.isfinite(values) | (values == np.round(values))
        return np.where(whole, values, np.nextafter(values, towards))
