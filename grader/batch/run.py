"""The whole of ``grade``: what is to be done, doing it, and what is told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader.batch.folder import Place, ResultsFolder
from grader.batch.judge import Judge, Options, Verdict, judge_for
from grader.batch.reading import read
from grader.batch.settle import UNRECOGNISED, Task, placed, settle
from grader.batch.stopping import Stopping
from grader.errors import GraderError, UsageError
from grader.intake import Intake
from grader.model.result import Status, SubmissionStatus

if TYPE_CHECKING:
    from grader.catalog import Course
    from grader.report.model import Report


class Progress(Protocol):
    """What a run tells while it works. All of it comes from one thread."""

    def begin(self, total: int, up_to_date: int) -> None: ...
    def done(self, verdict: Verdict) -> None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``grade`` was asked for."""

    out: Path
    exercise: str | None = None
    jobs: int = 1
    fresh: bool = False
    only: tuple[str, ...] = ()
    options: Options = Options()


@dataclass(slots=True)
class Outcome:
    """What became of it."""

    total: int = 0
    done: int = 0
    up_to_date: int = 0
    faults: list[Verdict] = field(default_factory=list)
    interrupted: bool = False


def run_batch(course: Course, intake: Intake, plan: Plan, progress: Progress) -> Outcome:
    """Grade what was found into ``plan.out``."""
    _check_students(plan.only, intake)
    with ResultsFolder(plan.out) as folder, Stopping() as stopping:
        tasks = _tasks(course, intake, plan)
        chosen = [task for task in tasks if not plan.only or task.pending.student in plan.only]
        several = folder.several({task.exercise for task in tasks})
        with Judge(course, plan.options) as judge:
            work = _Work(folder, several, judge, plan, progress)
            work.run(chosen, stopping)
        work.rebuild()
        work.outcome.interrupted = stopping.wanted and work.outcome.done < work.outcome.total
        return work.outcome


class _Work:
    """One run over one results folder."""

    def __init__(self, folder: ResultsFolder, several: bool, judge: Judge, plan: Plan, progress: Progress) -> None:
        self.folder, self.several, self.judge, self.plan, self.progress = folder, several, judge, plan, progress
        self.outcome = Outcome()
        self.places: dict[str, Place] = {}

    def run(self, tasks: Sequence[Task], stopping: Stopping) -> None:
        for task in tasks:
            self.judge.exercise(task.exercise)  # a broken exercise is one error, not one per student
            self._forget_unrecognised(task)
        waiting = [task for task in tasks if not self._up_to_date(task)]
        self.outcome.total = len(tasks)
        self.outcome.up_to_date = self.outcome.done = len(tasks) - len(waiting)
        self.progress.begin(len(tasks), self.outcome.up_to_date)
        to_grade = []
        for task in waiting:
            if task.status is SubmissionStatus.GRADED:
                to_grade.append(task)
            else:
                self._keep(self.judge.without_score(task))
        for verdict in self._verdicts(to_grade, stopping):
            self._keep(verdict)

    def _verdicts(self, tasks: Sequence[Task], stopping: Stopping) -> Iterator[Verdict]:
        jobs = min(self.plan.jobs, len(tasks))
        if jobs > 1:
            from grader.batch.pool import run_tasks

            make_judge = partial(judge_for, self.judge.course.root, self.plan.options)
            yield from run_tasks(tasks, make_judge, self.judge.gave_up, jobs, stopping)
            return
        for task in tasks:
            if stopping.wanted:
                return
            yield self.judge.grade(task)

    def _keep(self, verdict: Verdict) -> None:
        """Write a verdict at once: the report last, since it is what says that all is done."""
        from grader.report.feedback import write_feedback
        from grader.report.store import write_report

        place, student = self._place(verdict.task.exercise), verdict.task.pending.student
        with _writing(place.path):
            write_feedback(place.feedback(student), verdict.report, self.plan.options.after_due)
            write_report(place.report(student), verdict.report)
        self.outcome.done += 1
        if verdict.fault is not None:
            self.outcome.faults.append(verdict)
        self.progress.done(verdict)

    def _up_to_date(self, task: Task) -> bool:
        """Whether the report on disk is the one that grading again would give."""
        from grader.report.feedback import write_feedback

        place = self._place(task.exercise)
        report = None if self.plan.fresh or self.plan.only else place.find(task.pending.student)
        if report is None or not _says_the_same(report, task, self.judge):
            return False
        with _writing(place.path):  # what a page shows also depends on an option that reports do not hold
            write_feedback(place.feedback(task.pending.student), report, self.plan.options.after_due)
        return True

    def _forget_unrecognised(self, task: Task) -> None:
        """A submission that is recognised now leaves no earlier report behind that it was not."""
        if self.several and task.exercise != UNRECOGNISED.id:
            Place(self.folder.path / UNRECOGNISED.id).remove(task.pending.student)

    def _place(self, exercise: str) -> Place:
        if exercise not in self.places:
            self.places[exercise] = self.folder.place(exercise, self.several)
        return self.places[exercise]

    def rebuild(self) -> None:
        """Make the gradebooks and summaries of the reports, which are the only record."""
        from grader.report.gradebook import write_gradebook
        from grader.report.summary import write_summary

        path = self.folder.path
        places = [Place(path / name) for name in self.folder.exercises()] if self.several else [Place(path)]
        with _writing(path):
            for place in places:
                write_gradebook(place.path / "gradebook.csv", place.reports())
                write_summary(place.path / "summary.html", place.reports())
            if self.several:
                write_gradebook(path / "gradebook.csv", (report for place in places for report in place.reports()))


def _check_students(only: Collection[str], intake: Intake) -> None:
    from difflib import get_close_matches

    students = [pending.student for pending in intake.pending]
    for name in only:
        if name not in students:
            near = get_close_matches(name, students, n=3)
            raise UsageError(f"there is no submission of {name}",
                             hint=f"did you mean {' or '.join(near)}?" if near else None)


def _tasks(course: Course, intake: Intake, plan: Plan) -> list[Task]:
    if plan.exercise is not None:
        course.definition(plan.exercise)  # an unknown id is told before anything is read
    catalogue = course.graded_names()
    return placed([
        task for pending in intake.pending for task in settle(pending, read(pending), catalogue, plan.exercise)
    ])


def _says_the_same(report: Report, task: Task, judge: Judge) -> bool:
    found = report.submission
    return (
        task.status is SubmissionStatus.GRADED
        and report.exercise.version == judge.exercise(task.exercise).version
        and (found.sha256, found.file, found.files) == (task.sha256, task.pending.file, task.names)
        and report.environment == judge.environment
        and all(case.status != Status.GRADER_ERROR for case in report.cases)
    )


class _writing:
    """A full or unwritable disk is told in one line, with what to do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, OSError):
            raise GraderError(f"cannot write into {self.path}: {fault.strerror}",
                              hint="the same command goes on from here once that is mended") from fault
