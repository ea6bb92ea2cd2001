"""The pipeline: one submission to one exercise, step by step.

    load -> run in the sandbox -> compare -> (what failed once more, alone) -> diagnose -> score

Every submission takes this path: a student's, the reference, the starter, a known mistake.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from grader import load
from grader.compare import Difference, compare, extra_keys
from grader.diagnose import diagnose
from grader.explain import explain, explain_missing, load_notes, outcome_notes
from grader.model.exercise import Case, Exercise, Function, Mistake, Visibility
from grader.model.outcome import Ending, Outcome
from grader.model.result import (
    CaseResult,
    FunctionResult,
    Result,
    Status,
    SubmissionStatus,
)
from grader.model.submission import Note, Program, Submission
from grader.prepare import call_for, module_names, supplied_names
from grader.sandbox.sandbox import Request, Run, Sandbox
from grader.score import choose_alternative, score_function, withhold

FindMistakes = Callable[[str], Sequence[Mistake]]

_STATUS = {
    Ending.RAISED: Status.ERROR,
    Ending.TIMEOUT: Status.TIMEOUT,
    Ending.MEMORY: Status.MEMORY,
    Ending.DIED: Status.ERROR,
    Ending.UNREADABLE: Status.ERROR,
    Ending.MISSING: Status.MISSING,
    Ending.NOT_RUN: Status.SKIPPED,
    Ending.FAULT: Status.GRADER_ERROR,
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A judged submission: the result, what the loader and the run noted, seconds per step."""

    result: Result
    notes: tuple[Note, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def grade(
    exercise: Exercise,
    submission: Submission,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
) -> Graded:
    """Grade one submission. Whatever is wrong with it becomes a status, never an exception.

    ``find_mistakes`` gives the known mistakes of a function that failed; without it nothing is
    diagnosed. Raises GraderError only when the sandbox itself cannot work.
    """
    watch = _Stopwatch()
    total = sum((case.points for case in exercise.cases), Fraction(0))
    status = _unfit(submission)
    if status is not None:
        return Graded(Result(status, None, total), _own_notes(submission), watch.seconds)
    program = build(exercise, submission)
    watch.lap("load")
    if not program.functions and not _broken_here(exercise, submission):
        result = Result(SubmissionStatus.WRONG_EXERCISE, None, total)
        return Graded(result, program.notes, watch.seconds)
    return grade_program(exercise, program, sandbox, find_mistakes, watch)


def build(exercise: Exercise, submission: Submission) -> Program:
    """Select what this exercise needs of the submission."""
    program = load.build_program(
        submission.sources,
        graded=exercise.known_names,
        supplied=supplied_names(exercise.modules),
        modules=module_names(exercise.modules),
    )
    return load.under_one_name(program, {f.name: f.also for f in exercise.functions})


def grade_program(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
    watch: _Stopwatch | None = None,
) -> Graded:
    """Run and judge a loaded program; see `grade`."""
    watch = watch or _Stopwatch()
    compared = _run_and_settle(exercise, program, sandbox)
    if any(o.ending is Ending.FAULT for o in compared.run.outcomes.values()):
        sandbox.restart()  # once more, alone, in a fresh zygote
        compared = _run_and_settle(exercise, program, sandbox)
    run = compared.run
    watch.lap("run")
    functions: list[FunctionResult] = []
    cases: list[CaseResult] = []
    for function in exercise.functions:
        own = exercise.cases_of(function.name)
        if not own:
            continue
        form = compared.best_form(function, own)
        judged = [_judge(exercise, case, compared.difference(case, form), run, program) for case in own]
        if find_mistakes is not None and any(_is_wrong(case) for case in judged):
            mistake = diagnose(own, run.outcomes, find_mistakes(function.name))
            if mistake is not None:
                judged = [_with_mistake(case, mistake) for case in judged]
        judged = withhold(function, judged)
        functions.append(score_function(function, judged, form))
        cases += judged
    watch.lap("judge")
    faulty = any(case.status is Status.GRADER_ERROR for case in cases)
    result = Result(
        status=SubmissionStatus.GRADED,
        # A fault of ours needs a person: neither a zero nor a full mark.
        score=None if faulty else sum((f.score for f in functions), Fraction(0)),
        max_score=sum((f.max_score for f in functions), Fraction(0)),
        functions=tuple(functions),
        cases=tuple(cases),
    )
    notes = (*program.notes, *load_notes(program, run.load_errors))
    notes += outcome_notes(exercise, run.outcomes, _extra_keys(exercise, run.outcomes))
    return Graded(result, notes, watch.seconds)


class _Compared:
    """A run's outcomes beside the expected values; each pair is compared once, when asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._found: dict[tuple[str, str], Difference | None] = {}

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        key = (case.name, form)
        if key not in self._found:
            outcome = self.run.outcomes.get(case.name)
            returned = outcome is not None and outcome.ending is Ending.RETURNED
            self._found[key] = (
                compare(case.expected[form], outcome.value, case.tolerance) if returned else None
            )
        return self._found[key]

    def is_right(self, case: Case, form: str) -> bool:
        outcome = self.run.outcomes.get(case.name)
        returned = outcome is not None and outcome.ending is Ending.RETURNED
        return returned and self.difference(case, form) is None

    def best_form(self, function: Function, cases: Sequence[Case]) -> str:
        if len(function.alternatives) == 1:
            return function.alternatives[0]
        return choose_alternative(function, cases, self.is_right)

    def with_run(self, run: Run) -> _Compared:
        """The same with more cases run, or some run again; what loading met is the first run's."""
        errors = self.run.load_errors if self.run.outcomes else run.load_errors
        renewed = _Compared(Run({**self.run.outcomes, **run.outcomes}, errors))
        renewed._found = {k: found for k, found in self._found.items() if k[0] not in run.outcomes}
        return renewed


def _run_and_settle(exercise: Exercise, program: Program, sandbox: Sandbox) -> _Compared:
    """Run the public cases and settle them, then the hidden ones.

    What a student is told of a public case is settled before any child has met a hidden input:
    not even by the clock, which tells one child when another ended, can a message speak of it.
    """
    compared = _Compared(Run({}))
    for public in (True, False):
        wanted = [c for c in exercise.cases if (c.visibility is Visibility.PUBLIC) is public]
        cases = [case for case in wanted if case.function in program.functions]
        if cases:
            compared = _settle(exercise, program, sandbox, cases, compared)
    return compared


def _settle(
    exercise: Exercise, program: Program, sandbox: Sandbox, cases: Sequence[Case], before: _Compared
) -> _Compared:
    """Run cases in shared children, then those that are not right once more, each alone.

    A case's verdict is that of a fresh process, so what an earlier call left behind can neither
    spoil a later one nor explain it away. Cases that bring helpers along share no child with
    another function's: such a helper may be the answer to that one.
    """
    by_name = {function.name: function for function in exercise.functions}
    requests = {
        case.name: Request(
            case.name,
            call_for(by_name[case.function], program.functions[case.function], case),
            group=case.function if case.call.replacements else "",
        )
        for case in cases
    }
    run = sandbox.run(program, list(requests.values()), exercise.limits, exercise.modules)
    compared = before.with_run(run)
    again = []
    for function in exercise.functions:
        form = compared.best_form(function, exercise.cases_of(function.name))
        for case in exercise.cases_of(function.name):
            outcome = run.outcomes.get(case.name)
            if outcome is None or outcome.fresh or outcome.ending is Ending.NOT_RUN:
                continue
            if not compared.is_right(case, form):
                again.append(requests[case.name])
    if not again:
        return compared
    alone = sandbox.run(program, again, exercise.limits, exercise.modules, alone=True)
    return compared.with_run(alone)


def _judge(
    exercise: Exercise, case: Case, difference: Difference | None, run: Run, program: Program
) -> CaseResult:
    outcome = run.outcomes.get(case.name)
    result = CaseResult(
        function=case.function,
        name=case.name,
        description=case.description,
        visibility=case.visibility,
        status=Status.PASSED,
        points=Fraction(0),
        max_points=case.points,
    )
    if outcome is None or outcome.ending is Ending.MISSING:
        text = explain_missing(case.function, program, run.load_errors)
        return replace(result, status=Status.MISSING, rationale=text)
    if outcome.ending is not Ending.RETURNED:
        told = explain(exercise, case, outcome, program)
        return replace(result, status=_STATUS[outcome.ending], hint=case.hint, **told)
    if difference is not None:
        return replace(result, status=Status.FAILED, rationale=difference.text, hint=case.hint)
    return replace(result, points=case.points)


def _is_wrong(case: CaseResult) -> bool:
    return case.status in (Status.FAILED, Status.ERROR)


def _with_mistake(case: CaseResult, mistake: Mistake) -> CaseResult:
    return replace(case, mistake=mistake.id, hint=mistake.hint) if _is_wrong(case) else case


def _extra_keys(
    exercise: Exercise, outcomes: Mapping[str, Outcome]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for case in exercise.cases:
        outcome = outcomes.get(case.name)
        public = case.visibility is Visibility.PUBLIC
        if public and outcome is not None and outcome.ending is Ending.RETURNED:
            extra = extra_keys(next(iter(case.expected.values())), outcome.value)
            if extra:
                found.setdefault(case.function, extra)
    return found


def _unfit(submission: Submission) -> SubmissionStatus | None:
    if submission.problem is not None:
        return SubmissionStatus.UNREADABLE
    if not any(cell.tree.body or cell.text.strip() for s in submission.sources for cell in s.cells):
        return SubmissionStatus.EMPTY
    if not any(cell.tree.body for s in submission.sources for cell in s.cells):
        broken = any(source.broken for source in submission.sources)
        return None if broken else SubmissionStatus.EMPTY
    return None


def _broken_here(exercise: Exercise, submission: Submission) -> bool:
    names = set(exercise.function_names)
    return any(names & set(source.broken) for source in submission.sources)


def _own_notes(submission: Submission) -> tuple[Note, ...]:
    notes = tuple(note for source in submission.sources for note in source.notes)
    return (*notes, Note("unreadable", submission.problem)) if submission.problem else notes


class _Stopwatch:
    """Seconds per step, for the report's timing section."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now
