"""What an author forgets in silence: each is a finding of ``grader verify`` that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify import declarations, known_verdicts, omissions
from grader.verify.checks import Finding, Subject
from tests.tools.conftest import EXERCISE, REFERENCE, Grader, write_course

Checking = Callable[[Subject], Iterator[Finding]]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox() as opened:
        yield opened


def failed(
    course: Path, sandbox: Sandbox, check: Checking, statement: str | None = None
) -> list[tuple[str, str]]:
    """Name and detail of what one check of the exercise does not pass."""
    if statement is not None:
        (course / "exercises" / "clusters" / "statement.md").write_text(statement)
    subject = Subject(Course(course).definition("clusters"), sandbox, course)
    return [(f.name, f.detail) for f in check(subject) if not f.passed]


DRAW = '''

def draw(n):
    """Return n random numbers."""
    return np.random.randn(n)
'''
DRAWS = '''
exercise.function("draw", rng="fixed")


@exercise.case("draw", visibility="public", seed=7)
def draws_four(rng):
    """draws four numbers"""
    return dict(n=4)


@exercise.case("draw", seed=8)
def draws_five(rng):
    """draws five numbers"""
    return dict(n=5)
'''


@pytest.mark.parametrize(("check", "exercise", "reference", "name", "words"), [
    (omissions.check_seeds, EXERCISE.replace(", seed=2", ""), REFERENCE, "many_points", "write seed="),
    (omissions.check_seeds, EXERCISE + (DRAWS + "").replace(", seed=8", "").replace("fixed", "as_found"),
     REFERENCE + DRAW, "draws_five", "write seed="),
    (omissions.check_hidden, EXERCISE.replace('"hidden", seed=4', '"public", seed=4'), REFERENCE,
     "assign", 'visibility="hidden"'),
    (omissions.check_undeclared_cases, EXERCISE + 'exercise.function("draw", rng="free")\n',
     REFERENCE + DRAW, "draw", "no case calls it"),
    (omissions.check_undeclared_cases, EXERCISE, REFERENCE + DRAW, "draw", "call it _draw"),
    (omissions.check_values, EXERCISE, REFERENCE.replace("return np.argmin", "np.argmin"),
     "nearest_of_five", "is a return missing?"),
    (omissions.check_values, EXERCISE, REFERENCE.replace("    return np.sum(", "    difference *= np.nan\n    return np.sum("),
     "many_points", "nothing but NaN"),
    (declarations.check_rng, EXERCISE + DRAWS, REFERENCE + DRAW, "draw", 'rng="as_found"'),
    (declarations.check_rng, EXERCISE + DRAWS,
     REFERENCE + DRAW.replace("np.random.randn(n)", "np.random.default_rng().normal(size=n)"),
     "draw", "default_rng without a seed"),
])  # fmt: skip
def test_silent_slip_is_a_finding(
    tmp_path: Path,
    sandbox: Sandbox,
    check: Checking,
    exercise: str,
    reference: str,
    name: str,
    words: str,
) -> None:
    """It names the case or the function, and the remedy."""
    found = dict(failed(write_course(tmp_path, exercise, reference), sandbox, check))
    assert words in found[name]


@pytest.mark.parametrize("exercise", [
    EXERCISE,
    EXERCISE.replace(", seed=2", "").replace("return inputs(rng, 9, 4, 5)",
                                             "return inputs(rng.__class__(9), 9, 4, 5)"),
    EXERCISE + DRAWS.replace("fixed", "as_found"),
])  # fmt: skip
def test_sound_exercises_have_no_slip(tmp_path: Path, sandbox: Sandbox, exercise: str) -> None:
    """A case that draws nothing needs no seed; a function may draw from the state as it is."""
    course = write_course(tmp_path, exercise, REFERENCE + (DRAW if "draw" in exercise else ""))
    checks = (
        omissions.check_seeds,
        omissions.check_hidden,
        omissions.check_values,
        omissions.check_undeclared_cases,
    )
    for check in (*checks, declarations.check_rng):
        assert failed(course, sandbox, check) == []


@pytest.mark.parametrize(("statement", "words"), [
    ("", "there is none"),
    ("# Means\n\n## `mean(x)`\n", "write `assign(X, centres)` in statement.md"),
    ("`squared_distances(X, centres)` and `assign(centres, X)`", "calls it `assign(centres, X)`"),
    ("`squared_distances(X, centres)` and `assign(X, centres=None)`", "`assign(X, centres=None)`"),
    ("`squared_distances(X, centres)` and `reassign(X, centres)`", "does not say how it is called"),
])  # fmt: skip
def test_statement_of_another_function(
    tmp_path: Path, sandbox: Sandbox, grader: Grader, statement: str, words: str
) -> None:
    """``verify`` finds it, and ``release`` refuses."""
    course = write_course(tmp_path)
    [(_, detail)] = failed(course, sandbox, omissions.check_statement, statement)[-1:]
    assert words in detail
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (3, "")


def test_annotations_are_no_part_of_a_signature(tmp_path: Path, sandbox: Sandbox) -> None:
    """A statement writes the parameters as students do; one place that does so is enough."""
    typed = REFERENCE.replace(
        "assign(X, centres)", "assign(X: np.ndarray, centres: dict = {}) -> int"
    )
    course = write_course(tmp_path, EXERCISE, typed)
    said = "`squared_distances(X, centres)`, then `assign(X)`: `assign(X, centres={})`\n"
    assert failed(course, sandbox, omissions.check_statement, said) == []


def test_starter_is_the_released_one(tmp_path: Path, sandbox: Sandbox) -> None:
    """A default that is a helper of the reference, which students do not get: the starter fails."""
    helper = "def _square(x):\n    return x**2\n\n\ndef assign(X, centres, power=_square)"
    course = write_course(tmp_path, EXERCISE, REFERENCE.replace("def assign(X, centres)", helper))
    found = dict(failed(course, sandbox, known_verdicts.check_starter))
    assert set(found) == {"starter ipynb", "starter py"}
    assert "NameError" in found["starter py"]


def test_reference_that_cannot_be_defined(tmp_path: Path, sandbox: Sandbox) -> None:
    """The error is that of the line, not of the call."""
    course = write_course(
        tmp_path, EXERCISE, REFERENCE.replace("assign(X, centres)", "assign(X, centres, most=MOST)")
    )
    with pytest.raises(AuthorError, match="line 15 raises NameError: name 'MOST' is not defined"):
        Subject(Course(course).definition("clusters"), sandbox, course)


def test_look_alike_mistakes_are_named(tmp_path: Path, sandbox: Sandbox) -> None:
    """Each says which other it is, and what to do; an edit of nothing says so."""
    text = EXERCISE + (
        'exercise.mistake("assign", "takes_the_last", edit=("np.argmin(squared_distances(X, centres)",'
        ' "np.argmax(squared_distances(X, centres)"), hint="The nearest.")\n'
        'exercise.mistake("assign", "adds_a_blank", edit=("axis=1", "axis = 1"), hint="None.")\n'
    )
    definition = Course(write_course(tmp_path, text)).definition("clusters")
    subject = Subject(definition, sandbox, None)
    details = {
        mistake.name: next(known_verdicts.check_mistake(mistake, subject)).detail
        for mistake in definition.mistakes
        if mistake.function == "assign"
    }
    assert "not told apart from takes_the_last: add a case" in details["takes_the_farthest"]
    assert "not told apart from takes_the_farthest" in details["takes_the_last"]
    assert details["adds_a_blank"] == "no case catches it: its edit leaves the code as it is"
