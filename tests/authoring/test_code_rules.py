"""Forbidden and required constructs: who loses what, and what is said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.course.bundle import dump_bundle, read_bundle
from grader.model.result import NOT_AS_ASKED, RIGHT_BUT_NOT_AS_ASKED, Status
from grader.report.pages import feedback_page
from grader.report.student_view import student_view
from grader.report.terminal import render_check
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify import verify_exercise
from tests.authoring.judged import ID, Grader, write_judged

REFERENCE = '''
import numpy as np


def solve(A, b):
    """Return x with A x = b."""
    return np.linalg.solve(A, b)


def total(X):
    """Return the sum of the squares of every row."""
    return np.sum(X * X, axis=1)


def largest(x):
    """Return the largest entry."""
    return np.max(x)
'''
EXERCISE = """
exercise.function("solve", forbid=["np.linalg.inv"])
exercise.function("total", forbid=["loop"], require=["np.sum"], rules_cost=Fraction(1, 2))
exercise.function("largest", forbid=["sorted", ".sort"], rules_cost=0)

@exercise.case("solve", visibility="public", points=2, seed=1)
def small(rng):
    '''solves a small system'''
    return dict(A=rng.normal(size=(3, 3)), b=rng.normal(size=3))
@exercise.case("solve", points=4, seed=2)
def larger(rng):
    '''solves a larger one'''
    return dict(A=rng.normal(size=(6, 6)), b=rng.normal(size=6))
@exercise.case("total", points=6, seed=3)
def rows(rng):
    '''adds up rows'''
    return dict(X=rng.normal(size=(5, 4)))
@exercise.case("largest", points=1, seed=4)
def of_ten(rng):
    '''finds it'''
    return dict(x=rng.normal(size=10))

exercise.mistake("solve", "transposed", edit=("np.linalg.solve(A, b)", "np.linalg.inv(A).T @ b"),
    hint="A, not its transpose.")
"""
RIGHT = """
import numpy as np
def solve(A, b):
    return np.linalg.solve(A, b)
def total(X):
    return (X ** 2).sum(axis=1)
def largest(x):
    return x.max()
"""

# The sample has no statement, and some of its functions only public cases.
NOT_ASKED = ("statement", "hidden")


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    return Grader(write_judged(tmp_path_factory.mktemp("c"), EXERCISE, REFERENCE), sandbox)


def test_what_keeps_the_rules_loses_nothing(grader: Grader) -> None:
    assert grader.graded(RIGHT).result.score == 13


def test_a_forbidden_function_costs_the_points_of_its_function(grader: Grader) -> None:
    """Through a helper and another name; the line is named, the result is not called wrong."""
    source = RIGHT.replace("return np.linalg.solve(A, b)", "return inverse(A) @ b")
    source += "from numpy.linalg import inv as i\ndef inverse(A):\n    return i(A)\n"
    report = grader.report(source)
    assert report.score == 7
    assert report.functions[0].violations == (
        "`np.linalg.inv` is not allowed in this task (anna.py, line 11, in `inverse`).",
    )
    for view in (report, student_view(report)):
        small, larger = view.cases[:2]
        for case in (small, larger):
            assert (case.status, case.points, case.mistake) == (Status.FAILED, 0, NOT_AS_ASKED)
            assert case.rationale == RIGHT_BUT_NOT_AS_ASKED
            assert "line 11" in (case.hint or "")
    assert render_check(student_view(report), color=False, width=200).count("np.linalg.inv") == 1


def test_a_wrong_result_stays_wrong_and_diagnosed(grader: Grader) -> None:
    """The mistake is named as ever; that the code uses what it may not is said beside it."""
    source = RIGHT.replace("np.linalg.solve(A, b)", "np.linalg.inv(A).T @ b")
    report = grader.report(source)
    assert {case.mistake for case in report.cases[:2]} == {"transposed"}
    for shown in (feedback_page(report), render_check(report, color=False, width=200)):
        assert "is not allowed in this task" in shown and "not its transpose" in shown


def test_rules_may_cost_a_part_or_nothing(grader: Grader) -> None:
    """Half of the points; and a word alone."""
    source = RIGHT.replace("return (X ** 2).sum(axis=1)", "return np.array([r @ r for r in X])")
    report = grader.report(source.replace("x.max()", "sorted(x)[-1]"))
    total, largest = report.functions[1:]
    assert (total.score, total.status, len(total.violations)) == (3, Status.FAILED, 2)
    assert "This task asks for `np.sum`. `total` does not use it." in total.violations
    assert (largest.score, largest.status) == (1, Status.PASSED)
    for shown in (feedback_page(report), render_check(report, color=False, width=200)):
        assert "sorted" in shown


def test_the_same_at_home(grader: Grader, tmp_path: Path) -> None:
    """A released bundle brings the rules along."""
    file = tmp_path / "exercise.json"
    file.write_text(dump_bundle(grader.exercise))
    prepared = read_bundle(file, ID).prepared
    assert prepared is not None
    assert [f.rules for f in prepared.functions] == [f.rules for f in grader.exercise.functions]


def test_verify_holds_the_reference_to_them(grader: Grader, tmp_path: Path) -> None:
    """The reference keeps the rules; a mistake may break them, and is known by its results."""
    findings = list(verify_exercise(grader.definition, grader.sandbox))
    assert [
        f"{f.name}: {f.detail}" for f in findings if not f.passed and f.kind not in NOT_ASKED
    ] == []
    assert sum(f.kind == "rules" for f in findings) == 3
    broken = EXERCISE.replace('forbid=["loop"]', 'forbid=["np.sum"]')
    definition = write_judged(tmp_path, broken, REFERENCE).definition(ID)
    failed = {f.kind: f.detail for f in verify_exercise(definition, grader.sandbox) if not f.passed}
    assert "`np.sum` is not allowed" in failed["rules"]


@pytest.mark.parametrize(("options", "words"), [
    ('forbid="for"', "forbid='for' is no list"),
    ('forbid=["fro"]', "'fro' is no known construct"),
    ('forbid=["np.linalg.inverse"]', "numpy has no such function"),
    ('require=[["np.dot", ""]]', "a construct is no text"),
    ('forbid=["for"], rules_cost=2', "rules_cost=2 is no share"),
])  # fmt: skip
def test_slips(tmp_path: Path, options: str, words: str) -> None:
    exercise = EXERCISE.replace('forbid=["np.linalg.inv"]', options)
    with pytest.raises(AuthorError, match="line 6") as caught:
        write_judged(tmp_path, exercise, REFERENCE).definition(ID)
    assert words in str(caught.value)


HOSTILE = {
    "eval": "return eval('np.lin' + 'alg.inv')(A) @ b",
    "a look-up with a computed name": "return getattr(np.linalg, ''.join(['i', 'nv']))(A) @ b",
    "through a dictionary of names": "return np.linalg.__dict__['i' + 'nv'](A) @ b",
    "a closure": "f = [v for k, v in vars(np.linalg).items() if k == 'inv'][0]\n    return f(A) @ b",
    "bytecode": "return type(solve)(compile('np.linalg.inv(A)', '', 'eval'), globals())() @ b",
    "a subclass": "return (lambda: 0).__globals__['np'].linalg.inv(A) @ b",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_trick_of_names_earns_the_points(grader: Grader, body: str) -> None:
    """What hides the function is forbidden with it."""
    source = RIGHT.replace("return np.linalg.solve(A, b)", body)
    function = grader.graded(source).result.functions[0]
    assert function.score == Fraction(0)
    assert function.violations
