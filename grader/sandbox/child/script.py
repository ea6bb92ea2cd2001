"""Runs a script of steps in the child, and hands back what each step gave.

Each result is encoded when its step ends, so that what a later step changes in place does not
change it. The child is not told which exceptions are expected: it goes on after every one, and a
step that needs the result of a failed one is skipped.
"""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Mapping
from typing import Any

from grader import wire
from grader.model.observation import OPERATOR, PART, PYTHON, VALUE, StepResult, SupportFunction
from grader.sandbox.child.absent_packages import refuse
from grader.sandbox.child.call_environment import describe

LookUp = Callable[[str], Any]
"""The function of a name; None where there is none."""


class MissingName(Exception):
    """A script names a function or class that the submission does not have."""


class UnfitResult(Exception):
    """A result that cannot be sent; the text says why."""


class _Skipped(Exception):
    """The step needs the result of a step that raised."""


def run_script(
    steps: list[Any], names: list[str], function: LookUp, support: LookUp, room: int
) -> list[tuple[str, Any]]:
    """Run the steps; returns for each ("value", encoded), ("raised", parts) or ("skipped", None).

    Args:
        steps: of each its kind, its callee, and its arguments, encoded.
        names: the functions and classes of the submission that they use.
        function: finds what the submission defines.
        support: finds functions of the author's helper modules.
        room: bytes that all results may take together.

    Raises MissingName before any step is run, and UnfitResult for a result that is too large.
    """
    for name in names:
        if function(name) is None:
            raise MissingName(name)
    script = _Script(function, support)
    told: list[tuple[str, Any]] = []
    for kind, callee, blob in steps:
        ending, value = script.run(kind, callee, blob)
        if ending == "value":
            try:
                value = wire.encode(value, max(room, 0))
            except wire.WireError as error:
                raise UnfitResult(str(error)) from None
            room -= len(value)
        told.append((ending, value))
    return told


class _Script:
    """The results so far, by the number of their step."""

    def __init__(self, function: LookUp, support: LookUp) -> None:
        self._function, self._support = function, support
        self._results: list[Any] = []
        self._failed: set[int] = set()

    def run(self, kind: str, callee: Any, blob: bytes) -> tuple[str, Any]:
        value = None
        try:
            positional, named = self.resolved(wire.decode(blob, live=True))
            if kind == VALUE:
                (value,) = positional
            else:
                value = self._callee(kind, callee)(*positional, **named)
            refuse(value)
            return "value", value
        except _Skipped:
            self._failed.add(len(self._results))
            return "skipped", None
        except MemoryError:
            raise
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
            self._failed.add(len(self._results))
            return "raised", describe(error)
        finally:
            self._results.append(value)

    def _callee(self, kind: str, callee: Any) -> Any:
        if kind == PYTHON:
            return getattr(builtins, callee)
        if kind == OPERATOR:
            return getattr(operator, callee)
        return self.resolved(wire.decode(callee)) if kind == PART else self._function(callee)

    def resolved(self, value: Any) -> Any:
        """The value with earlier results and support functions in the place of their markers."""
        return resolved(value, self._part, self._support)

    def _part(self, marker: StepResult) -> Any:
        if marker.step in self._failed:
            raise _Skipped
        value = (
            self._function(marker.step)
            if isinstance(marker.step, str)
            else self._results[marker.step]
        )
        for how, key in marker.path:
            value = getattr(value, key) if how == "attribute" else value[key]
        return value


def resolved(value: Any, part: Callable[[StepResult], Any] | None, support: LookUp) -> Any:
    """A copy of plain data with markers replaced; data without any is handed back as it is."""
    if isinstance(value, SupportFunction):
        return support(value.name)
    if isinstance(value, StepResult) and part is not None:
        return part(value)
    if isinstance(value, (list, tuple)):
        return type(value)(resolved(item, part, support) for item in value)
    if isinstance(value, Mapping):
        return {key: resolved(item, part, support) for key, item in value.items()}
    return value
