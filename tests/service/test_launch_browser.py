"""From the learning platform to a result, in a browser that blocks cookies of other sites.

The platform is at localhost and the service at 127.0.0.1: two sites to a browser. The service's pages are in a
frame of the platform's.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.course.catalog import find_course
from grader.service import administration
from grader.service.database_tables import now
from grader.service.rules import Rules
from grader.service.service_settings import Settings
from tests.service.learning_platform import TITLE, LearningPlatform
from tests.service.running import COURSE, RIGHT, Running, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BLOCKING = ("--no-sandbox", "--test-third-party-cookie-phaseout")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with a worker, and one assignment."""
    running = Running(tmp_path_factory.mktemp("launched") / "data")
    rules = Rules(opens_at=now())
    administration.offer(Settings(running.data), find_course(COURSE), "scaling", rules)
    running.start()
    try:
        running.ready()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def platform(service: Running) -> Iterator[LearningPlatform]:
    """A platform with a teacher and two students; it knows nothing of the service yet."""
    made = LearningPlatform(service=service.address)
    made.add("u-kim", "instructor", "Kim Instructor", "kim@example.org")
    made.add("u-ada", "student", "Ada Lovelace", "ada@example.org")
    made.add("u-ben", "student", "Ben Turing")
    with made.running():
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(BLOCKING))
        yield started
        started.close()


def fresh(browser: Browser) -> Page:
    """A page of a browser that nobody has used."""
    page = browser.new_context(viewport={"width": 1100, "height": 1100}).new_page()
    page.set_default_timeout(60_000)
    return page


def tool(page: Page) -> FrameLocator:
    """The service, in its frame."""
    return page.frame_locator("iframe")


def photograph(page: Page, name: str) -> None:
    if folder := os.environ.get("PHOTOGRAPHS"):  # to look at
        page.screenshot(path=Path(folder) / f"launch-{name}.png", full_page=True)


def is_kept_apart(page: Page) -> bool:
    """Whether the browser keeps the frame from its ordinary cookies."""
    frame = page.frames[1]
    return frame.evaluate("document.hasStorageAccess()") is False


def test_a_platform_registers_itself(
    service: Running, platform: LearningPlatform, browser: Browser
) -> None:
    """The instructor makes an address, the platform's administrator gives it to the platform."""
    page = fresh(browser)
    until(lambda: "/sign-in/" in service.log, "no link for the instructor")
    page.goto(service.log.split("14 days: ")[1].split()[0])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Teach").click()
    page.get_by_role("link", name="Platforms").click()
    page.get_by_role("button", name="Make a registration address").click()
    photograph(page, "address")
    address = page.locator("code", has_text="/lti/register/").inner_text()
    configuration = f"{platform.address}/.well-known/openid-configuration"
    asked = f"{address}?openid_configuration={configuration}&registration_token=registration-token"
    other = fresh(browser)
    other.goto(asked)
    photograph(other, "register")
    other.get_by_role("button", name="Register").click()
    other.get_by_text("know each other now").wait_for()
    (wanted,) = platform.registered
    assert wanted["initiate_login_uri"] == f"{service.address}/lti/login"
    other.goto(asked)
    other.get_by_text("works once").wait_for()
    page.goto(page.url.partition("/platforms")[0] + "/platforms")
    page.get_by_text(platform.address).first.wait_for()

    # A teacher opens the tool in a course, which is refused until the instructor accepts that course.
    teacher = fresh(browser)
    teacher.goto(f"{platform.address}/add?user=u-kim")
    tool(teacher).get_by_text("is not connected yet").wait_for()
    photograph(teacher, "waits")
    page.reload()
    photograph(page, "platforms")
    page.get_by_role("button", name=f"Accept {TITLE}").click()
    page.get_by_role("button", name=f"Release {TITLE}").wait_for()


def test_an_instructor_adds_a_link(platform: LearningPlatform, browser: Browser) -> None:
    """By Deep Linking, in a frame."""
    page = fresh(browser)
    page.goto(f"{platform.address}/add?user=u-kim")
    tool(page).get_by_label("Scaling").check()
    assert is_kept_apart(page)
    photograph(page, "choose")
    tool(page).get_by_role("button", name="Add the link").click()
    tool(page).get_by_text("The link was added.").wait_for()
    assert platform.links["link-1"]["title"] == "Scaling"
    page.goto(f"{platform.address}/open/link-1?user=u-kim")
    tool(page).get_by_role("heading", name="Scaling").wait_for()
    photograph(page, "class")


def test_a_student_hands_in(platform: LearningPlatform, browser: Browser, tmp_path: Path) -> None:
    """In a frame, from the link to the points; the browser keeps no cookie of the service elsewhere."""
    page = fresh(browser)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{platform.address}/course?user=u-ada")
    page.get_by_role("link", name="Scaling").click()
    frame = tool(page)
    frame.get_by_text("Ada Lovelace").wait_for()
    assert is_kept_apart(page)
    work = tmp_path / "scaling.py"
    work.write_text(RIGHT)
    frame.locator("input[type=file]").set_input_files(work)
    frame.locator("form.drop button").click()
    frame.get_by_text("2 of 2 functions found").wait_for()
    frame.get_by_role("button", name="Hand in").click()
    frame.get_by_text("10 / 10 points").wait_for()
    photograph(page, "result")
    assert faults == []
    page.goto(platform.service)  # the session is the frame's alone
    page.get_by_text("personal link").first.wait_for()
    page.goto(f"{platform.address}/open/link-1?user=u-ada")
    frame.get_by_role("heading", name="Your attempts").wait_for()


def test_the_grade_is_in_the_platform(platform: LearningPlatform, browser: Browser) -> None:
    """The teacher finds it in the platform's own gradebook, with what can be reached."""
    until(lambda: platform.scores, "no score came")
    page = fresh(browser)
    page.goto(f"{platform.address}/gradebook")
    row = page.get_by_role("row", name="Ada Lovelace")
    row.get_by_text("10.0 / 10").wait_for()
    photograph(page, "gradebook")
    assert len(platform.received) == len({score["timestamp"] for score in platform.received})


def test_a_browser_without_cookies_in_frames(platform: LearningPlatform, browser: Browser) -> None:
    """The launch goes on in a new tab."""
    page = fresh(browser)

    def go(route: Route, address: str) -> None:  # by a script: redirects cannot be stopped here
        route.fulfill(content_type="text/html", body=f"<script>location = {address!r}</script>")

    def to_the_service(route: Route) -> None:
        go(route, route.fetch(max_redirects=0).headers["location"])

    def without_its_cookie(route: Route) -> None:
        go(route, route.request.url.replace("/lti/login?", "/lti/login/go?"))

    page.route("**/start?*", to_the_service)
    page.route("**/lti/login?*", without_its_cookie)
    page.goto(f"{platform.address}/open/link-1?user=u-ben")
    tool(page).get_by_role("heading", name="Open in a new tab").wait_for()
    photograph(page, "new-tab")
    with page.context.expect_page() as opened:
        tool(page).get_by_role("link", name="Open in a new tab").click()
    tab = opened.value
    tab.get_by_text("Ben Turing").wait_for()
    assert tab.url.startswith(f"{platform.service}/assignments/scaling")
