"""Hostile submissions to an exercise with libraries: objects that lie, explode, or are too large."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from grader.course.catalog import Course
from grader.course.prepare import prepare
from grader.model.exercise import Exercise
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from tests.hostile import target
from tests.hostile.attacks import HERE, SUBMISSIONS, Attack, read_attack

COURSE = HERE / "library_course"
ATTACKS = [read_attack(path) for path in sorted((SUBMISSIONS / "libraries").glob("*.py"))]


@pytest.fixture(scope="module")
def attacked() -> Iterator[tuple[Sandbox, Exercise]]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the locked sandbox is Linux's")
    with open_sandbox("forked") as sandbox:
        yield sandbox, prepare(Course(COURSE).definition("tables"), sandbox)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_objects_of_libraries(attacked: tuple[Sandbox, Exercise], attack: Attack) -> None:
    """No point beyond what is right, no deceptive letter, and the judge goes on as ever."""
    sandbox, exercise = attacked
    verdict = target.graded(attack.path, exercise, sandbox)
    assert {name: verdict.statuses[name] for name in attack.verdict} == attack.verdict
    assert verdict.report.score == attack.score
    assert not [mark for mark in ("\x1b", "\u202e", "\u202c", "\x00", "\r") if mark in verdict.said]
    if "honest" not in attack.name:
        assert not (target.canaries(exercise) - {"a", "b"}) & set(verdict.told.split())
