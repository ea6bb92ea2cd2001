"""What the summary of a class needs, gathered from one report at a time: no report is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

from grader.class_report.report_row import CaseOutcome, Entry, Results
from grader.class_report.similarity import Alike
from grader.model.result import PRECEDENCE, Status
from grader.report.model import ExerciseSection
from grader.util.files import safe_name

SLOWEST = 10
EXAMPLES = 5
Number = int | float


class StudentRow(NamedTuple):
    """A line of the table of students."""

    student: str
    name: str | None
    file_name: str
    status: str
    reason: str | None
    score: Number | None
    max_score: Number
    to_fix: tuple[str, ...]
    late: bool
    section: str | None
    ambiguous: str | None


@dataclass(slots=True)
class FunctionTally:
    """How often a function ended in which status with which score."""

    max_score: Number = 0
    ends: Counter[tuple[Status, Number]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.ends.total()

    @property
    def statuses(self) -> Counter[Status]:
        found: Counter[Status] = Counter()
        for (status, _), count in self.ends.items():
            found[status] += count
        return found

    @property
    def score(self) -> float:
        """The points that all earned together."""
        return _sum((score, count) for (_, score), count in self.ends.items())

    @property
    def not_passed(self) -> list[tuple[Status, int]]:
        """The other statuses and how often, the gravest first."""
        statuses = self.statuses
        others = (status for status in PRECEDENCE if status != Status.PASSED)
        return [(status, statuses[status]) for status in others if statuses[status]]


class _End(NamedTuple):
    """How a case went: the share of its points, what the other cases earned, whether it passed."""

    share: float
    rest: Number
    passed: bool


@dataclass(slots=True)
class CaseTally:
    """How often a case went in which way, and what follows from it."""

    case: CaseOutcome
    ends: Counter[_End] = field(default_factory=Counter)

    def add(self, case: CaseOutcome, rest: Number, count: int) -> None:
        """``rest`` is what each of ``count`` students earned on the other cases."""
        passed = case.status == Status.PASSED
        share = case.points / case.max_points if case.max_points else float(passed)
        self.ends[_End(share, rest, passed)] += count

    @property
    def count(self) -> int:
        return self.ends.total()

    @property
    def passed(self) -> int:
        return sum(count for end, count in self.ends.items() if end.passed)

    @property
    def difficulty(self) -> float:
        """The share of its points that the class did not earn: 0 is easy."""
        return max(0.0, 1 - _sum((end.share, n) for end, n in self.ends.items()) / self.count)

    @property
    def discrimination(self) -> float | None:
        """How passing it goes with the score on the other cases, from -1 to 1 (point-biserial correlation);
        None where everybody did the same."""
        n, passed = self.count, self.passed
        rest = _sum((end.rest, count) for end, count in self.ends.items())
        squared = _sum((end.rest**2, count) for end, count in self.ends.items())
        of_passed = _sum((end.rest * end.passed, count) for end, count in self.ends.items())
        spread = n * squared - rest**2
        mixed = passed * (n - passed)
        if not mixed or spread <= 1e-9 * max(1.0, n * squared):
            return None
        return round((n * of_passed - passed * rest) / sqrt(mixed * spread), 6) + 0.0


def _sum(counted: Iterable[tuple[Number, int]]) -> float:
    """The sum of numbers that occur so often, the same in whatever order they were counted."""
    return float(sum(number * count for number, count in sorted(counted)))


@dataclass(slots=True)
class MistakeTally:
    """Of how many students the same was found, and some of them."""

    count: int = 0
    students: list[str] = field(default_factory=list)
    hint: str | None = None

    def add(self, student: str) -> None:
        self.count += 1
        self.students = sorted([*self.students, student])[:EXAMPLES]


@dataclass(slots=True)
class Tally:
    """Everything that the page tells.

    Many students have the same results: those are counted, and looked into once for all of them.
    """

    exercise: ExerciseSection | None = None
    rows: list[StudentRow] = field(default_factory=list)
    mistakes: dict[tuple[str, str], MistakeTally] = field(default_factory=dict)
    missing: dict[str, MistakeTally] = field(default_factory=dict)
    """Function -> who does not have it."""
    environments: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    alike: Alike = field(default_factory=Alike)
    stopped: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    _results: Counter[Results] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Take what the page needs of a report."""
        self.exercise = self.exercise or entry.exercise
        self.rows.append(_student_row(entry))
        self.environments[entry.environment] += 1
        if entry.seconds is not None:
            spent = (entry.seconds, entry.student)
            (heapq.heappush if len(self.slowest) < SLOWEST else heapq.heappushpop)(
                self.slowest, spent
            )
        self.alike.add(len(self.rows) - 1, entry.likeness)
        results = entry.results
        if entry.score is not None and results.cases:
            self._results[results] += 1
            for known, hint in results.mistakes.items():
                self.mistakes.setdefault(known, MistakeTally(hint=hint)).add(entry.student)
            for function in results.missing:
                self.missing.setdefault(function, MistakeTally()).add(entry.student)
            if results.stopped:
                self.stopped.append((entry.student, results.stopped))

    def functions(self) -> dict[str, FunctionTally]:
        found: dict[str, FunctionTally] = {}
        for results, count in self._results.items():
            for function in results.functions:
                tally = found.setdefault(function.name, FunctionTally())
                tally.ends[function.status, function.score] += count
                tally.max_score = max(tally.max_score, function.max_score)
        return found

    def cases(self) -> list[CaseTally]:
        found: dict[tuple[str, str], CaseTally] = {}
        for results, count in self._results.items():
            earned = sum(case.points for case in results.cases)
            for case in results.cases:
                tally = found.setdefault((case.function, case.name), CaseTally(case))
                tally.add(case, earned - case.points, count)
        return list(found.values())

    def errors(self) -> Counter[tuple[str, str]]:
        """Function and exception -> how many students raised it there."""
        found: Counter[tuple[str, str]] = Counter()
        for results, count in self._results.items():
            for error in results.errors:
                found[error] += count
        return found


def _student_row(entry: Entry) -> StudentRow:
    names = [member.name for member in entry.members if member.name]
    sections = sorted({member.section for member in entry.members if member.section})
    return StudentRow(
        student=entry.student,
        name="; ".join(names) or None,
        file_name=safe_name(entry.student),
        status=entry.status,
        reason=entry.reason,
        score=entry.score,
        max_score=entry.max_score,
        to_fix=entry.results.to_fix,
        late=bool(entry.late),
        section=", ".join(sections) or None,
        ambiguous=entry.ambiguous,
    )
