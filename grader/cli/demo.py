"""Grade a small class that ships with the project, and show where the results are.

Fourteen invented students handed in regularization, four of them also optimization: right answers in
three styles, the mistakes that people really make, and a few who try to trick the grader.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.arguments import given_path, processors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        type=given_path,
        default=Path("demo-results"),
        metavar="DIR",
        help="where the results go (default: %(default)s)",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, only the table")


def run(arguments: argparse.Namespace) -> int:
    from grader.batch.judge import Options
    from grader.batch.run import Plan, run_batch
    from grader.class_report.results_folder import Place
    from grader.cli.output import emit, message
    from grader.cli.progress import progress_on_stderr, tell_outcome
    from grader.course.catalog import find_course
    from grader.demo import CLASS, verdict_of
    from grader.intake import collect
    from grader.util.table import table

    course = find_course(arguments.course)
    rows, worst = [], 0
    for folder in sorted(CLASS.iterdir(), reverse=True):
        out = arguments.out / folder.name
        with progress_on_stderr(arguments.quiet) as progress:
            plan = Plan(out=out, exercises=(folder.name,), jobs=processors(), options=Options())
            outcome = run_batch(course, collect([folder]), plan, progress)
        code = tell_outcome(outcome, out, (), quiet=True)
        if code == 130:
            return code
        worst = max(worst, code)
        rows += [
            (folder.name, *verdict_of(report))
            for report in sorted(Place(out).reports(), key=lambda report: report.submission.student)
        ]
    emit(table(("exercise", "student", "score", "what is wrong, in short"), rows))
    message(
        f"\nThe results are in {arguments.out}: open "
        + " and ".join(
            str(arguments.out / folder.name / "summary.html")
            for folder in sorted(CLASS.iterdir(), reverse=True)
        )
    )
    return worst
