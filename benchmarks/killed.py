"""Kills a run with SIGKILL again and again, and starts it anew until it is through.

    python -m benchmarks.killed [N]        2000 students unless told

Every report must be there in the end and be whole, and none that was there before a kill may have been
written again. What was being graded when the kill came is graded once more: it had no report. Exit
code 1 when anything falls short.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.students import COURSE, write_class
from grader.report.report_file import read_report

KILLS = 5


def main(count: int) -> int:
    chance = random.Random(11)
    with tempfile.TemporaryDirectory(prefix="grader-killed-") as name:
        folder = Path(name)
        write_class(folder / "class", count)
        moments = sorted(chance.sample(range(count // 20, count - count // 20), KILLS))
        written: dict[str, int] = {}
        twice: set[str] = set()
        for moment in (*moments, None):
            _run(folder, moment)
            now = _stamps(folder / "results" / "reports")
            twice |= {student for student, stamp in written.items() if now.get(student) != stamp}
            written = now
            print(f"{'killed after' if moment else 'ended with':12} {len(now):6} reports")
        scores = [_score(folder / "results" / "reports" / each) for each in written]
        rows = (folder / "results" / "gradebook.csv").read_text("utf-8").splitlines()
    broken = sum(score is None for score in scores)
    print(
        f"written again {len(twice)}, not whole or without a score {broken}, rows {len(rows) - 1}"
    )
    return 0 if (len(written), len(twice), broken, len(rows) - 1) == (count, 0, 0, count) else 1


def _run(folder: Path, moment: int | None) -> None:
    """Grade; kill it once there are ``moment`` reports."""
    command = [sys.executable, "-m", "grader", "grade", "class", "--out", "results", "--quiet"]
    command += ["--course", str(COURSE.resolve())]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    # Python's own tracker complains of what a killed process could not give back.
    with open(folder / "messages", "wb") as messages:
        process = subprocess.Popen(command, cwd=folder, env=environment, stderr=messages)
    while process.poll() is None:
        time.sleep(0.05)
        if moment is not None and len(_stamps(folder / "results" / "reports")) >= moment:
            process.kill()
            process.wait()
            return
    if process.returncode != 0:
        told = (folder / "messages").read_text("utf-8")
        raise SystemExit(f"grade ended with {process.returncode}\n{told}")


def _stamps(reports: Path) -> dict[str, int]:
    """File name -> when it was written, of every report."""
    found = os.scandir(reports) if reports.is_dir() else []
    return {each.name: each.stat().st_mtime_ns for each in found if each.name.endswith(".json")}


def _score(path: Path) -> float | None:
    return read_report(path).score


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
