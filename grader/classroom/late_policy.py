"""What late work loses by the course's policy. Nothing here reads a clock: only the times of handing in count.

Extensions are a CSV file with the columns student, until, exercise, reason; an empty ``exercise`` or * means
every one. Who is named there is in time until then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import Literal

from grader.report.model import Adjustment, NoteSection, Report
from grader.util.csv_tables import read_table
from grader.util.errors import UsageError

KIND: Literal["late"] = "late"
"""Of an adjustment and of a note that are made here."""
UNKNOWN = "hand_in_time"
"""Of a note for the instructor."""
ANY = ("", "*")
_DAY = timedelta(days=1)
_MOST_TOLD = 20
_LATE_SOMETIME = "It was handed in late, but not when is known, so no points were taken off."
_SOMETIME = "When it was handed in is not known, so no points were taken off for lateness."


@dataclass(frozen=True, slots=True)
class Extension:
    """A later time for one student."""

    student: str
    exercise: str
    until: datetime
    line: int


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """When work was due, and what is taken off for each day that began since; then what came of it.

    due         exercise, or * for all others -> time, with a zone
    percent     of the points, for each day
    cap         the most that is taken off, in per cent
    grace       so long it is still in time; days are counted from then
    of_earned   whether the percentage is of the points earned, not of the attainable ones
    zone        of times of handing in that name none
    """

    due: Mapping[str, datetime]
    percent: Fraction
    cap: Fraction = Fraction(100)
    grace: timedelta = timedelta(0)
    of_earned: bool = False
    zone: tzinfo | None = None
    extensions: tuple[Extension, ...] = ()
    _used: set[int] = field(default_factory=set)
    _unknown: set[str] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)

    def apply(self, report: Report, names: Collection[str]) -> Report:
        """Return the report with what lateness takes off, its flag ``late`` by this policy.

        Args:
            report: As it was graded, without an earlier policy's adjustment.
            names: Everything that its student, or one of its group, is called.
        """
        due = self._due(report.exercise.id, names)
        if due is None:
            return report
        handed_in = _time(report.submission.submitted_at, self.zone or due.tzinfo)
        if handed_in is None:
            return self._without_a_time(report)
        days = _days(handed_in - due - self.grace)
        submission = report.submission.model_copy(update={"late": days > 0})
        report = report.model_copy(update={"submission": submission})
        if report.score is None or not days:
            return report
        whole = report.score if self.of_earned else report.max_score
        share = min(self.percent * days, self.cap) / 100
        taken = min(_rounded(Fraction(str(whole)) * share), Fraction(str(report.score)))
        if not taken:
            return report
        self._lost.add(report.submission.student)
        change = Adjustment(points=-_number(taken), reason=self._reason(days), kind=KIND)
        return report.model_copy(
            update={
                "score": _number(Fraction(str(report.score)) - taken),
                "adjustments": (*report.adjustments, change),
            }
        )

    def told(self, others: Collection[str] = ()) -> list[str]:
        """What whoever started the run should know. ``others``: names that were not asked for."""
        lines = []
        if self._lost:
            lines.append(f"late: points taken off for {_students(self._lost)}")
        if self._unknown:
            told = _students(self._unknown)
            lines.append(f"late: time of handing in not known, so nothing taken off for {told}")
        lines += [
            f"extensions, line {each.line}: there is nothing of {each.student} in this run"
            for each in self.extensions
            if each.line not in self._used and each.student.casefold() not in others
        ]
        return lines

    def _due(self, exercise: str, names: Collection[str]) -> datetime | None:
        due = self.due.get(exercise, self.due.get("*"))
        folded = {name.casefold() for name in names}
        for each in self.extensions:
            if each.student.casefold() in folded and each.exercise in (*ANY, exercise):
                self._used.add(each.line)
                due = each.until if due is None else max(due, each.until)
        return due

    def _without_a_time(self, report: Report) -> Report:
        if report.submission.late is False:
            return report
        self._unknown.add(report.submission.student)
        note = (
            NoteSection(kind=KIND, text=_LATE_SOMETIME)
            if report.submission.late
            else NoteSection(kind=UNKNOWN, text=_SOMETIME)
        )
        return report.model_copy(update={"notes": (*report.notes, note)})

    def _reason(self, days: int) -> str:
        whose = "earned" if self.of_earned else "attainable"
        taken = min(self.percent * days, self.cap)
        what = f"{days} day{'s' * (days != 1)} late, {_number(self.percent)} % of the {whose} points a day"
        return what if taken == self.percent * days else f"{what}, {_number(self.cap)} % at most"


def is_ours(each: Adjustment | NoteSection) -> bool:
    """Whether a policy made it, of this run or an earlier one."""
    return each.kind in (KIND, UNKNOWN)


def read_extensions(path: Path, zone: tzinfo | None) -> tuple[Extension, ...]:
    """Read the file of later times; raises UsageError with the line that is wrong."""
    found: list[Extension] = []
    for line, row in read_table(path, "extensions", ("student", "until"), ("exercise", "reason")):
        if not row.get("student"):
            raise UsageError(f"{path}, line {line}: an extension needs a student")
        text = row.get("until", "")
        try:
            until = datetime.fromisoformat(text)
        except ValueError:
            until = None
        if until is None or len(text) <= len("2026-11-20"):
            raise UsageError(
                f"{path}, line {line}: {text!r} is no time",
                hint="such as 2026-11-22T23:59:00+01:00",
            )
        if until.tzinfo is None:
            if zone is None:
                raise UsageError(
                    f"{path}, line {line}: {text!r} has no offset, such as +01:00",
                    hint='add one, or say timezone = "Europe/Berlin" in the settings',
                )
            until = until.replace(tzinfo=zone)
        found.append(Extension(row["student"], row.get("exercise", ""), until, line))
    return tuple(found)


def _time(text: str | None, zone: tzinfo | None) -> datetime | None:
    """A time of handing in, in ``zone`` where it names none."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time.replace(tzinfo=zone) if time.tzinfo is None else time


def _days(late: timedelta) -> int:
    """Days that have begun."""
    return max(0, -(-late // _DAY))


def _students(students: Collection[str]) -> str:
    every = sorted(students)
    shown = "; ".join(every[:_MOST_TOLD]) + ("; ..." if len(every) > _MOST_TOLD else "")
    return f"{len(every)} student{'s' * (len(every) != 1)}: {shown}"


def _rounded(points: Fraction) -> Fraction:
    """To what a report holds, so that taking it away again gives the score as it was."""
    return Fraction(str(_number(points)))


def _number(value: Fraction) -> int | float:
    if value.denominator == 1:
        return value.numerator
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
