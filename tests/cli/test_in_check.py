"""A mistake that the public cases do not tell from other faults is named where hidden ones ran."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, reports

Grader = Callable[..., Ran]
Write = Callable[..., Path]

REFERENCE = 'def area(r):\n    """Return the area of a square of side r."""\n    return r * r\n'
EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Squares", reference="squares.py")
exercise.function("area")


@exercise.case("area", points=1, visibility="public", seed=1)
def side_three(rng):
    """takes a side of 3"""
    return dict(r=3.0)


@exercise.case("area", points=1, visibility="hidden", seed=2)
def side_five(rng):
    """takes a side of 5"""
    return dict(r=5.0)


exercise.mistake("area", "doubles", edit=("r * r", "2 * r"), hint="Twice is not squared.")
{more}
'''
DOUBLES = "def area(r):\n    return r + r\n"


@pytest.mark.parametrize("in_check", [True, False])
def test_only_a_class_is_told(grader: Grader, write: Write, tmp_path: Path, in_check: bool) -> None:
    """The student's own check says what is wrong and names nothing; grading names it."""
    more = "" if in_check else 'exercise.needs_hidden_cases("area", "doubles")'
    write("course/reference/squares.py", REFERENCE)
    write("course/exercises/squares/exercise.py", EXERCISE.replace("{more}", more))
    write("course/exercises/squares/statement.md", "# Squares\n\n`area(r)` returns the area.\n")
    write("ann.py", DOUBLES)
    ran = grader("check", "ann.py", "--course", "course")
    assert ran.code == 1, ran.err
    assert ("Twice is not squared" in ran.out) is in_check
    assert grader("grade", "ann.py", "--course", "course", "--out", "results").code == 0
    (report,) = reports(tmp_path / "results").values()
    assert {case["mistake"] for case in report["cases"]} == {"doubles"}
