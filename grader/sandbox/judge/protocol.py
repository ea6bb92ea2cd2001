"""The messages between judge and child, as the judge writes and reads them.

Requests hold author code and the submission's statements, compiled and never executed here. They
go from the trusted side to the untrusted one, so they may be marshalled, which is quick to read.
Answers come from a process that is treated as hostile: every part is checked and cut.

A child tells what happened, and is not told what is expected: whether a call should raise, and what
the message should name, stays here. What is compared is plain nested data under stable keys:

    {"result": …, "exception": RaisedException, "arguments": {name: …}, "printed": WrittenText,
     "files": {name: …}, "steps": [one for each step]}

with the keys that the case compares. The value of a case that compares its result only is that
result itself.
"""

from __future__ import annotations

import functools
import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any, TypeVar

from grader import values, wire
from grader.model.exercise import Call, Limits, Module
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
from grader.model.outcome import Ending, Outcome, Raised, StatementError
from grader.model.submission import Program
from grader.values import RaisedException, Unjudged, WrittenText
from grader.values.types.figures import Drawings

_T = TypeVar("_T")

UNFIT = (wire.WireError, TypeError, ValueError, KeyError)
"""What reading a hostile answer may raise."""

_ENDINGS = {
    e.value: e
    for e in (Ending.RETURNED, Ending.RAISED, Ending.MEMORY, Ending.UNREADABLE, Ending.MISSING)
}


class Places:
    """Where a program can raise an error: the origin and line of everything in it that can run."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @property
    def statements(self) -> int:
        return len(self._program.statements)

    def hold(self, origin: str, line: int) -> bool:
        return (origin, line) in self._known

    @functools.cached_property
    def _known(self) -> frozenset[tuple[str, int]]:
        # The code was compiled by the judge itself; it is read here, and not executed.
        pending: list[CodeType] = [marshal.loads(s.code) for s in self._program.statements]
        known: set[tuple[str, int]] = set()
        while pending:
            code = pending.pop()
            known |= {(code.co_filename, line) for _, _, line in code.co_lines() if line}
            pending += [part for part in code.co_consts if isinstance(part, CodeType)]
        return frozenset(known)


def limits_message(limits: Limits) -> bytes:
    """The first message to a child, which locks itself down with it."""
    # Twice the budget: the clock outside decides, the limit inside is the backstop.
    cpu = 2 * limits.submission_cpu_seconds + 5
    return wire.encode({"memory_bytes": limits.memory_bytes, "cpu_seconds": cpu})


def load_message(program: Program, modules: Sequence[Module]) -> bytes:
    """The second message: what the child executes before the first call."""
    return marshal.dumps(
        {
            "statements": [statement.code for statement in program.statements],
            "aliases": list(program.aliases),
            "modules": [
                (list(m.names), list(m.exports), _compiled(m.source, m.names[0])) for m in modules
            ],
            "module_names": dict(program.module_names),
            "inert": list(program.inert),
        }
    )


@functools.lru_cache(maxsize=256)
def _compiled(source: str, name: str) -> bytes:
    """Compile author code for the child, once; it is never executed here."""
    return marshal.dumps(compile(source, f"{name}.py", "exec", dont_inherit=True))


def call_message(
    call: Call, token: bytes, limits: Limits, extra: Mapping[str, Any] | None = None
) -> bytes:
    """The message that asks for one call.

    ``extra`` is for calls of helpers: see `helper_relay` (judge) and `helper_stubs` (child).
    """
    names = list(call.arguments)
    blobs = wire.encode_each(call.arguments.values())
    cut = call.positional
    message: dict[str, Any] = {
        "token": token,
        "function": call.function,
        "names": names[:cut],
        "positional": blobs[:cut],
        "named": dict(zip(names[cut:], blobs[cut:], strict=True)),
        "seed": call.seed,
        "replacements": call.replacements and _compiled(call.replacements, "replacements"),
        "result_bytes": limits.result_bytes,
        "output_chars": limits.output_chars,
    }
    message |= asked(call)
    if call.most_work is not None:
        message["most_work"] = call.most_work
    if extra:
        message["extra"] = wire.encode(extra)
    return marshal.dumps(message)


def read_load_errors(answer: Any, places: Places) -> tuple[StatementError, ...]:
    """Read the answer to "load"; raises ValueError on anything that no honest child sends."""
    word, errors, *_ = exactly(tuple, answer)
    if exactly(str, word) != "loaded":
        raise ValueError("not an answer to load")
    found: dict[int, StatementError] = {}
    for error in exactly(list, errors):
        index, *rest = exactly(list, error)
        if not 0 <= exactly(int, index) < places.statements or index in found:
            raise ValueError("no such statement")
        found[index] = StatementError(index, _raised(rest, places))
    return tuple(found.values())


def _raised(parts: Sequence[Any], places: Places) -> Raised:
    kind, message, origin, line, own, builtin = parts
    # A line that the submission does not have is a number that the child chose: it could be a
    # hidden input, since students are told the line of an error.
    known = type(origin) is str and type(line) is int and places.hold(origin, line)
    return Raised(
        exactly(str, kind)[:80],
        exactly(str, message)[:2000],
        origin if known else None,
        line if known else None,
        _names(own),
        _names(builtin),
    )


def read_outcome(frame: bytes, token: bytes, places: Places, limits: Limits, call: Call) -> Outcome:
    """Read an outcome that a hostile process may have written; raises on anything unfit.

    Where more of the call is compared than its result, the outcome's value holds all of that.

    Every part is checked by its exact type first: an array, say, answers ``!=`` and ``[...]``
    in its own way.
    """
    echoed, body = exactly(tuple, wire.decode(frame))
    if exactly(bytes, echoed) != token:
        raise ValueError("not an answer to this call")
    ending = _ENDINGS[exactly(str, exactly(dict, body)["ending"])]
    detail = body.get("detail")
    outcome = Outcome(
        ending,
        value=body["value"] if ending is Ending.RETURNED else None,
        raised=_raised(exactly(list, body["error"]), places) if ending is Ending.RAISED else None,
        detail=None if detail is None else exactly(str, detail)[:200],
        changed_arguments=_names(body.get("changed", [])),
        shared_arguments=_names(body.get("shared", [])),
        printed=exactly(str, body.get("printed", ""))[: limits.output_chars + 80],
    )
    if call.most_work is not None:
        return Outcome(Ending.RETURNED, work=_work(body.get("work"), call.most_work))
    if call.is_plain:
        return outcome
    steps = [_step(exactly(tuple, each), places) for each in exactly(list, body.get("steps", []))]
    return observe(
        call, outcome, Told(steps, body.get("arguments"), body.get("files"), body.get("figure"))
    )


def _work(told: Any, most: int) -> int | None:
    return None if told is None else max(0, min(exactly(int, told), most + 1))


def _step(told: tuple[Any, ...], places: Places) -> Any:
    """What one step gave: an `Outcome`."""
    ending, content = told
    match exactly(str, ending):
        case "value":
            return Outcome(Ending.RETURNED, wire.decode(exactly(bytes, content)))
        case "raised":
            return Outcome(Ending.RAISED, raised=_raised(exactly(list, content), places))
        case "skipped":
            return Outcome(Ending.NOT_RUN)
    raise ValueError("not what a step gives")


def _names(value: Any) -> tuple[str, ...]:
    return tuple(exactly(str, name)[:80] for name in exactly(list, value)[:50])


def exactly(type_: type[_T], value: Any) -> _T:
    """``value``, which must be of this type and no other; raises ValueError."""
    if type(value) is not type_:
        raise ValueError(f"not a {type_.__name__}")
    return value


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
