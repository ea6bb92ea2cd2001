"""One submission to its reports, wherever that is done: in this process, in a worker, on a cluster.

Order        a submission, and what is known of its earlier reports
Verdict      a report to keep
UpToDate     the earlier report states what judging again would state
Unplaced     alone it belongs to no exercise; the coordinator decides, who knows the class
Recognition  what is seen in its files before it is graded
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from grader.batch import messages
from grader.batch.limits import Excess, JudgeLimits, Meter, TooCostly, exceeded
from grader.batch.triage import (
    Material,
    Task,
    contents,
    hashed,
    not_judged,
    read,
    triage,
    triage_all,
)
from grader.classroom.anonymise import anonymise_report
from grader.classroom.variant_choice import chosen
from grader.comparison.score import total
from grader.course.prepare import prepare
from grader.diagnosis.candidates import CandidateSource
from grader.load import names_in, text_hashes
from grader.load.read.answers import answers_in
from grader.model.delivery import Pending
from grader.model.exercise import UNRECOGNISED
from grader.model.result import CaseResult, FunctionResult, Result, Status, SubmissionStatus
from grader.model.submission import Note
from grader.pipeline.grade import Graded, grade, loaded
from grader.pipeline.run_cases import RunCache
from grader.pipeline.worker_pool import OUT_OF_MEMORY
from grader.report import phrases
from grader.report.build import (
    Context,
    build_report,
    describe_environment,
    member_sections,
    with_libraries,
)
from grader.report.model import with_language
from grader.sandbox import open_sandbox
from grader.sandbox.judge.probes import LOCKED
from grader.util.errors import GraderError, IsolationError, UsageError
from grader.util.language import Catalogue, gettext, speaking
from grader.util.untrusted_text import harmless, neutralise, with_code

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.model.exercise import Case, Exercise, Mistake
    from grader.model.submission import WrittenAnswer
    from grader.report.model import Environment, Report
    from grader.sandbox.judge.sandbox import Isolation
    from grader.sandbox.judge.spawner import Spawner

_MOST_VARIANTS = 40
"""Of other variants that a wrong submission is tried on."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a verdict or a page depends on beside the submission and the exercise."""

    public_only: bool = False
    allow_unsafe: bool = False
    after_due: bool = False
    edition: str | None = None
    variant: str | None = None
    """The variant that all submissions are graded on; else each on that of its student."""
    exercises: tuple[str, ...] = ()
    """The exercises of the run; without them, each submission is of what it looks like."""
    language: str | None = None
    """The code of the language that students read; else that of the course."""
    memo: bool = True
    """Whether identical programs share a run: no report depends on it."""

    def settings(self) -> dict[str, Any]:
        """The part that reports record."""
        return {
            "allow_unsafe": self.allow_unsafe,
            "edition": self.edition,
            "public_only": self.public_only,
        }


@dataclass(frozen=True, slots=True)
class Session:
    """What a process needs to judge as all the others of a run do. ``limits`` None: without limits."""

    course: Course
    options: Options = Options()
    limits: JudgeLimits | None = None

    def catalogue(self) -> Catalogue:
        """What students read, in the run's language; raises UsageError where there is none."""
        return self.course.catalogue(self.options.language)


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier report was made from."""

    exercise: str
    version: str
    sha256: str
    file: str
    files: tuple[str, ...]
    environment: str
    status: str = SubmissionStatus.GRADED
    reason: str | None = None
    """Why there is no score: another reason is worth another report."""

    @classmethod
    def of(cls, report: Report) -> Known | None:
        """None for a report that does not count as done."""
        if any(case.status == Status.GRADER_ERROR for case in report.cases):
            return None
        submission = report.submission
        # It was to be graded, and then there was nothing in it to run: the same way leads there again.
        tried = submission.reason == messages.nothing_of(report.exercise.id)
        return cls(
            report.exercise.id,
            report.exercise.version,
            submission.sha256,
            submission.file,
            submission.files,
            environment_hash(report.environment),
            SubmissionStatus.GRADED if tried else submission.status,
            None if tried else submission.reason,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """One submission to judge.

    data       the contents of all its files, for a process that cannot open them
    exercises  what it was handed in for, where that is known; else those of the run
    """

    pending: Pending
    known: tuple[Known, ...] = ()
    data: tuple[tuple[bytes | str, ...], ...] | None = None
    exercises: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The student's name, for logs."""
        return harmless(self.pending.student)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A task and its report; ``fault`` says what went wrong in the grader, if anything did."""

    task: Task
    report: Report
    fault: str | None = None

    @property
    def passed(self) -> bool:
        """Whether there is a score and nothing is missing from it, bonus points apart."""
        return phrases.passed(self.report)


@dataclass(frozen=True, slots=True)
class UpToDate:
    task: Task


@dataclass(frozen=True, slots=True)
class Unplaced:
    """``fault``: what the grader could not do with it, if that is why."""

    task: Task
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """What grading would find, in words for the student.

    missing    graded function -> None where it is there, else why it is not
    problem    why nothing at all could be graded
    notes      what else may explain a result: which version counts, what was repaired or left aside
    """

    missing: Mapping[str, str | None]
    problem: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        missing: Mapping[str, str | None],
        notes: Iterable[Note],
        problem: str | None = None,
        ambiguous: str | None = None,
    ) -> Recognition:
        """The same, of the loader's findings: texts of strangers are made harmless."""
        told = sorted(
            (note for note in notes if note.kind in phrases.NOTES_FOR_STUDENTS),
            key=lambda note: phrases.NOTES_FOR_STUDENTS.index(note.kind),
        )
        texts = [with_code(note.text) for note in told]
        return cls(
            {harmless(name): why and with_code(why) for name, why in missing.items()},
            problem and neutralise(problem),
            tuple(dict.fromkeys([neutralise(ambiguous), *texts] if ambiguous else texts)),
        )

    @property
    def found(self) -> tuple[str, ...]:
        """The graded functions that are there."""
        return tuple(name for name, why in self.missing.items() if why is None)


Answer = Verdict | UpToDate | Unplaced
Answers = tuple[Answer, ...]


def environment_hash(environment: Environment) -> str:
    """Equal for equal environments; short enough to send with every order."""
    return hashlib.sha256(environment.model_dump_json().encode()).hexdigest()[:32]


def upload_of(pending: Pending) -> int | None:
    """The platform's number of the file; none beside a pseudonym, since it identifies the student."""
    return None if pending.secrets else pending.delivery().upload or None


class Judge:
    """What one process judges with: a sandbox, and exercises that are prepared once each.

    A context manager. Every worker has one of its own.
    """

    def __init__(self, session: Session, spawner: Spawner | None = None) -> None:
        self.course, self.options = session.course, session.options
        self.catalogue = session.catalogue()
        self.meter = Meter(session.limits)
        self._spawner = spawner
        with speaking(self.catalogue):
            self._limit_reasons = session.limits.reasons() if session.limits else {}
        self._exercises: dict[tuple[str, str | None], Exercise] = {
            (UNRECOGNISED.id, None): UNRECOGNISED
        }
        self._environment_hashes: dict[tuple[str, ...], str] = {}
        self._candidates: dict[tuple[str, str | None], CandidateSource] = {}
        self._runs = RunCache() if self.options.memo else None
        self._open = ExitStack()

    def __enter__(self) -> Judge:
        self.sandbox = self._open.enter_context(open_sandbox(spawner=self._spawner))
        with self._open:  # closed again where the isolation is refused
            _refuse_weak(self.sandbox.isolation, self.options)
            self._open = self._open.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.close()

    def prepared(self) -> Judge:
        """The judge with the run's exercises prepared: a broken one is an error before anything is graded."""
        for name in self.options.exercises:
            self.exercise(name)
        return self

    def make_ready(self, name: str) -> None:
        """Prepare an exercise, and what files are recognised by: the first submission waits for neither.

        Raises AuthorError where the exercise cannot be prepared.
        """
        self.exercise(name)
        for exercise in self._catalogue:
            self.course.parameters(exercise)

    def exercise(self, name: str, variant: str | None = None) -> Exercise:
        """The exercise with its expected values; raises AuthorError where they cannot be had.

        Where it has variants: the one that is asked for, else the first.
        """
        if (name, variant) not in self._exercises:
            with self.meter.paused():
                self._exercises[name, variant] = prepare(
                    self.course.definition(name, variant),
                    self.sandbox,
                    public_only=self.options.public_only,
                    edition=self.options.edition,
                )
        return self._exercises[name, variant]

    def exercise_of(self, task: Task) -> Exercise:
        """The exercise of a task, in its student's variant."""
        return self.exercise(task.exercise_id, self.variant(task))

    def variant(self, task: Task) -> str | None:
        """The variant that a task is graded on; None where the exercise has none.

        Raises UsageError where it has some, and nothing says which.
        """
        name = task.exercise_id
        if name == UNRECOGNISED.id:
            return None
        variants = self.course.definition(name).variants
        if len(variants) < 2:
            return next(iter(variants), None)
        claims = [variant for exercise, variant in task.claims if exercise == name]
        if self.options.variant is not None:
            return self.options.variant
        if task.pending.lot is not None:
            return chosen(task.pending.lot, name, variants, claims)
        known = [variant for variant in claims if variant in variants]
        if self.options.public_only and len(known) == 1:
            return known[0]  # its student's own check
        if not self.options.public_only:
            self.course.required_salt(name)
        raise UsageError(
            f"{name} has variants, and nothing says which {harmless(task.pending.file)} is of",
            f"say --variant, for instance {variants[0]}",
        )

    @cached_property
    def environment(self) -> Environment:
        isolation = self.sandbox.isolation
        with speaking(self.catalogue):
            settings = with_language(self.options.settings())
        return describe_environment(isolation.level, isolation.layers, settings)

    def _environment_for(self, exercise: Exercise) -> Environment:
        """The environment, with the versions of the libraries that an exercise declares."""
        return with_libraries(self.environment, exercise.libraries)

    @cached_property
    def _catalogue(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(names) for name, names in self.course.graded_names().items()}

    def answer(self, order: Order) -> Answers:
        """Everything about one submission: which exercises it belongs to, and its report in each.

        Raises TooCostly where the session has limits and the submission meets one.
        """
        with speaking(self.catalogue), self.meter.submission():
            if (refused := self._refused_before(order)) is not None:
                return (UpToDate(refused),)
            handed_in = order.pending.handed_in
            contents = order.data or [None] * len(handed_in)
            materials = [
                (each, read(each, data)) for each, data in zip(handed_in, contents, strict=True)
            ]
            signatures = self.meter.uncharged(self.course.parameters)
            wanted = order.exercises or self.options.exercises
            tasks = triage_all(materials, self._catalogue, wanted, signatures)
            return tuple(self._answer(order, task, material) for task, material in tasks)

    def _answer(self, order: Order, task: Task, material: Material) -> Answer:
        if task.exercise is None:
            return Unplaced(task)
        if self.is_up_to_date(order, task):
            return UpToDate(task)
        if task.status is SubmissionStatus.GRADED:
            data = order.data[order.pending.handed_in.index(task.pending)] if order.data else None
            return self.grade(task, material, self.answers(task, data))
        return self.without_score(task)

    def recognise(self, order: Order) -> Recognition:
        """What grading would find in the files of one submission to one exercise. Nothing is run.

        Raises TooCostly as `answer` does.
        """
        with speaking(self.catalogue), self.meter.submission():
            material = read(order.pending)
            signatures = self.meter.uncharged(self.course.parameters)
            (task,) = triage(order.pending, material, self._catalogue, order.exercises, signatures)
            exercise = self.exercise_of(task)
            if task.status is not SubmissionStatus.GRADED:
                return self._not_recognised(task)
            material = material.only(task.names)
            program = loaded(exercise, task.submission(material))
            by_hand = tuple(self._parts_by_hand(exercise, self.answers(task)))
            of_form = *self._edition_notes(exercise, material), *self._variant_notes(exercise, task)
            if isinstance(program, Graded):
                reason = messages.nothing_of(exercise.id)
                task = replace(task, status=program.result.status, reason=reason)
                return self._not_recognised(task, program.notes)
            missing = {name: program.missing.get(name) for name in exercise.function_names}
            notes = (*task.notes, *of_form, *by_hand, *program.notes)
            return Recognition.of(missing, notes, ambiguous=program.ambiguous)

    def _not_recognised(self, task: Task, notes: tuple[Note, ...] = ()) -> Recognition:
        """Nothing of it can be graded; the sentence is the one of its report."""
        report = self.without_score(task).report
        missing = dict.fromkeys(self.exercise_of(task).function_names, "")
        return Recognition.of(missing, (*task.notes, *notes), phrases.why_ungraded(report))

    def answers(
        self, task: Task, data: Sequence[bytes | str] | None = None
    ) -> Mapping[str, WrittenAnswer]:
        """What a person is to mark, from the submission's files as they are.

        Args:
            data: the contents of the files, where they cannot be opened here.
        """
        rubrics = self.exercise_of(task).rubrics
        if not rubrics:
            return {}
        pending = task.pending
        names = [name for name, _ in pending.parts]
        data = contents(pending) if data is None else data
        files = {n: raw for n, raw in zip(names, data, strict=True) if isinstance(raw, bytes)}
        return answers_in({n: raw for n, raw in files.items() if n in task.names}, rubrics)

    def is_up_to_date(self, order: Order, task: Task) -> bool:
        """Whether an earlier report states what judging ``task`` now would state."""
        return bool(order.known) and self._known(task) in order.known

    def _known(self, task: Task) -> Known:
        exercise = self.exercise_of(task)
        libraries = exercise.libraries
        if libraries not in self._environment_hashes:
            self._environment_hashes[libraries] = environment_hash(self._environment_for(exercise))
        return Known(
            task.exercise_id,
            exercise.version,
            task.sha256,
            harmless(task.pending.file),
            tuple(map(harmless, task.names)),
            self._environment_hashes[libraries],
            task.status,
            None if task.reason is None else neutralise(gettext(task.reason)),
        )

    def judged_before(self, order: Order, task: Task) -> tuple[UpToDate, ...]:
        """The reports of a submission that meets the limits now, and was judged just within them before.

        Reading takes a little longer one time than another: no report is replaced because of that.
        """
        found = []
        for known in order.known:
            if self._is_exercise(known.exercise):
                again = replace(task, exercise=known.exercise)
                if replace(self._known(again), status=known.status, reason=known.reason) == known:
                    found.append(UpToDate(again))
        return tuple(found)

    def _refused_before(self, order: Order) -> Task | None:
        """The task of a submission that met the limits before and is unchanged: it is not read again."""
        material: Material | None = None
        for known in order.known:
            if known.reason is None or known.reason not in self._limit_reasons:
                continue
            material = material or hashed(order.pending, order.data)
            reason = self._limit_reasons[known.reason]
            task = not_judged(order.pending, material, known.exercise, reason)
            if self._is_exercise(known.exercise) and self.is_up_to_date(order, task):
                return task
        return None

    def _is_exercise(self, name: str) -> bool:
        return name == UNRECOGNISED.id or name in self._catalogue

    def grade(
        self, task: Task, material: Material, answers: Mapping[str, WrittenAnswer] | None = None
    ) -> Verdict:
        """Grade ``task``. A fault of the grader is reported, and nothing is run a second time.

        Args:
            answers: what a person is to mark of it.
        """
        exercise = self.exercise_of(task)  # the author's faults are not the submission's
        try:
            with speaking(self.catalogue):
                return self._grade(task, material.only(task.names), exercise, answers)
        except Exception as fault:  # ours: nothing that a submission does may raise
            return self.give_up(task, f"{type(fault).__name__}: {fault}")

    def _grade(
        self,
        task: Task,
        material: Material,
        exercise: Exercise,
        answers: Mapping[str, WrittenAnswer] | None,
    ) -> Verdict:
        graded = grade(
            exercise,
            task.submission(material),
            self.sandbox,
            partial(self._mistakes, exercise),
            self._runs,
        )
        if graded.result.status is not SubmissionStatus.GRADED:
            task = replace(task, reason=messages.nothing_of(task.exercise_id))
        graded = replace(
            graded,
            notes=(
                *self._edition_notes(exercise, material),
                *self._variant_notes(exercise, task),
                *(self._parts_by_hand(exercise, answers or {}) if self.options.public_only else ()),
                *graded.notes,
                *self._solved_elsewhere(exercise, task, material, graded.result),
            ),
        )
        hashes = text_hashes(material.sources, exercise.function_names)
        report = self._report(task, exercise, graded, hashes, answers)
        broken = [case.name for case in graded.result.cases if case.status is Status.GRADER_ERROR]
        return Verdict(task, report, messages.failed_on(broken) if broken else None)

    def _edition_notes(self, exercise: Exercise, material: Material) -> Iterator[Note]:
        """Which edition was used, where an exercise has several and that makes a difference here.

        It is the one that was asked for, else the current one, which has all functions. A file without
        the functions that an older edition lacks may be of that edition, or not finished: the note
        says so, and no verdict changes.
        """
        editions = self.course.definition(exercise.id).editions
        absent = set(exercise.function_names) - set(names_in(material.sources)) if editions else ()
        for edition in editions:
            if edition.name == self.options.edition:
                yield Note("edition", messages.as_edition(edition.name, edition.without))
            elif not self.options.edition and absent and absent == set(edition.without):
                yield Note("edition", messages.as_current_edition(edition.name, edition.without))

    def _variant_notes(self, exercise: Exercise, task: Task) -> Iterator[Note]:
        """What the file says of its variant, where that is not its student's."""
        claims = [variant for name, variant in task.claims if name == exercise.id]
        if exercise.variant is not None and claims and exercise.variant not in claims:
            yield Note("variant", messages.other_variant(exercise.variant, claims[0]))

    def _parts_by_hand(
        self, exercise: Exercise, answers: Mapping[str, WrittenAnswer]
    ) -> Iterator[Note]:
        """For a student: what a person will mark, and whether an answer to it was found."""
        for rubric in exercise.rubrics:
            answer = answers.get(rubric.name)
            found = answer is not None and not answer.is_empty
            yield Note("by_hand", messages.by_hand(rubric.title, rubric.points, found))

    def _solved_elsewhere(
        self, exercise: Exercise, task: Task, material: Material, result: Result
    ) -> Iterator[Note]:
        """Functions that are wrong here, and right in a variant that other students have.

        Evidence for a person: it may be a copy, another student's file, or a misreading. It is found
        after all verdicts, in children of its own, and changes none of them.
        """
        if exercise.variant is None or self.options.public_only:
            return
        failed = [f.name for f in result.functions if f.status in (Status.FAILED, Status.ERROR)]
        for variant in self._other_variants(exercise, task) if failed else ():
            part = self.exercise(exercise.id, variant).only(*failed)
            found = grade(part, task.submission(material), self.sandbox).result
            solved = [f.name for f in found.functions if f.status is Status.PASSED]
            if solved:
                yield Note("other_variant", messages.solves(variant, solved, exercise.variant))
                failed = [name for name in failed if name not in solved]

    def _other_variants(self, exercise: Exercise, task: Task) -> Iterator[str]:
        """One of each group of variants that ask for something else; those that the file names first."""
        names = self.course.definition(exercise.id).variants
        claims = [v for name, v in task.claims if name == exercise.id and v in names]
        seen = [self.course.definition(exercise.id, exercise.variant).asks]
        for variant in [*claims, *(name for name in names if name not in claims)][:_MOST_VARIANTS]:
            asks = self.course.definition(exercise.id, variant).asks
            if asks not in seen:
                seen.append(asks)
                yield variant

    def _mistakes(self, exercise: Exercise, function: str) -> Iterable[Mistake]:
        """What may explain a function's wrong results, run when a submission fails in it."""
        key = exercise.id, exercise.variant
        if key not in self._candidates:
            self._candidates[key] = CandidateSource(
                self.course.definition(*key), exercise, self.sandbox, self.meter.paused
            )
        return self._candidates[key](function)

    def without_score(self, task: Task) -> Verdict:
        """The report of a task of which nothing is run: its status says why."""
        exercise = self.exercise_of(task)
        result = Result(task.status, None, _points(exercise.cases))
        with speaking(self.catalogue):
            return Verdict(task, self._report(task, exercise, Graded(result)))

    def give_up(self, task: Task, why: str) -> Verdict:
        """The report of a task that the grader could not do: no score, and nobody is blamed."""
        exercise = self.exercise_of(task)
        graded = Graded(_failed_result(exercise), (Note("grader_error", why),))
        with speaking(self.catalogue):
            return Verdict(task, self._report(task, exercise, graded), why)

    def _report(
        self,
        task: Task,
        exercise: Exercise,
        graded: Graded,
        hashes: Mapping[str, str] | None = None,
        answers: Mapping[str, WrittenAnswer] | None = None,
    ) -> Report:
        delivery = task.delivery()
        context = Context(
            self._environment_for(exercise),
            (*task.notes, *graded.notes),
            graded.seconds,
            submitted_at=delivery.submitted_at,
            late=delivery.late,
            attempt=delivery.attempt,
            upload=upload_of(task.pending),
            platform=task.pending.platform or None,
            members=member_sections(task.pending),
            likeness=hashes or {},
            answers=None if self.options.public_only else answers or {},
            ambiguous=graded.ambiguous,
        )
        report = build_report(exercise, task.submission(), graded.result, context)
        return anonymise_report(report, task.pending) if task.pending.secrets else report


def _points(cases: Iterable[Case]) -> Any:
    return total(case.points for case in cases if not case.bonus)


def _failed_result(exercise: Exercise) -> Result:
    """No score, since the grader failed: a person has to look."""
    cases = tuple(
        CaseResult(
            case.function,
            case.name,
            case.description,
            case.visibility,
            Status.GRADER_ERROR,
            total(()),
            case.points,
            bonus=case.bonus,
            rationale=messages.OUR_FAILURE,
        )
        for case in exercise.cases
    )
    functions = tuple(
        FunctionResult(name, Status.GRADER_ERROR, total(()), _points(exercise.cases_of(name)))
        for name in exercise.function_names
    )
    return Result(SubmissionStatus.GRADED, None, _points(exercise.cases), functions, cases)


def _refuse_weak(isolation: Isolation, options: Options) -> None:
    """Hidden cases are not shown to student code that could carry them away."""
    if isolation.level != LOCKED and not options.public_only and not options.allow_unsafe:
        raise IsolationError(
            f"the isolation on this machine is {isolation.level}: hidden cases would not stay hidden",
            hint="see grader doctor for what is missing; --allow-unsafe grades anyway, and reports say so",
        )


_MOST_DEATHS = 2


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An order without an answer: the submission met a limit (``excess``), or the grader failed (``reason``)."""

    reason: str = ""
    excess: Excess | None = None


def open_worker(session: Session) -> Callable[[Order], Answers | Unanswered]:
    """Open a judge for as long as this process lives, and return what answers orders with it."""
    return partial(answer_order, Judge(session).__enter__().prepared())


def answer_order(judge: Judge, order: Order) -> Answers | Unanswered:
    """The judge's answers; a submission that takes too much memory ends this process."""
    try:
        return judge.answer(order)
    except TooCostly:  # what it left in memory would distort the next measurement
        os._exit(OUT_OF_MEMORY)
    except GraderError:
        raise
    except Exception as fault:  # ours: nothing that a submission does may end the run
        return Unanswered(f"{type(fault).__name__}: {fault}")


def lost_order(order: Order, exit_code: int | None, deaths: int) -> Unanswered | None:
    """The result of an order whose worker died; None: try it again, since something else may have killed it."""
    excess = exceeded(exit_code)
    if excess in ("time", "memory") or (excess and deaths >= _MOST_DEATHS):
        return Unanswered(excess=excess)
    return Unanswered("its worker process died, twice") if deaths >= _MOST_DEATHS else None
