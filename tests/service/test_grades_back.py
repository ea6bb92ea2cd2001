"""Grades go back to a platform that was not written here: once, in the end always, and only what counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.cli.main import main
from grader.model.result import Shown
from grader.report.report_file import parse_report
from grader.service import overriding, regrading
from grader.service.credentials import form_token
from grader.service.database_tables import (
    Assignment,
    AuditEvent,
    ContextMember,
    Identity,
    Member,
    PlatformContext,
    PlatformGrade,
    PlatformTask,
    ResourceLink,
    Result,
    Role,
    Submission,
    SubmissionState,
    now,
)
from grader.service.lti import platforms, service_calls
from grader.service.lti.keys import key_set
from grader.service.lti.platform_grades import LINE_ITEM, SCORE
from grader.service.lti.platform_tasks import PlatformTasks, send_again
from grader.service.lti.service_calls import pause
from grader.service.offering import More, change_rules, set_extension
from grader.service.platform_users import provider_of
from grader.service.rules import Rules
from grader.service.teaching import the_course
from grader.service.web.app import application as application_of
from grader.service.web.request_context import Service
from tests.service.house import CHECKOUT, House

pytest.importorskip("lti1p3platform")
pytest.importorskip("tests.service.learning_platform")

from tests.service.learning_platform import LearningPlatform, application

REPORT = parse_report((CHECKOUT / "tests" / "service" / "report.json").read_text("utf-8"))


@dataclass
class Trouble:
    """How the platform answers one score: with a status, before or after it was stored, or late."""

    status: int = 500
    stored: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    meanwhile: Callable[[], None] = lambda: None


@dataclass
class TroubledPlatform(LearningPlatform):
    """lti1p3platform over HTTP, which does not always answer as it should."""

    keys: dict[str, Any] = field(default_factory=dict)
    coming: list[Trouble] = field(default_factory=list)
    """The next answers to scores."""
    pages: list[Trouble | None] = field(default_factory=list)
    """The next answers to requests for the roster; None: as it should be."""
    is_down: bool = False
    tokens: int = 0

    def registration(self) -> Any:
        return super().registration().set_tool_key_set(self.keys)

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        self.tokens += path == "/token"
        is_score = path.endswith("/scores")
        trouble = self.coming.pop(0) if is_score and self.coming else None
        if path == "/memberships" and self.pages:
            trouble = self.pages.pop(0)
        if self.is_down:
            trouble = Trouble(503)
        if trouble is None:
            await self.app(scope, receive, send)
            return

        async def nothing(message: Any) -> None:
            pass

        if trouble.stored:
            await self.app(scope, receive, nothing)
        trouble.meanwhile()
        await asyncio.sleep(trouble.delay)
        headers = [(name.encode(), value.encode()) for name, value in trouble.headers.items()]
        await send({"type": "http.response.start", "status": trouble.status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    @contextmanager
    def running(self) -> Iterator[None]:
        import threading

        self.app = application(self)

        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            await (self.app if scope["type"] != "http" else self.answer)(scope, receive, send)

        config = uvicorn.Config(wrapped, host="127.0.0.1", port=self.port, log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.02)
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(10)

    def score(self, user: str) -> dict[str, Any] | None:
        """What the gradebook shows of a user."""
        return next((score for (_, one), score in self.scores.items() if one == user), None)

    def points(self, user: str) -> float | None:
        score = self.score(user)
        return None if score is None else score.get("scoreGiven")


@dataclass
class Class:
    """A service with students of a platform, a link that leads to an assignment, and a worker's tasks."""

    house: House
    platform: TroubledPlatform
    assignment: str
    students: dict[str, str]
    tasks: PlatformTasks

    @property
    def link(self) -> str:
        with self.house.database.reading() as session:
            return session.scalars(select(ResourceLink.id)).one()

    def hand_in(self, student: str, score: float | None = 5) -> str:
        work = self.house.put("a.py", f"{student} {now()}".encode())
        row = self.house.desk.accept(self.students[student], self.assignment, [work], None)
        if score is not None:
            self.house.set_graded(row.id, score)
        return row.id

    def go(self) -> PlatformTask:
        """As workers do, when everything's time has come; returns how it stands afterwards."""
        with self.house.database.writing() as session:
            for task in session.scalars(select(PlatformTask)):
                task.next_at = now()
        self.tasks.queue_due()
        with self.house.database.reading() as session:
            queued = session.scalars(
                select(PlatformTask).where(PlatformTask.queued_at.is_not(None))
            ).all()
        for task in queued:
            self.tasks.run(task.key, task.round)
        with self.house.database.reading() as session:
            return session.scalars(
                select(PlatformTask).where(PlatformTask.link_id.is_not(None))
            ).one()

    def grade(self, student: str) -> PlatformGrade:
        with self.house.database.reading() as session:
            return session.get_one(PlatformGrade, (self.link, self.students[student]))

    def change(self, **changed: Any) -> None:
        with self.house.database.writing() as session:
            row = session.get_one(Assignment, self.assignment)
            kim = session.scalars(select(Member).where(Member.role == Role.INSTRUCTOR)).one()
            own = {name: getattr(Rules.of(row), name) for name in Rules.__dataclass_fields__}
            change_rules(session, row, Rules(**{**own, **changed}), kim)


def connect(
    house: House, platform: LearningPlatform, assignment: str, students: dict[str, str]
) -> None:
    """Have a link of the platform lead to an assignment, and the platform know the students."""
    with house.database.writing() as session:
        row = platforms.add(
            session,
            the_course(session),
            platforms.Registration(
                issuer=platform.address,
                client_id=platform.client_id,
                auth_url=f"{platform.address}/auth",
                token_url=f"{platform.address}/token",
                jwks_url=f"{platform.address}/jwks",
                title="School",
            ),
        )
        context = PlatformContext(
            platform_id=row.id, deployment=platform.deployment, context=platform.context, title="T",
        )  # fmt: skip
        session.add(context)
        session.flush()
        platforms.accept(session, context)
        platform.columns["link-1"] = {
            "id": f"{platform.address}/columns/link-1",
            "scoreMaximum": 10,
        }
        session.add(
            ResourceLink(
                platform_id=row.id, deployment=platform.deployment, link="link-1",
                context_id=context.id, assignment_id=assignment, scopes=[SCORE, LINE_ITEM],
                lineitem_url=f"{platform.address}/columns/link-1",
                lineitems_url=f"{platform.address}/columns",
            )
        )  # fmt: skip
        for name, member in students.items():
            person = session.get_one(Member, member).person_id
            provider = provider_of(platform.address)
            session.add(Identity(person_id=person, provider=provider, subject=f"user-{name}"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Class]:
    house = House(tmp_path / "data")
    house.add_course()
    house.add_member("kim", Role.INSTRUCTOR)
    platform = TroubledPlatform(keys=key_set(house.database))
    assignment = house.offer("scaling")
    students = {name: house.add_member(name) for name in ("ann", "ben", "cleo")}
    connect(house, platform, assignment, students)
    tasks = PlatformTasks(house.database)
    with platform.running():
        yield Class(house, platform, assignment, students, tasks)
    tasks.close()


def test_what_counts_goes_back(place: Class) -> None:
    """A result; a better attempt, not a worse one; points that a person sets; and nothing twice."""
    place.hand_in("ann", 5)
    place.hand_in("ben", 7)
    task = place.go()
    assert (task.waiting, task.refused, task.fault, task.failures) == (0, 0, None, 0)
    score = place.platform.score("user-ann")
    assert score is not None
    assert (score["scoreGiven"], score["scoreMaximum"]) == (5, 10)
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")
    assert place.platform.points("user-ben") == 7
    assert place.platform.points("user-cleo") is None
    place.go()
    assert len(place.platform.received) == 2
    place.hand_in("ann", 3)
    place.go()
    assert len(place.platform.received) == 2
    better = place.hand_in("ann", 8)
    place.go()
    assert place.platform.points("user-ann") == 8
    with place.house.database.writing() as session:
        kim = session.scalars(select(Member).where(Member.role == Role.INSTRUCTOR)).one()
        row = session.get_one(Submission, better)
        new = overriding.NewPoints("*", 9.5, "Explained well.")
        overriding.set_points(session, row, new, kim, None)
    place.go()
    assert place.platform.points("user-ann") == 9.5
    times = [one["timestamp"] for one in place.platform.received if one["userId"] == "user-ann"]
    assert times == sorted(set(times))
    assert place.platform.tokens == 1
    with place.house.database.reading() as session:
        sent = session.scalars(select(AuditEvent).where(AuditEvent.action == "grades.sent")).all()
    assert sent[0].detail["points"] == {place.students["ann"]: 5, place.students["ben"]: 7}
    assert sent[0].detail["platform"] == "School"


def test_a_regrade_goes_back_once_it_is_published(place: Class) -> None:
    """What a regrade found is nobody's grade before an instructor presses the button; discarded, it never is."""
    work = place.hand_in("ann", 5)
    place.go()
    with place.house.database.reading() as session:
        kim = session.scalars(select(Member).where(Member.role == Role.INSTRUCTOR)).one()
    secret = place.house.session(kim.id)
    for score, button, sent in ((9, "discard", 5), (10, "publish", 10)):
        with place.house.database.writing() as session:
            row = session.get_one(Assignment, place.assignment)
            reason = "A case was wrong."
            order = regrading.Order(row, kim, reason)
            found = regrading.begin(session, place.house.queue, order, [work])
            regraded = REPORT.model_copy(update={"score": score})
            regrading.keep(session, found.id, work, regraded, None)
            session.flush()
            regrading.finish(session, found.id)
        place.go()
        assert place.platform.points("user-ann") == 5
        app = application_of(Service(place.house.database, place.house.desk))
        with TestClient(app, cookies={"grader_session": secret}) as browser:
            form = {"form_token": form_token(secret)}
            assert browser.post(f"/regrades/{found.id}/{button}", data=form).status_code == 200
        place.go()
        assert place.platform.points("user-ann") == sent


def test_rules_and_extensions_go_back(place: Class) -> None:
    """A late policy that is set afterwards, and an extension that takes it back for one."""
    for name in ("ann", "ben"):
        place.hand_in(name, 10)
    place.go()
    past = now() - timedelta(hours=30)
    place.change(opens_at=past - timedelta(1), due_at=past, late_percent_a_day=10.0)
    place.go()
    assert [place.platform.points(f"user-{name}") for name in ("ann", "ben")] == [8, 8]
    with place.house.database.writing() as session:
        row = session.get_one(Assignment, place.assignment)
        ben = session.get_one(Member, place.students["ben"])
        set_extension(session, row, ben, More(now() + timedelta(days=1), 0, "Ill."))
    place.go()
    assert [place.platform.points(f"user-{name}") for name in ("ann", "ben")] == [8, 10]


def test_no_score_before_students_may_see_it(place: Class) -> None:
    """A gradebook shows it to them. What was shown is not taken back."""
    place.change(shown_before_due=Shown.PUBLIC)
    place.hand_in("ann", 6)
    place.go()
    score = place.platform.score("user-ann")
    assert score is not None and "scoreGiven" not in score
    assert (score["activityProgress"], score["gradingProgress"]) == ("Submitted", "Pending")
    place.change(shown_before_due=Shown.HINTS)
    place.go()
    assert place.platform.points("user-ann") == 6
    place.change(shown_before_due=Shown.PUBLIC)
    place.hand_in("ann", 9)
    place.go()
    assert place.platform.points("user-ann") == 6
    place.change(shown_before_due=Shown.STATUSES)
    place.go()
    assert place.platform.points("user-ann") == 9


def test_work_that_a_person_has_to_look_at(place: Class) -> None:
    work = place.hand_in("ann", None)
    place.go()
    assert place.platform.received == []
    with place.house.database.writing() as session:
        session.get_one(Submission, work).state = SubmissionState.FAILED
    with place.house.database.writing() as session:  # ten minutes later, without a reason
        for task in session.scalars(select(PlatformTask)):
            task.done_at = now() - timedelta(minutes=11)
    place.go()
    score = place.platform.score("user-ann")
    assert score is not None and score["gradingProgress"] == "PendingManual"
    assert "scoreGiven" not in score


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(500),
        Trouble(500, stored=True),
        Trouble(503, headers={"retry-after": "2"}),
        Trouble(429, headers={"retry-after": "1000"}),
        Trouble(429, stored=True),
        Trouble(200, stored=True, delay=1.0),
        Trouble(200, delay=1.0),
    ],
    ids=[
        "500",
        "500 after it was stored",
        "503",
        "429",
        "429 stored",
        "late, stored",
        "late, lost",
    ],
)
def test_a_platform_in_trouble(
    trouble: Trouble, place: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left alone for a while, as long as it says; then the same grade goes there, with the same time."""
    monkeypatch.setattr(service_calls, "_SECONDS", 0.4)
    place.platform.coming = [trouble]
    place.hand_in("ann", 5)
    before = now()
    task = place.go()
    assert task.failures == 1 and task.fault is not None
    assert task.next_at > before + timedelta(seconds=7)
    if trouble.headers.get("retry-after") == "1000":
        assert task.next_at > before + timedelta(seconds=999)
    assert place.grade("ann").sent_at is None
    task = place.go()
    assert (task.failures, task.fault, task.refused) == (0, None, 0)
    assert place.platform.points("user-ann") == 5
    assert len({one["timestamp"] for one in place.platform.received}) == 1
    place.hand_in("ann", 7)
    place.go()
    assert place.platform.points("user-ann") == 7


def test_points_that_change_while_nobody_knows(place: Class) -> None:
    """The former score may be stored: also when the points are again what was acknowledged, they are sent."""
    place.hand_in("ann", 5)
    place.go()
    best = place.hand_in("ann", 9)
    place.platform.coming = [Trouble(500, stored=True)]
    place.go()
    assert place.platform.points("user-ann") == 9
    with place.house.database.writing() as session:
        session.query(Result).filter_by(submission_id=best).one().score = 4
    place.go()
    assert place.platform.points("user-ann") == 5


def test_a_platform_that_is_down_for_long(place: Class) -> None:
    """The pauses grow; nothing is lost, and what has changed meanwhile goes there once."""
    place.go()
    place.platform.is_down = True
    place.hand_in("ann", 5)
    pauses = []
    for _ in range(4):
        task = place.go()
        pauses.append(task.next_at - now())
    assert task.failures == 4 and "503" in str(task.fault)
    assert max(pauses) > timedelta(seconds=55)
    place.hand_in("ann", 8)
    place.hand_in("ben", 6)
    place.platform.is_down = False
    place.go()
    assert [one["scoreGiven"] for one in place.platform.received] == [8, 6]


def test_pauses_are_not_all_at_one_moment() -> None:
    assert pause(1, None, lambda: 0.0) == timedelta(seconds=7.5)
    assert pause(3, None, lambda: 0.5) == timedelta(minutes=1)
    assert pause(50, None, lambda: 1.0) == timedelta(minutes=90)
    assert pause(1, timedelta(days=9)) == timedelta(hours=6)


def test_a_worker_that_is_killed(place: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between sending and keeping it: whoever begins the task again sends the same, and it counts once."""
    place.hand_in("ann", 5)

    def killed(*arguments: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("grader.service.lti.platform_grades._keep", killed)
        with pytest.raises(SystemExit):
            place.go()
    assert place.platform.points("user-ann") == 5
    with place.house.database.reading() as session:
        task = session.scalars(select(PlatformTask)).one()
    assert task.queued_at is not None
    PlatformTasks(place.house.database).run(task.key, task.round)
    assert len({one["timestamp"] for one in place.platform.received}) == 1
    assert place.grade("ann").sent_points == 5
    place.go()
    assert len(place.platform.received) == 2


def test_a_backup_that_is_older_than_the_gradebook(place: Class, tmp_path: Path) -> None:
    """The platform has a score that the restored service knows nothing of: it gets what counts here again."""
    place.hand_in("ann", 5)
    place.go()
    assert main(["service", "backup", str(place.house.data), str(tmp_path / "b.tar")]) == 0
    place.hand_in("ann", 9)
    place.go()
    assert place.platform.points("user-ann") == 9
    restored = tmp_path / "restored"
    assert main(["service", "restore", str(tmp_path / "b.tar"), str(restored)]) == 0
    again = House(restored)
    tasks = PlatformTasks(again.database)
    other = Class(again, place.platform, place.assignment, place.students, tasks)
    other.go()
    assert place.platform.points("user-ann") == 5
    sent = len(place.platform.received)
    other.go()
    assert len(place.platform.received) == sent
    tasks.close()


def test_two_workers_do_one_task(place: Class) -> None:
    """It is queued once, and whoever begins it a second time does nothing."""
    place.hand_in("ann", 5)
    other = PlatformTasks(place.house.database)
    place.tasks.queue_due()
    other.queue_due()
    with place.house.database.reading() as session:
        task = session.scalars(select(PlatformTask)).one()
    assert task.round == 1
    place.tasks.run(task.key, 1)
    other.run(task.key, 1)
    other.run(task.key, 0)
    assert len(place.platform.received) == 1
    other.close()


def test_a_grade_that_the_platform_declines(place: Class) -> None:
    """It is shown, the others go on, and it is tried again when somebody says so or the points change."""
    place.hand_in("ann", 5)
    place.hand_in("ben", 6)
    place.platform.coming = [Trouble(422)]
    task = place.go()
    assert (task.refused, task.fault, task.failures) == (1, None, 0)
    faults = {name: place.grade(name).fault for name in ("ann", "ben")}
    assert sorted(faults.values(), key=str) == [None, "it answers 422"]
    place.go()
    assert len(place.platform.received) == 1
    with place.house.database.writing() as session:
        send_again(session, place.link)
    assert place.go().refused == 0
    assert [place.platform.points(f"user-{name}") for name in ("ann", "ben")] == [5, 6]


def test_a_later_score_that_somebody_else_has_written(place: Class) -> None:
    """It is not taken for ours in silence."""
    place.hand_in("ann", 5)
    place.platform.scores["link-1", "user-ann"] = {"timestamp": "2999-01-01T00:00:00.000Z"}
    task = place.go()
    assert task.refused == 1 and place.grade("ann").fault == "it answers 409"


def test_the_column_is_found_or_made(place: Class) -> None:
    """Where the platform has none; where it has deleted it; and no second one after a kill in between."""
    del place.platform.columns["link-1"]
    place.hand_in("ann", 5)
    place.go()
    (column,) = place.platform.columns.values()
    assert column["resourceLinkId"] == "link-1" and column["resourceId"] == place.assignment
    assert column["scoreMaximum"] == 100 and column["label"] == "Scaling"
    assert place.platform.points("user-ann") == 5
    with place.house.database.writing() as session:
        session.scalars(select(ResourceLink)).one().lineitem_url = None
    place.hand_in("ben", 6)
    place.go()
    assert len(place.platform.columns) == 1 and place.platform.points("user-ben") == 6


def test_a_platform_that_gives_no_token(place: Class) -> None:
    """All wait; it is said, and it goes on when somebody has mended it."""
    good, place.platform.keys = place.platform.keys, {"keys": []}
    place.hand_in("ann", 5)
    task = place.go()
    assert "gives no token" in str(task.fault) and task.waiting == 1 and task.failures == 0
    place.platform.keys = good
    assert place.go().fault is None
    assert place.platform.points("user-ann") == 5


def test_whose_grades_do_not_go_there(place: Class) -> None:
    """Somebody whom the platform does not know, who teaches, or who is in another course of the platform."""
    stranger = place.house.add_member("stranger")
    work = place.house.put("a.py", b"pass")
    row = place.house.desk.accept(stranger, place.assignment, [work], None)
    place.house.set_graded(row.id)
    for name in ("ann", "ben", "cleo"):
        place.hand_in(name)
    with place.house.database.writing() as session:
        session.get_one(Member, place.students["ann"]).role = Role.ASSISTANT
        here = session.scalars(select(PlatformContext)).one()
        there = PlatformContext(
            platform_id=here.platform_id, deployment=here.deployment, context="other", title="O"
        )
        session.add(there)
        session.flush()
        session.add(ContextMember(context_id=there.id, member_id=place.students["ben"]))
    place.go()
    assert {one["userId"] for one in place.platform.received} == {"user-cleo"}


def test_a_platform_that_was_removed_gets_nothing(place: Class) -> None:
    place.hand_in("ann")
    with place.house.database.writing() as session:
        link = session.scalars(select(ResourceLink)).one()
        row = platforms.platform_of(session, "c1", link.platform_id)
        platforms.remove(session, row)
    place.tasks.queue_due()
    with place.house.database.reading() as session:
        assert session.scalars(select(PlatformTask)).all() == []


def test_what_instructors_see(place: Class, capsys: pytest.CaptureFixture[str]) -> None:
    """The page, the command and the metrics: what waits, what is declined and why, and sending it again."""
    app = application_of(Service(place.house.database, place.house.desk))
    with place.house.database.reading() as session:
        kim = session.scalars(select(Member.id).where(Member.role == Role.INSTRUCTOR)).one()
    secret = place.house.session(kim)
    with TestClient(app, cookies={"grader_session": secret}) as web:
        place.hand_in("ann", 5)
        place.platform.coming = [Trouble(403)]
        place.go()
        page = web.get("/courses/c1/sent-grades").text
        assert "1 declined" in page and "Name of ann" in page and "it answers 403" in page
        assert "grader_platform_grades_declined 1" in web.get("/metrics").text
        assert main(["service", "grades", str(place.house.data)]) == 1
        printed = capsys.readouterr().out
        assert "0 sent, 0 waiting, 1 declined" in printed and "ann: it answers 403" in printed
        place.platform.is_down = True
        place.hand_in("ben", 5)
        place.go()
        page = web.get("/courses/c1/sent-grades").text
        assert "School holds up these grades: it answers 503." in page and "1 on the way" in page
        assert "grader_platform_faults 1" in web.get("/metrics").text
        place.platform.is_down = False
        address = f"/courses/c1/sent-grades/{place.link}"
        assert web.post(address, data={"form_token": form_token(secret)}).status_code == 200
        place.go()
        assert main(["service", "grades", str(place.house.data), "--again"]) == 0
        assert "2 sent, 0 waiting, 0 declined" in capsys.readouterr().out
