"""The benchmark that times the steps of grading finds every step, and leaves nothing behind."""

from __future__ import annotations

from itertools import chain

import pytest

from benchmarks.step_profile import ONCE, STEPS, SUBMISSION, found, profiling
from grader.pipeline import run_cases


@pytest.mark.parametrize("place", [*chain(*STEPS.values(), *ONCE.values()), *SUBMISSION])
def test_every_step_is_where_the_profile_looks(place: str) -> None:
    """Whoever moves or renames a step updates `benchmarks.step_profile`."""
    owner, name = found(place)
    assert callable(vars(owner).get(name)), f"{place}: update benchmarks/step_profile.py"


def test_the_clocks_are_removed_afterwards() -> None:
    before = run_cases.program_hash
    with profiling() as profile:
        assert run_cases.program_hash is not before
    assert run_cases.program_hash is before
    assert profile.steps.keys() == STEPS.keys()
    assert profile.once.keys() == ONCE.keys()
