"""The smallest input on which a function differs: shown as code, right, and never from a hidden case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.model.result import Counterexample
from grader.pipeline.grade import Graded, grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import arrays
from tests.course.rewritten import source_of
from tests.feedback.conftest import Bench
from tests.feedback.pasted import gives_both, pasted

ABSOLUTE = "def relu(Z):\n    return np.abs(Z)\n"
NO_HALF = """
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    m = Y.shape[1]
    squares = sum(np.sum(parameters[f"W{l}"] ** 2) for l in (1, 2, 3))
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m + lambd * squares / m
"""
OTHER_SLOPES = "def relu_prime(Z):\n    return np.where(Z >= 0, 1.0, 0.5)\n"
FROM_REWRITES = [
    ("logistic_regression", "propagate", "turns_the_gradients_sign"),
    ("logistic_regression", "predict", "loses_the_row"),
    ("batch_normalization", "BatchNorm", "keeps_no_running_statistics"),
    ("initialization", "initialize_parameters_random", "draws_uniform_numbers"),
    ("descent_paths", "descent_steps", "counts_the_start"),
    ("bias_variance", "error_gaps", None),
    ("moving_averages", "moving_average", None),
    ("rmsprop", "update_parameters_with_rmsprop", "climbs"),
]
"""One of each kind of call: several fixed arrays, a class, drawn numbers, single numbers, dictionaries."""


def graded(
    sandbox: Sandbox, definition: Definition, function: str, source: str, check: bool
) -> Graded:
    """The verdict on one function that is written anew in an otherwise right file."""
    made = prepare(definition, sandbox, public_only=check)
    files = {**definition.reference, "zoe.py": "import numpy as np\n" + source}
    candidates = replace_search(CandidateSource(definition, made, sandbox))
    return grade_program(made.only(function), program_of(files, definition), sandbox, candidates)


def replace_search(source: CandidateSource) -> Callable[[str], object]:
    """The candidates of a source without those that take long and are not asked about here."""
    return lambda function: replace(source(function), make=lambda: iter(()), edit=None, holds=None)


def found(
    bench: Bench,
    exercise: str,
    function: str,
    source: str,
    *,
    public_only: bool = True,
    allowed: bool = False,
) -> Counterexample | None:
    definition = replace(bench.course.definition(exercise), counterexample=allowed)
    result = graded(bench.sandbox, definition, function, source, public_only).result
    return result.functions[0].counterexample


@pytest.mark.parametrize(("exercise", "function", "mistake"), FROM_REWRITES)
def test_pasted_code_shows_the_difference(
    bench: Bench, exercise: str, function: str, mistake: str | None
) -> None:
    """The code runs as it is; the student's function and the right one give what is said of them."""
    source = source_of(exercise, function, mistake)
    shown = found(bench, exercise, function, source)
    assert shown is not None
    assert gives_both(shown, bench.course.definition(exercise), source)


def test_the_input_is_small(bench: Bench) -> None:
    """Of a case with a row of numbers one is left, and it is a simple one."""
    assert found(bench, "activations", "relu", ABSOLUTE) == Counterexample(
        "import numpy as np\nZ = np.array([[-1.0]])\nrelu(Z)",
        "gives np.array([[1.0]])",
        "np.array([[0.0]])",
    )


def test_not_where_either_value_is_right(bench: Bench) -> None:
    """At a kink nothing is held against a function: both slopes of relu at 0 are accepted."""
    shown = found(bench, "activations", "relu_prime", OTHER_SLOPES)
    assert shown is not None and "-1.0" in shown.code


def test_a_seed_is_told_where_only_the_submission_draws(bench: Bench) -> None:
    """The code gives what is said of it although random numbers are in it."""
    exercise, function = "logistic_regression", "initialize_with_zeros"
    seeded = f"def {function}(dim):\n    return np.random.randn(dim, 1) * 0.01, 0.0\n"
    shown = found(bench, exercise, function, seeded)
    assert shown is not None and "np.random.seed(" in shown.code
    assert gives_both(shown, bench.course.definition(exercise), seeded)


def test_what_another_accepted_form_gives_is_not_called_wrong(bench: Bench) -> None:
    """Numbers drawn as they are found are as right as those of the older form, which sets a seed."""
    exercise, function = "shallow_network", "initialize_parameters"
    flat = "b1=np.zeros(n_h), b2=np.zeros(n_y)"
    source = f"def {function}(n_x, n_h, n_y):\n    W1, W2 = (0.01 * np.random.randn(*n) for n in ((n_h, n_x), (n_y, n_h)))\n    return dict(W1=W1, W2=W2, {flat})\n"
    shown = found(bench, exercise, function, source)
    assert shown is None or "W1" not in shown.yours


@pytest.mark.parametrize("allowed", [False, True])
def test_graded_work_shows_it_by_permission(bench: Bench, allowed: bool) -> None:
    """Without the author's permission nothing is shown of graded work; no number of a hidden case ever."""
    exercise, function = "regularization", "compute_cost_with_regularization"
    shown = found(bench, exercise, function, NO_HALF, public_only=False, allowed=allowed)
    assert (shown is not None) is allowed
    if shown is not None:
        made, _ = bench.exercise(exercise)
        for case in (case for case in made.cases_of(function) if not case.is_public):
            for array in arrays(dict(case.call.arguments), "f"):
                assert not any(repr(entry) in shown.code for entry in array.value.ravel().tolist())


# --- a course of its own ------------------------------------------------------------------------

REFERENCE = '''
import numpy as np


def slope(Z, A, dA):
    """The gradient through a sigmoid, of which A is the value."""
    return dA * A * (1 - A)


def weighted(w, X, y, m):
    return np.sum(w @ X * y) / m


class Counter:
    def __init__(self, start):
        self.total = start

    def add(self, values):
        self.total = self.total + np.sum(values)
        return self.total


def scaled(X, rate):
    return X * rate + 1
'''
EXERCISE = '''
import numpy as np
from grader.authoring import Exercise

exercise = Exercise(title="Small", reference="small.py", counterexample=True)
Z = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]])


@exercise.case("slope", points=25, visibility="public")
def slope_of_a_sigmoid(rng):
    """goes through a sigmoid"""
    return dict(Z=Z, A=1 / (1 + np.exp(-Z)), dA=np.array([[2.0, -1.5, 0.5], [1.25, 3.0, -2.5]]))


@exercise.case("weighted", points=25, visibility="public")
def weighted_mean(rng):
    """averages over the examples"""
    return dict(
        w=np.array([[2.0, -3.5]]), X=np.array([[1.5, 2.5, 4.0], [0.5, 7.0, 1.25]]),
        y=np.array([[1, 0, 1]]), m=3,
    )


@exercise.steps("Counter", points=25, visibility="public")
def counts(rng, do):
    """adds up what it is given"""
    counter = do.Counter(4.5)
    counter.add(np.array([1.5, 2.25, -3.5]))
    counter.add(np.array([7.5, 2.25]))
    do.read(counter.total)


@exercise.case("scaled", points=25, visibility="hidden", seed=3)
def scales(rng):
    """scales"""
    return dict(X=rng.normal(size=(3, 4)), rate=0.0371)
'''


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    root: Path = tmp_path_factory.mktemp("course")
    folder = root / "exercises" / "small"
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (folder / "exercise.py").write_text(EXERCISE)
    (root / "reference" / "small.py").write_text(REFERENCE)
    return Course(root).definition("small")


def shown_of(
    sandbox: Sandbox, small: Definition, function: str, source: str, check: bool = True
) -> Counterexample:
    shown = graded(sandbox, small, function, source, check).result.functions[0].counterexample
    assert shown is not None
    assert gives_both(shown, small, source)
    return shown


def test_fixed_arrays_still_belong_together(sandbox: Sandbox, small: Definition) -> None:
    """A is the sigmoid of Z in the smaller call as well: else a right function might differ there."""
    source = "def slope(Z, A, dA):\n    return dA * A\n"
    shown = shown_of(sandbox, small, "slope", source)
    lines = shown.code.rpartition("\n")[0]
    assert pasted(lines + "\nZ.size == 1 and np.allclose(A, 1 / (1 + np.exp(-Z)))")


def test_a_count_follows_its_array(sandbox: Sandbox, small: Definition) -> None:
    """Where there are fewer examples, their number says so."""
    source = "def weighted(w, X, y, m):\n    return np.sum(w @ X * y)\n"
    shown = shown_of(sandbox, small, "weighted", source)
    lines = shown.code.rpartition("\n")[0]
    assert pasted(lines + "\nm == X.shape[1] == y.size and set(y.ravel()) <= {0, 1}")


def test_a_script_ends_where_it_differs(sandbox: Sandbox, small: Definition) -> None:
    """Of a class, the calls up to the first wrong one are shown, on small arrays."""
    source = """
class Counter:
    def __init__(self, start):
        self.total = start
    def add(self, values):
        self.total = np.sum(values)
        return self.total
"""
    shown = shown_of(sandbox, small, "Counter", source)
    assert shown.code.endswith(".add(x)") or ".add(" in shown.code.splitlines()[-1]
    assert shown.code.count(".add(") == 1


def test_a_function_without_a_public_case(sandbox: Sandbox, small: Definition) -> None:
    """Its hidden cases say how it is called; none of their numbers is shown."""
    shown = shown_of(sandbox, small, "scaled", "def scaled(X, rate):\n    return X * rate\n", False)
    assert "0.0371" not in shown.code and "rate = 0.5" in shown.code
