from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.model.exercise import Exercise
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from tests.hostile import target
from tests.packaging.conftest import public_folder  # noqa: F401  # a fixture


@dataclass(frozen=True)
class Judge:
    """One sandbox, and the exercise prepared twice: with the same cases on other hidden inputs."""

    sandbox: Sandbox
    exercise: Exercise
    changed: Exercise


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the locked sandbox is Linux's")
    folder: Path = tmp_path_factory.mktemp("courses")
    # What the tests before left in this process is cleared now, and never looked at again: in the middle of an
    # attack with a second of time, looking through it takes longer than the attack.
    gc.collect()
    gc.freeze()
    with open_sandbox("forked") as sandbox:
        yield Judge(
            sandbox, target.prepared(sandbox, folder), target.prepared(sandbox, folder, seed=2)
        )
