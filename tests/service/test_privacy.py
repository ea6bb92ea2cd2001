"""What the service knows of a person can be deleted, and is written into no log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from grader.cli.main import main
from grader.service import audit_log
from grader.service.database_tables import (
    Assignment,
    AuditEvent,
    Credential,
    Job,
    JobState,
    Member,
    Person,
    Submission,
    Upload,
    now,
)
from grader.service.jobs import EXPORT
from grader.service.logs import log_to
from grader.service.worker import Worker
from tests.service.house import House

Capture = pytest.CaptureFixture[str]
WORK = b"def double(x):\n    return 'the work of nobody else'\n"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    house.add_course()
    yield house
    house.queue.close()
    house.database.close()


def hand_in(house: House, member: str, assignment: str, *data: bytes) -> str:
    files = [house.put(f"file{number}.py", each) for number, each in enumerate(data)]
    return house.desk.accept(member, assignment, files, None).id


def test_a_person_is_forgotten(house: House, capsys: Capture) -> None:
    """Nothing of the person is left in the folder, and nothing of anybody else is gone."""
    assignment = house.offer("scaling")
    gone, stays = house.add_member("Gwendolyn"), house.add_member("Quentin")
    submission = hand_in(house, gone, assignment, WORK, b"shared")
    kept = hand_in(house, stays, assignment, b"shared")
    house.set_graded(submission)
    house.token(gone)
    house.desk.upload(gone, assignment, [house.put("draft.py", b"a draft")])
    waits = house.put("template.csv", b"a template that is needed")
    add_export(house, JobState.DONE, house.put("gradebook.csv", b"Gwendolyn,5").sha256, None)
    add_export(house, JobState.QUEUED, None, waits.sha256)
    command = ["service", "forget", str(house.data), "Gwendolyn"]

    assert main(command) == 0
    assert "1 submission" in capsys.readouterr().err and remaining(house, Submission) == 2
    assert main([*command, "--yes"]) == 0
    assert main(command) == 2  # there is no such member any more

    assert remaining(house, Member) == remaining(house, Person) == 1
    assert remaining(house, Credential) == 0
    with house.database.reading() as session:
        assert session.scalars(select(Submission.id)).all() == [kept]
        actions = session.execute(select(AuditEvent.action, AuditEvent.subject)).all()
    assert ("member.forgotten", gone) in [tuple(row) for row in actions]
    everything = b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())
    for trace in (b"Gwendolyn", WORK[20:], b"a draft"):
        assert trace not in everything, trace
    assert b"a template that is needed" in everything
    assert b"shared" in everything and b"Quentin" in everything


def add_export(house: House, state: JobState, file: str | None, template: str | None) -> None:
    with house.database.writing() as session:
        arguments = {} if template is None else {"template": template}
        result = {} if file is None else {"file": file}
        session.add(
            Job(course_id="c1", kind=EXPORT, state=state, arguments=arguments, result=result)
        )


def remaining(house: House, table: type) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_old_work_is_deleted(house: House, capsys: Capture) -> None:
    """Work for assignments that have ended, and no other."""
    day = timedelta(days=1)
    member = house.add_member("ann")
    terms = {"ended": {"due_at": now() + day}, "open": {}, "later": {"due_at": now() + 9 * day}}
    ids = {
        name: hand_in(house, member, house.offer(name, **more), name.encode())
        for name, more in terms.items()
    }
    with house.database.writing() as session:
        session.get_one(Assignment, "ended-c1").due_at = now() - day
        session.get_one(Submission, ids["ended"]).received_at = now() - 2 * day
    command = ["service", "forget", str(house.data), "--before"]
    assert main([*command, (datetime.now(UTC) + day).isoformat()]) == 2
    assert main([*command, now().isoformat(), "--yes"]) == 0
    assert "1 submission" in capsys.readouterr().err
    with house.database.reading() as session:
        assert set(session.scalars(select(Submission.id))) == {ids["open"], ids["later"]}
    assert len(list((house.data / "files").glob("*/*"))) == 2
    assert main(["service", "forget", str(house.data)]) == 2


def test_the_work_of_a_large_class_is_deleted(house: House) -> None:
    """More uploads than a database takes values in one statement; an instructor reads that it was done."""
    assignment, member = (
        house.offer("large", due_at=now() - timedelta(days=1)),
        house.add_member("a"),
    )
    before = now() - timedelta(days=2)
    rows = [
        {"id": str(n), "assignment_id": assignment, "member_id": member, "uploaded_at": before, "sha256": ""}
        for n in range(33_000)
    ]  # fmt: skip
    with house.database.writing() as session:
        session.execute(insert(Upload), rows)
    assert main(["service", "forget", str(house.data), "--before", now().isoformat(), "--yes"]) == 0
    assert remaining(house, Upload) == 0
    with house.database.reading() as session:
        actions = [event.action for event, _ in audit_log.events(session, "c1", None, 9)]
    assert "work.forgotten" in actions


def test_what_is_handed_in_while_it_is_deleted(house: House) -> None:
    """Contents that were removed between the upload and its row are not accepted as kept."""
    assignment = house.offer("race")
    file = house.put("a.py", WORK)
    with house.database.writing() as session:
        house.files.remove([file.sha256], session)()
    with pytest.raises(OSError, match="again"):
        house.desk.accept(house.add_member("ann"), assignment, [file], None)
    assert remaining(house, Submission) == 0


def test_a_task_of_what_was_deleted(house: House) -> None:
    """It is in the queue still; the worker leaves it."""
    worker = Worker(house.database, house.files, None)  # type: ignore[arg-type]
    worker.grade("gone", 1)
    worker.give_up("gone", 1)


def test_logs_are_lines_of_json_that_name_nobody() -> None:
    """Of an exception the type and the place are written, not what it quotes."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        log_to(stream)
        logging.getLogger("grader.service.worker").info("graded %s (%d)", "abc", 1)
        logging.getLogger("grader.pipeline.worker_pool").warning("Ada Lovelace is tried again")
        try:
            try:
                raise KeyError("Ada")
            except KeyError as fault:
                raise ValueError("ada@example.org") from fault
        except ValueError:
            logging.getLogger("uvicorn.error").exception("a request failed")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["message"] for line in lines] == ["graded abc (1)", "a request failed"]
    assert lines[1]["fault"] == ["ValueError", "KeyError"]
    assert "test_privacy.py" in lines[1]["places"][0]
    assert "ada" not in stream.getvalue().casefold()
