"""The documentation as a site, whole and complete without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.page import CHECKOUT

_FETCHED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=\"?(https?:[^\s\">]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=CHECKOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return folder


def test_site_has_every_page(site: Path) -> None:
    """A page that the navigation does not name is reached as well."""
    home = (site / "index.html").read_text("utf-8")
    for page in (CHECKOUT / "docs").rglob("*.md"):
        name = page.relative_to(CHECKOUT / "docs").with_suffix(".html").as_posix()
        assert (site / name).is_file()
        assert f'href="{name}"' in home


def test_site_fetches_nothing(site: Path) -> None:
    """The site is read on a machine without a network: no font, script or picture of another host."""
    for page in site.rglob("*.html"):
        assert _FETCHED.findall(page.read_text("utf-8")) == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:|@import", sheet.read_text("utf-8"))
