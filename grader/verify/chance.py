"""Whether an exercise says of every function that draws random numbers what its statement says."""

from __future__ import annotations

from collections.abc import Iterator

from grader.comparison.case_comparisons import CaseComparisons
from grader.course.definition import Definition
from grader.course.reference_program import edited_program
from grader.diagnosis.randomness import drawing_functions
from grader.model.exercise import Exercise, Function, RngUse
from grader.pipeline.free_randomness import FREE_NUMBERS, all_right, has_free_numbers
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.verify.checks import Check


def check_draws(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Yield a check for every function that draws, or says that it does."""
    drawing = drawing_functions(definition, exercise, sandbox)
    for function in exercise.functions:
        draws = function.name in drawing
        if draws and function.rng is None:
            detail = 'it draws random numbers: declare rng="fixed", "free" or "helpers"'
            yield Check(definition.id, "draws", function.name, False, detail)
        elif (
            function.rng is RngUse.FREE
            and draws
            and not _from_the_state(definition, exercise, function, sandbox)
        ):
            detail = "free, but the reference sets a seed: draw from the state as it is found"
            yield Check(definition.id, "draws", function.name, False, detail)
        elif function.rng is not None:
            detail = (
                function.rng.value if draws else f"declared {function.rng}, but it draws nothing"
            )
            yield Check(definition.id, "draws", function.name, draws, detail)


def _from_the_state(
    definition: Definition, exercise: Exercise, function: Function, sandbox: Sandbox
) -> bool:
    """Whether the reference returns the same where seeds are ignored, as free choices are judged."""
    requests = [
        Request(case.name, case.call)
        for case in exercise.cases_of(function.name)
        if has_free_numbers(function, case)
    ]
    program, modules = edited_program(definition), (FREE_NUMBERS, *exercise.modules)
    run = sandbox.run(program, requests, exercise.limits, modules)
    return all_right(exercise, function, CaseComparisons(run))
