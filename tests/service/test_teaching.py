"""The pages for instructors and assistants: what they show, what they change, what is refused."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy
from fastapi.testclient import TestClient
from httpx2 import Response

from grader.model.result import Shown
from grader.report.model import Report
from grader.report.report_file import parse_report
from grader.service import audit_log
from grader.service.credentials import form_token
from grader.service.database_tables import (
    Assignment,
    Job,
    Member,
    Person,
    Regraded,
    RegradeRequest,
    Role,
    Submission,
    SubmissionState,
    now,
)
from grader.service.exercise_page import ExercisePage
from grader.service.job_runner import JobRunner
from grader.service.web.app import application
from grader.service.web.request_context import Service
from grader.util.errors import AuthorError
from tests.service.house import CHECKOUT, House

REPORT = parse_report((CHECKOUT / "tests" / "service" / "report.json").read_text("utf-8"))
NAMES = ["<script>alert(1)</script>", 'O\'Brien "Bob" & <b>Söhne</b>', "{{ 7 * 7 }}"]


@dataclass
class Browser:
    """The browser of one member, with what its forms hold."""

    client: TestClient
    secret: str

    def get(self, path: str) -> Response:
        answer = self.client.get(
            path, headers={"cookie": f"grader_session={self.secret}"}, follow_redirects=False
        )
        return self.get(answer.headers["location"]) if answer.status_code == 303 else answer

    def post(self, path: str, files: Any = None, **fields: str) -> Response:
        answer = self.client.post(
            path,
            data={"form_token": form_token(self.secret), **fields},
            files=files,
            headers={"cookie": f"grader_session={self.secret}"},
            follow_redirects=False,
        )
        return self.get(answer.headers["location"]) if answer.status_code == 303 else answer


@dataclass
class Judging:
    """A judge that gives every submission the same report."""

    report: Report = REPORT
    fault: str | None = None

    def exercises(self) -> tuple[str, ...]:
        return ("scaling", "shifting")

    def page(self, exercise: str) -> ExercisePage:
        if exercise == "shifting":
            raise AuthorError("shifting has no case", "write one")
        return ExercisePage(
            exercise=exercise, title="Scaling", version="v2", public_version="p", points=10,
            functions={"double": 5, "halve": 5}, statement="", files={},
        )  # fmt: skip

    def grade(self, handed_in: object) -> Any:
        return SimpleNamespace(report=self.report, fault=self.fault)


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[TestClient]:
    app = application(Service(house.database, house.desk))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def kim(house: House, client: TestClient) -> Browser:
    """The instructor."""
    return Browser(client, house.session(house.add_member("kim", Role.INSTRUCTOR)))


@pytest.fixture(scope="module")
def asa(house: House, client: TestClient) -> Browser:
    """An assistant."""
    return Browser(client, house.session(house.add_member("asa", Role.ASSISTANT)))


@dataclass
class Work:
    """A student with an attempt that was graded: 5 of 10 points."""

    member: str
    assignment: str
    submission: str
    browser: Browser

    @property
    def page(self) -> str:
        return self.browser.get(f"/submissions/{self.submission}").text


@pytest.fixture
def work(house: House, client: TestClient, request: pytest.FixtureRequest) -> Work:
    number = re.sub(r"\W", "", request.node.name)[:150]
    return work_of(house, client, number, number)


def work_of(house: House, client: TestClient, number: str, exercise: str) -> Work:
    assignment, member = house.offer(exercise), house.add_member(number)
    files = [house.put("work.py", number.encode())]
    submission = house.desk.accept(member, assignment, files, None).id
    house.set_graded(submission)
    return Work(member, assignment, submission, Browser(client, house.session(member)))


def do_jobs(house: House, judging: Judging | None = None) -> list[Job]:
    """Do every job as a worker does; returns those that ended."""
    runner = JobRunner(house.database, house.files, judging or Judging(), house.data / "scratch")  # type: ignore[arg-type]
    with house.database.reading() as session:
        waiting = [
            job.id for job in session.scalars(sqlalchemy.select(Job)) if not job.state.is_final
        ]
    for job in waiting:
        runner.do(job)
        runner.do(job)  # a killed worker's job is begun again
    with house.database.reading() as session:
        return [session.get_one(Job, job) for job in waiting]


def refusal(answer: Response) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    assert found is not None, answer.text
    return html.unescape(found[1])


def actions(house: House) -> list[str]:
    with house.database.reading() as session:
        rows = session.execute(sqlalchemy.text("select action from audit_event order by id"))
        return [row[0] for row in rows]


def test_a_roster_is_imported(house: House, kim: Browser) -> None:
    """New members get a link, once; others are brought up to date and keep what they have."""
    first = b"id,name,email,canvas_id\nr1,Rosa,r@x.org,77\nr2,Rolf,,\n"
    answer = kim.post("/courses/c1/members", files={"roster": ("r.csv", first)}, links="new")
    links = re.findall(r"http://testserver(/sign-in/[\w-]+)", answer.text)
    assert answer.status_code == 200 and len(links) == 2 and "no-store" in str(answer.headers)
    assert kim.client.get(links[0]).status_code == 200
    second = b"id,name,role\nr1,Rosa Luz,assistant\nr3,Ruth,student\nr2,,\n"
    files = {"roster": ("r.csv", second)}
    answer = kim.post("/courses/c1/members", files=files, links="new", answer="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == ["r3"]
    assert kim.client.get(links[0]).status_code == 200, "the first link still works"
    listed = kim.get("/courses/c1/members?q=Rosa").text
    assert "Rosa Luz" in listed and "assistant" in listed and "Rolf" not in listed
    assert "r@x.org" in listed, "what the second file does not say stays"
    kim.post("/courses/c1/members", id="r1", name="Rosa M.")
    listed = kim.get("/courses/c1/members?q=Rosa").text
    assert "Rosa M." in listed and "<td>assistant</td>" in listed and "r@x.org" in listed
    assert "Rolf" in kim.get("/courses/c1/members?q=r2").text
    assert "member.admitted" in actions(house)


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        (b"id,role\nq1,student\nq2,boss\n", "The roster has the role 'boss' for q2: the roles are"),
        (b"name\nq1\n", "The roster has no column 'id'"),
        (b"id\nq1\nq1\n", "The roster has q1 twice"),
        (b"\xff\xfe\x00", "The roster"),
        (b"id,role\nkim,student\n", "take away your own role"),
    ],
)
def test_a_roster_is_read_whole_or_not_at_all(kim: Browser, roster: bytes, said: str) -> None:
    answer = kim.post("/courses/c1/members", files={"roster": ("r.csv", roster)})
    assert answer.status_code == 422 and said in refusal(answer)
    assert "0 members with" in kim.get("/courses/c1/members?q=q1").text


def test_a_new_link_for_one_member(house: House, kim: Browser, client: TestClient) -> None:
    member = house.add_member("lost")
    path = f"/courses/c1/members/{member}/link"
    first, second = (
        re.findall(r"testserver(/sign-in/[\w-]+)", kim.post(path).text)[0] for _ in range(2)
    )
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200


def test_an_exercise_is_offered(house: House, kim: Browser) -> None:
    """What the course holds can be offered; a worker reads it, and says what is wrong with one."""
    runner = JobRunner(house.database, house.files, Judging(), house.data)  # type: ignore[arg-type]
    runner.list_exercises()
    form = {"exercise": "scaling", "due_at": "2030-01-02T10:00", "attempts": "3"}
    answer = kim.post("/courses/c1/offer", **form, late_percent_a_day="12,5")
    assert "A worker will take it up" in answer.text
    do_jobs(house)
    page = kim.get(answer.url.path)
    assert page.url.path.startswith("/assignments/scaling-") and page.url.path.endswith("/class")
    assert "Due 2 January 2030, 10:00 UTC" in page.text
    rules = kim.get(page.url.path.replace("/class", "/rules")).text
    assert 'value="12.5"' in rules and 'value="2030-01-02T10:00"' in rules
    answer = kim.post("/courses/c1/offer", exercise="shifting")
    do_jobs(house)
    assert "shifting has no case (write one)" in refusal(kim.get(answer.url.path))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"exercise": "nothing"}, "Choose an exercise of the course."),
        ({"due_at": "tomorrow"}, "Due: 'tomorrow' is not a time"),
        ({"due_at": "0001-01-01T00:00+23:59"}, "is not a time"),
        ({"due_at": "9999-12-31T23:59"}, "in the years 2000 to 2999; for never, leave a time out"),
        ({"attempts": "2.5"}, "Attempts: 2.5 is not a whole number."),
        ({"attempts": "0"}, "Attempts are a number from 1"),
        ({"late_percent_a_day": "nan"}, "Per cent a day: 'nan' is not a number"),
        ({"due_at": "2020-01-01T10:00"}, "due before it opens"),
        ({"counts": "first"}, "'first' is none of highest, latest"),
        ({"shown_before_due": "hints", "shown_after_due": "public"}, "cannot be hidden after it"),
    ],
)
def test_rules_that_make_no_sense(
    house: House, kim: Browser, form: dict[str, str], said: str
) -> None:
    """The form comes back with what was written in it."""
    JobRunner(house.database, house.files, Judging(), house.data).list_exercises()  # type: ignore[arg-type]
    answer = kim.post("/courses/c1/offer", **{"exercise": "scaling", **form})
    assert answer.status_code == 422 and said in refusal(answer)
    assert all(
        f'"{value}"' in answer.text for value in form.values() if value not in ("nothing", "first")
    )


def test_the_class(house: House, kim: Browser, client: TestClient, work: Work) -> None:
    """Everybody is there, handed in or not; what was got wrong is counted; a page tells of news."""
    house.add_member("absent")
    here = f"/assignments/{work.assignment}/class"
    page = kim.get(here).text
    assert "triples" in page and "Twice, not three times." in page
    row = next(row for row in page.split("<tr>") if f"/class/{work.member}" in row)
    assert "5 / 10" in row and "graded" in row
    assert "Name of absent" in kim.get(f"{here}?show=missing").text
    assert "Name of absent" not in kim.get(f"{here}?show=handed-in").text
    assert "Nobody." in kim.get(f"{here}?q=nobodyhasthisname").text
    assert "event: news" in kim.get(f"{here}/events?seen=0").text


def test_points_that_a_person_sets(house: House, kim: Browser, work: Work) -> None:
    """They need a reason, which the student reads; they can be taken back; the log has both."""
    path = f"/submissions/{work.submission}/points"
    for fields, said in (
        ({"points": "4"}, "without a reason"),
        ({"points": "11", "reason": "r"}, "from 0 to 10"),
        ({"points": "6", "reason": "r", "function": "double"}, "from 0 to 5"),
        ({"points": "-1", "reason": "r"}, "from 0 to 10"),
        ({"points": "many", "reason": "r"}, "not a number"),
        ({"points": "", "reason": "r"}, "how many points"),
        ({"points": "1", "reason": "r", "function": "triple"}, "no function 'triple'"),
        ({"do": "withdraw", "reason": "r"}, "nothing to be taken back"),
    ):
        answer = kim.post(path, **{"function": "*", **fields})
        assert answer.status_code == 422 and said in refusal(answer)
    reason = "You explained it <b>well</b>."
    kim.post(path, function="double", points="2,5", reason=reason)
    assert "7.5" in work.page and html.escape(reason) in work.page and "<b>well" not in work.page
    assert f"/class/{work.member}" in (
        text := kim.get(f"/assignments/{work.assignment}/class").text
    )
    assert "7.5 / 10" in text
    kim.post(path, function="double", do="withdraw", reason="A mistake of mine.")
    assert "7.5" not in work.page and "5 / 10" in work.page
    assert actions(house)[-2:] == ["override.set", "override.withdrawn"]
    whole = kim.get(f"/submissions/{work.submission}/full").text
    assert "A mistake of mine." in whole and "taken back" in whole


def test_an_assistant_reads_everything_and_sets_nothing(asa: Browser, work: Work) -> None:
    page = asa.get(f"/submissions/{work.submission}/full").text
    assert "3.14" in page, "what students do not see"
    assert "Set the points" not in page and "Grade this attempt again" not in page
    assert "Offer an exercise" not in asa.get("/courses/c1").text
    assert "New link" not in asa.get("/courses/c1/members").text


def test_everything_of_an_attempt(house: House, kim: Browser, work: Work) -> None:
    """The whole report, the files byte for byte, and the page as the student sees it."""
    report = kim.get(f"/submissions/{work.submission}/report.json").json()
    assert report["cases"] == json.loads(REPORT.model_dump_json())["cases"]
    file = kim.get(f"/submissions/{work.submission}/files/0")
    assert file.content == work.browser.get(f"/submissions/{work.submission}/files/0").content
    assert "attachment" in file.headers["content-disposition"]
    seen = kim.get(f"/submissions/{work.submission}").text
    assert f"as Name of {work_number(house, work)} sees it" in seen
    own = work.page
    assert main(own) == main(seen), "the same, to the letter"
    seen = kim.get(f"/assignments/{work.assignment}/class/{work.member}/seen").text
    assert "Here the student can hand in." in seen and "<form class" not in main(seen)


def work_number(house: House, work: Work) -> str:
    with house.database.reading() as session:
        return session.get_one(Member, work.member).number


def main(page: str) -> str:
    """The page's own part, without what only its owner can do."""
    text = page[page.index('id="main"') :]
    return re.sub(r"<section id=.requests.*?</section>\s*", "", text, flags=re.DOTALL)


def test_more_time_for_one(house: House, kim: Browser, work: Work) -> None:
    """It needs a reason and something to extend; it can be taken back."""
    path = f"/assignments/{work.assignment}/class/{work.member}"
    answer = kim.post(f"{path}/extension", until="2031-01-01T00:00", reason="ill")
    assert answer.status_code == 422 and "nothing can be extended" in refusal(answer)
    kim.post(f"/assignments/{work.assignment}/rules", due_at="2030-06-01T10:00", attempts="1")
    answer = kim.post(f"{path}/extension", until="2031-01-01T00:00", extra_attempts="1")
    assert "needs a reason" in refusal(answer)
    kim.post(f"{path}/extension", until="2031-01-01T00:00", extra_attempts="1", reason="ill")
    assert "1 January 2031" in work.browser.get(f"/assignments/{work.assignment}").text
    assert "ill" in kim.get(f"/assignments/{work.assignment}/rules").text
    kim.post(f"{path}/extension", do="end")
    assert "1 January 2031" not in work.browser.get(f"/assignments/{work.assignment}").text
    assert actions(house)[-2:] == ["extension.set", "extension.ended"]
    log = kim.get("/courses/c1/log").text
    assert "extension ended" in log and "Name of kim" in log


def better() -> Report:
    """The report after a case was mended: 7 of 10 points."""
    first = REPORT.cases[0].model_copy(update={"points": 2, "status": REPORT.cases[-1].status})
    return REPORT.model_copy(update={"score": 7, "cases": (first, *REPORT.cases[1:])})


def regrade(house: House, kim: Browser, work: Work, judging: Judging, **more: str) -> str:
    """Begin a regrade and have it done; returns its page's address."""
    path = f"/assignments/{work.assignment}/regrades"
    answer = kim.post(path, **{"what": "all", "reason": "A case was wrong.", **more})
    assert answer.url.path.startswith("/regrades/"), refusal(answer)
    do_jobs(house, judging)
    return str(answer.url.path)


def test_a_regrade_is_seen_before_it_is_published(house: House, kim: Browser, work: Work) -> None:
    """Students see nothing of it before, and what changed and why afterwards."""
    before = work.page
    path = regrade(house, kim, work, Judging(better()))
    page = kim.get(path).text
    assert re.search(r"<td class=\"number\">5</td><td class=\"number\">7</td>", page)
    assert "failed → passed (0 → 2)" in page and "Publish the new results" in page
    assert main(work.page) == main(before)
    assert "Published" in kim.post(f"{path}/publish").text
    assert "graded again" in work.page and "A case was wrong." in work.page
    assert "It had 5 points as graded, and has 7 now." in work.page
    assert "7 / 10" in kim.get(f"/assignments/{work.assignment}/class").text
    assert "has ended already" in refusal(kim.post(f"{path}/publish"))
    assert actions(house)[-2:] == ["regrade.begun", "regrade.published"]


def test_points_that_a_person_set_stay(house: House, kim: Browser, work: Work) -> None:
    """And whoever has them is not among those whose points change."""
    fields = {"function": "*", "points": "9", "reason": "r"}
    kim.post(f"/submissions/{work.submission}/points", **fields)
    path = regrade(house, kim, work, Judging(better()))
    assert "Whose points change" not in kim.get(path).text
    kim.post(f"{path}/publish")
    assert "9 / 10" in kim.get(f"/assignments/{work.assignment}/class").text


def test_a_regrade_that_is_discarded_changes_nothing(
    house: House, kim: Browser, work: Work
) -> None:
    before = main(work.page)
    path = regrade(house, kim, work, Judging(better()))
    kim.post(f"{path}/discard")
    assert main(work.page) == before
    assert kim.post(f"{path}/publish").status_code == 409


def test_what_cannot_be_graded_again_keeps_its_result(
    house: House, kim: Browser, work: Work
) -> None:
    path = regrade(house, kim, work, Judging(fault="the sandbox broke"))
    page = kim.get(path).text
    assert "Not graded again" in page and "the sandbox broke" in page
    before = main(work.page)
    kim.post(f"{path}/publish")
    assert main(work.page) == before


def test_two_regrades_at_once(house: House, kim: Browser, work: Work) -> None:
    """The second shows a difference that is no longer true: it cannot be published."""
    first = regrade(house, kim, work, Judging(better()))
    second = regrade(house, kim, work, Judging(REPORT))
    kim.post(f"{first}/publish")
    answer = kim.post(f"{second}/publish")
    assert answer.status_code == 409 and "graded again meanwhile" in refusal(answer)
    assert "7 / 10" in kim.get(f"/assignments/{work.assignment}/class").text


def test_some_are_graded_again(house: House, kim: Browser, work: Work) -> None:
    other = house.add_member("someoneelse")
    id_ = house.desk.accept(other, work.assignment, [house.put("a.py", b"1")], None).id
    house.set_graded(id_)
    for form, count in (
        ({"what": "students", "which": "someoneelse\n"}, 1),
        ({"what": "attempt", "which": work.submission}, 1),
        ({"what": "counting"}, 2),
        ({"what": "students", "which": "someoneelse\n" * 600 + work_number(house, work)}, 2),
    ):
        path = regrade(house, kim, work, Judging(), **form)
        with house.database.reading() as session:
            rows = session.scalars(
                sqlalchemy.select(Regraded).where(Regraded.regrade_id == path.rpartition("/")[2])
            ).all()
        assert len(rows) == count
    path = f"/assignments/{work.assignment}/regrades"
    answer = kim.post(path, what="students", which="nobody here", reason="r")
    assert "no member 'nobody here'" in refusal(answer)
    assert "needs a reason" in refusal(kim.post(path, what="all"))


def test_requests_are_answered(house: House, kim: Browser, asa: Browser, work: Work) -> None:
    """By assistants, too; the student reads the answer; one without a text is refused."""
    asking = {"function": "double", "text": "It is <i>right</i>."}
    work.browser.post(f"/submissions/{work.submission}/regrade-requests", **asking)
    page = asa.get("/courses/c1/requests").text
    assert "It is &lt;i&gt;right&lt;/i&gt;." in page
    with house.database.reading() as session:
        query = sqlalchemy.select(RegradeRequest.id)
        id_ = session.scalars(query.where(RegradeRequest.member_id == work.member)).one()
    assert asa.post(f"/requests/{id_}", accepted="no").status_code == 422
    asa.post(f"/requests/{id_}", accepted="no", answer="It triples.")
    assert "It triples." in work.page and "not accepted" in work.page
    assert id_ not in asa.get("/courses/c1/requests").text
    answer = kim.post(f"/requests/{id_}", accepted="yes", answer="You are right.")
    assert answer.url.path == f"/submissions/{work.submission}/full"
    assert "You are right." in work.page
    # A browser counts the end of a line as one character, and sends two.
    text = "\r\n".join(["x" * 99] * 20)
    asking = {"function": "halve", "text": text}
    work.browser.post(f"/submissions/{work.submission}/regrade-requests", **asking)
    assert "x" * 99 in work.page


@pytest.fixture(scope="module")
def exported(house: House, kim: Browser, client: TestClient) -> dict[str, tuple[str, bytes]]:
    """Every format: the name and the contents of its file. The class has one with points set by hand."""
    work = work_of(house, client, "exported", "scaling-for-export")
    house.add_member("another")
    fields = {"function": "double", "points": "3", "reason": "r"}
    kim.post(f"/submissions/{work.submission}/points", **fields)
    path = f"/assignments/{work.assignment}/exports"
    formats = re.findall(r'<option value="(\w+)"', kim.get(path).text.split("</select>")[0])
    found = {}
    for name in formats:
        job = kim.post(path, format=name, platform="").url.path
        do_jobs(house)
        assert "The file is ready." in (page := kim.get(job).text), page
        file = kim.get(f"{job}/file")
        found[name] = (file.headers["content-disposition"], file.content)
    assert "results.exported" in actions(house)
    return found


def test_exports(exported: dict[str, tuple[str, bytes]]) -> None:
    """All formats of `grader export`, and a results folder as `grader grade` writes one."""
    from grader.lms.exports.formats import format_names

    assert set(exported) == {*format_names(), "gradebook", "results"}
    table = exported["gradebook"][1].decode()
    row = next(row for row in csv.DictReader(io.StringIO(table)) if row["student"] == "exported")
    assert (row["total"], row["max"]) == ("8", "10") and "set by a person: r" in row["notes"]
    assert "another" in table, "who has not handed in has a line"
    assert b"exported" in exported["canvas"][1]
    with zipfile.ZipFile(io.BytesIO(exported["results"][1])) as archive:
        assert parse_report(archive.read("reports/exported.json")).score == 8
        assert {"gradebook.csv", "summary.html", "feedback/exported.html"} <= set(
            archive.namelist()
        )


def test_whoever_handed_in_is_in_an_export(house: House, kim: Browser, work: Work) -> None:
    """Also without a result: the grader failed, or is not done; points that a person set are there."""
    ids = {}
    for number in ("broken", "waiting"):
        member = house.add_member(number)
        files = [house.put("a.py", number.encode())]
        ids[number] = house.desk.accept(member, work.assignment, files, None).id
    with house.database.writing() as session:
        session.get_one(Submission, ids["broken"]).state = SubmissionState.FAILED
    fields = {"function": "*", "points": "4", "reason": "By hand."}
    kim.post(f"/submissions/{ids['broken']}/points", **fields)
    job = kim.post(f"/assignments/{work.assignment}/exports", format="gradebook").url.path
    do_jobs(house)
    table = csv.DictReader(io.StringIO(kim.get(f"{job}/file").text))
    rows = {row["student"]: row for row in table}
    assert rows["broken"]["total"] == "4" and "By hand." in rows["broken"]["notes"]
    assert rows["waiting"]["total"] == "" and "still being graded" in rows["waiting"]["notes"]
    assert kim.get(f"/assignments/{work.assignment}/class").status_code == 200


def test_an_export_says_where_it_tells_more(house: House, kim: Browser, client: TestClient) -> None:
    """What a platform shows is not held back by an assignment's rules; whoever exports is told."""
    work = work_of(house, client, "held-back", "scaling-held-back")
    with house.database.writing() as session:
        session.get_one(Assignment, work.assignment).shown_before_due = Shown.STATUSES
        session.get_one(Assignment, work.assignment).shown_after_due = Shown.STATUSES
    told = {}
    for name in ("gradescope", "gradebook"):
        job = kim.post(f"/assignments/{work.assignment}/exports", format=name).url.path
        do_jobs(house)
        told[name] = "the rules of this assignment do not show them that" in kim.get(job).text
    assert told == {"gradescope": True, "gradebook": False}


def test_a_template_is_filled_in(house: House, kim: Browser, work: Work) -> None:
    """A platform's own file comes back with the scores in it; a wrong one is said to be wrong."""
    path, number = f"/assignments/{work.assignment}/exports", work_number(house, work)
    template = f"Student,ID,SIS Login ID,Section,Homework (1)\nPoints Possible,,,,10\nX,7,{number},S,\n".encode()
    for given, expected in ((template, "The file is ready."), (b"a,b\n", "This did not work")):
        files = {"template": ("t.csv", given)}
        job = kim.post(path, files=files, format="canvas", column="Homework (1)").url.path
        do_jobs(house)
        page = kim.get(job)
        assert expected in page.text, page.text
        if given is template:
            assert b"X,7" in (file := kim.get(f"{job}/file").content) and b",5" in file


def test_the_log_only_grows(house: House, kim: Browser) -> None:
    """The database itself refuses to change or delete a line."""
    for change in ("update audit_event set action = 'x'", "delete from audit_event"):
        with (
            pytest.raises(sqlalchemy.exc.DatabaseError, match="only grows"),
            house.database.writing() as session,
        ):
            session.execute(sqlalchemy.text(change))
    page = kim.get("/courses/c1/log").text
    older = re.search(r'href="(/courses/c1/log\?before=\d+)">Older', page)
    assert "override set" in page or older is not None


def test_the_log_is_for_people(house: House, kim: Browser, work: Work) -> None:
    """What was before and what is now, whose points they are; no identifiers of the program."""
    kim.post(f"/assignments/{work.assignment}/rules", late_percent_a_day="5", due_at="2990-01-01")
    with house.database.writing() as session:
        detail = {"points": {work.member: 8.5}, "on": True}
        audit_log.note(session, "c1", None, "grades.sent", work.assignment, **detail)
    page = kim.get("/courses/c1/log").text
    assert "late percent a day 0 → 5" in page and "due at – → 2990-01-01T" in page
    assert f"points: {work_number(house, work)} 8.5; on: yes" in page


def test_addresses_with_numbers_that_no_database_takes(kim: Browser, work: Work) -> None:
    huge = "9" * 30
    for path in (
        f"/courses/c1/log?before={huge}", f"/courses/c1/members?start={huge}",
        f"/assignments/{work.assignment}/class?start={huge}",
        f"/submissions/{work.submission}/files/{huge}", f"/submissions/{work.submission}/files/-1",
    ):  # fmt: skip
        assert kim.get(path).status_code == 422, path


def test_a_file_that_is_gone(house: House, kim: Browser, work: Work) -> None:
    """Nobody who reads is told that something could not be kept."""
    path = f"/submissions/{work.submission}/files/0"
    assert kim.get(path).status_code == 200
    with house.database.writing() as session:
        house.files.remove([session.get_one(Submission, work.submission).sha256], session)()
    assert kim.get(path).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(house: House, client: TestClient, kim: Browser, name: str) -> None:
    """On every page on which a student's name, id, text or file's name stands."""
    number = f"{NAMES.index(name)} {name}"
    work = work_of(house, client, number, f"hostile{NAMES.index(name)}")
    with house.database.writing() as session:
        person = session.get_one(Person, session.get_one(Member, work.member).person_id)
        person.name, person.email = name, name
        submission = session.get_one(Submission, work.submission)
        session.add(
            RegradeRequest(
                assignment_id=work.assignment, member_id=work.member, submission_id=submission.id,
                function="double", text=name, created_at=now(),
            )
        )  # fmt: skip
    job = kim.post(f"/assignments/{work.assignment}/exports", format="junit").url.path
    path = regrade(house, kim, work, Judging(better()), reason=name)
    escaped = str(html.escape(name, quote=False)).replace("'", "&#39;").replace('"', "&#34;")
    here = f"/assignments/{work.assignment}"
    for page in (
        "/courses/c1/members", "/courses/c1/requests", f"{here}/class", f"{here}/class/{work.member}",
        f"{here}/class/{work.member}/seen", f"/submissions/{work.submission}/full",
        f"/submissions/{work.submission}", path, f"{here}/regrades",
    ):  # fmt: skip
        text = kim.get(page).text
        assert escaped in text and name not in text.replace(escaped, ""), page
    assert kim.get(f"{job}/file").status_code == 200


def test_a_whole_roster_of_strange_names(kim: Browser) -> None:
    """Links are shown as text, too."""
    roster = "id,name\n" + "".join(f'n{n},"{name}"\n' for n, name in enumerate(("<i>x", "=1+1")))
    answer = kim.post("/courses/c1/members", files={"roster": ("r.csv", roster.encode())})
    assert "&lt;i&gt;x" in answer.text and "<i>x" not in answer.text
    files = {"roster": ("r.csv", roster.encode())}
    table = kim.post("/courses/c1/members", files=files, links="all", answer="csv").text
    assert "'=1+1" in table, "no formula for a spreadsheet"


def test_the_service_course_page(kim: Browser, house: House, work: Work) -> None:
    """How far the class is with each assignment, and what waits for a person."""
    page = kim.get("/courses/c1").text
    row = next(row for row in page.split("<tr>") if work.assignment in row)
    assert "1 of" in row
    assert 'href="/courses/c1"' in kim.get("/").text
    for tab in ("members", "requests", "platforms", "log"):
        assert f'<a href="/courses/c1/{tab}">' in page
    here = f"/assignments/{work.assignment}"
    for tab in ("class", "rules", "exports", "regrades"):
        assert f'<a href="{here}/{tab}"' in kim.get(f"{here}/class").text
    assert "Teach" not in work.browser.get("/").text


def test_files_of_a_path_are_within_the_scratch_folder(house: House) -> None:
    """Nothing of an export is left behind."""
    scratch = house.data / "scratch"
    assert not scratch.exists() or list(Path(scratch).iterdir()) == []
