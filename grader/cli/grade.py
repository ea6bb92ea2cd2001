"""Grade submissions: files, or folders with one file or one folder per student.

Results are written as they come. The same command goes on after an interruption, and grades
only what is new or changed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.arguments import processors, whole_number

HELP = "grade a class and write reports, gradebook and feedback"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a file, or a folder of submissions")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the results go")
    parser.add_argument("--exercise", metavar="ID", help="the exercise; without it, the function names decide")
    parser.add_argument("--edition", metavar="E", help="the edition of the assignment, where there are several")
    parser.add_argument("--jobs", type=whole_number, metavar="N", help="worker processes (default: one per processor)")
    parser.add_argument("--fresh", action="store_true", help="grade everything again")
    parser.add_argument("--only", action="append", default=[], metavar="STUDENT",
                        help="grade this student again, and nobody else; may be repeated")
    parser.add_argument("--after-due", action="store_true",
                        help="open the cases in the feedback that are kept until the due date")
    parser.add_argument("--allow-unsafe", action="store_true",
                        help="grade hidden cases even where isolation is too weak; reports say so")
    parser.add_argument("--quiet", action="store_true", help="no progress, only errors")


def run(arguments: argparse.Namespace) -> int:
    from grader.batch.judge import Options
    from grader.batch.run import Plan, run_batch
    from grader.catalog import find_course
    from grader.cli.progress import progress_on_stderr, tell_outcome
    from grader.intake import collect

    course = find_course(arguments.course)
    intake = collect(arguments.paths, leave_out=arguments.out)
    plan = Plan(
        out=arguments.out,
        exercise=arguments.exercise,
        jobs=arguments.jobs or processors(),
        fresh=arguments.fresh,
        only=tuple(arguments.only),
        options=Options(
            allow_unsafe=arguments.allow_unsafe,
            after_due=arguments.after_due,
            edition=arguments.edition,
        ),
    )
    with progress_on_stderr(arguments.quiet) as progress:
        outcome = run_batch(course, intake, plan, progress)
    return tell_outcome(outcome, arguments.out, intake.ignored, arguments.quiet)
