"""A property: author code that calls the student's functions, and looks at what comes back.

    judge -> checker:  ask("keeps_the_mean", seed, [])         checker -> judge:  ("call", name, args)
    judge -> student:  the call                                student -> judge:  a value
    judge -> checker:  ask("keeps_the_mean", seed, [value])    checker -> judge:  ("verdict", True)

Instead of a call it may want a script of steps, ("steps", texts, values), and gets what each of them
gives: None for an object.

The checker is a child of its own, locked down as the student's is: author code reads there what a
student's function returned, as plain data, and neither runs in the judge. It is asked again with
every value so far, and runs up to the first call that has none: it keeps nothing in between.
Its random numbers are not those that the student's functions draw, and no two calls draw the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.model.exercise import Call, Module, Property
from grader.model.observation import STEPS
from grader.model.outcome import LOADING, Ending, Outcome
from grader.sandbox.judge.written_steps import read_steps
from grader.values import Unjudged, opaque_part

MOST_CALLS = 100

_ASK = "ask"
_DRIVER = """
import {file} as properties
import numpy as np

class _Wanted(BaseException):
    pass

def ask(name, seed, values):
    values = iter(values)
    def call(function, *arguments):
        for value in values:
            return value
        raise _Wanted("call", function, arguments)
    def steps(*texts, **named):
        for value in values:
            return value
        raise _Wanted("steps", texts, named)
    call.steps = steps
    try:
        return "verdict", getattr(properties, name)(np.random.RandomState([seed, 1]), call)
    except _Wanted as wanted:
        return wanted.args
"""


def driver(file: str) -> Module:
    """The module that asks the functions of ``file``, a module's name."""
    return Module(("grader_property",), (_ASK,), _DRIVER.format(file=file))


AskChild = Callable[[Call], Outcome]
"""Makes one call in a child."""


def check_property(call: Call, student: AskChild, checker: AskChild) -> Outcome:
    """Return the property's verdict as a returned True or False, with the reason as detail.

    With several seeds it must hold with each of them. A call of the student's function that does
    not return is the outcome. What a hostile student sends may make the author's function raise, run
    long or die: then the property does not hold. Where all seeds with which it does not hold name
    one known mistake, that mistake's id is returned instead of False.
    """
    assert call.property is not None
    seeds = call.property.seeds or (call.seed,)
    printed, spent = "", 0.0
    failed: list[Outcome] = []
    for seed in seeds:
        outcome = _check_once(replace(call, seed=seed), student, checker)
        printed, spent = printed + outcome.printed, spent + outcome.cpu_seconds
        if outcome.ending is not Ending.RETURNED:
            return replace(outcome, printed=printed, cpu_seconds=spent)
        if outcome.value is not True:
            why = f": {outcome.detail}" if outcome.detail else ""
            detail = outcome.detail if len(seeds) == 1 else f"seed {seed}{why}"
            failed.append(replace(outcome, detail=detail))
    if not failed:
        return Outcome(Ending.RETURNED, True, printed=printed, cpu_seconds=spent)
    said = {outcome.value for outcome in failed}
    value = said.pop() if len(said) == 1 else False
    return replace(failed[0], value=value, printed=printed, cpu_seconds=spent)


def _check_once(call: Call, student: AskChild, checker: AskChild) -> Outcome:
    assert call.property is not None
    values: list[Any] = []
    printed, spent = "", 0.0
    for _ in range(MOST_CALLS):
        asked = checker(_question(call.property, call.seed, values))
        spent += asked.cpu_seconds
        if asked.ending is Ending.FAULT:
            return replace(asked, cpu_seconds=spent)
        step = _step(asked, call.property.mistakes, call.function)
        if not isinstance(step, Call):
            return _verdict(step, printed, spent)
        seed = call.seed + len(values)
        outcome = student(replace(step, seed=seed, replacements=call.replacements))
        spent += outcome.cpu_seconds
        printed += outcome.printed
        if outcome.ending is Ending.MISSING:
            outcome = replace(outcome, detail=step.function)
        if outcome.ending is not Ending.RETURNED:
            return replace(outcome, cpu_seconds=spent)
        values.append(_given(step, outcome.value))
    return _verdict(f"it makes more than {MOST_CALLS} calls", printed, spent)


def _question(asked: Property, seed: int, values: list[Any]) -> Call:
    return Call(_ASK, {"name": asked.name, "seed": seed, "values": list(values)}, 3, seed)


class _Mistake(str):
    """The id of a known mistake that a property names."""


def _given(step: Call, value: Any) -> Any:
    """What a call gives to the property: of a script what each step gives, None for an object."""
    if not step.steps:
        return value
    return [None if isinstance(each, Unjudged) else each for each in value[STEPS]]


def _step(asked: Outcome, mistakes: Sequence[str], function: str) -> Call | bool | str:
    """The next call, the verdict, the mistake that it names, or why there is none of these."""
    if asked.raised is not None:
        return f"{asked.raised.type}: {asked.raised.message}"
    if asked.ending is not Ending.RETURNED:
        loading = (asked.detail or "").startswith(LOADING)
        return f"its file cannot be run there ({asked.detail})" if loading else str(asked.ending)
    match asked.value:
        case ("verdict", verdict) if isinstance(verdict, (bool, np.bool_)):
            return bool(verdict)
        case ("verdict", str(verdict)) if verdict in mistakes:
            return _Mistake(verdict)
        case ("call", str(called), tuple(arguments)):
            for number, argument in enumerate(arguments, 1):
                if (found := opaque_part(argument, f"argument {number}")) is not None:
                    return f"it calls {called} with what cannot be sent to a child: {found}"
            named = {str(number): argument for number, argument in enumerate(arguments)}
            return Call(called, named, positional=len(named))
        case ("steps", tuple(texts), dict(values)):
            try:
                return Call(function, {}, 0, steps=read_steps(texts, values))
            except ValueError as fault:
                return f"it asks for {fault}"
    return "it returns neither True, False nor the id of a known mistake"


def _verdict(verdict: bool | str, printed: str, spent: float) -> Outcome:
    return Outcome(
        Ending.RETURNED,
        value=str(verdict) if isinstance(verdict, _Mistake) else verdict is True,
        detail=verdict if isinstance(verdict, str) and not isinstance(verdict, _Mistake) else None,
        printed=printed,
        cpu_seconds=spent,
    )
