"""Whether a wrong function is wrong because of a helper that passes its own cases.

A submission's own helper may be wrong where its cases do not look: with the sizes of the one public
case built in, say. What calls it is then wrong, and no mistake of the caller's explains that.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.calls import call_for, parameters_for
from grader.compared import Compared
from grader.course.definition import exports_of
from grader.course.helpers import below
from grader.diagnosis.diagnose import is_same
from grader.model.exercise import Case, Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.reach import reached
from grader.sandbox.relay import Helper
from grader.sandbox.sandbox import Request, Sandbox


def is_a_helpers_fault(
    exercise: Exercise, program: Program, sandbox: Sandbox, function: Function, compared: Compared
) -> bool:
    """Return whether right helpers change what ``function`` gives in any of its wrong cases.

    The runs decide no verdict: they only keep a mistake from being named.
    """
    helpers = _own_helpers(exercise, program, function, compared)
    if not helpers:
        return False
    cases = exercise.cases_of(function.name)
    for case in compared.wrong(function, cases):
        own = compared.run.outcomes.get(case.name)
        if own is None or own.ending not in (Ending.RETURNED, Ending.RAISED):
            continue
        again = _with_right(exercise, program, sandbox, function, case, helpers)
        if again is not None and not _is_unchanged(own, again, case):
            return True
    return False


def _own_helpers(
    exercise: Exercise, program: Program, function: Function, compared: Compared
) -> Sequence[Helper]:
    """The right ones of the graded functions in the file that it may call."""
    if function.name not in program.functions:
        return []
    building = {f.name: f.builds_on for f in exercise.functions}
    called = below(building, function.name) & reached(program, function.name)
    found = []
    for other in exercise.functions:
        site = program.functions.get(other.name)
        if other.name in called and site is not None and other.name in exercise.helpers:
            form = compared.best_form(other, exercise.cases_of(other.name))
            right = exercise.helpers[other.name][form]
            parameters = parameters_for(other, site)
            found.append(Helper(other.name, right, parameters, other.draws is not None))
    return found


def _with_right(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    function: Function,
    case: Case,
    helpers: Sequence[Helper],
) -> Outcome | None:
    source = case.call.replacements
    brought = exports_of(source, "replacements") if source else ()
    helpers = [helper for helper in helpers if helper.name not in brought]
    if not helpers:
        return None
    request = Request(case.name, call_for(function, program.functions[function.name], case))
    run = sandbox.run(program, [request], exercise.limits, exercise.modules, helpers=helpers)
    return run.outcomes[case.name]


def _is_unchanged(own: Outcome, again: Outcome, case: Case) -> bool:
    if own.ending is not again.ending:
        return False
    if own.ending is Ending.RETURNED:
        return is_same(own.value, again.value, case.tolerance)
    assert own.raised is not None and again.raised is not None
    return (own.raised.type, own.raised.line) == (again.raised.type, again.raised.line)
