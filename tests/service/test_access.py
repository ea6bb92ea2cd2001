"""Who gets what: every route, as everybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session
from starlette.routing import Route

from grader.service.credentials import form_token
from grader.service.database_tables import (
    Course,
    DeepLink,
    Job,
    JobState,
    PlatformContext,
    Regrade,
    Regraded,
    RegradeRequest,
    ResourceLink,
    Role,
    now,
)
from grader.service.lti import platforms
from grader.service.lti.platforms import Registration
from grader.service.web.app import ROUTERS
from tests.service.house import House

CALLERS = ("nobody", "owner", "other", "elsewhere", "assistant", "instructor")

# Route -> status for each caller. "other" is a student of the same course, "elsewhere" one of another course.
API = {
    "GET /api/v1/assignments": (401, 200, 200, 200, 200, 200),
    "POST /api/v1/assignments/{assignment}/submissions": (401, 201, 201, 404, 201, 201),
    "GET /api/v1/assignments/{assignment}/submissions": (401, 200, 200, 404, 200, 200),
    "GET /api/v1/submissions/{submission}": (401, 200, 404, 404, 200, 200),
    "GET /api/v1/submissions/{submission}/events": (401, 200, 404, 404, 200, 200),
    "POST /api/v1/assignments/{assignment}/uploads": (401, 201, 201, 404, 201, 201),
    "GET /api/v1/uploads/{upload}": (401, 200, 404, 404, 200, 200),
    # Staff hand in for a student what the student has not confirmed.
    "POST /api/v1/uploads/{upload}/submission": (401, 201, 404, 404, 201, 201),
    "GET /api/v1/submissions/{submission}/regrade-requests": (401, 200, 404, 404, 200, 200),
    "POST /api/v1/submissions/{submission}/regrade-requests": (401, 201, 404, 404, 404, 404),
    "GET /api/v1/assignments/{assignment}/class": (401, 404, 404, 404, 200, 200),
    "GET /api/v1/submissions/{submission}/files/{position}": (401, 404, 404, 404, 200, 200),
    "POST /api/v1/assignments/{assignment}/pushes": (401, 404, 404, 404, 404, 422),
    "POST /api/v1/pushes/{push}/reports": (401, 404, 404, 404, 404, 200),
    "GET /api/v1/pushes/{push}": (401, 404, 404, 404, 404, 200),
    "POST /api/v1/pushes/{push}/publish": (401, 404, 404, 404, 404, 409),
    "GET /api/v1/receipt-key": (200,) * 6,
    "GET /healthz": (503,) * 6,
    "GET /metrics": (200,) * 6,
    "GET /api/v1/openapi.json": (200,) * 6,
}

STAFF, INSTRUCTOR = (401, 404, 404, 404, 200, 200), (401, 404, 404, 404, 404, 200)
ACT, FORM = (401, 404, 404, 404, 404, 303), (401, 404, 404, 404, 404, 422)
"""Of instructors alone: what is done, and a form without what it needs."""

PAGES = {
    "GET /courses/{course}": STAFF,
    "GET /courses/{course}/members": STAFF,
    "POST /courses/{course}/members": FORM,
    "POST /courses/{course}/members/{member}/link": INSTRUCTOR,
    "GET /courses/{course}/offer": INSTRUCTOR,
    "POST /courses/{course}/offer": FORM,
    "GET /courses/{course}/requests": STAFF,
    "POST /requests/{asked}": (401, 404, 404, 404, 422, 422),
    "GET /courses/{course}/log": INSTRUCTOR,
    "GET /courses/{course}/sent-grades": INSTRUCTOR,
    "POST /courses/{course}/sent-grades/{link}": (401, 404, 404, 404, 404, 404),
    "POST /courses/{course}/rosters/{context}": (401, 404, 404, 404, 404, 404),
    "GET /jobs/{job}": INSTRUCTOR,
    "GET /jobs/{job}/file": INSTRUCTOR,
    "GET /assignments/{assignment}/class": STAFF,
    "GET /assignments/{assignment}/class/events": STAFF,
    "GET /assignments/{assignment}/class/{member}": STAFF,
    "POST /assignments/{assignment}/class/{member}/extension": FORM,
    "GET /assignments/{assignment}/class/{member}/seen": STAFF,
    "GET /assignments/{assignment}/rules": INSTRUCTOR,
    "POST /assignments/{assignment}/rules": ACT,
    "GET /assignments/{assignment}/exports": INSTRUCTOR,
    "POST /assignments/{assignment}/exports": FORM,
    "GET /assignments/{assignment}/regrades": INSTRUCTOR,
    "POST /assignments/{assignment}/regrades": FORM,
    "GET /regrades/{regrade}": INSTRUCTOR,
    "POST /regrades/{regrade}/publish": (401, 404, 404, 404, 404, 409),
    "POST /regrades/{regrade}/discard": ACT,
    "GET /submissions/{submission}/full": STAFF,
    "GET /submissions/{submission}/report.json": STAFF,
    "GET /submissions/{submission}/files/{position}": (401, 200, 404, 404, 200, 200),
    "POST /submissions/{submission}/points": FORM,
    "GET /courses/{course}/platforms": INSTRUCTOR,
    "POST /courses/{course}/platforms": FORM,
    "POST /courses/{course}/platforms/registration": INSTRUCTOR,
    "POST /courses/{course}/platforms/keys": ACT,
    "POST /courses/{course}/platforms/{platform}/roster": ACT,
    "POST /courses/{course}/platforms/{platform}/remove": ACT,
    "POST /courses/{course}/contexts/{context}/release": ACT,
    "POST /courses/{course}/contexts/{context}/accept": ACT,
    "GET /lti/links/{link}": INSTRUCTOR,
    "POST /lti/links/{link}": FORM,
    "GET /lti/deep-links/{deep_link}": INSTRUCTOR,
    "POST /lti/deep-links/{deep_link}": FORM,
    "GET /lti/register/{secret}": (404,) * 6,
    "POST /lti/register/{secret}": (404,) * 6,
    "GET /": (401, 200, 200, 200, 200, 200),
    "GET /assignments/{assignment}": (401, 200, 200, 404, 200, 200),
    "GET /assignments/{assignment}/files/{name}": (401, 200, 200, 404, 200, 200),
    "POST /assignments/{assignment}/uploads": (401, 303, 303, 404, 303, 303),
    "GET /uploads/{upload}": (401, 200, 404, 404, 200, 200),
    "GET /uploads/{upload}/events": (401, 200, 404, 404, 200, 200),
    "POST /uploads/{upload}/submission": (401, 303, 404, 404, 303, 303),
    "POST /uploads/{upload}/discard": (401, 303, 404, 404, 404, 404),
    "GET /submissions/{submission}": (401, 200, 404, 404, 200, 200),
    "GET /submissions/{submission}/events": (401, 200, 404, 404, 200, 200),
    "POST /submissions/{submission}/regrade-requests": (401, 303, 404, 404, 404, 404),
    "GET /submissions/{submission}/receipt.json": (401, 200, 404, 404, 200, 200),
    "GET /sign-in": (200,) * 6,
    "GET /sign-in/with/{provider}": (404,) * 6,
    "GET /sign-in/with/{provider}/done": (404,) * 6,
    "POST /sign-in/with/{provider}/connect": (401, 404, 404, 404, 404, 404),
    "GET /signed-out/{provider}": (404,) * 6,
    "GET /sign-in/{secret}": (404,) * 6,
    "POST /sign-in/{secret}": (404,) * 6,
    "GET /static/{name}": (404,) * 6,
    "POST /sign-out": (401, 303, 303, 303, 303, 303),
}

# What platforms ask, of everybody alike: nothing but a platform's word counts (test_launches.py).
PLATFORMS = {
    "GET /lti/keys": 200,
    "GET /lti/login": 403,
    "POST /lti/login": 403,
    "GET /lti/login/go": 403,
    "POST /lti/launch": 403,
}


@pytest.fixture(scope="module")
def place(house: House) -> dict[str, Any]:
    """Ids for the routes, and a token for each caller."""
    house.add_course("c2")
    members = {
        "owner": house.add_member("owner"),
        "other": house.add_member("other"),
        "elsewhere": house.add_member("owner", course="c2"),
        "assistant": house.add_member("assistant", Role.ASSISTANT),
        "instructor": house.add_member("instructor", Role.INSTRUCTOR),
    }
    assignment = house.offer(files={"a.py": ""})
    files = [house.put("a.py", b"pass")]
    submission = house.desk.accept(members["owner"], assignment, files, None)
    house.set_graded(submission.id)
    tokens = {caller: house.token(member) for caller, member in members.items()}
    with house.database.writing() as session:
        job = Job(
            course_id="c1", kind="export", arguments={"assignment": assignment, "format": "canvas"}
        )
        job.state, job.result = (
            JobState.DONE,
            {"file": files[0].sha256, "name": "a", "messages": []},
        )
        regrade = Regrade(assignment_id=assignment, reason="r")
        asked = RegradeRequest(
            assignment_id=assignment, member_id=members["owner"], submission_id=submission.id,
            function="other", text="Why?",
        )  # fmt: skip
        push = Regrade(assignment_id=assignment, reason="r", pushed="a" * 64)
        session.add_all((job, regrade, asked, push))
        session.flush()
        session.add(Regraded(regrade_id=push.id, submission_id=submission.id, changes=[]))
        made = {"job": job.id, "regrade": regrade.id, "asked": asked.id, "push": push.id}
        made |= launched(session, members["instructor"])
    ids = {
        "assignment": assignment, "submission": submission.id, "name": "a.py", "secret": "x", "provider": "x", "link": "x",
        "course": "c1", "member": members["owner"], "position": 0, **made,
    }  # fmt: skip
    elsewhere = house.add_member("teacher", Role.INSTRUCTOR, course="c2")
    return {**ids, **tokens, "members": members, "teacher_elsewhere": elsewhere}


@pytest.fixture(scope="module")
def at_first(house: House, place: dict[str, Any]) -> Iterator[sqlite3.Connection]:
    """The database as `place` has left it."""
    with (
        closing(sqlite3.connect(":memory:")) as kept,
        closing(sqlite3.connect(house.data / "service.sqlite")) as database,
    ):
        database.backup(kept)
        yield kept


@pytest.fixture(autouse=True)
def as_at_first(house: House, at_first: sqlite3.Connection) -> None:
    """No test finds what another one has released, removed or discarded."""
    with closing(sqlite3.connect(house.data / "service.sqlite")) as database:
        at_first.backup(database)


def launched(session: Session, instructor: str) -> dict[str, str]:
    """Two platforms; one of them has a course with a link, and asks the instructor for another one."""
    rows = []
    for client in ("removed", "kept"):
        url = "https://lms.example.org"
        said = Registration(url, client, f"{url}/auth", f"{url}/token", f"{url}/jwks")
        rows.append(platforms.add(session, session.get_one(Course, "c1"), said))
    known = {"platform_id": rows[1].id, "deployment": "1"}
    context = PlatformContext(**known, context="c", title="A course", course_id="c1")
    session.add(context)
    session.flush()
    link = ResourceLink(**known, link="l", context_id=context.id, scopes=[])
    deep_link = DeepLink(
        context_id=context.id, member_id=instructor, return_url="https://lms.example.org/back",
        expires_at=now() + timedelta(hours=1),
    )  # fmt: skip
    session.add_all((link, deep_link))
    session.flush()
    return {
        "platform": rows[0].id, "context": context.id, "link": link.id, "deep_link": deep_link.id,
    }  # fmt: skip


@pytest.mark.parametrize("route", PLATFORMS)
def test_what_platforms_ask(route: str, web: TestClient) -> None:
    method, _, path = route.partition(" ")
    assert web.request(method, path).status_code == PLATFORMS[route]


@pytest.mark.parametrize("route", API)
def test_api(route: str, web: TestClient, house: House, place: dict[str, Any]) -> None:
    """Nobody is told to bring a token; what somebody may not see looks as if it were not there."""
    method, _, path = route.partition(" ")
    statuses = [ask(web, method, filled(path, house, place), place.get(who)) for who in CALLERS]
    assert tuple(statuses) == API[route]
    if "{" in path:
        unknown = path.format(assignment="x", submission="x", upload="x", push="x", position=0)
        assert ask(web, method, unknown, place["instructor"]) == 404


@pytest.mark.parametrize("route", PAGES)
def test_page(route: str, web: TestClient, house: House, place: dict[str, Any]) -> None:
    """Nobody is asked to sign in; what somebody may not see looks as if it were not there."""
    method, _, path = route.partition(" ")
    statuses = [
        look(web, house, method, filled(path, house, place), place["members"].get(who))
        for who in CALLERS
    ]
    assert tuple(statuses) == PAGES[route]
    if "{" in path and "{secret}" not in path:
        unknown = path.format(**{**dict.fromkeys([*place, "upload"], "x"), "position": 0})
        assert look(web, house, method, unknown, place["members"]["instructor"]) == 404


@pytest.mark.parametrize("route", [route for route in PAGES if PAGES[route][1] == 404])
def test_another_course_is_not_theirs(
    route: str, web: TestClient, house: House, place: dict[str, Any]
) -> None:
    """Whoever teaches one course is nobody in another."""
    method, _, path = route.partition(" ")
    if "{secret}" not in path and "{name}" not in path and "{provider}" not in path:
        assert look(web, house, method, path.format(**place), place["teacher_elsewhere"]) == 404


@pytest.mark.parametrize("route", [route for route in PAGES if route.startswith("POST")])
def test_a_form_of_another_site_does_nothing(
    route: str, web: TestClient, house: House, place: dict[str, Any]
) -> None:
    """Nor does one that was made for another session. Signing in is the one form that needs no session."""
    path = filled(route.partition(" ")[2], house, place)
    secret = house.session(place["members"]["instructor"])
    files = {"file": ("a.py", b"pass")} if path.endswith("/uploads") else None
    if "{secret}" not in route:
        for token in ("", form_token("another")):
            answer = web.post(
                path,
                data={"form_token": token},
                files=files,
                headers={"cookie": f"grader_session={secret}"},
                follow_redirects=False,
            )
            assert answer.status_code == 403
    headers = {"cookie": f"grader_session={secret}", "sec-fetch-site": "cross-site"}
    form = {"form_token": form_token(secret)}
    answer = web.post(path, data=form, files=files, headers=headers, follow_redirects=False)
    assert answer.status_code == 403


def test_the_table_has_every_route(web: TestClient) -> None:
    """A new route gets its line, and so its decision."""
    routes = {
        f"{method} {route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, Route | APIRoute)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert len(web.app.routes) == len(ROUTERS) + 1  # type: ignore[attr-defined]
    assert routes | {"GET /api/v1/openapi.json"} == {*API, *PAGES, *PLATFORMS}


def test_a_forbidden_id_is_answered_as_an_unknown_one(
    web: TestClient, place: dict[str, Any]
) -> None:
    headers = {"authorization": f"Bearer {place['other']}"}
    forbidden = web.get(f"/api/v1/submissions/{place['submission']}", headers=headers)
    unknown = web.get("/api/v1/submissions/0", headers=headers)
    assert (forbidden.status_code, forbidden.content) == (404, unknown.content)


def test_a_list_shows_the_own_course_only(web: TestClient, place: dict[str, Any]) -> None:
    headers = {"authorization": f"Bearer {place['elsewhere']}"}
    assert web.get("/api/v1/assignments", headers=headers).json() == []


def filled(path: str, house: House, place: dict[str, Any]) -> str:
    """The path with ids; an upload is the owner's, and waits: what one caller does leaves it to none."""
    if "{upload}" not in path:
        return path.format(**place)
    files = [house.put("a.py", b"pass")]
    upload = house.desk.upload(place["members"]["owner"], place["assignment"], files)
    house.set_recognised(upload.id)
    return path.format(**place, upload=upload.id)


def ask(web: TestClient, method: str, path: str, token: str | None) -> int:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    body: dict[str, Any] = {}
    if path.endswith("/regrade-requests") and method == "POST":
        body = {"json": {"function": "double", "text": "It is right."}}
    elif path.endswith("/pushes"):
        submission = {"submission": "of another", "result": 1, "latest": 1}
        body = {"json": {"key": "b" * 64, "reason": "r", "submissions": [submission]}}
    elif path.endswith("/reports"):
        body = {"json": {"reports": []}}
    elif method == "POST":
        body = {"files": {"file": ("a.py", b"pass")}}
    return web.request(method, path, headers=headers, **body).status_code


def look(web: TestClient, house: House, method: str, path: str, member: str | None) -> int:
    """As the browser of a member, or of nobody."""
    secret = "" if member is None else house.session(member)
    form = {"form_token": form_token(secret), "function": "halve", "text": "It is right."}
    files = {"file": ("a.py", b"pass")} if path.endswith("/uploads") else None
    body = {"data": form, "files": files} if method == "POST" else {}
    headers = {"cookie": f"grader_session={secret}"}
    return web.request(method, path, headers=headers, follow_redirects=False, **body).status_code
