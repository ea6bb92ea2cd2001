"""A line that is quoted, or edited, is the one that Python counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.judged import Grader, write_judged

BREAKS = {"form feed": "\f", "line separator": "# \u2028", "next line": "# \x85"}
REFERENCE = '''"""Adds {mark} up."""


def total(x):
    """Return the sum of x, {mark} as a number."""
    whole = 0.0
    for each in x:
        whole += each
    return whole
'''
EXERCISE = """
@exercise.case("total", visibility="public", points=1, seed=1)
def two_numbers(rng):
    "adds two numbers"
    return dict(x=[1.0, 2.5])

@exercise.case("total", visibility="hidden", points=1, seed=2)
def three_numbers(rng):
    "adds three numbers"
    return dict(x=[1.0, 2.5, 7.0])

exercise.mistake("total", "forgets_to_add",
    edit=("whole += each", "whole = each"), hint="Add each to what is there.")
"""


@pytest.fixture(params=BREAKS.values(), ids=BREAKS)
def mark(request: pytest.FixtureRequest) -> str:
    """A character at which `str.splitlines` ends a line, and Python does not."""
    return str(request.param)


@pytest.fixture
def grader(mark: str, tmp_path: Path, sandbox: Sandbox) -> Grader:
    """Of an exercise whose reference has such a character as well."""
    reference = REFERENCE.replace("{mark}", mark.removeprefix("# "))
    return Grader(write_judged(tmp_path, EXERCISE, reference), sandbox)


def test_an_error_is_quoted_from_its_own_line(mark: str, grader: Grader) -> None:
    source = f"{mark}\ndef total(x):\n    count = len(x)\n    return x[count]\n"
    rationale = grader.cases(source)["two_numbers"].rationale
    assert rationale is not None and "line 4: `return x[count]`" in rationale


def test_a_sign_is_read_off_its_own_line(mark: str, grader: Grader) -> None:
    source = f"{mark}\ndef total(x):\n    whole = 0\n    for y in x:\n        whole =- y\n    return whole\n"
    hint = grader.cases(source)["two_numbers"].hint
    assert hint is not None and "line 5" in hint and "`=-`" in hint


def test_a_known_mistake_is_edited_in(grader: Grader) -> None:
    """Whatever stands in the reference's texts."""
    source = "def total(x):\n    for each in x:\n        whole = each\n    return whole\n"
    assert grader.cases(source)["two_numbers"].mistake == "forgets_to_add"
