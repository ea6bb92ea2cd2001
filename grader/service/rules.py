"""The rules of an assignment: when it is handed in, how often, what late work loses, what is shown when.

Plain functions of times and numbers: nothing here reads a clock or a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from grader.classroom.late_policy import LatePolicy
from grader.model.result import Shown, exact
from grader.service.database_tables import Assignment, Counts, Extension
from grader.util.errors import UsageError

LATE_OF = ("attainable", "earned")
"""Which points a late policy's percentage is of."""
_LONGEST_GRACE = 366 * 24 * 60
_MOST_ATTEMPTS = 100_000
_MOST_HOURS = 366 * 24
_YEARS = (2000, 2999)
"""With grace and extensions, a time stays one that databases and calendars can hold."""
_LEVELS = tuple(Shown)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of an assignment; the fields are the columns of its row.

    opens_at, due_at, closes_at  None: there is no such time
    attempts            how often everybody may hand in; None: as often as somebody likes
    attempt_back_hours  attempts are a bucket: one comes back every so many hours, until it is full
    late_percent_a_day  taken off for each day that has begun; 0: lateness is only shown
    late_cap_percent    the most that is taken off
    late_grace_minutes  so long after it was due, work is still in time; days are counted from then
    late_of             which points the percentage is of: "attainable" or "earned"
    counts              which attempt counts
    shown_before_due, shown_after_due  how much of a result students read; see `over_at`
    """

    opens_at: datetime
    due_at: datetime | None = None
    closes_at: datetime | None = None
    attempts: int | None = None
    attempt_back_hours: float | None = None
    late_percent_a_day: float = 0.0
    late_cap_percent: float = 100.0
    late_grace_minutes: float = 0.0
    late_of: str = "attainable"
    counts: Counts = Counts.HIGHEST
    shown_before_due: Shown = Shown.HINTS
    shown_after_due: Shown = Shown.HINTS

    @classmethod
    def of(cls, assignment: Assignment) -> Rules:
        """The rules of a row."""
        return cls(**{field.name: getattr(assignment, field.name) for field in fields(cls)})

    def put(self, assignment: Assignment) -> None:
        """Write the rules into a row. Raises UsageError, with a sentence, for rules that make no sense."""
        self.refuse_nonsense()
        for field in fields(self):
            setattr(assignment, field.name, getattr(self, field.name))

    def refuse_nonsense(self) -> None:
        """Raise UsageError, with a sentence, for rules that nobody can mean."""
        refuse_strange_times(self.opens_at, self.due_at, self.closes_at)
        for sentence in self._nonsense():
            raise UsageError(sentence)

    def _nonsense(self) -> Iterator[str]:
        if _is_before(self.due_at, self.opens_at):
            yield "the assignment would be due before it opens"
        if _is_before(self.closes_at, self.opens_at):
            yield "the assignment would close before it opens"
        if _is_before(self.closes_at, self.due_at):
            yield "the assignment would close before it is due"
        if self.attempts is not None and not 1 <= self.attempts <= _MOST_ATTEMPTS:
            yield f"attempts are a number from 1 to {_MOST_ATTEMPTS}"
        back = self.attempt_back_hours
        if back is not None and self.attempts is None:
            yield "an attempt can only come back where attempts are limited"
        if back is not None and not 0.01 <= back <= _MOST_HOURS:
            yield f"an attempt comes back after 0.01 to {_MOST_HOURS} hours"
        if not (0 <= self.late_percent_a_day <= 100 and 0 <= self.late_cap_percent <= 100):
            yield "what late work loses is from 0 to 100 per cent"
        if not 0 <= self.late_grace_minutes <= _LONGEST_GRACE:
            yield f"the grace time is from 0 to {_LONGEST_GRACE} minutes"
        if self.late_of not in LATE_OF:
            yield "what late work loses is of the attainable points or of the earned ones"
        if self.late_percent_a_day > 0 and self.due_at is None:
            yield "without a due time nothing is late"
        if _LEVELS.index(self.shown_after_due) < _LEVELS.index(self.shown_before_due):
            yield "what was shown before the due time cannot be hidden after it"

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.late_grace_minutes)


def refuse_strange_times(*times: datetime | None) -> None:
    """Raise UsageError for a time that nobody can mean: no time at all stands for never."""
    first, last = _YEARS
    if any(time is not None and not first <= time.year <= last for time in times):
        raise UsageError(f"times are in the years {first} to {last}; for never, leave a time out")


@dataclass(frozen=True, slots=True)
class Window:
    """When one member may hand in, and how many attempts come to those of everybody."""

    opens_at: datetime
    due_at: datetime | None
    closes_at: datetime | None
    extra_attempts: int = 0

    def is_open(self, time: datetime) -> bool:
        """Whether something is accepted at this time, an attempt being left."""
        return self.opens_at <= time and (self.closes_at is None or time <= self.closes_at)


def window(rules: Rules, extension: Extension | None) -> Window:
    """The times of one member. An extension gives time and takes none; the assignment stays open for it."""
    until = None if extension is None else extension.until
    return Window(
        rules.opens_at,
        _later(rules.due_at, until),
        _later(rules.closes_at, until),
        0 if extension is None else extension.extra_attempts,
    )


def over_at(rules: Rules, until: datetime | None) -> datetime | None:
    """When the time "after the due date" begins: from then on nobody can use what is shown.

    That is when nothing is accepted any more from anybody, whoever has the longest extension included.
    Where the assignment never closes, it is the end of the last grace time. None: never.

    Args:
        until: the latest due time of an extension, if there is one.
    """
    if rules.closes_at is not None:
        return _later(rules.closes_at, until)
    due = _later(rules.due_at, until)
    return None if due is None else due + rules.grace


def shown(rules: Rules, over: datetime | None, time: datetime) -> tuple[Shown, bool]:
    """What of a result students read at this time, and whether it is after the due date.

    Args:
        over: as `over_at` returns it.
    """
    after = over is not None and time > over
    return (rules.shown_after_due if after else rules.shown_before_due), after


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many attempts somebody has.

    most     at once; None: as many as somebody likes
    left     now
    next_at  when there is one more; None: no other comes back
    """

    most: int | None = None
    left: int | None = None
    next_at: datetime | None = None


def allowance(rules: Rules, extra: int, used: Sequence[datetime], time: datetime) -> Allowance:
    """How many attempts are left at ``time``.

    Args:
        extra: attempts that come to those of everybody.
        used: when the attempts that count as used were received, the earliest first.
    """
    if rules.attempts is None:
        return Allowance()
    most = rules.attempts + extra
    if rules.attempt_back_hours is None:
        return Allowance(most, max(0, most - len(used)))
    # Counted in time: an attempt is worth the time after which one comes back. So nothing is rounded.
    worth = timedelta(hours=rules.attempt_back_hours)
    level, then = most * worth, rules.opens_at
    for moment in used:
        level = min(most * worth, level + max(timedelta(), moment - then))
        level, then = max(timedelta(), level - worth), moment
    level = min(most * worth, level + max(timedelta(), time - then))
    left = level // worth
    return Allowance(most, left, None if left >= most else time + (left + 1) * worth - level)


def late_policy(rules: Rules, due_at: datetime | None) -> LatePolicy:
    """The late policy for a member who has this due time."""
    return LatePolicy(
        due={} if due_at is None else {"*": due_at},
        percent=exact(rules.late_percent_a_day),
        cap=exact(rules.late_cap_percent),
        grace=rules.grace,
        of_earned=rules.late_of == "earned",
    )


def days_late(late: LatePolicy, time: datetime) -> int:
    """How late work is that comes at this time, by a policy of `late_policy`; 0: in time."""
    due = late.due.get("*")
    return 0 if due is None else late.days_late(due, time)


def _later(time: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times; no time stays no time."""
    return time if time is None or other is None else max(time, other)


def _is_before(time: datetime | None, other: datetime | None) -> bool:
    return time is not None and other is not None and time < other
