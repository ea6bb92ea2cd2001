"""One task to one report, wherever it runs: in this process, or in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.batch.reading import fingerprint, read
from grader.batch.settle import UNRECOGNISED, Task
from grader.errors import IsolationError
from grader.model.result import CaseResult, FunctionResult, Result, Status, SubmissionStatus
from grader.model.submission import Note

if TYPE_CHECKING:
    from grader.catalog import Course
    from grader.model.exercise import Exercise, Mistake
    from grader.report.model import Environment, Report
    from grader.sandbox.sandbox import Isolation


@dataclass(frozen=True, slots=True)
class Options:
    """What a verdict or a page depends on beside the submission and the exercise."""

    public_only: bool = False
    allow_unsafe: bool = False
    after_due: bool = False
    edition: str | None = None

    def settings(self) -> dict[str, Any]:
        """The part that reports record."""
        return {"allow_unsafe": self.allow_unsafe, "edition": self.edition, "public_only": self.public_only}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A task and its report; ``fault`` says what went wrong in the grader, if anything did."""

    task: Task
    report: Report
    fault: str | None = None

    @property
    def passed(self) -> bool:
        """Whether there is a score and nothing is missing from it."""
        functions = self.report.functions
        return self.report.score is not None and all(f.status == Status.PASSED for f in functions)


class Judge:
    """What one process grades with: a sandbox, and exercises that are prepared once each.

    A context manager. It is made anew in every worker from the course's folder, since a declared
    exercise holds the author's functions, which cannot travel.
    """

    def __init__(self, course: Course, options: Options) -> None:
        self.course, self.options = course, options
        self._exercises: dict[str, Exercise] = {UNRECOGNISED.id: UNRECOGNISED}
        self._open = ExitStack()

    def __enter__(self) -> Judge:
        from grader.sandbox import open_sandbox

        self.sandbox = self._open.enter_context(open_sandbox())
        with self._open:  # closed again where the isolation is refused
            _refuse_weak(self.sandbox.isolation, self.options)
            self._open = self._open.pop_all()
        return self

    def __exit__(self, *exc: Any) -> None:
        self._open.close()

    def exercise(self, name: str) -> Exercise:
        """The exercise with its expected values; raises AuthorError where they cannot be had."""
        from grader.prepare import prepare

        if name not in self._exercises:
            self._exercises[name] = prepare(
                self.course.definition(name), self.sandbox,
                public_only=self.options.public_only, edition=self.options.edition,
            )
        return self._exercises[name]

    @cached_property
    def environment(self) -> Environment:
        from grader.report.environment import describe_environment

        isolation = self.sandbox.isolation
        return describe_environment(isolation.level, isolation.layers, self.options.settings())

    def grade(self, task: Task) -> Verdict:
        """Grade ``task``. A fault of the grader is tried again in a fresh sandbox, then reported."""
        self.exercise(task.exercise)  # the author's faults are not the submission's
        for sandbox_is_fresh in (False, True):
            try:
                if sandbox_is_fresh:
                    self.sandbox.restart()
                return self._graded(task)
            except Exception as fault:  # ours: nothing that a submission does may raise
                why = f"{type(fault).__name__}: {fault}"
        return self.gave_up(task, why)

    def _graded(self, task: Task) -> Verdict:
        from grader.grade import grade

        material = read(task.pending).only(task.names)
        if fingerprint(material.hashes) != task.sha256:
            return self.gave_up(task, "a file changed while the class was graded")
        exercise = self.exercise(task.exercise)
        graded = grade(exercise, task.submission(material), self.sandbox, partial(self._mistakes, task.exercise))
        if graded.result.status is not SubmissionStatus.GRADED:
            task = replace(task, reason=f"none of the functions of {task.exercise} can be read in it")
        report = self._report(task, exercise, graded.result, graded.notes, graded.seconds)
        broken = [case.name for case in graded.result.cases if case.status is Status.GRADER_ERROR]
        return Verdict(task, report, f"the grader failed on {', '.join(broken)}" if broken else None)

    def _mistakes(self, name: str, function: str) -> Sequence[Mistake]:
        """The known mistakes of a function, run when the first submission fails in it."""
        from grader.prepare import with_mistakes

        exercise = with_mistakes(self.course.definition(name), self.exercise(name), self.sandbox, [function])
        self._exercises[name] = exercise
        return [mistake for mistake in exercise.mistakes if mistake.function == function]

    def without_score(self, task: Task) -> Verdict:
        """The report of a task that was settled without running anything."""
        exercise = self.exercise(task.exercise)
        result = Result(task.status, None, _points(exercise.cases))
        return Verdict(task, self._report(task, exercise, result))

    def gave_up(self, task: Task, why: str) -> Verdict:
        """The report of a task that the grader could not do: no score, and nobody is blamed."""
        exercise = self.exercise(task.exercise)
        cases = tuple(
            CaseResult(case.function, case.name, case.description, case.visibility, Status.GRADER_ERROR,
                       Fraction(0), case.points, rationale="The grader failed here, not the submission.")
            for case in exercise.cases
        )
        functions = tuple(
            FunctionResult(name, Status.GRADER_ERROR, Fraction(0), _points(exercise.cases_of(name)))
            for name in exercise.function_names
        )
        result = Result(SubmissionStatus.GRADED, None, _points(exercise.cases), functions, cases)
        return Verdict(task, self._report(task, exercise, result, [Note("grader_error", why)]), why)

    def _report(self, task: Task, exercise: Exercise, result: Result, notes: Iterable[Note] = (),
                seconds: Mapping[str, float] | None = None) -> Report:
        from grader.report.build import build_report

        every = (*task.notes, *notes)
        return build_report(exercise, task.submission(), result, every, self.environment, seconds or {})


def judge_for(root: Path, options: Options) -> Judge:
    """The judge of a worker, which gets the course as a folder."""
    from grader.catalog import Course

    return Judge(Course(root), options)


def _refuse_weak(isolation: Isolation, options: Options) -> None:
    """Hidden cases are not shown to student code that could carry them away."""
    from grader.sandbox.probes import LOCKED

    if isolation.level != LOCKED and not options.public_only and not options.allow_unsafe:
        raise IsolationError(
            f"the isolation on this machine is {isolation.level}: hidden cases would not stay hidden",
            hint="see grader doctor for what is missing; --allow-unsafe grades anyway, and reports say so",
        )


def _points(cases: Iterable[Any]) -> Fraction:
    return sum((case.points for case in cases), Fraction(0))
