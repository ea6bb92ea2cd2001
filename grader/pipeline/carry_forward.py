"""Error carried forward: which helpers of a function are replaced by correct ones.

A fault costs once. Where a helper of a function is wrong or missing, the function is judged in a
run with correct helpers instead. That follows from the helpers' verdicts alone: not from what the
function earns with them, and not from what it earned before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.comparison.case_comparisons import CaseComparisons
from grader.course.editing import exports_of
from grader.course.reference_program import below
from grader.diagnosis.diagnose import is_same
from grader.load.call_graph import reached
from grader.model.call_binding import call_for, parameters_for
from grader.model.exercise import Case, Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.judge.helper_relay import Helper
from grader.sandbox.judge.sandbox import Request, Sandbox


def deepest_first(exercise: Exercise) -> tuple[Function, ...]:
    """Every function after those that it builds on; else in the exercise's order."""
    known = {function.name: function for function in exercise.functions}
    seen: set[str] = set()

    def visit(name: str) -> Iterator[Function]:
        if name in known and name not in seen:
            seen.add(name)
            for helper in known[name].builds_on:
                yield from visit(helper)
            yield known[name]

    return tuple(function for name in known for function in visit(name))


def used_helpers(
    exercise: Exercise, program: Program, function: Function, among: Sequence[str]
) -> list[str]:
    """Those of ``among`` that the function may build on, and that its code, or a property, names."""
    if not among or function.name not in program.functions:
        return []
    allowed = below({f.name: f.builds_on for f in exercise.functions}, function.name)
    candidates = [name for name in among if name in allowed]
    named: set[str] = set()
    for start in (function.name, *_named_by_properties(exercise, function)) if candidates else ():
        named |= {start, *reached(program, start)}
    return [name for name in candidates if name in named]


def _named_by_properties(exercise: Exercise, function: Function) -> list[str]:
    """Other functions that a property of this one calls."""
    cases = exercise.cases_of(function.name)
    return [name for case in cases for name in called_by_property(exercise, case)]


def called_by_property(exercise: Exercise, case: Case) -> list[str]:
    """Other graded functions that the case's property names in its text."""
    if case.call.property is None:
        return []
    texts = [module.source for module in case.call.property.modules]
    others = (name for name in exercise.function_names if name != case.function)
    return [name for name in others if any(f'"{name}"' in text for text in texts)]


def correct_helpers(
    exercise: Exercise, program: Program, names: Sequence[str], forms: Mapping[str, str]
) -> list[Helper]:
    """The correct functions of these names; none where the exercise has not all of them.

    Args:
        forms: helper -> the accepted form that came nearest to the submission's own results.
    """
    found: list[Helper] = []
    for name in names:
        programs = exercise.helpers.get(name)
        if programs is None:
            return []
        function = next(f for f in exercise.functions if f.name == name)
        parameters = parameters_for(function, program.functions.get(name))
        found.append(Helper(name, programs[forms[name]], parameters, function.rng is not None))
    return found


def brought_along(replacements: str | None) -> frozenset[str]:
    """The functions that a case replaces anyway."""
    return frozenset(exports_of(replacements, "replacements") if replacements else ())


def is_helpers_fault(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    function: Function,
    compared: CaseComparisons,
) -> bool:
    """Return whether correct helpers change what ``function`` gives in any of its wrong cases.

    A submission's own helper may be wrong where its cases do not look: with the sizes of the one
    public case built in, say. What calls it is then wrong, and no mistake of the caller's explains
    that. These runs decide no verdict: they only keep a mistake from being named.
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
