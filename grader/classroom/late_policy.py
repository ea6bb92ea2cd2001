"""What late work loses by the course's policy. No clock is read: only the time of each submission counts.

Extensions are a CSV file with the columns student, until, exercise, reason. An empty ``exercise`` or ``*``
means every exercise. A listed student is on time until the time in ``until``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from grader.model.result import Points, exact, rounded
from grader.report.model import Adjustment, NoteSection, Report
from grader.util.csv_tables import read_table
from grader.util.errors import UsageError
from grader.util.in_words import count_of, first_few
from grader.util.language import gettext, gettext_noop, ngettext

if TYPE_CHECKING:
    from grader.course.settings import Late

ANY_EXERCISE = ("", "*")
_DAY = timedelta(days=1)
_LATE_WITHOUT_TIME = gettext_noop(
    "The submission is late. The exact time is not known, so no points were taken off."
)
_NO_TIME = "The submission time is not known, so no points were taken off for lateness."


@dataclass(frozen=True, slots=True)
class Extension:
    """A later due time for one student."""

    student: str
    exercise: str
    until: datetime
    line: int


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """When work is due and what is taken off for each day that has begun; it also records what it did.

    due         exercise, or * for all others -> time with a zone
    percent     of the points, for each day
    cap         the most that is taken off, in per cent
    grace       how long after ``due`` work is still on time; days are counted from then
    of_earned   whether the percentage is of the points earned instead of the attainable points
    zone        the zone of submission times that name none
    """

    due: Mapping[str, datetime]
    percent: Fraction
    cap: Fraction = Fraction(100)
    grace: timedelta = timedelta(0)
    of_earned: bool = False
    zone: tzinfo | None = None
    extensions: tuple[Extension, ...] = ()
    _used: set[int] = field(default_factory=set)
    _without_time: set[str] = field(default_factory=set)
    _reduced: set[str] = field(default_factory=set)

    @classmethod
    def from_settings(cls, late: Late) -> LatePolicy:
        """Return the policy of a course's ``[late]`` settings, with its file of extensions.

        Raises UsageError if that file cannot be read.
        """
        zone = late.zone
        return cls(
            due={
                exercise: time.replace(tzinfo=zone) if time.tzinfo is None else time
                for exercise, time in late.due.items()
            },
            percent=exact(late.percent_a_day),
            cap=exact(late.cap_percent),
            grace=timedelta(minutes=late.grace_minutes),
            of_earned=late.of == "earned",
            zone=zone,
            extensions=read_extensions(late.extensions, zone) if late.extensions else (),
        )

    def apply(self, report: Report, names: Collection[str]) -> Report:
        """Return the report with the loss for lateness and its ``late`` flag set by this policy.

        Args:
            report: As it was graded, without an earlier policy's adjustment.
            names: Every name of its student or of the members of its group.
        """
        due = self._due(report.exercise.id, names)
        if due is None:
            return report
        submitted = _time(report.submission.submitted_at, self.zone or due.tzinfo)
        if submitted is None:
            return self._note_missing_time(report)
        days = self.days_late(due, submitted)
        submission = report.submission.model_copy(update={"late": days > 0})
        report = report.model_copy(update={"submission": submission})
        if report.score is None or not days:
            return report
        loss = self.loss(report.score, report.max_score, days)
        if not loss:
            return report
        self._reduced.add(report.submission.student)
        change = Adjustment(points=-rounded(loss), reason=self.reason(days), kind="late")
        return report.model_copy(
            update={
                "score": rounded(exact(report.score) - loss),
                "adjustments": (*report.adjustments, change),
            }
        )

    def days_late(self, due: datetime, submitted: datetime) -> int:
        """How many days have begun since the end of the grace time; 0 for work in time."""
        return max(0, -(-(submitted - due - self.grace) // _DAY))

    def loss(self, score: Points, max_score: Points, days: int) -> Fraction:
        """The points that work with this score loses when it is so many days late."""
        percent = min(self.percent * days, self.cap)
        base = exact(score if self.of_earned else max_score)
        # Rounded as reports are, so that adding it again gives the old score.
        return min(exact(rounded(base * percent / 100)), exact(score))

    def reason(self, days: int) -> str:
        """Why work that is so many days late loses points, in words."""
        late = ngettext("{count} day late", "{count} days late", days)
        percent = rounded(self.percent)
        if self.of_earned:
            text = gettext(
                "{late}, {percent} % of the earned points a day", late=late, percent=percent
            )
        else:
            text = gettext(
                "{late}, {percent} % of the attainable points a day", late=late, percent=percent
            )
        if self.percent * days <= self.cap:
            return text
        return gettext("{text}, {cap} % at most", text=text, cap=rounded(self.cap))

    def warnings(self, others: Collection[str] = ()) -> list[str]:
        """Sentences for the instructor. ``others`` are students whom this run does not grade."""
        lines = []
        if self._reduced:
            lines.append(f"late: points taken off for {_students(self._reduced)}")
        if self._without_time:
            lines.append(
                f"late: submission time not known, no points taken off for {_students(self._without_time)}"
            )
        lines += [
            f"extensions, line {extension.line}: no submission of {extension.student} in this run"
            for extension in self.extensions
            if extension.line not in self._used and extension.student.casefold() not in others
        ]
        return lines

    def _due(self, exercise: str, names: Collection[str]) -> datetime | None:
        due = self.due.get(exercise, self.due.get("*"))  # None: nobody's work on it is ever late
        folded = {name.casefold() for name in names}
        for extension in self.extensions:
            if extension.student.casefold() in folded and (
                extension.exercise in ANY_EXERCISE or extension.exercise == exercise
            ):
                self._used.add(extension.line)
                due = due and max(due, extension.until)
        return due

    def _note_missing_time(self, report: Report) -> Report:
        late = report.submission.late
        if late is False:
            return report
        self._without_time.add(report.submission.student)
        note = (
            NoteSection(kind="late", text=gettext(_LATE_WITHOUT_TIME))
            if late
            else NoteSection(kind="hand_in_time", text=_NO_TIME)  # for the instructor only
        )
        return report.model_copy(update={"notes": (*report.notes, note)})


def is_from_policy(item: Adjustment | NoteSection) -> bool:
    """Whether a late policy made the adjustment or note, in this run or in an earlier one."""
    return item.kind in ("late", "hand_in_time")


def read_extensions(path: Path, zone: tzinfo | None) -> tuple[Extension, ...]:
    """Read the file of extensions; ``zone`` is used for times without one.

    Raises UsageError with the line that is wrong.
    """
    extensions = []
    for line, row in read_table(path, "extensions", ("student", "until"), ("exercise", "reason")):
        if not row.get("student"):
            raise UsageError(f"{path}, line {line}: an extension needs a student")
        text = row.get("until", "")
        until = _time(text, zone) if len(text) > len("2026-11-20") else None
        if until is None:
            raise UsageError(
                f"{path}, line {line}: {text!r} is not a time",
                hint="write it like 2026-11-22T23:59:00+01:00",
            )
        if until.tzinfo is None:
            raise UsageError(
                f"{path}, line {line}: {text!r} has no UTC offset such as +01:00",
                hint='add one, or set timezone = "Europe/Berlin" in the settings',
            )
        extensions.append(Extension(row["student"], row.get("exercise", ""), until, line))
    return tuple(extensions)


def _time(text: str | None, zone: tzinfo | None) -> datetime | None:
    """Parse a time, in ``zone`` where it names none; None for anything else."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time.replace(tzinfo=zone) if time.tzinfo is None else time


def _students(students: Collection[str]) -> str:
    return f"{count_of(len(students), 'student')}: {first_few(sorted(students))}"
