"""Where the time of a submission goes, as ``grader grade --profile`` finds it on the benchmark's class.

python -m benchmarks.profile                    print the table
python -m benchmarks.profile --write FILE       put it into FILE, between the two marks
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from benchmarks.measure import load, machine
from benchmarks.students import COURSE, write_class
from grader.batch.profile import HEADER, Profile, profiling
from grader.cli.main import main as grader
from grader.util.files import write_atomically

COUNT = 200
BEGIN = "<!-- table: python -m benchmarks.profile --write docs/performance.md -->"
END = "<!-- end of table -->"


def measured() -> Profile:
    """A class graded in this process, with every clock in place."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "class")
        write_class(folder, COUNT)
        options = ["--course", str(COURSE), "--jobs", "1", "--no-memo", "--quiet"]
        with profiling() as profile:
            grader(["grade", str(folder), "--out", str(Path(name, "out")), *options])
    return profile


def table(profile: Profile) -> str:
    """In Markdown."""
    rows = [" | ".join(row) for row in (HEADER, ("---", *["---:"] * (len(HEADER) - 1)))]
    rows += [" | ".join(row) for row in profile.rows()]
    own = sum(spent.cpu for spent in (*profile.steps.values(), profile.rest))
    number = profile.submissions
    return "\n".join(
        [
            f"{number} files that all differ, one process, on {machine()}, {load()}. The judge used "
            f"{1e3 * own / number:.1f} processor ms for a submission, zygote and children "
            f"{1e3 * profile.children / number:.1f}, the zygote's start included.",
            "",
            *(f"| {row} |" for row in rows),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    made = table(measured())
    if arguments.write is None:
        print(made)
        return
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    text = arguments.write.read_text("utf-8")
    write_atomically(arguments.write, between.sub(lambda _: f"{BEGIN}\n\n{made}\n\n{END}", text))


if __name__ == "__main__":
    main()
