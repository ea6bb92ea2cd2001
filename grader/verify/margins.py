"""Whether tolerances and inputs tell right from wrong.

A tolerance must lie well above rounding noise and well below the nearest known mistake. Noise is
measured: every input that is not a whole number is moved by an ulp, up or down, and the reference
is run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.forms import aligned
from grader.course.reference_program import REFERENCE, edited_program
from grader.inputs.variation import nudged
from grader.model.exercise import Case, Exercise, Mistake, Tolerance
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request
from grader.values import NotAlike, arrays, leaf_pairs
from grader.values.types.numeric import allowed
from grader.verify.checks import Finding, Subject, listed

STRUCTURE = float("inf")
"""Another type, shape, key or text: no tolerance would let it pass."""
_ABOVE_NOISE = 100.0
_BELOW_MISTAKE = 10.0
_DRAWS = 3
_UNBOUNDED = Tolerance(rtol=1e300, atol=1e300)
"""With it, every difference counts but that of finite numbers."""
_TELLING = 3
"""An array with fewer different numbers can be the same by chance: zeros, a mask."""


def distance(expected: Any, actual: Any, tolerance: Tolerance) -> float:
    """The largest ratio of a number's difference to what is tolerated there; above 1 is wrong."""
    actual, tolerance = aligned(expected, actual, tolerance), tolerance.of_numbers
    try:
        farthest = max(
            (_leaf_distance(e, a, tolerance) for _, e, a in leaf_pairs(expected, actual)),
            default=0.0,
        )
        # What is no leaf may differ as well: the labels of a table, the title of a figure.
        near = farthest == 0 and not agrees(expected, actual, tolerance)
        return STRUCTURE if near else farthest
    except NotAlike:
        return STRUCTURE


def _leaf_distance(expected: Any, actual: Any, tolerance: Tolerance) -> float:
    e = np.asarray(expected)
    if e.dtype.kind not in "fc" or not agrees(expected, actual, _UNBOUNDED):
        return 0.0 if agrees(expected, actual, tolerance) else STRUCTURE
    with np.errstate(all="ignore"):
        most = allowed(e, tolerance)
        ratio = np.abs(actual - e) / np.where(most > 0, most, np.finfo(float).tiny)
    return float(np.max(np.where(np.isfinite(e), ratio, 0.0), initial=0.0))


def distance_of(mistake: Mistake, case: Case) -> float:
    """How far a mistake's result on a case is from the reference's, in tolerances."""
    if case.name not in mistake.answers:
        return STRUCTURE
    return distance(case.expected[REFERENCE], mistake.answers[case.name], case.tolerance)


def check_tolerances(subject: Subject) -> Iterator[Finding]:
    """Tolerances lie between rounding and the nearest mistake: a finding per case that fails."""
    noise = _noise(subject)
    most = max((value for value in noise.values() if value < STRUCTURE), default=0.0)
    edges = [name for name, value in noise.items() if value == STRUCTURE]
    detail = f"{len(noise)} cases, rounding below {most:.0e} of the tolerance"
    if edges:
        detail += f"; on an edge, where an ulp turns a choice: {', '.join(edges[:4])}"
    yield from subject.findings(
        "tolerance", _unfit_tolerances(subject.exercise, noise), "all cases", detail
    )


def _unfit_tolerances(exercise: Exercise, noise: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    mistakes = [mistake for mistake in exercise.mistakes if mistake.form == REFERENCE]
    for case in exercise.cases:
        if 1 / _ABOVE_NOISE < noise[case.name] < STRUCTURE:
            yield (
                case.name,
                f"rounding reaches {noise[case.name]:.1g} of the tolerance: choose a wider one, or "
                "inputs on which rounding does not decide",
            )
        distances = [(distance_of(m, case), m.id) for m in mistakes if m.function == case.function]
        distances = [pair for pair in distances if pair[0] >= 1 / _ABOVE_NOISE]
        nearest, name = min(distances, default=(STRUCTURE, ""))
        if nearest < _BELOW_MISTAKE:
            yield (
                case.name,
                f"the mistake {name} is {nearest:.1g} tolerances away: choose a narrower one, "
                "or inputs on which it shows",
            )


def _noise(subject: Subject) -> dict[str, float]:
    """Case -> how far results move, in tolerances, when inputs move by an ulp."""
    exercise = subject.exercise
    rng = np.random.RandomState(0)
    program = edited_program(subject.definition)
    limits = replace(exercise.limits, submission_cpu_seconds=600.0)
    largest = dict.fromkeys((case.name for case in exercise.cases), 0.0)
    for _ in range(_DRAWS):
        requests = [
            Request(case.name, case.call.changed(lambda value: nudged(value, rng)))
            for case in exercise.cases
        ]
        run = subject.sandbox.run(program, requests, limits, exercise.modules)
        for case in exercise.cases:
            outcome, moved = run.outcomes[case.name], STRUCTURE
            if outcome.ending is Ending.RETURNED:
                moved = distance(case.expected[REFERENCE], outcome.value, case.tolerance)
            largest[case.name] = max(largest[case.name], moved)
    return largest


def check_leaks(subject: Subject) -> Iterator[Finding]:
    """No hidden answer is the input of another case: a finding per case that fails.

    A child gets the inputs of one case after the other, and a function can keep what it was given.
    A backward pass's cache, say, must not be the very result that a forward pass is asked for.
    """
    faults = _leaks(subject.exercise.cases)
    yield from subject.findings(
        "leak", faults, "all cases", "no hidden answer is another case's input"
    )


def _leaks(cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    given = {case.name: _telling_arrays(case.call.inputs) for case in cases}
    for case in cases:
        if case.is_public:
            continue
        answers = {part for value in case.expected.values() for part in _telling_arrays(value)}
        answers -= given[case.name]
        holders = [name for name, parts in given.items() if name != case.name and answers & parts]
        if holders:
            detail = f"its answer, or a part of it, is handed over as input of {listed(holders)}"
            yield case.name, detail


def _telling_arrays(value: Any) -> frozenset[tuple[Any, ...]]:
    """The shape and bytes of every array in it that cannot equal another by chance."""
    return frozenset(
        (node.value.shape, node.value.astype(complex).tobytes())
        for node in arrays(value, "fc")
        if np.unique(node.value).size >= _TELLING
    )
