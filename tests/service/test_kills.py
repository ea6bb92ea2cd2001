"""Accepted is kept: whatever is killed, a submission gets its result, and one only."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from sqlalchemy import select, text

from grader.service.database import Database
from grader.service.database_tables import PlatformGrade, Result, Submission, SubmissionState
from grader.service.lti.keys import key_set
from tests.cli.conftest import AVERAGES
from tests.service.house import House
from tests.service.running import RIGHT, Running, Student, until

SLOW = "import time\n\n\n" + RIGHT.replace("return x + x", "time.sleep(0.3)\n    return x + x")
"""It waits, and needs no processor for that."""


@pytest.fixture(scope="module")
def service(house: House) -> Iterator[Running]:
    """One for all tests: each leaves it running, or comes last."""
    running = Running(house.data, options=("--web-processes", "2"))
    try:
        running.start()
        running.ready()
        yield running
    finally:
        running.kill_all()


def test_a_worker_is_killed_over_a_grade(service: Running, house: House) -> None:
    """It is killed before it knows that the grade arrived. Its successor sends the very same, which counts once."""
    pytest.importorskip("lti1p3platform")
    from tests.service.test_grades_back import Trouble, TroubledPlatform, connect

    assignment, member = house.offer("averages"), house.add_member("bea")
    platform = TroubledPlatform(keys=key_set(house.database))
    connect(house, platform, assignment, {"bea": member})
    bea = Student(service, house.token(member))

    def kill() -> None:
        for pid in service.pids("worker"):
            os.kill(pid, signal.SIGKILL)

    def acknowledged() -> bool:
        with house.database.reading() as session:
            row = session.scalars(select(PlatformGrade)).one_or_none()
        return row is not None and row.sent_points is not None

    platform.coming = [Trouble(200, stored=True, delay=5.0, meanwhile=kill)]
    with platform.running():
        assert bea.hand_in(assignment, AVERAGES).status_code == 201
        until(acknowledged, f"no grade is acknowledged: {service.log}")
    score = platform.score("user-bea")
    assert score is not None and score["scoreGiven"] == score["scoreMaximum"]
    assert len(platform.received) == 2
    assert len({one["timestamp"] for one in platform.received}) == 1


def test_no_kill_loses_a_submission(service: Running, house: House) -> None:
    """Worker, one of two web processes, supervisor: killed while submissions come in and are graded."""
    assignment = house.offer("scaling")
    ann = Student(service, house.token(house.add_member("ann")))
    accepted: dict[str, str] = {}

    def hand_in(key: str) -> None:
        """As a client does: again with the same key until there is an answer."""

        def answer() -> bool:
            try:
                response = ann.hand_in(assignment, f"{SLOW}# {key}\n", key)
            except httpx.HTTPError:
                return False
            assert response.status_code == 201, response.text
            accepted[key] = response.json()["id"]
            return True

        until(answer, service.log)

    hand_in("1")
    hand_in("2")
    database = house.database
    until(lambda: SubmissionState.RUNNING in states(database), "nothing is graded")
    path = f"/api/v1/assignments/{assignment}/uploads"
    upload = ann.ask("POST", path, files={"file": ("work.py", SLOW.encode())}).json()["id"]
    service.kill("worker")  # amid a submission
    hand_in("3")
    service.kill("web")
    hand_in("4")
    hand_in("4")  # the answer may have been lost: it counts once
    until(lambda: SubmissionState.RUNNING in states(database), "nothing is graded")
    service.kill_all()
    with database.writing() as session:  # as if a worker had begun it that is not started again
        session.execute(
            text("UPDATE workflow_status SET executor_id = '7' WHERE status = 'PENDING'")
        )
    service.start()
    hand_in("5")

    seen = ann.ask("GET", f"/api/v1/uploads/{upload}")
    until(lambda: ann.ask("GET", seen.url.path).json()["recognised"], "nobody has looked")
    confirmed = [ann.ask("POST", f"{seen.url.path}/submission").json() for _ in range(2)]
    accepted["6"] = confirmed[0]["id"]
    assert confirmed[1]["id"] == accepted["6"]

    for submission in accepted.values():
        assert ann.result(submission)["report"]["score"] == 10
    with database.reading() as session:
        hers = Submission.assignment_id == assignment
        results = select(Result.submission_id, Result.number).join(Submission).where(hers)
        numbers = Counter(map(tuple, session.execute(results)))
        attempts = sorted(session.scalars(select(Submission.attempt).where(hers)))
    assert numbers == {(submission, 1): 1 for submission in accepted.values()}
    assert attempts == [1, 2, 3, 4, 5, 6]
    hand_in("7")
    assert service.stop() == 0
    # What was being graded was finished, or it waits: nothing is left in between.
    assert SubmissionState.RUNNING not in states(database)


def states(database: Database) -> set[SubmissionState]:
    with database.reading() as session:
        return set(session.scalars(select(Submission.state)))
