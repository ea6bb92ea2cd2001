from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox

KINDS = ("forked", "fresh")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What honest code meets is the same in both kinds of sandbox.

    A usual run takes the tests that ask for ``each_sandbox`` in both, and the others in the one that ships on
    Linux: a fresh process for every child imports NumPy each time. `--thorough` takes all in both.
    """
    thorough = metafunc.config.getoption("--thorough")
    for fixture, kinds in (("each_sandbox", KINDS), ("sandbox", KINDS if thorough else KINDS[:1])):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, kinds, indirect=True, scope="session")


Open = Callable[[str], Sandbox]


@pytest.fixture(scope="session")
def opened() -> Iterator[Open]:
    """Opens the sandbox of a kind when it is first asked for."""
    with ExitStack() as stack:
        yield cache(lambda kind: stack.enter_context(open_sandbox(kind)))


@pytest.fixture(scope="session")
def sandbox(request: pytest.FixtureRequest, opened: Open) -> Sandbox:
    return opened(request.param)


@pytest.fixture(scope="session")
def each_sandbox(request: pytest.FixtureRequest, opened: Open) -> Sandbox:
    return opened(request.param)


@pytest.fixture(scope="session")
def locked(opened: Open) -> Sandbox:
    return opened("forked")
