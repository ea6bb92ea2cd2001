"""What of a call is compared, what the call finds around it, and the steps of a script.

All of it is data: authors declare it, the judge sends what a child needs to know, and keeps what
would tell a child the answer (that an exception is expected, say).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

RESULT, EXCEPTION, ARGUMENTS, PRINTED, FILES, FIGURE, STEPS = (
    "result", "exception", "arguments", "printed", "files", "figure", "steps",
)  # fmt: skip
COMPARED = (RESULT, EXCEPTION, ARGUMENTS, PRINTED, FILES, FIGURE)
"""What ``compares=`` may name."""

EXACT, LINES, NUMBERS = "exact", "lines", "numbers"
TEXT_RULES = (EXACT, LINES, NUMBERS)
"""How printed text and text files are compared: see `grader.values.types.WrittenText`."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What of a call is compared.

    compares       one or several of COMPARED; of a script the steps are compared in any case
    exception      the class of the expected exception, as its author says it; "" where only the
                   reference does
    message_names  words that the message of that exception must hold
    text           how printed text and text files are compared: one of TEXT_RULES
    """

    compares: tuple[str, ...] = (RESULT,)
    exception: str = ""
    message_names: tuple[str, ...] = ()
    text: str = LINES

    @property
    def is_plain(self) -> bool:
        """Whether only the returned value is compared, so that it is the judged value itself."""
        return self.compares == (RESULT,)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a call finds around it.

    stdin  the lines that ``input`` reads one after the other; None: there is no input
    files  name -> bytes of the files in its private folder; None: there is no folder
    """

    stdin: tuple[str, ...] | None = None
    files: Mapping[str, bytes] | None = None


RESULT_ONLY, NOTHING_AROUND = Observed(), Surroundings()


@dataclass(frozen=True, slots=True)
class StepResult:
    """Stands for the result of an earlier step, or a part of it, in the arguments of a later one.

    step  its number, from 0; or the name of a function or class of the submission
    path  how the part is reached: ("attribute", name) or ("item", key), one after the other
    """

    step: int | str
    path: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class SupportFunction:
    """Stands for a function of one of the author's helper modules, in a call's arguments."""

    name: str


GRADED, PYTHON, OPERATOR, PART, VALUE = "graded", "python", "operator", "part", "value"
"""Where a step's callee comes from: the submission; Python's own functions; the module
``operator``; an earlier result; nowhere, since the step only looks at its one argument."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script.

    kind       where the callee comes from: GRADED, PYTHON, OPERATOR, PART or VALUE
    callee     a name, or for PART what is called
    arguments  by position; may hold `StepResult` and `SupportFunction` at any depth
    named      by name
    shown      how the step is written, for sentences: "scaler.transform(X)"
    variable   the name that its result has there, "" where it has none
    is_read    whether its result is compared whatever it is; else only plain data is
    raises     whether an exception is expected
    inputs     the values that its author gave it: text of the argument -> value
    message_names  words that the message of that exception must hold
    exception  the class of that exception, as its author says it; "" where only the reference does
    """

    kind: str
    callee: str | StepResult | None
    arguments: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    shown: str = ""
    variable: str = ""
    is_read: bool = False
    raises: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    message_names: tuple[str, ...] = ()
    exception: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The functions and classes of the submission that it uses."""
        called = [str(self.callee)] if self.kind == GRADED else []
        return (*called, *_names((self.callee, self.arguments, self.named)))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, StepResult) and isinstance(value.step, str):
        yield value.step
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _names(item)
    elif isinstance(value, Mapping):
        yield from _names(list(value.values()))
