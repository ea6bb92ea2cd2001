from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox


@pytest.fixture(scope="session", params=["forked", "fresh"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Each kind of sandbox in turn: what honest code meets is the same in both."""
    with open_sandbox(request.param) as opened:
        yield opened


@pytest.fixture(scope="session")
def locked() -> Iterator[Sandbox]:
    with open_sandbox("forked") as opened:
        yield opened
