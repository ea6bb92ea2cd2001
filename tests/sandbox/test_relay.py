"""Correct helpers in a child of their own: what a call of one may be, and what it costs."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader import wire
from grader.model.exercise import Call
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.child import helper_stubs
from grader.sandbox.judge import helper_relay
from grader.sandbox.judge.helper_relay import Helper, Relay, read_state
from grader.sandbox.judge.process_handle import Unfit
from grader.sandbox.judge.protocol import UNFIT
from grader.sandbox.judge.sandbox import Request, Sandbox
from tests.sandbox.programs import SHORT, call, program

REFERENCE = program(
    "import numpy as np\n"
    "calls = []\n"
    "def h(x, k=1):\n    calls.append(x)\n    return 2 * x + k, len(calls)\n"
    "def d(n):\n    return np.random.randn(n)\n"
    "def bad(x):\n    return {}[x]\n"
    "def spins(x):\n    while True:\n        pass\n"
    "def dies(x):\n    import os\n    os._exit(3)\n"
    "def odd(x):\n    return object()\n"
)
WRONG = "".join(f"def {name}(*args): return 0\n" for name in ("h", "d", "bad", "spins", "dies"))


HELPERS = [
    Helper(name, REFERENCE, {}, name == "d") for name in ("h", "d", "bad", "spins", "dies", "odd")
]


def run_helped(sandbox: Sandbox, source: str, *values: Any, helpers: Any = None) -> Outcome:
    """Run ``f`` of the source with correct helpers."""
    run = sandbox.run(
        program("import numpy as np\nimport os\n" + WRONG + source),
        [call("f", *values)],
        SHORT,
        helpers=HELPERS if helpers is None else helpers,
    )
    return run.outcomes["f"]


def test_helper_returns(each_sandbox: Sandbox) -> None:
    """Arguments go by position and by name; a helper lives as long as the child that it serves."""
    source = "def f(x): return h(x), h(x, k=3), h(k=x, x=0.5)\n"
    for _ in range(2):
        outcome = run_helped(each_sandbox, source, 4)
        assert outcome.value == ((9, 1), (11, 2), (5.0, 3))


def test_random_stream_is_shared(each_sandbox: Sandbox) -> None:
    """The helper continues the caller's random numbers, and the caller continues the helper's."""
    source = "def f(n):\n    return np.random.rand(), d(n), np.random.rand(), d(n)\n"
    np.random.seed(0)
    expected = (np.random.rand(), np.random.randn(3), np.random.rand(), np.random.randn(3))
    for one, other in zip(run_helped(each_sandbox, source, 3).value, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_helper_raises(sandbox: Sandbox) -> None:
    """The exception arrives with its type, since some are caught on purpose."""
    source = "def f(x):\n    try:\n        bad(x)\n    except KeyError as error:\n        return x in str(error)\n"
    assert run_helped(sandbox, source, "b1").value is True


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("spins", Ending.TIMEOUT),
        ("dies", Ending.UNREADABLE),
        ("odd", Ending.UNREADABLE),
    ],
)
def test_failing_helper_ends_the_case(sandbox: Sandbox, name: str, ending: Ending) -> None:
    """Its time counts for the case; the next case runs."""
    assert run_helped(sandbox, f"odd = h\ndef f(x): return {name}(x)\n", 1).ending is ending
    assert run_helped(sandbox, "def f(x): return h(x)[0]\n", 1).value == 3


@pytest.mark.parametrize(
    "argument",
    ["f", "object()", "np.array([object()])", "{object(): 3}", "np.zeros(2, [('a', 'f8')])"],
)
def test_arguments_are_plain_data(sandbox: Sandbox, argument: str) -> None:
    """What the format does not carry never reaches the helper."""
    outcome = run_helped(sandbox, f"def f(x): return h({argument})\n", 1)
    assert outcome.ending is Ending.UNREADABLE


def test_calls_are_limited(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most MOST_CALLS in one case."""
    monkeypatch.setattr(helper_relay, "MOST_CALLS", 20)
    source = "def f(n):\n    for i in range(n):\n        last = h(i)\n    return last[1]\n"
    assert run_helped(sandbox, source, 20).value == 20
    assert run_helped(sandbox, source, 21).ending is Ending.UNREADABLE


def test_size_is_limited(sandbox: Sandbox) -> None:
    """Arguments and results together, in one case."""
    source = "def f(n):\n    for i in range(n):\n        h(np.zeros(1000))\n    return n\n"
    small = replace(SHORT, result_bytes=100_000)
    for count, ending in ((5, Ending.RETURNED), (7, Ending.UNREADABLE)):
        run = sandbox.run(
            program("import numpy as np\n" + WRONG + source),
            [call("f", count)], small, helpers=HELPERS,
        )  # fmt: skip
        assert run.outcomes["f"].ending is ending


def test_helpers_are_separate(sandbox: Sandbox) -> None:
    """Each has a namespace of its own."""
    other = program(
        "def h(x):\n    return 'not this one'\ndef g(x):\n    return x + 1, 'h' in globals()\n"
    )
    held = [HELPERS[0], Helper("g", replace(other, statements=other.statements[1:]), {}, False)]
    source = "def f(x): return h(x)[0], g(x)\n"
    assert run_helped(sandbox, source, 1, helpers=held).value == (3, (2, False))


def test_replacements_reach_the_helper(sandbox: Sandbox) -> None:
    """A correct helper calls a case's replacement, as the submission's own helper would."""
    held = [Helper("g", program("def low(x): return x\ndef g(x): return low(x) + 1\n"), {}, False)]
    asked = call("f", 1, replacements="def low(x):\n    return 10 * x\n")
    run = sandbox.run(
        program("def low(x): return x\ndef g(x): return 0\ndef f(x): return g(x), low(x)\n"),
        [asked], SHORT, helpers=held,
    )  # fmt: skip
    assert run.outcomes["f"].value == (11, 10)


def test_zygote_dies_during_a_helper(locked: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both children go down with it; the case is run with a new one."""
    told, killed = Relay.answer, []

    def killing(self: Relay, *args: Any) -> bytes:
        if not killed and locked.zygote_pid:
            killed.append(os.kill(locked.zygote_pid, 9))
        return told(self, *args)

    monkeypatch.setattr(Relay, "answer", killing)
    assert run_helped(locked, "def f(x): return h(x)[0]\n", 1).value == 3
    assert killed


TOKEN = b"12345678"
_leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_plain = st.recursive(
    _leaves | st.just(TOKEN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def relay() -> Relay:
    """A relay that starts no child: what is no call may not get that far."""

    def refuse(program: Program) -> Any:
        raise AssertionError("a child was started")

    return Relay(HELPERS, SHORT, refuse)


@given(st.tuples(st.just("help") | _plain, st.just(TOKEN) | _plain, *4 * [_plain]))
@settings(max_examples=150, deadline=None)
@example(("help", TOKEN, "h", [1], {"not a name": 2}, None))
@example(("help", TOKEN, "h", [1], [("x", 2)], None))
@example(("help", b"another!", "h", [1], {}, None))
@example(("help", TOKEN, "f", [1], {}, None))
@example(("help", TOKEN, "d", [1], {}, None))
@example(("help", TOKEN, "d", [1], {}, (np.zeros(624, np.uint32), 625, 0, 0.0, None, None)))
def test_malformed_call_is_refused(message: tuple[Any, ...]) -> None:
    """An exception ends the case; no child is started, and nothing else is raised."""
    frame = wire.encode(message)
    assert Relay.is_asked_by(frame)
    try:
        relay()._read(frame, TOKEN)
    except (Unfit, *UNFIT):
        return
    assert message[:2] == ("help", TOKEN)
    assert message[2] in {helper.name for helper in HELPERS}


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_malformed_bytes_are_refused(rest: bytes) -> None:
    """Whatever follows."""
    frame = wire.encode(("help", *5 * (None,)))[:5] + rest
    with pytest.raises((Unfit, *UNFIT)):
        relay()._read(frame, TOKEN)


def test_outcome_is_not_a_call() -> None:
    """The first bytes tell them apart, whatever an outcome holds."""
    assert not Relay.is_asked_by(wire.encode((TOKEN, {"ending": "returned", "value": 1})))


def _state(**changed: Any) -> tuple[Any, ...]:
    names = ("keys", "position", "has_gauss", "gauss", "words", "other")
    return tuple({**dict(zip(names, helper_stubs.random_state(), strict=True)), **changed}.values())


@pytest.mark.parametrize(
    "state",
    [
        None,
        (),
        _state(keys=np.zeros(623, np.uint32)),
        _state(keys=np.zeros(624)),
        _state(keys=[0] * 624),
        _state(position=-1),
        _state(position=625),
        _state(position=True),
        _state(has_gauss=2),
        _state(gauss=None),
        _state(words=np.zeros(625, np.uint64)),
        _state(words=np.full(625, 2**32 - 1, np.uint32)),
        _state(other="0"),
    ],
    ids=range(13),
)
def test_malformed_state_is_refused(state: Any) -> None:
    """NumPy would read beyond the end of it."""
    with pytest.raises(ValueError, match=r"not |unpack"):
        read_state(state)


def test_state_round_trip() -> None:
    """The state is the same to the bit, so the stream continues."""
    np.random.seed(3)
    np.random.randn(7)
    state = read_state(wire.decode(wire.encode(helper_stubs.random_state())))
    expected = np.random.rand(), np.random.randn()
    helper_stubs.set_random_state(state)
    assert (np.random.rand(), np.random.randn()) == expected


def test_property_calls_the_helper(sandbox: Sandbox) -> None:
    """As a property calls it, beside the function that it is a property of."""
    run = sandbox.run(
        program(WRONG), [Request("own", Call("h", {"a": 1}, 1))], SHORT, helpers=[HELPERS[0]]
    )
    assert run.outcomes["own"].value == (3, 1)
