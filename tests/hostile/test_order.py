"""What is told of public cases and of loading is settled before any hidden input is sent.

A child knows by the clock when the one before it ended, so it could put what that one had seen
into a message, bit by bit. These submissions tell the time where they can.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.model.exercise import Limits
from grader.model.outcome import Ending
from tests.hostile import target
from tests.hostile.conftest import Judge
from tests.sandbox.programs import SHORT, call, run_all

TELLS = """
import os
import time


class Loading:
    moment = time.monotonic_ns()
    os.moment = moment
    raise ValueError(f"loaded at {moment}")


def first():
    return os.moment


def dies():
    os._exit(0)


def last():
    return os.moment
"""


def test_what_loading_met_is_told_by_the_first_child(judge: Judge) -> None:
    """A later child, loaded after another one died, has no say."""
    run = run_all(judge.sandbox, TELLS, call("first"), call("dies"), call("last"))
    first, last = run.outcomes["first"].value, run.outcomes["last"].value
    assert first < last
    assert [error.raised.message for error in run.load_errors] == [f"loaded at {first}"]


RAISES = """
import time


def weigh(X, w):
    raise ValueError(f"at {time.monotonic_ns()}")


def cost(a, y):
    raise ValueError(f"at {time.monotonic_ns()}")
"""


def test_public_cases_are_settled_before_the_first_hidden_one(judge: Judge, tmp_path: Path) -> None:
    """Whichever children answer them."""
    path = tmp_path / "raises.py"
    path.write_text(RAISES)
    cases = target.graded(path, judge.exercise, judge.sandbox).report.cases
    told: dict[str, list[int]] = {"public": [], "hidden": []}
    for case in cases:
        found = re.search(r"at (\d+)", case.rationale or "")
        if found:
            told[case.visibility].append(int(found[1]))
    assert len(told["public"]) == 2
    assert len(told["hidden"]) == 3
    assert max(told["public"]) < min(told["hidden"])


def test_waiting_in_every_case_has_an_end(judge: Judge) -> None:
    """A submission may wait a little less than the limit for a while, and then no more."""
    source = "import time\ndef f():\n    time.sleep(0.3)\n    return 1"
    limits = Limits(case_cpu_seconds=1, case_wall_seconds=5, submission_wall_seconds=0.5)
    requests = [call("f", case=str(n)) for n in range(5)]
    outcomes = run_all(judge.sandbox, source, *requests, limits=limits).outcomes
    assert outcomes["0"].ending is Ending.RETURNED
    assert (outcomes["4"].ending, outcomes["4"].detail) == (Ending.NOT_RUN, "wall")


def test_large_results_in_every_case_have_an_end(judge: Judge) -> None:
    """The judge holds a submission's results until they are compared, so their sum is limited."""
    limits = Limits(**{**_fields(SHORT), "result_bytes": 10**6})
    source = "def f():\n    return 'x' * 900_000"
    requests = [call("f", case=str(n)) for n in range(5)]
    outcomes = run_all(judge.sandbox, source, *requests, limits=limits).outcomes
    assert outcomes["0"].ending is Ending.RETURNED
    assert outcomes["4"].ending is Ending.UNREADABLE


def _fields(limits: Limits) -> dict[str, float]:
    return {name: getattr(limits, name) for name in Limits.__dataclass_fields__}


PLAIN = """
def weigh(X, w):
    return X + w


def cost(a, y):
    return undefined(a - y)
"""


def test_sharing_a_child_changes_no_verdict(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One child is enough for plain functions, and the report is that of a child for each case."""
    path = tmp_path / "plain.py"
    path.write_text(PLAIN)
    spawner, children = judge.sandbox._spawner, []
    spawn = spawner.spawn
    monkeypatch.setattr(
        spawner, "spawn", lambda *libraries: children.append(1) or spawn(*libraries)
    )
    shared = target.graded(path, judge.exercise, judge.sandbox).report
    assert len(children) == 1
    every = frozenset(judge.exercise.function_names)
    monkeypatch.setattr("grader.load.functions_with_state", lambda program, modules: every)
    alone = target.graded(path, judge.exercise, judge.sandbox).report
    assert len(children) > 5
    assert target.as_text(shared) == target.as_text(alone)
