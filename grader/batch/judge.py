"""One task to one report, wherever it runs: in this process, or in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from grader.batch import messages
from grader.batch.editions import edition_notes
from grader.batch.limits import Meter, paused
from grader.batch.orders import Known, Open, Order, Same, environment_hash, upload_of
from grader.batch.reading import Material, hashed, read
from grader.batch.triage import Task, not_judged, settle_all
from grader.batch.ungraded import failed_result, without_run
from grader.class_report.text_hashes import likeness
from grader.load import names_in
from grader.model.exercise import UNRECOGNISED
from grader.model.result import Status, SubmissionStatus
from grader.model.submission import Note
from grader.util.errors import IsolationError
from grader.util.untrusted_text import harmless, neutralise

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.diagnosis.candidates import CandidateSource
    from grader.model.exercise import Exercise, Mistake
    from grader.pipeline.grade import Graded
    from grader.pipeline.run_cache import RunCache
    from grader.report.model import Environment, Report
    from grader.sandbox.judge.sandbox import Isolation, Spawner


@dataclass(frozen=True, slots=True)
class Options:
    """What a verdict or a page depends on beside the submission and the exercise."""

    public_only: bool = False
    allow_unsafe: bool = False
    after_due: bool = False
    edition: str | None = None
    exercises: tuple[str, ...] = ()
    """What the run is of; without them, each submission is of what it looks like."""
    memo: bool = True
    """Whether what identical programs did is shared: no report tells which way it was."""

    def settings(self) -> dict[str, Any]:
        """The part that reports record."""
        return {
            "allow_unsafe": self.allow_unsafe,
            "edition": self.edition,
            "public_only": self.public_only,
        }


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


Answer = Verdict | Same | Open


class Judge:
    """What one process grades with: a sandbox, and exercises that are prepared once each.

    A context manager. It is made anew in every worker from the course's folder, since a declared
    exercise holds the author's functions, which cannot travel.
    """

    def __init__(
        self,
        course: Course,
        options: Options,
        spawner: Spawner | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.course, self.options, self._spawner = course, options, spawner
        self.meter = meter or Meter()
        self._exercises: dict[str, Exercise] = {UNRECOGNISED.id: UNRECOGNISED}
        self._candidates: dict[str, CandidateSource] = {}
        self._runs: dict[str, RunCache] = {}
        self._hash = cache(lambda names: environment_hash(self.environment_for(names)))
        self._open = ExitStack()

    def __enter__(self) -> Judge:
        from grader.sandbox import open_sandbox

        self.sandbox = self._open.enter_context(open_sandbox(spawner=self._spawner))
        with self._open:  # closed again where the isolation is refused
            _refuse_weak(self.sandbox.isolation, self.options)
            self._open = self._open.pop_all()
        return self

    def __exit__(self, *exc: Any) -> None:
        self._open.close()

    def exercise(self, name: str) -> Exercise:
        """The exercise with its expected values; raises AuthorError where they cannot be had."""
        from grader.course.prepare import prepare

        if name not in self._exercises:
            with self.meter.paused():
                self._exercises[name] = prepare(
                    self.course.definition(name),
                    self.sandbox,
                    public_only=self.options.public_only,
                    edition=self.options.edition,
                )
        return self._exercises[name]

    @cached_property
    def environment(self) -> Environment:
        from grader.report.build import describe_environment

        isolation = self.sandbox.isolation
        return describe_environment(isolation.level, isolation.layers, self.options.settings())

    def environment_for(self, libraries: tuple[str, ...]) -> Environment:
        """The environment, with the versions of the libraries that an exercise declares."""
        from grader.report.build import with_libraries

        return with_libraries(self.environment, libraries)

    @cached_property
    def _catalogue(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(own) for name, own in self.course.graded_names().items()}

    def answer(self, order: Order) -> tuple[Answer, ...]:
        """Everything about one submission: which exercises it belongs to, and its report in each.

        Raises TooCostly where the judge's meter has limits and it meets one.
        """
        with self.meter.submission():
            return self._answer(order)

    def _answer(self, order: Order) -> tuple[Answer, ...]:
        handed_in = order.pending.handed_in
        if (beyond := self._was_too_costly(order)) is not None:
            return (Same(beyond),)
        contents = order.data or [None] * len(handed_in)
        pairs = zip(handed_in, contents, strict=True)
        materials = [(each, read(each, data)) for each, data in pairs]
        answers: list[Answer] = []
        wanted, signatures = self.options.exercises, paused(self.meter, self.course.parameters)
        for task, material in settle_all(materials, self._catalogue, wanted, signatures):
            if task.exercise is None:
                answers.append(Open(task))
            elif self.knows(order, task):
                answers.append(Same(task))
            elif task.status is SubmissionStatus.GRADED:
                answers.append(self.grade(task, material))
            else:
                answers.append(self.without_score(task))
        return tuple(answers)

    def knows(self, order: Order, task: Task) -> bool:
        """Whether an earlier report says what judging ``task`` now would say."""
        return bool(order.known) and self._known(task) in order.known

    def _known(self, task: Task) -> Known:
        reason = None if task.reason is None else neutralise(task.reason)
        exercise = self.exercise(task.home)
        return Known(
            task.home,
            exercise.version,
            task.sha256,
            harmless(task.pending.file),
            tuple(map(harmless, task.names)),
            self._hash(exercise.libraries),
            task.status,
            reason,
        )

    def judged_before(self, order: Order, task: Task) -> tuple[Same, ...]:
        """What stands of a submission that met the limits, where it was judged just within them before.

        Reading takes a little longer one time than another: no report is replaced because of that.
        """
        found = []
        for known in order.known:
            if known.exercise in self._exercises or known.exercise in self._catalogue:
                again = replace(task, exercise=known.exercise)
                if replace(self._known(again), status=known.status, reason=known.reason) == known:
                    found.append(Same(again))
        return tuple(found)

    def _was_too_costly(self, order: Order) -> Task | None:
        """The task of a submission that met the limits before, and is the same: it is not read again."""
        material: Material | None = None
        for known in order.known:
            if known.reason is None or known.reason not in self.meter.reasons:
                continue
            material = material or hashed(order.pending, order.data)
            reason = self.meter.reasons[known.reason]
            task = not_judged(order.pending, material, known.exercise, reason)
            there = known.exercise in self._exercises or known.exercise in self._catalogue
            if there and self.knows(order, task):
                return task
        return None

    def grade(self, task: Task, material: Material | None = None) -> Verdict:
        """Grade ``task``. A fault of the grader is reported, and nothing is run a second time."""
        self.exercise(task.home)  # the author's faults are not the submission's
        material = (material or read(task.pending)).only(task.names)
        try:
            return self._graded(task, material)
        except Exception as fault:  # ours: nothing that a submission does may raise
            return self.gave_up(task, f"{type(fault).__name__}: {fault}")

    def _graded(self, task: Task, material: Material) -> Verdict:
        from grader.pipeline.grade import grade

        exercise = self.exercise(task.home)
        graded = grade(
            exercise,
            task.submission(material),
            self.sandbox,
            partial(self._mistakes, task.home),
            self._run_cache(task.home),
        )
        if graded.result.status is not SubmissionStatus.GRADED:
            task = replace(task, reason=messages.nothing_of(task.home))
        alike = likeness(material.sources, exercise.function_names)
        editions = self.course.definition(task.home).editions
        defined = names_in(material.sources)
        notes = edition_notes(editions, self.options.edition, exercise.function_names, defined)
        graded = replace(graded, notes=(*notes, *graded.notes))
        report = self._report(task, exercise, graded, alike)
        broken = [case.name for case in graded.result.cases if case.status is Status.GRADER_ERROR]
        return Verdict(task, report, messages.failed_on(broken) if broken else None)

    def _run_cache(self, name: str) -> RunCache | None:
        from grader.pipeline.run_cache import RunCache

        if not self.options.memo:
            return None
        return self._runs.setdefault(name, RunCache(self.exercise(name)))

    def _mistakes(self, name: str, function: str) -> Iterable[Mistake]:
        """What may explain a function's wrong results, run when a submission fails in it."""
        from grader.diagnosis.candidates import CandidateSource

        if name not in self._candidates:
            self._candidates[name] = CandidateSource(
                self.course.definition(name), self.exercise(name), self.sandbox, self.meter.paused
            )
        return self._candidates[name](function)

    def without_score(self, task: Task) -> Verdict:
        """The report of a task that was settled without running anything."""
        exercise = self.exercise(task.home)
        from grader.pipeline.grade import Graded

        result = without_run(exercise, task.status)
        return Verdict(task, self._report(task, exercise, Graded(result)))

    def gave_up(self, task: Task, why: str) -> Verdict:
        """The report of a task that the grader could not do: no score, and nobody is blamed."""
        from grader.pipeline.grade import Graded

        exercise = self.exercise(task.home)
        graded = Graded(failed_result(exercise), (Note("grader_error", why),))
        return Verdict(task, self._report(task, exercise, graded), why)

    def _report(
        self, task: Task, exercise: Exercise, graded: Graded, alike: Mapping[str, str] | None = None
    ) -> Report:
        from grader.classroom.anonymise import anonymise_report
        from grader.classroom.enrolment import member_sections
        from grader.report.build import Context, build_report

        told = task.delivery()
        context = Context(
            self.environment_for(exercise.libraries),
            (*task.notes, *graded.notes),
            graded.seconds,
            submitted_at=told.submitted_at,
            late=told.late,
            attempt=told.attempt,
            upload=upload_of(task.pending),
            ambiguous=graded.ambiguous,
            platform=task.pending.platform or None,
            members=member_sections(task.pending),
            likeness=alike or {},
        )
        report = build_report(exercise, task.submission(), graded.result, context)
        return anonymise_report(report, task.pending)


def _refuse_weak(isolation: Isolation, options: Options) -> None:
    """Hidden cases are not shown to student code that could carry them away."""
    from grader.sandbox.judge.probes import LOCKED

    if isolation.level != LOCKED and not options.public_only and not options.allow_unsafe:
        raise IsolationError(
            f"the isolation on this machine is {isolation.level}: hidden cases would not stay hidden",
            hint="see grader doctor for what is missing; --allow-unsafe grades anyway, and reports say so",
        )
