"""A service as its users run it sends a grade, and its worker is killed before it knows that it arrived."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import select

from grader.service.database_tables import PlatformGrade
from grader.service.lti.keys import key_set
from tests.service.house import House
from tests.service.running import RIGHT, Running, Student, until

pytest.importorskip("lti1p3platform")

from tests.service.test_grades_back import Trouble, TroubledPlatform, connect


def test_a_worker_is_killed_over_a_grade(tmp_path: Path) -> None:
    """The worker that takes its place sends the very same: the platform has it once."""
    service = Running(tmp_path / "data")
    house = House(service.data)
    house.add_course()
    assignment, member = house.offer("scaling"), house.add_member("ann")
    platform = TroubledPlatform(keys=key_set(house.database))
    connect(house, platform, assignment, {"ann": member})
    ann = Student(service, house.token(member))

    def kill() -> None:
        for pid in service.pids("worker"):
            os.kill(pid, signal.SIGKILL)

    def acknowledged() -> bool:
        with house.database.reading() as session:
            row = session.scalars(select(PlatformGrade)).one_or_none()
        return row is not None and row.sent_points is not None

    platform.coming = [Trouble(200, stored=True, delay=5.0, meanwhile=kill)]
    with platform.running():
        try:
            service.start()
            service.ready()
            assert ann.hand_in(assignment, RIGHT).status_code == 201
            until(acknowledged, f"no grade is acknowledged: {service.log}")
        finally:
            service.kill_all()
    score = platform.score("user-ann")
    assert score is not None and score["scoreGiven"] == score["scoreMaximum"]
    assert len(platform.received) == 2
    assert len({one["timestamp"] for one in platform.received}) == 1
