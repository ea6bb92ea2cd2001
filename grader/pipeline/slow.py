"""Whether a function that gives right results does too much work for them.

The evidence are cases on which it returned the right value: there the work is counted to its end, in
a run apart that decides no points. A loop that never ends is no slow solution, and is not called one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
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
    ordered = sorted(right, key=lambda case: not case.is_public)
    for case, work in counted(exercise, program, sandbox, function, ordered):
        exceeded = [s for s in function.slow if case.work and work > s.times * case.work]
        worst = max(exceeded, key=lambda slow: slow.times, default=None)
        if worst is not None and (found is None or worst.times > found.mistake.times):
            found = TooSlow(worst, case)
    return found


def counted(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    function: Function,
    cases: Sequence[Case],
) -> Iterator[tuple[Case, int]]:
    """The work of a call of each case of which the reference's is known; 0 if it is not known.

    It is counted to a little beyond what any slow mistake is allowed. Each case has a child of its own;
    all of them together have the limits of one submission.
    """
    known = [case for case in cases if case.work and not case.is_property]
    times = max(slow.times for slow in function.slow)
    site = program.functions.get(function.name)
    modules = exercise.modules
    if any(has_free_numbers(function, case) for case in known):
        modules = (FREE_NUMBERS, *modules)
    with closing(sandbox.session(program, exercise.limits, modules)) as session:
        for case in known:
            call = call_for(function, site, case)
            call = replace(call, most_work=2 * times * (case.work or 0))
            yield case, session.ask(Request(case.name, call, shared=False)).work or 0
