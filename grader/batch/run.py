"""The coordinator of ``grade``: what is to be done, who does it, and what is written."""

from __future__ import annotations

import logging
import platform
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from grader import __version__
from grader.batch.judge import (
    Answer,
    Answers,
    Judge,
    Options,
    Order,
    Session,
    Unanswered,
    Unplaced,
    UpToDate,
    Verdict,
    lost_order,
    open_worker,
)
from grader.batch.limits import JudgeLimits
from grader.batch.results_writer import ResultsWriter, ScoreRules
from grader.batch.triage import Census, Task, census, hashed, not_judged, placed, unread
from grader.class_report.results_folder import ResultsFolder
from grader.classroom.enrolment import with_names_of_reports
from grader.model.delivery import Intake, Pending
from grader.pipeline.worker_pool import CAN_FORK, WorkerPool
from grader.util.errors import Unfinished, UsageError
from grader.util.in_words import did_you_mean
from grader.util.language import speaking
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.classroom.enrolment import Enrolled
    from grader.course.catalog import Course

_log = logging.getLogger(__name__)


class Progress(Protocol):
    """What a run reports while it works. All calls come from one thread."""

    def begin(self, total: int) -> None: ...
    def done(self, verdicts: Sequence[Verdict]) -> None:
        """One submission is done; without a verdict where its reports were up to date."""

    def tick(self) -> None:
        """Time goes by, and nothing is done."""

    def stopping(self) -> None:
        """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``grade`` was asked for. Without exercises in ``options``, those of most submissions.

    jobs        worker processes
    fresh       grade everything again, whatever is up to date
    only        students to grade again, and nobody else
    in_process  judge in this process, without limits
    patience    seconds that a cluster may be without any worker
    """

    out: Path
    options: Options = Options()
    limits: JudgeLimits = field(default_factory=JudgeLimits)
    jobs: int = 1
    fresh: bool = False
    only: tuple[str, ...] = ()
    in_process: bool = False
    rules: ScoreRules = field(default_factory=ScoreRules)
    enrolled: Enrolled | None = None
    scheduler: str | None = None
    patience: float = 300.0


@dataclass(slots=True)
class Outcome:
    """What a run came to. ``warnings`` are for a person."""

    total: int = 0
    done: int = 0
    up_to_date: int = 0
    faults: list[Verdict] = field(default_factory=list)
    interrupted: bool = False
    warnings: list[str] = field(default_factory=list)


def run_batch(course: Course, intake: Intake, plan: Plan, progress: Progress) -> Outcome:
    """Grade the submissions of ``intake`` into ``plan.out``.

    Raises:
        UsageError: for a name or an exercise that is not there, or a folder that cannot be used.
        AuthorError: for a broken exercise, before anything is graded.
        Unfinished: when nobody is left to grade; what was graded is written.
    """
    if plan.only and plan.enrolled is None:
        intake = with_names_of_reports(intake, plan.out)
    pending = chosen(plan.only, intake)
    for name in plan.options.exercises:
        course.definition(name)  # an unknown id is an error before anything is read
    _log_start(intake, pending, plan)
    with ResultsFolder(plan.out) as folder, ExitStack() as stack:
        count = Census(plan.options.exercises)
        if not count.exercises:
            count = census(intake.pending, course, folder.met())
        options = replace(plan.options, exercises=count.exercises)
        _log.info("exercises: %s", ", ".join(count.exercises) or "none recognised")
        _require_variants(course, options, intake.pending)
        students = [each.student for each in intake.pending]
        writer = ResultsWriter(folder, students, options, plan.rules)
        session = Session(course, options, plan.limits)
        stack.enter_context(speaking(session.catalogue()))
        run = stack.enter_context(_Run(session, plan, writer))
        interrupt = stack.enter_context(Interrupt(progress.stopping))
        try:
            run.grade(pending, progress, interrupt)
        except Unfinished as fault:
            _log.error("%s", fault)
            writer.rebuild(plan.enrolled, intake.unassigned)
            raise
        writer.rebuild(plan.enrolled, intake.unassigned)
        outcome = run.outcome
        outcome.interrupted = interrupt.requested and outcome.done < outcome.total
        outcome.warnings += [*count.warnings, *writer.warnings(_not_chosen(intake, pending))]
        _log_end(outcome)
        return outcome


class _Run:
    """One run over one results folder. Of a submission that is done nothing stays in memory."""

    def __init__(self, session: Session, plan: Plan, writer: ResultsWriter) -> None:
        self.session, self.plan, self.writer = session, plan, writer
        self.outcome = Outcome()
        self._stack = ExitStack()

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    @cached_property
    def judge(self) -> Judge:
        """One in this process, without limits: for reports that need no submission to be read."""
        return self._stack.enter_context(Judge(replace(self.session, limits=None)))

    def grade(self, pending: Sequence[Pending], progress: Progress, interrupt: Interrupt) -> None:
        self.outcome.total = len(pending)
        progress.begin(len(pending))
        unplaced: list[tuple[Order, Unplaced]] = []
        orders = map(self._order, pending)
        for order, result in self._results(orders, progress, interrupt):
            answers = result if isinstance(result, tuple) else self._without_answer(order, result)
            waiting = [(order, answer) for answer in answers if isinstance(answer, Unplaced)]
            if waiting:
                unplaced += waiting
            else:
                progress.done(self._write(order.pending, answers))
        if interrupt.requested:
            return
        exercises = self.writer.exercises()
        for order, answer in unplaced:
            task = placed(answer.task, exercises)
            progress.done(self._write(task.pending, [self._placed(order, task, answer.fault)]))

    def _order(self, pending: Pending) -> Order:
        known = () if self.plan.fresh or self.plan.only else self.writer.known(pending)
        return Order(pending, known)

    def _results(
        self, orders: Iterable[Order], progress: Progress, interrupt: Interrupt
    ) -> Iterator[tuple[Order, Answers | Unanswered]]:
        plan = self.plan
        if plan.scheduler is not None:
            from grader.batch.cluster import Cluster

            with Cluster(plan.scheduler, plan.patience) as cluster:
                judge = self.judge.prepared()
                yield from cluster.results(orders, judge, plan.limits, interrupt.is_requested)
        elif plan.in_process:
            judge = self.judge.prepared()
            for order in orders:
                if interrupt.requested:
                    return
                yield order, judge.answer(order)
        else:
            make = self._make_in_fork if CAN_FORK else partial(open_worker, self.session)
            with WorkerPool(make, lost_order, plan.jobs) as pool:
                yield from pool.results(
                    orders, self.outcome.total, interrupt.is_requested, progress.tick
                )

    def _make_in_fork(self) -> Callable[[Order], Answers | Unanswered]:
        self.writer.folder.let_go()  # the lock belongs to the original process alone
        return open_worker(self.session)

    def _without_answer(self, order: Order, result: Unanswered) -> Answers:
        """The answers to an order that no worker answered.

        The submission is not parsed here: that may be what broke the worker.
        """
        wanted = self.session.options.exercises
        exercise = wanted[0] if len(wanted) == 1 else None
        if result.excess is None:
            task = unread(order.pending, exercise)
            if exercise is None:
                return (Unplaced(task, result.reason),)
            return (self.judge.give_up(task, result.reason),)
        reason = self.plan.limits.reason(result.excess)
        task = not_judged(order.pending, hashed(order.pending), exercise, reason)
        if before := self.judge.judged_before(order, task):
            return before
        return (self.judge.without_score(task) if exercise else Unplaced(task),)

    def _placed(self, order: Order, task: Task, fault: str | None) -> Answer:
        """The answer for a submission that belongs to no exercise by itself, now that it has one."""
        if fault is not None:
            return self.judge.give_up(task, fault)
        if self.judge.is_up_to_date(order, task):
            return UpToDate(task)
        return self.judge.without_score(task)

    def _write(self, pending: Pending, answers: Iterable[Answer]) -> list[Verdict]:
        verdicts = []
        for answer in answers:
            if isinstance(answer, UpToDate):
                self.writer.refresh(answer.task)
                _log.info("%s: up to date", harmless(pending.student))
            elif isinstance(answer, Verdict):
                verdict = self.writer.write(answer)
                verdicts.append(verdict)
                _log_verdict(verdict)
                if verdict.fault is not None:
                    self.outcome.faults.append(verdict)
        self.writer.forget_former(pending)  # only now: its report may have been taken over
        self.outcome.done += 1
        self.outcome.up_to_date += not verdicts
        return verdicts


class Interrupt:
    """While active, Ctrl-C and a request to terminate only set ``requested``; a context manager.

    The first one ends the run in order within two seconds, the second one ends it at once.
    ``report`` is called at the first one, to say what happens now.
    """

    def __init__(self, report: Callable[[], None]) -> None:
        self.requested = False
        self._report = report
        self._former: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:
        if threading.current_thread() is threading.main_thread():  # elsewhere there are no signals
            for number in (signal.SIGINT, signal.SIGTERM):
                self._former[number] = signal.signal(number, self._request)
        return self

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def is_requested(self) -> bool:
        return self.requested

    def _request(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
        try:
            self._report()
        except RuntimeError:  # it came in the midst of writing to the same stream
            pass


def _not_chosen(intake: Intake, pending: Sequence[Pending]) -> set[str]:
    """Every name, in lower case, of the students who are not graded in this run."""
    graded = {each.student for each in pending}
    return {
        name.casefold()
        for each in intake.pending
        if each.student not in graded
        for name in each.known_as
    }


def chosen(only: Collection[str], intake: Intake) -> list[Pending]:
    """The submissions to grade: all, or those of the students named, by any name they are known by."""
    if not only:
        return list(intake.pending)
    known = {name: pending for pending in reversed(intake.pending) for name in pending.known_as}
    for name in only:
        if name not in known:
            raise UsageError(f"there is no submission of {name}", did_you_mean(name, known, most=3))
    students = {known[name].student for name in only}
    return [pending for pending in intake.pending if pending.student in students]


def _require_variants(course: Course, options: Options, pending: Sequence[Pending]) -> None:
    """Raise UsageError where an exercise has variants, and nothing chooses one: before anything is graded."""
    chosen = options.variant is not None or all(each.lot is not None for each in pending)
    for name in options.exercises:
        if not chosen and course.has_variants(name):
            course.required_salt(name)
            raise UsageError(f"{name} has variants, and nothing says whose is which")


def _log_start(intake: Intake, pending: Sequence[Pending], plan: Plan) -> None:
    _log.info(
        "grader %s, Python %s, NumPy %s, %s",
        __version__,
        platform.python_version(),
        np.__version__,
        platform.platform(),
    )
    options = {**plan.options.settings(), "after_due": plan.options.after_due}
    options |= {"jobs": plan.jobs, "fresh": plan.fresh, "scheduler": plan.scheduler}
    _log.info("options: %s", ", ".join(f"{name}={value}" for name, value in options.items()))
    _log.info(
        "limits of the judge: %d MB, %g s",
        plan.limits.memory_bytes >> 20,
        plan.limits.cpu_seconds,
    )
    _log.info("found: %s", harmless(intake.summary))
    for line in intake.messages:
        _log.warning("%s", harmless(line))
    for file in intake.unassigned:
        _log.warning("left out: %s: %s", harmless(file.file), harmless(file.reason))
    _log.info("%d of %d submissions are to be graded", len(pending), len(intake.pending))


def _log_verdict(verdict: Verdict) -> None:
    """The result of one submission; no text of a fault, which could quote a hidden input."""
    report = verdict.report
    name = harmless(f"{report.submission.student} ({report.exercise.id})")
    if verdict.fault is not None:
        _log.error("%s: the grader failed; the report says why", name)
    elif report.waits_for_marks:
        _log.info("%s: %s so far; not yet marked", name, report.automatic_score)
    elif report.score is None:
        _log.warning("%s: %s: %s", name, report.submission.status, report.submission.reason)
    else:
        _log.info(
            "%s: %s of %s, %.3f s", name, report.score, report.max_score, report.timing.total or 0
        )


def _log_end(outcome: Outcome) -> None:
    for line in outcome.warnings:
        _log.warning("%s", harmless(line))
    _log.info(
        "%s: %d of %d done, %d of them up to date, %d that the grader failed on",
        "interrupted" if outcome.interrupted else "end",
        outcome.done,
        outcome.total,
        outcome.up_to_date,
        len(outcome.faults),
    )
