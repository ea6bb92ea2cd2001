"""A file is recognised by the names of its functions; every exercise that may be meant is found."""

from __future__ import annotations

from pathlib import Path

from grader.course.catalog import Course, find_course
from grader.util.errors import MissingLibrary
from tests.authoring.course import EXERCISE, write_course


def test_course_is_read_whole() -> None:
    """No exercise of the course is left out, and each is known by the functions that it grades.

    Only one whose library is not installed may be.
    """
    course = find_course()
    names = course.graded_names()
    assert all(isinstance(fault, MissingLibrary) for fault in course.faults.values())
    for id_ in set(course.ids()) - set(course.faults):
        assert set(course.definition(id_).functions) <= set(names[id_])


def test_broken_exercise_is_left_out(tmp_path: Path) -> None:
    """One author's error does not hide the other exercises, and is kept to be reported."""
    course = write_course(tmp_path)
    broken = course / "exercises" / "broken"
    broken.mkdir()
    (broken / "exercise.py").write_text("raise ValueError('was run')\n")
    read = Course(course)
    assert read.graded_names() == {"averages": ("mean_and_spread", "centre")}
    assert set(read.faults) == {"broken"}
    assert "ValueError: was run" in read.faults["broken"].message


def test_alias_is_recognised(tmp_path: Path) -> None:
    """A function's older name leads to the exercise."""
    other = '\nexercise.function("centre", aliases=("older",))\n'
    course = Course(write_course(tmp_path, EXERCISE + other))
    assert "older" in course.graded_names()["averages"]
