"""One browser for all files here that a worker runs: to start one takes longer than most of their tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.driver import CHROMIUM, DRIVER, Page, browser


@pytest.fixture(scope="session")
def window() -> Iterator[Page]:
    """Its window, at whatever the test before left it with: its size, its colours and a page."""
    if None in (CHROMIUM, DRIVER):
        pytest.skip("there is no chromium with its driver")
    with browser() as opened:
        yield opened


@pytest.fixture
def page(window: Page) -> Page:
    """The window, for tests that open their page themselves."""
    return window
