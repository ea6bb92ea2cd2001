"""Other random numbers are told apart from a wrong formula, and are worth what is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify import Subject
from grader.verify.declarations import check_rng
from tests.feedback.conftest import Bench

HE = """
def initialize_parameters_he(layers_dims):
    {start}
    parameters = {{}}
    for l in {order}:
        shape = (layers_dims[l], layers_dims[l - 1])
        parameters["W%d" % l] = {draw} * (2 / shape[1]) ** 0.5
        parameters["b%d" % l] = np.zeros((shape[0], 1))
    return parameters
"""
ONWARD = "range(1, len(layers_dims))"


def he(
    start: str = "np.random.seed(3)", order: str = ONWARD, draw: str = "np.random.randn(*shape)"
) -> str:
    return HE.format(start=start, order=order, draw=draw)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (he(start="np.random.seed(42)"), "other_seed"),
        (
            he(start="rng = np.random.default_rng(3)", draw="rng.standard_normal(shape)"),
            "other_generator",
        ),
        (he(order=f"reversed({ONWARD})"), "drawn_backwards"),
    ],
)
def test_right_formula_on_other_numbers(bench: Bench, source: str, name: str) -> None:
    """The right formula on other numbers is reported what differs.

    The statement fixes seed and order, so it earns nothing; but nobody calls the formula wrong.
    """
    assert bench.named("initialization", "initialize_parameters_he", source) == {name}


def test_known_mistake_comes_first(bench: Bench) -> None:
    """A known mistake that says the same comes first.

    The author's own words are nearer to the exercise than general ones.
    """
    named = bench.named("initialization", "initialize_parameters_he", he(start="pass"))
    assert named == {"does_not_seed"}


def test_wrong_formula_on_other_numbers(bench: Bench) -> None:
    """A wrong formula on other numbers is not excused.

    Silence, since neither the seed nor the formula alone explains the results.
    """
    source = he(start="np.random.seed(42)").replace("2 / shape", "7 / shape")
    assert bench.named("initialization", "initialize_parameters_he", source) == {None}


def test_extra_seed(bench: Bench) -> None:
    """A seed that nobody asked for is named. drop_units draws from the state as it is found."""
    source = """
def drop_units(A, keep_prob):
    np.random.seed(1)
    D = np.random.rand(*A.shape) < keep_prob
    return A * D / keep_prob, D
"""
    assert bench.named("dropout_network", "drop_units", source) == {"extra_seed"}


EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Noise", reference="noise.py")
{declared}

@exercise.case("noisy", points=3, seed=11, visibility="public")
def a_few(rng):
    """adds noise"""
    return dict(x=rng.normal(size=5))


@exercise.case("noisy", points=3, seed=12)
def a_few_more(rng):
    """adds noise to more numbers"""
    return dict(x=rng.normal(size=9))
'''
REFERENCE = '''"""Noise."""

import numpy as np


def noisy(x):
    """Return x with standard normal noise added."""
    return x + np.random.randn(*x.shape)
'''


def noise(folder: Path, declared: str, sandbox: Sandbox) -> Bench:
    (folder / "exercises" / "noise").mkdir(parents=True)
    (folder / "reference").mkdir()
    (folder / "reference" / "noise.py").write_text(REFERENCE)
    (folder / "exercises" / "noise" / "exercise.py").write_text(EXERCISE.format(declared=declared))
    (folder / "exercises" / "noise" / "statement.md").write_text("# Noise\n")
    return Bench(Course(folder), sandbox)


SEEDED = "def noisy(x):\n    np.random.seed(1)\n    return x + np.random.randn(len(x))\n"


@pytest.mark.parametrize(("draws", "share"), [("fixed", 0), ("as_found", 0), ("free", 1)])
def test_points_for_other_numbers(tmp_path: Path, sandbox: Sandbox, draws: str, share: int) -> None:
    """Other numbers are worth what the exercise declares.

    Everything where the statement fixes neither seed nor order, nothing where it does.
    """
    bench = noise(tmp_path, f'exercise.function("noisy", rng="{draws}")', sandbox)
    cases = bench.grade("noise", SEEDED)
    assert [case.points for case in cases] == [3 * share, 3 * share]
    wrong = bench.grade("noise", SEEDED.replace("x +", "x -"))
    assert [case.points for case in wrong] == [0, 0]


@pytest.mark.parametrize(
    ("declared", "passed"),
    [
        ("", False),
        ('exercise.function("noisy", rng="fixed")', False),  # it sets no seed
        ('exercise.function("noisy", rng="as_found")', True),
    ],
)
def test_undeclared_draws(tmp_path: Path, sandbox: Sandbox, declared: str, passed: bool) -> None:
    """A function that draws must say what the statement fixes.

    Found by running the reference where drawing raises.
    """
    bench = noise(tmp_path, declared, sandbox)
    subject = Subject(bench.course.definition("noise"), sandbox, None)
    assert [(found.name, found.passed) for found in check_rng(subject)] == [("noisy", passed)]
