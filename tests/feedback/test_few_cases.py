"""What a check says: its cases are public and few, so much explains them that hidden ones would refute."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.inputs.case_texts import with_other_constants, words_told_apart
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox

REFERENCE = '''
import numpy as np


def total(weights):
    """Add the squared weights of all layers."""
    squares = 0.0
    for W in weights:
        squares = squares + np.sum(W ** 2)
    return squares


def gains(kinds):
    """Give the gain of every layer.

    kinds : list of "relu" or "tanh"
    """
    return np.array([2.0 if kind == "relu" else 1.0 for kind in kinds])
'''
EXERCISE = '''
import itertools

from grader.authoring import Exercise

exercise = Exercise(title="Layers", reference="layers.py")


def layers(rng, *widths):
    return [rng.normal(size=(after, before)) for before, after in itertools.pairwise(widths)]


@exercise.case("total", points=20, visibility="public", seed=1)
def two_layers(rng):
    """adds two layers"""
    return dict(weights=layers(rng, 2, 3, 4))


@exercise.case("total", points=30, seed=2)
def four_layers(rng):
    """adds all layers"""
    return dict(weights=layers(rng, 3, 2, 4, 2, 3))


@exercise.case("gains", points=20, visibility="public", seed=3)
def one_of_each(rng):
    """knows both"""
    return dict(kinds=["relu", "tanh"])


@exercise.case("gains", points=30, seed=4)
def three_kinds(rng):
    """looks at every layer"""
    return dict(kinds=["tanh", "tanh", "relu"])


exercise.mistake(
    "total",
    "leaves_out_the_last",
    edit=("in weights:", "in weights[:-1]:"),
    hint="The last layer counts as well.",
)
exercise.mistake(
    "gains", "goes_backwards", edit=("in kinds]", "in kinds[::-1]]"), hint="Begin with the first."
)
'''
Named = Callable[[str], set[str | None]]


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    root = tmp_path_factory.mktemp("course")
    (root / "exercises" / "layers").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "exercises" / "layers" / "exercise.py").write_text(EXERCISE)
    (root / "reference" / "layers.py").write_text(REFERENCE)
    return Course(root).definition("layers")


@pytest.fixture(scope="module")
def named(definition: Definition, sandbox: Sandbox) -> Named:
    """What a check says of a function that is written anew."""
    exercise = prepare(definition, sandbox, public_only=True)
    candidates = CandidateSource(definition, exercise, sandbox)

    def check(source: str) -> set[str | None]:
        text = REFERENCE + "\n\n" + source
        graded = grade_program(
            exercise, program_of({"a.py": text}, definition), sandbox, candidates
        )
        return {case.mistake for case in graded.result.cases if not case.status.is_right}

    return check


def test_a_declared_mistake_is_asked_about_more_layers(named: Named) -> None:
    """Only the first of two layers is every layer but the last; of three it is not."""
    last = "def total(weights):\n    return sum(float((W * W).sum()) for W in list(weights)[:-1])\n"
    assert named(last) == {"leaves_out_the_last"}
    first = "def total(weights):\n    return float((weights[0] * weights[0]).sum())\n"
    assert "leaves_out_the_last" not in named(first)


def test_a_declared_mistake_is_asked_about_other_options(named: Named) -> None:
    """Gains that are exchanged are the right ones backwards, where there is one layer of each kind."""
    backwards = (
        "def gains(kinds):\n    return np.array([1.0 + (k == 'relu') for k in reversed(kinds)])\n"
    )
    assert named(backwards) == {"goes_backwards"}
    exchanged = "def gains(kinds):\n    return np.array([2.0 - (k == 'relu') for k in kinds])\n"
    assert "goes_backwards" not in named(exchanged)


def test_case_functions_have_other_constants(definition: Definition) -> None:
    """There are more layers, fewer, and others, which fit each other as the author's do."""
    case = next(case for case in definition.cases if case.name == "two_layers")
    lengths, shapes = set(), set()
    for seed in range(30):
        changed = with_other_constants(case, np.random.RandomState(seed), ())
        assert changed is not None and changed.make is not None
        made = changed.make(np.random.RandomState(seed))
        assert made is not None
        weights = made["weights"]
        lengths.add(len(weights))
        shapes |= {each.shape for each in weights}
        assert all(a.shape[0] == b.shape[1] for a, b in itertools.pairwise(weights))
    assert lengths >= {1, 2, 3, 4} and len(shapes) > 10


def test_options_are_read_off_the_reference(definition: Definition) -> None:
    """A docstring lists them."""
    assert frozenset({"relu", "tanh"}) in words_told_apart(definition, "gains")
