"""The pages on what the course covers and where its notes disagree name what exists."""

from __future__ import annotations

import re

import pytest

from grader.course.catalog import Course
from tests.docs.page import CHECKOUT

COURSE = Course(CHECKOUT)
COVERAGE = (CHECKOUT / "docs" / "course-coverage.md").read_text("utf-8")
CONTRADICTIONS = (CHECKOUT / "docs" / "course-contradictions.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in COVERAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]
GRADED = re.compile(r"`(\w+)`: ((?:`\w+`(?:, )?)+)")


def test_items_are_numbered_and_counted() -> None:
    """The items are numbered from 1 without a gap, and the page counts them."""
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    still_open = sum(row[4].startswith("Open: ") for row in ROWS)
    counts = re.search(r"(\d+) items are covered,\s+(\d+) are open", COVERAGE)
    assert counts and counts.groups() == (str(len(ROWS) - still_open), str(still_open))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row_of_an_item(row: list[str]) -> None:
    """Exercises and functions or questions that exist; or a sentence."""
    _, item, source, kind, graded = row
    assert item and kind in ("C", "Q")
    assert re.fullmatch(r"D[0-4]:[\d,-]+(; D[0-4]:[\d,-]+)*( \(\w+\))?", source), source
    named = GRADED.findall(graded)
    if graded.startswith("Open: "):
        assert len(graded) > 40, "an open row says why"
    else:
        assert re.fullmatch(rf"{GRADED.pattern}(; {GRADED.pattern})*", graded), graded
    for exercise, functions in named:
        assert exercise in COURSE.ids(), exercise
        for function in re.findall(r"`(\w+)`", functions):
            assert function in COURSE.definition(exercise).functions, (exercise, function)


def test_every_exercise_is_in_a_row() -> None:
    """What was made from the lecture documents alone stands in some row."""
    named = {exercise for row in ROWS for exercise, _ in GRADED.findall(row[4])}
    assert set(COURSE.ids()) - named <= {"deep_network_application", "autograd_basics"}


def test_contradictions_name_what_exists() -> None:
    """Each function, question and mistake in code is one of the exercise beside it."""
    rows = [line for line in CONTRADICTIONS.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) >= 15
    known = set(COURSE.ids())
    for name in COURSE.ids():
        definition = COURSE.definition(name)
        known |= set(definition.functions) | {mistake.name for mistake in definition.mistakes}
    for row in rows:
        assert set(re.findall(r"`(\w+)`", row)) <= known, row
