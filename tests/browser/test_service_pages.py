"""Every page of the service passes axe and fits a phone, in light and dark."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import select

from grader.report.report_file import report_bytes
from grader.service import overriding, regrading
from grader.service.database_tables import (
    Assignment,
    ContextMember,
    Course,
    CourseExercise,
    Job,
    JobState,
    Member,
    Person,
    PlatformContext,
    PlatformGrade,
    PlatformTask,
    RegradeRequest,
    ResourceLink,
    Result,
    Role,
    Submission,
    SubmissionState,
    now,
)
from grader.service.lti import platforms
from grader.service.lti.platform_grades import SCORE
from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.browser.driver import COLOURS, Page
from tests.report.samples import MIXED, PASSED, report
from tests.service.house import House
from tests.service.test_access import launched

NAMES = ("Ann", "<b>Bob</b> O'Brien", "A" * 60, "Zoë Müller-Lüdenscheidt of the longer names")


class Place:
    """A service without workers, with a class that has handed in, and the addresses of its pages."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder / "data")
        self.house.add_course()
        self.kim = self.house.add_member("kim", Role.INSTRUCTOR)
        assignment = self.house.offer(
            "layers", due_at=now(), attempts=3, files={"layers.ipynb": ""}
        )
        students = [self._student(number, name) for number, name in enumerate(NAMES)]
        works = [
            self.house.desk.accept(member, assignment, [self._file(n)], None).id
            for n, member in enumerate(students[:3])
        ]
        for number, id_ in enumerate(works[:2]):
            self._grade(id_, number)
        upload = self.house.desk.upload(students[3], assignment, [self._file(9)])
        self.house.set_recognised(upload.id)
        self.student, regrade, jobs = students[0], *self._more(assignment, works)
        self._link(assignment, students)
        here, work = f"/assignments/{assignment}", f"/submissions/{works[0]}"
        self.staff = [
            "/", "/courses/c1", "/courses/c1/members", "/courses/c1/offer", "/courses/c1/requests?show=all",
            "/courses/c1/log", "/courses/c1/sent-grades", f"{here}/class", f"{here}/class/{students[0]}",
            f"{here}/class/{students[0]}/seen", f"{here}/rules", f"{here}/exports", f"{here}/regrades",
            f"/regrades/{regrade}", f"{work}/full", work, *(f"/jobs/{job}" for job in jobs),
            *self._platforms(),
        ]  # fmt: skip
        self.own = ["/", here, work, f"/submissions/{works[2]}", "/lti/login"]

    def _platforms(self) -> list[str]:
        """The pages of platforms that launch the course."""
        with self.house.database.writing() as session:
            made = launched(session, self.kim)
        choices = f"/lti/links/{made['link']}", f"/lti/deep-links/{made['deep_link']}"
        return ["/courses/c1/platforms", *choices]

    def _student(self, number: int, name: str) -> str:
        member = self.house.add_member(f"s{number}")
        with self.house.database.writing() as session:
            person = session.get_one(Person, session.get_one(Member, member).person_id)
            person.name, person.email = name, f"student{number}@example.org"
        return member

    def _link(self, assignment: str, students: list[str]) -> None:
        """A link on a platform, with grades that it does not take and a roster that it does not give."""
        address = "https://platform.example.org"
        with self.house.database.writing() as session:
            platform = platforms.add(
                session,
                session.get_one(Course, "c1"),
                platforms.Registration(address, "c", address, address, address, title="School"),
            )
            context = PlatformContext(
                platform_id=platform.id, deployment="d", context="x", title="Deep Learning",
                memberships_url=f"{address}/members",
            )  # fmt: skip
            session.add(context)
            session.flush()
            platforms.accept(session, context, platform)
            link = ResourceLink(
                platform_id=platform.id, deployment="d", link="l", context_id=context.id,
                assignment_id=assignment, scopes=[SCORE], lineitem_url=f"{address}/column",
            )  # fmt: skip
            session.add(link)
            session.flush()
            down = {"failures": 3, "fault": "it answers 503", "done_at": now()}
            session.add_all(
                (
                    PlatformTask(key=f"grades:{link.id}", link_id=link.id, waiting=2, **down),
                    PlatformTask(key=f"roster:{context.id}", context_id=context.id, **down),
                    ContextMember(context_id=context.id, member_id=students[1], is_active=False),
                    *(
                        PlatformGrade(
                            link_id=link.id, member_id=one, tried_progress="FullyGraded",
                            tried_points=1.5, tried_most=2, tried_at=now(), next_at=now(),
                            fault="it answers 422",
                        )
                        for one in students
                    ),
                )
            )  # fmt: skip

    def _file(self, number: int) -> object:
        return self.house.put("a_notebook.ipynb", str(number).encode())

    def _grade(self, id_: str, number: int) -> None:
        graded = report(MIXED, student=f"s{number}")
        with self.house.database.writing() as session:
            row = session.get_one(Submission, id_)
            row.state, row.finished_at = SubmissionState.GRADED, now()
            session.add(
                Result(
                    submission_id=id_, number=1, exercise_version="v" * 64, score=graded.score,
                    max_score=graded.max_score, report=report_bytes(graded).decode(),
                )
            )  # fmt: skip

    def _more(self, assignment: str, works: list[str]) -> tuple[str, list[str]]:
        """What persons did: points, requests, a regrade, jobs; returns the ids of the last two."""
        with self.house.database.writing() as session:
            kim, row = session.get_one(Member, self.kim), session.get_one(Assignment, assignment)
            session.add(CourseExercise(course_id="c1", exercise="layers"))
            work = session.get_one(Submission, works[0])
            new = overriding.NewPoints("*", 1.5, "Explained <i>well</i>.")
            overriding.set_points(session, work, new, kim, None)
            answered = {
                "accepted": False,
                "answer": "No.",
                "answered_by": kim.id,
                "answered_at": now(),
            }
            for function, more in (("a", {}), ("b", answered)):
                session.add(
                    RegradeRequest(
                        assignment_id=assignment, member_id=work.member_id, submission_id=work.id,
                        function=function, text="Why?\n" + "w" * 80, **more,
                    )
                )  # fmt: skip
            order = regrading.Order(row, kim, "A case was mended.")
            regrade = regrading.begin(session, self.house.queue, order, works)
            regrading.keep(session, regrade.id, works[0], report(PASSED), None)
            regrading.keep(session, regrade.id, works[1], report(PASSED), "the sandbox broke")
            job = session.scalars(select(Job)).one()
            ids = []
            for state, result, message in (
                (JobState.QUEUED, {}, None),
                (JobState.FAILED, {}, "the course cannot be read"),
                (JobState.DONE, {"file": "0" * 64, "name": "table.csv", "messages": ["Read this."]}, "Done."),
            ):  # fmt: skip
                made = Job(
                    course_id="c1", kind="export", state=state, message=message, result=result,
                    arguments={"assignment": assignment, "format": "canvas"},
                )  # fmt: skip
                session.add(made)
                session.flush()
                ids.append(made.id)
            assert job.kind == "regrade"
        return regrade.id, ids


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def address(place: Place) -> Iterator[str]:
    """Of the service, which answers in a thread of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = application(Service(place.house.database, place.house.desk))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("who", ["staff", "own"])
def test_axe_finds_nothing(
    page: Page, place: Place, address: str, who: str, thorough: bool
) -> None:
    """At a phone's, a tablet's and a screen's width, folded parts opened.

    A usual run has axe read every page once, and the colours of every third in dark: they are those of one sheet.
    """
    secret = place.house.session(place.kim if who == "staff" else place.student)
    page.open(f"{address}/static/style.css")
    page.run(f"document.cookie = 'grader_session={secret}; path=/'")
    for number, path in enumerate(getattr(place, who)):
        for width, scheme in ((390, "light"), (800, None), (1400, "dark")):
            page.resize(width)
            if scheme is not None:
                page.prefer(scheme)
            if scheme == "light":
                page.open(address + path)
                page.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
            if scheme == "light" or (scheme == "dark" and thorough):
                assert page.violations() == [], path
            elif scheme == "dark" and number % 3 == 0:
                assert page.violations(rules=COLOURS) == [], path
            assert not page.is_too_wide(), f"{path} at {width}"
            if folder := os.environ.get("PHOTOGRAPHS"):  # to look at
                name = re.sub(r"\W+", "-", path).strip("-") or who
                page.photograph(Path(folder) / f"{name}-{width}.png")
