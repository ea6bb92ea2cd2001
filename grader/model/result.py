"""Verdicts: what the judge made of the outcomes. Points are exact fractions until the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from grader.model.exercise import Visibility


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    MISSING = "missing"
    SKIPPED = "skipped"
    GRADER_ERROR = "grader_error"


# A function's status is the first of these that any of its cases has.
PRECEDENCE = (
    Status.GRADER_ERROR,
    Status.MISSING,
    Status.MEMORY,
    Status.TIMEOUT,
    Status.ERROR,
    Status.FAILED,
    Status.SKIPPED,
    Status.PASSED,
)


class SubmissionStatus(StrEnum):
    GRADED = "graded"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    WRONG_EXERCISE = "wrong_exercise"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first part of a public case's result that differs, as rows of rounded texts.

    place      how a reader finds it inside the result ("`W1`")
    expected   rows, cut to what a page has room for; ``expected_shape`` is the whole array's
    differs    (row, column) of the entries shown that differ, where the shapes agree
    """

    place: str
    expected: tuple[tuple[str, ...], ...]
    actual: tuple[tuple[str, ...], ...]
    expected_shape: tuple[int, ...]
    actual_shape: tuple[int, ...]
    differs: tuple[tuple[int, int], ...] = ()


class CaseResult(NamedTuple):
    """A case's verdict. ``rationale`` is what is wrong, ``hint`` what to try.

    ``rationale`` may name values and shapes of the case: it is the instructor's. The student's
    view of a hidden case is derived in ``grader.report.student_view`` from status and mistake id alone.
    """

    function: str
    name: str
    description: str
    visibility: Visibility
    status: Status
    points: Fraction
    max_points: Fraction
    rationale: str | None = None
    hint: str | None = None
    mistake: str | None = None
    carried_from: str | None = None
    """The wrong function in whose place a correct one stood when this case passed."""
    error_type: str | None = None
    error_line: str | None = None
    """For an error: the built-in exception's type, and where ("cell 3, line 4")."""
    comparison: Comparison | None = None
    """Of public cases only."""

    def __hash__(self) -> int:
        # Enough to tell results apart; to hash a fraction takes longer than all else together.
        return hash((self.name, self.rationale, self.hint))


def passed_with_correct(helper: str) -> str:
    """What is told of a case that is carried from ``helper``: students' and instructors' alike."""
    return f"This is right with a correct `{helper}`. The points are lost only there."


class FunctionResult(NamedTuple):
    name: str
    status: Status
    score: Fraction
    max_score: Fraction
    accepted_form: str | None = None
    fix_first: str | None = None
    """The wrong function to fix before this one, which builds on it and calls it."""

    def __hash__(self) -> int:
        return hash((self.name, self.status._value_))  # see CaseResult


@dataclass(frozen=True, slots=True)
class Result:
    """One submission judged on one exercise."""

    status: SubmissionStatus
    score: Fraction | None
    max_score: Fraction
    functions: tuple[FunctionResult, ...] = ()
    cases: tuple[CaseResult, ...] = ()
