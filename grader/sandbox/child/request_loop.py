"""The child's end: loads one submission, then answers one call at a time.

Everything here runs beside student code, which may change any of it. The judge trusts no answer: it
decodes it as data, and compares it where no student code runs. So this module has to be right for
honest code, and small; it does not defend itself.
"""

from __future__ import annotations

import contextlib
import marshal
from collections.abc import Callable
from typing import Any

from grader import wire
from grader.sandbox.child.absent_packages import refuse
from grader.sandbox.child.aliasing import shared_with
from grader.sandbox.child.call_environment import BoundedText, Randomness, captured, describe
from grader.sandbox.child.figure_reader import drawings, forget_figures, without_figures
from grader.sandbox.child.helper_stubs import Ask, helper_stubs, random_state, set_random_state
from grader.sandbox.child.memory_files import MemoryFiles
from grader.sandbox.child.script import MissingName, UnfitResult, resolved, run_script
from grader.sandbox.child.student_namespace import Namespace
from grader.sandbox.child.work_count import Work
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
        write_frame(write_to, answer(namespace, call, ask))


def answer(namespace: Namespace, call: dict[str, Any], ask: Ask) -> bytes:
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
    """Make the call, or run the script of steps, and tell all that may be asked about it.

    What of that is compared, only the judge knows: student code must not read here that, say, an
    exception is expected.
    """
    helpers = helper_stubs(call, ask)

    def find(name: str) -> Any:
        # A property or a script calls several functions, and may call one that others build on.
        return helpers.get(name) or namespace.get(name)

    function = find(call["function"])
    if function is None and not call.get("steps"):
        return {"ending": "missing"}
    files = MemoryFiles(call["files"]) if call.get("files") is not None else None
    arguments, named = _arguments(namespace, call)
    if call.get("figure"):
        forget_figures()
    namespace.begin_call(call["seed"])
    if call.get("state") is not None:
        set_random_state(call["state"])
    outcome: dict[str, Any] = {"ending": "returned", "value": None}
    work = Work(namespace.own, call["most_work"]) if "most_work" in call else None
    with contextlib.ExitStack() as stack:
        stack.enter_context(captured(out, call.get("stdin") or ()))
        if files is not None:
            stack.enter_context(files.in_place())
        try:
            with (
                namespace.replaced(call["replacements"], helpers),
                work or contextlib.nullcontext(),
            ):
                if call.get("steps"):
                    room = call["result_bytes"]
                    steps = run_script(call["steps"], call["uses"], find, namespace.support, room)
                    outcome["steps"] = steps
                else:
                    spread = arguments[-1] if call.get("spread") else ()
                    positional = arguments[:-1] if call.get("spread") else arguments
                    outcome["value"] = function(*positional, *spread, **named)
                    refuse(outcome["value"])
        except MissingName as missing:
            return {"ending": "missing", "detail": str(missing)}
        except MemoryError:
            return {"ending": "memory"}
        except UnfitResult as unfit:
            return {"ending": "unreadable", "detail": str(unfit)}
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
            outcome = {"ending": "raised", "error": describe(error, namespace.module)}
    if work is not None:  # nothing else is asked for
        return {"ending": "returned", "value": None, "work": work.done}
    if files is not None:
        outcome["files"] = files.written()
    if call.get("figure"):
        value = outcome.get("value")
        outcome["figure"] = drawings(value)
        if "value" in outcome:
            outcome["value"] = without_figures(value)
    if call.get("arguments"):
        outcome["arguments"] = {
            name: argument
            for name, argument in (*zip(call["names"], arguments, strict=True), *named.items())
            if type(argument) not in _NEVER_CHANGE
        }
    if outcome["ending"] == "returned":
        outcome |= _told_of_arguments(call, arguments, named, outcome["value"])
    return outcome


def _arguments(namespace: Namespace, call: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments by position and by name."""
    arguments = [wire.decode(blob, live=True) for blob in call["positional"]]
    named = {name: wire.decode(blob, live=True) for name, blob in call["named"].items()}
    if call.get("functions"):  # some of them stand for functions of the author's
        return resolved(arguments, None, namespace.support), resolved(
            named, None, namespace.support
        )
    return arguments, named


def _told_of_arguments(
    call: dict[str, Any], arguments: list[Any], named: dict[str, Any], value: Any
) -> dict[str, Any]:
    """Which arguments changed, and which the value shares memory with."""
    blobs, names = call["positional"], call["names"]
    changed = [
        name
        for name, blob, argument in zip(names, blobs, arguments, strict=True)
        if type(argument) not in _NEVER_CHANGE
        and not call.get("functions")
        and wire.encode(argument) != blob
    ]
    received = [*zip(names, arguments, strict=True), *named.items()]
    told: dict[str, Any] = {}
    if call.get("state") is not None:
        told["value"] = (value, random_state())
    if changed:
        told["changed"] = changed
    if shared := shared_with(value, received):
        told["shared"] = shared
    return told
