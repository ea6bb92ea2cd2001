"""summary.html: how a class did on one exercise, and who needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from grader.files import safe_name, write_atomically
from grader.model.result import PRECEDENCE, Status
from grader.report import words
from grader.report.model import CaseSection, ExerciseSection, Report
from grader.report.pages import render
from grader.report.roster import Roster

BINS = 10


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A line of the table of students."""

    student: str
    file_name: str
    status: str
    reason: str | None
    score: int | float | None
    max_score: int | float
    to_mend: tuple[str, ...]


@dataclass(slots=True)
class FunctionTally:
    """How often a function ended in which status, and the points earned on it."""

    statuses: Counter[Status] = field(default_factory=Counter)
    score: float = 0.0
    max_score: int | float = 0

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
    """How often a case passed."""

    case: CaseSection
    passed: int = 0
    count: int = 0


@dataclass(slots=True)
class Tally:
    """Everything that the page tells, gathered in one pass: a report is not kept."""

    exercise: ExerciseSection | None = None
    rows: list[StudentRow] = field(default_factory=list)
    functions: dict[str, FunctionTally] = field(default_factory=dict)
    cases: dict[tuple[str, str], CaseTally] = field(default_factory=dict)
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)
    environments: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        self.exercise = self.exercise or report.exercise
        self.rows.append(_student_row(report))
        place = report.environment
        self.environments[
            place.grader.version, place.python, place.numpy, place.isolation.level
        ] += 1
        if report.score is not None:
            self._add_results(report)

    def _add_results(self, report: Report) -> None:
        for function in report.functions:
            tally = self.functions.setdefault(function.name, FunctionTally())
            tally.statuses[function.status] += 1
            tally.score += function.score
            tally.max_score = function.max_score
        mistakes = set()
        for case in report.cases:
            counted = self.cases.setdefault((case.function, case.name), CaseTally(case))
            counted.count += 1
            counted.passed += case.status == Status.PASSED
            if case.mistake is not None:
                mistakes.add((case.function, case.mistake))
        self.mistakes.update(mistakes)


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the histogram; ``height`` is its share of the tallest."""

    label: str
    count: int
    height: float


class Summary:
    """Gathers what the page tells, from one report at a time, and writes it."""

    def __init__(self, roster: Roster | None = None) -> None:
        self._tally = Tally()

    def add(self, report: Report) -> None:
        self._tally.add(report)

    def write(self, path: Path) -> None:
        """Write the page; links lead to reports/ and feedback/ beside it."""
        write_atomically(path, self.page())

    def page(self) -> str:
        return _page(self._tally)


def write_summary(path: Path, reports: Iterable[Report]) -> None:
    """Write the page of one exercise."""
    write_atomically(path, summary_page(reports))


def summary_page(reports: Iterable[Report]) -> str:
    """The page on the reports of one exercise."""
    summary = Summary()
    for report in reports:
        summary.add(report)
    return summary.page()


def _page(tally: Tally) -> str:
    rows = sorted(tally.rows, key=lambda row: (row.student.casefold(), row.student))
    scores = [row.score for row in rows if row.score is not None]
    return render(
        "summary.html",
        exercise=tally.exercise,
        rows=rows,
        graded=len(scores),
        full=sum(row.score is not None and row.score >= row.max_score for row in rows),
        mean=fmean(scores) if scores else None,
        median=median(scores) if scores else None,
        max_score=max((row.max_score for row in rows), default=0),
        waiting=[row for row in rows if row.score is None],
        histogram=_histogram(rows),
        functions=tally.functions,
        cases=list(tally.cases.values()),
        mistakes=sorted(tally.mistakes.items(), key=lambda item: (-item[1], item[0])),
        environments=sorted(tally.environments.items()),
    )


def _student_row(report: Report) -> StudentRow:
    return StudentRow(
        student=report.submission.student,
        file_name=safe_name(report.submission.student),
        status=words.submission_status(report),
        reason=words.why_without_score(report),
        score=report.score,
        max_score=report.max_score,
        to_mend=tuple(
            function.name for function in report.functions if function.status != Status.PASSED
        ),
    )


def _histogram(rows: Iterable[StudentRow]) -> list[Bar]:
    """Scores in tenths of what is attainable; the last column holds full scores too."""
    counts = Counter(
        min(int(row.score * BINS / row.max_score), BINS - 1)
        for row in rows
        if row.score is not None and row.max_score
    )
    tallest = max(counts.values(), default=1)
    return [
        Bar(f"{100 * n // BINS}–{100 * (n + 1) // BINS} %", counts[n], counts[n] / tallest)
        for n in range(BINS)
    ]
