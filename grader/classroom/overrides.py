"""overrides.csv: scores that a person set. They are applied again after every regrading.

Columns: student, exercise, function, score, reason, comment. ``function`` is a function's name, or * for
the total. An empty ``exercise`` or * means every exercise. The report keeps both scores in its adjustments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from grader.classroom.late_policy import ANY_EXERCISE, LatePolicy, is_from_policy
from grader.model.result import Points, exact, rounded
from grader.report.model import Adjustment, FunctionSection, Report
from grader.util.csv_tables import read_table
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

TOTAL = "*"
# Only plain numbers: Fraction also accepts 1e400000000, and would take forever.
_SCORE = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Override:
    """One line of the file: the score of a function, or of the total."""

    student: str
    exercise: str
    function: str
    score: Fraction
    reason: str
    comment: str | None
    line: int

    @property
    def target(self) -> str:
        """What the score is of, in words."""
        what = "submission" if self.function == TOTAL else f"function {self.function}"
        return what if self.exercise in ANY_EXERCISE else f"{what} to {self.exercise}"

    def adjustment(self, before: Fraction | None) -> Adjustment:
        """Return the change from the score ``before`` (None: there was none) to the new one."""
        return Adjustment(
            points=rounded(self.score - (before or 0)),
            reason=self.reason,
            function=self.function,
            before=None if before is None else rounded(before),
            after=rounded(self.score),
            comment=self.comment,
        )


@dataclass(frozen=True, slots=True)
class Overrides:
    """The lines of the file. It also records which lines have been used."""

    entries: tuple[Override, ...] = ()
    _used: set[int] = field(default_factory=set)
    _beyond_maximum: dict[int, str] = field(default_factory=dict)
    _replaced: dict[int, int] = field(default_factory=dict)
    """Line -> another line of the same student that counts in its place."""

    def apply(
        self, report: Report, names: Collection[str], late: LatePolicy | None = None
    ) -> Report:
        """Return the report with the overrides of the student who has one of ``names``.

        Overrides of functions are applied first, then the late policy, then an override of the total.
        Adjustments of an earlier run are replaced.
        """
        folded = {name.casefold() for name in names}
        entries: dict[str, Override] = {}
        # A line for this exercise counts before one for every exercise.
        for each in sorted(self.entries, key=lambda each: each.exercise not in ANY_EXERCISE):
            if each.student.casefold() in folded and (
                each.exercise in ANY_EXERCISE or each.exercise == report.exercise.id
            ):
                if each.function in entries:
                    self._replaced[entries[each.function].line] = each.line
                entries[each.function] = each
        kept = [e for e in report.adjustments if e.function is None and not is_from_policy(e)]
        notes = tuple(note for note in report.notes if not is_from_policy(note))
        changed = len(kept) < len(report.adjustments) or len(notes) < len(report.notes)
        if not entries and late is None and not changed:
            return report
        total = _before_adjustments(report)
        adjustments = list(kept)
        for function in report.functions:
            if (entry := entries.get(function.name)) is not None:
                self._mark_used(entry, attainable(function))
                adjustments.append(entry.adjustment(exact(function.score)))
        if total is not None:
            total += sum(exact(change.points) for change in adjustments)
        report = _adjusted(report, adjustments, total).model_copy(update={"notes": notes})
        if late is not None:
            report = late.apply(report, names)
        if (entry := entries.get(TOTAL)) is None:
            return report
        self._mark_used(entry, attainable(report))
        before = None if report.score is None else exact(report.score)
        return _adjusted(report, [*report.adjustments, entry.adjustment(before)], entry.score)

    def _mark_used(self, entry: Override, maximum: Points) -> None:
        self._used.add(entry.line)
        if entry.score > exact(maximum):
            self._beyond_maximum[entry.line] = (
                f"overrides, line {entry.line}: {rounded(entry.score)} is more than the {maximum} points "
                f"of the {entry.target}"
            )

    def warnings(self, others: Collection[str] = ()) -> list[str]:
        """Sentences about lines without a submission and about scores above the maximum.

        ``others`` are students whom this run does not grade: their lines are not reported.
        """
        unused = [
            f"overrides, line {entry.line}: line {self._replaced[entry.line]} sets the same score, and counts"
            if entry.line in self._replaced
            else f"overrides, line {entry.line}: there is no {entry.target} of {entry.student} in this run"
            for entry in self.entries
            if entry.line not in self._used and entry.student.casefold() not in others
        ]
        return [*unused, *(text for _, text in sorted(self._beyond_maximum.items()))]


NO_OVERRIDES = Overrides()


def read_overrides(path: Path) -> Overrides:
    """Read the file; raises UsageError with the line that is wrong."""
    entries: list[Override] = []
    lines: dict[tuple[str, str, str], int] = {}
    columns = ("student", "score", "reason"), ("exercise", "function", "comment")
    for line, row in read_table(path, "overrides", *columns):
        where = f"{path}, line {line}"
        text = row.get("score", "")
        if not _SCORE.fullmatch(text):
            raise UsageError(f"{where}: {text!r} is not a score")
        score = Fraction(text.replace(",", "."))
        if score < 0:
            raise UsageError(f"{where}: a score cannot be negative")
        if not row.get("student") or not row.get("reason"):
            raise UsageError(f"{where}: an override needs a student and a reason")
        entry = Override(
            row["student"],
            row.get("exercise", ""),
            row.get("function") or TOTAL,
            score,
            harmless(row["reason"]),
            harmless(row.get("comment") or "") or None,
            line,
        )
        exercise = "" if entry.exercise in ANY_EXERCISE else entry.exercise
        key = (entry.student.casefold(), exercise, entry.function)
        if key in lines:
            raise UsageError(f"{where}: line {lines[key]} already sets this score")
        lines[key] = line
        entries.append(entry)
    return Overrides(tuple(entries))


def attainable(section: FunctionSection | Report) -> Points:
    """All that can be earned, bonus points included."""
    return rounded(exact(section.max_score) + exact(section.max_bonus))


def _before_adjustments(report: Report) -> Fraction | None:
    """The score as it was graded; None where there was none."""
    if report.score is None or any(
        change.function == TOTAL and change.before is None for change in report.adjustments
    ):
        return None
    # Rounded as reports are: what was taken off may have been.
    changes = sum((exact(change.points) for change in report.adjustments), Fraction(0))
    return exact(rounded(exact(report.score) - changes))


def _adjusted(report: Report, adjustments: Sequence[Adjustment], total: Fraction | None) -> Report:
    score = None if total is None else rounded(max(total, Fraction(0)))
    return report.model_copy(update={"adjustments": tuple(adjustments), "score": score})
