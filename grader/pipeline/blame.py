"""Whether a wrong function is wrong because of a helper that passes its own cases.

A submission's own helper may be wrong where its cases do not look: with the sizes of the one public
case built in, say. What calls it is then wrong, and no mistake of the caller's explains that.
"""

from __future__ import annotations

from grader.comparison.case_comparisons import CaseComparisons
from grader.diagnosis.diagnose import is_same
from grader.model.call_binding import call_for
from grader.model.exercise import Case, Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.pipeline.carry_forward import brought_along, correct_helpers, used_helpers
from grader.sandbox.judge.sandbox import Request, Sandbox


def is_a_helpers_fault(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    function: Function,
    compared: CaseComparisons,
) -> bool:
    """Return whether correct helpers change what ``function`` gives in any of its wrong cases.

    These runs decide no verdict: they only keep a mistake from being named.
    """
    present = [name for name in exercise.function_names if name in program.functions]
    names = used_helpers(exercise, program, function, present)
    forms = {
        other.name: compared.best_form(other, exercise.cases_of(other.name))
        for other in exercise.functions
        if other.name in names
    }
    helpers = correct_helpers(exercise, program, names, forms)
    site = program.functions.get(function.name)
    for case in compared.wrong(function, exercise.cases_of(function.name)):
        own = compared.run.outcomes.get(case.name)
        brought = brought_along(case.call.replacements)
        needed = [helper for helper in helpers if helper.name not in brought]
        if not needed or own is None or own.ending not in (Ending.RETURNED, Ending.RAISED):
            continue
        request = Request(case.name, call_for(function, site, case))
        again = sandbox.run(
            program, [request], exercise.limits, exercise.modules, helpers=needed
        ).outcomes[case.name]
        if not _is_unchanged(own, again, case):
            return True
    return False


def _is_unchanged(own: Outcome, again: Outcome, case: Case) -> bool:
    if own.ending is not again.ending:
        return False
    if own.ending is Ending.RETURNED:
        return is_same(own.value, again.value, case.tolerance)
    assert own.raised is not None and again.raised is not None
    return (own.raised.type, own.raised.line) == (again.raised.type, again.raised.line)
