"""What judge and child say to each other, as the judge writes and reads it.

Requests hold author code and the submission's statements, compiled and never executed here. They
go from who is trusted to who is not, so they may be marshalled, which is quick to read. Answers come from a process that is treated as hostile: every part is checked and cut.
"""

from __future__ import annotations

import functools
import marshal
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from grader import wire
from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import Ending, Outcome, Raised, StatementError
from grader.model.submission import Program
from grader.sandbox.judge.error_locations import Places
from grader.values import arrays
from grader.wire.framing import CALL, LOAD, TOKEN_BYTES

_T = TypeVar("_T")
_MOST_KEPT, _MOST_KEPT_BYTES = 500, 1 << 16
# By the call's id. Holds the call too: as long as it does, no other object has that id.
_kept: dict[int, tuple[Call, Limits, bytes]] = {}


@functools.lru_cache(maxsize=64)
def limits_message(limits: Limits) -> bytes:
    """What a child is told first: it locks itself down with that."""
    # Twice the budget: the limit inside is the backstop, the clock outside decides.
    cpu = 2 * limits.submission_cpu_seconds + 5
    return wire.encode({"memory_bytes": limits.memory_bytes, "cpu_seconds": cpu})


def load_message(
    program: Program, modules: Sequence[Module], functions: list[str], namespace: str = ""
) -> bytes:
    """``namespace`` names the program, where a child holds several."""
    return LOAD + marshal.dumps(
        (
            namespace,
            [statement.code for statement in program.statements],
            list(program.aliases),
            [(list(m.names), list(m.exports), _compiled(m.source, m.names[0])) for m in modules],
            dict(program.module_names),
            list(program.inert),
            functions,
        )
    )


@functools.lru_cache(maxsize=256)
def _compiled(source: str, name: str) -> bytes:
    """Compile author code for the child, once; it is never executed here."""
    return marshal.dumps(compile(source, f"{name}.py", "exec", dont_inherit=True))


def call_message(
    call: Call, token: bytes, limits: Limits, extra: Mapping[str, Any] | None = None
) -> bytes:
    """``extra`` says where right helpers come in: see ``relay`` (judge) and ``stand_in`` (child)."""
    if extra:
        return CALL + token + marshal.dumps({**_call(call, limits), "extra": wire.encode(extra)})
    return CALL + token + _encoded(call, limits)


def _call(call: Call, limits: Limits) -> dict[str, Any]:
    names = list(call.arguments)
    blobs = [wire.encode(value) for value in call.arguments.values()]
    cut = call.positional
    return {
        "function": call.function,
        "names": names[:cut],
        "positional": blobs[:cut],
        "named": dict(zip(names[cut:], blobs[cut:], strict=True)),
        "seed": call.seed,
        "replacements": call.replacements and _compiled(call.replacements, "replacements"),
        "result_bytes": limits.result_bytes,
        "output_chars": limits.output_chars,
    }


def _encoded(call: Call, limits: Limits) -> bytes:
    """A call without its token: the same for every submission, so it is kept."""
    kept = _kept.get(id(call))
    if kept is not None and kept[1] is limits:
        return kept[2]
    message = marshal.dumps(_call(call, limits))
    if len(message) <= _MOST_KEPT_BYTES:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[id(call)] = call, limits, message
    return message


def read_load_errors(answer: Any, places: Places) -> tuple[StatementError, ...]:
    """Read the answer to "load"; raises ValueError on anything that no honest child says."""
    word, errors, _ = exactly(tuple, answer)
    if exactly(str, word) != "loaded":
        raise ValueError("not an answer to load")
    found: dict[int, StatementError] = {}
    for index, *rest in map(exact_list, exact_list(errors)):
        if not 0 <= exactly(int, index) < places.statements or index in found:
            raise ValueError("no such statement")
        found[index] = StatementError(index, _raised(rest, places))
    return tuple(found.values())


def _raised(parts: Sequence[Any], places: Places) -> Raised:
    kind, message, origin, line = parts
    # A line that the submission does not have is a number that the child chose: it could be a
    # hidden input, since students are told the line of an error.
    known = type(origin) is str and type(line) is int and places.hold(origin, line)
    return Raised(
        exactly(str, kind)[:80],
        exactly(str, message)[:2000],
        origin if known else None,
        line if known else None,
    )


_SMALL_BYTES = 1 << 14
_ECHO = wire.encode((bytes(TOKEN_BYTES), None))[: -TOKEN_BYTES - 1]
"""How an answer begins: a pair, of which the first is a token."""

_ENDINGS = {
    e.value: e
    for e in (Ending.RETURNED, Ending.RAISED, Ending.MEMORY, Ending.UNREADABLE, Ending.MISSING)
}


def read_outcome(
    frame: bytes,
    token: bytes,
    places: Places,
    limits: Limits,
    cpu_seconds: float = 0.0,
) -> Outcome:
    """Read an outcome that a hostile process may have written; raises on anything unfit.

    Every part is checked by its exact type first: an array, say, answers ``!=`` and ``[...]``
    in its own way.
    """
    if frame.startswith(_ECHO + token):
        body = _body(frame[len(_ECHO) + TOKEN_BYTES :])
    else:
        echoed, body = exactly(tuple, wire.decode(frame))
        if exactly(bytes, echoed) != token:
            raise ValueError("not an answer to this call")
    ending = _ENDINGS[exactly(str, exactly(dict, body)["ending"])]
    if ending is Ending.RETURNED and len(body) == 2:  # nearly always: a value, and no more
        return Outcome(ending, body["value"], cpu_seconds=cpu_seconds)
    detail = body.get("detail")
    return Outcome(
        ending,
        value=body["value"] if ending is Ending.RETURNED else None,
        raised=_raised(exact_list(body["error"]), places) if ending is Ending.RAISED else None,
        detail=None if detail is None else exactly(str, detail)[:200],
        changed_arguments=_names(body.get("changed", [])),
        shared_arguments=_names(body.get("shared", [])),
        printed=exactly(str, body.get("printed", ""))[: limits.output_chars + 80],
        cpu_seconds=cpu_seconds,
    )


def _body(data: bytes) -> Any:
    """What follows the echoed token. Right answers are mostly the same to the last bit: such a
    one is decoded once, and nobody can write to its arrays."""
    return _small_body(data) if len(data) <= _SMALL_BYTES else wire.decode(data)


@functools.lru_cache(maxsize=1024)
def _small_body(data: bytes) -> Any:
    body = wire.decode(data)
    _protect(body)
    return body


def _protect(value: Any) -> None:
    for node in arrays(value):
        node.value.setflags(write=False)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(exactly(str, name)[:80] for name in exact_list(value)[:50])


def exactly(type_: type[_T], value: Any) -> _T:
    """``value``, which must be of this type and no other; raises ValueError."""
    if type(value) is not type_:
        raise ValueError(f"not a {type_.__name__}")
    return value


def exact_list(value: Any) -> list[Any]:
    return exactly(list, value)
