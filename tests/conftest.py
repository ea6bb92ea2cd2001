"""What all tests share: how thorough a run is, who runs what, and compiled modules."""

from __future__ import annotations

import compileall
import gc
import os
import re
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.notebook_library import import_nbformat
from tests.lent_zygote import lend
from tests.schedule import DearestFirst

# Courses for attacks, odd on purpose: our own plugin would ask them for statements.
collect_ignore_glob = ["hostile/course/*", "hostile/library_course/*"]
CHECKOUT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="take every known mistake where a usual run takes a few of each exercise",
    )


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.getoption("numprocesses", None):
        config.pluginmanager.register(DearestFirst())
    if not is_worker:
        keep_bytecode()
    lend()
    set_patience(thorough=config.getoption("--thorough"))
    # Before any test imports jsonschema plainly, which takes most of a second more in every worker.
    import_nbformat()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among what is collected, now or later: all of it stays, and it is a million objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def set_patience(thorough: bool) -> None:
    """Let properties take as long as they take: a machine with much else to do is no fault of theirs."""
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]
    settings.register_profile("usual", deadline=None, suppress_health_check=slow)
    settings.register_profile("thorough", settings.get_profile("usual"), max_examples=1000)
    settings.load_profile("thorough" if thorough else "usual")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are processors: some test always waits, for a limit, a browser or a disk."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else None


def keep_bytecode() -> None:
    """Compile the grader once: tests start thousands of its processes, and a third of each would be this.

    Some environments ask Python to keep no bytecode, and sandboxes write none anyway. An installed grader
    was compiled by pip.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # The demo's class is students' files, among which nothing else may lie.
    compileall.compile_dir(CHECKOUT / "grader", quiet=2, rx=re.compile("demo/class"))


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether a run is to take everything that there is, however long that lasts."""
    return bool(pytestconfig.getoption("--thorough"))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A worker's one sandbox, for tests that do it no harm."""
    with open_sandbox() as opened:
        yield opened
