"""The students' pages of the service in a browser: axe in every state, at a phone's width, by keyboard."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn

from grader.model.result import Shown
from grader.service.credentials import issue_link
from grader.service.database_tables import (
    Assignment,
    Member,
    Override,
    Person,
    Role,
    Submission,
    SubmissionState,
    now,
)
from grader.service.offering import More, set_extension
from grader.service.regrade_requests import answer, ask
from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.browser.driver import COLOURS, Page
from tests.service.house import House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STATEMENT = """<h2>Task 1: <code>double</code></h2><p>Return twice <code>x</code>.</p>"""


@dataclass
class Site:
    """A service that answers in a thread, without workers; one student's pages in every state."""

    house: House
    base: str

    def __post_init__(self) -> None:
        house = self.house
        house.add_course()
        self.ada = house.add_member("ada")
        self.kim = house.add_member("kim", Role.INSTRUCTOR)
        begun = {"opens_at": now() - 9 * DAY, "statement": STATEMENT}
        late = {"late_percent_a_day": 10, "late_cap_percent": 50, "late_grace_minutes": 15}
        main = house.offer(
            "scaling", due_at=now() - HOUR, closes_at=now() + 3 * DAY, attempts=4,
            attempt_back_hours=6, files={"scaling.py": "", "scaling.ipynb": ""}, **late, **begun,
        )  # fmt: skip
        first = house.desk.accept(self.ada, main, [house.put("a.py", b"1")], None).id
        second = house.desk.accept(self.ada, main, [house.put("a.py", b"2")], None).id
        for submission, score in ((first, 5), (second, 8)):
            house.set_graded(submission, score)
        queued = house.desk.accept(self.ada, main, [house.put("a.py", b"3")], None).id
        short = house.offer("short", due_at=now() + DAY, shown_before_due=Shown.PUBLIC, **begun)
        public = house.desk.accept(self.ada, short, [house.put("a.py", b"1")], None).id
        house.set_graded(public)
        failed = house.desk.accept(self.ada, short, [house.put("a.py", b"2")], None).id
        waits = house.offer("waits", attempts=1, **begun)
        looked = house.desk.upload(self.ada, waits, [house.put("my work.ipynb", b"1")]).id
        house.set_recognised(
            looked,
            {"double": None, "halve": "`halve` is not written yet (cell 4, line 1)."},
            notes=["The `!` line in cell 2 was left out."],
        )
        bob = house.add_member("bob")
        unread = house.desk.upload(bob, waits, [house.put("work.pdf", b"1")]).id
        closed = house.offer("closed", closes_at=now() - HOUR, **begun)
        with house.database.writing() as session:
            session.get_one(Submission, failed).state = SubmissionState.FAILED
            session.get_one(Submission, first).received_at = now() - 2 * HOUR
            ada, kim = session.get_one(Member, self.ada), session.get_one(Member, self.kim)
            session.add(
                Override(submission_id=second, function="double", score=3, reason="Nearly right.")
            )
            row = session.get_one(Submission, second)
            asked = ask(session, row, "double", "It is right for me.\nLook!", ["double"])
            answer(session, asked, kim, True, "You are right.")
            set_extension(
                session, session.get_one(Assignment, short), ada,
                More(until=now() + 2 * DAY, reason="ill"),
            )  # fmt: skip
        self.pages = {
            "start": "/",
            "assignment": f"/assignments/{main}",
            "extended": f"/assignments/{short}",
            "waiting": f"/assignments/{waits}",
            "closed": f"/assignments/{closed}",
            "upload": f"/uploads/{looked}",
            "result": f"/submissions/{second}",
            "public": f"/submissions/{public}",
            "failed": f"/submissions/{failed}",
            "queued": f"/submissions/{queued}",
            "none": "/assignments/none",
        }
        self.of_bob = f"/uploads/{unread}"

    def sign_in(self, page: Page, member: str) -> None:
        with self.house.database.writing() as session:
            person = session.get_one(Person, session.get_one(Member, member).person_id)
            link = issue_link(session, person)
        page.open(f"{self.base}/sign-in/{link}")
        page.run("document.querySelector('button').click()")
        page.until("return location.pathname === '/'")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    house = House(tmp_path_factory.mktemp("site") / "data")
    app = application(Service(house.database, house.desk))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(house, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def page(window: Page, site: Site) -> Page:
    site.sign_in(window, site.ada)
    return window


DARK = ("assignment", "result", "upload")


def test_axe_finds_nothing(page: Page, site: Site, thorough: bool) -> None:
    """And nothing is wider than the page: at a phone's, a tablet's and a screen's width, in light and dark.

    A usual run has axe read every page once, and the colours in dark of a few that show all.
    """
    shots = os.environ.get("GRADER_PICTURES")
    for name, path in site.pages.items():
        for width, scheme in ((390, "light"), (800, "dark"), (1400, "light")):
            page.resize(width)
            page.prefer(scheme)
            if width == 390:
                page.open(site.base + path)
                page.run("document.querySelectorAll('details').forEach(each => each.open = true)")
            if width == 390 or thorough:
                assert page.violations() == [], name
            elif scheme == "dark" and name in DARK:
                assert page.violations(rules=COLOURS) == [], name
            wide = "return document.documentElement.scrollWidth - innerWidth"
            assert page.run(wide) <= 0, f"{name} at {width}"
            if shots:
                page.photograph(Path(shots) / f"{name}-{width}-{scheme}.png")


def test_a_page_follows_what_it_waits_for(window: Page, site: Site) -> None:
    """What was recognised comes by itself; so does the result."""
    member = site.house.add_member("cid")
    site.sign_in(window, member)
    assignment = site.house.offer("follow")
    upload = site.house.desk.upload(member, assignment, [site.house.put("a.py", b"1")]).id
    window.open(f"{site.base}/uploads/{upload}")
    assert "looks into" in window.run("return document.body.innerText")
    site.house.set_recognised(upload)
    window.until("return document.body.innerText.includes('2 of 2 functions found')")
    window.run("document.querySelector('form[action$=submission] button').click()")
    window.until("return document.body.innerText.includes('waits')")
    submission = window.run("return location.pathname.split('/').pop()")
    site.house.set_graded(submission)
    window.until("return document.body.innerText.includes('This attempt counts')")
