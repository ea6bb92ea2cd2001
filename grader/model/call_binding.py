"""How a function is called: what goes by position, and which accepted form's arguments it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.model.exercise import Call, Case, Function
from grader.model.submission import FunctionSite


def bind(
    call: Call, parameters: Sequence[str], by_name: Sequence[str] = (), rest: str = ""
) -> Call:
    """Return the call with the arguments that ``parameters`` name, in that order.

    As far as there is no gap they go by position, since their names are the student's to choose.
    Then follow the items of the argument ``rest``, and those that are given ``by_name``.
    """
    if call.steps:
        return call
    ordered = {name: call.arguments[name] for name in parameters if name in call.arguments}
    positional = 0
    while positional < len(ordered) and list(ordered)[positional] == parameters[positional]:
        positional += 1
    spread = rest in call.arguments and positional == len(parameters)
    if spread:
        ordered[rest] = call.arguments[rest]
        positional += 1
    ordered |= {name: call.arguments[name] for name in by_name if name in call.arguments}
    return replace(call, arguments=ordered, positional=positional, spread=spread)


def call_for(function: Function, site: FunctionSite | None, case: Case) -> Call:
    """How this submission's function is called.

    See `call_with`, which needs no more of it than its parameters.
    """
    if site is None:
        return call_with(function, None, case)
    return call_with(function, site.parameters, case, site.optional)


def call_with(
    function: Function,
    parameters: Sequence[str] | None,
    case: Case,
    optional: Sequence[str] = (),
) -> Call:
    """How a function with these parameters is called; None where they are not known.

    It gets the fewer arguments of an accepted form where it takes no more. An optional argument at
    another place goes by name. A further argument that the exercise offers goes to a parameter of
    that name, unless it is ``optional``: the student's default is part of the answer.
    """
    fixed = case.call.steps or case.call.spread  # there is nothing to choose
    if fixed or parameters is None or any(name.startswith("*") for name in parameters):
        return case.call
    call = _shortened(function, parameters, case.call)
    own = [name for name in parameters if name not in optional]
    return _offered(function, parameters, own, _named(function, parameters, call))


def parameters_for(function: Function, site: FunctionSite | None) -> dict[str, str | None]:
    """How a submission's calls of ``function`` are passed on to a correct one.

    Returns the submission's parameters, in their order -> the reference's with the same meaning: by
    name where an optional one has another place, else by place; None for one that the reference
    does not take. Empty where calls can be passed on unchanged.
    """
    if site is None or any(name.startswith("*") for name in site.parameters):
        return {}
    theirs = function.parameters
    offered = {name for name, _ in function.optional_args}
    own = [name for name in site.parameters if name not in offered]
    moved = any(name in function.optional and theirs.index(name) != own.index(name) for name in own)
    meanings: dict[str, str | None] = dict.fromkeys(site.parameters)
    for place, name in enumerate(own):
        if moved and name in theirs:
            meanings[name] = name
        elif place < len(theirs) and not (moved and theirs[place] in own):
            meanings[name] = theirs[place]
    return {} if tuple(meanings.values()) == tuple(meanings) == theirs else meanings


def _shortened(function: Function, own: Sequence[str], call: Call) -> Call:
    capacity = len(own)
    if capacity < call.positional:
        for parameters in function.shorter:
            shorter = bind(call, parameters)
            if shorter.positional <= capacity:
                return shorter
    return call


def _named(function: Function, own: Sequence[str], call: Call) -> Call:
    """Pass the arguments by name from the first optional one at another place on, if all names exist."""
    given = list(call.arguments)[: call.positional]
    for place, name in enumerate(given):
        moved = name in own and own.index(name) != place
        if moved and name in function.optional:
            known = all(other in own for other in given[place:])
            return replace(call, positional=place) if known else call
    return call


def _offered(function: Function, own: Sequence[str], required: Sequence[str], call: Call) -> Call:
    """Add what the exercise offers, each at its parameter's place or by name."""
    wanted = [
        (name, value)
        for name, value in function.optional_args
        if name in required and name not in call.arguments
    ]
    if not wanted:
        return call
    arguments, positional = list(call.arguments.items()), call.positional
    for name, value in wanted:
        place = own.index(name)
        if place < positional:
            arguments.insert(place, (name, value))
            positional += 1
        else:
            arguments.append((name, value))
    return replace(call, arguments=dict(arguments), positional=positional)
