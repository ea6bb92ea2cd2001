"""A released bundle that several tests of a run read: whoever comes first makes it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from grader.cli.main import main

CHECKOUT = Path(__file__).parents[1]


def released(exercise: str, factory: pytest.TempPathFactory) -> Path:
    """The folder that `grader release` writes of an exercise of this course; to be read, or copied."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with open(shared / f"{exercise}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "released" / exercise).exists():
            out = shared / "released-half"
            assert main(["release", exercise, "--course", str(CHECKOUT), "--out", str(out)]) == 0
            (shared / "released").mkdir(exist_ok=True)
            (out / exercise).rename(shared / "released" / exercise)
    return shared / "released" / exercise
