"""What the sandbox returned for one case, before it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LOADING = "while loading"
"""How a detail begins where the file did not get as far as the call."""


class Ending(StrEnum):
    """How a call ended, as seen from outside the child."""

    RETURNED = "returned"
    RAISED = "raised"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    DIED = "died"  # the child is gone: os._exit, a signal, a segmentation fault
    UNFIT = "unfit"  # the author's function finds no canonical form of what came back
    UNREADABLE = "unreadable"  # what came back is no value of the wire format
    MISSING = "missing"  # no callable of that name
    NOT_RUN = "not_run"  # an earlier timeout or the budget ended the function
    FAULT = "fault"  # the grader's own fault, placed outside the child


@dataclass(frozen=True, slots=True)
class Raised:
    """The student's own exception. Every text is theirs: untrusted, cut, neutralised when shown.

    own, builtin  the names of its classes: those that are no built-in ones, and the built-in ones
    """

    type: str
    message: str
    origin: str | None = None
    line: int | None = None
    own: tuple[str, ...] = ()
    builtin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call's result. ``value`` is plain data and arrays, decoded from the wire."""

    ending: Ending
    value: Any = None
    raised: Raised | None = None
    detail: str | None = None
    changed_arguments: tuple[str, ...] = ()
    shared_arguments: tuple[str, ...] = ()
    """Arguments that the result shares memory with, as far as the child says so."""
    printed: str = ""
    cpu_seconds: float = 0.0
    work: int | None = None
    """Where work was counted and nothing else: how much, as far as the child says so."""
    step: int | None = None
    """Of a script: the number of the step that raised and should not have, from 0."""


@dataclass(frozen=True, slots=True)
class StatementError:
    """A top-level statement of the submission that raised while it was loaded."""

    index: int
    raised: Raised


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of one submission, by case name, and what loading it met."""

    outcomes: Mapping[str, Outcome]
    load_errors: tuple[StatementError, ...] = ()
