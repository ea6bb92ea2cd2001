"""overrides.csv: scores that a person set, which outlive every regrading.

Columns: student, exercise, function, score, reason, comment. ``function`` is a name, or * for the total;
an empty ``exercise`` or * means every exercise. The report keeps both scores in its adjustments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from grader.classroom.late_policy import LatePolicy, is_ours
from grader.report.model import Adjustment, Report
from grader.util.csv_tables import read_table
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

TOTAL = "*"
_NEEDED, _OPTIONAL = ("student", "score", "reason"), ("exercise", "function", "comment")
# Only plain numbers: a Fraction also takes 1e400000000, and would never be done with it.
_SCORE = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,9})?")
ANY = ("", "*")
Number = int | float


@dataclass(frozen=True, slots=True)
class Override:
    student: str
    exercise: str
    function: str
    score: Fraction
    reason: str
    comment: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person decided, and which of it has been used."""

    entries: tuple[Override, ...] = ()
    _by_student: dict[str, list[Override]] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)
    _beyond: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._by_student.setdefault(entry.student.casefold(), []).append(entry)

    def apply(
        self, report: Report, names: Collection[str], late: LatePolicy | None = None
    ) -> Report:
        """The report with the overrides of the student who goes by any of ``names``, and no others.

        Overrides of functions come first, then what lateness takes off; one of the total is the last word.
        """
        own = {
            entry.function: entry
            for name in names
            for entry in self._by_student.get(name.casefold(), ())
            if entry.exercise in ANY or entry.exercise == report.exercise.id
        }
        kept = tuple(e for e in report.adjustments if e.function is None and not is_ours(e))
        unnoted = tuple(note for note in report.notes if not is_ours(note))
        changed = len(kept) < len(report.adjustments) or len(unnoted) < len(report.notes)
        if not own and late is None and not changed:
            return report
        base = _as_graded(report)
        total = None if base is None else _exact(base) + _sum(each.points for each in kept)
        adjustments = list(kept)
        for function in report.functions:
            entry = own.get(function.name)
            if entry is not None:
                self._use(entry, function.max_score)
                adjustments.append(_adjustment(entry, _exact(function.score)))
                total = None if total is None else total + _exact(adjustments[-1].points)
        report = _with(report, adjustments, total).model_copy(update={"notes": unnoted})
        if late is not None:
            report = late.apply(report, names)
        entry = own.get(TOTAL)
        if entry is None:
            return report
        self._use(entry, report.max_score)
        before = None if report.score is None else _exact(report.score)
        return _with(report, [*report.adjustments, _adjustment(entry, before)], entry.score)

    def _use(self, entry: Override, most: Number) -> None:
        self._used.add(entry.line)
        if entry.score > _exact(most):
            score, what = _number(entry.score), _what(entry)
            self._beyond[entry.line] = (
                f"overrides, line {entry.line}: {score} is more than the {most} points of the {what}"
            )

    def told(self, others: Collection[str] = ()) -> list[str]:
        """A sentence for every line that met no submission in this run, or gives more than all points.

        ``others`` are students who were not asked for: nothing is wrong with their lines.
        """
        unused = [
            f"overrides, line {entry.line}: there is no {_what(entry)} of {entry.student} in this run"
            for entry in self.entries
            if entry.line not in self._used and entry.student.casefold() not in others
        ]
        return [*unused, *(self._beyond[line] for line in sorted(self._beyond))]


NONE = Overrides()


def read_overrides(path: Path) -> Overrides:
    """Read the file; raises UsageError with the line that is wrong."""
    entries: list[Override] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in read_table(path, "overrides", _NEEDED, _OPTIONAL):
        told = row.get("score", "")
        if not _SCORE.fullmatch(told):
            raise UsageError(f"{path}, line {line}: {told!r} is no score")
        score = Fraction(told.replace(",", "."))
        if score < 0:
            raise UsageError(f"{path}, line {line}: a score is not below zero")
        if not row.get("student") or not row.get("reason"):
            raise UsageError(f"{path}, line {line}: an override needs a student and a reason")
        entry = Override(
            row["student"],
            row.get("exercise", ""),
            row.get("function") or TOTAL,
            score,
            harmless(row["reason"]),
            harmless(row.get("comment") or "") or None,
            line,
        )
        key = (entry.student.casefold(), entry.exercise, entry.function)
        if key in seen:
            raise UsageError(f"{path}, line {line}: this was set already in line {seen[key]}")
        seen[key] = line
        entries.append(entry)
    return Overrides(tuple(entries))


def _as_graded(report: Report) -> Number | None:
    """The score before any adjustment."""
    if report.score is None:
        return None
    if any(each.function == TOTAL and each.before is None for each in report.adjustments):
        return None
    return _number(_exact(report.score) - _sum(each.points for each in report.adjustments))


def _with(report: Report, adjustments: Iterable[Adjustment], total: Fraction | None) -> Report:
    score = None if total is None else _number(max(total, Fraction(0)))
    return report.model_copy(update={"adjustments": tuple(adjustments), "score": score})


def _adjustment(entry: Override, before: Fraction | None) -> Adjustment:
    return Adjustment(
        points=_number(entry.score - (before or 0)),
        reason=entry.reason,
        function=entry.function,
        before=None if before is None else _number(before),
        after=_number(entry.score),
        comment=entry.comment,
    )


def _what(entry: Override) -> str:
    what = "submission" if entry.function == TOTAL else f"function {entry.function}"
    return what if entry.exercise in ANY else f"{what} to {entry.exercise}"


def _sum(numbers: Iterable[Number]) -> Fraction:
    return sum(map(_exact, numbers), Fraction(0))


def _exact(number: Number) -> Fraction:
    return Fraction(str(number))


def _number(value: Fraction) -> Number:
    if value.denominator == 1:
        return value.numerator
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
