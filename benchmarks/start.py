"""How long a command takes to get going, beside what it cannot do without; in turns, in one run.

    python -m benchmarks.start [ROUNDS]

    grader --help      beside  python -c "import argparse"
    grader check FILE  beside  a fresh interpreter that imports NumPy and makes the public calls of
                               that file itself, and the start of one zygote

Whole commands, wall seconds and the operating system's processor seconds. Ratios are taken turn by
turn; medians with the smallest and the largest.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.students import COURSE, REFERENCE

ROOT = Path(__file__).parents[1]
_PYTHON = (sys.executable, "-P")
_ZYGOTE = "from grader.sandbox.forked import Zygote; z = Zygote(); z.start(); z.close()"
_LIGHT = "import grader.sandbox.forked, grader.sandbox.lockdown"
_OWN_RUN = """
import sys
from benchmarks.floor import inputs_and_answers, score_of
from pathlib import Path
score_of(Path(sys.argv[1]), inputs_and_answers())
"""

COMMANDS = {
    "argparse": [*_PYTHON, "-c", "import argparse"],
    "help": [*_PYTHON, "-m", "grader", "--help"],
    "NumPy": [*_PYTHON, "-c", "import numpy"],
    "own run": [*_PYTHON, "-c", _OWN_RUN, str(REFERENCE)],
    "a zygote's import": [*_PYTHON, "-c", _LIGHT],
    "a zygote": [*_PYTHON, "-c", _ZYGOTE],
    "check": [*_PYTHON, "-m", "grader", "check", str(REFERENCE), "--course", str(COURSE)],
    "check, whole course": [
        *_PYTHON, "-m", "grader", "check", str(ROOT / "reference" / "logistic_regression.py"),
        "--course", str(ROOT),
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float
    cpu: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall - other.wall, self.cpu - other.cpu)


def run(command: list[str]) -> Cost:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd="/", env=_environment(), capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def main(rounds: int) -> None:
    turns = []
    for turn in range(rounds + 1):
        costs = {name: run(command) for name, command in COMMANDS.items()}
        if turn:  # the first turn warms the file cache
            turns.append(costs)
    for name in COMMANDS:
        print(f"{name:22} {_spread([t[name] for t in turns])}")
    print()
    _tell("grader --help / argparse", [(t["help"], t["argparse"]) for t in turns])
    for check in ("check", "check, whole course"):
        _tell(
            f"{check} / (own run + a zygote)",
            [(t[check], t["own run"] + t["a zygote"] - t["a zygote's import"]) for t in turns],
        )


def _tell(name: str, pairs: list[tuple[Cost, Cost]]) -> None:
    wall = [ours.wall / theirs.wall for ours, theirs in pairs]
    cpu = [ours.cpu / theirs.cpu for ours, theirs in pairs]
    print(
        f"{name:44} wall {statistics.median(wall):.2f} ({min(wall):.2f} to {max(wall):.2f})"
        f"   cpu {statistics.median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f})"
    )


def _spread(costs: list[Cost]) -> str:
    wall, cpu = [1e3 * c.wall for c in costs], [1e3 * c.cpu for c in costs]
    return (
        f"wall {statistics.median(wall):5.0f} ms ({min(wall):.0f} to {max(wall):.0f})   "
        f"cpu {statistics.median(cpu):5.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
