"""The pages for students: signing in, handing in, reading the result; and what is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from grader.service.database_tables import Course, Member, Role, Submission, SubmissionState
from grader.service.membership import Row, admit
from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.service.house import House

NAMES = [
    "<script>alert(1)</script>",
    "\u202eevil\u202c",
    'O\'Brien "Bob" & <b>Söhne</b>',
    "{{ 7 * 7 }}",
]


@pytest.fixture(scope="module")
def assignment(house: House) -> str:
    return house.offer("scaling")


@pytest.fixture
def browser(house: House) -> Iterator[TestClient]:
    """A browser that nobody is signed in at."""
    app = application(Service(house.database, house.desk))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def link(house: House, number: str, name: str = "Ann", role: Role = Role.STUDENT) -> str:
    with house.database.writing() as session:
        row = Row(number, name, None, role)
        return f"/sign-in/{admit(session, session.get_one(Course, 'c1'), row).link}"


def sign_in(browser: TestClient, house: House, number: str, name: str = "Ann") -> None:
    assert browser.post(link(house, number, name), follow_redirects=False).status_code == 303


def token(answer: Response) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', answer.text)
    assert found is not None
    return found[1]


def upload(browser: TestClient, assignment: str, text: bytes = b"x = 1") -> Response:
    """Up to the page that says what is recognised."""
    page = browser.get(f"/assignments/{assignment}")
    return browser.post(
        f"/assignments/{assignment}/uploads",
        data={"form_token": token(page)},
        files={"file": ("work.py", text)},
    )


def hand_in(browser: TestClient, assignment: str, text: bytes = b"x = 1") -> Response:
    """As a student does who does not wait for what is recognised."""
    page = upload(browser, assignment, text)
    return browser.post(f"{page.url.path}/submission", data={"form_token": token(page)})


def test_a_link_signs_in_once(browser: TestClient, house: House, assignment: str) -> None:
    """Looking at it does not use it up; after the button it is used up; a newer one ends it."""
    older, newer = link(house, "once"), link(house, "once")
    assert browser.get(older).status_code == 404
    assert browser.get(newer).status_code == browser.get(newer).status_code == 200
    answer = browser.post(newer, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert "Scaling" in browser.get("/").text
    assert browser.post(newer, follow_redirects=False).status_code == 404
    for bad in (newer, older, "/sign-in/x"):
        assert "does not work" in browser.get(bad).text


def test_a_session_ends(browser: TestClient, house: House) -> None:
    sign_in(browser, house, "leaves")
    kept = dict(browser.cookies)
    browser.post("/sign-out", data={"form_token": token(browser.get("/"))})
    assert browser.get("/").status_code == 401
    browser.cookies.update(kept)  # a copy of the cookie does not help
    assert browser.get("/").status_code == 401


def test_behind_tls_the_cookie_is_secure(house: House) -> None:
    app = application(Service(house.database, house.desk))
    with TestClient(app, base_url="https://g.org") as browser:
        answer = browser.post(link(house, "tls"), follow_redirects=False)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-grader_session=") and "Secure" in cookie
        assert browser.get("/").status_code == 200


def test_from_handing_in_to_the_result(browser: TestClient, house: House, assignment: str) -> None:
    """The page of a submission says where it is, then shows the feedback, and the receipt."""
    sign_in(browser, house, "flow")
    page = hand_in(browser, assignment)
    assert page.status_code == 200 and page.url.path.startswith("/submissions/")
    assert "Your submission waits" in page.text
    submission = page.url.path.rpartition("/")[2]
    house.set_graded(submission)
    result = browser.get(page.url.path).text
    assert "5 of 10 points" in result or "5 / 10 points" in result
    assert "Twice, not three times." in result
    assert re.search(r"Submitted \d+ \w+ \d{4}, \d\d:\d\d UTC", result)
    assert "for the instructor" not in result and "3.14" not in result
    receipt = browser.get(f"{page.url.path}/receipt.json").json()
    assert (receipt["submission"], receipt["person"]) == (submission, "flow")
    listed = browser.get(f"/assignments/{assignment}").text
    assert "counts" in listed and f"/submissions/{submission}" in listed
    assert "Handed in." in browser.get("/").text


def test_the_highest_score_counts(browser: TestClient, house: House, assignment: str) -> None:
    sign_in(browser, house, "twice")
    first, second = (hand_in(browser, assignment).url.path.rpartition("/")[2] for _ in range(2))
    house.set_graded(first)
    house.set_graded(second)
    page = browser.get(f"/assignments/{assignment}").text
    rows = re.findall(r"<tr><th.*?</tr>", page)
    assert [first in row for row in rows if "counts" in row] == [True]


def test_a_failure_of_the_grader(browser: TestClient, house: House, assignment: str) -> None:
    """The student learns that nothing is lost, and no score is shown."""
    sign_in(browser, house, "fails")
    path = hand_in(browser, assignment).url.path
    with house.database.writing() as session:
        row = session.get_one(Submission, path.rpartition("/")[2])
        row.state = SubmissionState.FAILED
    assert "The grader failed" in browser.get(path).text


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_shown_as_text(
    browser: TestClient, house: House, assignment: str, name: str
) -> None:
    sign_in(browser, house, name, name)
    path = hand_in(browser, assignment).url.path
    waiting = browser.post(
        f"/assignments/{assignment}/uploads",
        data={"form_token": token(browser.get("/"))},
        files={"file": (f"{name}.py", b"1")},
    ).url.path
    for page in ("/", f"/assignments/{assignment}", path, waiting):
        text = browser.get(page).text
        assert (
            str(html.escape(name, quote=False)).replace("'", "&#39;").replace('"', "&#34;") in text
        )
        assert "<script>alert" not in text


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.org"}]
)
def test_forms_of_other_sites(
    browser: TestClient, house: House, assignment: str, headers: dict[str, str]
) -> None:
    """Neither a form without the session's token nor one from another site does anything."""
    sign_in(browser, house, f"csrf {headers}")
    good = token(browser.get(f"/assignments/{assignment}"))
    path = f"/assignments/{assignment}/uploads"
    files = {"file": ("a.py", b"1")}
    assert browser.post(path, files=files).status_code == 403
    wrong = browser.post(path, files=files, data={"form_token": "0" * 64})
    assert wrong.status_code == 403
    foreign = browser.post(path, files=files, data={"form_token": good}, headers=headers)
    assert foreign.status_code == 403
    assert browser.post("/sign-out", headers=headers).status_code == 403
    assert browser.post(link(house, "victim"), headers=headers).status_code == 403
    waiting = upload(browser, assignment).url.path
    for action in ("submission", "discard"):
        foreign = browser.post(f"{waiting}/{action}", data={"form_token": good}, headers=headers)
        assert foreign.status_code == browser.post(f"{waiting}/{action}").status_code == 403
    assert browser.get(waiting).status_code == 200
    assert "Your attempts" not in browser.get(f"/assignments/{assignment}").text


def test_what_pages_may_load(browser: TestClient, house: House, assignment: str) -> None:
    """No script stands in a page, and nothing comes from elsewhere."""
    sign_in(browser, house, "csp")
    for path in ("/", f"/assignments/{assignment}"):
        page = browser.get(path)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy
        assert set(re.findall(r"<script[^>]*>", page.text)) == {
            '<script src="/static/service.js" defer>'
        }
        assert not re.findall(r"\son\w+=", page.text)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)
    for name in ("style.css", "service.css", "service.js"):
        assert browser.get(f"/static/{name}").status_code == 200


def test_refusals_are_pages(browser: TestClient, house: House) -> None:
    """A person reads a sentence, not a document for programs."""
    sign_in(browser, house, "refused")
    once = house.offer("once", attempts=1)
    hand_in(browser, once)
    again = browser.get(f"/assignments/{once}")
    assert "You have used your only attempt." in again.text
    form = {"form_token": token(again)}
    files = {"file": ("a.py", b"1")}
    answer = browser.post(f"/assignments/{once}/uploads", data=form, files=files)
    assert answer.status_code == 409 and "only attempt" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    missing = browser.get("/assignments/none")
    assert missing.status_code == 404 and "There is nothing here for you." in missing.text


def test_a_starter_is_handed_out(browser: TestClient, house: House) -> None:
    """The files of the public bundle, and no other."""
    with_files = house.offer("starter", files={"starter.py": "def f(): ...\n"})
    sign_in(browser, house, "starts")
    answer = browser.get(f"/assignments/{with_files}/files/starter.py")
    assert answer.text == "def f(): ...\n"
    assert "attachment" in answer.headers["content-disposition"]
    for name in ("other.py", "..%2Fservice.sqlite"):
        assert browser.get(f"/assignments/{with_files}/files/{name}").status_code == 404


def test_members_of_the_house(house: House) -> None:
    """A role is what the roster says at last."""
    link(house, "grows", role=Role.STUDENT)
    link(house, "grows", role=Role.ASSISTANT)
    with house.database.reading() as session:
        roles = [m.role for m in session.query(Member).filter_by(number="grows")]
    assert roles == [Role.ASSISTANT]


def test_statements_show_formulas(tmp_path: Path) -> None:
    """Formulas are MathML; tags of an author are text; what cannot be read is shown as written."""
    from grader.service.exercise_page import html_of

    shown = html_of("Is $x^2$ <b>\n\n$$\\frac{1}{2}$$\n")
    assert "<msup>" in shown and "<mfrac>" in shown and "&lt;b&gt;" in shown
    assert "<code>" in html_of("$\\begin{x$")
