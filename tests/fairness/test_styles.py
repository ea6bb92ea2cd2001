"""Whole files in styles that students use: what is right loses nothing, what is wrong loses points.

A file's name begins with its exercise. Every graded function that it defines is judged; the others
are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import Course, find_course
from grader.course.prepare import prepare
from grader.load import Wanted, build_program, read_file, recognise
from grader.model.exercise import Exercise, module_names, supplied_names
from grader.model.result import FunctionResult
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"
RIGHT = sorted(path.name for path in (FILES / "right").glob("*.py"))
WRONG = sorted(path.name for path in (FILES / "wrong").glob("*.py"))


class Marker:
    """Grades a file as one exercise; each exercise is made ready once."""

    def __init__(self, course: Course, sandbox: Sandbox) -> None:
        self.course, self.sandbox = course, sandbox
        self._made: dict[str, Exercise] = {}

    def results(self, path: Path) -> dict[str, FunctionResult]:
        """What the graded functions that the file defines earn."""
        name = path.name.partition("__")[0]
        if name not in self._made:
            self._made[name] = prepare(self.course.definition(name), self.sandbox)
        exercise = self._made[name]
        wanted = Wanted(
            graded=exercise.function_names,
            supplied=supplied_names(exercise.modules),
            modules=module_names(exercise.modules),
        )
        program = build_program([read_file(path)], wanted)
        result = grade_program(exercise, program, self.sandbox).result
        return {
            function.name: function
            for function in result.functions
            if function.name in program.functions
        }


@pytest.fixture(scope="module")
def marker(sandbox: Sandbox) -> Marker:
    return Marker(find_course(ROOT), sandbox)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_function_gets_full_points_in_any_style(marker: Marker, name: str) -> None:
    """A class around the functions, a cost written out, a last batch taken from the loop, …"""
    results = marker.results(FILES / "right" / name)
    assert results
    assert {f.name: f.score for f in results.values()} == {
        f.name: f.max_score for f in results.values()
    }


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_function_loses_points_in_any_style(marker: Marker, name: str) -> None:
    """The same leniency lets no real slip through."""
    results = marker.results(FILES / "wrong" / name)
    assert results
    assert [f.name for f in results.values() if f.score == f.max_score] == []


@pytest.mark.parametrize("name", RIGHT)
def test_the_exercise_is_found_by_the_functions(marker: Marker, name: str) -> None:
    """Also where the file holds only some of them, or a class holds them all."""
    course = marker.course
    catalogue = {exercise: course.definition(exercise).functions for exercise in course.ids()}
    found = recognise([read_file(FILES / "right" / name)], catalogue)
    assert name.partition("__")[0] in (*found.exercises, *found.ambiguous)
