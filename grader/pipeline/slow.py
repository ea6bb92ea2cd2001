"""Whether a function that gives right results does too much work for them.

The evidence are cases on which it returned the right value: there the work is counted to its end, in
a run apart that decides no points. A loop that never ends is no slow solution, and is not called one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.comparison.compare import CaseComparisons
from grader.model.call_binding import call_for
from grader.model.exercise import Case, Exercise, Function, SlowMistake
from grader.model.outcome import Ending
from grader.model.submission import Program
from grader.pipeline.run_cases import FREE_NUMBERS, has_free_numbers
from grader.sandbox.judge.sandbox import Request, Sandbox

_WITHOUT_VALUE = (Ending.TIMEOUT, Ending.NOT_RUN)


@dataclass(frozen=True, slots=True)
class TooSlow:
    """The slow mistake that a function makes, and the first case that shows it."""

    mistake: SlowMistake
    case: Case


def find_too_slow(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    function: Function,
    compared: CaseComparisons,
) -> TooSlow | None:
    """Return how ``function`` is too slow: by the largest bound that its work exceeds on a case.

    None where any of its results is wrong, or none was returned. Public cases are looked at first,
    so that students can be told of them.
    """
    cases = exercise.cases_of(function.name)
    form = compared.best_form(function, cases)
    right = [case for case in cases if compared.is_right(case, form)]
    others = (compared.run.outcomes.get(case.name) for case in cases if case not in right)
    if not all(other is not None and other.ending in _WITHOUT_VALUE for other in others):
        return None
    found: TooSlow | None = None
    for case in sorted(right, key=lambda case: not case.is_public):
        work = work_of(exercise, program, sandbox, function, case)
        exceeded = [s for s in function.slow if case.work and work > s.times * case.work]
        worst = max(exceeded, key=lambda slow: slow.times, default=None)
        if worst is not None and (found is None or worst.times > found.mistake.times):
            found = TooSlow(worst, case)
    return found


def work_of(
    exercise: Exercise, program: Program, sandbox: Sandbox, function: Function, case: Case
) -> int:
    """The work of one call, counted to a little beyond what any slow mistake is allowed; 0 if unknown.

    The child that counts meets this case alone.
    """
    if not case.work or case.is_property:
        return 0
    most = max(slow.times for slow in function.slow) * case.work
    call = call_for(function, program.functions.get(function.name), case)
    modules = exercise.modules
    if has_free_numbers(function, case):
        modules = (FREE_NUMBERS, *modules)
    request = Request(case.name, replace(call, most_work=2 * most), shared=False)
    outcome = sandbox.run(program, [request], exercise.limits, modules).outcomes[case.name]
    return outcome.work or 0
