"""What surrounds a call in the child: fixed randomness, bounded output, input, errors as data."""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import random
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

STUDENT = "submission"
"""The name of the module that student code believes to be in."""
MAIN = "__main__"
"""The same for a whole program."""

_BUILTIN_CLASSES = tuple(
    dict.fromkeys(
        value
        for value in vars(builtins).values()
        if isinstance(value, type) and issubclass(value, BaseException)
    )
)
_BUILTIN_EXCEPTIONS = frozenset(value.__name__ for value in _BUILTIN_CLASSES)
_MOST_CLASSES = 50
NO_MORE_INPUT = "there is no more input"


def describe(error: BaseException, module: str = STUDENT) -> list[Any]:
    """Return type, message, the innermost place in the student's own code, and the names of its
    classes, own ones and built-in ones apart: all as plain data.

    module  the name of the module that the student's code is in
    """
    kind = type(error)
    name = next(
        (c.__name__ for c in kind.__mro__ if c.__name__ in _BUILTIN_EXCEPTIONS), "Exception"
    )
    try:
        message = str(error)[:2000]
    except BaseException:
        message = ""
    origin, line = None, None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") in (module, MAIN):
            origin, line = step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
    shown = kind.__name__ if kind.__module__ == "builtins" else name
    return [str(shown)[:80], message, origin, line, *_classes(kind)]


def _classes(kind: type) -> tuple[list[str], list[str]]:
    """The names of an exception's own classes, and of its built-in ones: by identity, so that a class
    which only calls itself ValueError is none."""
    own: list[str] = []
    builtin: list[str] = []
    for cls in kind.__mro__[:_MOST_CLASSES]:
        is_builtin = any(cls is known for known in _BUILTIN_CLASSES)
        if is_builtin or cls is not object:
            (builtin if is_builtin else own).append(str(cls.__name__)[:80])
    return own, builtin


class Randomness:
    """Every source of randomness of this process: NumPy's legacy state, ``random``, OS entropy."""

    def __init__(self) -> None:
        # Kept here, since stub modules and student code may replace them.
        self._seed_numpy, self._seed_python = np.random.seed, random.seed
        self._entropy_seed = 0
        self._entropy: random.Random | None = None
        random._urandom = os.urandom = self._urandom  # type: ignore[attr-defined]  # SystemRandom's

    def seed(self, seed: int) -> None:
        """Make what is drawn from here on repeatable."""
        self._seed_numpy(seed)
        self._seed_python(seed)
        torch = sys.modules.get("torch")  # of an exercise that declares it
        if torch is not None and hasattr(torch, "random"):
            torch.manual_seed(seed)
        self._entropy_seed, self._entropy = seed + 1, None

    def _urandom(self, size: int) -> bytes:
        """A fixed stream in place of the system's; few calls read it, so it is made then."""
        if self._entropy is None:
            self._entropy = random.Random(self._entropy_seed)
        return self._entropy.randbytes(size)


class BoundedText(io.TextIOBase):
    """Replaces stdout and stderr: keeps the first characters and counts the rest."""

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit
        self._parts: list[str] = []
        self._lost = 0

    def write(self, text: str) -> int:
        text = str(text)
        part = text[: self._room]
        self._room -= len(part)
        self._lost += len(text) - len(part)
        self._parts.append(part)
        return len(text)

    def text(self) -> str:
        tail = f"\n[{self._lost} more characters]" if self._lost else ""
        return "".join(self._parts) + tail

    def writable(self) -> bool:
        return True


@contextlib.contextmanager
def captured(out: BoundedText, lines: Sequence[str]) -> Iterator[None]:
    """For one call, collect what is printed, and let ``input`` read these lines, of which there may be none.

    What ``input`` asks with is not collected: its words are the student's to choose. After the last
    line it raises EOFError, as Python does at the end of a file; in a kernel, nobody is asked.
    """
    saved = sys.stdout, sys.stderr, sys.stdin, builtins.input
    sys.stdout = sys.stderr = out
    stdin = sys.stdin = io.StringIO("".join(f"{line}\n" for line in lines))

    def fed(prompt: object = "", /) -> str:
        line = stdin.readline()
        if not line:
            raise EOFError(NO_MORE_INPUT)
        return line.removesuffix("\n")

    builtins.input = fed
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin, builtins.input = saved
