"""Signing in by the account of another organisation: who gets in, and what proves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from grader.service.database_tables import AuditEvent, Course, Identity, Person, SignIn, now
from grader.service.membership import Row, enrol
from grader.service.openid import Provider, providers
from grader.service.web.app import application
from grader.service.web.request_context import Service
from grader.util.errors import UsageError
from tests.service.house import House
from tests.service.openid_provider import OpenIdProvider, running
from tests.service.test_pages import link, token

SECRET = "a secret of the client"
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",  # of what the provider is made of
    "ignore:JWS algorithm",
)


@pytest.fixture(scope="module")
def university() -> Iterator[OpenIdProvider]:
    with running() as provider:
        yield provider


@pytest.fixture(scope="module")
def library() -> Iterator[OpenIdProvider]:
    with running() as provider:
        yield provider


@pytest.fixture(autouse=True)
def honest(university: OpenIdProvider) -> None:
    university.forge, university.status, university.metadata = None, 200, {}
    university.keys = None


Signing = Callable[..., TestClient]


@pytest.fixture
def browser_at(
    house: House, university: OpenIdProvider, library: OpenIdProvider
) -> Iterator[Signing]:
    """Browsers at the service; what is passed are settings of the university, and of the library."""
    opened: list[TestClient] = []

    def at(library_too: dict[str, Any] | None = None, **settings: Any) -> TestClient:
        (house.data / "service.toml").write_text(
            table("university", university, **settings)
            + ("" if library_too is None else table("library", library, **library_too))
        )
        secrets = dict.fromkeys(
            ("GRADER_OPENID_SECRET_UNIVERSITY", "GRADER_OPENID_SECRET_LIBRARY"), SECRET
        )
        service = Service(house.database, house.desk, providers=providers(house.data, secrets))
        browser = TestClient(application(service), raise_server_exceptions=False)
        opened.append(browser)
        return browser

    yield at
    for browser in opened:
        browser.close()


def table(name: str, provider: OpenIdProvider, **settings: Any) -> str:
    lines = {"name": name.title(), "issuer": provider.issuer, "client_id": "grader", **settings}
    written = "".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for key, value in lines.items()
    )
    return f"[openid.{name}]\n{written}"


def enrolled(house: House, number: str, email: str | None = None, course: str = "c1") -> None:
    with house.database.writing() as session:
        enrol(session, session.get_one(Course, course), Row(number, f"Name of {number}", email))


def begun(browser: TestClient, provider: str = "university", to: str = "/") -> str:
    """Where the browser is sent to sign in."""
    answer = browser.get(f"/sign-in/with/{provider}", params={"to": to}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def signed_in(
    browser: TestClient,
    at: OpenIdProvider,
    subject: str,
    provider: str = "university",
    to: str = "/",
) -> Response:
    """The whole way, as a browser goes it."""
    back = at.sign_in(begun(browser, provider, to), subject)
    return browser.get(back, follow_redirects=False)


def who(browser: TestClient) -> str | None:
    """Who is signed in, as the page says."""
    page = browser.get("/sign-in").text
    return page.split("You are signed in as ")[1].split(".")[0] if "signed in as" in page else None


def test_the_one_with_this_verified_address(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """The first time the roster says who it is; afterwards the account does, whatever its address is."""
    enrolled(house, "ada", "Ada@Example.org")
    university.add("u1", name="A. L.", email="ada@example.org", email_verified=True)
    browser = browser_at(match_email=True)
    answer = signed_in(browser, university, "u1", to="/assignments/a?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/assignments/a?x=1")
    assert who(browser) == "Name of ada"
    sent = university.asked[-1]
    assert len(sent["code_verifier"]) >= 43 and "client_secret" not in sent
    university.add("u1", email="other@example.org", email_verified=False)
    again = browser_at()
    assert signed_in(again, university, "u1").status_code == 303
    assert who(again) == "Name of ada"
    with house.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.connected"))
        assert [event.detail["by"] for event in events] == ["email"]


@pytest.mark.parametrize(
    ("claims", "settings"),
    [
        ({"email": "bea@example.org", "email_verified": True}, {}),
        ({"email": "bea@example.org", "email_verified": False}, {"match_email": True}),
        ({"email": "bea@example.org"}, {"match_email": True}),
        ({"email": "two@example.org", "email_verified": True}, {"match_email": True}),
        ({"email": "none@example.org", "email_verified": True}, {"match_email": True}),
        ({"number": "bea"}, {"match_id": "another"}),
        ({}, {"match_email": True, "match_id": "number"}),
    ],
    ids=[
        "not allowed",
        "not verified",
        "not said",
        "of two persons",
        "of nobody",
        "claim",
        "empty",
    ],
)
def test_an_account_in_no_roster(
    browser_at: Signing,
    house: House,
    university: OpenIdProvider,
    claims: dict[str, Any],
    settings: dict[str, Any],
) -> None:
    """A page says what to do; nothing is created, nobody is signed in."""
    enrolled(house, "bea", "bea@example.org")
    enrolled(house, "twin1", "two@example.org")
    enrolled(house, "twin2", "two@example.org")
    university.add("stranger", name="Stranger", **claims)
    browser = browser_at(**settings)
    before = counts(house)
    answer = signed_in(browser, university, "stranger")
    assert answer.status_code == 403
    assert "This account is not known here" in answer.text and "personal link" in answer.text
    assert "set-cookie" not in answer.headers
    assert counts(house) == before
    assert who(browser) is None


def counts(house: House) -> list[int | None]:
    with house.database.reading() as session:
        return [session.scalar(select(func.count()).select_from(one)) for one in (Person, Identity)]


def test_two_providers_with_one_address(
    browser_at: Signing, house: House, university: OpenIdProvider, library: OpenIdProvider
) -> None:
    """The second one's account is the first one's person only where its addresses may be matched, too."""
    enrolled(house, "cleo", "cleo@example.org")
    for one in (university, library):
        one.add("cleo-there", email="cleo@example.org", email_verified=True)
    browser = browser_at(match_email=True, library_too={})
    assert signed_in(browser, university, "cleo-there").status_code == 303
    other = browser_at(match_email=True, library_too={})
    assert signed_in(other, library, "cleo-there", "library").status_code == 403
    assert who(other) is None
    trusting = browser_at(match_email=True, library_too={"match_email": True})
    assert signed_in(trusting, library, "cleo-there", "library").status_code == 303
    assert who(trusting) == "Name of cleo"


def test_an_address_that_another_account_has_now(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """Addresses are given to somebody else one day: the second account is nobody's."""
    enrolled(house, "dan", "dan@example.org")
    browser = browser_at(match_email=True)
    for subject in ("dan-first", "dan-second"):
        university.add(subject, email="dan@example.org", email_verified=True)
    assert signed_in(browser, university, "dan-first").status_code == 303
    assert signed_in(browser_at(match_email=True), university, "dan-second").status_code == 403


def test_the_id_in_the_roster(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    enrolled(house, "s4711")
    university.add("eve", student_number="s4711")
    browser = browser_at(match_id="student_number")
    assert signed_in(browser, university, "eve").status_code == 303
    assert who(browser) == "Name of s4711"


def test_a_person_connects_an_account(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """By a personal link first, then with the account; from then on the account suffices."""
    university.add("fay", name="Fay at the university")
    browser = browser_at()
    browser.post(link(house, "fay"), follow_redirects=False)
    asked = signed_in(browser, university, "fay")
    assert asked.status_code == 200 and "Fay at the university" in asked.text
    assert who(browser_at()) is None
    state = asked.text.split('name="state" value="')[1].split('"')[0]
    form = {"state": state, "form_token": token(asked)}
    done = browser.post("/sign-in/with/university/connect", data=form, follow_redirects=False)
    assert done.status_code == 303
    again = browser.post("/sign-in/with/university/connect", data=form, follow_redirects=False)
    assert again.status_code == 409
    assert "University: connected" in browser.get("/sign-in").text
    other = browser_at()
    assert signed_in(other, university, "fay").status_code == 303
    assert who(other) == "Ann"
    university.add("fay2")
    assert "has another account" in signed_in(browser, university, "fay2").text


def test_signing_out_leads_to_the_provider(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """The session here ends at once; the page has the way to end the one there."""
    enrolled(house, "gil", "gil@example.org")
    university.add("gil", email="gil@example.org", email_verified=True)
    browser = browser_at(match_email=True)
    signed_in(browser, university, "gil")
    form = {"form_token": token(browser.get("/"))}
    out = browser.post("/sign-out", data=form)
    assert out.status_code == 200 and str(out.url).endswith("/signed-out/university")
    address = out.text.split('class="button" href="')[1].split('"')[0].replace("&amp;", "&")
    assert address.startswith(f"{university.issuer}/oauth2/end_session?")
    back = parse_qs(urlsplit(address).query)["post_logout_redirect_uri"]
    assert back == ["http://testserver/sign-in"]
    assert who(browser) is None


def test_the_provider_is_down(
    browser_at: Signing, house: House, university: OpenIdProvider, library: OpenIdProvider
) -> None:
    """At the beginning or at the end: a page says so, and shows the other ways, which go on."""
    enrolled(house, "hal", "hal@example.org")
    library.add("hal", email="hal@example.org", email_verified=True)
    browser = browser_at(library_too={"match_email": True})
    address = begun(browser)
    back = university.sign_in(address, "hal")
    university.status = 500
    for path in (back, "/sign-in/with/university"):
        fresh = browser if path == back else browser_at(library_too={"match_email": True})
        answer = fresh.get(path, follow_redirects=False)
        assert answer.status_code == 503
        assert "University does not answer" in answer.text and "with Library" in answer.text
    assert signed_in(browser, library, "hal", "library").status_code == 303


def test_nobody_listens(house: House, browser_at: Signing) -> None:
    """Nor does anybody wait twice for it."""
    browser = browser_at(issuer="http://127.0.0.1:9")
    assert browser.get("/sign-in/with/university").status_code == 503
    began = time.monotonic()
    assert browser.get("/sign-in/with/university").status_code == 503
    assert time.monotonic() - began < 5


def test_it_calls_itself_something_else(browser_at: Signing, university: OpenIdProvider) -> None:
    for wrong in (
        {"issuer": "https://elsewhere.example.org"},
        {"token_endpoint": "http://elsewhere.example.org/token"},
        {"jwks_uri": None},
    ):
        university.metadata = wrong
        assert browser_at().get("/sign-in/with/university").status_code == 503


Claims = dict[str, Any]


def signed(claims: Claims, header: Claims, key: Any) -> str:
    from joserfc import jwt

    return str(jwt.encode(header, claims, key))


def with_claims(**changed: Any) -> Callable[[Claims, Claims, Any], str]:
    def forge(claims: Claims, header: Claims, key: Any) -> str:
        made = {name: value for name, value in {**claims, **changed}.items() if value is not None}
        return signed(made, header, key)

    return forge


def unsigned(claims: Claims, header: Claims, key: Any) -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    return str(jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"]))


def by_the_public_key(claims: Claims, header: Claims, key: Any) -> str:
    """What all know, used as if it were a shared secret."""
    import base64
    import hashlib
    import hmac as mac
    import json

    def part(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    text = head + b"." + part(json.dumps(claims).encode())
    digest = mac.new(key.as_pem(private=False), text, hashlib.sha256).digest()
    return (text + b"." + part(digest)).decode()


def by_the_clients_secret(claims: Claims, header: Claims, key: Any) -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    return str(jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET)))


def by_another_key(claims: Claims, header: Claims, key: Any) -> str:
    from joserfc.jwk import RSAKey

    return signed(claims, header, RSAKey.generate_key(2048))


def with_another_byte(claims: Claims, header: Claims, key: Any) -> str:
    head, body, end = signed(claims, header, key).split(".")
    return ".".join((head, body, ("A" if end[0] != "A" else "B") + end[1:]))


PAST, FUTURE = int(time.time()) - 3600, int(time.time()) + 3600

FORGED = {
    "another issuer": with_claims(iss="https://elsewhere.example.org"),
    "no issuer": with_claims(iss=None),
    "for another client": with_claims(aud="another"),
    "for nobody": with_claims(aud=None),
    "for two, none of them named": with_claims(aud=["grader", "another"]),
    "named for another": with_claims(aud=["grader", "another"], azp="another"),
    "another nonce": with_claims(nonce="another"),
    "no nonce": with_claims(nonce=None),
    "nobody": with_claims(sub=None),
    "an empty subject": with_claims(sub=""),
    "a list as subject": with_claims(sub=["u"]),
    "expired": with_claims(exp=PAST, iat=PAST - 60),
    "never ends": with_claims(exp=None),
    "not yet valid": with_claims(nbf=FUTURE),
    "from the future": with_claims(iat=FUTURE),
    "of another access token": with_claims(at_hash="AAAA"),
    "algorithm none": unsigned,
    "HS256 by the public key": by_the_public_key,
    "HS256 by the client's secret": by_the_clients_secret,
    "another key": by_another_key,
    "a changed signature": with_another_byte,
    "no token": lambda claims, header, key: "",
    "text": lambda claims, header, key: "a.b.c",
}


@pytest.mark.parametrize("how", FORGED)
def test_forged_tokens_sign_in_nobody(
    how: str, browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """Also where the provider says of itself that it would sign so."""
    enrolled(house, "ida", "ida@example.org")
    university.add("ida", email="ida@example.org", email_verified=True)
    university.metadata = {"id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
    university.forge = FORGED[how]
    browser = browser_at(match_email=True)
    answer = signed_in(browser, university, "ida")
    assert answer.status_code == 403, answer.text
    assert "You are not signed in" in answer.text
    assert "set-cookie" not in answer.headers and who(browser) is None


def test_a_clock_that_is_a_little_off(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    enrolled(house, "jo", "jo@example.org")
    university.add("jo", email="jo@example.org", email_verified=True)
    moment = int(time.time())
    university.forge = with_claims(iat=moment + 30, nbf=moment + 30)
    assert signed_in(browser_at(match_email=True), university, "jo").status_code == 303


@pytest.mark.parametrize("named", [True, False])
def test_a_provider_with_a_new_key(
    named: bool,
    browser_at: Signing,
    house: House,
    university: OpenIdProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its keys are asked for again, whether its tokens name the key or not."""
    from joserfc.jwk import KeySet, RSAKey

    enrolled(house, "noa", "noa@example.org")
    university.add("noa", email="noa@example.org", email_verified=True)
    browser = browser_at(match_email=True)
    assert signed_in(browser, university, "noa").status_code == 303
    new = RSAKey.generate_key(2048, {"kid": "new"})
    university.keys = KeySet([new]).as_dict(private=False)
    university.forge = lambda claims, header, key: signed(
        claims, {"alg": "RS256", "kid": "new"} if named else {"alg": "RS256"}, new
    )
    assert signed_in(browser, university, "noa").status_code == 403  # they were asked for just now
    monkeypatch.setattr("grader.service.openid._KEYS_SECONDS", 0.0)
    assert signed_in(browser, university, "noa").status_code == 303


def test_answers_that_are_not_this_browsers(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """The state of another browser, none, an answer that came twice or late, a code that was used."""
    enrolled(house, "kai", "kai@example.org")
    university.add("kai", email="kai@example.org", email_verified=True)
    mine, other = browser_at(match_email=True), browser_at(match_email=True)
    back = university.sign_in(begun(mine), "kai")
    stolen = other.get(back, follow_redirects=False)
    begun(other)  # also with a sign-in of its own
    assert {stolen.status_code, other.get(back, follow_redirects=False).status_code} == {403}
    code = parse_qs(urlsplit(back).query)["code"][0]
    path = "/sign-in/with/university/done"
    for query in ({}, {"code": code}, {"code": code, "state": ""}, {"code": code, "state": "ü"}):
        assert mine.get(path, params=query, follow_redirects=False).status_code == 403
    assert mine.get(f"{back}&iss=https://elsewhere.example.org").status_code == 403
    assert mine.get(back, follow_redirects=False).status_code == 403  # it was answered, wrongly
    good = university.sign_in(begun(mine), "kai")
    assert mine.get(good, follow_redirects=False).status_code == 303
    assert mine.get(good, follow_redirects=False).status_code == 403
    state = parse_qs(urlsplit(begun(mine)).query)["state"][0]
    used = parse_qs(urlsplit(good).query)["code"][0]
    reused = mine.get(path, params={"code": used, "state": state}, follow_redirects=False)
    assert reused.status_code == 403
    late = university.sign_in(begun(mine), "kai")
    with house.database.writing() as session:
        for row in session.scalars(select(SignIn)):
            row.expires_at = now()
    assert mine.get(late, follow_redirects=False).status_code == 403


def test_an_answer_to_another_web_process(
    browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    """One began, another one ends it: nothing is in one's memory."""
    enrolled(house, "lea", "lea@example.org")
    university.add("lea", email="lea@example.org", email_verified=True)
    first, second = browser_at(match_email=True), browser_at(match_email=True)
    back = university.sign_in(begun(first), "lea")
    second.cookies = first.cookies
    assert second.get(back, follow_redirects=False).status_code == 303


def test_who_declines_at_the_provider(browser_at: Signing, university: OpenIdProvider) -> None:
    browser = browser_at()
    back = university.sign_in(begun(browser), "x", action="deny")
    answer = browser.get(back, follow_redirects=False)
    assert answer.status_code == 403 and "University has not signed you in." in answer.text


@pytest.mark.parametrize(
    "to",
    ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "", "x", "/\n/x"],
)
def test_no_link_leads_elsewhere(
    to: str, browser_at: Signing, house: House, university: OpenIdProvider
) -> None:
    enrolled(house, "mia", "mia@example.org")
    university.add("mia", email="mia@example.org", email_verified=True)
    answer = signed_in(browser_at(match_email=True), university, "mia", to=to)
    assert answer.headers["location"] == "/"


def test_whoever_is_not_signed_in_sees_the_ways(browser_at: Signing) -> None:
    """And comes back to the page that was asked for."""
    page = browser_at(library_too={}).get("/assignments/a?b=c").text
    assert "Sign in with University" in page and "Sign in with Library" in page
    assert 'href="/sign-in/with/university?to=/assignments/a%3Fb%3Dc"' in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[openid.u]\nname = 'U'\nissuer = 'http://u.example.org'\nclient_id = 'c'", "https"),
        ("[openid.u]\nname = 'U'\nissuer = 'https://u.example.org'", "openid.u.client_id"),
        ("[openid.u]\nname = 'U'\nissuer = 'https://u.example.org'\nclient_id = 'c'", "_SECRET_U"),
        ("[openid.U]\nname = 'U'\nissuer = 'https://u.example.org'\nclient_id = 'c'", "small"),
        ("openid = 1", "a table for each"),
    ],
)
def test_wrong_settings(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "service.toml").write_text(text)
    with pytest.raises(UsageError) as raised:
        providers(tmp_path, {})
    assert said in f"{raised.value.message} {raised.value.hint}"


def test_the_secret_of_the_client(tmp_path: Path) -> None:
    """In a file that only the service's user reads, or in the environment; nothing prints it."""
    settings = (
        "[openid.u]\nname = 'U'\nissuer = 'https://u.example.org'\nclient_id = 'c'\n"
        "secret_file = 'u.secret'\n"
    )
    (tmp_path / "service.toml").write_text(settings)
    file = tmp_path / "u.secret"
    file.write_text(SECRET)
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others can read"):
        providers(tmp_path, {})
    file.chmod(0o600)
    found: dict[str, Provider] = providers(tmp_path, {})
    secret = found["u"].secret
    assert secret is not None and secret.get_secret_value() == SECRET
    assert SECRET not in repr(found)
    other = providers(tmp_path, {"GRADER_OPENID_SECRET_U": "other"})["u"].secret
    assert other is not None and other.get_secret_value() == "other"
