"""Accepted is kept: whatever is killed, a submission gets its result, and one only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy import select, text

from grader.service.database import Database
from grader.service.database_tables import Result, Submission, SubmissionState
from tests.service.house import House
from tests.service.running import RIGHT, Running, Student, until

SLOW = "import time\n\n\n" + RIGHT.replace("return x + x", "time.sleep(0.3)\n    return x + x")
"""It waits, and needs no processor for that."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "data", options=("--web-processes", "2"))
    try:
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.kill_all()


def test_no_kill_loses_a_submission(service: Running) -> None:
    """Worker, one of two web processes, supervisor: killed while submissions come in and are graded."""
    house = House(service.data)
    house.add_course()
    assignment = house.offer("scaling")
    ann = Student(service, house.token(house.add_member("ann")))
    service.start()
    service.ready()
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
        numbers = Counter(map(tuple, session.execute(select(Result.submission_id, Result.number))))
        attempts = sorted(session.scalars(select(Submission.attempt)))
    assert numbers == {(submission, 1): 1 for submission in accepted.values()}
    assert attempts == [1, 2, 3, 4, 5, 6]
    hand_in("7")
    assert service.stop() == 0
    # What was being graded was finished, or it waits: nothing is left in between.
    assert SubmissionState.RUNNING not in states(database)


def states(database: Database) -> set[SubmissionState]:
    with database.reading() as session:
        return set(session.scalars(select(Submission.state)))
