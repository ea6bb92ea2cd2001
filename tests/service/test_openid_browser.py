"""Signing in at another site and out again, in a browser: cookies, redirects and policies as they are."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from grader.service.database_tables import Course
from grader.service.membership import Row, enrol
from grader.service.openid import providers
from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.service.house import House
from tests.service.openid_provider import running
from tests.service.test_openid import table
from tests.service.test_pages import link

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """Of a service with one provider, which is another site to a browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running() as provider:
        (house.data / "service.toml").write_text(table("university", provider, match_email=True))
        known = providers(house.data, {"GRADER_OPENID_SECRET_UNIVERSITY": "secret"})
        with house.database.writing() as session:
            course = session.get_one(Course, "c1")
            enrol(session, course, Row("ada", "Ada Lovelace", "ada@example.org"))
        provider.add("ada", name="Ada", email="ada@example.org", email_verified=True)
        provider.add("kim", name="Kim at the university")
        app = application(Service(house.database, house.desk, providers=known))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def at_the_provider(window: Page, subject: str) -> None:
    window.locator("input[name=sub]").fill(subject)
    window.get_by_role("button", name="Authorize").click()


def check(window: Page, name: str) -> None:
    """The page fits a phone, and axe finds nothing; a photograph is taken where somebody wants to look."""
    if folder := os.environ.get("PHOTOGRAPHS"):
        window.screenshot(path=Path(folder) / f"openid-{name}.png", full_page=True)
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    window.evaluate(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
    found = window.evaluate(
        "axe.run({resultTypes: ['violations'], preload: false})"
        ".then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
    )
    assert found == [], name


def test_in_and_out(address: str, window: Page) -> None:
    """The page that was asked for is there afterwards; signing out leads to the provider and back."""
    window.goto(f"{address}/?a=b")
    check(window, "ways")
    window.get_by_role("link", name="Sign in with University").click()
    at_the_provider(window, "ada")
    window.get_by_role("button", name="Sign out").wait_for()
    assert window.url == f"{address}/?a=b"
    window.get_by_role("link", name="Ada Lovelace").click()
    window.get_by_text("University: connected").wait_for()
    check(window, "accounts")
    window.get_by_role("button", name="Sign out").click()
    check(window, "signed-out")
    window.get_by_role("link", name="Sign out of University").click()
    window.get_by_role("button", name="End session").click()
    window.wait_for_url(f"{address}/sign-in")
    window.get_by_role("link", name="Sign in with University").wait_for()


def test_an_account_that_is_not_known(address: str, window: Page, house: House) -> None:
    """The page says what to do, and it works: the personal link, then the account."""
    window.goto(f"{address}/sign-in")
    window.get_by_role("link", name="Sign in with University").click()
    at_the_provider(window, "kim")
    window.get_by_role("heading", name="This account is not known here").wait_for()
    check(window, "not-known")
    window.goto(address + link(house, "kim", "Kim"))
    window.get_by_role("button", name="Sign in").click()
    window.get_by_role("link", name="Kim").click()
    window.get_by_role("link", name="Connect University").click()
    at_the_provider(window, "kim")
    window.get_by_text("signed in as Kim at the university").wait_for()
    check(window, "connect")
    window.get_by_role("button", name="Connect the account").click()
    window.get_by_text("University: connected").wait_for()
