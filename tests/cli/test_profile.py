"""Profiling of a run, which benchmarks/profile.py prints."""

from __future__ import annotations

from itertools import chain

import pytest

from grader.batch.profile import ONCE, STEPS, SUBMISSION, found, profiling


@pytest.mark.parametrize("place", [*chain(*STEPS.values(), *ONCE.values()), *SUBMISSION])
def test_every_step_is_where_the_profile_looks(place: str) -> None:
    """Whoever moves or renames a step says so in `grader.batch.profile`."""
    owner, name = found(place)
    assert callable(vars(owner).get(name)), f"{place}: name its new place in grader.batch.profile"


def test_the_clocks_are_taken_out_again() -> None:
    """Nothing is left of a profile in what it looked at."""
    from grader.pipeline import run_cache

    before = run_cache.program_hash
    with profiling() as profile:
        assert run_cache.program_hash is not before
    assert run_cache.program_hash is before
    assert profile.steps.keys() == STEPS.keys()
    assert profile.once.keys() == ONCE.keys()
