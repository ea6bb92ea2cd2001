"""``grade --profile`` says where the time went, and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from grader.batch.profile import ONCE, STEPS, SUBMISSION, found, profiling

from .conftest import RIGHT, TRIPLES, Ran
from .test_grade import without_timing

Grader = Callable[..., Ran]
Write = Callable[..., Path]


@pytest.mark.parametrize("place", [*chain(*STEPS.values(), *ONCE.values()), *SUBMISSION])
def test_every_step_is_where_the_profile_looks(place: str) -> None:
    """Whoever moves or renames a step says so in `grader.batch.profile`."""
    owner, name = found(place)
    assert callable(vars(owner).get(name)), f"{place}: name its new place in grader.batch.profile"


def test_every_step_is_told_and_every_report_the_same(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """A row for each step, with how often it was met; the results as without it."""
    write("class/ann.py", RIGHT)
    write("class/bob.py", TRIPLES)
    options = ["grade", "class", "--exercise", "scaling", "--quiet"]
    ran = grader(*options, "--out", "one", "--profile")
    assert (ran.code, ran.out) == (0, "")
    lines = ran.err.splitlines()
    met = {step: line for step in STEPS for line in lines if line.startswith(f"{step}  ")}
    assert met.keys() == STEPS.keys()
    assert all(float(line.removeprefix(step).split()[0]) > 0 for step, line in met.items())
    assert any(line.startswith("for each of 2 submissions") for line in lines)
    assert grader(*options, "--out", "two").err == ""
    assert without_timing(tmp_path / "one") == without_timing(tmp_path / "two")


def test_workers_and_a_profile_exclude_each_other(grader: Grader, write: Write) -> None:
    """A profile is of one process: to ask for more is wrong use."""
    write("class/ann.py")
    ran = grader("grade", "class", "--out", "out", "--profile", "--jobs", 2)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: --profile looks at one process")


def test_the_clocks_are_taken_out_again() -> None:
    """Nothing is left of a profile in what it looked at."""
    from grader.pipeline import run_cache

    before = run_cache.program_hash
    with profiling() as profile:
        assert run_cache.program_hash is not before
    assert run_cache.program_hash is before
    assert profile.steps.keys() == STEPS.keys()
    assert profile.once.keys() == ONCE.keys()
