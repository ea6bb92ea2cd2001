"""What is accepted is on the disk before anybody is told, and gets one result, whoever is overtaken.

The loss of power is not played, its precautions are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from grader.report.report_file import parse_report
from grader.service.database import Database, file_url
from grader.service.database_tables import Result, Submission
from grader.service.storage import FolderStore
from grader.service.worker import Worker
from grader.util.errors import GraderError
from tests.service.house import CHECKOUT, House


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its contents are written out, then it is renamed, then the folder's entry is written out."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        done.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    def rename(source: Path, target: Path) -> None:
        done.append("renamed")
        replace(source, target)

    monkeypatch.setattr("grader.service.storage.os.fsync", fsync)
    monkeypatch.setattr("grader.service.storage.os.replace", rename)
    store = FolderStore(tmp_path / "files")
    stored = store.put([b"work"])
    before, after = done[: done.index("renamed")], done[done.index("renamed") + 1 :]
    assert any(path.endswith(".part") for path in before)
    assert after == [str(tmp_path / "files" / stored.sha256[:2])]


def test_a_commit_is_on_the_disk(tmp_path: Path) -> None:
    """SQLite waits for the disk with every commit, in the log that survives a kill."""
    database = Database(file_url(tmp_path / "x.sqlite"))
    with database.reading() as session:
        connection = session.connection()
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]
    database.close()
    assert modes == [2, "wal", 1]


class Overtaken:
    """A judge that takes so long that something else happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = [meanwhile]

    def grade(self, work: Any) -> Any:
        while self._meanwhile:
            self._meanwhile.pop()()
        report = CHECKOUT / "tests" / "service" / "report.json"
        return SimpleNamespace(report=parse_report(report.read_text("utf-8")), fault=None)

    def page(self, exercise: str) -> Any:
        raise GraderError("there is no course")


@pytest.mark.parametrize("happens", ["another worker finishes it", "it is deleted"])
def test_a_worker_that_is_overtaken(happens: str, tmp_path: Path) -> None:
    """Two workers have one task: one result is kept, and none of what is not there any more."""
    house = House(tmp_path / "data")
    house.add_course()
    member, assignment = house.add_member("ann"), house.offer("scaling")
    submission = house.desk.accept(member, assignment, [house.put("a.py", b"1")], None).id

    def meanwhile() -> None:
        if happens == "it is deleted":
            with house.database.writing() as session:
                session.delete(session.get_one(Submission, submission))
        else:
            worker.grade(submission, 1)

    judging: Any = Overtaken(meanwhile)
    worker = Worker(house.database, house.files, judging)
    worker.grade(submission, 1)
    with house.database.reading() as session:
        kept = session.execute(select(Result.submission_id, Result.number)).all()
    assert kept == ([] if happens == "it is deleted" else [(submission, 1)])
