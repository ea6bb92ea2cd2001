"""Scripts of steps: what an author may do with ``do``, and what a student reads of it."""

from __future__ import annotations

import pytest

from grader.course.starter import starter
from grader.model.result import Status
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.checks import Subject
from grader.verify.declarations import check_builds_on
from tests.authoring.judged import Grader, write_judged

REFERENCE = '''
class Shape:
    """Something with a name."""

    def __init__(self, name):
        self.name = name


class Square(Shape):
    """A square of a given side."""

    def __init__(self, side):
        super().__init__("square")
        self.side = side

    @property
    def side(self):
        return self._side

    @side.setter
    def side(self, value):
        if value < 0:
            raise ValueError("a side is not negative")
        self._side = value

    @classmethod
    def unit(cls):
        return cls(1.0)

    def grow(self, by):
        self._side = self._side + by
        return self._side


def grow(square, by):
    """Return the side of a square after it grew."""
    return square.grow(by)


def halve(x):
    """Halve an array in place."""
    x /= 2
'''
EXERCISE = '''
@exercise.steps("Square", points=3, visibility="public", seed=1)
def grows(rng, do):
    """has a side that can be set"""
    square = do.Square(2.0)
    square.side = 3.5
    square.side += 1
    do.read(square.side)
    with do.raises():
        square.side = -1
    unit = do.Square.unit()
    do.read(unit.side)
    unit.notes = [1, 2]
    unit.notes[0] = 7
    del unit.notes[1]
    do.read(unit.notes)

@exercise.steps("grow", seed=2)
def by_two(rng, do):
    """lets a square grow"""
    do.read(do.grow(do.Square(2.0), 2))

@exercise.case("halve", visibility="public", compares="arguments", seed=3)
def five(rng):
    """halves five numbers"""
    return dict(x=rng.normal(size=5))
'''
RIGHT = REFERENCE.partition("class Shape")[2].join(["class Shape", ""])


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    course = write_judged(tmp_path_factory.mktemp("scripts"), EXERCISE, REFERENCE)
    return Grader(course, sandbox)


def test_attributes_and_items_are_set_and_deleted(grader: Grader) -> None:
    assert {case.status for case in grader.cases(RIGHT).values()} == {Status.PASSED}


def test_a_step_that_sets_an_attribute_is_shown_as_it_is_written(grader: Grader) -> None:
    wrong = RIGHT.replace("        if value < 0:\n            raise ValueError", "        if value < -9:\n            raise ValueError")  # fmt: skip
    case = grader.cases(wrong)["grows"]
    assert case.status is Status.FAILED
    assert "`square.side = -1` raises no exception, expected `ValueError`" in (case.rationale or "")
    assert case.call is not None and "square.side += 1\n" in case.call
    assert "Square.unit()" in case.call


def test_a_method_of_the_class_that_is_missing_is_named(grader: Grader) -> None:
    wrong = RIGHT.replace("def unit(cls)", "def one(cls)")
    assert "unit" in (grader.cases(wrong)["grows"].rationale or "")


def test_an_argument_that_should_change_and_does_not(grader: Grader) -> None:
    cases = grader.cases(RIGHT.replace("x /= 2", "x = x / 2"))
    assert cases["five"].status is Status.FAILED
    assert "leaves its argument as it was" in (cases["five"].hint or "")
    assert "times 2" not in (cases["five"].rationale or "")


def test_a_changed_argument_is_called_by_its_name(grader: Grader) -> None:
    case = grader.cases(RIGHT.replace("x /= 2", "x /= 4"))["five"]
    assert "`x` after the call is the expected" in (case.rationale or "")


def test_a_starter_has_the_classes_that_a_graded_one_is_derived_from(grader: Grader) -> None:
    assert "class Shape" in starter(grader.definition).head


def test_a_method_named_like_a_graded_function_is_no_call_of_it(grader: Grader) -> None:
    subject = Subject(grader.definition, grader.sandbox, None)
    assert [finding for finding in check_builds_on(subject) if not finding.ok] == []
