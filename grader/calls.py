"""How a function is called: what goes by position, and which accepted form's arguments it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.model.exercise import Call, Case, Function
from grader.model.submission import FunctionSite


def bind(call: Call, parameters: Sequence[str]) -> Call:
    """Return the call with the arguments that ``parameters`` name, in that order.

    As far as there is no gap they go by position, since their names are the student's to choose.
    """
    ordered = {name: call.arguments[name] for name in parameters if name in call.arguments}
    positional = 0
    while positional < len(ordered) and list(ordered)[positional] == parameters[positional]:
        positional += 1
    return replace(call, arguments=ordered, positional=positional)


def call_for(function: Function, site: FunctionSite | None, case: Case) -> Call:
    """How this submission's function is called: with the fewer arguments of an accepted form
    where it takes no more."""
    if site is None or any(name.startswith("*") for name in site.parameters):
        return case.call
    capacity = len(site.parameters)
    if capacity < case.call.positional:
        for parameters in function.shorter:
            call = bind(case.call, parameters)
            if call.positional <= capacity:
                return call
    return case.call
