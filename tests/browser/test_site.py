"""The documentation as a site: it is built whole, needs no network, and these tests read it as visitors do.

The usual run reads every page but decision records, of which it takes one. It asks of each what its author may have
got wrong, and of the page as it was written: without the theme's frame and scripts, which take most of the time. These
are asked of a few pages that show everything in them. ``--thorough``, which `make docs-check` gives, asks every rule
of every page as it is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.driver import Page
from tests.house.test_rooms import ROOT

_FETCHED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=\"?(https?:[^\s\">]+)")
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
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return folder


def test_site_has_every_page(site: Path) -> None:
    """A page that the navigation does not name is reached as well."""
    home = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
        assert (site / name).is_file()
        assert f'href="{name}"' in home


def test_site_fetches_nothing(site: Path) -> None:
    """The site is read on a machine without a network: no font, script or picture of another host."""
    for page in site.rglob("*.html"):
        assert _FETCHED.findall(page.read_text("utf-8")) == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:|@import", sheet.read_text("utf-8"))


FRAME = ".md-header, .md-nav, .md-search"
"""What all pages have around their text."""
SCRIPTS = ("*/javascripts/*", "*/search/*")
"""The theme's, and the index that they search."""
WRITTEN = (
    "document-title", "duplicate-id-aria", "empty-heading", "empty-table-header", "frame-title", "heading-order",
    "image-alt", "image-redundant-alt", "link-name", "list", "listitem", "page-has-heading-one",
    "scope-attr-valid", "td-headers-attr", "th-has-data-cells",
)  # fmt: skip
"""The rules of axe about what the author of a page writes."""
SMALL = (
    "return [...document.querySelectorAll('article img')].filter(i => i.naturalWidth && "
    "i.clientWidth < i.naturalWidth / 2).map(i => i.src + ' ' + i.clientWidth + '/' + i.naturalWidth)"
)
"""Pictures that are shown at less than half of their size, at which text of 16 pixels has eight."""


WHOLE = ("index.html", "authoring-reference.html", "students.html")
"""A page with pictures and links, one with what the program says of itself, one with tables and code."""


def pages_of(site: Path, thorough: bool) -> list[Path]:
    """All pages but the one for a wrong address, which finds its style at a server only."""
    found = [file for file in sorted(site.rglob("*.html")) if file.name != "404.html"]
    records = [file for file in found if file.parent.name == "decisions"]
    assert len(records) > 1
    return [file for file in found if thorough or file not in records[:-1]]


def test_every_page(page: Page, site: Path, thorough: bool) -> None:
    """At a phone's width and a screen's: axe finds nothing, no page is too wide, pictures are legible."""
    page.prefer("light")
    page.block(() if thorough else SCRIPTS)
    wrong = {}
    for file in pages_of(site, thorough):
        page.resize(390)
        page.open(file.as_uri())
        if not thorough:
            page.run("document.querySelectorAll(arguments[0]).forEach(e => e.remove())", FRAME)
        found = ["is too wide for a phone"] if page.is_too_wide() else []
        found += page.violations() if thorough else []
        page.resize(1400)
        if thorough:  # after a change of the width, the theme's frame moves for a while
            page.open(file.as_uri())
        found += ["is too wide for a screen"] if page.is_too_wide() else []
        found += page.run(SMALL)
        found += page.violations(rules=() if thorough else WRITTEN)
        if found:
            wrong[file.relative_to(site).as_posix()] = found
    page.block(())
    assert not wrong


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1400, "dark")])
def test_whole_pages(page: Page, site: Path, width: int, scheme: str, thorough: bool) -> None:
    """Axe finds nothing in the theme either, its colours in light and dark included."""
    page.resize(width)
    page.prefer(scheme)
    wrong = {}
    for file in pages_of(site, thorough) if thorough else [site / name for name in WHOLE]:
        page.open(file.as_uri())
        if found := page.violations():
            wrong[file.relative_to(site).as_posix()] = found
    assert not wrong


@pytest.fixture(scope="module")
def searched(window: Page, site: Path) -> Page:
    """A page with the search box; the index, which is read once, takes most of the time."""
    window.resize(1400)
    window.open((site / "index.html").as_uri())
    return window


@pytest.mark.parametrize("topic", TOPICS)
def test_search_finds_the_questions(searched: Page, topic: str) -> None:
    """Typed into the search box, a topic of the questions brings up their page among the first."""
    search(searched, "")
    searched.until(f"return !({RESULTS}).length")
    search(searched, topic)
    found = searched.until(f"const found = {RESULTS}; return found.length && found.slice(0, 8)")
    assert any("faq.html" in address for address in found), found


RESULTS = "[...document.querySelectorAll('.md-search-result__link')].map(each => each.getAttribute('href'))"


def search(page: Page, text: str) -> None:
    page.run(
        "const box = document.querySelector('.md-search__input'); box.focus(); "
        "box.value = arguments[0]; box.dispatchEvent(new Event('keyup')); "
        "box.dispatchEvent(new Event('input', {bubbles: true}))",
        text,
    )
