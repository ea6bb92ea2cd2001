"""How long a command takes to get going, beside what it cannot do without; in turns, in one run.

    python -m benchmarks.start [ROUNDS]

    grader --help      beside  python -c "import argparse"
    grader check FILE  beside  a fresh interpreter that imports NumPy and makes the public calls of
                               that file itself, and the start of one zygote

Whole commands, wall seconds and the operating system's processor seconds. Ratios are taken turn by
turn; medians with the smallest and the largest.
"""

from __future__ import annotations

import sys

from benchmarks.measure import ROOT, Cost, machine, run, spread
from benchmarks.students import COURSE, REFERENCE

_PYTHON = (sys.executable, "-P")
_ZYGOTE = (
    "from grader.sandbox.judge.zygote_spawner import Zygote; z = Zygote(); z.start(); z.close()"
)
_LIGHT = "import grader.sandbox.judge.zygote_spawner, grader.sandbox.lockdown.kernel"
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


def main(rounds: int) -> None:
    turns = []
    for turn in range(rounds + 1):
        costs = {name: run(c, "/", {"PYTHONPATH": str(ROOT)}) for name, c in COMMANDS.items()}
        if turn:  # the first turn warms the file cache
            turns.append(costs)
    print(machine())
    for name in COMMANDS:
        wall, cpu = ([1e3 * getattr(t[name], what) for t in turns] for what in ("wall", "cpu"))
        print(f"{name:22} wall ms {spread(wall, 0):22} processor ms {spread(cpu, 0)}")
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
    print(f"{name:44} wall {spread(wall, 2):22} processor {spread(cpu, 2)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
