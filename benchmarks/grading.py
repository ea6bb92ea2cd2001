"""Grading a class beside the floor and beside what people use, in turns, in one run.

    python -m benchmarks.grading [--rounds N] [--peers FOLDER | --no-peers] [--tools NAME...]
                                   [--write]

Every side grades the same generated class: 200 files that all differ, five functions, 18 cases;
most right, some wrong, a few that raise. A small and a large class are graded as whole commands in
each turn; what is told is the difference between the two, by submission: starting up is not
counted, and is the same for one file as for a thousand. The tools that people use take a fresh
process for each submission, so a few of the files are enough for them (`peers`); they are
installed into FOLDER (by default .peers in the checkout), and what cannot be installed is said.

Wall and processor seconds are the operating system's, of a command and everything that it started.
Medians over the rounds, with the smallest and the largest; ratios are taken turn by turn. Marks
are compared: every side has to find the same number of passed cases. ``--write`` puts the table
into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.floor import inputs_and_answers, score_of
from benchmarks.measure import ROOT, Cost, load, machine, run, spread
from benchmarks.students import COURSE, write_class
from grader.cli.arguments import processors
from grader.sandbox import open_sandbox
from grader.util.files import write_atomically

SMALL, LARGE = 20, 200
FEW = (0, 3, 6, 9)  # which of them for sides that take a fresh process each: right, wrong, raising
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- speed:begin -->", "<!-- speed:end -->"
FLOOR = "floor: a bare fork each, no safety, no report"

Side = Callable[[], Cost]


class Class:
    """The generated class in a temporary folder, and who grades it."""

    def __init__(self, work: Path) -> None:
        self.work, self.small, self.large = work, work / "small", work / "large"
        write_class(self.small, SMALL)
        write_class(self.large, LARGE)
        files = sorted(self.large.glob("*.py"))
        self.few = [files[index] for index in FEW]
        cases = inputs_and_answers()
        self.marks = [score_of(file, cases) for file in self.few]

    def floor(self, workers: int) -> Cost:
        def grade(folder: Path) -> Cost:
            return run([sys.executable, "-m", "benchmarks.floor", folder, str(workers)])

        return self._by_submission(grade)

    def ours(self, workers: int, *program: str) -> Cost:
        out = self.work / "results"

        def grade(folder: Path) -> Cost:
            shutil.rmtree(out, ignore_errors=True)
            options = ["--out", out, "--course", COURSE, "--jobs", str(workers)]
            return run([sys.executable, "-m", *program, folder, *options, "--no-memo", "--quiet"])

        cost = self._by_submission(grade)
        reports = [json.loads((out / "reports" / f"{f.stem}.json").read_text()) for f in self.few]
        passed = [sum(case["status"] == "passed" for case in r["cases"]) for r in reports]
        self.agree(" ".join(program), passed)
        return cost

    def peer(self, name: str, installed: peers.Environment) -> Cost:
        found = peers.SIDES[name](installed, self.few, self.work / "peers")
        self.agree(name, found.passed)
        return found.cost

    def agree(self, side: str, passed: Sequence[int]) -> None:
        """Fast and wrong does not count."""
        if [*passed] != self.marks:
            sys.exit(f"{side} finds {passed} passed cases, the floor {self.marks}")

    def _by_submission(self, grade: Callable[[Path], Cost]) -> Cost:
        few, many = grade(self.small), grade(self.large)
        return (many - few) / (LARGE - SMALL)


def sides(school: Class, installed: dict[str, peers.Environment]) -> dict[str, Side]:
    """What is measured, in the order of a turn."""
    cores = processors()
    found: dict[str, Side] = {FLOOR: lambda: school.floor(1)}
    if cores > 1:
        found[f"floor, {cores} workers"] = lambda: school.floor(cores)
    found["ours, one worker"] = lambda: school.ours(1, "grader", "grade")
    if cores > 1:
        found[f"ours, {cores} workers"] = lambda: school.ours(cores, "grader", "grade")
    if sys.platform.startswith("linux"):
        found["ours, sandbox layers left out"] = lambda: school.ours(1, "benchmarks.unlocked")
    for name, each in installed.items():
        if each.version is not None:
            found[f"{name} {each.version}, a fresh process each"] = partial(school.peer, name, each)
    return found


def table(costs: dict[str, list[Cost]]) -> list[str]:
    """Markdown rows: milliseconds by submission, and how many times the floor."""
    lines = [
        "| | wall ms a submission | processor ms a submission | processor, × floor |",
        "| --- | ---: | ---: | ---: |",
    ]
    for side, each in costs.items():
        ratios = [cost.cpu / floor.cpu for cost, floor in zip(each, costs[FLOOR], strict=True)]
        wall, cpu = [1e3 * c.wall for c in each], [1e3 * c.cpu for c in each]
        digits = 1 if statistics.median(cpu) < 100 else 0
        ratio = statistics.median(ratios)
        lines.append(
            f"| {side} | {spread(wall, digits)} | {spread(cpu, digits)} | "
            f"{ratio:.{2 if ratio < 10 else 0}f} |"
        )
    return lines


def text(costs: dict[str, list[Cost]], how: str, missing: Sequence[str]) -> str:
    """The table with what it was measured on."""
    with open_sandbox() as sandbox:
        isolation = sandbox.isolation
    absent = f" Could not be installed here: {', '.join(missing)}." if missing else ""
    told = (
        f"`make bench` on {machine()}: {LARGE - SMALL} files that all differ, five functions, "
        f"18 cases; medians of {how}, with the smallest and the largest. "
        f"Ours with `--no-memo`, reports and pages written, isolation {isolation.level} "
        f"({', '.join(isolation.layers)}). Every side finds the same marks.{absent}"
    )
    return "\n".join([*textwrap.wrap(told, 118, break_on_hyphens=False), "", *table(costs), ""])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--peers",
        type=Path,
        default=ROOT / ".peers",
        help="where the other tools' environments are",
    )
    parser.add_argument(
        "--tools", nargs="+", choices=peers.PACKAGES, default=(), help="these tools only"
    )
    which.add_argument("--no-peers", action="store_true", help="the floor and ours only")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        installed = (
            {}
            if arguments.no_peers
            else peers.environments(arguments.peers.resolve(), arguments.tools)
        )
        missing = [tool for tool, each in installed.items() if each.version is None]
        busy = load()
        measured = sides(Class(work), installed)
        costs: dict[str, list[Cost]] = {side: [] for side in measured}
        for turn in range(arguments.rounds):
            for side, measure in measured.items():
                print(f"round {turn + 1}: {side}", file=sys.stderr)
                costs[side].append(measure())
    made = text(costs, f"{arguments.rounds} rounds in turns, {busy}", missing)
    print(made)
    if arguments.write:
        between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
        whole = PAGE.read_text("utf-8")
        write_atomically(PAGE, between.sub(lambda _: f"{BEGIN}\n{made}\n{END}", whole))


if __name__ == "__main__":
    main()
