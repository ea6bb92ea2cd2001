"""Judge and child share a processor while they talk; afterwards the judge may run anywhere again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Sandbox
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


def test_as_many_workers_as_processors_have_one_each() -> None:
    everywhere = sorted(os.sched_getaffinity(0))
    program = (
        "import os, sys; from grader.sandbox.shared.cpu_affinity import take_one;"
        "take_one(int(sys.argv[1]), int(sys.argv[2])); print(*sorted(os.sched_getaffinity(0)))"
    )

    def where(number: int, workers: int) -> list[int]:
        command = [sys.executable, "-c", program, str(number), str(workers)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [int(each) for each in told.split()]

    many = len(everywhere)
    homes = [where(number, many) for number in range(1, many + 1)]
    assert sorted(homes) == [[processor] for processor in everywhere]
    assert where(1, many - 1) == everywhere  # fewer: each goes where there is room
