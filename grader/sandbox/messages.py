"""What judge and child say to each other, as the judge writes and reads it.

Requests hold author code and the submission's statements, compiled and never executed here.
Answers come from a process that is treated as hostile: every part is checked and cut.
"""

from __future__ import annotations

import functools
import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader import wire
from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import Ending, Outcome, Raised
from grader.model.submission import Program


@dataclass(frozen=True, slots=True)
class StatementError:
    """A top-level statement of the submission that raised while it was loaded."""

    index: int
    raised: Raised


def load_message(program: Program, modules: Sequence[Module], functions: list[str]) -> bytes:
    return wire.encode(
        (
            "load",
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


def call_message(call: Call, token: bytes, limits: Limits) -> bytes:
    names = list(call.arguments)
    blobs = [wire.encode(value) for value in call.arguments.values()]
    cut = call.positional
    message = {
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
    return wire.encode(("call", message))


def read_load_errors(answer: Any) -> tuple[StatementError, ...]:
    word, errors, _ = answer
    if word != "loaded" or len(errors) > 10_000:
        raise ValueError("not an answer to load")
    return tuple(StatementError(int(index), _raised(rest)) for index, *rest in errors)


def _raised(parts: Sequence[Any]) -> Raised:
    kind, message, origin, line = parts
    return Raised(
        str(kind)[:80],
        str(message)[:2000],
        str(origin)[:200] if isinstance(origin, str) else None,
        line if type(line) is int and 0 < line < 10**7 else None,
    )


_ENDINGS = {
    e.value: e
    for e in (Ending.RETURNED, Ending.RAISED, Ending.MEMORY, Ending.UNREADABLE, Ending.MISSING)
}


def read_outcome(frame: bytes, token: bytes) -> Outcome:
    """Read an outcome that a hostile process may have written; raises on anything unfit."""
    echoed, body = wire.decode(frame)
    if echoed != token:
        raise ValueError("not an answer to this call")
    ending = _ENDINGS[body["ending"]]
    printed = body.get("printed", "")
    return Outcome(
        ending,
        value=body["value"] if ending is Ending.RETURNED else None,
        raised=_raised(body["error"]) if ending is Ending.RAISED else None,
        detail=str(body["detail"])[:200] if "detail" in body else None,
        changed_arguments=tuple(str(name)[:80] for name in body.get("changed", ())[:50]),
        printed=printed if isinstance(printed, str) else "",
    )
