"""What is recognised in files before they are handed in: found by a worker, shown in time, never run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.service.database_tables import Assignment, Member, Submission, Upload, now
from grader.service.hand_in import Refused
from grader.service.judging import Judging
from grader.service.worker import Worker
from tests.service.house import House
from tests.service.running import COURSE, RIGHT

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def worker(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    with Judging(COURSE, None, tmp_path_factory.mktemp("scratch")) as judging:
        yield Worker(house.database, house.files, judging)


@pytest.fixture(scope="module")
def assignment(house: House) -> str:
    return house.offer("scaling", opens_at=now() - 90 * MINUTE)


class Student:
    def __init__(self, house: House, number: str, assignment: str) -> None:
        self.house, self.assignment = house, assignment
        self.member = house.add_member(number)

    def upload(self, *files: tuple[str, bytes]) -> str:
        named = [self.house.put(*file) for file in files]
        return self.house.desk.upload(self.member, self.assignment, named).id

    def confirm(self, upload: str) -> Submission:
        with self.house.database.reading() as session:
            member = session.get_one(Member, self.member)
        return self.house.desk.confirm(upload, member)

    def move(self, upload: str, ago: timedelta) -> None:
        """As if it had been uploaded earlier."""
        with self.house.database.writing() as session:
            session.get_one(Upload, upload).uploaded_at = now() - ago


@pytest.fixture
def ann(house: House, assignment: str, request: pytest.FixtureRequest) -> Student:
    return Student(house, request.node.name, assignment)


def notebook(*cells: str) -> bytes:
    return json.dumps(
        {
            "cells": [
                {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
                for text in cells
            ],
            "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
        }
    ).encode()  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "found", "told"),
    [
        ("a.py", RIGHT.encode(), ["double", "halve"], ""),
        ("a.ipynb", notebook(*RIGHT.split("\n\n\n")), ["double", "halve"], ""),
        # Whatever would happen in a run: it is not run.
        ("a.py", (RIGHT + "while True: pass\n").encode(), ["double", "halve"], ""),
        ("a.py", b"def double(x):\n    return x + x\n", ["double"], "no function `halve`"),
        ("a.py", RIGHT.replace("double", "doubel").encode(), ["halve"], "no function `double`"),
        ("a.py", b"def double(x:\n    return 1\n", [], "could not be read"),
        ("a.ipynb", notebook(RIGHT)[:-9], [], "cut off"),
        ("a.pdf", b"%PDF-1.7 \0\0", [], "cannot be read"),
        ("a.py", b"print(1)\n", [], "another exercise"),
        ("a.py", b"", [], "nothing in the submission"),
    ],
)
def test_what_is_recognised(
    ann: Student, house: House, worker: Worker, name: str, data: bytes, found: list[str], told: str
) -> None:
    """The functions that are there, why the others are not, or why nothing is, in grading's own words."""
    upload = ann.upload((name, data))
    worker.look(upload)
    worker.look(upload)  # after a crash it may be done twice
    with house.database.reading() as session:
        seen = session.get_one(Upload, upload).recognition
    assert seen is not None
    assert [name for name, why in seen["missing"].items() if why is None] == found
    assert told in " ".join(map(str, [*seen["missing"].values(), seen["problem"], *seen["notes"]]))
    assert (seen["problem"] is None) == (bool(found) or "could not" in told)


def test_files_that_end_the_process_that_reads_them(
    ann: Student, house: House, worker: Worker
) -> None:
    """The student is told, the worker goes on, and what another process does is not waited for."""
    for data, told in (
        (b"x = " + b"(" * 100_000 + b")" * 100_000, ""),
        (RIGHT.encode() + b"y = " + b"-" * 1_000_000 + b"1\n", ""),
    ):
        upload = ann.upload(("a.py", data))
        worker.look(upload)
        with house.database.reading() as session:
            seen = session.get_one(Upload, upload).recognition
        assert seen is not None
        assert told in str(seen)
    upload = ann.upload(("a.py", RIGHT.encode()))
    worker.look(upload)
    with house.database.reading() as session:
        assert session.get_one(Upload, upload).recognition["problem"] is None  # type: ignore[index]


def test_a_look_that_fails_costs_the_student_nothing(
    ann: Student, house: House, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, work: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Judging, "recognise", broken)
    upload = ann.upload(("a.py", RIGHT.encode()))
    worker.look(upload)
    with house.database.reading() as session:
        seen = session.get_one(Upload, upload).recognition
    assert "hand them in all the same" in str(seen)
    assert ann.confirm(upload).attempt == 1


def test_nothing_counts_before_it_is_confirmed(ann: Student, house: House) -> None:
    """Then it is one submission, however often the button is pressed; another upload replaces the first."""
    first = ann.upload(("a.py", b"1"))
    second = ann.upload(("a.py", b"2"), ("b.py", b"3"))
    with house.database.reading() as session:
        assert session.get(Upload, first) is None
        assert not session.scalars(
            select(Submission).where(Submission.member_id == ann.member)
        ).all()
    with pytest.raises(Refused, match="other files"):
        ann.confirm(first)
    submission = ann.confirm(second)
    assert ann.confirm(second).id == submission.id
    receipt = json.loads(submission.receipt or "")
    assert [file["name"] for file in receipt["files"]] == ["a.py", "b.py"]
    third = ann.upload(("a.py", b"4"))
    assert ann.confirm(third).attempt == 2
    with house.database.reading() as session:
        assert session.get(Upload, second) is not None


def test_when_it_was_received(ann: Student) -> None:
    """When it was uploaded, for who confirms at once; else when it is confirmed."""
    at_once = ann.upload(("a.py", b"1"))
    ann.move(at_once, 9 * MINUTE)
    received = ann.confirm(at_once).received_at
    assert timedelta(minutes=8.5) < now() - received < timedelta(minutes=9.5)
    later = ann.upload(("a.py", b"2"))
    ann.move(later, 11 * MINUTE)
    assert now() - ann.confirm(later).received_at < MINUTE


def test_after_the_end(house: House) -> None:
    """Who has uploaded in time may confirm for ten minutes; what was forgotten, an instructor hands in."""
    closing = house.offer("ends", opens_at=now() - 60 * MINUTE)
    quick, bob = Student(house, "confirms", closing), Student(house, "forgets", closing)
    waits, slow = quick.upload(("a.py", b"1")), bob.upload(("a.py", b"1"))
    quick.move(waits, 9 * MINUTE)
    bob.move(slow, 30 * MINUTE)
    with house.database.writing() as session:
        session.get_one(Assignment, closing).closes_at = now() - 8 * MINUTE
    assert quick.confirm(waits).attempt == 1
    with pytest.raises(Refused, match="closed"):
        bob.confirm(slow)
    with house.database.reading() as session:
        kim = session.get_one(Member, house.add_member("kim"))
    submission = house.desk.confirm(slow, kim)
    assert submission.member_id == bob.member
    assert timedelta(minutes=29) < now() - submission.received_at < timedelta(minutes=31)


def test_the_api(house: House, web: TestClient, worker: Worker, assignment: str) -> None:
    headers = {"authorization": f"Bearer {house.token(house.add_member('api'))}"}
    path = f"/api/v1/assignments/{assignment}/uploads"
    data = b"def double(x):\n    return 2 * x\n"
    answer = web.post(path, headers=headers, files={"file": ("a.py", data)})
    assert answer.status_code == 201 and answer.json()["recognised"] is None
    where = f"/api/v1/uploads/{answer.json()['id']}"
    worker.look(answer.json()["id"])
    seen = web.get(where, headers=headers).json()
    assert seen["recognised"]["summary"] == "1 of 2 functions found"
    assert seen["recognised"]["missing"] == {"halve": "There is no function `halve`."}
    accepted = web.post(f"{where}/submission", headers=headers)
    assert accepted.status_code == 201
    assert accepted.json() == web.post(f"{where}/submission", headers=headers).json()
    assert web.get(where, headers=headers).json()["submission"] == accepted.json()["id"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_reads_files_holds_no_database(worker: Worker, ann: Student) -> None:
    """A file may end or enter the process that reads it: there is no library in it that asks the database."""
    worker.look(ann.upload(("work.py", RIGHT.encode())))
    assert worker.judging._pool is not None
    (process,) = (each.process for each in worker.judging._pool._workers)
    assert "sqlalchemy" not in Path(f"/proc/{process.pid}/maps").read_text()
