"""The charts of the summary: what they show, and that they are a part of their page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from grader.class_report.summary import _label, histogram, scatter

COUNTS = [0, 2, 0, 0, 5, 1, 0, 0, 3, 9]
POINTS = [(1, 0.1, 0.5), (4, 0.1, 0.5), (2, 0.9, -0.3), (3, 0.4, 0.0)]


def texts(chart: str) -> list[str]:
    return re.findall(r">\s*([^<>]+?)\s*</text>", chart)


@pytest.mark.parametrize("chart", [histogram(COUNTS), scatter(POINTS)], ids=["bars", "points"])
def test_part_of_a_page(chart: str) -> None:
    """Well-formed, with a label in words, in the page's colours, without a style or an address of its own."""
    root = ElementTree.fromstring(chart)
    assert root.tag.endswith("svg") and ": " in (root.get("aria-label") or "")
    assert "currentColor" in chart and "var(--accent)" in chart
    assert not re.search(r"<style|<script|<\?xml|<image|url\(http", chart)


def test_numbers() -> None:
    """Every count above zero, every case's number; the same bytes each time."""
    assert {"2", "5", "1", "3", "9"} <= set(texts(histogram(COUNTS)))
    assert {"1, 4", "2", "3"} <= set(texts(scatter(POINTS)))
    assert scatter(POINTS) == scatter(POINTS)


def test_empty_class_and_single_case() -> None:
    """No division by nothing."""
    assert histogram([0] * 10) and scatter(POINTS[:1])


@pytest.mark.parametrize("lowest", [0.9, 0.0, -0.2, -0.5, -0.51, -1.0])
def test_points_inside(lowest: float) -> None:
    """Every point lies between the axes, also where weak students pass and strong ones fail."""
    chart = ElementTree.fromstring(scatter([(1, 0.0, 1.0), (2, 1.0, lowest)]))
    for point in chart.iter("circle"):
        assert 40 < float(point.get("cx", "")) < 424
        assert 20 <= float(point.get("cy", "")) <= 180


def test_hundred_cases_on_one_point() -> None:
    """The label stays short."""
    chart = scatter([*((number, 0.05, 1.0) for number in range(1, 101)), (107, 0.95, 0.2)])
    assert {"1–100", "107"} <= set(texts(chart))


def test_point_names_few_numbers() -> None:
    """As runs; of many, the first ones and how many there are."""
    assert _label([3]) == "3"
    assert _label([1, 2, 3, 7, 8]) == "1–3, 7–8"
    assert _label([1, 3, 5, 7, 9, 10]) == "1, 3, 5, … 6 in all"
