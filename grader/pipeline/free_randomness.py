"""Runs functions whose random numbers are free, whatever seed or generator they choose.

Seeds are ignored, and generators of a student's own hand out the numbers that ``np.random`` would:
so the right formula returns what the reference does, which draws from the state as it finds it.
"""

from __future__ import annotations

from grader.comparison.case_comparisons import CaseComparisons
from grader.model.exercise import Case, Exercise, Function, Module, RngUse
from grader.model.outcome import Ending

# Runs in the child before the submission's first statement; the child calls `begin_call`.
_STAND_IN = """
import numpy as np

_random = np.random
_get, _set = _random.get_state, _random.set_state
_first = {}  # seed that was set in this call -> the state that it met


def begin_call():
    _first.clear()


def _ignore(value=None, *more, **options):
    if value is not None:
        key = repr(value)
        if key in _first:  # set once more, it repeats the numbers that came after the first time
            _set(_first[key])
        else:
            _first[key] = _get()


class _Generator:
    _other = {"integers": "randint", "random": "random_sample"}

    def __init__(self, seed=None, *more, **options):
        _ignore(seed)

    def __getattr__(self, name):
        return getattr(_random, self._other.get(name, name))


_random.seed = _ignore
_random.default_rng = _random.RandomState = _Generator
"""
FREE_NUMBERS = Module(("free_randomness",), (), _STAND_IN)


def has_free_numbers(function: Function, case: Case) -> bool:
    """Whether a case is run on the reference's own numbers: properties hold on any numbers."""
    return function.rng is RngUse.FREE and not case.is_property


def all_right(exercise: Exercise, function: Function, compared: CaseComparisons) -> bool:
    """Whether every case but the properties is right, all of them in one accepted form."""
    own = [case for case in exercise.cases_of(function.name) if not case.is_property]
    if any(
        (outcome := compared.run.outcomes.get(case.name)) is None
        or outcome.ending is not Ending.RETURNED
        for case in own
    ):
        return False
    form = compared.best_form(function, own)
    return all(compared.is_right(case, form) for case in own)
