"""Verdicts. Points are exact fractions until the report, which holds rounded numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from grader.model.exercise import Visibility
from grader.model.outcome import Ending
from grader.util.language import gettext, gettext_noop

Kind = Literal["passed", "failure", "error", "skipped"]
"""The four ways in which a check can end, in JUnit's words."""


class Status(StrEnum):
    """What became of a case, the gravest first: a function has the gravest of its cases."""

    word: str  # how people read it
    mark: str  # a sign beside the word, never instead of it
    kind: Kind  # pages, colours and exports go by it
    sentence: str | None  # what a student reads of a hidden case; None where its own facts say more
    is_right: bool
    was_run: bool
    is_students: bool  # wrong, and the student's own to fix

    def __new__(
        cls, value: str, word: str, mark: str, kind: Kind, sentence: str | None = None
    ) -> Status:
        status = str.__new__(cls, value)
        status._value_ = value
        status.word, status.mark, status.kind, status.sentence = word, mark, kind, sentence
        status.is_right, status.was_run = kind == "passed", kind != "skipped"
        status.is_students = kind in ("failure", "error") and value != "grader_error"
        return status

    GRADER_ERROR = (
        "grader_error", gettext_noop("grader's fault"), "!", "error",
        gettext_noop("The grader failed here. This is not your fault, and a person will look."),
    )  # fmt: skip
    MISSING = (
        "missing", gettext_noop("missing"), "?", "error",
        gettext_noop("The function is not there, is not written yet, or cannot be read."),
    )  # fmt: skip
    MEMORY = (
        "memory", gettext_noop("out of memory"), "!", "error",
        gettext_noop("The function used too much memory."),
    )  # fmt: skip
    TIMEOUT = (
        "timeout", gettext_noop("ran out of time"), "!", "error",
        gettext_noop("The function ran out of time."),
    )  # fmt: skip
    ERROR = "error", gettext_noop("raised an error"), "!", "error"
    FAILED = (
        "failed", gettext_noop("failed"), "✗", "failure",
        gettext_noop("The result differs from the expected one."),
    )  # fmt: skip
    SKIPPED = (
        "skipped",
        gettext_noop("not run"),
        "-",
        "skipped",
        gettext_noop("This case was not run."),
    )
    PASSED = "passed", gettext_noop("passed"), "✓", "passed"

    @classmethod
    def gravest(cls, statuses: Iterable[Status]) -> Status:
        """The first in order of ``statuses``; of none, SKIPPED."""
        present = set(statuses)
        return next((status for status in cls if status in present), cls.SKIPPED)


class Shown(StrEnum):
    """How much of a result students read. Each word adds to the one before it."""

    PUBLIC = "public"
    """The public cases alone: no hidden case, and no sum that would tell how these ended."""
    STATUSES = "statuses"
    """Also how each hidden case ended, and the score."""
    HINTS = "hints"
    """Also what a student reads of a hidden case that is wrong: the kind of error, the hint."""


STATUS_OF = {
    Ending.RAISED: Status.ERROR,
    Ending.TIMEOUT: Status.TIMEOUT,
    Ending.MEMORY: Status.MEMORY,
    Ending.DIED: Status.ERROR,
    Ending.UNREADABLE: Status.ERROR,
    Ending.UNFIT: Status.FAILED,
    Ending.MISSING: Status.MISSING,
    Ending.NOT_RUN: Status.SKIPPED,
    Ending.FAULT: Status.GRADER_ERROR,
}
"""How a call ended -> the status of its case, where nothing came back to be compared."""

PARTLY_RIGHT = gettext_noop("The result is right in part.")
"""What a student reads of a hidden case that failed and has points: how many it is tells the rest."""


NOT_AS_ASKED = "code_not_as_asked"
"""The mistake of a case whose result is right, from code that does not keep the rules of the task."""
RIGHT_BUT_NOT_AS_ASKED = gettext_noop(
    "The result is right, but the code is not written as the task asks."
)
STYLE = "style"
"""The same for the rules of style."""
RIGHT_BUT_STYLE = gettext_noop(
    "The result is right. A part of the points is for the style of the code."
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


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A small input, no case's, on which a function differs from the right one.

    code   makes the call; yours: what the function does there ("gives 1.0"); right: the right result
    """

    code: str
    yours: str
    right: str


@dataclass(frozen=True, slots=True)
class CaseResult:
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
    """The wrong helper that a correct one replaced when this case passed."""
    error_type: str | None = None
    error_line: str | None = None
    """For an error: the built-in exception's type, and where ("cell 3, line 4")."""
    comparison: Comparison | None = None
    """Of public cases only."""
    call: str | None = None
    """Of a public case that does not pass: code that makes its call."""
    printed: str | None = None
    """Of the same: what the student's function printed in that call."""
    bonus: bool = False
    """Whether its points are earned beyond the maximum."""
    parts_right: tuple[int, int] | None = None
    """Of a wrong result with credit for parts: how many are right, of how many."""


def counts_with_others() -> str:
    """The sentence for a case that only asks for an exception, or for the end of a program, where
    nothing else is right yet."""
    return gettext("This is right. The points count once another case of this function passes.")


def passed_with_correct(helper: str) -> str:
    """The sentence for a case that passes with a correct ``helper``, for students and instructors."""
    return gettext(
        "This is right with a correct `{helper}`. The points are lost only there.", helper=helper
    )


@dataclass(frozen=True, slots=True)
class FunctionResult:
    name: str
    status: Status
    score: Fraction
    max_score: Fraction
    accepted_form: str | None = None
    fix_first: str | None = None
    """The wrong function to fix before this one, which builds on it and calls it."""
    max_bonus: Fraction = Fraction(0)
    """What its bonus cases give beyond ``max_score``."""
    violations: tuple[str, ...] = ()
    """What of its code the task forbids or requires, a sentence each."""
    edit: str | None = None
    """An edit of the reference that gives the function's results, as a diff: for instructors only."""
    behaviour: str | None = None
    """A hash of what a wrong function gives on all cases: for instructors only."""
    draft: str | None = None
    """The lines that declare the edit as a known mistake: for instructors only."""
    text: str | None = None
    """The student's own text of a wrong function: for instructors only."""
    counterexample: Counterexample | None = None
    """A small input on which a wrong function differs, for its student; no number of a hidden case is in it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One submission judged on one exercise."""

    status: SubmissionStatus
    score: Fraction | None
    max_score: Fraction
    """Without bonus points, by which a score may exceed it."""
    functions: tuple[FunctionResult, ...] = ()
    cases: tuple[CaseResult, ...] = ()


Points = int | float


def exact(points: Points) -> Fraction:
    """Return the decimal number that a report shows, without the error of its binary form."""
    return Fraction(str(points))


def rounded(points: Fraction) -> Points:
    """Return points as reports hold them: an integer where possible, otherwise six decimals."""
    if points.denominator == 1:
        return points.numerator
    number = round(float(points), 6)
    return int(number) if number.is_integer() else number
