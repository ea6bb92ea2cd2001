"""Grades a class of thousands in one run, and measures what that takes.

    python -m benchmarks.large_class [N] [--jobs J]        20000 students, a job per processor

Prints the rate in each tenth of the run, the coordinator's memory beside it, and what became of
it: reports, files, sizes, how long a second run takes that has nothing to do, and how long a browser
works to lay out the summary (where there is a Chromium). Exit code 1 when a report is missing.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.students import COURSE, write_class

PAUSE = 0.5  # seconds between two looks at the results folder


@dataclass(frozen=True)
class Point:
    """Where a run was: seconds since its start, reports written, memory of the coordinator in MB."""

    seconds: float
    reports: int
    memory: float
    peak: float


def main(count: int, jobs: int) -> int:
    with tempfile.TemporaryDirectory(prefix="grader-large-") as name:
        folder = Path(name)
        write_class(folder / "class", count)
        points = graded(folder, count, jobs)
        _tell_course(points, count)
        again = graded(folder, count, jobs)
        reports = _count(folder / "results" / "reports")
        _tell_results(folder / "results", again, reports)
    return 0 if reports == count else 1


def graded(folder: Path, count: int, jobs: int) -> list[Point]:
    """Run ``grade`` and look at it now and then: at each tenth of the class, and at the end."""
    command = [sys.executable, "-m", "grader", "grade", "class", "--out", "results", "--quiet"]
    command += ["--course", str(COURSE.resolve()), "--jobs", str(jobs)]
    started = time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(command, cwd=folder, env=environment)
    before = _count(folder / "results" / "reports")
    points = [Point(0, 0, 0, 0)]
    last = points[0]
    while process.poll() is None:
        time.sleep(PAUSE)
        memory = _memory(process.pid)
        if memory is None:
            continue
        reports = _count(folder / "results" / "reports") - before
        last = Point(time.monotonic() - started, reports, *memory)
        if 10 * reports // count > 10 * points[-1].reports // count:
            points.append(last)
    if process.returncode != 0:
        raise SystemExit(f"grade ended with {process.returncode}")
    return [*points, last]


def _tell_course(points: list[Point], count: int) -> None:
    print(f"{'reports':>8} {'seconds':>8} {'a second':>9} {'MB':>6}")
    for before, point in itertools.pairwise(points):
        rate = (point.reports - before.reports) / max(point.seconds - before.seconds, 1e-9)
        print(f"{point.reports:8} {point.seconds:8.0f} {rate:9.1f} {point.memory:6.0f}")
    grown = 1024 * (points[-2].memory - points[1].memory) / (points[-2].reports - points[1].reports)
    print(
        f"whole run                {points[-1].seconds:.0f} s, {count / points[-1].seconds:.1f} a second"
    )
    print(f"peak of the coordinator  {points[-1].peak:.0f} MB")
    print(f"growth while grading     {grown:.2f} KB for each submission")


def _tell_results(results: Path, again: list[Point], reports: int) -> None:
    sizes = [entry.stat().st_size for entry in os.scandir(results / "reports")]
    print(f"nothing to do            {again[-1].seconds:.0f} s, peak {again[-1].peak:.0f} MB")
    print(
        f"reports                  {reports}, {sum(sizes) / 2**20:.0f} MB, the largest {max(sizes) / 1024:.0f} KB"
    )
    print(f"gradebook.csv            {(results / 'gradebook.csv').stat().st_size / 1024:.0f} KB")
    print(f"summary.html             {(results / 'summary.html').stat().st_size / 1024:.0f} KB")
    seconds, start = _opened(results / "summary.html"), _opened(None)
    if seconds is not None and start is not None:
        print(f"laid out by a browser    {seconds - start:.1f} s beyond its start, of a processor")


def _opened(page: Path | None) -> float | None:
    """Processor seconds of a browser that loads a page, runs its script and prints what is then there."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return None
    address = "about:blank" if page is None else page.as_uri()
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"]
    before = _of_children()
    subprocess.run([browser, *options, address], capture_output=True, check=True)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _count(folder: Path) -> int:
    return (
        sum(entry.name.endswith(".json") for entry in os.scandir(folder)) if folder.is_dir() else 0
    )


def _memory(pid: int) -> tuple[float, float] | None:
    """Megabytes that a process holds, and has held at most."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    told = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return (int(told["VmRSS"]) / 1024, int(told["VmHWM"]) / 1024) if "VmHWM" in told else None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    sys.exit(main(arguments.count, arguments.jobs))
