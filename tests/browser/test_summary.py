"""The summary in a real browser: its one script runs under the page's own policy, and sorts and searches."""

from __future__ import annotations

from pathlib import Path

from tests.browser.driver import Page
from tests.report.samples import MIXED, PASSED, report, summary_page


def open_class(page: Page, folder: Path, students: int) -> None:
    """Open the page of a class in which every third has everything right."""
    path = folder / "summary.html"
    reports = (
        report(MIXED if number % 3 else PASSED, student=f"s{number:04d}")
        for number in range(students)
    )
    path.write_text(summary_page(reports), "utf-8")
    page.open(path.as_uri())


def shown(page: Page) -> list[str]:
    """The students in the table's rows, in their order."""
    rows = "[...document.querySelectorAll('#students tbody a[href^=\"feedback/\"]')]"
    names = page.run(f"return {rows}.map(each => each.getAttribute('href'))")
    return [name.removeprefix("feedback/").removesuffix(".html") for name in names]


def test_sorting(page: Page, tmp_path: Path) -> None:
    """By score downwards after a second click; the search is there."""
    open_class(page, tmp_path, 9)
    for _ in range(2):
        page.run("document.querySelector('[data-column=score] button').click()")
    assert page.run("return document.querySelectorAll('[aria-sort=descending]').length") == 1
    assert sorted(shown(page)) == [f"s{number:04d}" for number in range(9)]
    scores = page.run(
        "return [...document.querySelectorAll('[data-score]')].map(each => Number(each.dataset.score))"
    )
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 2
    assert page.run("return document.getElementById('tools').checkVisibility()")


def test_search_in_large_class(page: Page, tmp_path: Path) -> None:
    """Also who is not among the rows that are laid out at first."""
    open_class(page, tmp_path, 700)
    assert "s0688" not in shown(page)
    page.run(
        "const box = document.getElementById('search'); box.value = 'S0688';"
        "box.dispatchEvent(new Event('input'))"
    )
    assert shown(page) == ["s0688"]
    assert "1 of 700" in page.run("return document.body.innerText")
