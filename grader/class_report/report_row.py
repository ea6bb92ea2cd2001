"""What the tables over a class need of a report, so that of thousands nothing else is kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

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

Number = int | float
T = TypeVar("T", bound=Hashable)


class CaseOutcome:
    """One case as the tables tell it; one object for everybody of whom the same is told."""

    def __init__(self, case: CaseSection) -> None:
        self.function: str = case.function
        self.name: str = case.name
        self.description: str = case.description
        self.visibility: Visibility = case.visibility
        self.status: Status = case.status
        self.points: Number = case.points
        self.max_points: Number = case.max_points
        self.hint: str | None = case.hint
        self.mistake: str | None = case.mistake
        self.error_type: str | None = case.error_type


class Results:
    """Functions and cases of one report: one object for everybody who has the same."""

    def __init__(
        self, functions: tuple[FunctionSection, ...], cases: tuple[CaseOutcome, ...]
    ) -> None:
        self.functions, self.cases = functions, cases

    @cached_property
    def scores(self) -> Mapping[str, Number]:
        """The functions' scores, as they were graded."""
        return {function.name: function.score for function in self.functions}

    @cached_property
    def to_fix(self) -> tuple[str, ...]:
        """The functions that did not pass."""
        return tuple(f.name for f in self.functions if f.status != Status.PASSED)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The functions that are not there."""
        return tuple(f.name for f in self.functions if f.status == Status.MISSING)

    @cached_property
    def stopped(self) -> tuple[str, ...]:
        """The functions that ran into a limit."""
        return tuple(f.name for f in self.functions if f.status in (Status.TIMEOUT, Status.MEMORY))

    @cached_property
    def mistakes(self) -> Mapping[tuple[str, str], str | None]:
        """Function and known mistake -> the hint."""
        found: dict[tuple[str, str], str | None] = {}
        for case in self.cases:
            if case.mistake:
                found.setdefault((case.function, case.mistake), case.hint)
        return found

    @cached_property
    def errors(self) -> frozenset[tuple[str, str]]:
        """Function and the exception that it raised."""
        return frozenset((c.function, c.error_type) for c in self.cases if c.error_type)


class Entry(NamedTuple):
    """One report as the tables tell it. ``scores`` are the functions', as a person may have set them."""

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
    """What a table's reader should know of this submission beside its score."""
    score: Number | None
    max_score: Number
    scores: Mapping[str, Number]
    results: Results
    likeness: Mapping[str, str]
    environment: tuple[str, str, str, str]
    """The grader's version, Python's, NumPy's, and the level of isolation."""
    seconds: float | None

    @classmethod
    def of(cls, report: Report) -> Entry:
        found = report.submission
        place = report.environment
        results = _results(
            tuple(map(_shared, report.functions)), tuple(map(_outcome, report.cases))
        )
        return cls(
            exercise=_shared(report.exercise),
            student=found.student,
            members=found.members,
            status=wording.submission_status(report),
            reason=wording.why_without_score(report),
            ambiguous=found.ambiguous,
            late=found.late,
            attempt=found.attempt,
            submitted_at=found.submitted_at,
            notes=wording.for_the_table(report),
            score=report.score,
            max_score=report.max_score,
            scores=_as_set(report, results.scores) if report.adjustments else results.scores,
            results=results,
            likeness=found.likeness,
            environment=_shared(
                (place.grader.version, place.python, place.numpy, place.isolation.level)
            ),
            seconds=report.timing.total,
        )


_outcome = lru_cache(maxsize=4096)(CaseOutcome)
_results = lru_cache(maxsize=4096)(Results)


@lru_cache(maxsize=4096)
def _shared(value: T) -> T:
    """The first of all that are equal to ``value``: thousands of reports repeat the same few."""
    return value


def _as_set(report: Report, graded: Mapping[str, Number]) -> Mapping[str, Number]:
    own = {
        each.function: each.after
        for each in report.adjustments
        if each.function not in (None, TOTAL) and each.after is not None
    }
    return {**graded, **own}
