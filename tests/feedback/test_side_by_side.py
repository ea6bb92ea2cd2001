"""Matrices of expected and actual values stand side by side, for public cases only."""

from __future__ import annotations

import itertools
from html.parser import HTMLParser

import numpy as np
import pytest

from grader.diagnosis.failed_case import COLUMNS, ROWS, beside
from grader.model.exercise import Tolerance, Visibility
from grader.model.result import Status
from grader.report.pages import feedback_page
from grader.report.student_view import student_view
from tests.report.samples import case, report, result

EXPECTED = {"W1": np.array([[1.0, 2.0], [3.0, 4.0]]), "b1": np.zeros((2, 1))}
ACTUAL = {"W1": np.array([[1.0, 2.5], [3.0, np.nan]]), "b1": np.ones((2, 1))}
FOUND = beside(EXPECTED, ACTUAL, Tolerance())


class Tags(HTMLParser):
    """The page's tags, in order, with their attributes; ``text`` is what stands between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(visibility: Visibility, after_due: bool = False) -> str:
    wrong = case("f", "a_case", Status.FAILED, visibility, rationale="wrong", comparison=FOUND)
    return feedback_page(report(result(wrong)), after_due)


def test_first_difference() -> None:
    """With its place, rounded numbers as text, and which entries differ."""
    assert FOUND is not None
    assert FOUND.place == '`result["W1"]`'
    assert FOUND.actual == (("1", "2.5"), ("3", "nan"))
    assert FOUND.differs == ((0, 1), (1, 1))


def test_large_array_and_number() -> None:
    """A page has room for a few rows and columns."""
    large = np.arange(10_000.0).reshape(100, 100)
    found = beside(large, -large, Tolerance())
    assert found is not None
    assert (len(found.actual), len(found.actual[0])) == (ROWS, COLUMNS)
    assert beside(1.0, 2.0, Tolerance()) is None


@pytest.mark.parametrize(
    "actual", [None, "text", [1, 2], {"W1": "x"}, 10**400, np.zeros((2, 2, 2)), {}]
)
def test_any_value(actual: object) -> None:
    """Whatever a student returns, there is a table or none."""
    for expected in (EXPECTED, EXPECTED["W1"], [EXPECTED["W1"]], np.array([1j, 2])):
        beside(expected, actual, Tolerance())


def test_hidden_case() -> None:
    """Not even where a comparison found its way into the result."""
    for visibility in (Visibility.HIDDEN, Visibility.AFTER_DUE_DATE):
        assert "2.5" not in page(visibility)
    wrong = report(result(case("f", "a", Status.FAILED, Visibility.HIDDEN, comparison=FOUND)))
    assert student_view(wrong).cases[0].comparison is None
    assert wrong.cases[0].comparison is None


def test_table_accessibility() -> None:
    """A caption for each, a scope for every heading, and a word where an entry differs."""
    tags = Tags(page(Visibility.PUBLIC))
    names = [name for name, _ in tags.tags]
    assert names.count("caption") == 2
    assert all("scope" in attributes for name, attributes in tags.tags if name == "th")
    text = "".join(tags.text)
    assert 'Expected: result["W1"], shape (2, 2)' in text
    assert 'Actual: result["W1"], shape (2, 2)' in text
    assert text.count("differs: ") == 2


def test_page_structure() -> None:
    """No heading level is left out, and what only decorates is hidden from a screen reader."""
    tags = Tags(page(Visibility.PUBLIC))
    assert ("html", {"lang": "en"}) in tags.tags
    levels = [int(name[1]) for name, _ in tags.tags if name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    marks = [a for n, a in tags.tags if n == "span" and a.get("class") == "mark"]
    assert marks and all(a.get("aria-hidden") == "true" for a in marks)


def test_other_shape() -> None:
    """No entry is marked, since none corresponds to another."""
    found = beside(EXPECTED["W1"], np.zeros((3, 2)), Tolerance())
    wrong = case("f", "a", Status.FAILED, comparison=found)
    text = "".join(Tags(feedback_page(report(result(wrong)))).text)
    assert "shape (3, 2)" in text and "differs: " not in text
