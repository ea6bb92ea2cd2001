"""``grader audit`` on a course from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.conftest import EXERCISE, REFERENCE, Grader, write_course

# Points on one line leave the axis open; two coordinates of one centre leave much more.
WEAK = EXERCISE.replace("return inputs(rng, 9, 4, 5)", "return inputs(rng, 5, 1, 1)")
BENT = REFERENCE.replace(
    "return np.argmin(squared_distances(X, centres), axis=1)",
    "return np.argmin(np.arctan(squared_distances(X, centres)), axis=1)",
)
STRAIGHTENED = '("np.argmin(np.arctan(squared_distances(X, centres)), axis=1)", "np.argmin(squared_distances(X, centres), axis=1)")'


def test_strong_cases_catch_every_fault(course: Path, grader: Grader) -> None:
    """A full score for every function, and exit code 0."""
    ran = grader("audit", "clusters", "--course", course, "--jobs", "1", "--json")
    found = json.loads(ran.out)[0]
    assert (ran.code, found["passed"]) == (0, True)
    figures = {
        f["function"]: (f["killed"], f["equivalent"], f["score"]) for f in found["functions"]
    }
    assert figures == {"squared_distances": (19, 1, 1.0), "assign": (9, 0, 1.0)}


def test_a_survivor_is_shown_as_a_diff_with_what_would_kill_it(
    tmp_path: Path, grader: Grader
) -> None:
    """The line, the change, the case function and a seed; exit code 1."""
    course = write_course(tmp_path, WEAK)
    ran = grader(
        "audit", "clusters", "--course", course, "--jobs", "1", "--function", "squared_distances"
    )
    assert ran.code == 1
    assert "reference/clusters.py, line 12" in ran.out
    assert "-    return np.sum(difference**2, axis=2)" in ran.out
    assert "+    return np.sum(difference**2, axis=1)" in ran.out
    assert "only the public case few_points tells it apart" in ran.out
    assert "probably" not in ran.out


def test_a_fault_that_changes_nothing_is_probably_equivalent_until_declared(
    tmp_path: Path, grader: Grader
) -> None:
    """The declaration to paste is shown; with it, the fault no longer counts, and its share is told."""
    course = write_course(tmp_path / "a", reference=BENT)
    ran = grader("audit", "clusters", "--course", course, "--jobs", "1", "--function", "assign")
    assert ran.code == 1
    assert "probably equivalent: dropped call" in ran.out
    assert "exercise.equivalent('assign', (" in ran.out
    edits = EXERCISE.replace('("np.argmin", "np.argmax")', '("argmin", "argmax")')
    declared = (
        edits
        + f'\nexercise.equivalent("assign", {STRAIGHTENED}, reason="an arctangent keeps the order")\n'
    )
    course = write_course(tmp_path / "b", declared, BENT)
    ran = grader(
        "audit", "clusters", "--course", course, "--jobs", "1", "--function", "assign", "--json"
    )
    found = json.loads(ran.out)[0]["functions"][0]
    assert (ran.code, found["equivalent"], found["survivors"]) == (0, 1, [])


def test_a_false_declaration_is_not_believed(tmp_path: Path, grader: Grader) -> None:
    """Neither where a case kills it nor where only drawn inputs tell it apart."""
    false = '\nexercise.equivalent("squared_distances", ("axis=2", "axis=1"), reason="surely")\n'
    for folder, text, words in (
        ("a", EXERCISE, "the case many_points kills it"),
        ("b", WEAK, "declared: constant"),
    ):
        course = write_course(tmp_path / folder, text + false)
        ran = grader(
            "audit",
            "clusters",
            "--course",
            course,
            "--jobs",
            "1",
            "--function",
            "squared_distances",
        )
        assert ran.code == 1
        assert words in ran.out


def test_a_declaration_that_fits_no_fault_is_told(tmp_path: Path, grader: Grader) -> None:
    """It is not counted and does no harm."""
    odd = '\nexercise.equivalent("assign", ("np.argmin", "np.nanargmin"), reason="no NaN")\n'
    ran = grader(
        "audit", "clusters", "--course", write_course(tmp_path, EXERCISE + odd), "--jobs", "1"
    )
    assert "never made: assign: 'np.argmin'" in ran.out


def test_the_number_of_jobs_changes_nothing(tmp_path: Path, grader: Grader) -> None:
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
def test_a_wrong_word_is_a_usage_error(
    course: Path, grader: Grader, arguments: tuple[str, ...], words: str
) -> None:
    """One line, exit code 2."""
    ran = grader("audit", *arguments, "--course", course)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
