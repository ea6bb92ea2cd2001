"""Whether what an exercise declares is true: builds_on, rng, limits, equivalents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from grader.audit.arena import Arena
from grader.comparison.compare import CaseComparisons
from grader.course.definition import Definition
from grader.course.editing import apply, as_edit, find_functions, function_text
from grader.course.property_calls import called_by_properties
from grader.course.reference_program import edited_program, program_of
from grader.course.starter import without_bodies
from grader.diagnosis.code_rules import flaws_of, violations_of
from grader.diagnosis.randomness import drawing_functions, sets_no_seed
from grader.load.call_graph import reached
from grader.load.read.compile import code_lines
from grader.model.exercise import CaseLimits, Function, RngUse, below
from grader.model.outcome import Ending
from grader.model.result import Status
from grader.model.submission import Program
from grader.mutation.mutants import Mutant
from grader.pipeline.grade import grade_program
from grader.pipeline.run_cases import FREE_NUMBERS, has_free_numbers
from grader.pipeline.slow import counted
from grader.sandbox.judge.sandbox import Request
from grader.verify.checks import Finding, Subject, listed

EQUIVALENT_INPUTS = 40
"""A second look at declared equivalents: `grader audit` takes a thousand inputs."""
EQUIVALENT_VARIED = 60
_SLOWER = 10
"""A right solution may be this many times slower than the reference."""
_SHORTEST = 0.5
"""Seconds; a smaller limit would measure the machine."""


def check_builds_on(subject: Subject) -> Iterator[Finding]:
    """Every function declares which graded functions it, or a property of it, calls.

    A property may call what builds on its function: that cannot be declared, it is a circle.
    """
    definition = subject.definition
    program = edited_program(definition)
    edges = {function: definition.builds_on(function) for function in definition.functions}
    for function in definition.functions:
        declared = below(edges, function)
        above = {other for other in definition.functions if function in below(edges, other)}
        called = reached(program, function, attributes=False) & set(definition.functions)
        by_property = called_by_properties(definition, function) - above
        undeclared = sorted((called | by_property) - declared - {function})
        if undeclared:
            caller = "it" if called.intersection(undeclared) else "a property of it"
            detail = f"{caller} calls {listed(undeclared)}: declare builds_on={tuple(undeclared)}"
            yield subject.finding("builds_on", function, False, detail)
        elif declared:
            yield subject.finding("builds_on", function, True, listed(sorted(declared)))


def check_carry_forward(subject: Subject) -> Iterator[Finding]:
    """A wrong helper costs its own points and no others.

    For every function that others build on: with each of its known mistakes, without a body, and
    without the function, while the rest is right, every other function keeps its points.
    """
    called = {name for function in subject.exercise.functions for name in function.builds_on}
    for helper in subject.exercise.function_names:
        if helper not in called:
            continue
        costly: list[str] = []
        broken = dict(_broken(subject.definition, helper))
        for name, files in broken.items():
            program = program_of(files, subject.definition)
            result = grade_program(subject.exercise, program, subject.sandbox).result
            lost = [
                case.name
                for case in result.cases
                if case.function != helper and not case.status.is_right
            ]
            if lost:
                costly.append(f"{name} also costs {listed(lost)}")
        detail = "; ".join(costly[:3]) or f"{len(broken)} ways to be wrong cost nothing elsewhere"
        yield subject.finding("carried", helper, not costly, detail)


def check_rng(subject: Subject) -> Iterator[Finding]:
    """Every function that draws random numbers declares how they are to be drawn."""
    exercise = subject.exercise
    drawing = drawing_functions(subject.definition, exercise, subject.sandbox)
    for function in exercise.functions:
        draws, passed = function.name in drawing, False
        if draws and function.rng is None:
            detail = 'it draws random numbers: declare rng="fixed", "free" or "helpers"'
        elif function.rng is None:
            continue
        elif not draws:
            detail = _draws_nothing(subject, function)
        elif function.rng is RngUse.FIXED and sets_no_seed(
            subject.definition, exercise, subject.sandbox, function.name
        ):
            detail = (
                "fixed, but the reference sets no seed, so that nobody can draw the same numbers: "
                'set it in the function, or declare rng="as_found" if the statement says so'
            )
        elif function.rng is RngUse.FREE and not _draws_from_state(subject, function):
            detail = "free, but the reference sets a seed: draw from the state as it is"
        else:
            passed, detail = True, function.rng.value
        yield subject.finding("rng", function.name, passed, detail)


def _draws_nothing(subject: Subject, function: Function) -> str:
    """Why a function that declares how it draws seems to draw nothing."""
    names = reached(edited_program(subject.definition), function.name)
    newer = {"default_rng", "Generator", "RandomState"} & names
    if newer:
        return (
            f"declared {function.rng}, but its numbers come from {min(newer)} without a seed, which "
            "no student can repeat: give it the seed, or draw from np.random"
        )
    return f'declared {function.rng}, but it draws nothing: take rng="{function.rng}" out'


def _draws_from_state(subject: Subject, function: Function) -> bool:
    """Whether the reference returns the same where seeds are ignored, as free choices are judged."""
    exercise = subject.exercise
    requests = [
        Request(case.name, case.call)
        for case in exercise.cases_of(function.name)
        if has_free_numbers(function, case)
    ]
    program, modules = edited_program(subject.definition), (FREE_NUMBERS, *exercise.modules)
    run = subject.sandbox.run(program, requests, exercise.limits, modules)
    compared = CaseComparisons(run)
    cases = [case for case in exercise.cases_of(function.name) if not case.is_property]
    form = compared.best_form(function, cases)
    return all(compared.is_right(case, form) for case in cases)


def check_rules(subject: Subject) -> Iterator[Finding]:
    """The reference, and every accepted form, keeps the rules that its function's code is held to.

    What is forbidden also means something: a function without any rule left is told.
    """
    definition = subject.definition
    for function in subject.exercise.functions:
        forms = [None, *definition.forms_of(function.name)]
        asked: list[tuple[str, Sequence[str], Callable[[Program], Iterable[str]]]] = []
        if function.style is not None:
            asked.append(
                ("style", function.style.words, partial(flaws_of, subject.exercise, function))
            )
        if function.rules is not None:
            words = [*function.rules.forbid, *map(" or ".join, function.rules.require)]
            asked.append(("rules", words, partial(violations_of, function)))
        for kind, named, faults_in in asked:
            broken = [
                f"{'the reference' if form is None else form.name}: {sentence}"
                for form in forms
                for sentence in faults_in(edited_program(definition, form))
            ]
            detail = "; ".join(broken[:3]) or f"kept: {listed(named)}"
            yield subject.finding(kind, function.name, not broken, detail)


def check_slow(subject: Subject) -> Iterator[Finding]:
    """A slow solution is right, is named, and is told from the reference by a clear margin."""
    exercise, sandbox = subject.exercise, subject.sandbox
    for function in exercise.functions:
        forms = [None, *subject.definition.forms_of(function.name)] if function.slow else []
        own = max(
            (
                _most_work(subject, function, edited_program(subject.definition, form))
                for form in forms
            ),
            default=0.0,
        )
        for slow in (s for s in subject.definition.slow if s.function == function.name):
            assert slow.times is not None
            program = edited_program(subject.definition, slow)
            graded = grade_program(exercise.without_rules(), program, sandbox, lambda _: ())
            cases = [case for case in graded.result.cases if case.function == function.name]
            wrong = [c.name for c in cases if c.status in (Status.FAILED, Status.ERROR)]
            named = any(
                note.kind.startswith("too_slow") and (slow.hint or "") in note.text
                for note in graded.notes
            )
            reached = _most_work(subject, function, program)
            lost = [case.name for case in cases if not case.status.is_right]
            fault = ""
            if wrong:
                fault = f"its results differ on {listed(wrong)}: declare a mistake"
            elif own > slow.times / 2:
                fault = f"an accepted solution takes {own:g} times the work: choose times={4 * int(own + 1)} or more"
            elif reached < 1.5 * slow.times or not named:
                fault = (
                    f"it takes {reached:.3g} times the reference's work where it returns: add a case of "
                    "middle size on which it shows, or choose a smaller bound"
                )
            told = f"more than {slow.times} times the reference's work; "
            told += f"costs {listed(lost)}" if lost else "costs no points: no case's limits stop it"
            name = f"{function.name}: {slow.name}"
            yield subject.finding("too slow", name, not fault, fault or told)


def _most_work(subject: Subject, function: Function, program: Program) -> float:
    """The largest ratio of a program's work to the reference's, on any case where it returns."""
    exercise = subject.exercise
    cases = exercise.cases_of(function.name)
    made = counted(exercise, program, subject.sandbox, function, cases)
    return max((work / case.work for case, work in made if case.work), default=0.0)


def check_limits(subject: Subject) -> Iterator[Finding]:
    """The limits leave headroom: the slowest case, and all cases together, lie well below them.

    Limits are fixed in the exercise and never calibrated while grading; here their author learns
    what they should be.
    """
    exercise, limits = subject.exercise, subject.exercise.limits
    requests = [Request(case.name, case.call) for case in exercise.cases]
    program = edited_program(subject.definition)
    run = subject.sandbox.run(program, requests, limits, exercise.modules)
    seconds = {name: outcome.cpu_seconds for name, outcome in run.outcomes.items()}
    slowest, total = max(seconds, key=lambda name: seconds[name]), sum(seconds.values())
    case_limit = max(_SHORTEST, _next_half_second(_SLOWER * seconds[slowest]))
    submission_limit = max(4 * case_limit, _next_half_second(_SLOWER * total))
    fits = (
        case_limit <= limits.case_cpu_seconds and submission_limit <= limits.submission_cpu_seconds
    )
    # Measured seconds are named only where they matter, so that two runs print the same.
    detail = f"room for a solution {_SLOWER} times as slow as the reference"
    if not fits:
        detail = (
            f"the reference needs {seconds[slowest]:.2f} s for {slowest}, {total:.2f} s for all; give "
            f"it Limits(case_cpu_seconds={case_limit:g}, submission_cpu_seconds={submission_limit:g})"
        )
    yield subject.finding("limits", "processor time", fits, detail)
    yield from _limits_of_cases(subject, seconds)


def _limits_of_cases(subject: Subject, seconds: Mapping[str, float]) -> Iterator[Finding]:
    """A case's own limits leave room for a solution that is slower and takes more memory."""
    exercise = subject.exercise
    limited = [(case, case.call.limits) for case in exercise.cases if case.call.limits is not None]
    tighter = {
        case.name: Request(case.name, replace(case.call, limits=_tighter(limits)))
        for case, limits in limited
    }
    program = edited_program(subject.definition)
    run = subject.sandbox.run(program, list(tighter.values()), exercise.limits, exercise.modules)
    for case, limits in limited:
        needed = max(_SHORTEST, _next_half_second(_SLOWER * seconds[case.name]))
        detail = ""
        if limits.cpu_seconds is not None and limits.cpu_seconds < _SLOWER * seconds[case.name]:
            detail = (
                f"the reference needs {seconds[case.name]:.2f} s; give it cpu_seconds={needed:g}"
            )
        elif (ending := run.outcomes[case.name].ending) is not Ending.RETURNED:
            detail = f"with two thirds of its memory, or half of its result's size: {ending}"
        passed = not detail
        yield subject.finding(
            "limits", case.name, passed, detail or "room for a slower and a larger solution"
        )


def _tighter(limits: CaseLimits) -> CaseLimits:
    memory, size = limits.memory_bytes, limits.result_bytes
    return CaseLimits(
        limits.cpu_seconds,
        None if memory is None else memory * 2 // 3,
        None if size is None else size // 2,
    )


def check_equivalents(subject: Subject) -> Iterator[Finding]:
    """Every edit that is declared equivalent agrees with the reference on drawn inputs."""
    definition = subject.definition
    if not definition.equivalents:
        return
    arena = Arena(definition, subject.sandbox, subject.exercise)
    for declared in definition.equivalents:
        functions = arena.graded_by(declared.function)
        for edit in declared.edits:
            files = apply(definition.reference, as_edit(declared, edit))
            text = function_text(files, declared.function)
            mutant = Mutant(declared.function, "", 1, text, "")
            seen = arena.agreement(mutant, functions, EQUIVALENT_INPUTS, EQUIVALENT_VARIED)
            name = f"{declared.function}: {' '.join(edit[1].split())[:60]}"
            passed = seen.killing is None or seen.killing.varied
            detail = f"agrees on {seen.inputs} drawn inputs"
            if not passed:
                detail = f"{seen.by} with seed={seen.seed} tells it from the reference"
            elif seen.killing is not None:
                detail += ", but not beyond them: `grader audit` shows such an input"
            else:
                detail += f" and {seen.varied} varied ones"
            yield subject.finding("equivalent", name, passed, detail)


def _next_half_second(seconds: float) -> float:
    return int(2 * seconds + 1) / 2


def _broken(definition: Definition, helper: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The reference with ``helper`` wrong in every known way, empty, and missing."""
    files = definition.reference
    for mistake in definition.mistakes:
        if mistake.function == helper:
            yield mistake.name, apply(files, mistake)
    place = find_functions(files)[helper]
    text = files[place.file]
    yield "no body", {**files, place.file: without_bodies(text, [helper])}
    lines = code_lines(text, keepends=True)
    lines[place.first - 1 : place.last] = []
    yield "no such function", {**files, place.file: "".join(lines)}
