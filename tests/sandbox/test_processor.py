"""Judge and child share a processor while they talk; afterwards the judge may run anywhere again."""

from __future__ import annotations

import os
import signal

import pytest

from grader.model.outcome import Ending
from grader.sandbox.sandbox import Sandbox
from tests.sandbox.programs import run_one

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="nothing is bound to a processor here"
)


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        ("return 1", Ending.RETURNED),
        ("raise ValueError", Ending.RAISED),
        ("\n    while True: pass", Ending.TIMEOUT),
        ("import os; os._exit(3)", Ending.DIED),
    ],
)
def test_no_ending_leaves_the_judge_bound(sandbox: Sandbox, body: str, ending: Ending) -> None:
    before = os.sched_getaffinity(0)
    assert run_one(sandbox, f"def f():\n    {body}").ending is ending
    assert os.sched_getaffinity(0) == before


def test_nor_does_a_zygote_that_dies(sandbox: Sandbox) -> None:
    before = os.sched_getaffinity(0)
    if sandbox.zygote_pid is None:
        pytest.skip("there is no zygote here")
    os.kill(sandbox.zygote_pid, signal.SIGKILL)
    assert run_one(sandbox, "def f():\n    return 1").value == 1
    assert os.sched_getaffinity(0) == before


def test_who_was_bound_before_stays_so(sandbox: Sandbox) -> None:
    before = os.sched_getaffinity(0)
    one = {min(before)}
    os.sched_setaffinity(0, one)
    try:
        sandbox.restart()
        run_one(sandbox, "def f():\n    return 1")
        assert os.sched_getaffinity(0) == one
    finally:
        os.sched_setaffinity(0, before)
        sandbox.restart()
