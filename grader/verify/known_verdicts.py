"""Submissions with a known verdict: right ones, empty ones, guessed ones, known mistakes.

Each goes through the pipeline that grades students.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.audit.arena import Arena
from grader.comparison.compare import CaseComparisons, compare
from grader.comparison.credit import share_of
from grader.course.editing import apply, function_text
from grader.course.reference_program import REFERENCE, edited_program, program_of
from grader.course.statement import statement_of
from grader.diagnosis.diagnose import differ, weigh
from grader.diagnosis.evidence import Evidence
from grader.model.call_binding import call_for
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Case, Exercise, Mistake
from grader.model.outcome import Ending, Outcome, Run
from grader.model.result import Result
from grader.model.submission import Program
from grader.mutation.code import shape_of
from grader.mutation.mutants import Mutant
from grader.pipeline.grade import grade_program
from grader.release import starters
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.verify.checks import Finding, Subject, listed
from grader.verify.fixed_answers import (
    COUNTED,
    HEAD,
    Answer,
    definition,
    filled_answer,
    filled_parts,
    given_by,
    raised_in,
    rounds,
)
from grader.verify.margins import STRUCTURE, distance_of

_TRIVIAL = {
    "None": "None",
    "0": "0",
    "1": "1",
    "0.0": "0.0",
    "True": "True",
    "{}": "{}",
    "[]": "[]",
    "NaN": "nan",
    "an empty array": "np.zeros(0)",
    "its arguments": "args",
}
"""What somebody might return without having understood anything.

NaN is neither above a bound nor below it, and everything holds of all entries of an empty array: a property
that asks only whether something is too large takes both.
"""
_INPUTS = 200
"""Inputs that are drawn to tell an author how a mistake could be caught."""
_PER_ARGUMENT = {
    "argument {n}": "args[{i}]",
    "zeros like argument {n}": "_like(args[{i}], 0.0)",
    "ones like argument {n}": "_like(args[{i}], 1.0)",
}


def check_reference(subject: Subject) -> Iterator[Finding]:
    """The reference earns full points."""
    program = edited_program(subject.definition)
    yield _full_points(subject, "reference", "reference", program, subject.exercise)


def check_accepted_form(form: EditDeclaration, subject: Subject) -> Iterator[Finding]:
    """An accepted form earns full points for its function."""
    program = edited_program(subject.definition, form)
    name = f"{form.function}: {form.name}"
    yield _full_points(
        subject, "accepted form", name, program, subject.exercise.only(form.function)
    )


def check_starter(subject: Subject) -> Iterator[Finding]:
    """The very files that `grader release` writes: each loads, and earns nothing."""
    definition = subject.definition
    for name, text in starters(definition, statement_of(definition) or "").items():
        program = program_of({name: text}, definition)
        run = subject.sandbox.run(
            program,
            [Request(case.name, case.call) for case in subject.exercise.cases[:1]],
            subject.exercise.limits,
            subject.exercise.modules,
        )
        what = f"starter {name.rpartition('.')[2]}"
        if run.load_errors:
            raised = run.load_errors[0].raised
            detail = (
                f"a line at its top raises {raised.type}: {raised.message}: the starter keeps "
                "imports, and the constants that signatures use; move the rest into a function"
            )
            yield subject.finding("starter", what, False, detail)
        else:
            yield _no_points(subject, "starter", what, program, frozenset())


def check_trivial(subject: Subject) -> Iterator[Finding]:
    """Answers that take no understanding earn nothing."""
    functions = subject.exercise.function_names
    most = max((len(f.parameters) for f in subject.exercise.functions), default=0)
    expressions = dict(_TRIVIAL)
    for index in range(most):
        for name, code in _PER_ARGUMENT.items():
            expressions[name.format(n=index + 1)] = code.format(i=index)
    answers: dict[str, dict[str, Answer]] = {
        name: dict.fromkeys(functions, expression) for name, expression in expressions.items()
    }
    cases = {function: subject.exercise.cases_of(function) for function in functions}
    for name, fill in (("zeros", 0.0), ("ones", 1.0), ("NaN", math.nan)):
        answers[f"{name} in the right shapes"] = {
            f.name: filled_parts(cases[f.name], fill)
            if f.is_class
            else filled_answer(cases[f.name], fill)
            for f in subject.exercise.functions
        }
    # What is the same before and after a change of the arguments is so for whoever ignores them.
    answers["1, 2, 3, ... in the right shapes"] = {
        f.name: None if f.is_class else filled_answer(cases[f.name], COUNTED)
        for f in subject.exercise.functions
    }
    raising = {function: raised_in(cases[function]) for function in functions}
    if any(raising.values()):
        answers["an exception in any case"] = dict(raising)
    for name, answer in answers.items():
        finding = _no_points(subject, "trivial", name, _returning(subject, answer), subject.excused)
        if not finding.passed:
            remedy = (
                "choose inputs with another right answer, or declare "
                "exercise.function(name, trivial=reason)"
            )
            finding = replace(finding, detail=f"{finding.detail}: this answer is right; {remedy}")
        yield finding


def check_guessed(subject: Subject) -> Iterator[Finding]:
    """The public answers, hard-coded, earn nothing of the hidden points.

    In round n every function returns its n-th public answer.
    """
    exercise = subject.exercise
    public = {
        function.name: [case for case in exercise.cases_of(function.name) if case.is_public]
        for function in exercise.functions
    }
    hidden = [case for case in exercise.cases if not case.is_public]
    for turn in range(max((rounds(f, public[f.name]) for f in exercise.functions), default=0)):
        answers = {f.name: given_by(f, public[f.name], turn) for f in exercise.functions}
        program = _returning(subject, answers)
        earned: list[str] = []
        if _passes_any(exercise, hidden, program, subject.sandbox):
            cases = grade_program(exercise, program, subject.sandbox).result.cases
            names = {case.name for case in hidden if case.function not in subject.excused}
            earned = [case.name for case in cases if case.points and case.name in names]
        detail = "none of the hidden points"
        if earned:
            detail = (
                f"{listed(earned)}: a public case has the same answer; choose inputs whose right "
                "answer no public case shows"
            )
        yield subject.finding("guessed", f"public answer {turn + 1}", not earned, detail)


def check_mistake(mistake: EditDeclaration, subject: Subject) -> Iterator[Finding]:
    """A known mistake loses points, is told apart from its function's others, and is named by the
    public cases as itself or not at all."""
    exercise = subject.exercise.only(mistake.function).without_rules()
    name = f"{mistake.function}: {mistake.name}"
    program = edited_program(subject.definition, mistake)
    known = [m for m in exercise.mistakes if m.function == mistake.function]
    result = grade_program(exercise, program, subject.sandbox, lambda _: known).result
    passed, detail = _caught(exercise, result, mistake.name)
    if all(case.status.is_right for case in result.cases):
        detail = f"no case catches it: {_why_uncaught(subject, mistake)}"
    elif not passed:
        detail += f" {_look_alikes(exercise, known, result, mistake.name)}"
    if passed:
        made = next(m for m in known if m.id == mistake.name and m.form == REFERENCE)
        clearest = max((distance_of(made, case) for case in exercise.cases), default=0.0)
        factor = "any factor over" if clearest == STRUCTURE else f"{clearest:.0e} times"
        detail += f", by {factor} the tolerance"
    named, public = _named_by_public_cases(subject, mistake, program)
    if passed and named is not None and named != mistake.name:
        passed, detail = False, f"the public cases alone name another: {public}"
    yield replace(subject.finding("mistake", name, passed, detail), public=public)


def _caught(exercise: Exercise, result: Result, mistake_id: str) -> tuple[bool, str]:
    lost = [case for case in result.cases if not case.status.is_right]
    if not lost:
        return False, "no case catches it"
    detail = f"caught by {len(lost)} of {len(result.cases)} cases"
    properties = {case.name for case in exercise.cases if case.is_property}
    silent = all(case.mistake is None for case in lost)
    if silent and all(case.name in properties for case in lost):
        return True, f"{detail}: a property, which names none"
    if {case.mistake for case in lost} != {mistake_id}:
        return False, f"{detail}, but not told apart from"
    return True, detail


def _why_uncaught(subject: Subject, mistake: EditDeclaration) -> str:
    """What an author can do about a mistake with which every case is right."""
    files = subject.definition.reference
    changed = function_text(apply(files, mistake), mistake.function)
    if shape_of(changed) == shape_of(function_text(files, mistake.function)):
        return "its edit leaves the code as it is"
    arena = Arena(subject.definition, subject.sandbox, subject.exercise)
    mutant = Mutant(mistake.function, "", 1, changed, "")
    seen = arena.agreement(mutant, arena.graded_by(mistake.function), _INPUTS)
    if seen.apart:
        return f"add a hidden case, such as {seen.by} with seed={seen.seed}, which tells it apart"
    return (
        f"it also agrees with the reference on {seen.inputs} drawn inputs; add a case on which its "
        "result differs, or take the mistake out if none does"
    )


def _look_alikes(
    exercise: Exercise, known: Sequence[Mistake], result: Result, mistake_id: str
) -> str:
    """The mistakes with the same results on every case, or what was named instead, and a remedy."""
    made = next(m for m in known if m.id == mistake_id and m.form == REFERENCE)
    twins = [m.id for m in known if m.id != mistake_id and not differ(made, m, exercise.cases)]
    named = [case.mistake for case in result.cases if case.mistake not in (None, mistake_id)]
    others = list(dict.fromkeys([*twins, *filter(None, named)]))
    if not others and made.failures and not made.answers:
        kinds = listed(list(dict.fromkeys(f.type for f in made.failures.values())))
        return (
            f"any other code that fails: it raises {kinds} on every case; is its new text what a "
            "student would write?"
        )
    if not others:
        return (
            "a simple change of the right result: a factor, a sign, an argument returned as it is"
        )
    return f"{listed(others)}: add a case on which they differ, or declare one of them only"


def _named_by_public_cases(
    subject: Subject, mistake: EditDeclaration, program: Program
) -> tuple[str | None, str]:
    """The mistake that `grader check` names with the public cases only, and that in a few words."""
    exercise = subject.exercise
    function = next(f for f in exercise.functions if f.name == mistake.function)
    site = program.functions.get(function.name)
    cases = [case for case in exercise.public_cases if case.function == function.name]
    requests = [Request(case.name, call_for(function, site, case)) for case in cases]
    run = subject.sandbox.run(program, requests, exercise.limits, exercise.modules)
    comparisons = CaseComparisons(Run(run.outcomes))
    form = comparisons.best_form(function, cases)
    if not comparisons.wrong(cases, form):
        return None, "not caught"
    evidence = Evidence(cases, comparisons, form, program)
    weighed = weigh(evidence, subject.candidates(function.name))
    if weighed.reason is None:
        others = [rival for rival in weighed.rivals if rival != mistake.name]
        return None, f"not told from {listed(others)}" if others else "silent"
    named = weighed.reason.id
    return named, "named" if named == mistake.name else f"named {named}"


def _returning(subject: Subject, answers: Mapping[str, Answer]) -> Program:
    """A submission whose functions give these answers; without one it is not defined."""
    programs = subject.exercise.programs
    defined = (definition(f, answers.get(f.name), programs) for f in subject.exercise.functions)
    return subject.program(answers=HEAD + "".join(defined))


def _full_points(
    subject: Subject, kind: str, name: str, program: Program, exercise: Exercise
) -> Finding:
    result = grade_program(exercise, program, subject.sandbox).result
    wrong = [f"{c.name}: {c.rationale}" for c in result.cases if not c.status.is_right]
    detail = "; ".join(wrong[:3]) or _points(result.score, result.max_score)
    return subject.finding(kind, name, not wrong, detail)


def _no_points(
    subject: Subject, kind: str, name: str, program: Program, excused: frozenset[str]
) -> Finding:
    """The submission earns no point on any function that is not excused."""
    exercise = subject.exercise
    if not _passes_any(exercise, exercise.cases, program, subject.sandbox):
        total = sum((case.points for case in exercise.cases), Fraction(0))
        return subject.finding(kind, name, True, _points(None, total))
    result = grade_program(exercise, program, subject.sandbox).result
    earned = [case.name for case in result.cases if case.points and case.function not in excused]
    detail = listed(earned) or _points(result.score, result.max_score)
    return subject.finding(kind, name, not earned, detail)


def _points(score: Fraction | None, total: Fraction) -> str:
    return f"{float(score or 0):g} of {float(total):g} points"


def _passes_any(
    exercise: Exercise, cases: Sequence[Case], program: Program, sandbox: Sandbox
) -> bool:
    """Prescreen: whether any case is right in any accepted form, with one child for all.

    Grading runs every wrong case once more, alone. That only matters to a function that
    remembers something; where nothing is right here, nothing is right there either.
    """

    def may_pass(case: Case, outcome: Outcome) -> bool:
        if outcome.ending is not Ending.RETURNED:
            return outcome.ending is not Ending.RAISED  # the full grading says what it is
        return any(
            compare(value, outcome.value, case.tolerance) is None
            or (case.credit and share_of(case.credit, value, outcome.value, case.tolerance).earned)
            for value in case.expected.values()
        )

    asked = [case for case in cases if case.function in program.functions]
    if not asked:
        return False
    requests = [
        Request(case.name, case.call, group=case.function if case.call.replacements else "")
        for case in asked
    ]
    outcomes = sandbox.run(program, requests, exercise.limits, exercise.modules).outcomes
    return any(may_pass(case, outcomes[case.name]) for case in asked)
