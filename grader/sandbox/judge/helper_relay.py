"""Passes calls of correct helpers from a submission's child to a child that holds the reference.

    student's child  --"help": name, arguments, random state-->  judge  --call-->  helper child
                     <--"returned" or "raised", state---------          <-outcome-

The judge executes neither end: it decodes what the student's child sends as it decodes results,
checks and counts it, and encodes it anew. The helper child is locked down like any other, is
started at the first such call, and ends with the child that it serves, so no other submission or
case finds anything of a call. It holds as much of the reference as the helpers need.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader import values, wire
from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.judge.process_handle import ChildGone, Handle, Watch, receive, send
from grader.sandbox.judge.protocol import (
    OVERHEAD_BYTES,
    UNFIT,
    Places,
    call_message,
    exact_list,
    exactly,
    limits_message,
    load_message,
    read_outcome,
)
from grader.wire.framing import TOKEN_BYTES

MOST_CALLS = 2000
"""Of helpers in one case: a training loop of some hundred steps calls each a few times a step."""

_HELP = wire.encode(("help",) + 5 * (None,))[:5]  # how a tuple of six begins; an outcome has two
_STATE_WORDS, _PYTHON_STATE_WORDS = 624, 625


class Refused(Exception):
    """A call of a helper is not permitted: the case ends without a result."""


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


class Relay:
    """Serves one child's calls of correct helpers. Closed with that child."""

    def __init__(
        self,
        helpers: Sequence[Helper],
        modules: Sequence[Module],
        limits: Limits,
        spawn: Callable[[], Handle],
    ) -> None:
        self._helpers = {helper.name: helper for helper in helpers}
        self._modules = modules
        self._limits = limits
        self._spawn = spawn
        self._calls = 0
        self._replacements: str | None = None
        self._bytes = limits.result_bytes
        self._child: _HelperChild | None = None

    def stubs(self, call: Call) -> dict[str, Any]:
        """What the student's child needs to make the stubs for ``call``; see `helper_stubs`.

        What the case replaces is replaced in the helpers, too.
        """
        self._replacements = call.replacements
        return {h.name: (dict(h.parameters), h.draws) for h in self._helpers.values()}

    @staticmethod
    def is_asked_by(frame: bytes) -> bool:
        return frame[:5] == _HELP

    def answer(self, frame: bytes, token: bytes, watch: Watch) -> bytes:
        """Have the correct helper called; returns the message for the student's child.

        Raises Refused for what no honest child asks, and TimeUp when the helper takes longer than
        ``watch`` leaves. The judge's own processor time is charged to ``watch``, too.
        """
        began, cpu_began = time.monotonic(), time.thread_time()
        try:
            helper, call, state = self._read(frame, token)
            if self._child is None:
                self._child = _HelperChild(self._spawn(), self._limits)
            outcome = self._child.call(helper, call, state, self._modules, watch)
            answer = _answer(outcome, helper.draws)
            self._count(len(answer))
        except UNFIT as error:
            raise Refused("protocol") from error
        finally:
            watch.charge(time.thread_time() - cpu_began, time.monotonic() - began)
        watch.check()
        return answer

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _read(self, frame: bytes, token: bytes) -> tuple[Helper, Call, Any]:
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise Refused("too many calls of helpers")
        self._count(len(frame))
        word, echoed, name, args, named, state = exactly(tuple, wire.decode(frame))
        if exactly(str, word) != "help" or exactly(bytes, echoed) != token:
            raise Refused("not a call of a helper")
        helper = self._helpers.get(exactly(str, name))
        if helper is None:
            raise Refused("no such helper")
        arguments = {str(place): value for place, value in enumerate(exact_list(args))}
        positional = len(arguments)
        for key, value in exactly(dict, named).items():
            if not exactly(str, key).isidentifier():
                raise Refused("no name of an argument")
            arguments[key] = value
        if values.holds_opaque(arguments):
            raise Refused("an argument is no plain data")
        return (
            helper,
            Call(helper.name, arguments, positional, replacements=self._replacements),
            read_state(state) if helper.draws else None,
        )

    def _count(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            raise Refused("helpers were sent too much")


class _HelperChild:
    """The child that holds the reference's helpers, each in a namespace of its own."""

    def __init__(self, handle: Handle, limits: Limits) -> None:
        self._handle = handle
        self._limits = limits
        self._loaded: set[str] = set()
        self._gone_with_zygote: bool | None = None  # None while it lives
        self._ahead = limits_message(limits)

    def call(
        self, helper: Helper, call: Call, state: Any, modules: Sequence[Module], for_: Watch
    ) -> Outcome:
        limits = replace(self._limits, case_cpu_seconds=for_.left())
        watch = Watch(self._handle, limits.case_cpu_seconds, limits.case_wall_seconds)
        try:
            if helper.name not in self._loaded:
                load = load_message(helper.program, modules, helper.name)
                self._ask(load, watch, limits)
                self._loaded.add(helper.name)
            token = secrets.token_bytes(TOKEN_BYTES)
            extra = {"namespace": helper.name, "state": state}
            frame = self._ask(call_message(call, token, limits, extra), watch, limits)
            return read_outcome(frame, token, Places(helper.program), limits)
        except ChildGone:
            if not self.end():  # it went down with the zygote, and so did the other child
                raise
            raise Refused("the helper did not survive this call") from None
        finally:
            for_.charge(watch.used(), 0.0)

    def _ask(self, message: bytes, watch: Watch, limits: Limits) -> bytes:
        send(self._handle, message, limits.case_wall_seconds, self._ahead)
        self._ahead = b""
        return receive(self._handle, limits.result_bytes + OVERHEAD_BYTES, watch)

    def end(self) -> bool:
        """End the child; returns False where it went down with its zygote."""
        if self._gone_with_zygote is None:
            self._gone_with_zygote = False
            try:
                self._handle.end()
            except OSError:
                self._gone_with_zygote = True
        return not self._gone_with_zygote


def _answer(outcome: Outcome, draws: bool) -> bytes:
    if outcome.ending is Ending.RAISED and outcome.raised is not None:
        raised = outcome.raised
        return wire.encode(("raised", (raised.type, raised.message), None))
    if outcome.ending is not Ending.RETURNED or values.holds_opaque(outcome.value):
        raise Refused("the helper returned no plain data")
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
