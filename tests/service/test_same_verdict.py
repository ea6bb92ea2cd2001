"""The service's verdict is the command line's, to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from grader.cli.main import main
from grader.demo import CLASS
from grader.report.store import parse_report
from grader.service.judging import Judging
from grader.service.schema import Member, Result, Submission, SubmissionState
from grader.service.worker import Worker
from tests.service.house import CHECKOUT, House


@pytest.mark.parametrize("exercise", ["regularization", "optimization"])
def test_reports_of_the_demo_class_are_those_of_grade(exercise: str, tmp_path: Path) -> None:
    """Every file of the demo class gets the report that `grader grade` writes, but for `timing`."""
    folder = CLASS / exercise
    command = ["grade", str(folder), "--exercise", exercise, "--out", str(tmp_path / "results")]
    assert main([*command, "--quiet", "--jobs", "1", "--course", str(CHECKOUT)]) == 0
    expected = {}
    for path in (tmp_path / "results" / "reports").iterdir():
        report = json.loads(path.read_bytes())
        expected[report["submission"]["student"]] = without_timing(path.read_text("utf-8"))
    house = House(tmp_path / "data")
    house.add_course()
    assignment = house.offer(exercise)
    for path in sorted(folder.iterdir()):
        student = path.name if path.is_dir() else path.stem
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        house.hand_in(house.add_member(student), assignment, files)

    actual = {}
    with Judging(CHECKOUT, None, tmp_path / "scratch") as judging:
        worker = Worker(house.database, house.files, judging)
        with house.database.reading() as session:
            waiting = session.scalars(select(Submission.id)).all()
        for submission in waiting:
            worker.grade(submission, 1)
            worker.grade(submission, 1)  # a second time adds nothing
    with house.database.reading() as session:
        for row, number in session.execute(
            select(Result, Member.number)
            .join(Submission, Submission.id == Result.submission_id)
            .join(Member, Member.id == Submission.member_id)
        ):
            assert number not in actual
            actual[number] = without_timing(row.report)
            report = parse_report(row.report)
            assert (row.score, row.max_score) == (report.score, report.max_score)
            assert row.exercise_version == report.exercise.version
        states = set(session.scalars(select(Submission.state)))
    assert states == {SubmissionState.GRADED}
    assert actual == expected


def without_timing(report: str) -> str:
    head, mark, _ = report.partition('\n "timing": ')
    assert mark
    return head
