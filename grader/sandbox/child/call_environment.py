"""What a call is surrounded with in the child: fixed chance, bounded output, errors as data."""

from __future__ import annotations

import builtins
import os
import random
from typing import Any

import numpy as np

STUDENT = "submission"
"""The name of the module that student code believes to be in."""

_BUILTIN_EXCEPTIONS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def describe(error: BaseException) -> list[Any]:
    """Return type, message, and the innermost place in the student's own code, as plain data."""
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
        file = step.tb_frame.f_code.co_filename
        if step.tb_frame.f_globals.get("__name__") == STUDENT:
            origin, line = file, step.tb_lineno
        step = step.tb_next
    shown = kind.__name__ if kind.__module__ == "builtins" else name
    return [str(shown)[:80], message, origin, line]


def seed_everything(seed: int) -> None:
    """Make every source of chance repeatable: the legacy state, ``random``, and OS entropy."""
    np.random.seed(seed)
    _seed_python(seed)
    _entropy.seed = seed + 1
    _entropy.stream = None
    random._urandom = os.urandom = _urandom  # type: ignore[attr-defined]  # private: SystemRandom's


def _seed_python(seed: int) -> None:
    """``random.seed(seed)`` for an int, without its looking for what else a seed may be."""
    _mersenne_seed(seed)
    _hidden.gauss_next = None  # a normal number left over from a pair


class _Entropy:
    """A fixed stream in the place of the system's. Hardly any call reads it, so it is made then."""

    def __init__(self) -> None:
        self.seed = 0
        self.stream: random.Random | None = None

    def urandom(self, size: int) -> bytes:
        if self.stream is None:
            self.stream = random.Random(self.seed)
        return self.stream.randbytes(size)


_entropy = _Entropy()
_urandom = _entropy.urandom
_hidden: Any = random._inst  # what the module's functions are methods of
_mersenne_seed = super(random.Random, _hidden).seed


class BoundedText:
    """Stands for stdout and stderr: keeps the first characters and counts the rest."""

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._kept = 0
        self._lost = 0

    def write(self, text: str) -> int:
        text = str(text)
        part = text[: self._limit - self._kept]
        self._kept += len(part)
        self._lost += len(text) - len(part)
        if part:
            self._parts.append(part)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def text(self) -> str:
        tail = f"\n[{self._lost} more characters]" if self._lost else ""
        return "".join(self._parts) + tail

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True
