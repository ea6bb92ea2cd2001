"""Registering platforms, from a shell, on the page and by themselves; the service's own keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.cli.main import main
from grader.service.credentials import form_token
from grader.service.database_tables import (
    Course,
    Deployment,
    Member,
    Platform,
    PlatformContext,
    Role,
    ToolKey,
    now,
)
from grader.service.lti import arrival, keys, platforms
from grader.service.lti.claims import PlatformUser
from grader.service.lti.platforms import Registration
from grader.service.membership import Row, enrol
from grader.util.errors import UsageError
from tests.service.house import House
from tests.service.learning_platform import LearningPlatform

URL = "https://lms.example.org"
Capture = pytest.CaptureFixture[str]
SAID = {
    "issuer": URL, "client_id": "client-1", "auth_url": f"{URL}/auth", "token_url": f"{URL}/token",
    "jwks_url": f"{URL}/jwks",
}  # fmt: skip


@pytest.fixture(scope="module")
def kim(house: House) -> dict[str, str]:
    """An instructor's browser, and the token of its forms."""
    secret = house.session(house.add_member("kim", Role.INSTRUCTOR))
    return {"cookie": f"grader_session={secret}", "token": form_token(secret)}


def send(web: TestClient, kim: dict[str, str], path: str, **form: str) -> Any:
    return web.post(
        path,
        data={"form_token": kim["token"], **form},
        headers={"cookie": kim["cookie"]},
        follow_redirects=False,
    )


def test_by_hand_on_the_page(web: TestClient, house: House, kim: dict[str, str]) -> None:
    """What is wrong is said, and what was written stays in the form."""
    path = "/courses/c1/platforms"
    refused = send(web, kim, path, **{**SAID, "auth_url": "http://lms.example.org/auth"})
    assert refused.status_code == 422 and "must begin with https://" in refused.text
    assert 'value="client-1"' in refused.text
    form = {
        **SAID,
        "deployment": "1",
        "title": "<b>Moodle</b>",
        "origin": "https://uni.example.org/x",
    }
    assert send(web, kim, path, **form).status_code == 303
    page = web.get(path, headers={"cookie": kim["cookie"]}).text
    assert "&lt;b&gt;Moodle&lt;/b&gt;" in page and "http://testserver/lti/launch" in page
    again = send(web, kim, path, **form)
    assert again.status_code == 422 and "registered already" in again.text
    with house.database.reading() as session:
        row = session.scalars(select(Platform)).one()
        assert row.origins == [URL, "https://uni.example.org"]
        assert platforms.is_accepted(session, row, "1")
        assert not platforms.is_accepted(session, row, "2")


NONSENSE = {
    "no https": {"token_url": "http://lms.example.org/token"},
    "a script": {"auth_url": "javascript:alert(1)"},
    "a file": {"jwks_url": "file:///etc/passwd"},
    "no address": {"issuer": "moodle"},
    "a name and a password": {"auth_url": "https://a:b@lms.example.org/"},
    "more for browsers": {"issuer": "https://lms.example.org; script-src *"},
    "keys on this machine": {"jwks_url": "http://127.0.0.1:9200/keys"},
    "a frame in every page": {"origins": ("https://*",)},
    "a long issuer": {"issuer": "https://lms.example.org/" + "x" * 190},
    "no client": {"client_id": " "},
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense(case: str) -> None:
    with pytest.raises(UsageError):
        Registration(**{**SAID, **NONSENSE[case]}).refuse_nonsense()


def test_from_a_shell(house: House, capsys: Capture) -> None:
    """What the page does, without the page."""
    data = str(house.data)
    options = [f"--{name.replace('_', '-')}={value}" for name, value in SAID.items()]
    options[1] = "--client-id=client-2"
    run = lambda *words: main(["service", "platform", words[0], data, *words[1:]])
    assert run("add", *options, "--title", "Canvas", "--url", "https://grader.example.org") == 0
    said = capsys.readouterr()
    id_ = said.out.strip()
    assert "https://grader.example.org/lti/login" in said.err
    with house.database.writing() as session:
        context = PlatformContext(
            platform_id=id_, deployment="7", context="c", title="A\x1b[31m course"
        )
        session.add(context)
    assert run("list") == 0
    said = capsys.readouterr()
    assert f"waiting\t{context.id}\tA" in said.out and "\x1b" not in said.out
    assert run("accept", context.id) == 0
    with house.database.reading() as session:
        assert session.get_one(PlatformContext, context.id).course_id == "c1"
        assert session.get_one(Deployment, (id_, "7")).accepted_at is not None
    assert run("release", context.id) == run("remove", id_) == run("rotate-keys") == 0
    assert run("remove", id_) == 2
    assert "platform list prints the ids" in capsys.readouterr().err


def test_keys_rotate(house: House, web: TestClient) -> None:
    """Platforms know a new key before it signs, and the former one as long as tokens may be checked."""
    database = house.database

    def kid() -> str:
        return jwt.get_unverified_header(keys.signed(database, {}))["kid"]

    def published() -> set[str]:
        answer = web.get("/lti/keys").json()["keys"]
        assert all(set(key) == {"kty", "n", "e", "kid", "alg", "use"} for key in answer)
        return {key["kid"] for key in answer}

    def later(**time: int) -> None:
        with database.writing() as session:
            for row in session.scalars(select(ToolKey)):
                row.signs_from -= timedelta(**time)
                if row.published_until is not None:
                    row.published_until -= timedelta(**time)

    with database.writing() as session:
        keys.rotate(session, at_once=True)
    first = kid()
    later(days=80)
    assert kid() == first and published() == {first}
    later(days=9)
    kid()  # makes the next one
    assert kid() == first and len(published()) == 2
    later(days=1, hours=1)
    second = kid()
    assert second != first and published() == {first, second}
    later(days=7)
    assert published() == {second}
    with database.writing() as session:
        keys.rotate(session, at_once=True)
    assert kid() != second and published() == {kid()}


@pytest.fixture(scope="module")
def platform() -> Iterator[LearningPlatform]:
    made = LearningPlatform(service="http://testserver", client_id="by-itself")
    with made.running():
        yield made


def registration_address(web: TestClient, kim: dict[str, str]) -> str:
    page = send(web, kim, "/courses/c1/platforms/registration").text
    found = re.search(r"http://testserver(/lti/register/[^<]+)", page)
    assert found is not None
    return found[1]


def test_dynamic_registration(
    web: TestClient, house: House, kim: dict[str, str], platform: LearningPlatform
) -> None:
    """It works once; what cannot be used is said, and uses nothing up."""
    address = registration_address(web, kim)
    good = f"{platform.address}/.well-known/openid-configuration"
    for url, text in (
        (f"{platform.address}/course", "cannot be read"),
        ("http://lms.example.org/", "must begin with https://"),
        (good.replace("localhost", "127.0.0.1"), "of another issuer"),
    ):
        asked = {"openid_configuration": url, "registration_token": "registration-token"}
        answer = web.get(address, params=asked)
        assert answer.status_code == 422 and text in answer.text
    # A service that others reach asks nothing of its own machine.
    public = f"https://testserver{address}"
    for answer in (
        web.get(public, params={"openid_configuration": good}),
        web.post(public, data={"url": good}),
    ):
        assert answer.status_code == 422 and "must begin with https://" in answer.text
    wrong = web.post(address, data={"url": good, "token": "x"})
    assert wrong.status_code == 422 and "cannot be read: status 401" in wrong.text
    foreign = web.post(address, data={"url": good}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert web.get(address, params={**asked, "openid_configuration": good}).status_code == 200
    form = {"url": good, "token": "registration-token"}
    done = web.post(address, data=form)
    assert done.status_code == 200 and "data-registered" in done.text
    assert web.post(address, data=form).status_code == 404
    with house.database.reading() as session:
        row = session.scalars(select(Platform).where(Platform.client_id == "by-itself")).one()
        assert (row.issuer, row.course_id) == (platform.address, "c1")
        assert platforms.is_accepted(session, row, platform.deployment)
    (wanted,) = platform.registered
    assert wanted["redirect_uris"] == ["http://testserver/lti/launch"]
    assert "lti-ags/scope/score" in wanted["scope"]
    tool = wanted["https://purl.imsglobal.org/spec/lti-tool-configuration"]
    assert tool["messages"][0]["placements"] == ["assignment_selection"]


def test_a_roster_that_comes_later(house: House) -> None:
    """A member whom a platform has brought is the one whom the roster means by the same id."""
    with house.database.writing() as session:
        course = session.get_one(Course, "c1")
        row = platforms.add(session, course, Registration(**{**SAID, "client_id": "later"}))
        made = arrival.member_of(
            session, row, "c1", PlatformUser("u-1", Role.STUDENT, "Ada", None, "s-1")
        )
        known = enrol(session, course, Row("s-1", "Ada Lovelace", role=Role.ASSISTANT))
        assert (known.member.id, known.is_new) == (made.id, False)
        again = arrival.member_of(session, row, "c1", PlatformUser("u-1", Role.STUDENT))
        assert (again.id, again.role) == (made.id, Role.ASSISTANT)
        other = arrival.member_of(
            session, row, "c1", PlatformUser("u-2", Role.STUDENT, "Eve", None, "s-1")
        )
        assert (other.number, other.id != made.id) == ("lti-u-2", True)
        numbers = session.scalars(select(Member.number).where(Member.course_id == "c1")).all()
    assert len(numbers) == len(set(numbers)) and now() > made.created_at
