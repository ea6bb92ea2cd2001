"""What students see of the rules: before they hand in, of their points, of hidden cases; and its limits."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import event

from grader.model.result import Shown
from grader.service.database_tables import (
    Assignment,
    AuditEvent,
    Member,
    Override,
    RegradeRequest,
    Role,
    Submission,
    SubmissionState,
    Upload,
    now,
)
from grader.service.offering import More, set_extension
from grader.service.regrade_requests import answer
from grader.service.web.app import application
from grader.service.web.rates import Rates, SharedRates, network_of
from grader.service.web.request_context import Service
from tests.service.house import House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOSTILE = "<script>alert(1)</script>\n{{ 7 * 7 }} \u202eevil"


class Ann:
    """A student with a browser and a token; another one in every test."""

    def __init__(self, house: House, browser: TestClient, number: str) -> None:
        self.house, self.browser = house, browser
        self.member = house.add_member(number)
        browser.cookies.set("grader_session", house.session(self.member))
        self.headers = {"authorization": f"Bearer {house.token(self.member)}"}

    def get(self, path: str) -> str:
        """A page, as its reader sees it."""
        text = self.browser.get(path).text
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

    def post(self, path: str, **values: Any) -> Response:
        """A form of the page at "/", which holds the session's token."""
        token = re.search(r'name="form_token" value="(\w+)"', self.browser.get("/").text)
        assert token is not None
        files = values.pop("files", None)
        return self.browser.post(path, data={"form_token": token[1], **values}, files=files)

    def upload(self, assignment: str) -> Response:
        return self.post(f"/assignments/{assignment}/uploads", files={"file": ("a.py", b"1")})

    def api(self, path: str) -> Any:
        return self.browser.get(f"/api/v1{path}", headers=self.headers).json()

    def graded(self, assignment: str, score: float = 5, ago: timedelta = timedelta()) -> str:
        """A submission that is graded."""
        files = [self.house.put("a.py", b"1")]
        row = self.house.desk.accept(self.member, assignment, files, None)
        self.house.set_graded(row.id, score)
        with self.house.database.writing() as session:
            session.get_one(Submission, row.id).received_at = now() - ago
        return row.id


@pytest.fixture
def ann(house: House, request: pytest.FixtureRequest) -> Iterator[Ann]:
    app = application(Service(house.database, house.desk))
    with TestClient(app, raise_server_exceptions=False) as browser:
        yield Ann(house, browser, request.node.name)


def test_before_it_counts(ann: Ann, house: House) -> None:
    """Uploaded, looked at, confirmed: each page says what is next, also without a script."""
    assignment = house.offer("steps", attempts=2)
    page = ann.upload(assignment)
    where = page.url.path
    assert "The grader looks into your files" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    upload = where.rpartition("/")[2]
    house.set_recognised(upload, {"double": None, "halve": "There is no function `halve`."})
    seen = ann.get(where)
    assert "1 of 2 functions found" in seen and "There is no function halve ." in seen
    assert "refresh" not in ann.browser.get(where).text
    assert "You have not handed in" in ann.get(f"/assignments/{assignment}")
    assert "uploaded files that you have not handed in" in ann.get("/")
    assert "Your attempts" not in ann.get(f"/assignments/{assignment}")
    handed_in = ann.post(f"{where}/submission")
    assert handed_in.url.path.startswith("/submissions/") and "waits" in handed_in.text
    assert ann.post(f"{where}/submission").url.path == handed_in.url.path
    assert ann.browser.get(where).url.path == handed_in.url.path
    assert "1 of 2 attempts left" in ann.get(f"/assignments/{assignment}")
    assert "not handed in" not in ann.get("/").lower()


def test_what_was_forgotten_is_handed_in_by_staff(ann: Ann, house: House) -> None:
    """The class's page says who has uploaded and not handed in; it counts as received then, also after the end."""
    assignment = house.offer("forgotten", opens_at=now() - DAY)
    where = ann.upload(assignment).url.path
    with house.database.writing() as session:
        session.get_one(Upload, where.rpartition("/")[2]).uploaded_at = now() - 3 * HOUR
        session.get_one(Assignment, assignment).closes_at = now() - HOUR
    assert "This assignment is closed. Ask your instructor" in ann.get(where)
    assert ann.post(f"{where}/submission").status_code == 409
    instructor = house.add_member("forgotten-kim", Role.INSTRUCTOR)
    ann.browser.cookies.set("grader_session", house.session(instructor))
    place = f"/assignments/{assignment}/class"
    assert "1 student has uploaded files and not handed them in" in ann.get(place)
    assert ann.post(f"{where}/submission").url.path.startswith("/submissions/")
    assert "not handed them in" not in ann.get(place)
    with house.database.reading() as session:
        row = session.query(Submission).filter_by(member_id=ann.member).one()
        events = session.query(AuditEvent).filter_by(subject=row.id).all()
    assert now() - row.received_at > 2 * HOUR
    assert [(each.action, each.actor) for each in events] == [("submission.confirmed", instructor)]


def test_what_is_discarded_is_gone(ann: Ann, house: House) -> None:
    assignment = house.offer("discards")
    where = ann.upload(assignment).url.path
    assert ann.post(f"{where}/discard").url.path == f"/assignments/{assignment}"
    assert ann.browser.get(where).status_code == 404
    assert "have not handed in" not in ann.get(f"/assignments/{assignment}")
    where = ann.upload(assignment).url.path
    ann.post(f"{where}/submission")
    assert ann.post(f"{where}/discard").status_code == 200  # what is handed in stays
    assert ann.browser.get(where).url.path.startswith("/submissions/")


def test_a_file_in_which_nothing_is_recognised(ann: Ann, house: House) -> None:
    where = ann.upload(house.offer("unread")).url.path
    house.set_recognised(where.rpartition("/")[2], {}, f"It is {HOSTILE} and no notebook.")
    page = ann.browser.get(where)
    assert "Not recognised" in page.text and "<script>alert" not in page.text
    assert "Hand in" in page.text


def test_points_and_their_reasons(ann: Ann, house: House) -> None:
    """As graded, what a person set, what lateness costs: on the pages and over the API."""
    assignment = house.offer(
        "reasons", opens_at=now() - 9 * DAY, due_at=now() - 2 * HOUR,
        late_percent_a_day=20.0, late_grace_minutes=30.0,
    )  # fmt: skip
    early = ann.graded(assignment, 4, ago=2.1 * HOUR)
    late = ann.graded(assignment, 5)
    listed = ann.get(f"/assignments/{assignment}")
    assert "Late work loses 20 % of the attainable points" in listed
    assert "30 minutes after the due time are still in time" in listed
    assert "graded, counts 4" in listed
    assert "Graded 5. -2: 1 day late, 20 % of the attainable points a day." in listed
    assert "Attempt 1 counts." in ann.get(f"/submissions/{late}")
    assert "late. Late work loses points: 1 day late" in ann.get(ann.upload(assignment).url.path)
    with house.database.writing() as session:
        session.add(
            Override(submission_id=late, function="double", score=4, reason="A slip of ours.")
        )
    shown = ann.api(f"/submissions/{late}")
    assert (shown["points"], shown["counts"], shown["late"]) == (7, True, True)
    assert [change["reason"] for change in shown["changes"]] == [
        "A slip of ours.", "1 day late, 20 % of the attainable points a day",
    ]  # fmt: skip
    assert shown["report"]["score"] == 7
    assert ann.api(f"/submissions/{early}")["counts"] is False
    attempts = ann.api(f"/assignments/{assignment}/submissions")
    assert [(each["attempt"], each["points"], each["counts"]) for each in attempts] == [
        (2, 7, True), (1, 4, False),
    ]  # fmt: skip
    result = ann.get(f"/submissions/{late}")
    assert "This attempt counts." in result and "7 / 10 points" in result
    assert "double was set by a person to 4 points, from 0. A slip of ours." in result
    assert "-2 points: 1 day late, 20 % of the attainable points a day" in result
    with house.database.writing() as session:
        set_extension(
            session, session.get_one(Assignment, assignment), session.get_one(Member, ann.member),
            More(until=now() + HOUR, reason="private: ill"),
        )  # fmt: skip
    assert ann.api(f"/submissions/{late}")["points"] == 9
    listed = ann.get(f"/assignments/{assignment}")
    assert "you have an extension" in listed and "ill" not in listed.split()


def test_no_page_and_no_answer_tells_how_hidden_cases_ended(ann: Ann, house: House) -> None:
    """With the public cases alone, two results that differ in hidden ones look the same."""
    seen = []
    for status, score in (("passed", 5), ("failed", 0)):
        rules = {"shown_before_due": Shown.PUBLIC, "late_percent_a_day": 10.0}
        assignment = house.offer(
            f"public-{status}", opens_at=now() - DAY, due_at=now() - HOUR,
            closes_at=now() + DAY, late_of="earned", **rules,
        )  # fmt: skip
        submission = ann.graded(assignment, score)
        ann.graded(assignment, 3)
        house.change_result(submission, "halve", status)
        pages = [f"/submissions/{submission}", f"/assignments/{assignment}"]
        told = "".join(ann.browser.get(page).text for page in pages)
        told += str(ann.api(f"/submissions/{submission}"))
        told += str(ann.api(f"/assignments/{assignment}/submissions"))
        for own in (submission, assignment, f"Public-{status}", f"public-{status}"):
            told = told.replace(own, "X")
        seen.append(re.sub(r"[0-9a-f]{20,}|\d\d:\d\d[\d:.]*", "", told))
    assert seen[0] == seen[1]
    assert "public cases alone" in seen[0]


def test_statuses_without_hints(ann: Ann, house: House) -> None:
    """How a hidden case ended, and the score; its hint when nobody can hand in any more."""
    rules = {"shown_before_due": Shown.STATUSES, "opens_at": now() - DAY}
    assignment = house.offer("statuses", due_at=now() + HOUR, closes_at=now() + HOUR, **rules)
    submission = ann.graded(assignment)
    house.change_result(submission, "halve", "failed", hint="Half, not twice.")
    before = ann.get(f"/submissions/{submission}")
    assert "Half, not twice." not in before and "Hints of hidden cases are shown" in before
    assert ann.api(f"/submissions/{submission}")["points"] == 5
    with house.database.writing() as session:
        row = session.get_one(Assignment, assignment)
        row.due_at = row.closes_at = now() - HOUR
    assert "Half, not twice." in ann.get(f"/submissions/{submission}")


def test_a_question_about_points(ann: Ann, house: House) -> None:
    """Once about each function, with a text that is shown as text; the answer stands below it."""
    submission = ann.graded(house.offer("asks"))
    where = f"/submissions/{submission}/regrade-requests"
    for values, status in (
        ({"function": "none", "text": "x"}, 422),
        ({"function": "double", "text": " "}, 422),
        ({"function": "double", "text": "x" * 2001}, 422),
        ({"function": "double", "text": HOSTILE}, 200),
        ({"function": "double", "text": "again"}, 409),
    ):
        assert ann.post(where, **values).status_code == status
    page = ann.browser.get(f"/submissions/{submission}").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "{{ 7 * 7 }}" in page
    assert "not answered yet" in page and "\u202e" not in page
    assert '<option value="halve">' in page and '<option value="double">' not in page
    over_api = ann.browser.post(
        f"/api/v1{where}", headers=ann.headers, json={"function": "halve", "text": "Half is right."}
    )
    assert over_api.status_code == 201 and over_api.json()["accepted"] is None
    instructor = house.add_member("kim")
    with house.database.writing() as session:
        request = session.get_one(RegradeRequest, over_api.json()["id"])
        kim = session.get_one(Member, instructor)
        answer(session, request, kim, True, "You are right.")
    assert "accepted. Half is right. Answer: You are right." in ann.get(
        f"/submissions/{submission}"
    )
    assert [each["answer"] for each in ann.api(where)] == [None, "You are right."]


def test_attempts_that_come_back(ann: Ann, house: House) -> None:
    """The page and the refusal say when there is another one."""
    assignment = house.offer("bucket", attempts=1, attempt_back_hours=6.0, opens_at=now() - DAY)
    ann.graded(assignment, ago=2 * HOUR)
    assert "The next one comes" in ann.get(f"/assignments/{assignment}")
    refused = ann.upload(assignment)
    assert refused.status_code == 409 and "The next one comes at" in refused.text
    with house.database.writing() as session:
        for row in session.query(Submission).filter_by(assignment_id=assignment):
            row.received_at = now() - 6.1 * HOUR
    assert ann.upload(assignment).status_code == 200
    shown = {each["exercise"]: each for each in ann.api("/assignments")}["bucket"]
    assert (shown["attempts"], shown["attempts_left"], shown["counts"]) == (1, 1, "highest")


def test_a_failure_of_the_grader_uses_no_attempt(ann: Ann, house: House) -> None:
    assignment = house.offer("fails", attempts=1)
    submission = ann.graded(assignment)
    with house.database.writing() as session:
        session.get_one(Submission, submission).state = SubmissionState.FAILED
    assert "not counted as used" in ann.get(f"/submissions/{submission}")
    assert ann.upload(assignment).status_code == 200
    with house.database.writing() as session:
        session.add(Override(submission_id=submission, function="*", score=9, reason="By hand."))
    assert "It has 9 points." in ann.get(f"/submissions/{submission}")


def test_an_assignment_that_opens_later_after_all(ann: Ann, house: House) -> None:
    """Whoever has handed in finds the work; nobody else sees the assignment, and nothing is accepted."""
    assignment = house.offer("reopened")
    work = house.desk.accept(ann.member, assignment, [house.put("a.py", b"1")], None).id
    other = house.add_member("other-reopened")
    with house.database.writing() as session:
        session.get_one(Assignment, assignment).opens_at = now() + timedelta(days=1)
    assert ann.browser.get(f"/submissions/{work}").status_code == 200
    assert "This assignment opens at" in ann.get(f"/assignments/{assignment}")
    assert "This assignment opens at" in ann.get("/")
    assert ann.upload(assignment).status_code == 409
    ann.browser.cookies.set("grader_session", house.session(other))
    assert ann.browser.get(f"/assignments/{assignment}").status_code == 404


def test_too_often(house: House) -> None:
    """To look counts as to hand in: a page says how long to wait."""
    assignment = house.offer("often")
    service = Service(house.database, house.desk, hand_ins=Rates(2, 10, lambda: 0.0))
    with TestClient(application(service)) as browser:
        ann = Ann(house, browser, "too-often")
        answers = [ann.upload(assignment) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert "You hand in too often. Try again in" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_processes_on_one_machine_count_together(house: House) -> None:
    """With several web processes nobody has a limit several times as wide."""
    one, other = (SharedRates(house.database, "hand-in", 2, 1.0) for _ in range(2))
    assert [one.wait("ann"), other.wait("ann")] == [0, 0]
    assert one.wait("ann") > 0 and one.wait("ben") == 0


def test_who_has_many_addresses() -> None:
    """In IPv6 somebody has 2**64 of them: they count as one."""
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("::ffff:192.0.2.1") != network_of("::ffff:192.0.2.2")


def test_too_large(ann: Ann, house: House) -> None:
    """A page says so, with the strict headers of every other."""
    assignment = house.offer("large")
    before = stored(house)
    answer = ann.post(
        f"/assignments/{assignment}/uploads", files={"file": ("a.ipynb", b"0" * 65 * 2**20)}
    )
    assert answer.status_code == 413 and "more than is accepted" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert stored(house) == before


@pytest.mark.parametrize(
    "where", ["/api/v1/assignments/{}/submissions", "/api/v1/assignments/{}/uploads"]
)
@pytest.mark.parametrize("end", ["cut", "slow"])
def test_an_upload_that_never_ends(
    ann: Ann, house: House, where: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is kept; who is too slow is told so."""
    monkeypatch.setattr("grader.service.web.receiving._UPLOAD_SECONDS", 0.2)
    assignment = house.offer(f"{end}-{len(where)}")
    before = stored(house)
    status = asyncio.run(begin_upload(ann, where.format(assignment), end))
    assert status == (None if end == "cut" else 408)
    assert stored(house) == before
    with house.database.reading() as session:
        assert session.query(Submission).filter_by(member_id=ann.member).count() == 0
        assert session.query(Upload).filter_by(member_id=ann.member).count() == 0


async def begin_upload(ann: Ann, path: str, end: str) -> int | None:
    """The status of the answer to a client that sends half of a file, and then goes away or waits."""
    form = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.py"\r\n\r\nhalf of'
    token = ann.headers["authorization"].encode()
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 1),
        "server": ("testserver", 80), "root_path": "",
        "headers": [
            (b"authorization", token),
            (b"content-type", b"multipart/form-data; boundary=x"),
            (b"content-length", b"1000"),
        ],
    }  # fmt: skip
    sent = False
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": form, "more_body": True}
        if end == "slow":
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    try:
        await ann.browser.app(scope, receive, send)  # type: ignore[call-arg,func-returns-value]
    except Exception:
        assert end == "cut"  # nobody is there to read an answer
        return None
    return statuses[0] if end == "slow" else None


@pytest.mark.parametrize("trouble", ["disk", "database"])
def test_nothing_can_be_kept(
    ann: Ann, house: House, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page says so; what waits is still there afterwards. Of a database nobody knows what it has kept."""
    said = {"disk": "Nothing was accepted", "database": "the last one may have arrived"}[trouble]
    assignment = house.offer(f"no-{trouble}")
    where = ann.upload(assignment).url.path
    before = stored(house)

    def read_only(connection: Any, record: object, proxy: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    if trouble == "disk":
        monkeypatch.setattr("grader.service.storage.os.fsync", full)
        answers = [ann.upload(assignment)]
    else:
        event.listen(house.database.engine, "checkout", read_only)
        try:
            answers = [ann.upload(assignment), ann.post(f"{where}/submission")]
        finally:
            event.remove(house.database.engine, "checkout", read_only)
            house.database.engine.dispose()
    monkeypatch.undo()
    for each in answers:
        assert each.status_code == 503 and said in each.text
    assert stored(house) == before
    assert ann.post(f"{where}/submission").url.path.startswith("/submissions/")


def stored(house: House) -> set[Path]:
    return set((house.data / "files").rglob("*"))
