"""The service's verdict is the command line's, to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from grader.demo import CLASS
from grader.report.store import parse_report
from grader.service.judging import Judging
from grader.service.schema import Member, Result, Submission, SubmissionState
from grader.service.worker import Worker
from tests.hostile import shipped, target
from tests.hostile.attacks import all_attacks
from tests.service.house import CHECKOUT, House

# Minutes of the judge's time; --thorough takes them as well.
_SLOW = (
    "exhaust/",
    "hang/",
    "forge/call_exception_with_a_lying_name",
    "forge/call_function_rewritten",
    "forge/judged_form_of_its_own",
    "forge/call_input_replaced",
    "reach/call_file_outside",
)
_EVERY = 4


def test_the_demo_class(tmp_path: Path) -> None:
    """Every file of the demo class gets the report that `grader grade` writes, but for `timing`."""
    for exercise in ("regularization", "optimization"):
        compare(CLASS / exercise, exercise, CHECKOUT, tmp_path / exercise)


def test_the_hostile_suite(tmp_path: Path, thorough: bool) -> None:
    """So does every attack; a usual run takes some of those that are judged swiftly."""
    attacks = [attack for attack in all_attacks() if attack.possible]
    if not thorough:
        attacks = [attack for attack in attacks if not attack.name.startswith(_SLOW)][::_EVERY]
    folder = shipped.make_class(tmp_path / "class", attacks)
    compare(folder, "target", target.COURSE, tmp_path / "target")


def compare(folder: Path, exercise: str, course: Path, work: Path) -> None:
    """Grade a class both ways, at the same time, and compare the reports."""
    command = [sys.executable, "-m", "grader", "grade", folder, "--exercise", exercise]
    command += ["--out", work / "results", "--quiet", "--jobs", "1", "--course", course]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen([*map(str, command)], env=environment) as grade:
        actual = dict(graded_by_the_service(folder, exercise, course, work))
    assert grade.returncode == 0
    expected = {}
    for path in (work / "results" / "reports").iterdir():
        submission = json.loads(path.read_bytes())["submission"]
        text = without_timing(path.read_text("utf-8"))
        if (
            len(submission["files"]) == 1
        ):  # the class has a folder for it, the service the file alone
            (name,) = submission["files"]
            text = text.replace(_file(submission["file"]), _file(name.rpartition("/")[2]), 1)
        expected[submission["student"]] = text
    assert set(actual) == set(expected)
    assert [student for student in actual if actual[student] != expected[student]] == []


def graded_by_the_service(
    folder: Path, exercise: str, course: Path, work: Path
) -> Iterator[tuple[str, str]]:
    """Student and report, for everybody in a folder who hands in and is graded by a worker."""
    house = House(work / "data")
    house.add_course()
    assignment = house.offer(exercise)
    for path in sorted(folder.iterdir()):
        student = path.name if path.is_dir() else path.stem
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        house.hand_in(house.add_member(student), assignment, files)
    with Judging(course, None, work / "scratch") as judging:
        worker = Worker(house.database, house.files, judging)
        with house.database.reading() as session:
            waiting = session.scalars(select(Submission.id)).all()
        for submission in waiting:
            worker.grade(submission, 1)
            worker.grade(submission, 1)  # a second time adds nothing
    with house.database.reading() as session:
        rows = session.execute(
            select(Result, Member.number)
            .join(Submission, Submission.id == Result.submission_id)
            .join(Member, Member.id == Submission.member_id)
        ).all()
        assert len(rows) == len(waiting)
        assert set(session.scalars(select(Submission.state))) == {SubmissionState.GRADED}
    for row, number in rows:
        report = parse_report(row.report)
        assert (row.score, row.max_score) == (report.score, report.max_score)
        assert row.exercise_version == report.exercise.version
        yield number, without_timing(row.report)


def _file(name: str) -> str:
    return f'"file": {json.dumps(name, ensure_ascii=False)}'


def without_timing(report: str) -> str:
    head, mark, _ = report.partition('\n "timing": ')
    assert mark
    return head
