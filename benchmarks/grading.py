"""Grading a class beside the floor and beside what people use, in turns, in one run.

    python -m benchmarks.grading [ROUNDS]

Every side grades the same generated class as a whole command. A small and a large class are
graded in each turn; what is told is the difference between the two, by submission: starting up
is not counted, and is the same for one file as for a thousand. Wall and processor seconds are the
operating system's, of the command and everything that it started and waited for. Medians over
the rounds, with the smallest and the largest; ratios are taken turn by turn.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.students import COURSE, REFERENCE, write_class
from grader.sandbox import open_sandbox

SMALL, LARGE = 20, 200
FEW = 4  # submissions for sides that take a fresh interpreter each
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float


def run(command: list[str], **environment: str) -> Cost:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, check=True, env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu)


def floor(folder: Path, workers: int) -> Cost:
    return run([sys.executable, "-m", "benchmarks.floor", str(folder), str(workers)])


def ours(folder: Path, workers: int) -> Cost:
    out = folder.parent / "results"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--course", str(COURSE)]
    return run([*command, "--out", str(out), "--jobs", str(workers), "--quiet"])


_CASES = """
import sys, unittest
import numpy as np
sys.path[:0] = [{course!r}, {root!r}]
from benchmarks.floor import close, inputs_and_answers
import importlib.util
spec = importlib.util.spec_from_file_location("student", {path!r})
student = importlib.util.module_from_spec(spec)
spec.loader.exec_module(student)
CASES = inputs_and_answers()
"""
_PYTEST = (
    _CASES
    + """
import pytest
@pytest.mark.parametrize("case", range(len(CASES)))
def test_case(case):
    name, arguments, expected = CASES[case]
    assert close(expected, getattr(student, name)(*arguments.values()))
"""
)
_GRADESCOPE = (
    _CASES
    + """
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
class Cases(unittest.TestCase):
    pass
for index, (name, arguments, expected) in enumerate(CASES):
    def check(self, name=name, arguments=arguments, expected=expected):
        self.assertTrue(close(expected, getattr(student, name)(*arguments.values())))
    setattr(Cases, f"test_{index}", weight(1)(check))
JSONTestRunner(stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromTestCase(Cases))
"""
)


def fresh_processes(folder: Path, template: str, command: list[str]) -> Cost:
    """One fresh interpreter for each of the first few submissions, as these tools are used."""
    wall = cpu = 0.0
    for path in sorted(folder.glob("*.py"))[:FEW]:
        script = folder.parent / "test_student.py"
        script.write_text(
            template.format(course=str(COURSE), root=str(ROOT), path=str(path)), "utf-8"
        )
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([*command, str(script)], cwd=folder.parent, capture_output=True)
        wall += time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall / FEW, cpu / FEW)


def per_submission(side: Callable[[Path], Cost], small: Path, large: Path) -> Cost:
    few, many = side(small), side(large)
    count = LARGE - SMALL
    return Cost((many.wall - few.wall) / count, (many.cpu - few.cpu) / count)


def main(rounds: int) -> None:
    cores = os.cpu_count() or 1
    with open_sandbox() as sandbox:
        isolation = sandbox.isolation
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name, "small"), Path(name, "large")
        write_class(small, SMALL)
        write_class(large, LARGE)
        sides: dict[str, Callable[[], Cost]] = {
            "floor, one worker": lambda: per_submission(lambda f: floor(f, 1), small, large),
            "ours, one worker": lambda: per_submission(lambda f: ours(f, 1), small, large),
        }
        if cores > 1:
            sides |= {
                f"floor, {cores} workers": lambda: per_submission(
                    lambda f: floor(f, cores), small, large
                ),
                f"ours, {cores} workers": lambda: per_submission(
                    lambda f: ours(f, cores), small, large
                ),
            }
        pytest_command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        sides["a fresh pytest each"] = lambda: fresh_processes(large, _PYTEST, pytest_command)
        if _installed("gradescope_utils"):
            sides["gradescope-utils, fresh each"] = lambda: fresh_processes(
                large, _GRADESCOPE, [sys.executable]
            )
        costs: dict[str, list[Cost]] = {name: [] for name in sides}
        for _ in range(rounds):
            for side, measure in sides.items():
                costs[side].append(measure())
    print(
        f"{platform.machine()}, {cores} cores, Python {platform.python_version()}; "
        f"{LARGE - SMALL} submissions of 5 functions and 18 cases, {rounds} rounds; "
        f"isolation: {isolation.level} ({', '.join(isolation.layers)})\n"
    )
    print("| | wall ms per submission | cpu ms per submission | wall, times the floor |")
    print("|---|---|---|---|")
    base = [cost.wall for cost in costs["floor, one worker"]]
    for side, each in costs.items():
        ratios = [cost.wall / floor_ for cost, floor_ in zip(each, base, strict=True)]
        wall, cpu = [c.wall * 1e3 for c in each], [c.cpu * 1e3 for c in each]
        print(f"| {side} | {_spread(wall)} | {_spread(cpu)} | {statistics.median(ratios):.2f} |")


def _installed(module: str) -> bool:
    return (
        subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode
        == 0
    )


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    assert REFERENCE.is_file()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
