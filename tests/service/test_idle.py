"""A worker that has nothing to do, and numbers for whoever runs the service."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

from grader.service.database_tables import Submission, now
from grader.service.web.result_times import ResultTimes
from grader.service.work_queue import GRADE, JOB, LOOK, PLATFORM, Handler, QueueWorker
from tests.service.house import House


def test_every_queue_is_served(house: House) -> None:
    """By a worker that has had nothing to do."""
    done = {task: threading.Event() for task in ("grade", "look", "job", "platform")}
    handlers = {task: Handler(lambda *_, task=task: done[task].set()) for task in done}
    with QueueWorker(house.database.url, "idle", handlers):
        time.sleep(1.0)
        with house.database.writing() as session:
            house.queue.add(session, GRADE, "s", 1)
            house.queue.add(session, LOOK, "u")
            house.queue.add(session, JOB, "j")
            house.queue.add(session, PLATFORM, "p", 1)
        assert all(each.wait(30) for each in done.values())


def test_what_ended_long_ago_is_counted_once(house: House, tmp_path: Path) -> None:
    """However often the numbers are asked for: lately, once it is settled, and beside what ended since."""
    member, assignment = house.add_member("metrics"), house.offer("metrics")
    file = tmp_path / "work.py"
    file.write_bytes(b"a")
    times, begin = ResultTimes(), now()

    def ended(after: timedelta) -> None:
        submission = house.hand_in(member, assignment, [file]).id
        with house.database.writing() as session:
            row = session.get_one(Submission, submission)
            row.received_at = begin + after
            row.finished_at = row.received_at + timedelta(seconds=3)

    def asked(after: timedelta) -> tuple[int, float, tuple[int, ...]]:
        with house.database.reading() as session:
            found = times.of(session, begin + after)
        return found.number, round(found.total, 3), found.within

    minute = timedelta(minutes=1)
    ended(0 * minute)
    one = (1, 3.0, (0, 0, 0, 0, 0, 1, 1, 1, 1, 1))
    assert [asked(n * minute) for n in (1, 2, 30, 31, 32)] == [one] * 5
    ended(32 * minute)
    assert [asked(n * minute)[:2] for n in (33, 60, 61, 40)] == [(2, 6.0)] * 4
