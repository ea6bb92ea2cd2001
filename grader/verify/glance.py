"""A quick look at submissions that keep nothing between calls, before they are graded in full."""

from __future__ import annotations

from grader.comparison.compare import compare
from grader.model.exercise import Case, Exercise
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.judge.sandbox import Request, Sandbox


def passes_any(exercise: Exercise, program: Program, sandbox: Sandbox) -> bool:
    """Whether any case is right in any accepted form; all are asked of one child.

    Grading makes every wrong case once more, alone. That can only matter to a function which
    remembers something, and where nothing is right here, nothing is right there either.
    """
    asked = [case for case in exercise.cases if case.function in program.functions]
    requests = [Request(case.name, case.call, group=_group(case)) for case in asked]
    if not requests:
        return False
    outcomes = sandbox.run(program, requests, exercise.limits, exercise.modules).outcomes
    return any(_is_open(case, outcomes[case.name]) for case in asked)


def _group(case: Case) -> str:
    return case.function if case.call.replacements else ""


def _is_open(case: Case, outcome: Outcome) -> bool:
    """Right, or not even run: then the full grading says what it is."""
    if outcome.ending is Ending.RAISED:
        return False
    if outcome.ending is not Ending.RETURNED:
        return True
    expected = case.expected.values()
    return any(compare(value, outcome.value, case.tolerance) is None for value in expected)
