"""Properties of a class: its objects are used by steps that the property writes as text."""

from __future__ import annotations

import numpy as np
import pytest

from grader.model.observation import GRADED, PART, VALUE, StepResult
from grader.model.result import Status
from grader.sandbox.judge.sandbox import Sandbox
from grader.sandbox.judge.written_steps import read_steps
from grader.verify.checks import Subject
from grader.verify.known_verdicts import check_mistake
from tests.authoring.judged import Grader, write_judged

REFERENCE = '''
import numpy as np


class Mean:
    """Keeps a running mean."""

    def __init__(self, share=0.9):
        """The share of the old mean."""
        self.share = share
        self.value = None

    def add(self, x):
        """Move the mean towards x, and return it."""
        old = x if self.value is None else self.value
        self.value = self.share * old + (1 - self.share) * x
        return self.value


def spread(x):
    """Return the standard deviation."""
    return x.std()
'''
EXERCISE = """
exercise.property("Mean", "stays_between", points=10, seeds=(1, 2))
exercise.property("spread", "of_a_mean", points=5, seed=3)
exercise.function("spread", builds_on=("Mean",))

@exercise.case("spread", points=5, visibility="public", seed=4)
def spreads(rng):
    '''finds the deviation'''
    return dict(x=rng.normal(size=5))

exercise.mistake("Mean.add", "forgets", edit=("self.share * old", "old"), hint="Shares add up to 1.")
exercise.mistake("spread", "variance", edit=("x.std()", "x.var()"), hint="Take the root.")
"""
PROPERTIES = '''
import numpy as np


def stays_between(rng, call):
    """stays between the numbers that were added"""
    x, y = rng.normal(size=4), rng.normal(size=4)
    made, first, second, kept = call.steps(
        "m = Mean(share)", "m.add(x)", "m.add(y)", "m.value", share=0.25, x=x, y=y
    )
    low, high = np.minimum(x, y), np.maximum(x, y)
    inside = np.all((second >= low - 1e-12) & (second <= high + 1e-12))
    return made is None and np.allclose(first, x) and bool(inside) and np.allclose(kept, second)


def of_a_mean(rng, call):
    """does not grow by taking the mean"""
    x = rng.normal(size=6)
    _, mean, moved = call.steps("m = Mean()", "m.add(x)", "spread(m.value)", x=x)
    return bool(moved <= call("spread", x) * (1 + 1e-9)) and not np.isnan(mean).any()
'''


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    root = tmp_path_factory.mktemp("class_properties")
    course = write_judged(root, EXERCISE, REFERENCE, properties=PROPERTIES)
    return Grader(course, sandbox)


def test_a_class_keeps_what_a_property_asks(grader: Grader) -> None:
    right = grader.cases(REFERENCE)
    assert {case.status for case in right.values()} == {Status.PASSED}
    wrong = grader.cases(REFERENCE.replace("(1 - self.share) * x", "x"))
    assert wrong["stays_between"].status is Status.FAILED
    broken = grader.cases(REFERENCE.replace("old = x if", "old = 1 / 0 if"))
    assert broken["stays_between"].error_type == "ZeroDivisionError"


def test_the_mistake_is_caught(grader: Grader) -> None:
    subject = Subject(grader.definition, grader.sandbox, None)
    found = [f for m in grader.definition.mistakes for f in check_mistake(m, subject)]
    assert all(finding.passed for finding in found), found


@pytest.mark.parametrize(
    "hostile",
    [
        REFERENCE.replace("return self.value", "return type('E', (float,), {'__eq__': lambda *_: 1})()"),
        REFERENCE.replace("return self.value", "import os; os._exit(0)"),
        REFERENCE.replace("self.value = None", "self.__dict__ = {'value': object()}"),
    ],
    ids=["equal to everything", "ends", "no plain data"],
)  # fmt: skip
def test_a_hostile_class_has_no_property(grader: Grader, hostile: str) -> None:
    assert not grader.cases(hostile)["stays_between"].status.is_right


def test_steps_are_read_as_written() -> None:
    made, called, part, item = read_steps(
        ["m = Mean(2, share=s)", "a, b = m.split(X)", "a.T", "f(b, -1.5)"],
        {"s": 1, "X": np.ones(2)},
    )
    assert (made.kind, made.callee, made.arguments, made.named) == (
        GRADED,
        "Mean",
        (2,),
        {"share": 1},
    )
    assert (called.kind, called.callee) == (PART, StepResult(0, (("attribute", "split"),)))
    assert part.kind == VALUE and part.is_read
    assert part.arguments == (StepResult(1, (("item", 0), ("attribute", "T"))),)
    assert item.arguments == (StepResult(1, (("item", 1),)), -1.5)


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "x",
        "m = Mean(*y)",
        "f(g(1))",
        "f(lambda: 1)",
        "f(1) + f(2)",
        "(" * 90,
        "a; b",
        "",
    ],
)
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no step|neither"):
        read_steps([text], {"y": [1]})
