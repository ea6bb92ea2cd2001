"""The documentation as a site: `make docs-check` builds it, and these tests read it as visitors do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.driver import CHROMIUM, DRIVER, Page, browser
from tests.house.test_rooms import ROOT

pytestmark = pytest.mark.skipif(
    None in (CHROMIUM, DRIVER), reason="there is no chromium with its driver"
)
TOPICS = (
    "late penalty",
    "change the points",
    "one student again",
    "hidden cases",
    "GitHub Classroom",
    "Colab",
)
"""What people look for, and find in the questions."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return folder


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


FRAME = (".md-header", ".md-nav", ".md-search")
"""What all pages have around their text. It is read on one page of each folder."""
SMALL = (
    "return [...document.querySelectorAll('article img')].filter(i => i.naturalWidth && "
    "i.clientWidth < i.naturalWidth / 2).map(i => i.src + ' ' + i.clientWidth + '/' + i.naturalWidth)"
)
"""Pictures that are shown at less than half of their size, at which text of 16 pixels has eight."""


def pages_of(site: Path) -> list[Path]:
    """All pages but the one for a wrong address, which finds its style at a server only."""
    return [file for file in sorted(site.rglob("*.html")) if file.name != "404.html"]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1400, "dark")])
def test_every_page(page: Page, site: Path, width: int, scheme: str) -> None:
    """At a phone's width and a screen's, in light and dark: axe finds nothing, no page is too wide.

    On a screen, pictures are legible where they are shown.
    """
    page.resize(width)
    page.prefer(scheme)
    wrong = {}
    folders: set[Path] = set()
    for file in pages_of(site):
        page.open(file.as_uri())
        found = page.violations(without=FRAME if file.parent in folders else ())
        folders.add(file.parent)
        found += ["is too wide"] if page.is_too_wide() else []
        found += page.run(SMALL) if width > 1000 else []
        if found:
            wrong[file.relative_to(site).as_posix()] = found
    assert not wrong


@pytest.mark.parametrize("topic", TOPICS)
def test_search_finds_the_questions(page: Page, site: Path, topic: str) -> None:
    """Typed into the search box, a topic of the questions brings up their page among the first."""
    page.resize(1400)
    page.open((site / "index.html").as_uri())
    page.run(
        "const box = document.querySelector('.md-search__input'); box.focus(); "
        "box.value = arguments[0]; box.dispatchEvent(new Event('keyup')); "
        "box.dispatchEvent(new Event('input', {bubbles: true}))",
        topic,
    )
    found = page.until(
        "const links = [...document.querySelectorAll('.md-search-result__link')];"
        "return links.length && links.slice(0, 8).map(each => each.getAttribute('href'))"
    )
    assert any("faq.html" in address for address in found), found
