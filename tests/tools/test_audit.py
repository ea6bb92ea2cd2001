"""``grader audit`` on a course from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.conftest import EXERCISE, REFERENCE, Grader, Ran, write_course

# Points on one line leave the axis open; two coordinates of one centre leave much more.
WEAK = EXERCISE.replace("return inputs(rng, 9, 4, 5)", "return inputs(rng, 5, 1, 1)")
BENT = REFERENCE.replace(
    "return np.argmin(squared_distances(X, centres), axis=1)",
    "return np.argmin(np.arctan(squared_distances(X, centres)), axis=1)",
)
FEW = ("--inputs", "50")  # drawn for what no case kills; the first test has the usual number
STRAIGHTENED = '("np.argmin(np.arctan(squared_distances(X, centres)), axis=1)", "np.argmin(squared_distances(X, centres), axis=1)")'


def audited(grader: Grader, course: Path, *options: str) -> Ran:
    """Audit the exercise in one process, with few inputs."""
    return grader("audit", "clusters", "--course", course, "--jobs", "1", *FEW, *options)


def test_strong_cases_kill_every_mutant(course: Path, grader: Grader) -> None:
    """A full score for every function, and exit code 0."""
    ran = grader("audit", "clusters", "--course", course, "--jobs", "1", "--json")
    found = json.loads(ran.out)[0]
    assert (ran.code, found["passed"]) == (0, True)
    figures = {
        f["function"]: (f["killed"], f["equivalent"], f["score"]) for f in found["functions"]
    }
    assert figures == {"squared_distances": (19, 1, 1.0), "assign": (9, 0, 1.0)}


def test_survivor_is_shown_as_diff(tmp_path: Path, grader: Grader) -> None:
    """The line, the change, the case function and a seed; exit code 1."""
    course = write_course(tmp_path, WEAK)
    ran = audited(grader, course, "--function", "squared_distances")
    assert ran.code == 1
    assert "reference/clusters.py, line 12" in ran.out
    assert "-    return np.sum(difference**2, axis=2)" in ran.out
    assert "+    return np.mean(difference ** 2, axis=2)" in ran.out
    assert "axis=1)" not in ran.out  # the hidden case of a caller sees that one
    assert "only the public case few_points tells it apart" in ran.out
    assert "probably" not in ran.out


def test_equivalent_mutant_can_be_declared(tmp_path: Path, grader: Grader) -> None:
    """The audit prints the declaration to paste; with it, the mutant no longer counts."""
    course = write_course(tmp_path / "a", reference=BENT)
    ran = audited(grader, course, "--function", "assign")
    assert ran.code == 1
    assert "probably equivalent: dropped call" in ran.out
    assert "exercise.equivalent('assign', (" in ran.out
    edits = EXERCISE.replace('("np.argmin", "np.argmax")', '("argmin", "argmax")')
    declared = (
        edits
        + f'\nexercise.equivalent("assign", {STRAIGHTENED}, reason="an arctangent keeps the order")\n'
    )
    course = write_course(tmp_path / "b", declared, BENT)
    ran = audited(grader, course, "--function", "assign", "--json")
    found = json.loads(ran.out)[0]["functions"][0]
    assert (ran.code, found["equivalent"], found["survivors"]) == (0, 1, [])


def test_false_declaration_fails(tmp_path: Path, grader: Grader) -> None:
    """Where a case kills it, and where only drawn inputs tell it apart."""
    false = '\nexercise.equivalent("squared_distances", ("axis=2", "axis=1"), reason="surely")\n'
    for folder, text, words in (
        ("a", EXERCISE, "the case many_points kills it"),
        ("b", WEAK, "declared: constant"),
    ):
        course = write_course(tmp_path / folder, text + false)
        ran = audited(grader, course, "--function", "squared_distances")
        assert ran.code == 1
        assert words in ran.out


def test_stale_declaration_is_reported(tmp_path: Path, grader: Grader) -> None:
    """A declared edit that the audit never makes is reported, and not counted."""
    odd = '\nexercise.equivalent("assign", ("np.argmin", "np.nanargmin"), reason="no NaN")\n'
    ran = audited(grader, write_course(tmp_path, EXERCISE + odd))
    assert "never made: assign: 'np.argmin'" in ran.out


def test_jobs_change_nothing(tmp_path: Path, grader: Grader) -> None:
    """The same report from one process and from two."""
    course = write_course(tmp_path, WEAK)
    one, two = (
        grader(
            "audit", "clusters", "--course", course, "--jobs", jobs, "--json", "--inputs", "50"
        ).out
        for jobs in (1, 2)
    )
    assert json.loads(one) == json.loads(two)


@pytest.mark.parametrize(("arguments", "words"), [
    (("nonsense",), "unknown exercise"),
    (("clusters", "--function", "nonsense"), "has no function 'nonsense'"),
    (("clusters", "--inputs", "0"), "whole number"),
])  # fmt: skip
def test_unknown_names_are_usage_errors(
    course: Path, grader: Grader, arguments: tuple[str, ...], words: str
) -> None:
    """One line, exit code 2."""
    ran = grader("audit", *arguments, "--course", course)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
