"""Reasons of wrong results: one known mistake, else two at once, else none."""

from __future__ import annotations

from tests.feedback.conftest import Bench

COST = "compute_cost_with_regularization"
SOURCE = """
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    m = A3.shape[1]
    entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    total = 0
    for name in {names}:
        total += np.linalg.norm(parameters[name]) ** 2
    return entropy + lambd * total / {below}
"""


def cost(names: str = '("W1", "W2", "W3")', below: str = "(2 * m)") -> str:
    return SOURCE.format(names=names, below=below)


def test_two_mistakes(bench: Bench) -> None:
    """Both are named in the order of their declaration.

    The id joins the two ids with a plus, the hint joins the two hints.
    """
    cases = bench.grade("regularization", cost('("W2", "W3")', "m"))
    wrong = [case for case in cases if case.function == COST and not case.points]
    assert {case.mistake for case in wrong} == {"forgets_layer_1+forgets_the_half"}
    hints = {case.hint for case in wrong}
    assert len(hints) == 1
    (hint,) = hints
    assert "Count the terms" in hint and "There is a 2 below lambd" in hint


def test_one_mistake_alone(bench: Bench) -> None:
    """One mistake that explains everything is reported alone.

    Two are not looked for where one will do.
    """
    assert bench.named("regularization", COST, cost(below="m")) == {"forgets_the_half"}


def test_undeclared_mistake(bench: Bench) -> None:
    """A mistake that nobody declared is not made up of two.

    No pair gives these numbers; one edit of the reference does.
    """
    assert bench.named("regularization", COST, cost(below="(3 * m)")) == {"edit_wrong_number"}


def test_code_that_only_raises(bench: Bench) -> None:
    """Code that only raises is no pair.

    An exception everywhere is evidence of nothing in particular.
    """
    source = "def compute_cost_with_regularization(A3, Y, parameters, lambd):\n    return A3 @ A3\n"
    cases = [c for c in bench.grade("regularization", source) if c.function == COST]
    assert {case.mistake for case in cases} == {None}


UNFINISHED = """
def sigmoid(x):
    if np.ndim(x) == 0:
        return 1 / (1 + np.exp(-x))
    {otherwise}
"""


def test_code_not_written(bench: Bench) -> None:
    """Code that was not written is no known mistake.

    The known mistake raises on arrays since math.exp takes numbers; so does this, for no
    reason.
    """
    raised = UNFINISHED.format(otherwise="raise NotImplementedError")
    assert bench.named("python_basics", "sigmoid", raised) == {None}
    tried = UNFINISHED.format(otherwise="return 1 / (1 + math.exp(-x))")
    assert bench.named("python_basics", "sigmoid", tried) == {"takes_single_numbers_only"}


def test_misspelt_call(bench: Bench) -> None:
    """A call that is misspelt is no known mistake.

    Who writes keepdim has not forgotten keepdims, which raises on these arrays as well.
    """
    source = "def normalize_rows(x):\n    return x / np.linalg.norm(x, axis=1, keepdim=True)\n"
    assert bench.named("python_basics", "normalize_rows", source) == {None}
    forgotten = source.replace(", keepdim=True", "")
    assert bench.named("python_basics", "normalize_rows", forgotten) == {"forgets_keepdims"}
