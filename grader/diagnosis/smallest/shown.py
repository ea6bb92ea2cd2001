"""An input on which two functions differ, as code to paste, with what each of them gives."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.forms import aligned
from grader.diagnosis.failed_case import NoCode, as_code, call_code
from grader.model.exercise import Call, Case, Tolerance
from grader.model.observation import STEPS, VALUE
from grader.model.outcome import Outcome
from grader.model.result import Counterexample
from grader.values import NotAlike, called, leaf_pairs, map_leaves

_LONGEST = 72
"""Characters of a result; of a longer one the first part that differs is shown."""
_LONGEST_PART = 300
_DIGITS = (5, 9, 15)


class _Differing(NamedTuple):
    """The lines that make the call, and the two values of the last of them."""

    code: str
    right: Any
    yours: Any


def shown(
    case: Case, own: Call, right: Any, outcome: Outcome, draws: bool
) -> Counterexample | None:
    """Return the call as code and both results as texts; None where they cannot be written in short.

    Args:
        own: the call as the submission's function takes it.
        right: what the right function returns.
        outcome: what the submission's does.
        draws: whether the function draws random numbers: then the code says from which state.
    """
    if own.steps:
        found = _of_script(case, own, right, outcome, draws)
        return None if found is None else _in_text(found, case.tolerance.of_numbers)
    code = call_code(case.name, case.call, own, draws)
    if code is None or _FETCHES in code:
        return None
    if outcome.raised is not None:
        text = _text(right, _DIGITS[0], _LONGEST_PART)
        said = f"raises {outcome.raised.type}"
        return None if text is None else Counterexample(code, said, text)
    yours = aligned(right, outcome.value, case.tolerance)
    return _in_text(_Differing(code, right, yours), case.tolerance.of_numbers)


_FETCHES = "grader.case("


def _of_script(
    case: Case, own: Call, right: Any, outcome: Outcome, draws: bool
) -> _Differing | None:
    """A script up to the first step that differs. What a step raises its case says already."""
    if outcome.raised is not None:
        return None
    yours = aligned(right, outcome.value, case.tolerance)
    tolerance = case.tolerance.of_numbers
    for number, (one, other) in enumerate(zip(right[STEPS], yours[STEPS], strict=True)):
        if agrees(one, other, tolerance):
            continue
        *before, last = own.steps[: number + 1]
        code = call_code(case.name, case.call, replace(own, steps=(*before, last)), draws)
        if last.raises or code is None or _FETCHES in code or "…" in code:
            return None
        looks = {step.shown for step in before if step.kind == VALUE and not step.variable}
        lines = code.split("\n")
        lines = [*(line for line in lines[:-1] if line not in looks), lines[-1]]
        if last.variable:
            lines.append(last.variable)
        return _Differing("\n".join(lines), one, other)
    return None


def _in_text(found: _Differing, tolerance: Tolerance) -> Counterexample | None:
    """Both values as texts, with as many digits as tell them apart."""
    for digits in _DIGITS:
        right, yours = _text(found.right, digits), _text(found.yours, digits)
        if right is None or yours is None:
            return _part(found, tolerance)
        if right != yours:
            return Counterexample(found.code, f"gives {yours}", right)
    return None


def _part(found: _Differing, tolerance: Tolerance) -> Counterexample | None:
    """The first part of long results that differs."""
    try:
        for place, one, other in leaf_pairs(found.right, found.yours):
            if agrees(one, other, tolerance):
                continue
            for digits in _DIGITS:
                right = _text(one, digits, _LONGEST_PART)
                yours = _text(other, digits, _LONGEST_PART)
                if right is not None and yours is not None and right != yours:
                    where = f" in {called(place)}" if place else ""
                    return Counterexample(found.code, f"gives {yours}{where}", right)
            return None
    except NotAlike:
        return None
    return None


def _text(value: Any, digits: int, longest: int = _LONGEST) -> str | None:
    """A value as code with numbers of so many digits; None where that is long, or no code."""

    def rounded(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f":
            return np.array([_rounded(v, digits) for v in leaf.ravel()]).reshape(leaf.shape)
        if isinstance(leaf, np.generic):
            leaf = leaf.item()
        return _rounded(leaf, digits) if isinstance(leaf, float) else leaf

    try:
        text = as_code(map_leaves(rounded, value))
    except (NoCode, TypeError, ValueError):
        return None
    return text if len(text) <= longest else None


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}") + 0.0 if math.isfinite(value) else float(value)
