"""Identical work is done once, and nobody can tell from an outcome whether it was."""

from __future__ import annotations

import ast
import marshal
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model.outcome import Outcome
from grader.model.submission import Program, Statement
from grader.sandbox.forked import ForkedHandle, Zygote
from grader.sandbox.recall import RecallingSandbox
from grader.sandbox.sandbox import Request, Run, Sandbox
from tests.load.student import program_of, script
from tests.sandbox.programs import SHORT, call

X = np.arange(6.0).reshape(2, 3)
REQUESTS = [call("f", X), call("g", X), call("h", X)]
LINES = [
    "import numpy as np",
    "LIMIT = undefined + 1",
    "def f(x):",
    "    half = 0.5",
    "    return np.tanh(x) * half",
    "def g(x):",
    "    y = x + 1",
    "    return np.dot(y, y)",
    "def h(x):",
    "    for value in x:",
    "        if value.sum() > 5:",
    "            raise ValueError('too large')",
]


class Counting(Zygote):
    children = 0

    def spawn(self) -> ForkedHandle:
        self.children += 1
        return super().spawn()


class Counted(RecallingSandbox):
    """Tells how many children a run took."""

    def __init__(self, kept_bytes: int = 2**20) -> None:
        self.zygote = Counting()
        super().__init__(self.zygote, kept_bytes)

    def children_for(self, source: str, name: str = "hw.py") -> int:
        before = self.zygote.children
        self.run(program(source, name), REQUESTS, SHORT)
        return self.zygote.children - before


@pytest.fixture(scope="module")
def recalling() -> Iterator[Counted]:
    with Counted() as opened:
        yield opened


def program(source: str, name: str = "hw.py") -> Program:
    return Program(
        tuple(
            Statement(
                marshal.dumps(compile(ast.Module([node], []), name, "exec")), name, node.lineno
            )
            for node in ast.parse(source).body
        )
    )


def told(run: Run) -> tuple[object, ...]:
    """All that a verdict could depend on."""
    outcomes = {name: _plain(outcome) for name, outcome in run.outcomes.items()}
    return outcomes, run.load_errors


def _plain(outcome: Outcome) -> Outcome:
    value = outcome.value.tolist() if isinstance(outcome.value, np.ndarray) else outcome.value
    return outcome._replace(value=value, cpu_seconds=0.0)


def test_what_differs_in_layout_only_is_run_once(recalling: Counted) -> None:
    """Another file name, comments, blank lines and brackets start no second child."""
    source = "\n".join(LINES)
    assert recalling.children_for(source) > 0
    assert recalling.children_for(source, "another.py") == 0
    assert recalling.children_for("# mine\n\n" + source.replace("0.5", "(0.5)  # half")) == 0
    assert recalling.children_for(source.replace("0.5", "0.25")) > 0
    assert recalling.children_for(source.replace("0.5", "-0.0")) > 0
    assert recalling.children_for(source.replace("0.5", "0.0")) > 0


def test_files_as_students_hand_them_in_are_run_once(recalling: Counted) -> None:
    """What the loader keeps of a file beside its code makes nobody another."""
    source = "def f(x):\n    return x * 7\n"
    first = program_of(script(source), graded=["f"])
    second = program_of(script(f"# Ann\n\n{source}# the end\n"), graded=["f"])
    recalling.run(first, REQUESTS, SHORT)
    before = recalling.zygote.children
    recalling.run(second, REQUESTS, SHORT)
    assert recalling.zygote.children == before


@given(
    gaps=st.lists(st.integers(0, 3), min_size=len(LINES), max_size=len(LINES)),
    name=st.sampled_from(["hw.py", "another.py", "cell 3"]),
    broken=st.booleans(),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_errors_keep_every_students_own_lines(
    recalling: Counted, locked: Sandbox, gaps: list[int], name: str, broken: bool
) -> None:
    """Wherever the lines stand, what is recalled equals what a run of one's own would say."""
    source = "\n".join("\n" * gap + line for gap, line in zip(gaps, LINES, strict=True))
    if broken:  # one line of others is two lines here
        source = source.replace("np.dot(y, y)", "np.dot(\n        y,\n        y)")
    recalling.run(program("\n".join(LINES)), REQUESTS, SHORT)
    recalled = recalling.run(program(source, name), REQUESTS, SHORT)
    assert told(recalled) == told(locked.run(program(source, name), REQUESTS, SHORT))


@pytest.mark.parametrize(
    "body",
    [
        "import time\ndef f(x):\n    return time.perf_counter()",
        "from time import perf_counter as now\ndef f(x):\n    return now()",
        "import time as t\ndef f(x):\n    return t.time()",
        "import sys as s\ndef f(x):\n    return s._getframe().f_lineno",
        "def f(x):\n    return f.__code__.co_firstlineno",
        "def f(x):\n    return '{0.__code__.co_firstlineno}'.format(f)",
        "def f(x):\n    return getattr(f, '__co' + 'de__').co_firstlineno",
        "def f(x):\n    return id(x)",
        "def f(x):\n    return np.empty(3)",
        "def f(x):\n    try:\n        return 1 / 0\n    except ZeroDivisionError as e:\n"
        "        return e.__traceback__.tb_lineno",
        "class A:\n    pass\ndef f(x):\n    return hash(A())",
    ],
)
def test_what_may_come_out_otherwise_another_time_is_run_again(
    recalling: Counted, body: str
) -> None:
    """Clocks, addresses, memory as it was found and one's own lines are never recalled."""
    assert recalling.children_for(body) > 0
    assert recalling.children_for(body) > 0


def test_an_unused_clock_does_no_harm(recalling: Counted) -> None:
    """The course's notebooks import time and sys, and use them in cells that are not run."""
    source = "import time\nimport sys\ndef f(x):\n    return x"
    recalling.children_for(source)
    assert recalling.children_for(source + "  # mine") == 0


@pytest.mark.parametrize(
    "body", ["import os\ndef f(x):\n    os._exit(3)", "def f(x):\n    while True:\n        pass"]
)
def test_a_killed_call_is_never_recalled(recalling: Counted, body: str) -> None:
    """What died or ran out of time may have done so by chance."""
    assert recalling.children_for(body) > 0
    assert recalling.children_for(body) > 0


def test_a_warning_with_a_line_is_not_carried_elsewhere(
    recalling: Counted, locked: Sandbox
) -> None:
    """Printed text may name a line: it is shared with who has the very same lines."""
    source = "def f(x):\n    print('a line of mine')\n    return x"
    recalling.children_for(source)
    assert recalling.children_for(source) == 0
    assert recalling.children_for("\n" + source) > 0


def test_only_the_same_calls_are_recalled(recalling: Counted) -> None:
    """The same program on other inputs, seeds or limits is another piece of work."""
    work = program("def f(x):\n    return np.random.rand() + x")

    def children(request: Request, seconds: float = 0.5) -> int:
        before = recalling.zygote.children
        recalling.run(work, [request], replace(SHORT, case_cpu_seconds=seconds))
        return recalling.zygote.children - before

    first = call("f", X, seed=1)
    assert [children(first), children(first)] == [1, 0]
    assert children(call("f", X, seed=2)) == 1
    assert children(call("f", X.copy(), seed=1)) == 1
    assert children(first, seconds=0.4) == 1


def test_what_is_kept_has_a_bound() -> None:
    """Programs without end take no more room than they may; what was used last stays."""
    source = "def f(x):\n    return np.zeros(2000) + {}"
    with Counted(kept_bytes=200_000) as recalling:
        for number in range(30):
            assert recalling.children_for(source.format(number)) > 0
        assert recalling.kept_bytes <= 200_000
        assert recalling.children_for(source.format(29)) == 0
        assert recalling.children_for(source.format(0)) > 0
