"""Exercises are recognised from their text: one that may be meant is never left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import Course, find_course
from tests.authoring.course import EXERCISE, write_course


def test_whoever_grades_a_function_is_found_by_it() -> None:
    """In the whole course, each name leads to every exercise that grades it."""
    course = find_course()
    every = course.graded_names()
    assert not course.faults
    for name in {name for names in every.values() for name in names}:
        wanted = {id_: names for id_, names in every.items() if name in names}
        found = find_course().graded_names([name])
        assert wanted.items() <= found.items(), name


def test_exercises_that_define_none_of_the_functions_are_not_run(tmp_path: Path) -> None:
    """An exercise whose reference has no such function stays unread, broken or not."""
    course = write_course(tmp_path, EXERCISE + "\nraise ValueError('was run')\n")
    assert _names(course, "another_function") == {}
    assert _names(course, "another_function", faults=0) == {}
    assert _names(course, "centre", faults=1) == {}


@pytest.mark.parametrize(
    "declared",
    [
        'reference="averages" + ".py"',
        'reference=f"averages.py"',
        "reference=REFERENCE",
        'reference=[*["averages.py"]]',
        'reference=("averages.py", *())',
        "reference='averages.py', limits=Limits()",
        'reference = ["averages.py",]',
    ],
)
def test_a_reference_named_in_any_way_is_followed(tmp_path: Path, declared: str) -> None:
    """However an author writes the reference's name, the exercise is found."""
    text = EXERCISE.replace('reference="averages.py"', declared)
    head = 'from grader.authoring import Limits\nREFERENCE = "averages.py"\n'
    course = write_course(tmp_path, head + text)
    assert "averages" in _names(course, "centre")


def test_another_name_is_found_too(tmp_path: Path) -> None:
    """A function's older name stands in no reference, and leads to the exercise all the same."""
    other = '\nexercise.function("centre", **{"aliases": ("older",)})\n'
    assert "averages" in _names(write_course(tmp_path, EXERCISE + other), "older")


def _names(root: Path, name: str, faults: int | None = None) -> dict[str, tuple[str, ...]]:
    course = Course(root)
    names = course.graded_names([name])
    assert faults is None or len(course.faults) == faults
    return names
