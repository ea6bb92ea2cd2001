"""What the summary counts of a class, from one report at a time. No report is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from math import fsum
from statistics import correlation, fmean
from typing import NamedTuple

from grader.class_report.clusters import Clusters
from grader.class_report.similarity import SharedTexts
from grader.model.result import Points, Status
from grader.report import phrases
from grader.report.model import CaseSection, ExerciseSection, FunctionSection, Report
from grader.util.files import safe_name

SLOWEST = 10
EXAMPLES = 5


class StudentRow(NamedTuple):
    """A line of the table of students. ``file_name`` is that of the report and the page, without suffix."""

    student: str
    file_name: str
    name: str | None
    section: str | None
    status: str
    reason: str | None
    score: Points | None
    max_score: Points
    to_fix: tuple[str, ...]
    late: bool
    ambiguous: str | None
    seconds: float | None
    variant: str | None = None
    waits: bool = False
    """Whether only marks by hand are missing from its score."""
    elsewhere: tuple[str, ...] = ()
    """What of it is right in another variant than the student's."""

    @classmethod
    def of(cls, report: Report) -> StudentRow:
        """The line of one report."""
        submission = report.submission
        names = [member.name for member in submission.members if member.name]
        sections = {member.section for member in submission.members if member.section}
        return cls(
            student=submission.student,
            file_name=safe_name(submission.student),
            name="; ".join(names) or None,
            section=", ".join(sorted(sections)) or None,
            status=phrases.submission_status(report),
            reason=phrases.why_without_score(report),
            score=report.score,
            max_score=report.max_score,
            to_fix=tuple(
                f.name for f in report.functions if not f.status.is_right and phrases.counts(f)
            ),
            late=bool(submission.late),
            ambiguous=submission.ambiguous,
            seconds=report.timing.total,
            variant=report.exercise.variant,
            waits=report.waits_for_marks,
            elsewhere=tuple(
                note.text for note in report.notes if note.kind in ("variant", "other_variant")
            ),
        )


@dataclass(slots=True)
class FunctionTally:
    """How a function ended, over the graded reports."""

    max_score: Points = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    scores: list[Points] = field(default_factory=list)

    def add(self, function: FunctionSection) -> None:
        """Count a student."""
        self.statuses[function.status] += 1
        self.scores.append(function.score)
        # Of a function that is worth nothing but bonus points, these are what can be earned.
        self.max_score = max(self.max_score, function.max_score or function.max_bonus)

    @property
    def count(self) -> int:
        """The number of students."""
        return len(self.scores)

    @property
    def score(self) -> float:
        """The points that all students together earned."""
        return fsum(self.scores)

    @property
    def not_passed(self) -> list[tuple[Status, int]]:
        """The other statuses and how often they occur, the gravest first."""
        others = (status for status in Status if not status.is_right)
        return [(status, self.statuses[status]) for status in others if self.statuses[status]]


@dataclass(slots=True)
class CaseTally:
    """How a case ended, over the graded reports: one entry per student in each list.

    shares  the shares of its points that were earned
    rests   the points that were earned on the other cases
    """

    case: CaseSection
    passes: list[bool] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)

    def add(self, case: CaseSection, rest: Points) -> None:
        """Count a student with this outcome, who earned ``rest`` points on the other cases."""
        passed = case.status.is_right
        share = case.points / case.max_points if case.max_points else float(passed)
        self.passes.append(passed)
        self.shares.append(share)
        self.rests.append(round(float(rest), 6))

    @property
    def count(self) -> int:
        """The number of students."""
        return len(self.passes)

    @property
    def passed(self) -> int:
        """The number of students who passed."""
        return sum(self.passes)

    @property
    def difficulty(self) -> float:
        """The share of its points that the class did not earn: 0 is easy."""
        return max(0.0, 1 - fmean(self.shares))

    @property
    def discrimination(self) -> float | None:
        """Correlation of passing the case with the score on the other cases, from -1 to 1.

        The point-biserial correlation coefficient; None where all students did the same.
        """
        if len(set(self.passes)) == 1 or len(set(self.rests)) == 1:
            return None
        return round(correlation(self.passes, self.rests), 6) + 0.0  # never -0.0


@dataclass(slots=True)
class Finding:
    """The number of students with one mistake or missing function, and some of their names."""

    hint: str | None = None
    count: int = 0
    students: list[str] = field(default_factory=list)

    def add(self, student: str) -> None:
        """Count a student."""
        self.count += 1
        self.students = sorted([*self.students, student])[:EXAMPLES]


@dataclass(slots=True)
class Tally:
    """Everything that the summary shows of a class."""

    exercise: ExerciseSection | None = None
    rows: list[StudentRow] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    """The ids of all students who submitted."""
    functions: dict[str, FunctionTally] = field(default_factory=dict)
    cases: dict[tuple[str, str], CaseTally] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], Finding] = field(default_factory=dict)
    missing: dict[str, Finding] = field(default_factory=dict)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Function and exception -> how many students raised it there."""
    stopped: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Students, and their functions that met a limit."""
    environments: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """The grader's version, Python's, NumPy's, and the level of isolation."""
    shared_texts: SharedTexts = field(default_factory=SharedTexts)
    clusters: Clusters = field(default_factory=Clusters)

    def add(self, report: Report) -> None:
        """Count one report. One without a score counts among the students only."""
        place, submission = report.environment, report.submission
        self.exercise = self.exercise or report.exercise
        self.shared_texts.add(len(self.rows), submission.likeness)
        self.rows.append(StudentRow.of(report))
        self.members.update(member.id for member in submission.members)
        self.environments[
            place.grader.version, place.python, place.numpy, place.isolation.level
        ] += 1
        if (report.score is not None or report.waits_for_marks) and report.cases:
            self._add_functions(report)
            self._add_cases(report)
            self.clusters.add(report)

    def _add_functions(self, report: Report) -> None:
        student = report.submission.student
        for function in report.functions:
            self.functions.setdefault(function.name, FunctionTally()).add(function)
            if function.status is Status.MISSING:
                self.missing.setdefault(function.name, Finding()).add(student)
        limits = (Status.TIMEOUT, Status.MEMORY)
        if stopped := tuple(f.name for f in report.functions if f.status in limits):
            self.stopped.append((student, stopped))

    def _add_cases(self, report: Report) -> None:
        earned = sum(case.points for case in report.cases)
        mistakes: dict[tuple[str, str], str | None] = {}
        for case in report.cases:
            tally = self.cases.setdefault((case.function, case.name), CaseTally(case))
            tally.add(case, earned - case.points)
            if case.mistake:
                mistakes.setdefault((case.function, case.mistake), case.hint)
        for mistake, hint in mistakes.items():
            self.mistakes.setdefault(mistake, Finding(hint)).add(report.submission.student)
        self.errors.update({(c.function, c.error_type) for c in report.cases if c.error_type})

    def slowest(self) -> list[tuple[float, str]]:
        """Seconds and student of the submissions that took longest to grade."""
        timed = ((row.seconds, row.student) for row in self.rows if row.seconds is not None)
        return heapq.nsmallest(SLOWEST, timed, key=lambda item: (-item[0], item[1]))
