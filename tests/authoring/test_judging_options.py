"""Canonical forms, credit for parts and limits, as an author declares them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course.bundle import dump_bundle, read_bundle
from grader.model.result import PARTLY_RIGHT, Status
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify import verify_exercise
from tests.authoring.judged import ID, Grader, write_judged

REFERENCE = '''
import numpy as np


def axes(A):
    """Return the eigenvalues of A and its eigenvectors, in columns."""
    values, vectors = np.linalg.eigh(A)
    return values, vectors


def roots(p):
    """Return the roots of a polynomial as text."""
    return ", ".join(f"{root:.3f}" for root in np.sort(np.roots(p).real))


def gradients(X, y):
    """Return mean, spread and product."""
    return {"mean": X.mean(axis=0), "spread": X.std(axis=0), "product": X.T @ y}


def table(n):
    """Return n times n products."""
    return np.outer(np.arange(1, n + 1), np.arange(1, n + 1)).astype(float)
'''
EXERCISE = """
@exercise.case("axes", points=4, visibility="public", seed=1, form={"[1]": "up_to_sign"})
def of_a_matrix(rng):
    '''finds the axes'''
    A = rng.normal(size=(4, 4))
    return dict(A=A + A.T)

@exercise.case("roots", points=4, visibility="public", seed=2, form="as_a_set")
def of_a_polynomial(rng):
    '''finds the roots'''
    return dict(p=np.poly([1.0, 2.0, rng.uniform(3, 4)]))

@exercise.case("gradients", points=6, visibility="public", seed=3, credit="items")
def three_parts(rng):
    '''finds all three'''
    return dict(X=rng.normal(size=(6, 2)), y=rng.normal(size=(6, 1)))

@exercise.case("gradients", points=5, seed=4, credit={"mean": 1, "spread": 1, "product": 3})
def three_hidden_parts(rng):
    '''finds all three of others'''
    return dict(X=rng.normal(size=(6, 2)), y=rng.normal(size=(6, 1)))

@exercise.case("table", points=10, seed=5, credit="entries", limits=CaseLimits(cpu_seconds=0.3))
def a_table(rng):
    '''multiplies'''
    return dict(n=5)

exercise.function("table", trivial="the first row of products counts from 1, and earns its share")
exercise.mistake("axes", "in_rows", edit=("return values, vectors", "return values, vectors.T"),
    hint="The eigenvectors are the columns.")
exercise.mistake("roots", "of_the_derivative", edit=("np.roots(p)", "np.roots(np.polyder(p))"),
    hint="Take p itself.")
exercise.mistake("gradients", "not_transposed", edit=("X.T @ y", "X.T @ np.abs(y)"), hint="Keep signs.")
exercise.mistake("table", "from_zero", edit=("np.outer(np.arange(1, n + 1)", "np.outer(np.arange(n)"),
    hint="Start with 1.")
"""
CANONICAL = '''
def as_a_set(text):
    """the order of the roots, and blanks"""
    return sorted(float(part) for part in text.split(","))
'''
RIGHT = """
import numpy as np
def axes(A):
    values, vectors = np.linalg.eigh(A)
    return values, vectors * [1, -1, 1, -1]
def roots(p):
    return ",".join(f" {root:.3f} " for root in np.sort(np.roots(p).real)[::-1])
def gradients(X, y):
    return {"mean": np.mean(X, 0), "spread": np.std(X, 0), "product": np.dot(X.T, y)}
def table(n):
    r = np.arange(1.0, n + 1)
    return r[:, None] * r
"""

# The sample has no statement, and some of its functions only public cases.
NOT_ASKED = ("statement", "hidden")


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    course = write_judged(tmp_path_factory.mktemp("c"), EXERCISE, REFERENCE, canonical=CANONICAL)
    return Grader(course, sandbox)


def test_what_does_not_count_is_right(grader: Grader) -> None:
    """Another sign of a column, another order by the author's own function."""
    assert {case.status for case in grader.cases(RIGHT).values()} == {Status.PASSED}


def test_mistakes_are_named_whatever_the_form(grader: Grader) -> None:
    """In another sign, and after the author's function."""
    cases = grader.cases(RIGHT.replace("np.roots(p)", "np.roots(np.polyder(p))"))
    assert cases["of_a_polynomial"].mistake == "of_the_derivative"
    rows = RIGHT.replace("return values, vectors * [1, -1, 1, -1]", "return values, -vectors.T")
    assert grader.cases(rows)["of_a_matrix"].mistake == "in_rows"


@pytest.mark.parametrize(("returned", "words"), [
    ("None", "The result is None."),
    ("'three'", "The result is text. It does not have the form that is asked for"),
    ("[1.0, 2.0, 3.5]", "The result is a list. It does not have the form"),
    ("lambda: 3", "The result is of type function"),
    ("'nan, 1, 2'", "`result[0]`"),
])  # fmt: skip
def test_a_result_without_canonical_form_fails(grader: Grader, returned: str, words: str) -> None:
    """Also one that looks like the canonical form itself: only what was asked for counts."""
    case = grader.cases(f"def roots(p):\n    x = p\n    return {returned}\n")["of_a_polynomial"]
    assert case.status is Status.FAILED and not case.points
    assert words in (case.rationale or "")


HOSTILE = {
    "text that is slow to read": "'1,' * 300_000",
    "a class of its own": "type('S', (str,), {'split': lambda *a: [1.0, 2.0, 3.5]})('1')",
    "deep": "eval('[' * 30 + ']' * 30)",
    "an endless iterator": "iter(int, 1)",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_meet_the_authors_function_outside_of_the_judge(
    grader: Grader, value: str
) -> None:
    """They fail their case, and no other."""
    cases = grader.cases(RIGHT.replace("def roots(p):", f"def roots(p):\n    return {value}"))
    assert cases["of_a_polynomial"].status in (Status.FAILED, Status.ERROR)
    assert [c.name for c in cases.values() if not c.status.is_right] == ["of_a_polynomial"]


def test_credit_for_parts(grader: Grader) -> None:
    """Fractions are exact; the feedback says how much is right; a hidden case shows points alone."""
    report = grader.report(RIGHT.replace("np.dot(X.T, y)", "np.dot(X.T, y) + 1"))
    cases = {case.name: case for case in report.cases}
    assert (cases["three_parts"].points, cases["three_hidden_parts"].points) == (4, 2)
    assert cases["three_parts"].status is Status.FAILED
    assert (cases["three_parts"].rationale or "").startswith("2 of 3 parts are right. ")
    assert cases["three_hidden_parts"].parts_right == (2, 3)
    seen = {case.name: case for case in student_view(report).cases}["three_hidden_parts"]
    assert (seen.points, seen.rationale, seen.parts_right) == (2, PARTLY_RIGHT, None)


def test_credit_by_entries(grader: Grader) -> None:
    source = RIGHT.replace("return r[:, None] * r", "a = r[:, None] * r; a[0] += 1; return a")
    case = grader.cases(source)["a_table"]
    assert (case.points, case.parts_right) == (Fraction(8), (20, 25))
    assert "20 of 25 entries are right." in (case.rationale or "")


def test_limits_of_a_case(grader: Grader) -> None:
    """The case's own limit ends it, and the sentence names it."""
    case = grader.cases(RIGHT.replace("r = np", "while True: pass\n    r = np"))["a_table"]
    assert case.status is Status.TIMEOUT
    assert "more than 0.3 seconds" in (case.rationale or "")


def test_limits_of_memory_and_result(sandbox: Sandbox, tmp_path: Path) -> None:
    exercise = """
@exercise.case("table", limits=CaseLimits(memory_bytes=100 * 2**20))
def memory(rng):
    '''x'''
    return dict(n=2)
@exercise.case("table", limits=CaseLimits(result_bytes=10_000))
def result(rng):
    '''x'''
    return dict(n=3)
@exercise.case("table")
def usual(rng):
    '''x'''
    return dict(n=4)
"""
    grader = Grader(write_judged(tmp_path, exercise, REFERENCE), sandbox)
    right = RIGHT.replace("r = np", "np.ones(2 * 10**7)\n    r = np")
    assert [c.status for c in grader.cases(right).values()] == [
        Status.MEMORY,
        Status.PASSED,
        Status.PASSED,
    ]
    large = RIGHT.replace("return r[:, None] * r", "return np.ones((100, 100))")
    cases = grader.cases(large)
    assert [case.status for case in cases.values()] == [Status.FAILED, Status.ERROR, Status.FAILED]


def test_a_bundle_judges_in_the_same_way(grader: Grader, tmp_path: Path) -> None:
    """Public cases bring their forms, their credit and the author's function along."""
    file = tmp_path / "exercise.json"
    file.write_text(dump_bundle(grader.exercise))
    prepared = read_bundle(file, ID).prepared
    assert prepared is not None
    home = replace_exercise(grader, prepared)
    assert {case.status for case in home.cases(RIGHT).values()} == {Status.PASSED}
    wrong = home.cases(RIGHT.replace("np.dot(X.T, y)", "np.dot(X.T, y) + 1"))
    assert wrong["three_parts"].points == 4
    assert "form that is asked" in (
        home.cases("def roots(p):\n    return 1\n")["of_a_polynomial"].rationale or ""
    )
    file.write_text(file.read_text().replace('"up_to_sign"', '"up_to_luck"'))
    with pytest.raises(AuthorError, match="up_to_luck"):
        read_bundle(file, ID)


def replace_exercise(grader: Grader, prepared: object) -> Grader:
    home = object.__new__(Grader)
    home.__dict__.update(grader.__dict__, exercise=prepared)
    home.definition = replace(grader.definition, prepared=prepared)  # type: ignore[arg-type]
    return home


def test_verify_proves_it(grader: Grader, sandbox: Sandbox) -> None:
    """Right, mistaken and trivial answers are what they are in canonical form, too."""
    findings = list(verify_exercise(grader.definition, sandbox))
    assert [
        f"{f.kind} {f.name}: {f.detail}"
        for f in findings
        if not f.passed and f.kind not in NOT_ASKED
    ] == []


def test_verify_finds_credit_for_a_trivial_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    exercise = """
@exercise.case("half", seed=1, points=2, credit="entries")
def halves(rng):
    '''keeps what is positive'''
    return dict(x=rng.normal(size=8))
"""
    reference = "import numpy as np\ndef half(x):\n    '''Return x where it is positive.'''\n    return np.maximum(x, 0)\n"
    definition = write_judged(tmp_path, exercise, reference).definition(ID)
    failed = [f.name for f in verify_exercise(definition, sandbox) if not f.passed]
    assert "zeros in the right shapes" in failed


@pytest.mark.parametrize(("option", "words"), [
    ('form="up_to_sine"', "did you mean up_to_sign?"),
    ('form="nothing_like_it"', "functions in canonical.py"),
    ("form=3", "names no form"),
    ('form={"[x": "up_to_sign"}', "no way to a part"),
    ('form={"[9]": "up_to_sign"}', "the result has no part [9]"),
    ('form="same_span"', "same_span is for matrices"),
    ('credit="parts"', "credit='parts' is unknown"),
    ('credit={"a": 0}', "the weight 0"),
    ('credit={"a": 1}', "differ in"),
    ("limits=3", "CaseLimits(cpu_seconds=1)"),
    ("limits=CaseLimits(cpu_seconds=-1)", "no number above 0"),
])  # fmt: skip
def test_slips(sandbox: Sandbox, tmp_path: Path, option: str, words: str) -> None:
    """An author is told the line, and what can be written."""
    case = f"""
@exercise.case("gradients", {option})
def one(rng):
    '''x'''
    return dict(X=rng.normal(size=(6, 2)), y=rng.normal(size=(6, 1)))
"""
    with pytest.raises(AuthorError) as caught:
        Grader(write_judged(tmp_path, case, REFERENCE), sandbox)
    told = f"{caught.value} {caught.value.hint}"
    assert "exercise.py, line 6" in told
    assert words in told
