"""A newcomer does what docs/service.md says, from nothing to a result, in a terminal and in a browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.demo import CLASS
from tests.docs.page import CHECKOUT, Command, Step, steps
from tests.docs.reader import Reader
from tests.nursery import Nursery
from tests.service.running import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = CHECKOUT / "docs" / "service.md"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OFFERED = "initialization"
"""Offered in the browser: one of the swiftest to read. The page's commands offer another one."""
pytestmark = pytest.mark.xdist_group("docs/service.md")  # one process, in this order


@pytest.fixture(scope="module")
def rest() -> list[Step]:
    """The steps of the page that are still to be done."""
    return list(steps(PAGE))


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where the page's commands come from; it has imported what they need for a service."""
    parts = [
        "grader.service.administration",
        "grader.service.lti.platforms",
        "alembic.command",
        "dbos",
    ]
    found = Nursery({**os.environ, "PYTHONPATH": str(CHECKOUT)}, parts)
    yield found
    found.close()


@pytest.fixture(scope="module")
def reader(
    tmp_path_factory: pytest.TempPathFactory, rest: list[Step], nursery: Nursery
) -> Iterator[Reader]:
    """Somebody who has followed the page until the service runs."""
    reader = Reader(tmp_path_factory.mktemp("newcomer"))
    reader.printed_by = nursery.printed_by
    notebook = CLASS / "regularization" / "Zoë Müller.ipynb"
    shutil.copy(notebook, reader.home / "my_notebook.ipynb")
    try:
        while reader.service is None:
            reader.follow(rest.pop(0))
        yield reader
    finally:
        if reader.service is not None:
            reader.service.kill()


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    """A window of Debian's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(120_000)
        yield page
        browser.close()


@pytest.fixture(scope="module")
def links(reader: Reader, window: Page) -> dict[str, str]:
    """The members' links, which an instructor gets who does what the page says."""
    log = reader.folder / "service.log"
    until(lambda: "/sign-in/" in log.read_text("utf-8"), "no link for the instructor")
    window.goto(log.read_text("utf-8").split("14 days: ")[1].strip())
    window.get_by_role("button", name="Sign in").click()
    window.get_by_role("link", name="Teach").click()
    window.get_by_role("link", name="Offer an exercise").click()
    window.get_by_label("Exercise").select_option(OFFERED)
    window.get_by_role("button", name="Offer it").click()
    window.wait_for_url("**/class")
    window.get_by_role("link", name="Members").click()
    window.locator("#roster").set_input_files(reader.home / "roster.csv")
    window.get_by_role("button", name="Add, and show the links").click()
    rows = [row.inner_text().split("\t") for row in window.locator("tbody tr").all()]
    window.get_by_role("button", name="Sign out").click()
    window.get_by_text("Open your personal link.").wait_for()
    return {number.strip(): address.strip() for _, number, address in rows}


def test_a_student_in_the_browser(
    reader: Reader, rest: list[Step], links: dict[str, str], window: Page
) -> None:
    """The link, the button, the assignment, the notebook, the result."""
    assert set(links) == {"ada", "ben", "kim"}
    faults: list[str] = []
    window.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    window.goto(links["ada"])
    window.get_by_role("button", name="Sign in").click()
    window.get_by_role("link", name="Initialization").wait_for()
    while not any(line.startswith("grader service offer") for line in reader.ran):
        reader.follow(rest.pop(0))
    window.reload()
    window.get_by_role("link", name="Regularization").click()
    assert window.locator("math").count() > 0
    window.locator("input[type=file]").set_input_files(reader.home / "my_notebook.ipynb")
    window.locator("form.drop button").click()
    window.get_by_text("4 of 4 functions found").wait_for()
    window.get_by_role("button", name="Hand in").click()
    window.get_by_text("100 / 100 points").wait_for()
    assert "/submissions/" in window.url
    assert faults == []
    if folder := os.environ.get("PHOTOGRAPHS"):  # to look at
        window.screenshot(path=Path(folder) / "newcomer.png", full_page=True)


def test_the_page(reader: Reader, rest: list[Step]) -> None:
    """Every command succeeds, and says what it should; the service ends when it is asked to."""
    said = {}
    for step in rest:
        reader.follow(step)
        if isinstance(step, Command):
            said[" ".join(step.line.split()[:3])] = reader.printed
    submitted = next(text for line, text in said.items() if line.startswith("grader submit"))
    assert "4 of 4 functions found" in submitted and "handed in: attempt" in submitted
    assert "Score: 100 / 100" in submitted
    verified = next(text for line, text in said.items() if "verify-receipt" in line)
    assert "person: ada" in verified
    assert "backup: 1 submitted file" in said["grader service backup"]  # also when handed in twice
    assert "restore: 1 submitted file" in said["grader service restore"]
    reader.end()
    logs = "".join(path.read_text("utf-8") for path in (reader.home / "data" / "logs").iterdir())
    assert "graded" in logs
    assert not re.search(r"\bada\b|Ada|notebook", logs)
