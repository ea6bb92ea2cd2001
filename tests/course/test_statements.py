"""What the statements say, the cases ask for: of files whose points are known beforehand."""

from __future__ import annotations

import pytest

from grader.course.reference_program import program_of
from grader.pipeline.grade import grade_program
from tests.feedback.conftest import Bench, bench

__all__ = ["bench"]

OPTIMIZE = """
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    for step in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if step % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
"""
NORMALIZE = """
def normalize_rows(x):
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x
"""
TRAIN = """
def nn_model(X, Y, n_h, num_iterations=10000, learning_rate=RATE, print_cost=False):
    np.random.seed(3)
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters
"""
TEMPLATE = """
def update_lr(learning_rate0, epoch_num, decay_rate):
    return learning_rate


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return learning_rate


learning_rate = 0.5
"""
CHECK = """
def gradient_check(x, theta, epsilon=1e-7):
    above = forward_propagation(x, theta + epsilon)
    below = forward_propagation(x, theta - epsilon)
    slope = (above - below) / (2 * epsilon)
    return np.linalg.norm(x - slope) / (np.linalg.norm(x) + np.linalg.norm(slope))
"""
CONSTANT = """
def propagate(w, b, X, Y):
    return {"dw": np.zeros(w.shape), "db": 0.0}, 0.0
"""


def earned(bench: Bench, exercise: str, function: str, source: str) -> tuple[int, int]:
    """A function's points and its highest ones, in a file that is right elsewhere.

    What explains the rest changes no points, and nobody asks for it here.
    """
    definition = bench.course.definition(exercise)
    files = {**definition.reference, "zoe.py": "import numpy as np\n" + source}
    own = bench.exercise(exercise)[0].only(function)
    cases = grade_program(own, program_of(files, definition), bench.sandbox).result.cases
    return int(sum(c.points for c in cases)), int(sum(c.max_points for c in cases))


@pytest.mark.parametrize(
    ("exercise", "function", "source"),
    [
        ("logistic_regression", "optimize", OPTIMIZE),
        ("python_basics", "normalize_rows", NORMALIZE),
    ],
)
def test_whole_numbers_are_handed_over_where_the_statement_says_so(
    bench: Bench, exercise: str, function: str, source: str
) -> None:
    """An array of ints takes no floats in place."""
    points, highest = earned(bench, exercise, function, source)
    assert 0 < points < highest


def test_a_default_of_ones_own_is_part_of_the_answer(bench: Bench) -> None:
    """The function is called as the statement says, without a learning rate."""
    right, highest = earned(bench, "shallow_network", "nn_model", TRAIN.replace("RATE", "1.2"))
    assert right == highest
    assert earned(bench, "shallow_network", "nn_model", TRAIN.replace("RATE", "0.001"))[0] == 0


@pytest.mark.parametrize("function", ["update_lr", "schedule_lr_decay"])
def test_a_template_earns_nothing_with_the_notebooks_own_numbers_around_it(
    bench: Bench, function: str
) -> None:
    """The notebook's learning rate is no answer of any case."""
    definition = bench.course.definition("optimization")
    exercise = bench.exercise("optimization")[0].only(function)
    program = program_of({"zoe.py": TEMPLATE}, definition)
    graded = grade_program(exercise, program, bench.sandbox)
    assert not any(case.points for case in graded.result.cases)


def test_a_check_that_writes_x_for_the_gradient_loses_what_that_is_worth(bench: Bench) -> None:
    """It is right of the file's own functions, and finds no fault in others."""
    points, highest = earned(bench, "gradient_checking", "gradient_check", CHECK)
    assert 0.2 * highest < points < 0.5 * highest


def test_a_cost_that_never_moves_has_no_gradient(bench: Bench) -> None:
    """Zeros agree with the differences of a constant cost, and earn nothing."""
    assert earned(bench, "logistic_regression", "propagate", CONSTANT)[0] == 0
