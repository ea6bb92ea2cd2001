"""Handing in over the API, and everything that is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import event

from grader.service.database_tables import Submission, SubmissionState, now
from grader.service.receipts import verify_receipt
from tests.service.house import House


@pytest.fixture(scope="module")
def assignment(house: House) -> str:
    return house.offer("scaling")


class Caller:
    """A student with a token."""

    def __init__(self, house: House, web: TestClient, number: str) -> None:
        self.web, self.member = web, house.add_member(number)
        self.headers = {"authorization": f"Bearer {house.token(self.member)}"}

    def get(self, path: str) -> Response:
        return self.web.get(f"/api/v1{path}", headers=self.headers)

    def hand_in(self, assignment: str, key: str | None = None, **files: Any) -> Response:
        headers = {**self.headers, **({} if key is None else {"idempotency-key": key})}
        named = [("file", (name.replace("_", "."), data)) for name, data in files.items()]
        path = f"/api/v1/assignments/{assignment}/submissions"
        return self.web.post(path, headers=headers, files=named)


@pytest.fixture
def ann(house: House, web: TestClient, request: pytest.FixtureRequest) -> Caller:
    """Another student in every test."""
    return Caller(house, web, request.node.name)


def test_what_is_accepted_is_kept_and_queued(ann: Caller, house: House, assignment: str) -> None:
    answer = ann.hand_in(assignment, work_py=b"x = 1\n")
    assert answer.status_code == 201
    accepted = answer.json()
    assert (accepted["attempt"], accepted["status"]) == (1, "queued")
    assert house.files.get(accepted["sha256"]) == b"x = 1\n"
    shown = ann.get(f"/submissions/{accepted['id']}").json()
    assert (shown["status"], shown["report"], shown["late"]) == ("queued", None, False)
    receipt = json.dumps(accepted["receipt"])
    fields = verify_receipt(receipt, [b"x = 1\n"], house.desk.signer.public_key)
    assert (fields["assignment"], fields["received_at"]) == (assignment, accepted["received_at"])


def test_the_same_key_is_the_same_submission(ann: Caller, assignment: str) -> None:
    """A client that had no answer asks again; another file under the key is a mistake of the client's."""
    first = ann.hand_in(assignment, "k1", work_py=b"a").json()
    again = ann.hand_in(assignment, "k1", work_py=b"a")
    assert (again.status_code, again.json()) == (201, first)
    assert ann.hand_in(assignment, "k2", work_py=b"a").json()["attempt"] == 2
    assert problem(ann.hand_in(assignment, "k1", work_py=b"b"), 422) == "key-used"


def test_another_students_key_is_another_key(
    ann: Caller, house: House, web: TestClient, assignment: str
) -> None:
    bob = Caller(house, web, "bob")
    first = ann.hand_in(assignment, "same", work_py=b"a").json()
    assert bob.hand_in(assignment, "same", work_py=b"a").json()["id"] != first["id"]


def test_the_window_and_the_attempts(ann: Caller, house: House) -> None:
    hour = timedelta(hours=1)
    terms = {
        "past": {"opens_at": now() - 2 * hour, "closes_at": now() - hour},
        "future": {"opens_at": now() + hour},
        "once": {"attempts": 1},
        "due": {"opens_at": now() - 2 * hour, "due_at": now() - hour},
    }
    for name, more in terms.items():
        house.offer(name, **more)
    assert problem(ann.hand_in("past-c1", work_py=b"a"), 409) == "closed"
    assert problem(ann.hand_in("future-c1", work_py=b"a"), 404) == "not-found"
    assert ann.hand_in("once-c1", work_py=b"a").status_code == 201
    assert problem(ann.hand_in("once-c1", work_py=b"a"), 409) == "no-attempt-left"
    late = ann.hand_in("due-c1", work_py=b"a").json()
    assert ann.get(f"/submissions/{late['id']}").json()["late"] is True
    listed = {row["exercise"]: row for row in ann.get("/assignments").json()}
    assert "future" not in listed
    assert (listed["once"]["attempts"], listed["once"]["attempts_used"]) == (1, 1)


def test_no_file_and_a_broken_form(ann: Caller, assignment: str) -> None:
    assert problem(ann.hand_in(assignment), 422) == "no-file"
    path = f"/api/v1/assignments/{assignment}/submissions"
    kind = {"content-type": "multipart/form-data; boundary=x"}
    answer = ann.web.post(path, headers={**ann.headers, **kind}, content=b"--x\r\nnonsense")
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_that_is_too_large(ann: Caller, assignment: str, house: House, stated: bool) -> None:
    """It is refused at once where its length is stated, and else as soon as it is too long."""

    def chunks() -> Any:
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(70):
            yield b"0" * 2**20

    headers = {**ann.headers, "content-type": "multipart/form-data; boundary=x"}
    if stated:
        headers["content-length"] = "100000000"
    before = stored(house)
    path = f"/api/v1/assignments/{assignment}/submissions"
    answer = ann.web.post(path, headers=headers, content=chunks())
    assert problem(answer, 413) == "too-large"
    assert stored(house) == before


def test_other_requests_have_small_bodies(ann: Caller) -> None:
    answer = ann.web.request("GET", "/healthz", content=b"0" * 100_000)
    assert answer.status_code == 413


def test_tokens(ann: Caller, house: House) -> None:
    """A token that was never issued or was revoked is none; the database holds no token."""
    token = ann.headers["authorization"].split()[1]
    assert ann.web.get("/api/v1/assignments").headers["www-authenticate"] == "Bearer"
    wrong = {"authorization": "Bearer grader_x"}
    assert ann.web.get("/api/v1/assignments", headers=wrong).status_code == 401
    kept = b"".join(path.read_bytes() for path in house.data.glob("service.sqlite*"))
    assert token.encode() not in kept
    house.revoke_tokens(ann.member)
    assert ann.get("/assignments").status_code == 401


def test_one_member_cannot_flood(ann: Caller, house: House, web: TestClient) -> None:
    """After a burst, handing in again waits; others are not concerned."""
    assignment = house.offer("flood")
    statuses: list[int] = []
    while 429 not in statuses and len(statuses) < 100:  # on a slow machine a permit comes back
        statuses.append(ann.hand_in(assignment, work_py=b"a").status_code)
    assert statuses[:20] == [201] * 20 and statuses[-1] == 429
    answer = ann.hand_in(assignment, work_py=b"a")
    assert int(answer.headers["retry-after"]) >= 1
    assert Caller(house, web, "calm").hand_in(assignment, work_py=b"a").status_code == 201


def test_hostile_names_of_files(ann: Caller, house: House, assignment: str) -> None:
    """A name is no path and deceives nobody; the stored file is named by its hash."""
    names = ["../../etc/passwd", "C:\\x\\a.py", "\u202egpj.py", "a" * 400 + ".py", "..", "A.PY"]
    path = f"/api/v1/assignments/{assignment}/submissions"
    files = [("file", (name, b"1")) for name in names]
    answer = ann.web.post(path, headers=ann.headers, files=files)
    assert answer.status_code == 201
    kept = [file["name"] for file in answer.json()["receipt"]["files"]]
    assert kept[:3] == ["passwd", "a.py", "gpj.py"]
    assert kept[3].endswith(".py") and len(kept[3]) <= 180
    assert kept[4:] == ["submission", "A (2).PY"]


def test_events_end_with_the_result(ann: Caller, house: House, assignment: str) -> None:
    submission = ann.hand_in(assignment, work_py=b"a").json()["id"]
    house.set_graded(submission)
    answer = ann.get(f"/submissions/{submission}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == 'event: status\ndata: {"status": "graded"}\n\n'


def test_the_student_reads_the_students_view(ann: Caller, house: House, assignment: str) -> None:
    """What is hidden in the instructor's report is not in the answer."""
    submission = ann.hand_in(assignment, work_py=b"a").json()["id"]
    house.set_graded(submission)
    shown = ann.get(f"/submissions/{submission}")
    assert "for the instructor" not in shown.text and "3.14" not in shown.text
    report = shown.json()["report"]
    assert report["submission"]["attempt"] == 1
    assert report["exercise"]["version"] == "public"


def test_a_full_disk_accepts_nothing(
    ann: Caller, house: House, assignment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grader.service.storage.os.fsync", full)
    answer = ann.hand_in(assignment, work_py=b"a")
    assert problem(answer, 503) == "unavailable"
    monkeypatch.undo()
    assert ann.hand_in(assignment, work_py=b"a").json()["attempt"] == 1
    assert not list((house.data / "files").glob(".*"))


def test_a_read_only_database_accepts_nothing(ann: Caller, house: House, assignment: str) -> None:
    def read_only(connection: Any, record: object, proxy: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(house.database.engine, "checkout", read_only)
    try:
        assert problem(ann.hand_in(assignment, work_py=b"a"), 503) == "unavailable"
    finally:
        event.remove(house.database.engine, "checkout", read_only)
        house.database.engine.dispose()
    assert ann.hand_in(assignment, work_py=b"a").json()["attempt"] == 1


def test_openapi(web: TestClient) -> None:
    """The document describes the upload and the problems."""
    document = web.get("/api/v1/openapi.json").json()
    upload = document["paths"]["/api/v1/assignments/{assignment}/submissions"]["post"]
    assert "multipart/form-data" in upload["requestBody"]["content"]
    assert "application/problem+json" in upload["responses"]["413"]["content"]
    assert "/healthz" not in document["paths"]


def test_health_and_metrics(web: TestClient, house: House) -> None:
    """Without a worker nobody grades, so the service is not well."""
    assert web.get("/healthz").json() == {"database": "up", "worker": "down"}
    house.beat()
    assert web.get("/healthz").status_code == 200
    lines = web.get("/metrics").text.splitlines()
    assert lines[-1] == "# EOF"
    with house.database.reading() as session:
        waiting = session.query(Submission).filter_by(state=SubmissionState.QUEUED).count()
    assert f"grader_queue_length {waiting}" in lines


def test_the_histogram_of_seconds(ann: Caller, house: House, web: TestClient) -> None:
    """Each bucket counts what took at most so long."""
    before = figures(web)
    assignment = house.offer("histogram")
    for seconds in (0.2, 4):
        submission = ann.hand_in(assignment, work_py=b"a").json()["id"]
        with house.database.writing() as session:
            row = session.get_one(Submission, submission)
            row.state = SubmissionState.GRADED
            row.finished_at = row.received_at + timedelta(seconds=seconds)
    after = figures(web)
    added = {name: round(after[name] - before[name], 3) for name in after}
    assert added['grader_result_seconds_bucket{le="0.1"}'] == 0
    assert added['grader_result_seconds_bucket{le="0.25"}'] == 1
    assert added['grader_result_seconds_bucket{le="2.0"}'] == 1
    assert added['grader_result_seconds_bucket{le="5.0"}'] == 2
    assert (added["grader_result_seconds_count"], added["grader_result_seconds_sum"]) == (2, 4.2)


def figures(web: TestClient) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in web.get("/metrics").text.splitlines()]
    return {name: float(number) for name, _, number in lines if name.startswith("grader_result")}


def problem(answer: Response, status: int) -> str:
    """The kind of the problem that an answer states."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert answer.status_code == body["status"] == status, body
    assert body["detail"]
    return body["type"].rpartition(":")[2]


def stored(house: House) -> set[Path]:
    return set((house.data / "files").rglob("*"))
