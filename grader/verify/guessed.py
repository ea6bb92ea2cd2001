"""The public answers, hard-coded: what a file earns that returns what the public cases show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grader.course.definition import Definition
from grader.course.reference_program import REFERENCE, program_of
from grader.model.exercise import Exercise, Visibility
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import literal
from grader.verify.checks import Check, excused, listed
from grader.verify.glance import passes_any

_HEAD = "import numpy as np\nfrom numpy import inf, nan\n"


def check_guessed(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Yield one check per round: in round n every function returns its n-th public answer."""
    answers = {f: _public_answers(exercise, f) for f in exercise.function_names}
    for turn in range(max(map(len, answers.values()), default=0)):
        source = _HEAD + "".join(
            f"\ndef {function}(*args, **kwargs):\n    return {values[turn % len(values)]}\n"
            for function, values in answers.items()
            if values
        )
        program = program_of({"guessed.py": source}, definition)
        hidden = tuple(c for c in exercise.cases if c.visibility is not Visibility.PUBLIC)
        if not passes_any(replace(exercise, cases=hidden), program, sandbox):
            detail = "none of the hidden points"
            yield Check(exercise.id, "guessed", f"public answer {turn + 1}", True, detail)
            continue
        result = grade_program(exercise, program, sandbox).result
        earned = [
            case.name
            for case in result.cases
            if case.points
            and case.visibility is not Visibility.PUBLIC
            and case.function not in excused(definition)
        ]
        detail = listed(earned) or "none of the hidden points"
        yield Check(exercise.id, "guessed", f"public answer {turn + 1}", not earned, detail)


def _public_answers(exercise: Exercise, function: str) -> list[str]:
    return [
        literal(case.expected[REFERENCE])
        for case in exercise.cases_of(function)
        if case.visibility is Visibility.PUBLIC
    ]
