"""The pages that people read pass axe in every state, fit a phone, and print whole."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.result import Comparison, Status
from grader.report.pages import cell_page, feedback_page
from grader.report.student_view import student_view
from tests.browser.driver import COLOURS, Page
from tests.report.samples import HIDDEN, MIXED, PASSED, REPORTS, case, report, result, summary_page

_TABLE = Comparison(
    place="`dW1`",
    expected=(("1.5", "2", "3", "4", "5", "6"),) * 8,
    actual=(("1.5", "2", "3", "4", "5", "-6.2517"),) * 8,
    expected_shape=(8, 9),
    actual_shape=(8, 9),
    differs=tuple((row, 5) for row in range(8)),
)
_WRONG = replace(
    case(
        "backward_propagation_with_regularization", "five", Status.FAILED, hint="Add the penalty."
    ),
    rationale="`dW1[0, 5]` is -6.2517, expected 6.",
    comparison=_TABLE,
    call='import grader\nX, Y = grader.case("five")\n' + "f(X, Y, " + "lambd, " * 30 + ")",
    printed="m is 5\nshape (8, 9)",
)
_EVERY = report(
    result(
        case("compute_cost", "first"),
        _WRONG,
        replace(_WRONG, name="six", comparison=None),
        case(_WRONG.function, "hidden_one", Status.FAILED, HIDDEN, hint="Add the penalty."),
        case(_WRONG.function, "hidden_two", Status.ERROR, HIDDEN, error_type="ValueError"),
        case("not_there", "none", Status.MISSING, rationale="There is no function `not_there`."),
        case("endless", "slow", Status.TIMEOUT, rationale="It computed for more than 4 seconds."),
    )
)
STATES = {**REPORTS, "every": _EVERY}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every state of the student's page, a notebook's output, and a class's summary."""
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{name}.html" for name in STATES}
    for name, path in files.items():
        path.write_text(feedback_page(STATES[name], after_due=name == "every"), "utf-8")
    cell = cell_page(student_view(_EVERY), "Checked in this process.")
    files["cell"] = folder / "cell.html"
    files["cell"].write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Cell</title><body><main><h1>Cell</h1>{cell}</main>"
    )
    files["summary"] = folder / "summary.html"
    reports = (report(MIXED if n % 3 else PASSED, student=f"s{n}") for n in range(12))
    files["summary"].write_text(summary_page(reports), "utf-8")
    return {name: path.as_uri() for name, path in files.items()}


DARK = ("every", "cell", "summary")


def test_axe_finds_nothing(page: Page, addresses: dict[str, str], thorough: bool) -> None:
    """At a phone's width and a screen's, in light and dark, folded parts opened.

    A usual run has axe read every page once, and in dark the colours of those that show all.
    """
    for name, address in addresses.items():
        for width, scheme in ((390, "light"), (1400, "dark")):
            page.resize(width)
            page.prefer(scheme)
            if width == 390:
                page.open(address)
                page.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
            if width == 390 or thorough:
                assert page.violations() == [], name
            elif name in DARK:
                assert page.violations(rules=COLOURS) == [], name
            assert not page.is_too_wide(), f"{name} at {width}"
            if folder := os.environ.get("PHOTOGRAPHS"):  # to look at
                page.photograph(Path(folder) / f"{name}-{width}.png")


def test_order_of_the_page(page: Page, addresses: dict[str, str]) -> None:
    """What is wrong comes before what passed; one hint once; a hidden case takes one line."""
    page.open(addresses["every"])
    headings = page.run("return [...document.querySelectorAll('h2 code')].map(e => e.textContent)")
    assert headings == [_WRONG.function, "not_there", "endless", "compute_cost"]
    text = page.run("return document.body.innerText")
    assert text.count("Add the penalty.") == 1
    assert "Start with backward_propagation_with_regularization." in text
    (line, *_) = page.run(
        "return [...document.querySelectorAll('.lines li')].map(e => e.innerText)"
    )
    assert line.startswith("✗failed") and "hidden" in line and "\n" not in line.strip()


def test_folded_parts_are_printed(page: Page, addresses: dict[str, str]) -> None:
    """Paper cannot be clicked."""
    page.open(addresses["every"])
    is_seen = "return document.querySelector('details pre').checkVisibility()"
    assert page.run(is_seen) is False
    page.media("print")
    assert page.run(is_seen) is True
    page.media("screen")
    assert page.printed().startswith(b"%PDF")
