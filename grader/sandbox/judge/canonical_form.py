"""Canonical forms by an author's function: it maps a result before anybody compares it.

The function runs in a child of its own, locked down as the student's is: what a student's function
returned is plain data there, and neither runs in the judge. The reference's results go the same way.
"""

from __future__ import annotations

from dataclasses import replace

from grader.model.exercise import Call, Canonical, Module
from grader.model.outcome import LOADING, Ending, Outcome
from grader.sandbox.judge.property_check import AskChild
from grader.values import at, holds_opaque, with_part

_ASK = "bring_into_form"
_DRIVER = """
import {file} as forms

def bring_into_form(name, value):
    return getattr(forms, name)(value)
"""


def driver(file: str) -> Module:
    """The module that asks the functions of ``file``, a module's name."""
    return Module(("grader_form",), (_ASK,), _DRIVER.format(file=file))


def in_canonical_form(canonical: Canonical, outcome: Outcome, ask: AskChild) -> Outcome:
    """Return the outcome with its value mapped by the author's functions, one part after the other.

    A part that the value does not have stays away: the comparison says so. Where a function does not
    return, the outcome is UNFIT, with the value as it came and the reason as detail. The judge's own
    fault stays one.
    """
    if outcome.ending is not Ending.RETURNED:
        return outcome
    value, spent = outcome.value, outcome.cpu_seconds
    for path, name in canonical.parts:
        try:
            part = at(value, path)
        except LookupError:
            continue
        if holds_opaque(part):
            return _unfit(outcome, "it holds a value that is no plain data", spent)
        mapped = ask(Call(_ASK, {"name": name, "value": part}, 2))
        spent += mapped.cpu_seconds
        if mapped.ending is Ending.FAULT:
            return replace(mapped, cpu_seconds=spent)
        if mapped.ending is not Ending.RETURNED:
            return _unfit(outcome, f"{name}: {_why(mapped)}", spent)
        value = with_part(value, path, mapped.value)
    return replace(outcome, value=value, cpu_seconds=spent)


def _unfit(outcome: Outcome, why: str, spent: float) -> Outcome:
    return replace(outcome, ending=Ending.UNFIT, detail=why, cpu_seconds=spent)


def _why(asked: Outcome) -> str:
    if asked.raised is not None:
        return f"{asked.raised.type}: {asked.raised.message}"
    loading = (asked.detail or "").startswith(LOADING)
    return f"its file cannot be run there ({asked.detail})" if loading else str(asked.ending)
