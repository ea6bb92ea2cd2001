"""What the judge asks of a call beside its result, and how that becomes one value to compare.

A child tells what happened, and is not told what is expected: whether a call should raise, and what
the message should name, stays here. The value is plain nested data under stable keys:

    {"result": …, "exception": RaisedException, "arguments": {name: …}, "printed": WrittenText,
     "files": {name: …}, "steps": [one for each step]}

with the keys that the case compares. The value of a case that compares its result only is that
result itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader import values, wire
from grader.model.exercise import Call
from grader.model.observation import (
    ARGUMENTS,
    EXCEPTION,
    FIGURE,
    FILES,
    PART,
    PRINTED,
    RESULT,
    STEPS,
    Step,
)
from grader.model.outcome import Ending, Outcome, Raised
from grader.values import RaisedException, Unjudged, WrittenText
from grader.values.types.figures import Drawings


def asked(call: Call) -> dict[str, Any]:
    """The part of a call's message that a plain call of a function does not need."""
    surroundings = call.surroundings
    message: dict[str, Any] = {}
    if call.spread:
        message["spread"] = True
    if surroundings.stdin is not None:
        message["stdin"] = list(surroundings.stdin)
    if surroundings.files is not None or FILES in call.observed.compares:
        message["files"] = dict(surroundings.files or {})
    if ARGUMENTS in call.observed.compares:
        message["arguments"] = True
    if FIGURE in call.observed.compares:
        message["figure"] = True
    if call.holds_functions:
        message["functions"] = True
    if call.steps:
        message["uses"] = list(call.functions)
        message["steps"] = [
            [
                step.kind,
                wire.encode(step.callee) if step.kind == PART else step.callee,
                wire.encode((list(step.arguments), dict(step.named))),
            ]
            for step in call.steps
        ]
    return message


@dataclass(frozen=True, slots=True)
class Told:
    """What a child told beside the outcome, of which nothing is trusted."""

    steps: Sequence[Outcome]
    arguments: Any
    files: Any
    figure: Any = None


def observe(call: Call, outcome: Outcome, told: Told) -> Outcome:
    """The outcome with everything that the case compares as its value.

    An exception that is compared is a value like any other; one that is not ends the call. Raises
    ValueError where the child did not tell what it was asked for.
    """
    compares = call.observed.compares
    raised = outcome.raised
    if outcome.ending is not Ending.RETURNED and not (raised and EXCEPTION in compares):
        return outcome
    seen: dict[str, Any] = {}
    if call.steps:
        if len(told.steps) != len(call.steps):
            raise ValueError("not as many results as steps")
        failed = _unexpected(call.steps, told.steps)
        if failed is not None:
            return replace(
                outcome, ending=Ending.RAISED, value=None, raised=told.steps[failed].raised,
                step=failed,
            )  # fmt: skip
        pairs = zip(call.steps, told.steps, strict=True)
        seen[STEPS] = [_of_step(step, each) for step, each in pairs]
    elif RESULT in compares:
        seen[RESULT] = outcome.value
    if EXCEPTION in compares:
        seen[EXCEPTION] = _exception(raised, call.observed.exception, call.observed.message_names)
    if ARGUMENTS in compares:
        seen[ARGUMENTS] = _mapping(told.arguments)
    if PRINTED in compares:
        seen[PRINTED] = WrittenText(outcome.printed, call.observed.text)
    if FILES in compares:
        seen[FILES] = {
            name: WrittenText(content, call.observed.text) if isinstance(content, str) else content
            for name, content in _mapping(told.files).items()
        }
    if FIGURE in compares:
        if type(told.figure) is not Drawings:
            raise ValueError("not figures")
        seen[FIGURE] = told.figure
    return replace(outcome, ending=Ending.RETURNED, value=seen)


def _unexpected(steps: Sequence[Step], told: Sequence[Outcome]) -> int | None:
    """The first step that raised and should not have; None where there is none."""
    for number, (step, outcome) in enumerate(zip(steps, told, strict=True)):
        if outcome.ending is Ending.RAISED and not step.raises:
            return number
        if outcome.ending is Ending.NOT_RUN and not any(
            each.ending is Ending.RAISED for each in told[:number]
        ):
            raise ValueError("a step was skipped for no reason")
    return None


def _of_step(step: Step, outcome: Outcome) -> Any:
    if step.raises:
        return _exception(outcome.raised, step.exception, step.message_names)
    value = outcome.value
    plain = value is not None and not values.holds_opaque(value)
    return value if step.is_read or plain else Unjudged()


def _exception(raised: Raised | None, declared: str, names: tuple[str, ...]) -> RaisedException:
    if raised is None:
        return RaisedException(names=names, declared=declared)
    builtin = raised.builtin or ("BaseException",)
    return RaisedException(raised.own, builtin, raised.message, names, declared)


def _mapping(value: Any) -> Mapping[Any, Any]:
    if type(value) is not dict:
        raise ValueError("not a dictionary")
    return value
