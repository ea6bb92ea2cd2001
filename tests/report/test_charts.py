"""The charts, by templates and by the plotting library: the same facts, and nothing that leaves the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from grader.class_report import charts
from grader.class_report.summary import _label

COUNTS = [0, 2, 0, 0, 5, 1, 0, 0, 3, 9]
POINTS = [("1, 4", 2, 0.1, 0.5), ("2", 1, 0.9, -0.3), ("3", 1, 0.4, 0.0)]


@pytest.fixture(params=["templates", "matplotlib"])
def drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By either."""
    if request.param == "matplotlib":
        pytest.importorskip("matplotlib")
    else:
        monkeypatch.setattr(charts, "plotting", lambda: False)


@pytest.mark.usefixtures("drawn")
def test_a_chart_is_part_of_its_page() -> None:
    """Well-formed, told in words, in the page's colours, without a style or an address of its own."""
    for chart in (
        charts.histogram(COUNTS, "said < in words"),
        charts.scatter(POINTS, "said < in words"),
    ):
        root = ElementTree.fromstring(
            chart if "xmlns:xlink" in chart else chart.replace("xlink:", "")
        )
        assert root.tag.endswith("svg") and root.get("aria-label") == "said < in words"
        assert "currentColor" in chart and "var(--accent)" in chart
        assert not re.search(r"<style|<script|<\?xml|<image|url\(http|#010203|#040506", chart)


@pytest.mark.usefixtures("drawn")
def test_a_chart_shows_its_numbers() -> None:
    """Every count above zero, every case's number; the same bytes each time."""
    texts = re.findall(r">\s*([^<>]+?)\s*</text>", charts.histogram(COUNTS, ""))
    assert {"2", "5", "1", "3", "9"} <= set(texts)
    assert {numbers for numbers, *_ in POINTS} <= set(
        re.findall(r">\s*([^<>]+?)\s*</text>", charts.scatter(POINTS, ""))
    )
    assert charts.scatter(POINTS, "x") == charts.scatter(POINTS, "x")


@pytest.mark.usefixtures("drawn")
def test_an_empty_class_and_a_single_case_can_be_drawn() -> None:
    """No division by nothing."""
    assert charts.histogram([0] * 10, "") and charts.scatter(POINTS[:1], "")


@pytest.mark.usefixtures("drawn")
@pytest.mark.filterwarnings("error")
def test_a_hundred_cases_on_one_point_can_be_drawn() -> None:
    """Whatever its label: the axes keep their room, and nothing is said on stderr."""
    numbers = ", ".join(str(number) for number in range(1, 101))
    assert numbers in charts.scatter([(numbers, 100, 0.05, 1.0), ("7", 1, 0.95, 0.2)], "")


def test_a_point_names_few_numbers() -> None:
    """As runs; of many, the first ones and how many there are."""
    assert _label([3]) == "3"
    assert _label([1, 2, 3, 7, 8]) == "1–3, 7–8"
    assert _label([1, 3, 5, 7, 9, 10]) == "1, 3, 5, … 6 in all"
