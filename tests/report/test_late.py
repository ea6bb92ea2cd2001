"""What late work loses, by the times of handing in and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from grader.classroom.late_policy import Extension, LatePolicy, read_extensions
from grader.classroom.overrides import NO_OVERRIDES, Override, Overrides
from grader.model.result import SubmissionStatus
from grader.report.pages import feedback_page
from grader.util.errors import UsageError

from .samples import COST, DROPOUT, Report, Status, case, report, result, ungraded

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=1)))
HALF = result(case(COST, "one", max_points=50), case(DROPOUT, "two", Status.FAILED, max_points=50))


def policy(**rules: object) -> LatePolicy:
    return LatePolicy(due={"*": DUE}, percent=Fraction(10), **rules)


def handed_in(at: str | None, late: bool | None = None, **more: object) -> Report:
    return report(HALF, submitted_at=at, late=late, **more)


@pytest.mark.parametrize(
    ("at", "rules", "score"),
    [
        ("2026-11-20T23:59:00+01:00", {}, 50),
        ("2026-11-20T22:59:00Z", {}, 50),
        ("2026-11-20T23:59:01+01:00", {}, 40),
        ("2026-11-21T23:59:00+01:00", {}, 40),
        ("2026-11-21T23:59:01+01:00", {}, 30),
        ("2026-12-31T00:00:00Z", {}, 0),
        ("2026-12-31T00:00:00Z", {"cap": Fraction(25)}, 25),
        ("2026-11-21T00:14:00+01:00", {"grace": timedelta(minutes=15)}, 50),
        ("2026-11-21T00:14:01+01:00", {"grace": timedelta(minutes=15)}, 40),
        ("2026-11-21T12:00:00Z", {"of_earned": True}, 45),
        ("2026-11-21T00:10:00", {}, 40),
        ("2026-11-20T23:58:00", {"zone": UTC}, 40),
    ],
)
def test_points_per_day(at: str, rules: dict, score: float) -> None:
    """Of the points attainable, or of those earned; never more than the cap, nor than was earned."""
    found = NO_OVERRIDES.apply(handed_in(at), ["anna"], policy(**rules))
    assert found.score == score
    assert found.submission.late == (score < 50)
    assert sum(each.points for each in found.adjustments) == score - 50
    assert all(each.kind == "late" and "day" in each.reason for each in found.adjustments)


@pytest.mark.parametrize(("late", "told"), [(True, True), (None, False)])
def test_unknown_time(late: bool | None, told: bool) -> None:
    """What a platform calls late is told to its student too; where nothing is known, to the instructor."""
    rules = policy()
    found = NO_OVERRIDES.apply(handed_in(None, late), ["anna"], rules)
    assert (found.score, found.adjustments, found.submission.late) == (50, (), late)
    assert "anna" in " ".join(rules.warnings())
    assert ("no points were taken off" in feedback_page(found)) is told


def test_on_time_by_the_platform() -> None:
    """Canvas marks who is late; of the others nothing has to be told."""
    rules = policy()
    assert NO_OVERRIDES.apply(handed_in(None, late=False), ["anna"], rules).score == 50
    assert rules.warnings() == []


def test_extension(tmp_path: Path) -> None:
    """By any of the student's names, for one exercise or all; a line that fits nobody is told."""
    path = tmp_path / "extensions.csv"
    path.write_text(
        "student,until,exercise\n"
        "ANNA,2026-11-22T23:59:00+01:00,\n"
        "bob,2026-11-30 12:00,optimization\n"
        "zed,2026-11-30T12:00:00Z,*\n"
    )
    rules = policy(extensions=read_extensions(path, UTC))
    late = handed_in("2026-11-22T20:00:00Z")
    assert NO_OVERRIDES.apply(late, ["4711", "anna"], rules).score == 50
    assert NO_OVERRIDES.apply(late, ["bob"], rules).score == 30
    assert rules.warnings()[-1].endswith("no submission of zed in this run")
    assert len(rules.warnings({"zed"})) == len(rules.warnings()) - 1


def test_extension_before_the_deadline() -> None:
    """An extension never makes work late that would be in time."""
    earlier = Extension("anna", "*", DUE - timedelta(days=9), 2)
    found = NO_OVERRIDES.apply(
        handed_in("2026-11-20T20:00:00Z"), ["anna"], policy(extensions=(earlier,))
    )
    assert found.score == 50


def test_extension_where_nothing_is_due() -> None:
    """What is never late for the class is not late for one who was given more time."""
    rules = LatePolicy(
        due={"optimization": DUE},
        percent=Fraction(10),
        extensions=(Extension("anna", "*", DUE, 2),),
    )
    found = NO_OVERRIDES.apply(handed_in("2026-12-31T00:00:00Z"), ["anna"], rules)
    assert (found.score, found.adjustments, rules.warnings()) == (50, (), [])


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-11-30", "2026-11-30T12:00:00"])
def test_damaged_extension(until: str, tmp_path: Path) -> None:
    """A day has no hour, and a time without a zone is not known."""
    path = tmp_path / "extensions.csv"
    path.write_text(f"student,until\nanna,{until}\n")
    with pytest.raises(UsageError, match="line 2"):
        read_extensions(path, None)


def test_changed_policy() -> None:
    """A report that is up to date is scored anew: twice the same, by another rule, and without any."""
    graded = handed_in("2026-11-21T12:00:00Z", late=True)
    first = NO_OVERRIDES.apply(graded, ["anna"], policy())
    assert NO_OVERRIDES.apply(first, ["anna"], policy()) == first
    second = NO_OVERRIDES.apply(first, ["anna"], policy(cap=Fraction(5)))
    assert (second.score, len(second.adjustments)) == (45, 1)
    assert NO_OVERRIDES.apply(second, ["anna"]).score == 50
    noted = NO_OVERRIDES.apply(handed_in(None, late=True), ["anna"], policy())
    assert NO_OVERRIDES.apply(noted, ["anna"]).notes == graded.notes


def test_override_after_lateness() -> None:
    """A function that a person set counts before lateness, a total after it."""
    late = handed_in("2026-11-21T12:00:00Z")

    def override(function: str) -> Overrides:
        return Overrides((Override("anna", "", function, Fraction(50), "seen", None, 2),))

    found = override(DROPOUT).apply(late, ["anna"], policy(of_earned=True))
    assert (found.score, [each.points for each in found.adjustments]) == (90, [50, -10])
    found = override("*").apply(late, ["anna"], policy())
    assert (found.score, [each.points for each in found.adjustments]) == (50, [-10, 10])


def test_no_score() -> None:
    """A file that cannot be read stays without a score, not below one."""
    found = report(ungraded(SubmissionStatus.UNREADABLE), submitted_at="2026-11-29T12:00:00Z")
    found = NO_OVERRIDES.apply(found, ["anna"], policy())
    assert (found.score, found.adjustments, found.submission.late) == (None, (), True)
