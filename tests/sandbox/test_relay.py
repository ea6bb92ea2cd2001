"""Right helpers that another child holds: what a call of one may be, and what it costs."""

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
from grader.sandbox.child import helper_stubs
from grader.sandbox.judge import helper_relay
from grader.sandbox.judge.helper_relay import Helper, Refused, Relay, read_state
from grader.sandbox.judge.process_handle import Handle
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
    """Run ``f`` of the source where all helpers are right."""
    run = sandbox.run(
        program("import numpy as np\nimport os\n" + WRONG + source),
        [call("f", *values)],
        SHORT,
        helpers=HELPERS if helpers is None else helpers,
    )
    return run.outcomes["f"]


def test_a_helper_is_called_elsewhere_and_its_value_comes_back(sandbox: Sandbox) -> None:
    """By place and by name; it lives as long as the child that it serves, and no longer."""
    source = "def f(x): return h(x), h(x, k=3), h(k=x, x=0.5)\n"
    for _ in range(2):
        outcome = run_helped(sandbox, source, 4)
        assert outcome.value == ((9, 1), (11, 2), (5.0, 3))


def test_random_numbers_are_drawn_from_one_stream(sandbox: Sandbox) -> None:
    """In both places, whoever draws first."""
    source = "def f(n):\n    return np.random.rand(), d(n), np.random.rand(), d(n)\n"
    np.random.seed(0)
    expected = (np.random.rand(), np.random.randn(3), np.random.rand(), np.random.randn(3))
    for one, other in zip(run_helped(sandbox, source, 3).value, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_helper_that_raises_does_so_where_it_was_called(sandbox: Sandbox) -> None:
    """As the exception that it is: some are caught on purpose."""
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
def test_a_helper_that_fails_ends_the_case(sandbox: Sandbox, name: str, ending: Ending) -> None:
    """Its time is the case's; the next case is another matter."""
    assert run_helped(sandbox, f"odd = h\ndef f(x): return {name}(x)\n", 1).ending is ending
    assert run_helped(sandbox, "def f(x): return h(x)[0]\n", 1).value == 3


@pytest.mark.parametrize(
    "argument",
    ["f", "object()", "np.array([object()])", "{(1, 2): 3}", "np.zeros(2, [('a', 'f8')])"],
)
def test_only_plain_data_is_passed_on(sandbox: Sandbox, argument: str) -> None:
    """What has no place in the format never gets near the helper."""
    outcome = run_helped(sandbox, f"def f(x): return h({argument})\n", 1)
    assert outcome.ending is Ending.UNREADABLE


def test_helpers_are_called_so_often_and_no_more(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one case, from whatever code."""
    monkeypatch.setattr(helper_relay, "MOST_CALLS", 20)
    source = "def f(n):\n    for i in range(n):\n        last = h(i)\n    return last[1]\n"
    assert run_helped(sandbox, source, 20).value == 20
    assert run_helped(sandbox, source, 21).ending is Ending.UNREADABLE


def test_helpers_are_sent_so_much_and_no_more(sandbox: Sandbox) -> None:
    """Arguments and results together, in one case."""
    source = "def f(n):\n    for i in range(n):\n        h(np.zeros(1000))\n    return n\n"
    small = replace(SHORT, result_bytes=100_000)
    for count, ending in ((5, Ending.RETURNED), (7, Ending.UNREADABLE)):
        run = sandbox.run(
            program("import numpy as np\n" + WRONG + source),
            [call("f", count)], small, helpers=HELPERS,
        )  # fmt: skip
        assert run.outcomes["f"].ending is ending


def test_two_helpers_do_not_see_each_other(sandbox: Sandbox) -> None:
    """Each is in a namespace of its own, in the form that was asked for."""
    other = program(
        "def h(x):\n    return 'not this one'\ndef g(x):\n    return x + 1, 'h' in globals()\n"
    )
    held = [HELPERS[0], Helper("g", replace(other, statements=other.statements[1:]), {}, False)]
    source = "def f(x): return h(x)[0], g(x)\n"
    assert run_helped(sandbox, source, 1, helpers=held).value == (3, (2, False))


def test_what_a_case_brings_along_reaches_the_helper(sandbox: Sandbox) -> None:
    """A right helper calls it as the submission's own would."""
    held = [Helper("g", program("def low(x): return x\ndef g(x): return low(x) + 1\n"), {}, False)]
    asked = call("f", 1, replacements="def low(x):\n    return 10 * x\n")
    run = sandbox.run(
        program("def low(x): return x\ndef g(x): return 0\ndef f(x): return g(x), low(x)\n"),
        [asked], SHORT, helpers=held,
    )  # fmt: skip
    assert run.outcomes["f"].value == (11, 10)


def test_a_zygote_that_dies_meanwhile_costs_nothing(
    locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both children go down with it; the case is asked of a new one."""
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


class _Nobody:
    """Nothing that is no call may get as far as a child."""

    def __call__(self) -> Handle:
        raise AssertionError("a child was started")


@given(st.tuples(st.just("help") | _plain, st.just(TOKEN) | _plain, *4 * [_plain]))
@settings(max_examples=150, deadline=None)
@example(("help", TOKEN, "h", [1], {"not a name": 2}, None))
@example(("help", TOKEN, "h", [1], [("x", 2)], None))
@example(("help", b"another!", "h", [1], {}, None))
@example(("help", TOKEN, "f", [1], {}, None))
@example(("help", TOKEN, "d", [1], {}, None))
@example(("help", TOKEN, "d", [1], {}, (np.zeros(624, np.uint32), 625, 0, 0.0, None, None)))
def test_what_is_no_call_of_a_helper_is_refused(message: tuple[Any, ...]) -> None:
    """By an exception that ends the case; no child is started, and nothing else is raised."""
    limits = replace(SHORT)
    frame = wire.encode(message)
    assert Relay.is_asked_by(frame)
    served = Relay(HELPERS, (), limits, _Nobody())
    try:
        served._read(frame, TOKEN)
    except (Refused, *UNFIT):
        return
    assert message[:2] == ("help", TOKEN)
    assert message[2] in {helper.name for helper in HELPERS}


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_bytes_that_begin_like_a_call_are_refused(rest: bytes) -> None:
    """Whatever follows."""
    frame = wire.encode(("help", *5 * (None,)))[:5] + rest
    with pytest.raises((Refused, *UNFIT)):
        Relay(HELPERS, (), SHORT, _Nobody())._read(frame, TOKEN)


def test_an_outcome_is_no_call() -> None:
    """The two are told apart by their first bytes, whatever an outcome holds."""
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
def test_a_random_state_that_is_none_is_refused(state: Any) -> None:
    """NumPy would read beyond the end of it."""
    with pytest.raises(ValueError, match=r"not |unpack"):
        read_state(state)


def test_a_random_state_survives_the_way() -> None:
    """To the bit, so that the stream goes on as if nobody had been asked."""
    np.random.seed(3)
    np.random.randn(7)
    state = read_state(wire.decode(wire.encode(helper_stubs.random_state())))
    expected = np.random.rand(), np.random.randn()
    helper_stubs.set_random_state(state)
    assert (np.random.rand(), np.random.randn()) == expected


def test_a_helper_that_is_called_by_name_is_the_right_one(sandbox: Sandbox) -> None:
    """As a property calls it, beside the function that it is a property of."""
    run = sandbox.run(
        program(WRONG), [Request("own", Call("h", {"a": 1}, 1))], SHORT, helpers=[HELPERS[0]]
    )
    assert run.outcomes["own"].value == (3, 1)
