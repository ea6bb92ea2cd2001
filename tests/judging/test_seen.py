"""Results that were met before get the verdict that they got then, and no other results do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader import seen
from grader.compare import Rung
from grader.compared import Compared
from grader.model.exercise import Call, Case, Exercise, Function, Mistake, Visibility
from grader.model.outcome import Ending, Outcome, Raised
from grader.model.submission import Program
from grader.sandbox.sandbox import Run
from grader.seen import Seen, Verdict, key_of
from grader.settle import Settled
from grader.verdicts import judge_function

CASE = Case("f", "one", "adds up", Visibility.PUBLIC, Fraction(2), Call("f", {}, 0),
            expected={"reference": np.array([1.0, 2.0])})  # fmt: skip
EXERCISE = Exercise("e", "E", "1", (Function("f"),), (CASE,))
WRONG = Outcome(Ending.RETURNED, np.array([2.0, 3.0]))


class Suspects:
    """One known mistake; counts how often somebody looked for a reason."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, function: str) -> Iterator[Mistake]:
        self.asked += 1
        yield Mistake("f", "adds_one", "Do not add one.", {"one": np.array([2.0, 3.0])})


def judged(outcome: Outcome, suspects: Suspects, shared: Seen | None = None) -> Verdict:
    settled = Settled(Compared(Run({"one": outcome})), {})
    function = EXERCISE.functions[0]
    return judge_function(EXERCISE, Program(()), function, settled, suspects, seen=shared)


def test_a_reason_is_looked_for_once_for_all_who_return_the_same() -> None:
    """And each is told what the first was told, which is what nobody's results would change."""
    shared, suspects = Seen(), Suspects()
    verdicts = [judged(WRONG._replace(value=WRONG.value.copy()), suspects, shared) for _ in "abc"]
    assert suspects.asked == 1
    assert verdicts == [judged(WRONG, Suspects())] * 3
    assert verdicts[0][1][0].mistake == "adds_one"


def test_a_value_that_was_compared_before_is_judged_by_all_that_counts() -> None:
    """By its case, by how the call ended, and by whose memory it stands in."""
    value = np.array([1.0, 2.0])
    call = replace(CASE.call, arguments={"x": value})
    own = replace(CASE, call=call, own_memory=True)
    other = replace(CASE, expected={"reference": np.array([1.0, 3.0])})
    for _ in range(2):
        assert differs(CASE, Outcome(Ending.RETURNED, value)) is None
        assert differs(own, Outcome(Ending.RETURNED, value)) is None
        shared = Outcome(Ending.RETURNED, value, shared_arguments=("x",))
        assert differs(own, shared) is Rung.SHARING
        assert differs(CASE, shared) is None
        assert differs(other, Outcome(Ending.RETURNED, value)) is Rung.VALUES
        assert not Compared(Run({"one": Outcome(Ending.TIMEOUT)})).is_right(CASE, "reference")


def differs(case: Case, outcome: Outcome) -> Rung | None:
    found = Compared(Run({"one": outcome})).difference(case, "reference")
    return None if found is None else found.rung


def test_an_error_is_told_to_each_in_lines_of_their_own() -> None:
    """What was raised quotes the student's own code, so nothing of it is shared."""
    shared = Seen()
    for line in (3, 7):
        raised = Raised("ValueError", "no", "mine.py", line)
        _, (case,) = judged(Outcome(Ending.RAISED, raised=raised), Suspects(), shared)
        assert case.error_line == f"mine.py, line {line}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros(2), -np.zeros(2)),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.zeros(2, np.int64), np.zeros(2, np.float64)),
        (0.0, -0.0),
        (1, True),
        (1, 1.0),
        (1.0, np.float64(1.0)),
        ([1], (1,)),
        ({"a": 1}, {"a": 2}),
        ({"a": [1, 2]}, {"a": [1], "b": [2]}),
        (None, "None"),
    ],
)
def test_other_values_have_another_key(one: Any, other: Any) -> None:
    """To the bit, and by type: equal is not enough."""
    keys = [key_of([CASE], {"one": Outcome(Ending.RETURNED, value)}) for value in (one, other)]
    assert keys[0] != keys[1]
    assert keys[0] == key_of([CASE], {"one": Outcome(Ending.RETURNED, one, cpu_seconds=1.0)})


def test_large_results_and_old_ones_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held of a class has a bound."""
    assert key_of([CASE], {"one": Outcome(Ending.RETURNED, [np.zeros(10_000)] * 2)}) is None
    monkeypatch.setattr(seen, "MOST", 2)
    shared, suspects = Seen(), Suspects()
    for value in (5.0, 6.0, 5.0, 7.0, 5.0, 6.0):
        judged(Outcome(Ending.RETURNED, value), suspects, shared)
    assert suspects.asked == 4
