"""What the summary of a class needs, gathered from one report at a time: no report is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from math import sqrt
from sys import intern

from grader.files import safe_name
from grader.model.result import PRECEDENCE, Status
from grader.report import words
from grader.report.alike import Alike
from grader.report.model import CaseSection, ExerciseSection, Report

SLOWEST = 10
EXAMPLES = 5
Number = int | float


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A line of the table of students."""

    student: str
    name: str | None
    file_name: str
    status: str
    reason: str | None
    score: Number | None
    max_score: Number
    to_mend: tuple[str, ...]
    late: bool
    section: str | None


@dataclass(slots=True)
class FunctionTally:
    """How often a function ended in which status, and the points earned on it."""

    statuses: Counter[Status] = field(default_factory=Counter)
    score: float = 0.0
    max_score: Number = 0

    @property
    def count(self) -> int:
        return self.statuses.total()

    @property
    def not_passed(self) -> list[tuple[Status, int]]:
        """The other statuses and how often, the gravest first."""
        others = (status for status in PRECEDENCE if status != Status.PASSED)
        return [(status, self.statuses[status]) for status in others if self.statuses[status]]


@dataclass(slots=True)
class CaseTally:
    """How a case went, and the sums that tell how well it separates the class."""

    case: CaseSection
    passed: int = 0
    count: int = 0
    share: float = 0.0
    rest: float = 0.0
    rest_squared: float = 0.0
    rest_of_passed: float = 0.0

    def add(self, case: CaseSection, rest: float) -> None:
        """``rest`` is what the student earned on the other cases."""
        passed = case.status == Status.PASSED
        self.count += 1
        self.passed += passed
        self.share += case.points / case.max_points if case.max_points else float(passed)
        self.rest += rest
        self.rest_squared += rest * rest
        self.rest_of_passed += rest * passed

    @property
    def difficulty(self) -> float:
        """The share of its points that the class did not earn: 0 is easy."""
        return max(0.0, 1 - self.share / self.count)

    @property
    def discrimination(self) -> float | None:
        """How passing it goes with the score on the other cases, from -1 to 1 (point-biserial correlation);
        None where everybody did the same."""
        n = self.count
        spread = n * self.rest_squared - self.rest**2
        mixed = self.passed * (n - self.passed)
        if not mixed or spread <= 1e-9 * max(1.0, n * self.rest_squared):
            return None
        return (
            round((n * self.rest_of_passed - self.passed * self.rest) / sqrt(mixed * spread), 6)
            + 0.0
        )


@dataclass(slots=True)
class MistakeTally:
    """How many students made a known mistake, and some of them."""

    count: int = 0
    students: list[str] = field(default_factory=list)
    hint: str | None = None


@dataclass(slots=True)
class Tally:
    """Everything that the page tells."""

    exercise: ExerciseSection | None = None
    rows: list[StudentRow] = field(default_factory=list)
    functions: dict[str, FunctionTally] = field(default_factory=dict)
    cases: dict[tuple[str, str], CaseTally] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], MistakeTally] = field(default_factory=dict)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    environments: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    alike: Alike = field(default_factory=Alike)
    stopped: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, report: Report) -> None:
        """Take what the page needs of a report."""
        self.exercise = self.exercise or report.exercise
        self.rows.append(_student_row(report))
        place = report.environment
        self.environments[
            place.grader.version, place.python, place.numpy, place.isolation.level
        ] += 1
        student = report.submission.student
        if report.timing.total is not None:
            entry = (report.timing.total, student)
            (heapq.heappush if len(self.slowest) < SLOWEST else heapq.heappushpop)(
                self.slowest, entry
            )
        self.alike.add(len(self.rows) - 1, report.submission.likeness)
        if report.score is not None and report.cases:
            self._add_results(report, student)

    def _add_results(self, report: Report, student: str) -> None:
        for function in report.functions:
            tally = self.functions.setdefault(function.name, FunctionTally())
            tally.statuses[function.status] += 1
            tally.score += function.score
            tally.max_score = function.max_score
        earned = sum(case.points for case in report.cases)
        for case in report.cases:
            counted = self.cases.setdefault((case.function, case.name), CaseTally(case))
            counted.add(case, earned - case.points)
        for name, mistake in dict.fromkeys(
            (c.function, c.mistake) for c in report.cases if c.mistake
        ):
            hint = next(
                (c.hint for c in report.cases if c.mistake == mistake and c.function == name),
                None,
            )
            found = self.mistakes.setdefault((name, mistake), MistakeTally(hint=hint))
            found.count += 1
            found.students = sorted([*found.students, student])[:EXAMPLES]
        self.errors.update({(c.function, c.error_type) for c in report.cases if c.error_type})
        stopped = tuple(
            f.name for f in report.functions if f.status in (Status.TIMEOUT, Status.MEMORY)
        )
        if stopped:
            self.stopped.append((student, stopped))


def _student_row(report: Report) -> StudentRow:
    found = report.submission
    names = [member.name for member in found.members if member.name]
    sections = sorted({member.section for member in found.members if member.section})
    return StudentRow(
        student=found.student,
        name=", ".join(names) or None,
        file_name=safe_name(found.student),
        status=words.submission_status(report),
        reason=words.why_without_score(report),
        score=report.score,
        max_score=report.max_score,
        to_mend=tuple(
            intern(function.name)  # the same few names for thousands of rows
            for function in report.functions
            if function.status != Status.PASSED
        ),
        late=bool(found.late),
        section=", ".join(sections) or None,
    )
