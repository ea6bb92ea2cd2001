"""What the tables over a class need of reports, and what the summary counts. No report is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from math import fsum
from statistics import correlation, fmean
from typing import Any, NamedTuple, TypeVar

from grader.class_report.similarity import SharedTexts
from grader.classroom.overrides import TOTAL
from grader.model.exercise import Visibility
from grader.model.result import Status
from grader.report import wording
from grader.report.model import (
    CaseSection,
    ExerciseSection,
    FunctionSection,
    MemberSection,
    Report,
)
from grader.util.files import safe_name
from grader.util.points import Points

SLOWEST = 10
EXAMPLES = 5
T = TypeVar("T", bound=Hashable)


class CaseOutcome(NamedTuple):
    """One case of a report, as far as the tables show it."""

    function: str
    name: str
    description: str
    visibility: Visibility
    status: Status
    points: Points
    max_points: Points
    hint: str | None
    mistake: str | None
    error_type: str | None

    @classmethod
    def of(cls, case: CaseSection) -> CaseOutcome:
        return cls(*(getattr(case, name) for name in cls._fields))


class Results(NamedTuple):
    """Functions and cases of one report. Many students of a class have the same."""

    functions: tuple[FunctionSection, ...]
    cases: tuple[CaseOutcome, ...]

    def with_status(self, *statuses: Status) -> tuple[str, ...]:
        """The names of the functions that ended so."""
        return tuple(f.name for f in self.functions if f.status in statuses)

    @property
    def to_fix(self) -> tuple[str, ...]:
        """The functions that did not pass."""
        return tuple(f.name for f in self.functions if not f.status.is_right)

    @property
    def mistakes(self) -> Mapping[tuple[str, str], str | None]:
        """Function and known mistake -> the hint."""
        hints: dict[tuple[str, str], str | None] = {}
        for case in self.cases:
            if case.mistake:
                hints.setdefault((case.function, case.mistake), case.hint)
        return hints

    @property
    def errors(self) -> frozenset[tuple[str, str]]:
        """Function and the exception that it raised."""
        return frozenset((c.function, c.error_type) for c in self.cases if c.error_type)


class ReportRow(NamedTuple):
    """One report as the tables show it.

    notes        what a table's reader should know beside the score
    scores       the functions' scores, as a person may have set them
    likeness     function -> hash of its text
    environment  the grader's version, Python's, NumPy's, and the level of isolation
    """

    exercise: ExerciseSection
    student: str
    members: tuple[MemberSection, ...]
    status: str
    reason: str | None
    ambiguous: str | None
    late: bool | None
    attempt: int | None
    submitted_at: str | None
    notes: tuple[str, ...]
    score: Points | None
    max_score: Points
    scores: Mapping[str, Points]
    results: Results
    likeness: Mapping[str, str]
    environment: tuple[str, str, str, str]
    seconds: float | None

    @property
    def file_name(self) -> str:
        """The name, without suffix, of the student's report and page."""
        return safe_name(self.student)

    @property
    def name(self) -> str | None:
        return "; ".join(member.name for member in self.members if member.name) or None

    @property
    def section(self) -> str | None:
        return ", ".join(sorted({m.section for m in self.members if m.section})) or None


class RowMaker:
    """Makes rows. Parts that are equal in many reports are kept once: thousands of rows need little room."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}

    def row(self, report: Report) -> ReportRow:
        """The row of one report."""
        submission, environment = report.submission, report.environment
        results = self._once(
            Results(
                tuple(map(self._once, report.functions)),
                tuple(self._once(CaseOutcome.of(case)) for case in report.cases),
            )
        )
        set_by_person = {
            change.function: change.after
            for change in report.adjustments
            if change.function not in (None, TOTAL) and change.after is not None
        }
        scores = {function.name: function.score for function in report.functions}
        return ReportRow(
            exercise=self._once(report.exercise),
            student=submission.student,
            members=submission.members,
            status=wording.submission_status(report),
            reason=wording.why_without_score(report),
            ambiguous=submission.ambiguous,
            late=submission.late,
            attempt=submission.attempt,
            submitted_at=submission.submitted_at,
            notes=wording.for_the_table(report),
            score=report.score,
            max_score=report.max_score,
            scores={**scores, **set_by_person},
            results=results,
            likeness=submission.likeness,
            environment=self._once(
                (
                    environment.grader.version,
                    environment.python,
                    environment.numpy,
                    environment.isolation.level,
                )
            ),
            seconds=report.timing.total,
        )

    def _once(self, value: T) -> T:
        kept: T = self._kept.setdefault(value, value)
        return kept


@dataclass(slots=True)
class FunctionTally:
    """How a function ended, over the graded reports."""

    max_score: Points = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    scores: list[Points] = field(default_factory=list)

    @property
    def count(self) -> int:
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

    case: CaseOutcome
    passes: list[bool] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)

    def add(self, case: CaseOutcome, rest: Points, count: int) -> None:
        """Count ``count`` students with this outcome, who earned ``rest`` points on the other cases."""
        passed = case.status.is_right
        share = case.points / case.max_points if case.max_points else float(passed)
        self.passes += [passed] * count
        self.shares += [share] * count
        self.rests += [round(float(rest), 6)] * count

    @property
    def count(self) -> int:
        return len(self.passes)

    @property
    def passed(self) -> int:
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
        self.count += 1
        self.students = sorted([*self.students, student])[:EXAMPLES]


@dataclass(slots=True)
class Tally:
    """Everything that the summary shows of a class."""

    rows: list[ReportRow] = field(default_factory=list)
    mistakes: dict[tuple[str, str], Finding] = field(default_factory=dict)
    missing: dict[str, Finding] = field(default_factory=dict)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Function and exception -> how many students raised it there."""
    environments: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    shared_texts: SharedTexts = field(default_factory=SharedTexts)
    stopped: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Students, and their functions that met a limit."""
    _results: Counter[Results] = field(default_factory=Counter)

    def add(self, row: ReportRow) -> None:
        """Count one report."""
        self.shared_texts.add(len(self.rows), row.likeness)
        self.rows.append(row)
        self.environments[row.environment] += 1
        results = row.results
        if row.score is None or not results.cases:
            return
        self._results[results] += 1
        self.errors.update(results.errors)
        for mistake, hint in results.mistakes.items():
            self.mistakes.setdefault(mistake, Finding(hint)).add(row.student)
        for function in results.with_status(Status.MISSING):
            self.missing.setdefault(function, Finding()).add(row.student)
        if stopped := results.with_status(Status.TIMEOUT, Status.MEMORY):
            self.stopped.append((row.student, stopped))

    def functions(self) -> dict[str, FunctionTally]:
        """Function -> how it ended, over the graded reports."""
        tallies: dict[str, FunctionTally] = {}
        for results, count in self._results.items():
            for function in results.functions:
                tally = tallies.setdefault(function.name, FunctionTally())
                tally.statuses[function.status] += count
                tally.scores += [function.score] * count
                tally.max_score = max(tally.max_score, function.max_score)
        return tallies

    def cases(self) -> list[CaseTally]:
        """How every case ended, over the graded reports."""
        tallies: dict[tuple[str, str], CaseTally] = {}
        for results, count in self._results.items():
            earned = sum(case.points for case in results.cases)
            for case in results.cases:
                tally = tallies.setdefault((case.function, case.name), CaseTally(case))
                tally.add(case, earned - case.points, count)
        return list(tallies.values())

    def slowest(self) -> list[tuple[float, str]]:
        """Seconds and student of the submissions that took longest to grade."""
        timed = ((row.seconds, row.student) for row in self.rows if row.seconds is not None)
        return heapq.nsmallest(SLOWEST, timed, key=lambda item: (-item[0], item[1]))
