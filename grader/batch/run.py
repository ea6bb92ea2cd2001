"""The whole of ``grade``: what is to be done, doing it, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader.batch import messages
from grader.batch.census import Census, census
from grader.batch.guarded_fork import FORKS, judge_for
from grader.batch.interrupt import Stopping
from grader.batch.judge import Answer, Judge, Options, Verdict
from grader.batch.limits import Excess, JudgeLimits, Meter
from grader.batch.orders import Open, Order, Same
from grader.batch.reading import hashed
from grader.batch.results_writer import Keeper
from grader.batch.triage import Task, not_judged, placed, unread
from grader.class_report.results_folder import ResultsFolder
from grader.model.delivery import Intake, Pending
from grader.util.errors import Unfinished, UsageError

if TYPE_CHECKING:
    from grader.classroom.enrolment import Enrolled
    from grader.classroom.late_policy import LatePolicy
    from grader.classroom.overrides import Overrides
    from grader.course.catalog import Course


class Progress(Protocol):
    """What a run tells while it works. All of it comes from one thread."""

    def begin(self, total: int) -> None: ...
    def done(self, verdicts: Sequence[Verdict]) -> None:
        """One submission is done; without a verdict where its reports were up to date."""

    def tick(self) -> None:
        """Time goes by, and nothing is done."""

    def stopping(self) -> None:
        """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``grade`` was asked for."""

    out: Path
    exercises: tuple[str, ...] = ()
    """Without any, the run is of the exercise that most submissions are of."""
    jobs: int = 1
    fresh: bool = False
    only: tuple[str, ...] = ()
    options: Options = Options()
    limits: JudgeLimits = field(default_factory=JudgeLimits)
    apart: bool = True
    """Whether submissions are judged in processes of their own; without limits where not."""
    overrides: Overrides | None = None
    late: LatePolicy | None = None
    enrolled: Enrolled | None = None
    scheduler: str | None = None
    patience: float = 300.0
    """Seconds that a cluster may be without any worker."""


@dataclass(slots=True)
class Outcome:
    """What became of it. ``told`` are sentences that a person should read."""

    total: int = 0
    done: int = 0
    up_to_date: int = 0
    faults: list[Verdict] = field(default_factory=list)
    interrupted: bool = False
    told: list[str] = field(default_factory=list)


def run_batch(course: Course, intake: Intake, plan: Plan, progress: Progress) -> Outcome:
    """Grade what was found into ``plan.out``."""
    if plan.only and plan.enrolled is None:
        from grader.classroom.enrolment import with_names_of_reports

        intake = with_names_of_reports(intake, plan.out)
    pending = chosen(plan.only, intake)
    for name in plan.exercises:
        course.definition(name)  # an unknown id is told before anything is read
    with ResultsFolder(plan.out) as folder, ExitStack() as opened:
        count = Census(plan.exercises)
        if not plan.exercises:
            count = census(intake.pending, course, folder.met())
        options = replace(plan.options, exercises=count.exercises)
        keeper = Keeper(
            folder,
            [each.student for each in intake.pending],
            options.after_due,
            plan.overrides,
            plan.late,
            count.exercises,
        )
        work = _Work(keeper, course, replace(plan, options=options), progress, opened)
        stopping = opened.enter_context(Stopping(progress.stopping))
        try:
            work.run(pending, stopping)
        except Unfinished:
            keeper.rebuild(plan.enrolled, intake.unassigned)
            raise
        keeper.rebuild(plan.enrolled, intake.unassigned)
        work.outcome.interrupted = stopping.wanted and work.outcome.done < work.outcome.total
        work.outcome.told += [*count.told, *keeper.told(_not_chosen(intake, pending))]
        return work.outcome


class _Work:
    """One run over one results folder. Of a submission that is done nothing stays in memory."""

    def __init__(
        self, keeper: Keeper, course: Course, plan: Plan, progress: Progress, opened: ExitStack
    ) -> None:
        self.keeper, self.course, self.plan, self.progress = keeper, course, plan, progress
        self.outcome = Outcome()
        self._opened = opened

    @cached_property
    def judge(self) -> Judge:
        """One in this process: for reports that need no submission to be read."""
        return self._opened.enter_context(Judge(self.course, self.plan.options))

    def run(self, pending: Sequence[Pending], stopping: Stopping) -> None:
        self.outcome.total = len(pending)
        self.progress.begin(len(pending))
        late: list[tuple[Order, Open]] = []
        for order, answers in self._answers(map(self._order, pending), len(pending), stopping):
            if any(isinstance(answer, Open) for answer in answers):
                late += [(order, answer) for answer in answers if isinstance(answer, Open)]
            else:
                self._done(order.pending, answers)
        if not stopping.wanted:
            met = self.keeper.exercises()
            for order, open_ in late:
                task = placed(open_.task, met)
                self._done(task.pending, [self._settled(order, task, open_.fault)])

    def _settled(self, order: Order, task: Task, fault: str | None) -> Answer:
        """What becomes of a submission that was told no exercise by itself, now that it has one."""
        if fault is not None:
            return self.judge.gave_up(task, fault)
        return Same(task) if self.judge.knows(order, task) else self.judge.without_score(task)

    def _order(self, pending: Pending) -> Order:
        known = () if self.plan.fresh or self.plan.only else self.keeper.known(pending)
        return Order(pending, known)

    def _answers(
        self, orders: Iterable[Order], total: int, stopping: Stopping
    ) -> Iterator[tuple[Order, Sequence[Answer]]]:
        if self.plan.scheduler is not None:
            from grader.batch.cluster import Cluster, run_on_cluster

            there = Cluster(
                self.plan.scheduler,
                self.plan.patience,
                self.plan.limits,
                self._gave_up,
                self._too_costly,
            )
            yield from run_on_cluster(orders, self._prepared(self.judge), there, stopping)
        elif self.plan.apart:
            from grader.batch.pool import Hands, run_orders

            hands = Hands(
                self._make_judge(),
                self._gave_up,
                self._too_costly,
                self.plan.jobs,
                total,
                self.progress.tick,
            )
            yield from run_orders(orders, hands, stopping)
        else:
            judge = self._prepared(self.judge)
            for order in orders:
                if stopping.wanted:
                    return
                yield order, judge.answer(order)

    def _make_judge(self) -> Callable[[], Judge]:
        if not FORKS:
            options, limits = self.plan.options, self.plan.limits
            return partial(
                judge_for, self.course.root, options, limits, self.course.chosen_settings
            )
        return self._forked_judge

    def _forked_judge(self) -> Judge:
        """The judge of a worker that is a copy of this process; left open, since they end together."""
        self.keeper.folder.let_go()
        judge = Judge(self.course, self.plan.options, meter=Meter(self.plan.limits))
        return self._prepared(judge.__enter__())

    def _prepared(self, judge: Judge) -> Judge:
        """A broken exercise is one error, before anything is graded."""
        for name in self.plan.options.exercises:
            judge.exercise(name)
        return judge

    def _too_costly(self, order: Order, excess: Excess) -> tuple[Answer, ...]:
        reason = messages.too_costly(excess, self.plan.limits)
        task = not_judged(order.pending, hashed(order.pending), self._only(), reason)
        before = self.judge.judged_before(order, task)
        if before:
            return before
        return (self.judge.without_score(task),) if task.exercise else (Open(task),)

    def _gave_up(self, order: Order, why: str) -> tuple[Answer, ...]:
        """Without reading the submission here: that may be what broke the worker."""
        task = unread(order.pending, self._only())
        return (self.judge.gave_up(task, why),) if task.exercise else (Open(task, why),)

    def _only(self) -> str | None:
        """The exercise of a run that has one."""
        wanted = self.plan.options.exercises
        return wanted[0] if len(wanted) == 1 else None

    def _done(self, pending: Pending, answers: Iterable[Answer]) -> None:
        verdicts = []
        for answer in answers:
            if isinstance(answer, Same):
                self.keeper.refresh(answer.task)
            elif isinstance(answer, Verdict):
                verdict = self.keeper.keep(answer)
                verdicts.append(verdict)
                if verdict.fault is not None:
                    self.outcome.faults.append(verdict)
        self.keeper.forget_former(pending)  # only now: its report may have been taken over
        self.outcome.done += 1
        self.outcome.up_to_date += not verdicts
        self.progress.done(verdicts)


def _not_chosen(intake: Intake, pending: Sequence[Pending]) -> set[str]:
    """Every name, in lower case, of the students whom nobody asked for."""
    asked = {each.student for each in pending}
    return {
        name.casefold()
        for each in intake.pending
        if each.student not in asked
        for name in each.known_as
    }


def chosen(only: Collection[str], intake: Intake) -> list[Pending]:
    """The submissions to grade: all, or those of the students named, by any name they are known by."""
    from difflib import get_close_matches

    if not only:
        return list(intake.pending)
    known = {name: pending for pending in reversed(intake.pending) for name in pending.known_as}
    for name in only:
        if name not in known:
            near = get_close_matches(name, known, n=3)
            raise UsageError(
                f"there is no submission of {name}",
                hint=f"did you mean {' or '.join(near)}?" if near else None,
            )
    chosen = {known[name].student for name in only}
    return [pending for pending in intake.pending if pending.student in chosen]
