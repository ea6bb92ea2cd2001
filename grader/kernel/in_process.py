"""Makes the calls in this process, with the kernel's own functions, and leaves the kernel as it was.

It stands where a sandbox stands: the same pipeline asks it, and the same code makes a call as in a
locked-down child. It isolates nothing. So it judges public cases only, on their student's own
machine, where that code runs in any case.

Put back after every call: the random state of NumPy and of ``random``, NumPy's functions and
settings, warnings, the standard streams, and the names of the notebook. Arguments are copies. Where
the system has signals and this is the main thread, a call that never ends is stopped.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import random
import signal
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.kernel.namespace import Live
from grader.model.exercise import Call, Exercise, Limits, Module
from grader.model.outcome import Ending, Outcome, Raised
from grader.model.submission import Program
from grader.pipeline.run_cases import FREE_NUMBERS
from grader.sandbox.child.preload import filled
from grader.sandbox.child.request_loop import answer
from grader.sandbox.child.student_namespace import Namespace
from grader.sandbox.framing import TOKEN_BYTES
from grader.sandbox.judge.canonical_form import in_canonical_form
from grader.sandbox.judge.protocol import UNFIT, Places, call_message, read_outcome
from grader.sandbox.judge.sandbox import Isolation, Request, Sandbox, Session

LEVEL, LAYERS = "none", ("in_process",)
_AGAIN_SECONDS = 0.5
"""After its time is up a call is stopped again and again: code may catch what stops it."""


class InProcess(Sandbox):
    """Makes calls of the functions that a kernel holds. Used like a sandbox; see the module."""

    def __init__(self, functions: Live, exercise: Exercise) -> None:
        self._live = functions
        self._modules = exercise.modules
        self.isolation = Isolation(LEVEL, LAYERS)

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def restart(self) -> None:
        pass

    @property
    def layers(self) -> tuple[str, ...]:
        return LAYERS

    def session(
        self, program: Program, limits: Limits, modules: Sequence[Module] = (), **options: Any
    ) -> Session:
        """Return what makes the calls; ``program`` is the live one, whose text is not run."""
        return _LiveSession(self._live, limits, FREE_NUMBERS in modules, self._modules)


class _LiveSession(Session):
    def __init__(
        self, functions: Live, limits: Limits, free_numbers: bool, modules: Sequence[Module]
    ) -> None:
        self._live, self._limits = functions, limits
        self._free, self._modules = free_numbers, modules
        self._stopped: set[str] = set()
        self.load_errors = ()

    def ask(self, request: Request) -> Outcome:
        """Make the call. Raises KeyboardInterrupt where the student interrupts the kernel."""
        call = request.call
        if call.function in self._stopped:
            return Outcome(Ending.NOT_RUN, detail="timeout")
        outcome = self._made(call, partial(_LiveNamespace, self._live, self._free, self._modules))
        if outcome.ending is Ending.TIMEOUT:
            self._stopped.add(call.function)
        if call.canonical is None or outcome.ending is not Ending.RETURNED:
            return outcome
        of_author = partial(_AuthorsNamespace, call.canonical.modules)
        return in_canonical_form(
            call.canonical, outcome, lambda asked: self._made(asked, of_author)
        )

    def _made(self, call: Call, names: Callable[[], Namespace]) -> Outcome:
        """Make one call of a function among ``names``, which are looked up when all is put away."""
        limits = self._limits if call.limits is None else call.limits.within(self._limits)
        token = os.urandom(TOKEN_BYTES)
        message = marshal.loads(call_message(call, token, limits))  # noqa: S302  # our own
        clock = _Clock(limits)
        with _undisturbed(self._live.names):
            namespace = names()
            with clock:
                frame = answer(namespace, message, _no_helper)
        if clock.up is not None:
            return Outcome(Ending.TIMEOUT, detail=clock.up)
        places = _Places(self._live)
        try:
            outcome = read_outcome(frame, token, places, limits, call)
        except UNFIT:
            return Outcome(Ending.UNREADABLE, detail="protocol")
        if outcome.raised is None:
            return outcome
        if outcome.raised.type == "KeyboardInterrupt":
            raise KeyboardInterrupt
        return replace(outcome, raised=places.named(outcome.raised))

    def close(self) -> None:
        pass


def _no_helper(question: bytes) -> bytes:
    raise NotImplementedError  # no correct helpers are in a bundle


class _Places(Places):
    """The places of the kernel's code, which has file names of its own."""

    def __init__(self, functions: Live) -> None:
        super().__init__(functions.program)
        self._origins = functions.origins

    def hold(self, origin: str, line: int) -> bool:
        return origin in self._origins

    def named(self, raised: Raised) -> Raised:
        """The exception with the name by which a student knows its place."""
        if raised.origin is None:
            return raised
        return replace(raised, origin=self._origins[raised.origin])


class _Around:
    """A dictionary of names in the shape of a module."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.__dict__ = names


class _Seeds:
    """Seeds what the kernel's functions draw from."""

    def __init__(self) -> None:
        self._seed_numpy = np.random.seed  # which free numbers replace

    def seed(self, seed: int) -> None:
        self._seed_numpy(seed)
        random.seed(seed)
        entropy = random.Random(seed + 1)
        random._urandom = entropy.randbytes  # type: ignore[attr-defined]  # an unseeded generator's


class _LiveNamespace(Namespace):
    """The kernel's names, for one call."""

    def __init__(self, functions: Live, free_numbers: bool, modules: Sequence[Module]) -> None:
        self.names, self._modules = functions.names, modules
        self.own = [self.names]
        self.module = str(self.names.get("__name__", "__main__"))
        self._randomness = _Seeds()  # type: ignore[assignment]
        helpers = [name for module in modules for name in module.names]
        loaded = [sys.modules[name] for name in helpers if name in sys.modules]
        others = [
            value.__globals__
            for name in functions.program.functions
            if isinstance(value := self.names.get(name), types.FunctionType)
            and value.__globals__ is not self.names
        ]
        self._stubs = [*loaded, *map(_Around, others)]  # type: ignore[list-item]
        self._call_hooks = [
            hook for module in loaded if callable(hook := module.__dict__.get("begin_call"))
        ]
        if free_numbers:
            drawn: dict[str, Any] = {"__name__": "free_randomness"}
            exec(FREE_NUMBERS.source, drawn)  # noqa: S102  # our own
            self._call_hooks.append(drawn["begin_call"])
        for name in ("empty", "empty_like"):
            setattr(np, name, filled(getattr(np, name)))

    def support(self, name: str) -> Any:
        """The author's function, also where the kernel did not import its module."""
        module = next(m for m in self._modules if name in m.exports)
        names: dict[str, Any] = {"__name__": module.names[0]}
        exec(module.source, names)  # noqa: S102  # the author's, as helper modules are
        return names[name]


class _AuthorsNamespace(Namespace):
    """The functions of an author's modules, for one call: a canonical form's."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.names, self.own = {}, []
        self._randomness = _Seeds()  # type: ignore[assignment]
        self._stubs, self._call_hooks = [], []
        for module in modules:
            made = types.ModuleType(module.names[0])
            sys.modules.update(dict.fromkeys(module.names, made))
            exec(module.source, made.__dict__)  # noqa: S102  # the author's, as helper modules are
            self.names.update({name: made.__dict__[name] for name in module.exports})


@contextlib.contextmanager
def _undisturbed(names: dict[str, Any]) -> Iterator[None]:
    """Put the kernel back as it was."""
    legacy, python, entropy = np.random.get_state(), random.getstate(), random._urandom  # type: ignore[attr-defined]
    before, modules = dict(names), dict(sys.modules)
    streams = sys.stdout, sys.stderr, sys.stdin
    with (
        _restored(np.random.__dict__),
        _restored(np.__dict__),
        np.errstate(),
        np.printoptions(),
        warnings.catch_warnings(),
    ):
        try:
            yield
        finally:
            sys.stdout, sys.stderr, sys.stdin = streams
            random._urandom = entropy  # type: ignore[attr-defined]
            random.setstate(python)
            np.random.set_state(legacy)
            _put_back(sys.modules, modules)
            for name in [name for name in names if name not in before]:
                del names[name]
            _put_back(names, before)


@contextlib.contextmanager
def _restored(names: dict[str, Any]) -> Iterator[None]:
    """Put a module's names back; those of parts that were imported meanwhile stay."""
    before = dict(names)
    try:
        yield
    finally:
        _put_back(names, before)


def _put_back(names: dict[str, Any], before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        if names.get(name, names) is not value:
            names[name] = value


class _TimeUp(BaseException):
    """Ends a call that takes too long."""


class _Clock:
    """Stops the running call once its time is up, where the system can.

    up  which limit was met ("cpu", "wall"), or None
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.up: str | None = None
        self._running = True
        self._before: list[tuple[int, int, Any]] = []

    def __enter__(self) -> None:
        usable = hasattr(signal, "setitimer") and sys.platform != "emscripten"
        if not usable or threading.current_thread() is not threading.main_thread():
            return
        for number, timer, seconds, kind in (
            (signal.SIGPROF, signal.ITIMER_PROF, self._limits.case_cpu_seconds, "cpu"),
            (signal.SIGALRM, signal.ITIMER_REAL, self._limits.case_wall_seconds, "wall"),
        ):
            if signal.getitimer(timer)[0]:
                continue  # somebody else's
            self._before.append((number, timer, signal.signal(number, self._stop(kind))))
            signal.setitimer(timer, seconds, _AGAIN_SECONDS)

    def _stop(self, kind: str) -> Any:
        def stop(number: int, frame: types.FrameType | None) -> None:
            if self._running:
                self.up = self.up or kind
                raise _TimeUp

        return stop

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._running = False
        for number, timer, handler in self._before:
            signal.setitimer(timer, 0)
            signal.signal(number, handler)
