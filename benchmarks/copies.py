"""What it saves to run identical programs once: ``--memo`` beside ``--no-memo``, in turns.

    python -m benchmarks.copies [ROUNDS]

Two classes of 200: one as in a large open course, where of ten files two are the untouched starter,
six are one of five popular solutions with comments and file names of their own, and two are like
no other; and one where no two programs are alike. Processor milliseconds by submission, starting
up left out. That the reports are the same bytes is what ``tests/cli/test_memo.py`` holds.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Cost, machine, run, spread
from benchmarks.students import COURSE, REFERENCE, WRONG

SMALL, LARGE = 20, 200
STARTER = "import numpy as np\n" + "".join(
    f"\n\ndef {name}(*arguments):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    for name in (
        "sigmoid", "linear_forward", "compute_cost", "linear_backward", "update_parameters"
    )
)  # fmt: skip


def popular() -> list[str]:
    """Five solutions that many hand in: two right ones, three with a mistake."""
    right = REFERENCE.read_text("utf-8")
    return [right, right.replace("np.dot(W, A)", "W @ A"), *(right.replace(*e) for e in WRONG)]


def write_open_course(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    solutions = popular()
    for index in range(count):
        if index % 10 < 2:
            text = STARTER
        elif index % 10 < 8:
            text = solutions[index % len(solutions)]
        else:
            text = _unlike(index)
        (folder / f"s{index:05}.py").write_text("# my own\n" * (index % 7) + text, "utf-8")


def write_unlike(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for index in range(count):
        (folder / f"s{index:05}.py").write_text(_unlike(index), "utf-8")


def _unlike(index: int) -> str:
    """Right, and with a constant of its own in a graded function."""
    right = REFERENCE.read_text("utf-8")
    return right.replace("m = Y.shape[1]", f"m = Y.shape[1] + {index} - {index}.0")


CLASSES = {"an open course": write_open_course, "no two alike": write_unlike}


def cost(work: Path, name: str, option: str) -> Cost:
    def graded(folder: Path) -> Cost:
        shutil.rmtree(work / "out", ignore_errors=True)
        command = [sys.executable, "-m", "grader", "grade", folder, "--course", COURSE, option]
        return run([*command, "--out", work / "out", "--jobs", "1", "--quiet"])

    few, many = graded(work / name / "few"), graded(work / name / "many")
    return (many - few) / (LARGE - SMALL)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for kind, write in CLASSES.items():
            write(work / kind / "few", SMALL)
            write(work / kind / "many", LARGE)
        print(machine())
        for kind in CLASSES:
            turns = [
                {option: cost(work, kind, option) for option in ("--memo", "--no-memo")}
                for _ in range(rounds)
            ]
            for option in ("--memo", "--no-memo"):
                cpu = spread([1e3 * turn[option].cpu for turn in turns])
                print(f"{kind:16} {option:10} processor ms a submission: {cpu}")
            ratio = statistics.median(t["--memo"].cpu / t["--no-memo"].cpu for t in turns)
            print(f"{kind:16} ratio, turn by turn: {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
