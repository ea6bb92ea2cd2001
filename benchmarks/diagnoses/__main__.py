"""How often a known mistake is recognised, and how often a reason is given that is none.

    python -m benchmarks.diagnoses [ID...]          print the table
    python -m benchmarks.diagnoses --write FILE     put it into FILE, between the two marks
    python -m benchmarks.diagnoses --show [ID...]   list every false diagnosis as well
    python -m benchmarks.diagnoses --step 10        take every tenth small fault only
    python -m benchmarks.diagnoses --new --write FILE   add to FILE the functions that are not in it
    python -m benchmarks.diagnoses --hidden         hide known mistakes instead: see `hidden`
    python -m benchmarks.diagnoses --hidden --keep FOLDER   go on where a run ended
    python -m benchmarks.diagnoses --hidden --step 12 --first 5   take every twelfth from number 5 on
    python -m benchmarks.diagnoses --smallest       count the small inputs on which they differ instead

Every known mistake has a differently written function in ``tests/course/rewrites``. Each is
graded in an otherwise right file, as are the right forms, every small fault of ``grader audit`` and
pairs of known mistakes; and each is checked with the public cases alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.diagnoses.found_again import found_again
from benchmarks.diagnoses.found_again import table as hidden_table
from benchmarks.diagnoses.smallest import SmallestRow, smallest_table, tally_smallest
from benchmarks.diagnoses.tally import COLUMNS, Row, Task, tally
from grader.course.catalog import find_course
from grader.pipeline.worker_pool import sandbox_workers
from grader.util.files import write_atomically

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "<!-- table: python -m benchmarks.diagnoses --write docs/feedback.md -->"
BEGIN_HIDDEN = "<!-- table: python -m benchmarks.diagnoses --hidden --write docs/feedback.md -->"
BEGIN_SMALLEST = (
    "<!-- table: python -m benchmarks.diagnoses --smallest --write docs/feedback.md -->"
)
END = "<!-- end -->"


def rows(names: Sequence[str], jobs: int, step: int, known: Sequence[Row] = ()) -> Iterator[Row]:
    """A row for every function of the exercises, in the course's order, but for those in ``known``."""
    course = find_course(ROOT)
    there = {(row.exercise, row.function) for row in known}
    tasks = [
        Task(ROOT, name, function, step)
        for name in names
        for function in course.definition(name).functions
        if (name, function) not in there
    ]
    with sandbox_workers(jobs) as map_tasks:
        for task, row in zip(tasks, map_tasks(tally, tasks), strict=True):
            print(f"{task.exercise}: {task.function}", file=sys.stderr)
            yield row


def read_rows(text: str) -> list[Row]:
    """The rows of the table in a page."""
    found = []
    for line in text[text.index(BEGIN) : text.index(END, text.index(BEGIN))].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(COLUMNS) + 2 and cells[1].startswith("`"):
            counts = Counter(dict(zip(COLUMNS, map(int, cells[2:]), strict=True)))
            found.append(Row(cells[0], cells[1].strip("`"), counts))
    return found


def in_order(found: Sequence[Row]) -> list[Row]:
    """The rows in the course's order."""
    course = find_course(ROOT)
    order = [(name, f) for name in course.ids() for f in course.definition(name).functions]
    places = {key: place for place, key in enumerate(order)}
    return sorted(found, key=lambda row: places.get((row.exercise, row.function), len(places)))


def smallest_rows(names: Sequence[str], jobs: int, step: int) -> Iterator[SmallestRow]:
    """A row for every function: its known mistakes, each checked."""
    course = find_course(ROOT)
    tasks = [Task(ROOT, name, f, step) for name in names for f in course.definition(name).functions]
    with sandbox_workers(jobs) as map_tasks:
        for task, row in zip(tasks, map_tasks(tally_smallest, tasks), strict=True):
            told = f"{task.exercise}: {task.function}: {len(row.numbers)} of {row.wrong}"
            print(told, *row.silent, *row.false, sep="\n  ", file=sys.stderr, flush=True)
            yield row


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The rows in Markdown, with the sums last."""
    total: Counter[str] = Counter()
    yield f"| exercise | function | {' | '.join(COLUMNS)} |"
    yield f"| --- | --- |{' ---: |' * len(COLUMNS)}"
    for row in rows:
        total += row.counts
        numbers = " | ".join(str(row.counts[column]) for column in COLUMNS)
        yield f"| {row.exercise} | `{row.function}` | {numbers} |"
    yield f"| **all** | | {' | '.join(str(total[column]) for column in COLUMNS)} |"
    yield ""
    named = total["named"] + total["false"] + total["explained"] + total["told of them"]
    false = total["false"] + total["false of them"] + total["false of these"]
    yield f"Precision of `grade`: {_share(named - false, named)}."
    named, false = total["named by check"], total["false by check"]
    yield f"Precision of `check`: {_share(named - false, named)}."


def _share(right: int, named: int) -> str:
    """ "99.5 % (199 of 200 named truly)"."""
    return f"{100 * right / named if named else 100:.4g} % ({right} of {named} named truly)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercises", nargs="*", metavar="ID")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="list what is false on stderr")
    parser.add_argument("--step", type=int, default=1, help="take every N-th small fault")
    parser.add_argument("--first", type=int, default=0, help="of --hidden: from this number on")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--hidden", action="store_true", help="hide the known mistakes in turn")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="of what --hidden found")
    parser.add_argument("--smallest", action="store_true", help="look for small inputs instead")
    parser.add_argument("--new", action="store_true", help="what the table of FILE has not")
    arguments = parser.parse_args()
    other = arguments.hidden or arguments.smallest
    if arguments.new and (other or arguments.write is None):
        parser.error("--new goes with --write, and not with --hidden or --smallest")
    names = arguments.exercises or find_course(ROOT).ids()
    if arguments.hidden:
        kept = list(
            found_again(
                ROOT, names, arguments.jobs, arguments.step, arguments.first, arguments.keep
            )
        )
        _put(arguments.write, BEGIN_HIDDEN, hidden_table(kept))
        return
    if arguments.smallest:
        smallest = list(smallest_rows(names, arguments.jobs, arguments.step))
        _put(arguments.write, BEGIN_SMALLEST, smallest_table(smallest))
        return
    if arguments.new:
        known = read_rows(arguments.write.read_text("utf-8"))
        added = list(rows(names, arguments.jobs, arguments.step, known))
        found = in_order([*known, *added])
    else:
        found = list(rows(names, arguments.jobs, arguments.step))
    if arguments.show:
        for line in (line for row in found for line in row.false):
            print(line, file=sys.stderr)
    _put(arguments.write, BEGIN, table(found))


def _put(page: Path | None, begin: str, lines: Iterable[str]) -> None:
    """Print a table, or put it into a page between its two marks."""
    made = "\n".join(lines)
    if page is None:
        print(made)
        return
    text = page.read_text("utf-8")
    between = re.compile(re.escape(begin) + ".*?" + re.escape(END), re.DOTALL)
    write_atomically(page, between.sub(lambda _: f"{begin}\n\n{made}\n\n{END}", text))


if __name__ == "__main__":
    main()
