"""The pipeline: one submission to one exercise, step by step.

    load -> run in the sandbox, and compare -> diagnose -> score

Every submission takes this path: a student's, the reference, the starter, a known mistake.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader import load
from grader.comparison.compare import extra_keys
from grader.comparison.score import total
from grader.course.reference_program import module_names, supplied_names
from grader.diagnosis.explain import load_notes, outcome_notes
from grader.diagnosis.student_code import SIGNATURE_MISTAKES
from grader.model.exercise import Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.result import (
    CaseResult,
    FunctionResult,
    Result,
    Status,
    SubmissionStatus,
)
from grader.model.submission import Note, Program, Submission
from grader.pipeline.blame import is_a_helpers_fault
from grader.pipeline.run_cache import RunCache
from grader.pipeline.run_cases import CaseRun, run_cases
from grader.pipeline.verdicts import FindMistakes, Verdict, judge_function
from grader.sandbox.judge.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Graded:
    """A judged submission: the result, what the loader and the run noted, seconds per step."""

    result: Result
    notes: tuple[Note, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    ambiguous: str | None = None


def grade(
    exercise: Exercise,
    submission: Submission,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
    cache: RunCache | None = None,
) -> Graded:
    """Grade one submission. Whatever is wrong with it becomes a status, never an exception.

    Args:
        find_mistakes: gives what may explain a function that failed
            (`grader.diagnosis.candidates`); without it nothing is diagnosed.
        cache: holds the runs of identical programs.

    Raises:
        GraderError: only when the sandbox itself cannot work.
    """
    watch = _Stopwatch()
    status = _unfit(submission)
    if status is not None:
        return Graded(
            Result(status, None, _attainable(exercise)), _own_notes(submission), watch.seconds
        )
    program = build(exercise, submission)
    watch.lap("load")
    if not (program.functions or program.unwritten) and not _broken_here(exercise, submission):
        result = Result(SubmissionStatus.WRONG_EXERCISE, None, _attainable(exercise))
        traces = (why for name, why in program.missing.items() if why != load.nowhere(name))
        told = tuple(Note("not_loaded", why) for why in dict.fromkeys(traces))
        return Graded(result, (*program.notes, *told), watch.seconds)
    return grade_program(exercise, program, sandbox, find_mistakes, watch, cache)


def _attainable(exercise: Exercise) -> Fraction:
    return total(case.points for case in exercise.cases)


def build(exercise: Exercise, submission: Submission) -> Program:
    """Select what this exercise needs of the submission."""
    program = load.build_program(
        submission.sources,
        graded=exercise.known_names,
        supplied=supplied_names(exercise.modules),
        modules=module_names(exercise.modules),
        libraries=exercise.libraries,
        starters=exercise.starters,
    )
    names = {f.name: f.aliases for f in exercise.functions}
    return load.with_titles(load.under_one_name(program, names))


def grade_program(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
    watch: _Stopwatch | None = None,
    cache: RunCache | None = None,
) -> Graded:
    """Run and judge a loaded program; see `grade`."""
    watch = watch or _Stopwatch()
    run = (
        run_cases(exercise, program, sandbox)
        if cache is None
        else cache.run(exercise, program, sandbox)
    )
    watch.lap("run")
    functions: list[FunctionResult] = []
    cases: list[CaseResult] = []
    undiagnosed: list[Note] = []
    for function in exercise.functions:
        if exercise.cases_of(function.name):
            verdict = judge_function(exercise, program, function, run, find_mistakes)
            if _blames(verdict):
                verdict = _blamed_rightly(exercise, program, function, run, sandbox, verdict)
            functions.append(verdict.function)
            cases += verdict.cases
            if verdict.undiagnosed is not None:
                text = f"`{function.name}`: the search for an explanation failed"
                undiagnosed.append(Note("undiagnosed", f"{text} ({verdict.undiagnosed})"))
    watch.lap("judge")
    faulty = any(function.status is Status.GRADER_ERROR for function in functions)
    whole = Result(
        status=SubmissionStatus.GRADED,
        # A fault of ours needs a person: neither a zero nor a full mark.
        score=None if faulty else total(f.score for f in functions),
        max_score=total(f.max_score for f in functions),
        functions=tuple(functions),
        cases=tuple(cases),
    )
    own = run.own.run
    notes = (*program.notes, *load_notes(program, own.load_errors), *undiagnosed)
    notes += outcome_notes(exercise, own.outcomes, _extra_keys(exercise, own.outcomes))
    return Graded(whole, notes, watch.seconds, program.ambiguous)


def _blames(verdict: Verdict) -> bool:
    """Whether a mistake is named that a helper's fault can look like."""
    named = {case.mistake for case in verdict.cases} - {None}
    return bool(named) and not named & SIGNATURE_MISTAKES


def _blamed_rightly(
    exercise: Exercise,
    program: Program,
    function: Function,
    run: CaseRun,
    sandbox: Sandbox,
    verdict: Verdict,
) -> Verdict:
    """The same verdict, without the named mistake where a helper of the file's has a part in it."""
    try:
        compared = run.deciding(function.name)
        if not is_a_helpers_fault(exercise, program, sandbox, function, compared):
            return verdict
    except Exception as fault:  # a verdict stands, whatever happens to its explanation
        why = f"{type(fault).__name__}: {fault}"
        return judge_function(exercise, program, function, run, None)._replace(undiagnosed=why)
    return judge_function(exercise, program, function, run, None)


def _extra_keys(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> dict[str, tuple[str, ...]]:
    extra: dict[str, tuple[str, ...]] = {}
    for case in exercise.public_cases:
        outcome = outcomes.get(case.name)
        if outcome is not None and outcome.ending is Ending.RETURNED:
            keys = extra_keys(next(iter(case.expected.values())), outcome.value)
            if keys:
                extra.setdefault(case.function, keys)
    return extra


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
