"""Passes calls of correct helpers from a submission's child to children that hold the reference.

    student's child  --"help": name, arguments, random state-->  judge  --call-->  helper's child
                     <--"returned" or "raised", state---------          <-outcome-

The judge executes neither end: it decodes what the student's child sends as it decodes results,
checks and counts it, and encodes it anew. Each helper has a child of its own, locked down like any
other, which is started at the first such call and ends with the child that it serves, so no other
submission or case finds anything of a call. It holds as much of the reference as the helper needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from grader import values, wire
from grader.model.exercise import Call, Limits
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.judge.process_handle import ChildGone, Exchange, TimeUp, Unfit
from grader.sandbox.judge.protocol import UNFIT, exactly

MOST_CALLS = 2000
"""Of helpers in one case: a training loop of some hundred steps calls each a few times a step."""

_HELP = wire.encode(("help",) + 5 * (None,))[:5]  # how a tuple of six begins; an outcome has two
_STATE_WORDS, _PYTHON_STATE_WORDS = 624, 625


@dataclass(frozen=True, slots=True)
class Helper:
    """A correct function that replaces a submission's own of that name.

    program     the reference, as far as this function needs it
    parameters  the submission's parameters, in order -> the reference's
    draws       whether it reads or sets the random state
    """

    name: str
    program: Program
    parameters: Mapping[str, str | None]
    draws: bool


class HelperChild(Protocol):
    """What a relay needs of a child: see `sandbox.Child`."""

    def load(self) -> Outcome | None: ...
    def call(
        self, call: Call, extra: dict[str, Any] | None, cpu_seconds: float | None
    ) -> Outcome: ...
    def end(self) -> object: ...


class Relay:
    """Serves one child's calls of correct helpers. Closed with that child.

    ``limits`` are that child's. ``open_child`` starts one that runs a helper's program.
    """

    def __init__(
        self,
        helpers: Sequence[Helper],
        limits: Limits,
        open_child: Callable[[Program], HelperChild],
    ) -> None:
        self._helpers = {helper.name: helper for helper in helpers}
        self._open = open_child
        self._children: dict[str, HelperChild] = {}
        self._calls = 0
        self._replacements: str | None = None
        self._bytes = limits.result_bytes

    def stubs(self, call: Call) -> dict[str, Any]:
        """What the student's child needs to make the stubs for ``call``; see `helper_stubs`.

        What the case replaces is replaced in the helpers, too.
        """
        self._replacements = call.replacements
        return {h.name: (dict(h.parameters), h.draws) for h in self._helpers.values()}

    @staticmethod
    def is_asked_by(frame: bytes) -> bool:
        return frame[:5] == _HELP

    def answer(self, frame: bytes, token: bytes, exchange: Exchange) -> bytes:
        """Have the correct helper called; returns the message for the student's child.

        Raises Unfit for what no honest child asks, and TimeUp when the helper takes longer than
        ``exchange`` leaves. The judge's own processor time is charged to it, too.
        """
        began, cpu_began = time.monotonic(), time.thread_time()
        try:
            helper, call, state = self._read(frame, token)
            outcome = self._call(helper, call, {"state": state}, exchange)
            answer = _answer(outcome, helper.draws)
            self._count(len(answer))
        except UNFIT as error:
            raise Unfit("protocol") from error
        finally:
            exchange.charge(time.thread_time() - cpu_began, time.monotonic() - began)
        exchange.check()
        return answer

    def close(self) -> None:
        for child in self._children.values():
            child.end()
        self._children = {}

    def _read(self, frame: bytes, token: bytes) -> tuple[Helper, Call, Any]:
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise Unfit("too many calls of helpers")
        self._count(len(frame))
        word, echoed, name, args, named, state = exactly(tuple, wire.decode(frame))
        if exactly(str, word) != "help" or exactly(bytes, echoed) != token:
            raise Unfit("not a call of a helper")
        helper = self._helpers.get(exactly(str, name))
        if helper is None:
            raise Unfit("no such helper")
        arguments = {str(place): value for place, value in enumerate(exactly(list, args))}
        positional = len(arguments)
        for key, value in exactly(dict, named).items():
            if not exactly(str, key).isidentifier():
                raise Unfit("no name of an argument")
            arguments[key] = value
        if values.holds_opaque(arguments):
            raise Unfit("an argument is no plain data")
        call = Call(helper.name, arguments, positional, replacements=self._replacements)
        return helper, call, read_state(state) if helper.draws else None

    def _count(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            raise Unfit("helpers were sent too much")

    def _call(
        self, helper: Helper, call: Call, extra: dict[str, Any], exchange: Exchange
    ) -> Outcome:
        child = self._children.get(helper.name)
        failed = None
        if child is None:
            child = self._children[helper.name] = self._open(helper.program)
            failed = child.load()
        outcome = failed or child.call(call, extra, exchange.left())
        exchange.charge(outcome.cpu_seconds, 0.0)
        if outcome.ending is Ending.TIMEOUT:
            raise TimeUp(outcome.detail or "cpu")
        if outcome.ending is Ending.FAULT:  # it went down with the zygote, as the other child did
            raise ChildGone
        return outcome


def _answer(outcome: Outcome, draws: bool) -> bytes:
    if outcome.ending is Ending.RAISED and outcome.raised is not None:
        raised = outcome.raised
        return wire.encode(("raised", (raised.type, raised.message), None))
    if outcome.ending is not Ending.RETURNED or values.holds_opaque(outcome.value):
        raise Unfit("the helper returned no plain data")
    if not draws:
        return wire.encode(("returned", outcome.value, None))
    value, state = exactly(tuple, outcome.value)
    return wire.encode(("returned", value, read_state(state)))


def read_state(state: Any) -> tuple[Any, ...]:
    """Check a random state that a child sent; raises ValueError on anything that is none.

    NumPy does not check the position that it is given: beyond the end, it would read other memory.
    """
    keys, position, has_gauss, gauss, words, other = exactly(tuple, state)
    for array, size in ((keys, _STATE_WORDS), (words, _PYTHON_STATE_WORDS)):
        exactly(np.ndarray, array)
        if array.dtype != np.uint32 or array.shape != (size,):
            raise ValueError("not the words of a random state")
    if not 0 <= exactly(int, position) <= _STATE_WORDS or exactly(int, has_gauss) not in (0, 1):
        raise ValueError("not the place in a random state")
    if words[-1] > _STATE_WORDS:
        raise ValueError("not the place in a random state")
    exactly(float, gauss)
    if other is not None:
        exactly(float, other)
    return keys, position, has_gauss, gauss, words, other
