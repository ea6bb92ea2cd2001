"""What the rule for wrong helpers costs callers that make up for their helper's fault.

    python -m benchmarks.carried [--exercise ID ...]

Every helper is broken in each known way; every function above it stands beside it as the reference
has it, in each accepted form, and with each known mistake of its own. The function is judged by the
rule (with a correct helper), and once more with its own helper only, to compare.
"""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from grader.comparison.compare import CaseComparisons
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.model.call_binding import call_for
from grader.model.exercise import Exercise, Function, below
from grader.model.submission import Program
from grader.pipeline.grade import grade_program
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.util.errors import AuthorError

ROOT = Path(__file__).parents[1]


def files(definition: Definition) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(kind, function above the broken helper, the files of a submission)."""
    edges = {name: definition.builds_on(name) for name in definition.functions}
    reference = definition.reference
    for broken in definition.mistakes:
        wrong = apply(reference, broken)
        for function in definition.functions:
            if broken.function not in below(edges, function):
                continue
            yield "the reference", function, wrong
            for kind, edits in (
                ("another accepted form", definition.accepted_forms),
                ("a fault of its own", definition.mistakes),
            ):
                for edit in edits:
                    if edit.function == function:
                        with contextlib.suppress(AuthorError):
                            yield kind, function, apply(wrong, edit)


def own_points(
    exercise: Exercise, function: Function, program: Program, sandbox: Sandbox
) -> Fraction:
    """What the function earns with the submission's own helper."""
    cases = exercise.cases_of(function.name)
    site = program.functions.get(function.name)
    requests = [Request(c.name, call_for(function, site, c), shared=False) for c in cases]
    compared = CaseComparisons(sandbox.run(program, requests, exercise.limits, exercise.modules))
    form = compared.best_form(function, cases)
    right = [case for case in cases if compared.is_right(case, form)]
    if function.all_or_nothing and len(right) < len(cases):
        return Fraction(0)
    return sum((case.points for case in right), Fraction(0))


def measure(names: list[str]) -> dict[str, Counter[str]]:
    """Kind of function -> how many earn the same, more or less by the rule."""
    course = find_course(ROOT)
    found: dict[str, Counter[str]] = {}
    with open_sandbox() as sandbox:
        for name in names or list(course.graded_names()):
            definition = course.definition(name)
            exercise = prepare(definition, sandbox)
            functions = {function.name: function for function in exercise.functions}
            for kind, above, texts in files(definition):
                program = program_of(texts, definition)
                own = own_points(exercise, functions[above], program, sandbox)
                result = grade_program(exercise, program, sandbox).result
                ruled = next(f.score for f in result.functions if f.name == above)
                outcome = "more" if ruled > own else "less" if ruled < own else "the same"
                found.setdefault(kind, Counter())[outcome] += 1
            print(name, {kind: dict(each) for kind, each in found.items()}, flush=True)
    return found


def table(found: dict[str, Counter[str]]) -> str:
    rows = [
        f"| {kind} | {each.total():,} | {each['more']:,} | {each['the same']:,} | {each['less']:,} |"
        for kind, each in found.items()
    ]
    head = "| the function above a wrong helper | files | more by the rule | the same | less by the rule |"
    return "\n".join(("", head, "|---|---:|---:|---:|---:|", *rows, ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exercise", action="append", default=[])
    arguments = parser.parse_args()
    print(table(measure(arguments.exercise)))


if __name__ == "__main__":
    main()
