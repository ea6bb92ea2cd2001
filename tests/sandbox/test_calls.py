"""What an honest submission can rely on when its functions are called in a child."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from grader.model.outcome import Ending
from grader.sandbox.judge.process_handle import Clocks, ForkedHandle
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import Opaque
from tests.sandbox.programs import SHORT, call, run_all, run_one


def test_values_cross_unchanged(each_sandbox: Sandbox) -> None:
    """A dictionary of arrays, a tuple and NumPy scalars cross unchanged."""
    source = "def f(x):\n    return {'W1': x.T, 'n': x.sum()}, [1, 2.5, None], x > 1"
    x = np.arange(6.0).reshape(2, 3)
    (parameters, items, mask) = run_one(each_sandbox, source, x).value
    np.testing.assert_array_equal(parameters["W1"], x.T)
    assert parameters["n"] == 15.0
    assert items == [1, 2.5, None]
    assert mask.dtype == bool


def test_numpy_and_math_need_no_import(sandbox: Sandbox) -> None:
    """A deleted import cell does not make a right function fail."""
    assert run_one(sandbox, "def f():\n    return float(np.ones(3).sum()) + math.pi").value > 6


def test_exception_has_the_students_line(each_sandbox: Sandbox) -> None:
    """The innermost line of the student's file is named, not NumPy's."""
    source = "def f(x):\n    y = 1\n    return np.dot(x, x)\n"
    outcome = run_one(each_sandbox, source, np.ones((2, 3)))
    assert outcome.ending is Ending.RAISED
    assert (outcome.raised.type, outcome.raised.origin, outcome.raised.line) == (
        "ValueError", "hw.py", 3,
    )  # fmt: skip


def test_failing_statement(sandbox: Sandbox) -> None:
    """A missing module or data set costs only what needs it."""
    run = run_all(sandbox, "import nowhere\nX = undefined\ndef f():\n    return 1", call("f"))
    assert run.outcomes["f"].value == 1
    assert [(e.index, e.raised.type) for e in run.load_errors] == [
        (0, "ModuleNotFoundError"), (1, "NameError"),
    ]  # fmt: skip


def test_waiting_for_a_processor_is_no_sleep(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine where others have all processors, a call takes long and is not ended for it."""
    naps = "import time\ndef f():\n    time.sleep(0.4)\n    return 1"
    impatient = replace(SHORT, case_wall_seconds=0.1, submission_wall_seconds=0.3)
    calls = [call("f", case=str(number)) for number in range(2)]
    assert run_all(sandbox, naps, *calls, limits=impatient).outcomes["0"].detail == "wall"
    monkeypatch.setattr(Clocks, "waited", lambda self: time.monotonic())
    run = run_all(sandbox, naps, *calls, limits=impatient)
    assert [outcome.value for outcome in run.outcomes.values()] == [1, 1]


def test_an_answer_counts_however_late_it_is_read(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge was stopped meanwhile, or had no processor itself."""
    read = ForkedHandle.read

    def late(self: ForkedHandle, size: int, wait: float) -> bytes | None:
        time.sleep(0.2)
        return read(self, size, wait)

    monkeypatch.setattr(ForkedHandle, "read", late)
    impatient = replace(SHORT, case_wall_seconds=0.1)
    assert run_one(sandbox, "def f():\n    return 1", limits=impatient).value == 1


def test_arguments_are_copied(each_sandbox: Sandbox) -> None:
    """Changing an argument in place is seen, and changes no later call."""
    source = "def f(d):\n    d['x'] += 1\n    return d['x']"
    d = {"x": np.zeros(2)}
    run = run_all(each_sandbox, source, call("f", d, case="one"), call("f", d, case="two"))
    assert [list(run.outcomes[c].value) for c in ("one", "two")] == [[1, 1], [1, 1]]
    assert run.outcomes["one"].changed_arguments == ("a0",)
    assert list(d["x"]) == [0, 0]


def test_np_empty_is_filled(sandbox: Sandbox) -> None:
    """Memory from `np.empty` holds neither the zeros that a fresh process finds, nor chance."""
    source = (
        "def f():\n    W = np.empty((2, 2))\n    W[0] = 1\n"
        "    return W, np.empty_like([1, 2]), np.empty(3, dtype=bool)"
    )
    W, n, mask = run_one(sandbox, source).value
    np.testing.assert_array_equal(W, [[1, 1], [np.nan, np.nan]])
    assert n.min() > 10**9
    assert mask.all()


def test_randomness_is_repeatable(each_sandbox: Sandbox) -> None:
    """The legacy state, ``random``, an unseeded default_rng and urandom all repeat."""
    source = (
        "import random, os\n"
        "def f():\n"
        "    return [np.random.rand(), random.random(), np.random.default_rng().normal(),"
        " os.urandom(4), np.random.RandomState().rand(), hash('text')]"
    )
    assert run_one(each_sandbox, source).value == run_one(each_sandbox, source).value


def test_seed_sets_the_legacy_state(sandbox: Sandbox) -> None:
    """A function that does not seed draws what the case's seed gives."""
    request = call("f", seed=3)
    value = run_all(sandbox, "def f():\n    return np.random.randn()", request).outcomes["f"].value
    assert value == np.random.RandomState(3).randn()


def test_opaque_value(sandbox: Sandbox) -> None:
    """A generator or an object comes back as its type's name only."""
    assert run_one(sandbox, "def f():\n    return (i for i in [1])").value == Opaque("generator")


def test_printed_text_is_limited(each_sandbox: Sandbox) -> None:
    """Output is taken down, and a flood of it does no harm."""
    outcome = run_one(each_sandbox, "def f():\n    print('x' * 10**7)\n    return 1")
    assert outcome.value == 1
    assert outcome.printed.startswith("xxx")
    assert len(outcome.printed) < 30_000


def test_replacements_last_one_call(sandbox: Sandbox) -> None:
    """A case can put its own helper in place, and it is gone for the next."""
    source = "def g():\n    return 1\ndef f():\n    return g()"
    run = run_all(
        sandbox, source,
        call("f", case="replaced", replacements="def g():\n    return 7\n"),
        call("f", case="own"),
    )  # fmt: skip
    assert (run.outcomes["replaced"].value, run.outcomes["own"].value) == (7, 1)


def test_missing_function(sandbox: Sandbox) -> None:
    """Neither absence nor a name for something else is an error of the run."""
    assert run_one(sandbox, "g = 1").ending is Ending.MISSING
    assert run_one(sandbox, "f = 1").ending is Ending.MISSING
