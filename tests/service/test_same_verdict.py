"""The service's verdict is the command line's, to the byte.

Every attack is judged by what ships in `tests/hostile/test_shipped.py`. Here a usual run takes a dozen of all
kinds, and of the larger one of the demo's classes all but two students, who take most of its time; ``--thorough``
takes all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from grader.course.catalog import Course
from grader.demo import CLASS
from grader.model.result import Status, SubmissionStatus
from grader.report.model import Report
from grader.report.report_file import parse_report
from grader.service.database_tables import Member, Result, Submission, SubmissionState, Upload
from grader.service.judging import Judging
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
_EVERY = 20
_COSTLY = ("Ingrid Solberg", "Oleg Ptashnyk")
"""Nothing of one is right, and the other's work does not end."""


def test_the_demo_class(tmp_path: Path, thorough: bool) -> None:
    """Every file of the demo class gets the report that `grader grade` writes, but for `timing`."""
    for exercise in ("regularization", *(("optimization",) if thorough else ())):
        left_out = () if thorough else _COSTLY
        ignore = shutil.ignore_patterns(*(f"{student}.*" for student in left_out))
        shutil.copytree(CLASS / exercise, tmp_path / "class" / exercise, ignore=ignore)
        compare(tmp_path / "class" / exercise, exercise, CHECKOUT, tmp_path / exercise)


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
    """Student and report, for everybody in a folder who hands in and is graded by a worker.

    What was recognised before is what the report then says of the file.
    """
    house = House(work / "data")
    house.add_course()
    # Of the version that is graded: else the worker reads what pages show, which takes seconds.
    assignment = house.offer(exercise, version=Course(course).definition(exercise).version)
    uploads: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        student = path.name if path.is_dir() else path.stem
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        member = house.add_member(student)
        house.hand_in(member, assignment, files)
        named = [house.put(file.name, file.read_bytes()) for file in files]
        uploads[student] = house.desk.upload(member, assignment, named).id
    with Judging(course, None, work / "scratch") as judging:
        worker = Worker(house.database, house.files, judging)
        with house.database.reading() as session:
            waiting = session.scalars(select(Submission.id)).all()
        for submission in waiting:
            worker.grade(submission, 1)
            worker.grade(submission, 1)  # a second time adds nothing
        for upload in uploads.values():
            worker.look(upload)
    with house.database.reading() as session:
        rows = session.execute(
            select(Result, Member.number)
            .join(Submission, Submission.id == Result.submission_id)
            .join(Member, Member.id == Submission.member_id)
        ).all()
        assert len(rows) == len(waiting)
        assert set(session.scalars(select(Submission.state))) == {SubmissionState.GRADED}
        seen = {
            student: session.get_one(Upload, id_).recognition for student, id_ in uploads.items()
        }
    for row, number in rows:
        report = parse_report(row.report)
        assert (row.score, row.max_score) == (report.score, report.max_score)
        assert row.exercise_version == report.exercise.version
        assert recognised_in(report) == recognised_before(seen[number]), number
        yield number, without_timing(row.report)


def recognised_in(report: Report) -> tuple[bool, set[str]]:
    """Whether a report is of something that was graded, and the functions that it misses."""
    graded = report.submission.status == SubmissionStatus.GRADED
    return graded, {each.name for each in report.functions if each.status == Status.MISSING}


def recognised_before(found: dict[str, Any] | None) -> tuple[bool, set[str]]:
    """The same, of what a worker said before it was graded."""
    assert found is not None
    if found["problem"] is not None:
        return False, set()
    return True, {name for name, why in found["missing"].items() if why is not None}


def _file(name: str) -> str:
    return f'"file": {json.dumps(name, ensure_ascii=False)}'


def without_timing(report: str) -> str:
    head, mark, _ = report.partition('\n "timing": ')
    assert mark
    return head
