"""Whether the exercise's limits leave room: what the reference uses, and what that proposes.

Limits are fixed in the exercise and never calibrated while grading, since a limit that depends
on the machine's mood is none. This is where their author learns what they should be.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.course.definition import Definition
from grader.course.reference_program import edited_program
from grader.model.exercise import Exercise
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.verify.checks import Check

_ENOUGH = 10
"""A right solution may be this many times slower than the reference."""
_SHORTEST = 0.5  # seconds; below it a limit would measure the machine


def check_limits(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Yield one check: the slowest case, and all cases together, lie well below their limits."""
    requests = [Request(case.name, case.call) for case in exercise.cases]
    run = sandbox.run(edited_program(definition), requests, exercise.limits, exercise.modules)
    seconds = {name: outcome.cpu_seconds for name, outcome in run.outcomes.items()}
    slowest = max(seconds, key=lambda name: seconds[name])
    limits, total = exercise.limits, sum(seconds.values())
    proposed = max(_SHORTEST, _round_up(_ENOUGH * seconds[slowest]))
    whole = max(4 * proposed, _round_up(_ENOUGH * total))
    fits = proposed <= limits.case_cpu_seconds and whole <= limits.submission_cpu_seconds
    # Measured seconds are told only where they matter: two runs over one exercise say the same.
    detail = f"room for a solution {_ENOUGH} times as slow as the reference"
    if not fits:
        detail = (
            f"the reference needs {seconds[slowest]:.2f} s for {slowest}, {total:.2f} s for all; give "
            f"it Limits(case_cpu_seconds={proposed:g}, submission_cpu_seconds={whole:g})"
        )
    yield Check(exercise.id, "limits", "processor time", fits, detail)


def _round_up(seconds: float) -> float:
    """To the next half second."""
    return int(2 * seconds + 1) / 2
