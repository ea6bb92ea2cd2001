"""Writes each verdict at once, and the tables over all of them at the end.

The reports are the only record: the tables are made from them. What depends on more than a submission (the
roster's names, a person's overrides) is put into a report when it is written, and again whenever it has
changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.batch import messages
from grader.batch.judge import Known, Options, Verdict, upload_of
from grader.batch.triage import Task
from grader.class_report.gradebook import Gradebook, write_unassigned
from grader.class_report.results_folder import ExerciseFolder, ResultsFolder
from grader.class_report.summary import Summary
from grader.classroom.marks import NO_MARKS
from grader.classroom.overrides import NO_OVERRIDES
from grader.model.delivery import Pending, Unassigned
from grader.model.exercise import UNRECOGNISED
from grader.report.build import member_sections
from grader.report.pages import feedback_page
from grader.util.errors import UsageError
from grader.util.files import writing_into
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.classroom.enrolment import Enrolled
    from grader.classroom.late_policy import LatePolicy
    from grader.classroom.marks import Marks
    from grader.classroom.overrides import Overrides
    from grader.report.model import Report

_GO_ON = "fix this, then run the same command again: it goes on from here"


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """What changes scores after judging."""

    overrides: Overrides | None = None
    late: LatePolicy | None = None
    marks: Marks | None = None

    def under(self, pseudonym: Callable[[str], str]) -> ScoreRules:
        """The rules for results in which pseudonyms stand for the names."""
        overrides, late = self.overrides, self.late
        if overrides is not None:
            entries = tuple(replace(e, student=pseudonym(e.student)) for e in overrides.entries)
            overrides = replace(overrides, entries=entries)
        if late is not None:
            extensions = tuple(replace(e, student=pseudonym(e.student)) for e in late.extensions)
            late = replace(late, extensions=extensions)
        return ScoreRules(overrides, late, self.marks)

    def apply(self, report: Report, names: Collection[str]) -> Report:
        """The report with marks by hand, overrides and the late policy, in this order.

        Args:
            names: every name of its student, or of the members of its group.
        """
        report = (self.marks or NO_MARKS).apply(report, names)
        return (self.overrides or NO_OVERRIDES).apply(report, names, self.late)


class ResultsWriter:
    """The results folder of one run.

    Args:
        students: everybody who handed in; another student's name is not taken over.
        options: of the run, with its exercises.
    """

    def __init__(
        self,
        folder: ResultsFolder,
        students: Collection[str],
        options: Options,
        rules: ScoreRules | None = None,
    ) -> None:
        self.folder, self._after_due, self._rules = folder, options.after_due, rules or ScoreRules()
        self._students = frozenset(students)
        self._folders: dict[str, ExerciseFolder] = {}
        self._several = folder.several(options.exercises if len(options.exercises) > 1 else ())
        self._all: list[ExerciseFolder] | None = None
        self._damaged: list[str] = []
        self._ambiguous: list[str] = []
        self._other_variant: list[str] = []
        self._of_earlier_runs: set[str] = set()

    def known(self, pending: Pending) -> tuple[Known, ...]:
        """What the submission's reports of earlier runs were made from."""
        reports = (
            each for folder in self._all_folders() for each in self._earlier(folder, pending)
        )
        return tuple(known for report in reports if (known := Known.of(report)))

    def write(self, verdict: Verdict) -> Verdict:
        """Write a verdict and return it as written, with overrides applied."""
        report = self._adjusted(verdict.report, verdict.task)
        self._write(report, verdict.task)
        return replace(verdict, report=report)

    def mark_again(self, begin: Callable[[], None]) -> int:
        """Apply the rules to every report that is there, and return how many changed.

        For marks that come in after grading: nothing is graded.

        Args:
            begin: is called before anything is written.

        Raises:
            UsageError: where a score that a person set, or a loss for lateness, would be taken back.
        """
        for folder in self._all_folders():
            for report in folder.reports():
                self._refuse_lost_rules(report, self._marked(report))
        begin()
        changed = 0
        for folder in self._all_folders():
            for report in folder.reports():
                fresh = self._marked(report)
                if fresh != report:
                    changed += 1
                    student = report.submission.student
                    page = feedback_page(fresh, self._after_due)
                    with writing_into(folder.path, _GO_ON):
                        folder.write_page(student, page)
                        folder.write_report(student, fresh)
        return changed

    def _marked(self, report: Report) -> Report:
        members = report.submission.members
        ids = (name for member in members for name in (member.id, *member.ids))
        return self._rules.apply(report, (report.submission.student, *ids))

    def _refuse_lost_rules(self, before: Report, after: Report) -> None:
        def set_by_person(report: Report) -> set[tuple[str, float | None]]:
            changes = (c for c in report.adjustments if c.function is not None)
            return {(str(change.function), change.after) for change in changes}

        is_late = any(change.kind == "late" for change in before.adjustments)
        if set_by_person(before) - set_by_person(after) or (is_late and self._rules.late is None):
            raise UsageError(
                f"this would take back what was set for {before.submission.student}",
                "give the --overrides, the course with its settings and the --pseudonyms that it was "
                "graded with",
            )

    def refresh(self, task: Task) -> None:
        """Update what a report states beside its verdicts, which are up to date."""
        folder = self._folder_of(task.exercise_id)
        files = (task.sha256, harmless(task.pending.file), tuple(map(harmless, task.names)))
        for report in self._earlier(folder, task.pending):
            earlier = report.submission
            if (earlier.sha256, earlier.file, earlier.files) == files:
                break
        else:
            return
        delivery = task.delivery()
        fresh = report.model_copy(
            update={
                "submission": report.submission.model_copy(
                    update={
                        "student": harmless(task.pending.student),
                        "submitted_at": delivery.submitted_at,
                        "late": delivery.late,
                        "attempt": delivery.attempt,
                        "upload": upload_of(task.pending),
                        "platform": task.pending.platform or None,
                        "members": member_sections(task.pending),
                    }
                )
            }
        )
        fresh = self._adjusted(fresh, task)
        if fresh != report:
            self._write(fresh, task)
        else:  # a page also depends on an option that reports do not contain
            self._write_page(report, task)

    def _earlier(self, folder: ExerciseFolder, pending: Pending) -> Iterator[Report]:
        """The student's report, also under a name of an earlier run that belongs to nobody now.

        Not a group's: its report also states what became of the others' files.
        """
        former = () if len(pending.people) > 1 else pending.formerly
        for name in (pending.student, *(name for name in former if name not in self._students)):
            if (report := folder.find(name)) is not None:
                yield report

    def forget_former(self, pending: Pending) -> None:
        """Remove what is there under a student's former names: it would appear as a second student."""
        for name in pending.formerly:
            if name not in self._students:  # else it is another student's name now
                for folder in self._all_folders():
                    folder.remove(name)

    def exercises(self) -> set[str]:
        """The exercises that somebody has handed in, in this run or an earlier one."""
        return self.folder.met() - {UNRECOGNISED.id}

    def warnings(self, others: Collection[str] = ()) -> list[str]:
        """Reports that the gradebook leaves out; those of students who are not in this run; submissions of which it is unclear which version is the
        newest; overrides that fit nobody, or go beyond the maximum; what late work lost.

        Args:
            others: the names of students who are not graded in this run.
        """
        damaged = [f"{why}; the gradebook leaves it out" for why in self._damaged]
        ambiguous = [messages.ambiguous(self._ambiguous)] if self._ambiguous else []
        if self._other_variant:
            ambiguous.append(messages.made_for_others(self._other_variant))
        if self._of_earlier_runs:
            ambiguous.append(messages.of_earlier_runs(sorted(self._of_earlier_runs)))
        set_by = (self._rules.overrides, self._rules.late, self._rules.marks)
        rules = [each for each in set_by if each is not None]
        return [*damaged, *ambiguous, *(line for each in rules for line in each.warnings(others))]

    def rebuild(
        self, enrolled: Enrolled | None = None, unassigned: Sequence[Unassigned] = ()
    ) -> None:
        """Make the gradebooks and summaries from the reports in the folder."""
        path = self.folder.path
        roster = enrolled.roster if enrolled else None
        self._damaged.clear()
        self._ambiguous.clear()
        self._other_variant.clear()
        self._of_earlier_runs.clear()
        here = {harmless(name) for name in self._students}
        met = {folder.path for folder in self._folders.values()}
        with writing_into(path, _GO_ON):
            combined = Gradebook(roster)
            for folder in self._all_folders():
                gradebook, summary = Gradebook(roster), Summary(roster, unassigned)
                for report in folder.reports():
                    gradebook.add(report)
                    summary.add(report)
                    if report.submission.student not in here and folder.path in met:
                        self._of_earlier_runs.add(report.submission.student)
                    if report.submission.ambiguous:
                        self._ambiguous.append(report.submission.student)
                    if any(note.kind == "variant" for note in report.notes):
                        self._other_variant.append(report.submission.student)
                    if self._several:
                        combined.add(report)
                self._damaged += folder.damaged
                gradebook.write(folder.path / "gradebook.csv")
                summary.write(folder.path / "summary.html")
            if self._several:
                combined.write(path / "gradebook.csv")
            write_unassigned(path / "unassigned.csv", unassigned)

    def _adjusted(self, report: Report, task: Task) -> Report:
        return self._rules.apply(report, task.pending.known_as)

    def _write(self, report: Report, task: Task) -> None:
        """Write page and report: the report last, since it is what says that all is done."""
        student = task.pending.student
        if self._several and task.exercise_id != UNRECOGNISED.id:  # perhaps not recognised before
            ExerciseFolder(self.folder.path / UNRECOGNISED.id).remove(student)
        folder = self._write_page(report, task)
        with writing_into(folder.path, _GO_ON):
            folder.write_report(student, report)

    def _write_page(self, report: Report, task: Task) -> ExerciseFolder:
        folder = self._folder_of(task.exercise_id)
        page = feedback_page(report, self._after_due)
        with writing_into(folder.path, _GO_ON):
            folder.write_page(task.pending.student, page)
        return folder

    def _folder_of(self, exercise: str) -> ExerciseFolder:
        """Where an exercise's files go. The second exercise that comes along gives each its own folder."""
        if exercise not in self._folders:
            several = self.folder.several({exercise})
            if several != self._several:
                self._several = several
                self._folders.clear()
            self._folders[exercise] = self.folder.exercise_folder(exercise, several)
            self._all = None
        return self._folders[exercise]

    def _all_folders(self) -> list[ExerciseFolder]:
        if self._all is None:
            path = self.folder.path
            self._all = (
                [ExerciseFolder(path / name) for name in self.folder.exercises()]
                if self._several
                else [ExerciseFolder(path)]
            )
        return self._all
