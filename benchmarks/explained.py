"""What the search for an edit of the reference costs a class: processor time with it and without.

    python -m benchmarks.explained [ID] [--students 300] [--wrong 0.4]
    python -m benchmarks.explained --write FILE     put what was measured between the two marks

Writes a class of which so many functions are wrong, half by known mistakes in other hands and half
by small faults that nobody declared, and grades it with and without the search, in turn, in one
process each. The first run with the search makes the fingerprints of the exercise, the second finds
them in the cache. Prints seconds of the processor and their ratio.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import ROOT, run
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.mutation.mutants import mutants_in, scopes
from grader.util.files import write_atomically
from tests.course.rewritten import rewritten

EXERCISE = "regularization"
BEGIN = "<!-- table: python -m benchmarks.explained --write docs/feedback.md -->"
END = "<!-- end -->"
POOL = 12
"""Different wrong functions of each kind: a class makes the same mistakes."""


def write_class(folder: Path, exercise: str, students: int, wrong: float) -> int:
    """Write a file for every student; return how many functions are wrong."""
    definition = find_course(ROOT).definition(exercise)
    pools = {name: _wrong_functions(definition, name) for name in definition.functions}
    chosen = random.Random(1)
    count = 0
    folder.mkdir()
    for number in range(students):
        texts = [f"# Student {number}.", *definition.reference.values()]
        for pool in pools.values():
            if pool and chosen.random() < wrong:
                count += 1
                texts.append(chosen.choice(pool))
        (folder / f"student{number:04}.py").write_text("\n\n".join(texts), "utf-8")
    return count


def _wrong_functions(definition: Definition, name: str) -> list[str]:
    known = [text for ex, of, _, text in rewritten() if (ex, of) == (definition.id, name)]
    scope = next(scope for scope in scopes(definition) if scope.function == name)
    faults = [m.text for m in mutants_in(definition, scope) if m.function == name]
    some = faults[:: max(1, len(faults) // POOL)][:POOL]
    return [*known[:: max(1, len(known) // POOL)][:POOL], *some]


def grade(folder: Path, out: Path, exercise: str, search: bool) -> int:
    """Grade the class in this process."""
    from grader.cli.main import main as command
    from grader.diagnosis.candidates import CandidateSource

    if not search:
        made = CandidateSource.__call__

        def without(self: CandidateSource, function: str):  # type: ignore[no-untyped-def]
            return replace(made(self, function), edit=None, holds=None)

        CandidateSource.__call__ = without  # type: ignore[method-assign]
    options = ["--exercise", exercise, "--course", str(ROOT), "--jobs", "1", "--quiet"]
    return command(["grade", str(folder), "--out", str(out), *options])


def told(exercise: str, students: int, wrong: int, seconds: Mapping[str, float]) -> Iterator[str]:
    """What was measured, as a table in Markdown."""
    yield f"A class of {students} with {wrong} wrong functions of `{exercise}`, one worker:"
    yield ""
    yield "| | seconds of processor time | ratio |"
    yield "| --- | ---: | ---: |"
    labels = {
        "without": "without the search",
        "first": "with it, for the first time",
        "again": "with it, once more",
    }
    for name, label in labels.items():
        ratio = seconds[name] / seconds["without"]
        yield f"| {label} | {seconds[name]:.1f} | {ratio:.2f} |"


def written_into(file: Path, lines: Iterator[str]) -> None:
    """Put the lines between the two marks of a page."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    made = "\n".join([BEGIN, "", *lines, "", END])
    write_atomically(file, between.sub(lambda _: made, file.read_text("utf-8")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercise", nargs="?", default=EXERCISE, metavar="ID")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--wrong", type=float, default=0.4)
    parser.add_argument("--grade", type=Path, nargs=2, metavar=("CLASS", "OUT"))
    parser.add_argument("--without", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    if arguments.grade:
        sys.exit(grade(*arguments.grade, arguments.exercise, not arguments.without))
    with tempfile.TemporaryDirectory(prefix="grader-explained-") as name:
        folder = Path(name)
        wrong = write_class(
            folder / "class", arguments.exercise, arguments.students, arguments.wrong
        )
        print(f"{arguments.students} students, {wrong} wrong functions of {arguments.exercise}")
        command = [sys.executable, "-m", "benchmarks.explained", arguments.exercise]
        seconds = {}
        for label, more in (("without", ["--without"]), ("first", []), ("again", [])):
            graded = ["--grade", folder / "class", folder / label]
            cost = run(
                [*command, *graded, *more], environment={"GRADER_CACHE": str(folder / "cache")}
            )
            seconds[label] = cost.cpu
            print(f"{label:8} {cost.cpu:7.1f} s of processor time, {cost.wall:7.1f} s", flush=True)
        measured = arguments.exercise, arguments.students, wrong, seconds
        print(*told(*measured), sep="\n")
        if arguments.write is not None:
            written_into(arguments.write, told(*measured))


if __name__ == "__main__":
    main()
