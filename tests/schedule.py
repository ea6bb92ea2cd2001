"""Which tests a worker runs together, and in which order workers take them: the dearest first.

The tests of a file stay together, since they share what the file prepares; so do the files of a folder that
share something dear. ``costs.json`` beside this file holds what each file costs, in seconds of the processor;
`make costs` writes it. A wrong number, or a file without one, makes a run longer and changes nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_TOGETHER = ("tests/packaging/",)
"""Folders whose files share what takes longest: here, the wheel."""
_APART = (
    "tests/course/test_rewrites.py",
    "tests/docs/test_pages.py",
    "tests/service/test_same_verdict.py",
)
"""Files whose tests share nothing and take long: each is given out by itself."""
_USUAL = 1.0
"""Seconds of a file that nobody has measured."""


def unit_of(nodeid: str) -> str:
    """Return what stays together with this test: its file, or its folder, or itself alone."""
    file = nodeid.partition("::")[0]
    if file in _APART:
        return nodeid
    return next((folder for folder in _TOGETHER if file.startswith(folder)), file)


def costs() -> dict[str, float]:
    """Return the seconds of every unit that was measured."""
    found: dict[str, float] = {}
    for file, seconds in json.loads((TESTS / "costs.json").read_text("utf-8")).items():
        found[unit_of(file)] = found.get(unit_of(file), 0.0) + seconds
    return found


class DearestFirst:
    """A plug-in of pytest for runs on several workers."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort by what a unit costs; within it, the order stays."""
        known = costs()

        def cost(item: pytest.Item) -> float:
            file = item.nodeid.partition("::")[0]
            return known.get(unit_of(item.nodeid), known.get(file, _USUAL))

        items.sort(key=lambda item: -cost(item))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> object:
        """Give out one unit at a time, in the order of the items."""
        from xdist.scheduler import LoadScopeScheduling

        class Scheduling(LoadScopeScheduling):
            def _split_scope(self, nodeid: str) -> str:
                return unit_of(nodeid)

        if config.option.dist != "loadfile":
            return None
        config.option.loadscopereorder = False  # by the number of tests, which says little
        return Scheduling(config, log)
