"""Style of the code: which places are told, what they cost, and what is free."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader import load
from grader.course.bundle import dump_bundle, read_bundle
from grader.load.style import RULES, flaws
from grader.model.exercise import StyleRules
from grader.model.result import RIGHT_BUT_STYLE, Status
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify.checks import Subject
from grader.verify.declarations import check_rules
from tests.authoring.judged import ID, Grader, write_judged

WANTED = load.Wanted(("fit", "predict"), ("np", "numpy"))


def told(text: str, *words: str, function: str = "fit", **limits: int) -> list[tuple[str, int]]:
    """The kind and line of every flaw of a submission's function."""
    program = load.build_program([load.read_bytes(text.encode(), "anna.py")], WANTED)
    before = ("fit",) if function == "predict" else ()
    found = flaws(program, function, StyleRules(words or tuple(RULES), **limits), before)
    return [(flaw.kind, flaw.line) for flaw in found]


CLEAN = '''
import numpy as np


def _scaled(X, W1):
    """Scale X."""
    m, n = X.shape
    return X @ W1 / m


class LinearModel:
    """A model."""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def run(self, X):
        """Run it."""
        return X


def fit(X, y, keep_prob=1.0, dA_prev=None):
    """Fit a line."""
    dZ, A2 = _scaled(X, y), LinearModel(2)
    return [np.sum(z) for z in dZ if z > 0], A2
'''


def test_code_as_courses_write_it_has_no_flaw() -> None:
    assert told(CLEAN) == []


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ('    """Fit a line."""\n', "", ("docstring", 22)),
        ('    """Scale X."""\n', "", ("docstring", 5)),
        ('        """Run it."""\n', "", ("docstring", 17)),
        ("keep_prob", "keepProb", ("variable", 22)),
        ("dZ", "l", ("variable", 24)),
        ("_scaled", "_scaleIt", ("function", 5)),
        ("LinearModel", "linear_model", ("class", 11)),
        ("    m, n = X.shape\n", "    m, n = X.shape\n    best = 3\n", ("assigned", 8)),
        ("    m, n = X.shape\n", "    m, n = X.shape\n    import os\n", ("import", 8)),
        ("np.sum(z)", "np.sum(z)" + " + 0" * 30, ("line", 25)),
        ("X @ W1 / m", "X @ W1/ m ", ("layout", 8)),
        ("X @ W1 / m", "X @ (W1,1) / m", ("layout", 8)),
    ],
)
def test_every_rule_tells_the_place(old: str, new: str, flaw: tuple[str, int]) -> None:
    text = CLEAN.replace(old, new)
    assert text != CLEAN
    assert flaw in told(text), told(text)


def test_complexity_counts_branches_of_one_function() -> None:
    branches = "".join(f"    if X > {n}:\n        return {n}\n" for n in range(4))
    text = f"def fit(X):\n{branches}    return [x for x in X]\n"
    assert told(text, "complexity", complexity=6) == []
    assert told(text, "complexity", complexity=5) == [("branches", 1)]


def test_a_helper_is_told_with_the_first_function_that_uses_it() -> None:
    text = "def shared(X):\n    return X\n\ndef fit(X):\n    return shared(X)\n\ndef predict(X):\n    return shared(X)\n"
    assert told(text, "docstrings") == [("docstring", 1), ("docstring", 4)]
    assert told(text, "docstrings", function="predict") == [("docstring", 7)]


@pytest.mark.parametrize(
    "text",
    [
        "def fit(X):\n    return " + "-" * 3000 + "X\n",
        "def fit(X):\n    return " + "[" * 80 + "X" + "]" * 80 + "\n",
        "def fit(X):\n    return X" + " +X" * 60_000 + "\n",
        "def fit(X):\n"
        + "    x = 'a\\N{RIGHT-TO-LEFT OVERRIDE}'  # noqa\n" * 500
        + "    return X\n",
        "def fit(X):\n    return X  # noqa: \x0c\x0b pragma \u202e\n",
    ],
    ids=["deep", "nested", "long", "many", "odd signs"],
)
def test_hostile_text_is_read_or_left_alone(text: str) -> None:
    for flaw in flaws_of_hostile(text):
        assert flaw in RULES


def flaws_of_hostile(text: str) -> set[str]:
    program = load.build_program([load.read_bytes(text.encode(), "anna.py")], WANTED)
    return {flaw.rule for flaw in flaws(program, "fit", StyleRules(tuple(RULES)))}


REFERENCE = '''
import numpy as np


def scale(X, factor):
    """Return X times the factor."""
    return factor * X


def centre(X):
    """Return X without the mean of its columns."""
    return X - X.mean(axis=0)
'''
EXERCISE = """
exercise.style("docstrings", "unused", functions=("scale",), cost=Fraction(1, 10))

@exercise.case("scale", points=10, visibility="public", seed=1)
def scales(rng):
    '''scales'''
    return dict(X=rng.normal(size=3), factor=2.0)

@exercise.case("scale", points=10, seed=2)
def scales_more(rng):
    '''scales any array'''
    return dict(X=rng.normal(size=(3, 4)), factor=3.5)

@exercise.case("centre", points=10, seed=3)
def centres(rng):
    '''centres'''
    return dict(X=rng.normal(size=(3, 4)))

exercise.mistake("scale", "divides", edit=("factor * X", "X / factor"), hint="Multiply.")
exercise.mistake("centre", "of_rows", edit=("axis=0", "axis=1, keepdims=True"), hint="Columns.")
"""
UNTIDY = "def scale(X, factor):\n    result = 1\n    return factor * X\n\ndef centre(X):\n    return X - X.mean(axis=0)\n"


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    course = write_judged(tmp_path_factory.mktemp("styled"), EXERCISE, REFERENCE)
    return Grader(course, sandbox)


def test_style_costs_a_share_and_says_where(grader: Grader) -> None:
    cases = grader.cases(UNTIDY)
    assert cases["scales"].points == cases["scales_more"].points == 9
    assert cases["scales_more"].status is Status.FAILED
    assert cases["scales_more"].rationale == RIGHT_BUT_STYLE
    hint = cases["scales"].hint or ""
    assert "`scale` has no docstring (anna.py, line 1)." in hint
    assert "`result` gets a value that is never used (anna.py, line 2)." in hint
    assert cases["centres"].points == 10
    shown = {case.name: case for case in student_view(grader.report(UNTIDY)).cases}
    assert shown["scales_more"].rationale == RIGHT_BUT_STYLE


def test_a_word_and_no_more_leaves_the_points(tmp_path: Path, grader: Grader) -> None:
    free = EXERCISE.replace(", cost=Fraction(1, 10)", "")
    other = Grader(write_judged(tmp_path, free, REFERENCE), grader.sandbox)
    result = other.graded(UNTIDY).result
    assert result.score == 30
    assert [len(function.violations) for function in result.functions] == [2, 0]


def test_a_bundle_asks_for_the_same_style(tmp_path: Path, grader: Grader) -> None:
    (tmp_path / "exercise.json").write_text(dump_bundle(grader.exercise))
    released = read_bundle(tmp_path / "exercise.json", ID).prepared
    assert released is not None
    assert released.functions[0].style == StyleRules(
        ("docstrings", "unused"), costs=Fraction(1, 10)
    )


def test_verify_holds_the_reference_to_it(tmp_path: Path, grader: Grader) -> None:
    untidy = REFERENCE.replace('    """Return X times the factor."""\n', "")
    course = write_judged(tmp_path, EXERCISE, untidy)
    found = list(check_rules(Subject(course.definition(ID), grader.sandbox, None)))
    assert [finding.passed for finding in found if finding.kind == "style"] == [False]
    assert "`scale` has no docstring" in found[0].detail


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ('exercise.style("docstring")', "no rule of style"),
        ("exercise.style()", "no rule of style"),
        ('exercise.style("names", cost=2)', "no share"),
        ('exercise.style("names", functions=("scal",))', "has no case"),
        ('exercise.style("line length", line_length="88")', "no whole number"),
    ],
)
def test_an_author_reads_what_is_wrong(tmp_path: Path, declared: str, says: str) -> None:
    course = write_judged(tmp_path, EXERCISE + declared, REFERENCE)
    with pytest.raises(AuthorError, match=says):
        course.definition(ID)
