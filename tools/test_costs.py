"""What the tests cost: which files and which fixtures take the processor's time.

python -m tools.test_costs                    runs the whole suite and prints both tables
python -m tools.test_costs tests/cli -k log   the same for some tests; all arguments are pytest's
python -m tools.test_costs --keep             keeps the files' costs, by which `make test` orders them: tests/costs.json

Counted are the seconds of all processes that a test starts, so that another program on the machine changes
little. Where this process may make a control group (root on Linux may), each worker has one, and everything below
it counts, also what was killed; elsewhere the last line says so. "Beside" is then nothing; else it is the time of
processes that live longer than the test which asks them: sandboxes, servers, browsers. They count for the file
that is running, as the time of a fixture does which other files use too.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "costs.json"
_PHASES = ("setup", "call", "teardown", "beside")
_ROWS = 40
_MOUNTED = Path("/sys/fs/cgroup")
_PAUSE = 10.0
"""Seconds between two writings of the costs."""
_DEAREST = 2
"""Seconds from which a file's place in the order matters."""


class ControlGroup:
    """A control group that this process enters, and that counts it and all that it starts.

    See cpuacct.txt (version 1) and cgroup-v2.rst among the kernel's documents: both count without any controller
    being turned on.
    """

    def __init__(self, parent: Path, file: str, word: str, parts: float) -> None:
        self.folder = parent / f"test-costs-{os.getpid()}"
        self._file, self._word, self._parts = self.folder / file, word, parts
        self.folder.mkdir()
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        self.seconds()

    def seconds(self) -> float:
        """Processor seconds of everything that was ever in it."""
        number = self._file.read_text().removeprefix(self._word).split(maxsplit=1)[0]
        return int(number) / self._parts


def control_group() -> ControlGroup | None:
    """Enter a new one; None where there are none, or where this user may not make any."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers and "cpuacct" not in controllers.split(","):
                continue
            mounted = _MOUNTED / (
                controllers or ("unified" if (_MOUNTED / "unified").is_dir() else "")
            )
            kind = ("cpuacct.usage", "", 1e9) if controllers else ("cpu.stat", "usage_usec", 1e6)
            with contextlib.suppress(OSError, ValueError):
                return ControlGroup(mounted / path.lstrip("/"), *kind)
    return None


def _own() -> float:
    """Seconds of this process and of its children that have ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in both)


def _alive() -> float:
    """Seconds of the processes below this one that still run, and of theirs that have ended."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.Error:
            continue  # it has ended meanwhile: then it is among the children's
    return total


class Meter:
    """A plug-in of pytest, in each worker, that notes on every test's reports what it cost."""

    def __init__(self) -> None:
        self._group = control_group()
        self._last, self._alive, self._collecting = 0.0, 0.0, 0.0
        self._fixtures: dict[str, float] = {}

    def _ended(self) -> float:
        """Seconds so far: of all, or of this process and of its children that have ended."""
        return self._group.seconds() if self._group else _own()

    def _beside(self) -> float:
        return 0.0 if self._group else _alive()

    def pytest_collection_finish(self) -> None:
        self._last, self._collecting = self._ended(), _own()
        self._alive = self._beside()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any]
    ) -> Generator[None, object, object]:
        before = self._ended()
        try:
            return (yield)
        finally:
            name = f"{fixturedef.baseid}::{fixturedef.argname}"
            self._fixtures[name] = self._fixtures.get(name, 0.0) + self._ended() - before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        now, alive = self._ended(), self._alive
        if call.when == "teardown":
            alive = self._beside()
        costs = {str(call.when): now - self._last, "beside": alive - self._alive}
        self._last, self._alive = self._ended(), alive
        if self._collecting:
            self._fixtures["starting and collecting"], self._collecting = self._collecting, 0.0
        report.costs, report.costs_of_fixtures = costs, self._fixtures  # type: ignore[attr-defined]
        report.control_group = str(self._group.folder) if self._group else ""  # type: ignore[attr-defined]
        self._fixtures = {}
        return report


class Collector:
    """A plug-in of pytest, where the results come together, that writes all costs into a file."""

    def __init__(self, path: str) -> None:
        self._path, self._written = path, time.monotonic()
        self._files: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._fixtures: dict[str, float] = defaultdict(float)
        self._groups: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = self._files[report.nodeid.partition("::")[0]]
        for phase, seconds in getattr(report, "costs", {}).items():
            file[phase] += seconds
        for name, seconds in getattr(report, "costs_of_fixtures", {}).items():
            self._fixtures[name] += seconds
        self._groups.add(getattr(report, "control_group", ""))
        if report.when == "call":
            file["tests"] += 1
        if report.when == "teardown" and time.monotonic() > self._written + _PAUSE:
            self.pytest_sessionfinish()  # whoever ends a long run sees what it has measured

    def pytest_sessionfinish(self) -> None:
        self._written = time.monotonic()
        groups = sorted(self._groups)
        done = {"files": self._files, "fixtures": self._fixtures, "groups": groups}
        Path(self._path).write_text(json.dumps(done), "utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Take part: as the meter where tests run, as the collector where results come together."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker:
        config.pluginmanager.register(Collector(os.environ["TEST_COSTS"]))
    if is_worker or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Meter())


def _tables(costs: dict[str, Any], console: Console) -> None:
    files = {name: (sum(c.get(p, 0) for p in _PHASES), c) for name, c in costs["files"].items()}
    dearest = sorted(files.items(), key=lambda item: -item[1][0])
    table = Table("file", "tests", *_PHASES, "all", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, (total, cost) in dearest[:_ROWS]:
        seconds = [f"{cost.get(phase, 0):.1f}" for phase in _PHASES]
        table.add_row(name, f"{cost.get('tests', 0):.0f}", *seconds, f"{total:.1f}")
    folders: dict[str, float] = defaultdict(float)
    for name, (total, _) in files.items():
        folders[str(Path(name).parent)] += total
    by_folder = Table("folder", "seconds", box=None)
    for name, total in sorted(folders.items(), key=lambda item: -item[1]):
        by_folder.add_row(name, f"{total:.1f}")
    fixtures = Table("fixture", "seconds", box=None)
    for name, total in sorted(costs["fixtures"].items(), key=lambda item: -item[1])[:_ROWS]:
        fixtures.add_row(name, f"{total:.1f}")
    for each in (table, by_folder, fixtures):
        console.print(each)
        console.print()
    console.print(f"{sum(total for total, _ in files.values()) / 60:.1f} processor minutes")
    if "" in costs["groups"]:
        console.print(
            "without control groups: what ended by a kill, or in nobody's care, is not in it"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run pytest with the meter and print what it says; return pytest's exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    keep = "--keep" in words
    words = [word for word in words if word != "--keep"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "costs.json"
        command = [sys.executable, "-m", "pytest", "-p", "tools.test_costs", *words]
        code = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "TEST_COSTS": str(file)}
        ).returncode
        if not file.exists():
            return code or 1
        costs = json.loads(file.read_text("utf-8"))
    _tables(costs, Console(width=120))
    for group in filter(None, costs["groups"]):
        with contextlib.suppress(OSError):
            Path(group).rmdir()  # once nothing runs in it any more
    if keep:
        _keep(costs["files"])
    return code


def _keep(files: dict[str, dict[str, float]]) -> None:
    """Write what the files cost into the list; of others it keeps what it has."""
    before = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    now = {name: round(sum(c.get(p, 0) for p in _PHASES)) for name, c in files.items()}
    kept = {
        name: seconds
        for name, seconds in sorted({**before, **now}.items())
        if seconds >= _DEAREST and (ROOT / name).exists()
    }
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
