"""What results tell without anybody having declared it: NaN and its source, and kept state."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from grader.comparison.compare import CaseComparisons
from grader.course.reference_program import program_of
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.relations import Relation, find_relation
from grader.model.exercise import Call, Case, Visibility
from grader.model.outcome import Ending, Outcome, Run
from grader.pipeline.grade import grade_program
from tests.feedback.conftest import Bench


def related(expected: object, actual: object, **arguments: object) -> Relation | None:
    case = Case("f", "a", "d", Visibility.PUBLIC, Fraction(1), Call("f", arguments, 1),
                expected={"reference": expected})  # fmt: skip
    run = Run({"a": Outcome(Ending.RETURNED, actual)})
    return find_relation(Evidence([case], CaseComparisons(run), "reference"))


def test_nan_with_source() -> None:
    """NaN is named with the input that it comes from.

    Where one condition on one input holds for just the entries that are broken.
    """
    A = np.array([[0.5, 0.0, 0.25, 0.0]])
    with np.errstate(divide="ignore", invalid="ignore"):
        actual = A * np.log(A)
    found = related(np.nan_to_num(actual), actual, A=A, Y=np.array([[1.0, 0.0, 0.0, 1.0]]))
    assert found is not None and found.id == "not_finite"
    assert found.measured == {"a": "It happens exactly where `A` is 0."}


def test_nan_without_source() -> None:
    """NaN from nobody knows where is named without a source.

    No input is blamed without evidence.
    """
    found = related(np.ones(3), np.array([1.0, np.nan, np.inf]), A=np.ones(3))
    assert found is not None and (found.id, found.measured) == ("not_finite", {})


def test_nan_beside_wrong_entries() -> None:
    """NaN is not the reason where other entries are wrong too. To fix it alone would not do."""
    assert related(np.ones(3), np.array([1.0, np.nan, 2.0]), A=np.ones(3)) is None


X = np.arange(15.0).reshape(3, 5) + 0.25
W = {"W1": np.arange(6.0).reshape(2, 3) + 1, "W2": np.array([[0.5, -2.0, 7.0]])}


def test_meaning_of_factor() -> None:
    """A factor is reported with what it equals.

    The simplest form, and where the number stands among the arguments.
    """
    found = related(X, X / 5, X=np.ones((2, 5)))
    assert found is not None and found.id == "constant_factor"
    told = "times 0.2, which is 1 / 5, where 5 is the number of columns of `X`."
    assert found.measured["a"].endswith(told)
    kept = related(X, X * 0.86, A=X, keep_prob=0.86)
    assert kept is not None and kept.measured["a"].endswith("times 0.86, which is `keep_prob`.")
    unknown = related(X, X * 0.123, A=X)
    assert unknown is not None and unknown.measured["a"].endswith("times 0.123.")


def test_missing_term() -> None:
    """A term that is missing is named by its argument.

    Each wrong part is off by the same multiple of an argument; other multiples are no evidence.
    """
    grads = {"dW1": W["W1"] ** 2, "dW2": W["W2"] ** 2}
    less = {"dW1": grads["dW1"] - 0.35 * W["W1"], "dW2": grads["dW2"] - 0.35 * W["W2"]}
    found = related(grads, less, parameters=W, X=X)
    assert found is not None and found.id == "off_by_a_term"
    assert found.measured == {"a": "It is off by -0.35 times `W1` and `W2`."}
    less["dW2"] = grads["dW2"] - 0.7 * W["W2"]
    assert related(grads, less, parameters=W, X=X) is None


def test_repeated_array() -> None:
    """A list that holds one array everywhere is reported.

    Appended each time, and changed in between.
    """
    steps = [X, X * 2, X * 3 + 1]
    found = related(steps, [steps[-1]] * 3, X=X)
    assert found is not None and found.id == "repeated_array"
    assert related(steps, [steps[-1], steps[0], steps[-1]], X=X) is None


STATE = """
kept = {}

def update_lr(learning_rate0, epoch_num, decay_rate):
    kept["calls"] = kept.get("calls", 0) + 1
    return learning_rate0 / (1 + decay_rate * epoch_num) * kept["calls"]

def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return update_lr(learning_rate0, epoch_num // time_interval, decay_rate)
"""


def test_state_between_calls(bench: Bench) -> None:
    """A function that is right only when it is called first is right.

    Each of its cases is called first in a process of its own, so no points are lost.
    """
    definition = bench.course.definition("optimization")
    exercise, candidates = bench.exercise("optimization")
    files = {**definition.reference, "zoe.py": STATE}
    program = program_of(files, definition)
    graded = grade_program(exercise, program, bench.sandbox, candidates)
    assert all(c.points == c.max_points for c in graded.result.cases)
