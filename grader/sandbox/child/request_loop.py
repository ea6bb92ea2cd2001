"""The child's end: loads one submission, then answers one call at a time.

Everything here runs beside student code, which may change any of it. The judge trusts no answer: it
decodes it as data, and compares it where no student code runs. So this module has to be right for
honest code, and small; it does not defend itself.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from typing import Any

from grader import wire
from grader.sandbox.child.absent_packages import refuse
from grader.sandbox.child.aliasing import shared_with
from grader.sandbox.child.call_environment import BoundedText, Randomness, describe
from grader.sandbox.child.helper_stubs import Ask, helper_stubs, random_state, set_random_state
from grader.sandbox.child.student_namespace import Namespace
from grader.sandbox.framing import FrameReader, write_frame

_NEVER_CHANGE = {type(None), bool, int, float, complex, str, bytes}


def serve(read_from: int, write_to: int, lock: Callable[[dict[str, Any]], None]) -> None:
    """Answer the judge until it hangs up. ``lock`` is applied before any student code is read."""
    read = FrameReader(read_from).read

    def ask(question: bytes) -> bytes:
        write_frame(write_to, question)
        return read() or b"N"

    settings = read()
    if settings is None:
        return
    lock(wire.decode(settings))
    load = read()
    if load is None:
        return
    namespace = Namespace(marshal.loads(load), Randomness())
    write_frame(write_to, wire.encode(("loaded", namespace.execute())))
    while (frame := read()) is not None:
        call = marshal.loads(frame)
        if "extra" in call:
            call |= wire.decode(call["extra"])
        write_frame(write_to, _answer(namespace, call, ask))


def _answer(namespace: Namespace, call: dict[str, Any], ask: Ask) -> bytes:
    """Make one call; returns the encoded outcome."""
    token = call["token"]
    limit = call["result_bytes"]
    out = BoundedText(call["output_chars"])
    try:
        outcome = _call(namespace, call, out, ask)
        if printed := out.text():
            outcome["printed"] = printed
        return wire.encode((token, outcome), limit)
    except wire.WireError as error:
        return wire.encode((token, {"ending": "unreadable", "detail": str(error)}))
    except MemoryError:
        return wire.encode((token, {"ending": "memory"}))
    except BaseException as error:  # e.g. an object whose every method raises
        return wire.encode((token, {"ending": "unreadable", "detail": type(error).__name__[:80]}))


def _call(namespace: Namespace, call: dict[str, Any], out: BoundedText, ask: Ask) -> dict[str, Any]:
    helpers = helper_stubs(call, ask)
    # A property calls several functions, and may call one that others build on.
    function = helpers.get(call["function"]) or namespace.get(call["function"])
    if function is None:
        return {"ending": "missing"}
    blobs, names = call["positional"], call["names"]
    arguments = [wire.decode(blob, live=True) for blob in blobs]
    named = {name: wire.decode(blob, live=True) for name, blob in call["named"].items()}
    namespace.begin_call(call["seed"])
    if call.get("state") is not None:
        set_random_state(call["state"])
    saved = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = out
    try:
        with namespace.replaced(call["replacements"], helpers):
            value = function(*arguments, **named)
        refuse(value)
    except MemoryError:
        return {"ending": "memory"}
    except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
        return {"ending": "raised", "error": describe(error)}
    finally:
        sys.stdout, sys.stderr = saved
    changed = [
        name
        for name, blob, argument in zip(names, blobs, arguments, strict=True)
        if type(argument) not in _NEVER_CHANGE and wire.encode(argument) != blob
    ]
    received = [*zip(names, arguments, strict=True), *named.items()]
    if call.get("state") is not None:
        value = (value, random_state())
    outcome = {"ending": "returned", "value": value}
    if changed:
        outcome["changed"] = changed
    if shared := shared_with(value, received):
        outcome["shared"] = shared
    return outcome
