"""What correct helpers give in the public cases of the functions that call them, for a bundle.

A bundle has no correct helper that could stand in for a student's. So a caller's wrong results may be its
helper's fault, and look like a mistake of the caller's. A few calls that the reference makes of its helpers,
with their results, tell: a helper that gives something else there is at fault.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grader import values, wire
from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction
from grader.course.prepare import bind_to
from grader.course.reference_program import REFERENCE, edited_program
from grader.model.exercise import Call, Case, Exercise, Visibility, below
from grader.model.outcome import Ending
from grader.model.submission import Program, Statement
from grader.sandbox.judge.sandbox import Request, Sandbox

_MOST_CALLS = 8
"""Of each helper in one case: a training loop makes thousands that are alike."""
_MOST_BYTES = 20_000
"""Of one call's arguments and result."""
_TAKE = "_take_recorded_calls"
# Runs in the child after the reference's own statements.
_RECORDER = """
import copy as _copy

_recorded = {}


def _recording(name, function):
    def recording(*args, **kwargs):
        calls = _recorded.setdefault(name, [])
        given = _copy.deepcopy((args, kwargs)) if len(calls) < MOST else None
        result = function(*args, **kwargs)
        if given is not None:
            calls.append((*given, _copy.deepcopy(result)))
        return result
    return recording


def TAKE():
    taken = dict(_recorded)
    _recorded.clear()
    return taken


for _name in NAMES:
    globals()[_name] = _recording(_name, globals()[_name])
"""


def helper_calls(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Case]:
    """Yield calls of helpers as cases without points, each named after the function that makes it.

    Helpers that draw random numbers are left out: their results depend on what was drawn before.
    """
    edges = {function.name: function.builds_on for function in exercise.functions}
    functions = {function.name: function for function in exercise.functions}
    signatures = definition.reference_functions()
    for name in exercise.function_names:
        helpers = [helper for helper in sorted(below(edges, name)) if functions[helper].rng is None]
        if helpers:
            calls = _recorded(definition, exercise, sandbox, name, helpers)
            for number, (helper, args, kwargs, result) in enumerate(calls):
                yield Case(
                    function=helper,
                    name=f"{name} {number}",
                    description="",
                    visibility=Visibility.PUBLIC,
                    points=Fraction(0),
                    call=_call(helper, args, kwargs, signatures[helper]),
                    expected={REFERENCE: result},
                )


def _call(
    helper: str, args: tuple[Any, ...], kwargs: dict[str, Any], signature: ReferenceFunction
) -> Call:
    """The same call by the names that the reference has."""
    arguments = dict(zip(signature.parameters, args, strict=False)) | kwargs
    if signature.rest:
        arguments[signature.rest] = args[len(signature.parameters) :]
    return bind_to(Call(helper, arguments, 0), signature)


def _recorded(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, name: str, helpers: list[str]
) -> Iterator[tuple[str, tuple[Any, ...], dict[str, Any], Any]]:
    """Helper, arguments and result of each call, every one once."""
    program = _recording(edited_program(definition), helpers)
    cases = [c for c in exercise.cases_of(name) if c.is_public and not c.call.replacements]
    take = Call(_TAKE, {}, 0)
    requests = [Request(case.name, case.call) for case in cases]
    if not requests:
        return
    run = sandbox.run(program, [*requests, Request(_TAKE, take)], exercise.limits, exercise.modules)
    taken = run.outcomes[_TAKE]
    if taken.ending is not Ending.RETURNED or not isinstance(taken.value, dict):
        return
    seen: set[bytes] = set()
    for helper, calls in sorted(taken.value.items()):
        for args, kwargs, result in calls:
            whole = wire.encode((helper, args, kwargs, result))
            if (
                len(whole) > _MOST_BYTES
                or whole in seen
                or values.holds_opaque((args, kwargs, result))
            ):
                continue
            seen.add(whole)
            yield helper, tuple(args), dict(kwargs), result


def _recording(program: Program, helpers: list[str]) -> Program:
    text = _RECORDER.replace("TAKE", _TAKE).replace("NAMES", repr(helpers))
    text = text.replace("MOST", str(_MOST_CALLS))
    code = marshal.dumps(compile(text, "recorder.py", "exec", dont_inherit=True))
    return replace(
        program, statements=(*program.statements, Statement(code, "recorder.py", 1)), trees=()
    )
