"""The smallest input on which a function differs: shown as code, right, and never from a hidden case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.model.result import Counterexample
from grader.pipeline.grade import grade_program
from grader.values import arrays
from tests.feedback.conftest import Bench

ABSOLUTE = "def relu(Z):\n    return np.abs(Z)\n"
NO_HALF = """
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    m = Y.shape[1]
    squares = sum(np.sum(parameters[f"W{l}"] ** 2) for l in (1, 2, 3))
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m + lambd * squares / m
"""
OTHER_SLOPES = "def relu_prime(Z):\n    return np.where(Z >= 0, 1.0, 0.5)\n"
DOUBLED = """
def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    sizes = zip(layers_dims[1:], layers_dims[:-1])
    made = {}
    for l, (n, m) in enumerate(sizes, 1):
        made[f"W{l}"], made[f"b{l}"] = np.random.randn(n, m) * 2 / m, np.zeros((n, 1))
    return made
"""


def found(
    bench: Bench,
    exercise: str,
    function: str,
    source: str,
    *,
    public_only: bool = True,
    allowed: bool = False,
) -> Counterexample | None:
    """What is shown of one function that is written anew in an otherwise right file."""
    definition = replace(bench.course.definition(exercise), counterexample=allowed)
    made = prepare(definition, bench.sandbox, public_only=public_only)
    program = program_of(
        {**definition.reference, "zoe.py": "import numpy as np\n" + source}, definition
    )
    candidates = CandidateSource(definition, made, bench.sandbox)
    graded = grade_program(made.only(function), program, bench.sandbox, candidates)
    return graded.result.functions[0].counterexample


def evaluated(code: str, source: str) -> Any:
    """What pasted code gives where the functions of ``source`` are defined."""
    names: dict[str, Any] = {"np": np}
    exec("import numpy as np\n" + source, names)
    *lines, call = code.splitlines()
    exec("\n".join(lines), names)
    return eval(call, names)


def text(value: Any) -> str:
    """Code for an array of few digits, or a number."""
    return f"np.array({value.tolist()})" if isinstance(value, np.ndarray) else f"{value:.5g}"


@pytest.mark.parametrize(
    ("exercise", "function", "source"),
    [
        ("activations", "relu", ABSOLUTE),
        ("regularization", "compute_cost_with_regularization", NO_HALF),
    ],
)
def test_pasted_code_shows_the_difference(
    bench: Bench, exercise: str, function: str, source: str
) -> None:
    """The code runs as it is; the student's function and the right one give what is said of them."""
    shown = found(bench, exercise, function, source)
    assert shown is not None
    reference = "\n".join(bench.course.definition(exercise).reference.values())
    lines = [line for line in reference.splitlines() if not line.startswith("from reference")]
    assert shown.yours == f"gives {text(evaluated(shown.code, source))}"
    assert shown.right == text(evaluated(shown.code, "\n".join(lines)))


def test_the_input_is_small(bench: Bench) -> None:
    """Of a case with a row of numbers one is left, and it is a simple one."""
    shown = found(bench, "activations", "relu", ABSOLUTE)
    assert shown == Counterexample(
        "import numpy as np\nZ = np.array([[-1.0]])\nrelu(Z)",
        "gives np.array([[1.0]])",
        "np.array([[0.0]])",
    )


def test_not_where_either_value_is_right(bench: Bench) -> None:
    """At a kink nothing is held against a function: both slopes of relu at 0 are accepted."""
    shown = found(bench, "activations", "relu_prime", OTHER_SLOPES)
    assert shown is not None and "-1.0" in shown.code


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


def test_silence_where_numbers_are_drawn(bench: Bench) -> None:
    """A function that draws random numbers is not called by hand so easily: nothing is shown."""
    assert found(bench, "initialization", "initialize_parameters_he", DOUBLED) is None
