"""How the cost of a submission grows with the class and with the exercise, and what the judge holds.

    python -m benchmarks.growth [--submissions N...] [--cases N...]     measure, add to the record
    python -m benchmarks.growth --draw                                  draw the record

A class of N files that all differ is graded by one worker as a whole command, and an exercise of N
cases on a class of 100 (one file in ten raises: each of its cases is made again in a child of its
own). Recorded are processor milliseconds of a submission, starting up left out, and the memory of
the largest process, which is the judge. Sizes measured before keep their figures in
``growth.json``; ``--draw`` makes ``docs/pictures/growth.svg`` of them, with
matplotlib, which nothing else needs: ``pip install matplotlib``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, machine
from benchmarks.students import COURSE, write_class

RECORD = Path(__file__).with_name("growth.json")
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
CLASS = 100
_CASES = """
from grader.authoring import Exercise

exercise = Exercise(title="One function", reference="layer.py")

for index in range({count}):

    def case(rng):
        return dict(A=rng.randn(3, 5), W=rng.randn(2, 3), b=rng.randn(2, 1))

    case.__name__ = f"case_{{index}}"
    case.__doc__ = "inputs"
    visibility = "public" if index == 0 else "hidden"
    exercise.case("linear_forward", visibility=visibility, seed=index)(case)
"""


def graded(folder: Path, course: Path, out: Path) -> tuple[float, float]:
    """Processor seconds of grading ``folder``, and megabytes of the largest process."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--course", str(course)]
    command += ["--out", str(out), "--jobs", "1", "--no-memo", "--quiet"]
    _, status, used = os.wait4(os.spawnve(os.P_NOWAIT, sys.executable, command, os.environ), 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def of_class(count: int, work: Path) -> dict[str, float]:
    """A class of ``count`` beside an eighth of it, so that starting up falls out."""
    write_class(work / "few", count // 8)
    write_class(work / "many", count)
    before, _ = graded(work / "few", COURSE, work / "out")
    after, memory = graded(work / "many", COURSE, work / "out")
    return _figures(after - before, count - count // 8, memory)


def of_cases(count: int, work: Path) -> dict[str, float]:
    """An exercise of ``count`` cases."""
    course = work / "course" / "exercises" / "layer"
    course.mkdir(parents=True)
    shutil.copy(COURSE / "exercises" / "layer" / "layer.py", course)
    (course / "exercise.py").write_text(_CASES.format(count=count), "utf-8")
    write_class(work / "few", CLASS // 10)
    write_class(work / "many", CLASS)
    before, _ = graded(work / "few", work / "course", work / "out")
    after, memory = graded(work / "many", work / "course", work / "out")
    return _figures(after - before, CLASS - CLASS // 10, memory)


def _figures(seconds: float, submissions: int, memory: float) -> dict[str, float]:
    return {"ms": round(1e3 * seconds / submissions, 2), "mb": round(memory, 1)}


def draw(record: dict[str, Any]) -> None:
    """Time of a submission over class and cases; memory over the class."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"  # the same bytes for the same figures
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(10, 3), layout="constrained")
    drawings = (
        ("submissions", "ms", "processor ms a submission"),
        ("submissions", "mb", "MB of the judge at most"),
        ("cases", "ms", "processor ms a submission"),
    )
    for axis, (over, what, label) in zip(axes, drawings, strict=True):
        points = sorted((int(size), found[what]) for size, found in record[over].items())
        axis.plot(*zip(*points, strict=True), marker="o")
        axis.set_xscale("log")
        axis.set_ylim(bottom=0)
        axis.set_xlabel(over)
        axis.set_title(label, fontsize=10)
        axis.grid(alpha=0.3)
    figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, nargs="*", default=[])
    parser.add_argument("--cases", type=int, nargs="*", default=[])
    parser.add_argument("--draw", action="store_true")
    arguments = parser.parse_args()
    measured = {"submissions": of_class, "cases": of_cases}
    for over, measure in measured.items():
        for size in getattr(arguments, over):
            with tempfile.TemporaryDirectory() as name:
                figures = measure(size, Path(name))
            print(f"{size} {over}: {figures}")
            record = _record()
            record["machine"] = machine()
            record.setdefault(over, {})[str(size)] = figures
            RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    if arguments.draw:
        draw(_record())


def _record() -> dict[str, Any]:
    return json.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}


if __name__ == "__main__":
    main()
