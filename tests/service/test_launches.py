"""Launches from a learning platform: what a genuine one does, and that no forged one signs anybody in."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from grader.service import membership
from grader.service.credentials import secret_hash
from grader.service.database_tables import (
    AuditEvent,
    Course,
    Credential,
    Identity,
    Login,
    Member,
    Person,
    PlatformContext,
    ResourceLink,
    Role,
    now,
)
from grader.service.lti import arrival, fetching, platform_keys, platforms
from grader.service.lti.claims import PlatformUser
from grader.service.lti.platforms import Registration
from grader.service.membership import Row
from grader.service.platform_users import provider_of
from grader.service.web.app import application
from grader.service.web.rates import Rates
from grader.service.web.request_context import Service
from tests.service.house import House
from tests.service.learning_platform import ROLES, LearningPlatform, key_pair, read

BASE = "http://testserver"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
FRAMED = {"sec-fetch-dest": "iframe"}
Claims = dict[str, Any]


@pytest.fixture(scope="module")
def platform() -> Iterator[LearningPlatform]:
    """A platform with a teacher and a student, and one link."""
    made = LearningPlatform(service=BASE)
    made.add("u-kim", "instructor", "Kim Instructor", "kim@example.org")
    made.add("u-ada", "student", "Ada Lovelace", "ada@example.org")
    made.links["link-1"] = {"title": "Scaling", "custom": {"assignment": "scaling-c1"}}
    with made.running():
        yield made


@pytest.fixture(scope="module")
def desk(house: House, web: TestClient, platform: LearningPlatform) -> Desk:
    """A house that the platform launches."""
    house.offer("scaling")
    house.add_course("c2")
    house.offer("scaling", "c2")
    with house.database.writing() as session:
        row = platforms.add(session, session.get_one(Course, "c1"), registration(platform))
    desk = Desk(house, web, platform, row.id)
    assert desk.launch("u-kim").status_code == 403  # it waits
    with house.database.writing() as session:
        (context,) = platforms.contexts_of(session, "c1")
        platforms.accept(session, context)
    return desk


def registration(platform: LearningPlatform, **more: Any) -> Registration:
    address = platform.address
    return Registration(
        **{
            "issuer": address, "client_id": platform.client_id, "auth_url": f"{address}/auth",
            "token_url": f"{address}/token", "jwks_url": f"{address}/jwks",
            "deployments": (platform.deployment,), **more,
        }
    )  # fmt: skip


class Begun:
    """A login that has begun in a browser."""

    def __init__(self, location: str, cookie: str) -> None:
        query = dict(parse_qsl(urlsplit(location).query))
        self.location, self.state, self.nonce, self.cookie = (
            location,
            query["state"],
            query["nonce"],
            cookie,
        )


class Desk:
    """What a browser does between a platform and the service."""

    def __init__(self, house: House, web: TestClient, platform: LearningPlatform, id_: str) -> None:
        self.house, self.web, self.platform, self.id = house, web, platform, id_

    def begin(self, **changed: str) -> Begun:
        asked = {
            "iss": self.platform.address, "client_id": self.platform.client_id,
            "login_hint": "u-ada", "lti_message_hint": "link-1",
            "target_link_uri": f"{BASE}/lti/launch", **changed,
        }  # fmt: skip
        answer = self.web.get("/lti/login", params=asked, follow_redirects=False)
        cookie = re.match("grader_launch=[^;]+", answer.headers["set-cookie"])
        assert answer.status_code == 303 and cookie is not None
        headers = {"cookie": cookie[0]}
        answer = self.web.get(answer.headers["location"], headers=headers, follow_redirects=False)
        return Begun(answer.headers["location"], cookie[0])

    def claims(self, begun: Begun, user: str = "u-ada", link: str | None = "link-1") -> Claims:
        message = self.platform.launch_claims(
            self.platform.users[user], link, {"nonce": begun.nonce, "state": begun.state}
        )
        message._registration = self.platform.registration()
        claims, _ = message.get_launch_data()
        if link is None:
            claims[f"{LTI}message_type"] = "LtiDeepLinkingRequest"
            claims |= message._deep_linking_launch_data or {}
        moment = int(time.time())
        return {**claims, "iat": moment, "exp": moment + 300}

    def sign(self, claims: Claims) -> str:
        registration = self.platform.registration()
        headers = {"kid": registration.get_kid()}
        return jwt.encode(claims, read(self.platform.private), "RS256", headers)

    def post(self, begun: Begun, token: str, framed: bool = False, **more: str) -> Any:
        headers = {"cookie": begun.cookie, **(FRAMED if framed else {})}
        form = {"state": begun.state, "id_token": token, **more}
        return self.web.post("/lti/launch", data=form, headers=headers, follow_redirects=False)

    def launch(
        self,
        user: str = "u-ada",
        link: str | None = "link-1",
        change: Callable[[Claims], object] = lambda claims: None,
        framed: bool = False,
    ) -> Any:
        begun = self.begin()
        claims = self.claims(begun, user, link)
        change(claims)
        return self.post(begun, self.sign(claims), framed)

    def sessions(self) -> int:
        with self.house.database.reading() as session:
            return session.scalar(select(func.count()).where(Credential.kind == "session")) or 0

    def member(self, user: str) -> Member:
        with self.house.database.reading() as session:
            return session.scalars(
                select(Member)
                .join(Identity, Identity.person_id == Member.person_id)
                .where(Identity.subject == user, Member.course_id == "c1")
            ).one()


def cookie_of(answer: Any) -> dict[str, str]:
    """The session that an answer has a browser keep."""
    for line in answer.headers.get_list("set-cookie"):
        if found := re.match("grader_(session|framed)=[^;]{20,}", line):
            return {"cookie": found[0]}
    raise AssertionError(answer.headers)


def test_a_student_launches(desk: Desk) -> None:
    """The platform's user becomes a member, and is at the assignment; again, it is the same person."""
    for _ in range(2):
        answer = desk.launch()
        assert (answer.status_code, answer.headers["location"]) == (303, "/assignments/scaling-c1")
    page = desk.web.get("/assignments/scaling-c1", headers=cookie_of(answer))
    assert page.status_code == 200 and "Ada Lovelace" in page.text
    assert desk.member("u-ada").role is Role.STUDENT
    with desk.house.database.reading() as session:
        link = session.scalars(select(ResourceLink).where(ResourceLink.link == "link-1")).one()
        ways = platforms.links(session, ResourceLink.assignment_id == "scaling-c1")
        assert (link.assignment_id, link.lineitems_url) == (
            "scaling-c1",
            f"{desk.platform.address}/columns",
        )
        assert link.scopes and [each.id for each in ways] == [link.id]
        assert ways[0].context.memberships_url == f"{desk.platform.address}/memberships"


def test_a_teacher_launches(desk: Desk) -> None:
    """The class, not the students' page; whoever assists is an assistant."""
    assert desk.launch("u-kim").headers["location"] == "/assignments/scaling-c1/class"
    desk.platform.add("u-tim", "assistant", "Tim Assistant")
    assert desk.launch("u-tim").status_code == 303
    assert desk.member("u-tim").role is Role.ASSISTANT
    assert desk.member("u-kim").role is Role.INSTRUCTOR
    desk.platform.users["u-tim"].role = "student"  # the platform's word counts at every launch
    assert desk.launch("u-tim").status_code == 303
    assert desk.member("u-tim").role is Role.STUDENT


def expired(seconds: int) -> Callable[[Claims], object]:
    return lambda claims: claims.update(exp=int(time.time()) - seconds)


def not_before(seconds: int) -> Callable[[Claims], object]:
    return lambda claims: claims.update(nbf=int(time.time()) + seconds)


def issued(seconds: int) -> Callable[[Claims], object]:
    return lambda claims: claims.update(iat=int(time.time()) + seconds)


def without(name: str) -> Callable[[Claims], object]:
    return lambda claims: claims.pop(name)


def with_(**changed: Any) -> Callable[[Claims], object]:
    return lambda claims: claims.update(changed)


def lti(name: str, value: object) -> Callable[[Claims], object]:
    return lambda claims: claims.update({LTI + name: value})


CLAIMS = {
    "another audience": ("claim-aud", with_(aud="client-2")),
    "no audience": ("claim-aud", without("aud")),
    "several audiences, no azp": (
        "claim-azp",
        lambda claims: (claims.update(aud=["client-1", "client-2"]), claims.pop("azp")),
    ),
    "several audiences, another azp": (
        "claim-azp",
        with_(aud=["client-1", "client-2"], azp="client-2"),
    ),
    "one audience, another azp": ("claim-azp", with_(azp="client-2")),
    "another issuer": ("claim-iss", with_(iss="https://lms.example.org")),
    "no issuer": ("claim-iss", without("iss")),
    "expired": ("expired", expired(61)),
    "no end": ("claim-exp", without("exp")),
    "an end that is no number": ("claim-exp", with_(exp="tomorrow")),
    "not yet good": ("claim-nbf", not_before(90)),
    "issued in the future": ("claim-iat", issued(90)),
    "issued long ago": ("too-old", issued(-7200)),
    "not issued": ("claim-iat", without("iat")),
    "another nonce": ("nonce", with_(nonce="x")),
    "no nonce": ("nonce", without("nonce")),
    "another deployment": ("deployment", lti("deployment_id", "deployment-2")),
    "no deployment": ("deployment", without(f"{LTI}deployment_id")),
    "no message type": ("message-type", without(f"{LTI}message_type")),
    "another message type": ("message-type", lti("message_type", "LtiSubmissionReviewRequest")),
    "no version": ("version", without(f"{LTI}version")),
    "another version": ("version", lti("version", "1.1")),
    "another target": ("target-link-uri", lti("target_link_uri", "https://evil.example.org/")),
    "no target": ("target-link-uri", without(f"{LTI}target_link_uri")),
    "nobody": ("no-user", without("sub")),
    "an empty user": ("no-user", with_(sub=" ")),
    "a user who is a list": ("claim-sub", with_(sub=["u-kim"])),
    "a long user": ("no-user", with_(sub="u" * 256)),
    "no context": ("context", without(f"{LTI}context")),
    "another context": ("context", lti("context", {"id": "context-2"})),
    "no link": ("resource-link", without(f"{LTI}resource_link")),
    "another course's assignment": ("assignment", lti("custom", {"assignment": "scaling-c2"})),
    "no role": ("role", without(f"{LTI}roles")),
    "a role elsewhere in the institution": (
        "role",
        lti("roles", ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"]),
    ),
    "an administrator of the platform": (
        "role",
        lti("roles", ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"]),
    ),
    "a role's bare name": ("role", lti("roles", ["Instructor"])),
    "roles that are no list": ("role", lti("roles", ROLES["instructor"][0])),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_a_forged_claim(desk: Desk, case: str, caplog: pytest.LogCaptureFixture) -> None:
    """The page says what to do, nobody is signed in, and the log has the word."""
    word, change = CLAIMS[case]
    before = desk.sessions()
    refused(desk.launch(change=change), word, caplog)
    assert desk.sessions() == before


def refused(answer: Any, word: str, caplog: pytest.LogCaptureFixture) -> None:
    assert answer.status_code == 403
    assert "This launch did not work" in answer.text and word in answer.text
    advice = ("open the link again", "Tell your instructor", "Ask your instructor", "Platforms")
    assert any(text in answer.text for text in advice)
    assert not any("grader_session" in line for line in answer.headers.get_list("set-cookie"))
    assert f"launch refused: {word}" in caplog.text


def _with_public_key_as_secret(desk: Desk, claims: Claims, kid: str) -> str:
    import base64
    import hashlib
    import hmac
    import json

    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": kid}) + b"." + part(claims)
    digest = hmac.new(desk.platform.public.encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()


SIGNATURES: dict[str, tuple[str, Callable[[Desk, Claims, str], str]]] = {
    "no signature": ("algorithm", lambda desk, claims, kid: jwt.encode(claims, "", "none")),
    "the public key as a secret": ("algorithm", _with_public_key_as_secret),
    "another algorithm": (
        "algorithm",
        lambda desk, claims, kid: jwt.encode(
            claims, read(desk.platform.private), "RS512", {"kid": kid}
        ),
    ),
    "another key, this one's id": (
        "signature",
        lambda desk, claims, kid: jwt.encode(claims, other_key(), "RS256", {"kid": kid}),
    ),
    "an unknown key": (
        "signature",
        lambda desk, claims, kid: jwt.encode(claims, other_key(), "RS256", {"kid": "x"}),
    ),
    "a key in the token itself": (
        "signature",
        lambda desk, claims, kid: jwt.encode(
            claims, other_key(), "RS256", {"kid": kid, "jku": "https://evil.example.org/jwks"}
        ),
    ),
    "changed afterwards": (
        "signature",
        lambda desk, claims, kid: _changed(desk.sign(claims)),
    ),
    "no token": ("no-token", lambda desk, claims, kid: "x"),
    "nothing": ("no-token", lambda desk, claims, kid: ""),
    "a long token": ("no-token", lambda desk, claims, kid: "e" * 100_001),
}


@cache
def other_key() -> str:
    """A key that no platform published."""
    return key_pair()[0]


def _changed(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body[:-8]}{'A' * 8}.{signature}"


@pytest.mark.parametrize("case", SIGNATURES)
def test_a_forged_signature(desk: Desk, case: str, caplog: pytest.LogCaptureFixture) -> None:
    """Only the platform's own keys count, and only as what they are."""
    word, made = SIGNATURES[case]
    before, begun = desk.sessions(), desk.begin()
    kid = desk.platform.registration().get_kid() or ""
    answer = desk.post(begun, made(desk, desk.claims(begun), kid))
    if case == "a long token":
        assert answer.status_code in (403, 413)
    else:
        refused(answer, word, caplog)
    assert desk.sessions() == before


def test_the_key_of_another_platform(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A second registered platform cannot launch as the first, nor take its name."""
    other = LearningPlatform(host="127.0.0.1", service=BASE, client_id="client-9")
    other.private, other.public = key_pair()
    with other.running(), desk.house.database.writing() as session:
        course = session.get_one(Course, "c1")
        platforms.add(session, course, registration(other))
        with pytest.raises(Exception, match="another address of its keys"):
            platforms.add(
                session,
                session.get_one(Course, "c2"),
                registration(desk.platform, client_id="x", jwks_url=f"{other.address}/jwks"),
            )
    begun = desk.begin()
    kid = other.registration().get_kid()
    token = jwt.encode(desk.claims(begun), other.private, "RS256", {"kid": kid})
    refused(desk.post(begun, token), "signature", caplog)


def test_replays(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A state, and so its nonce, works once, in the browser that got it, for ten minutes."""
    begun = desk.begin()
    token = desk.sign(desk.claims(begun))
    other = desk.begin()
    stolen = Begun(begun.location, other.cookie)
    refused(desk.post(stolen, token), "other-browser", caplog)
    stolen.cookie = ""
    refused(desk.post(stolen, token), "other-browser", caplog)
    assert desk.post(begun, token).status_code == 303  # whom it belongs to can still go on
    refused(desk.post(begun, token), "state-used", caplog)
    refused(desk.post(other, token), "nonce", caplog)  # a used nonce with a fresh state
    begun = desk.begin()
    begun.state = "x"
    refused(desk.post(begun, token), "unknown-state", caplog)
    begun.state = ""
    refused(desk.post(begun, token), "no-state", caplog)
    failed = desk.begin()
    refused(desk.post(failed, "x"), "no-token", caplog)
    token = desk.sign(desk.claims(failed))
    refused(desk.post(failed, token), "state-used", caplog)  # no second guess


def test_an_old_state(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    begun = desk.begin()
    with desk.house.database.writing() as session:
        for row in session.scalars(select(Login).where(Login.used_at.is_(None))):
            row.expires_at = now()
    refused(desk.post(begun, desk.sign(desk.claims(begun))), "state-expired", caplog)


WITHIN = {
    "ended a moment ago": expired(30),
    "good in a moment": not_before(30),
    "issued in a moment": issued(30),
    "several audiences, with azp": with_(aud=["client-1", "other"], azp="client-1"),
    "a list of one audience": with_(aud=["client-1"]),
    "no name": lambda claims: claims.pop("name"),
}


@pytest.mark.parametrize("case", WITHIN)
def test_what_is_good_all_the_same(desk: Desk, case: str) -> None:
    """Clocks may differ by a minute."""
    assert desk.launch(change=WITHIN[case]).status_code == 303


def test_fields_of_a_form_say_nothing(desk: Desk) -> None:
    """Neither a role, nor a user, nor an assignment comes from the browser."""
    begun = desk.begin()
    token = desk.sign(desk.claims(begun))
    answer = desk.post(
        begun, token, roles="Instructor", role="instructor", sub="u-kim", user_id="u-kim",
        custom_assignment="scaling-c2", target_link_uri="/courses/c1",
    )  # fmt: skip
    assert answer.headers["location"] == "/assignments/scaling-c1"
    assert desk.member("u-ada").role is Role.STUDENT
    assert desk.web.get("/courses/c1", headers=cookie_of(answer)).status_code == 404


def test_a_link_of_another_context(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Also when that context is accepted as well."""
    assert desk.launch().status_code == 303
    change = lti("context", {"id": "context-3", "title": "Another course"})
    refused(desk.launch("u-kim", change=change), "context", caplog)
    with desk.house.database.writing() as session:
        context = session.scalars(
            select(PlatformContext).where(PlatformContext.context == "context-3")
        ).one()
        platforms.accept(session, platforms.context_of(session, "c1", context.id))
    refused(desk.launch("u-kim", change=change), "link-of-another-context", caplog)


LOGINS = {
    "an unknown platform": ("unknown-platform", {"iss": "https://lms.example.org"}),
    "an unknown client": ("unknown-platform", {"client_id": "client-7"}),
    "nobody": ("login", {"login_hint": ""}),
    "a target elsewhere": ("target-link-uri", {"target_link_uri": "https://evil.example.org/"}),
    "a target that looks like here": (
        "target-link-uri",
        {"target_link_uri": f"{BASE}.evil.example.org/"},
    ),
    "a long hint": ("login", {"lti_message_hint": "h" * 9000}),
}


@pytest.mark.parametrize("case", LOGINS)
def test_a_login_that_begins_nothing(
    desk: Desk, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    word, changed = LOGINS[case]
    asked = {
        "iss": desk.platform.address, "client_id": "client-1", "login_hint": "u-ada",
        "target_link_uri": f"{BASE}/lti/launch", **changed,
    }  # fmt: skip
    for answer in (
        desk.web.get("/lti/login", params=asked, follow_redirects=False),
        desk.web.post("/lti/login", data=asked, follow_redirects=False),
    ):
        refused(answer, word, caplog)


def test_a_frame_without_cookies(desk: Desk) -> None:
    """The platform is not asked yet, so the same launch works in a new tab; any page may frame the offer."""
    asked = {
        "iss": desk.platform.address, "client_id": "client-1", "login_hint": "u-ada",
        "lti_message_hint": "link-1", "target_link_uri": f"{BASE}/lti/launch",
    }  # fmt: skip
    answer = desk.web.get("/lti/login", params=asked, headers=FRAMED)
    assert "Open in a new tab" in answer.text and 'target="_blank"' in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "lti_message_hint=link-1" in answer.text
    alone = desk.web.get("/lti/login", params=asked, headers={"sec-fetch-dest": "document"})
    assert "Your browser keeps no cookies" in alone.text


def test_a_session_in_a_frame(desk: Desk) -> None:
    """Its cookie is for this platform's pages alone; only the platforms' pages may frame the service."""
    answer = desk.launch(framed=True)
    (kept,) = [one for one in answer.headers.get_list("set-cookie") if "grader_framed" in one]
    assert {"HttpOnly", "Secure", "SameSite=None", "Partitioned"} <= set(kept.split("; "))
    headers = cookie_of(answer)
    framed = desk.web.get("/assignments/scaling-c1", headers={**headers, **FRAMED})
    allowed = framed.headers["content-security-policy"].partition("frame-ancestors ")[2]
    assert desk.platform.address in allowed.split() and "*" not in allowed
    alone = desk.web.get("/assignments/scaling-c1", headers=headers)
    assert "frame-ancestors 'none'" in alone.headers["content-security-policy"]
    foreign = {**headers, "sec-fetch-site": "cross-site"}
    assert desk.web.post("/sign-out", headers=foreign).status_code == 403


def choose(desk: Desk, user: str = "u-kim") -> tuple[str, dict[str, str], str]:
    """An instructor at the choice that a platform asks for: its address, the session, the form's token."""
    answer = desk.launch(user, None)
    address, headers = answer.headers["location"], cookie_of(answer)
    page = desk.web.get(address, headers=headers)
    token = re.search('name="form_token" value="([^"]+)"', page.text)
    assert "Scaling" in page.text and token is not None
    return address, headers, token[1]


def test_deep_linking(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """The platform accepts the signed answer, once; what it sent along comes back."""
    address, headers, token = choose(desk)
    form = {"form_token": token, "assignment": "scaling-c1"}
    none = desk.web.post(address, data={"form_token": token}, headers=headers)
    assert none.status_code == 422
    other = {**form, "assignment": "scaling-c2"}
    assert desk.web.post(address, data=other, headers=headers).status_code == 422
    answer = desk.web.post(address, data=form, headers=headers)
    policy = answer.headers["content-security-policy"]
    assert f"form-action {desk.platform.address};" in policy
    signed = re.search('name="JWT" value="([^"]+)"', answer.text)
    assert signed is not None and f'action="{desk.platform.address}/chosen"' in answer.text
    keys = {key["kid"]: jwt.PyJWK(key) for key in desk.web.get("/lti/keys").json()["keys"]}
    key = keys[jwt.get_unverified_header(signed[1])["kid"]]
    claims = jwt.decode(signed[1], key, ["RS256"], audience=desk.platform.address)
    assert (claims["iss"], claims[f"{DL}data"]) == ("client-1", "for u-kim")
    (item,) = claims[f"{DL}content_items"]
    assert item["custom"] == {"assignment": "scaling-c1"}
    assert (item["lineItem"]["scoreMaximum"], item["url"]) == (100, f"{BASE}/lti/launch")
    again = desk.web.post(address, data=form, headers=headers)
    refused(again, "deep-link-answered", caplog)


def test_deep_linking_is_the_instructors(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    answer = desk.launch("u-ada", None)
    assert answer.status_code == 403 and "Only an instructor" in answer.text
    address, _, _ = choose(desk)
    student = cookie_of(desk.launch())
    assert desk.web.get(address, headers=student).status_code == 404
    settings = f"{DL}deep_linking_settings"
    for changed in ({"deep_link_return_url": "javascript:alert(1)"}, {"accept_types": ["file"]}):
        answer = desk.launch(
            "u-kim", None, lambda claims, changed=changed: claims[settings].update(changed)
        )
        assert answer.status_code == 403


def test_a_link_that_leads_nowhere_yet(desk: Desk) -> None:
    """A student reads that; an instructor chooses, and then everybody gets there."""
    desk.platform.links["link-2"] = {"title": "Later"}
    answer = desk.launch(link="link-2")
    assert answer.status_code == 403 and "has not chosen yet" in answer.text
    answer = desk.launch("u-kim", "link-2")
    address, headers = answer.headers["location"], cookie_of(answer)
    page = desk.web.get(address, headers=headers)
    token = re.search('name="form_token" value="([^"]+)"', page.text)
    assert address.startswith("/lti/links/") and token is not None
    form = {"form_token": token[1], "assignment": "scaling-c1"}
    desk.web.post(address, data=form, headers=headers, follow_redirects=False)
    assert desk.launch(link="link-2").headers["location"] == "/assignments/scaling-c1"


def in_roster(desk: Desk, number: str, role: Role, email: str, **columns: str) -> str:
    member = desk.house.add_member(number, role)
    with desk.house.database.writing() as session:
        row = session.get_one(Member, member)
        row.columns = dict(columns)
        session.get_one(Person, row.person_id).email = email
        session.add(Identity(person_id=row.person_id, provider="roster", subject=f"c1/{number}"))
    return member


def test_an_assignment_that_opens_later(desk: Desk) -> None:
    """Its teachers get there; a student is told."""
    opens = now() + timedelta(days=1)
    later = desk.house.offer("later", opens_at=opens)
    desk.platform.links["link-3"] = {"title": "Later", "custom": {"assignment": later}}
    answer = desk.launch(link="link-3")
    assert answer.status_code == 403 and "is not open yet" in answer.text
    assert desk.launch("u-kim", "link-3").headers["location"] == f"/assignments/{later}/class"


def test_a_browser_that_is_signed_in(desk: Desk) -> None:
    """The same person goes on with the same session; another one gets one of their own."""
    session = cookie_of(desk.launch(framed=True))["cookie"]
    before, begun = desk.sessions(), desk.begin()
    begun.cookie += f"; {session}"
    answer = desk.post(begun, desk.sign(desk.claims(begun)), framed=True)
    assert answer.status_code == 303 and "set-cookie" not in answer.headers
    assert desk.sessions() == before
    begun = desk.begin()
    begun.cookie += f"; {session}"
    answer = desk.post(begun, desk.sign(desk.claims(begun, "u-kim")), framed=True)
    page = desk.web.get("/", headers=cookie_of(answer))
    assert "Kim Instructor" in page.text


def test_a_session_that_ends_soon(desk: Desk) -> None:
    """Whoever comes every day at the same hour is not signed out a minute after the launch."""
    session = cookie_of(desk.launch())["cookie"]
    with desk.house.database.writing() as database:
        row = database.get_one(Credential, secret_hash(session.partition("=")[2]))
        row.expires_at = now() + timedelta(minutes=1)
    begun = desk.begin()
    begun.cookie += f"; {session}"
    answer = desk.post(begun, desk.sign(desk.claims(begun)))
    assert cookie_of(answer)["cookie"] != session


def test_a_class_that_launches_at_once(
    desk: Desk, platform: LearningPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first one asks for the platform's keys, the others wait: nobody is sent away."""
    asked, known = threading.Event(), threading.Event()
    document = fetching.fetched(f"{platform.address}/jwks")

    def fetched(url: str) -> Any:
        asked.set()
        assert known.wait(10)
        return document

    monkeypatch.setattr(platform_keys, "fetched", fetched)
    keys = platform_keys.PlatformKeys()
    with ThreadPoolExecutor(8) as pool:
        launches = [pool.submit(keys.keys, "https://lms.example.org/jwks", None) for _ in range(8)]
        assert asked.wait(10)
        known.set()
        assert all(each.result().keys for each in launches)


def test_what_is_no_text(desk: Desk) -> None:
    """A name that no database and no page can hold keeps nobody out."""
    change = with_(name="A\0da \ud800\u202elovelace", email="\ud800@example.org")
    assert desk.launch(change=change).status_code == 303
    odd = with_(**{f"{DL}deep_linking_settings": {"accept_types": 7}})
    assert desk.launch("u-kim", None, odd).status_code == 403


def test_logins_that_somebody_makes_up(desk: Desk) -> None:
    """With a cookie of one's own, too, each that is kept is counted."""
    service = Service(desk.house.database, desk.house.desk, sign_ins=Rates(2, 1))
    asked = {
        "iss": desk.platform.address, "client_id": desk.platform.client_id, "login_hint": "x",
        "target_link_uri": f"{BASE}/lti/launch",
    }  # fmt: skip
    headers = {"cookie": "grader_launch=made-up"}
    with TestClient(application(service), follow_redirects=False) as web:
        answers = [web.get("/lti/login/go", params=asked, headers=headers) for _ in range(3)]
    assert [each.status_code for each in answers] == [303, 303, 429]


def test_two_platforms_that_call_somebody_the_same(desk: Desk) -> None:
    """The roster's column means users of the platform that was registered first."""
    lou = in_roster(desk, "lou", Role.INSTRUCTOR, "lou@example.org", lti="7")
    with desk.house.database.writing() as session:
        names = ("issuer", "auth_url", "token_url", "jwks_url")
        other = dict.fromkeys(names, "https://other-school.example.org")
        row = platforms.add(
            session, session.get_one(Course, "c1"), registration(desk.platform, **other)
        )
        stranger = arrival.member_of(session, row, "c1", PlatformUser("7", Role.STUDENT, "Else"))
        assert stranger.id != lou
        platforms.remove(session, row)
    desk.platform.add("7", "instructor", "Lou")
    assert desk.launch("7").status_code == 303
    with desk.house.database.reading() as session:
        provider = provider_of(desk.platform.address)
        person = select(Identity.person_id).where(
            Identity.provider == provider, Identity.subject == "7"
        )
        assert session.scalars(person).one() == session.get_one(Member, lou).person_id


def test_an_id_of_the_platform_is_none_of_the_roster(desk: Desk) -> None:
    """Who is 4711 on the platform is not the 4711 of a roster that is read later."""
    desk.platform.add("4711", "student", "Of The Platform")
    assert desk.launch("4711").status_code == 303
    with desk.house.database.writing() as session:
        row = Row("4711", "Of The Roster")
        enrolled = membership.enrol(session, session.get_one(Course, "c1"), row)
    assert enrolled.is_new and desk.member("4711").id != enrolled.member.id


def test_whom_the_roster_names(desk: Desk) -> None:
    """By the platform's id always; by an address only where it was said so, and only students."""
    ben = in_roster(desk, "ben", Role.STUDENT, "ben@example.org")
    eve = in_roster(desk, "eve", Role.STUDENT, "eve@example.org", lti="u-eve")
    boss = in_roster(desk, "boss", Role.INSTRUCTOR, "boss@example.org")
    add = desk.platform.add
    add("u-eve", "instructor", "Eve", "other@example.org")
    assert desk.launch("u-eve").status_code == 303
    assert desk.member("u-eve").id == eve
    assert desk.member("u-eve").role is Role.STUDENT  # the roster's word stands
    add("u-stranger", "student", "No Ben", "ben@example.org")
    assert desk.launch("u-stranger").status_code == 303
    assert desk.member("u-stranger").id != ben
    with desk.house.database.writing() as session:
        platforms.platform_of(session, "c1", desk.id).matches_roster = True
    add("u-ben", "student", "Ben", "BEN@example.org")
    assert desk.launch("u-ben").status_code == 303
    assert desk.member("u-ben").id == ben
    add("u-thief", "student", "Thief", "boss@example.org")
    assert desk.launch("u-thief").status_code == 303
    assert desk.member("u-thief").id != boss
    add("u-nia", "student", "Nia")
    change = lti("lis", {"person_sourcedid": "s-77"})
    assert desk.launch("u-nia", change=change).status_code == 303
    assert desk.member("u-nia").number == "s-77"


def test_a_removed_platform(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """It launches nothing, a launch that has begun included; registered again, everybody is who they were."""
    ada, begun = desk.member("u-ada").id, desk.begin()
    with desk.house.database.writing() as session:
        platforms.remove(session, platforms.platform_of(session, "c1", desk.id))
    refused(desk.post(begun, desk.sign(desk.claims(begun))), "unknown-platform", caplog)
    with desk.house.database.writing() as session:
        platforms.add(session, session.get_one(Course, "c1"), registration(desk.platform))
    assert desk.launch().status_code == 303
    assert desk.member("u-ada").id == ada
    with desk.house.database.reading() as session:
        actions = set(session.scalars(select(AuditEvent.action)))
    assert {"platform.added", "platform.removed", "context.accepted", "link.leads"} <= actions
