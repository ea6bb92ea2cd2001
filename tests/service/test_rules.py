"""The rules of an assignment: windows, extensions, attempts, late work, which attempt counts, what is shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.late_policy import LatePolicy
from grader.cli.main import main
from grader.model.result import Shown
from grader.service.database import Database, file_url
from grader.service.database_tables import (
    Assignment,
    AuditEvent,
    Counts,
    Extension,
    Member,
    Override,
    Submission,
    SubmissionState,
    now,
)
from grader.service.hand_in import Refused
from grader.service.offering import More, change_rules, set_extension
from grader.service.rules import Rules, allowance, over_at, shown, window
from grader.service.standing import own_attempts, report_of
from grader.util.errors import UsageError
from tests.service.house import House

T = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = Rules(opens_at=T - 7 * DAY, due_at=T, closes_at=T + 2 * DAY, late_percent_a_day=10)


def until(time: datetime | None, attempts: int = 0) -> Extension:
    return Extension(until=time, extra_attempts=attempts)


def test_an_extension_gives_time_and_takes_none() -> None:
    """It moves the due time, and the assignment stays open for it."""
    assert window(RULES, None).closes_at == T + 2 * DAY
    longer = window(RULES, until(T + 5 * DAY))
    assert (longer.due_at, longer.closes_at) == (T + 5 * DAY, T + 5 * DAY)
    assert longer.is_open(T + 4 * DAY) and not longer.is_open(T + 6 * DAY)
    shorter = window(RULES, until(T - DAY))
    assert (shorter.due_at, shorter.closes_at) == (T, T + 2 * DAY)
    assert window(replace(RULES, closes_at=None), until(T + DAY)).closes_at is None


def test_a_number_of_attempts() -> None:
    rules = replace(RULES, attempts=3)
    assert allowance(rules, 0, [], T).left == 3
    assert allowance(rules, 0, [T, T, T], T).left == 0
    more = allowance(rules, 2, [T, T, T], T)
    assert (more.most, more.left, more.next_at) == (5, 2, None)
    assert allowance(RULES, 0, [T] * 50, T).left is None


def test_attempts_that_come_back() -> None:
    """A bucket of three, one back every six hours: also one that came back meanwhile is counted once."""
    rules = replace(RULES, attempts=3, attempt_back_hours=6)
    assert allowance(rules, 0, [], T).next_at is None
    empty = allowance(rules, 0, [T, T, T], T + HOUR)
    assert (empty.left, empty.next_at) == (0, T + 6 * HOUR)
    assert allowance(rules, 0, [T, T, T], T + 6 * HOUR).left == 1
    used_again = [T, T, T, T + 6 * HOUR]
    assert allowance(rules, 0, used_again, T + 11 * HOUR).left == 0
    assert allowance(rules, 0, used_again, T + 12 * HOUR).left == 1
    full = allowance(rules, 0, used_again, T + 5 * DAY)
    assert (full.left, full.next_at) == (3, None)


def test_after_the_due_date_is_when_nobody_can_use_what_is_shown() -> None:
    """The longest extension counts, for everybody; late work, too."""
    assert over_at(RULES, None) == over_at(RULES, T + DAY) == T + 2 * DAY
    assert over_at(RULES, T + 9 * DAY) == T + 9 * DAY
    open_end = replace(RULES, closes_at=None, late_grace_minutes=30)
    assert over_at(open_end, None) == T + HOUR / 2
    assert over_at(open_end, T + DAY) == T + DAY + HOUR / 2
    assert over_at(replace(open_end, due_at=None), T) is None
    rules = replace(RULES, shown_before_due=Shown.PUBLIC, shown_after_due=Shown.STATUSES)
    assert shown(rules, T, T) == (Shown.PUBLIC, False)
    assert shown(rules, T, T + HOUR) == (Shown.STATUSES, True)
    assert shown(rules, None, T + 99 * DAY) == (Shown.PUBLIC, False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due_at": T - 8 * DAY}, "due before it opens"),
        ({"closes_at": T - HOUR}, "close before it is due"),
        ({"attempts": 0}, "attempts are a number"),
        ({"attempt_back_hours": 3}, "where attempts are limited"),
        ({"attempts": 2, "attempt_back_hours": 0}, "comes back after"),
        ({"late_percent_a_day": 101}, "from 0 to 100 per cent"),
        ({"late_grace_minutes": -1}, "grace time"),
        ({"late_of": "all"}, "attainable points or of the earned"),
        ({"due_at": None}, "nothing is late"),
        ({"shown_after_due": Shown.PUBLIC}, "cannot be hidden after it"),
    ],
)
def test_rules_that_nobody_can_mean(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        replace(RULES, **change).refuse_nonsense()


class Class:
    """An assignment, and one student's submissions to it, graded."""

    def __init__(self, house: House, name: str, **rules: Any) -> None:
        self.house, self.member = house, house.add_member(name)
        terms = {"opens_at": now() - 9 * DAY, "due_at": now() - DAY * 1.5, **rules}
        self.assignment = house.offer(name, **terms)

    def hand_in(self, *, score: float = 5, ago: timedelta = timedelta()) -> str:
        row = self.house.desk.accept(
            self.member, self.assignment, [self.house.put("a.py", b"1")], None
        )
        self.house.set_graded(row.id, score)
        with self.house.database.writing() as session:
            session.get_one(Submission, row.id).received_at = now() - ago
        return row.id

    def override(self, submission: str, function: str, score: float | None) -> None:
        with self.house.database.writing() as session:
            session.add(
                Override(
                    submission_id=submission, function=function, score=score, reason="Looked at it."
                )
            )

    def points(self) -> list[tuple[float | None, int, bool]]:
        """Points, days late and whether it counts, of each attempt, the first one first."""
        with self.house.database.reading() as session:
            assignment = session.get_one(Assignment, self.assignment)
            found = own_attempts(session, assignment, self.member)[::-1]
            for each in found:
                if each.points is not None:  # the report says the same
                    due = window(Rules.of(assignment), session.get(
                        Extension, (self.assignment, self.member)
                    )).due_at  # fmt: skip
                    report = report_of(session, each.submission, due)
                    assert report is not None
                    assert report.score == each.points
                    assert report.adjustments == each.changes
                    assert report.submission.late is each.is_late
        return [(each.points, each.days_late, each.counts) for each in found]


def test_late_work_loses_points_by_the_policy_of_the_class(house: House) -> None:
    """The highest after the loss counts; an extension gives the points back, also afterwards."""
    ann = Class(house, "late", late_percent_a_day=20, late_cap_percent=30)
    ann.hand_in(score=4, ago=2 * DAY)
    ann.hand_in(score=5, ago=HOUR)
    assert ann.points() == [(4, 0, True), (2, 2, False)]  # 3 of 10 points are the cap
    with house.database.writing() as session:
        set_extension(
            session,
            session.get_one(Assignment, ann.assignment),
            session.get_one(Member, ann.member),
            More(until=now(), reason="ill"),
        )
    assert ann.points() == [(4, 0, False), (5, 0, True)]


def test_the_latest_attempt_counts_where_the_rules_say_so(house: House) -> None:
    ann = Class(house, "latest", counts=Counts.LATEST, due_at=None)
    ann.hand_in(score=9)
    ann.hand_in(score=3)
    assert ann.points() == [(9, 0, False), (3, 0, True)]


def test_an_override_is_in_force_until_it_is_withdrawn(house: House) -> None:
    """That of a function comes before the loss for lateness, that of the total after it."""
    ann = Class(house, "override", late_percent_a_day=10)
    one = ann.hand_in(score=5, ago=HOUR)
    assert ann.points() == [(3, 2, True)]
    ann.override(one, "double", 3)
    assert ann.points() == [(6, 2, True)]
    ann.override(one, "*", 9.5)
    assert ann.points() == [(9.5, 2, True)]
    ann.override(one, "*", None)
    ann.override(one, "double", None)
    assert ann.points() == [(3, 2, True)]


def test_a_failure_of_the_grader_costs_no_attempt(house: House) -> None:
    """And a person can set its points."""
    ann = Class(house, "failure", attempts=1, due_at=None)
    row = house.desk.accept(ann.member, ann.assignment, [house.put("a.py", b"1")], None)
    with house.database.writing() as session:
        session.get_one(Submission, row.id).state = SubmissionState.FAILED
    ann.override(row.id, "*", 7)
    with house.database.reading() as session:
        (attempt,) = own_attempts(session, session.get_one(Assignment, ann.assignment), ann.member)
    assert (attempt.points, attempt.counts) == (7, True)
    ann.hand_in()


def test_many_at_a_time_use_no_attempt_that_is_not_there(house: House) -> None:
    """The button pressed on two screens, or by a program: one upload is one submission."""
    ann = Class(house, "many", attempts=3, due_at=None)
    files = [house.put("a.py", b"1")]
    upload = house.desk.upload(ann.member, ann.assignment, files).id
    with house.database.reading() as session:
        member = session.get_one(Member, ann.member)

    def hand_in(number: int) -> str | None:
        try:
            if number % 2:
                return house.desk.confirm(upload, member).id
            return house.desk.accept(ann.member, ann.assignment, files, None).id
        except Refused:
            return None

    with ThreadPoolExecutor(8) as threads:
        accepted = set(threads.map(hand_in, range(16))) - {None}
    assert len(accepted) == 3
    assert len(ann.points()) == 3


def test_every_change_is_in_the_log(house: House) -> None:
    ann = Class(house, "log", due_at=None, attempts=2)
    with house.database.writing() as session:
        assignment = session.get_one(Assignment, ann.assignment)
        change_rules(session, assignment, replace(Rules.of(assignment), attempts=4))
        change_rules(session, assignment, Rules.of(assignment))
        member = session.get_one(Member, ann.member)
        set_extension(session, assignment, member, More(extra_attempts=1, reason="was ill"))
        for wrong in (More(reason="x"), More(until=now(), reason="x"), More(extra_attempts=1)):
            with pytest.raises(UsageError):
                set_extension(session, assignment, member, wrong)
    with house.database.reading() as session:
        events = session.query(AuditEvent).filter_by(subject=ann.assignment).all()
    assert [event.action for event in events] == ["assignment.changed", "extension.set"]
    assert events[0].detail == {"changed": {"attempts": [2, 4]}}
    assert "ill" not in str(events[1].detail)  # the log keeps for ever what it is told


def test_the_policy_is_the_one_of_grade() -> None:
    """The same object does it: a day that has begun counts, the cap ends it, no score is below 0."""
    policy = LatePolicy({"*": T}, percent=10, cap=25, grace=HOUR)  # type: ignore[arg-type]
    assert [policy.days_late(T, T + time) for time in (HOUR, 2 * HOUR, DAY + HOUR)] == [0, 1, 1]
    assert [policy.loss(2, 10, days) for days in (0, 1, 2, 9)] == [0, 1, 2, 2]


def test_the_tables_are_those_of_the_models(tmp_path: Path) -> None:
    """The versions are one line, and end in what the models say."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    import grader.service
    from grader.service.database_tables import Base

    folder = Path(grader.service.__file__).with_name("migrations")
    assert len(ScriptDirectory(str(folder)).get_heads()) == 1
    database = Database(file_url(tmp_path / "new.sqlite"))
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_extensions_from_a_shell(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    ann = Class(house, "shell", due_at=None, attempts=2)
    command = ["service", "extend", str(house.data), ann.assignment, "shell"]
    assert main([*command, "--attempts", "1", "--reason", "The network was down."]) == 0
    for wrong, error in (
        (["service", "extend", str(house.data), "none", "shell", "--reason", "x"], "no assignment"),
        ([*command[:-1], "nobody", "--attempts", "1", "--reason", "x"], "no member 'nobody'"),
        ([*command, "--until", "2026-12-01T10:00Z", "--reason", "x"], "nothing can be extended"),
    ):
        capsys.readouterr()
        assert main(wrong) == 2
        assert error in capsys.readouterr().err
    for _ in range(3):
        ann.hand_in()
    with pytest.raises(Exception, match="You have used all 3 attempts"):
        ann.hand_in()
