"""The summary in a real browser: its one script runs under the page's own policy, and sorts and searches."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.samples import MIXED, PASSED, report, summary_page

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no chromium")

Browse = Callable[[int, str], str]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """The page of a class after somebody did something on it: its rows as the browser has them."""

    def browse(students: int, steps: str) -> str:
        path = tmp_path / "summary.html"
        page = summary_page(
            report(MIXED if number % 3 else PASSED, student=f"s{number:04d}")
            for number in range(students)
        )
        digest = base64.b64encode(hashlib.sha256(steps.encode()).digest()).decode()
        page = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
        path.write_text(page.replace("</body>", f"<script>{steps}</script></body>"), "utf-8")
        ran = subprocess.run(
            [
                str(BROWSER),
                *FLAGS,
                f"--user-data-dir={tmp_path / 'profile'}",
                "--dump-dom",
                path.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ran.stdout

    return browse


def shown(page: str) -> list[str]:
    body = page.partition('<table id="students">')[2].partition("</tbody>")[0]
    return re.findall(r"feedback/(s\d+)\.html", body)


def test_sorting(browse: Browse) -> None:
    """By score downwards after a second click; the search is there."""
    page = browse(
        9, "for (const n of [1, 2]) document.querySelector('[data-column=score] button').click()"
    )
    assert 'aria-sort="descending"' in page
    assert sorted(shown(page)) == [f"s{number:04d}" for number in range(9)]
    scores = [float(score) for score in re.findall(r'data-score="([\d.]+)"', page)]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 2
    assert not re.search(r'id="tools"[^>]*hidden', page)


def test_search_in_large_class(browse: Browse) -> None:
    """Also who is not among the rows that are laid out at first."""
    page = browse(
        700,
        "const s = document.getElementById('search'); s.value = 'S0688';"
        " s.dispatchEvent(new Event('input'))",
    )
    assert shown(page) == ["s0688"]
    assert "1 of 700" in page
