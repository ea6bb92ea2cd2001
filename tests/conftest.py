"""What all tests share: how thorough a run is."""

from __future__ import annotations

import pytest

# Courses for attacks, odd on purpose: our own plugin would ask them for statements.
collect_ignore_glob = ["hostile/course/*", "hostile/library_course/*"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="take every known mistake where a usual run takes a few of each exercise",
    )


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether a run is to take everything that there is, however long that lasts."""
    return bool(pytestconfig.getoption("--thorough"))
