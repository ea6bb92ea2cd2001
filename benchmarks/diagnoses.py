"""How often a known mistake is recognised in a file that somebody else wrote, per function.

    python -m benchmarks.diagnoses [ID...]          print the table
    python -m benchmarks.diagnoses --write FILE     put it into FILE, between the two marks

Every known mistake has a differently written function in ``tests/course/rewrites``. Each is
graded in an otherwise right file; the right forms (reference, alternatives) are graded as well.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from grader.course.catalog import find_course
from grader.course.prepare import edited_program, prepare, program_of
from grader.diagnosis.suspects import Suspects
from grader.files import write_atomically
from grader.grade import grade_program
from grader.model.result import Status
from grader.sandbox import open_sandbox
from grader.sandbox.sandbox import Sandbox
from tests.course.test_rewrites import rewritten

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = (
    "<!-- table: python -m benchmarks.diagnoses --write docs/feedback.md -->",
    "<!-- end -->",
)
COLUMNS = ("known", "rewritten", "caught", "named", "false")

Tally = dict[str, Counter[str]]


def tally(sandbox: Sandbox, name: str, rewrites: list[tuple[str, str, str]]) -> Tally:
    """Function -> column -> how many, for one exercise."""
    definition = find_course(ROOT).definition(name)
    exercise = prepare(definition, sandbox)
    suspects = Suspects(definition, exercise, sandbox)
    found: Tally = defaultdict(Counter)
    for function in exercise.function_names:
        found[function]["known"] += sum(m.function == function for m in definition.mistakes)
    for function, mistake, source in rewrites:
        files = {**definition.reference_files(), "rewrite.py": source}
        program = program_of(files, definition.functions, definition.modules)
        cases = grade_program(exercise, program, sandbox, suspects).result.cases
        # Not by points: where cases count only together, one that passed may have lost its own.
        lost = [c for c in cases if c.function == function and c.status is not Status.PASSED]
        named = {case.mistake for case in lost}
        row = found[function]
        row["rewritten"] += 1
        row["caught"] += bool(lost)
        row["named"] += named == {mistake}
        row["false"] += bool(named - {mistake, None})
    for form in (None, *definition.alternatives):
        program = edited_program(definition, form)
        for case in grade_program(exercise, program, sandbox, suspects).result.cases:
            found[case.function]["false"] += case.mistake is not None and (
                form is None or form.function == case.function
            )
    return found


def rows(names: list[str]) -> Iterator[str]:
    """The table's lines in Markdown, with the sums last."""
    by_exercise: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, function, mistake, source in rewritten():
        by_exercise[name].append((function, mistake, source))
    total: Counter[str] = Counter()
    yield f"| exercise | function | {' | '.join(COLUMNS)} |"
    yield f"| --- | --- |{' ---: |' * len(COLUMNS)}"
    with open_sandbox() as sandbox:
        for name in names:
            print(name, file=sys.stderr)
            for function, row in tally(sandbox, name, by_exercise[name]).items():
                total += row
                yield f"| {name} | `{function}` | {' | '.join(str(row[c]) for c in COLUMNS)} |"
    yield f"| **all** | | {' | '.join(str(total[c]) for c in COLUMNS)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", metavar="ID")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    table = "\n".join(rows(arguments.exercises or list(find_course(ROOT).ids())))
    if arguments.write is None:
        print(table)
        return
    text = arguments.write.read_text("utf-8")
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    write_atomically(arguments.write, between.sub(f"{BEGIN}\n\n{table}\n\n{END}", text))


if __name__ == "__main__":
    main()
