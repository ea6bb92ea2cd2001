"""A worker that lives and does nothing is found: its judge, or all of it."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from grader.service import judging, worker
from grader.service.database_tables import Submission, now
from grader.service.judging import HandedIn, Judging
from tests.service.house import House
from tests.service.running import COURSE, RIGHT


class Clock:
    """Stands still; once, when it was told to, a quarter of an hour and more has passed."""

    reads, jump = 0, -1

    def monotonic(self) -> float:
        self.reads += 1
        return 1000.0 if self.reads == self.jump else 0.0


def test_a_judge_that_stands_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The submission over which it did is for a person to look at; the next one is graded."""
    clock = Clock()
    monkeypatch.setattr(judging, "time", clock)
    work = HandedIn("ann", "scaling", (("work.py", RIGHT.encode()),))
    with Judging(COURSE, None, tmp_path) as judge:
        assert judge.grade(work).report.score == 10
        assert judge._pool is not None
        os.kill(judge._pool._workers[0].process.pid or 0, signal.SIGSTOP)
        clock.jump = clock.reads + 2
        verdict = judge.grade(work)
        assert verdict.report.score is None and "stood still" in str(verdict.fault)
        assert judge.grade(work).report.score == 10


def test_a_worker_that_takes_no_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends, so that its successor takes what waits; but not while it works, or nothing waits for long."""
    house = House(tmp_path / "data")
    house.add_course()
    files = [house.put("a.py", b"1")]
    work = house.desk.accept(house.add_member("ann"), house.offer("scaling"), files, None).id
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    worker.end_where_work_is_left(house.database, 1000.0)
    with house.database.writing() as session:
        session.get_one(Submission, work).received_at = now() - timedelta(hours=1)
    worker.end_where_work_is_left(house.database, 0.0)
    assert ended == []
    worker.end_where_work_is_left(house.database, 1000.0)
    assert len(ended) == 1
    house.set_graded(work)
    worker.end_where_work_is_left(house.database, 1000.0)
    assert len(ended) == 1
    house.queue.close()
    house.database.close()
