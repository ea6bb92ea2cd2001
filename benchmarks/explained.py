"""What the search for an edit of the reference costs a class: processor time with it and without.

    python -m benchmarks.explained [ID] [--students 300] [--wrong 0.4]

Writes a class of which so many functions are wrong, half by known mistakes in other hands and half
by small faults that nobody declared, and grades it with and without the search, in turn, in one
process each. The first run with the search makes the fingerprints of the exercise, the second finds
them in the cache. Prints seconds of the processor and their ratio.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import ROOT, run
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.mutation.mutants import mutants_in, scopes
from tests.course.test_rewrites import rewritten

EXERCISE = "regularization"
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercise", nargs="?", default=EXERCISE, metavar="ID")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--wrong", type=float, default=0.4)
    parser.add_argument("--grade", type=Path, nargs=2, metavar=("CLASS", "OUT"))
    parser.add_argument("--without", action="store_true")
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
        for label in ("first", "again"):
            print(f"ratio, {label}: {seconds[label] / seconds['without']:.2f}")


if __name__ == "__main__":
    main()
