"""``grader grade`` and ``demo``: grade a class."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import (
    Parser,
    exercise_ids,
    plugin_names,
    processors,
)
from grader.cli.batch_plan import marks_in, plan_of
from grader.cli.output import class_roster, emit, log_file, message
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.classroom.overrides import Overrides
    from grader.course.settings import Settings


def add_grade_options(parser: Parser) -> None:
    layouts = plugin_names("lms/layouts")
    parser.path(
        "paths", "PATH", "a file, a folder or archive of submissions; with --from-service the "
        "assignment's id", nargs="+",
    )  # fmt: skip
    parser.path("--out", "DIR", "where the results go; needed unless --dry-run")
    parser.value(
        "--from-service", "URL", "grade what was handed in to the service at this address; your token is "
        "taken from GRADER_TOKEN or --token-file",
    )  # fmt: skip
    parser.path("--token-file", "FILE", "a file with your token that only you can read")
    parser.value(
        "--attempts", "WHICH", "with --from-service: the attempts that count (counting, the default) or "
        "all, each number of attempt into a folder of its own", choices=("counting", "all"),
    )  # fmt: skip
    parser.flag("--dry-run", "show who would be graded with which files, and grade nothing")
    parser.flag("--json", "with --dry-run: as JSON")
    parser.value(
        "--exercise", "ID", "the exercise, or several (a,b); default: that of most submissions",
        type=exercise_ids, default=(),
    )  # fmt: skip
    parser.edition()
    parser.variant()
    parser.jobs()
    parser.add_argument(
        "--executor", choices=("local", "dask"), default="local",
        help="where to grade: on this machine (default), or on a dask cluster",
    )  # fmt: skip
    parser.value("--scheduler", "ADDRESS", "the dask scheduler, for instance tcp://host:8786")
    parser.number("--patience", "SECONDS", "how long to wait for a cluster without workers", 300)
    parser.number("--judge-memory", "MB", "memory for reading and judging one submission", 512)
    parser.number(
        "--judge-seconds", "S", "processor time for the same, without the student's code", 10
    )
    parser.flag("--fresh", "grade everything again")
    parser.repeated("--only", "STUDENT", "grade this student again, and nobody else")
    names = f"how files are named: {', '.join(layouts)} (default: recognised)"
    parser.value("--layout", "NAME", names, choices=layouts)
    parser.path(
        "--roster", "FILE", "CSV of the class: id, name, section, group, excused, ids on platforms"
    )
    parser.path(
        "--overrides",
        "FILE",
        "CSV of scores set by a person (default: overrides.csv in the results)",
    )
    parser.path("--settings", "FILE", "a TOML file to use instead of the course's own settings")
    parser.path("--pseudonyms", "KEYFILE", "write pseudonyms, made with this key, instead of names")
    parser.flag("--after-due", "show in the feedback the cases that are hidden until the due date")
    parser.flag(
        "--allow-unsafe", "grade hidden cases even where isolation is too weak; reports say so"
    )
    parser.add_argument(
        "--memo", action=argparse.BooleanOptionalAction, default=True,
        help="run programs that differ only in comments and layout once, and share the results "
        "(default); reports are the same either way",
    )  # fmt: skip
    parser.flag("--quiet", "no progress, only errors")
    parser.path("--log-file", "FILE", "append what happens in the run, submission by submission")


def run_grade(arguments: argparse.Namespace) -> int:
    """Grade submissions: files, folders, or archives as learning platforms make them.

    Results are written one by one. After an interruption, the same command continues, and grades
    only what is new or changed.
    """
    from grader.batch.results_writer import ScoreRules
    from grader.batch.run import chosen, run_batch
    from grader.classroom.anonymise import anonymise, read_key
    from grader.classroom.enrolment import enrol, with_names_of_reports
    from grader.classroom.late_policy import LatePolicy
    from grader.classroom.variant_choice import Allotment
    from grader.cli.dry_run import show
    from grader.cli.progress import progress_on_stderr, report_outcome
    from grader.course.catalog import find_course
    from grader.intake import collect
    from grader.util.untrusted_text import harmless

    _refuse_combinations(arguments)
    if arguments.from_service is not None:
        from grader.cli.from_service import grade_from_service

        return grade_from_service(arguments)
    course = find_course(arguments.course, arguments.settings)
    _fill_in(arguments, course.settings)
    settings = course.settings.late
    late = LatePolicy.from_settings(settings) if settings else None
    roster = class_roster(arguments.roster)
    key = read_key(arguments.pseudonyms) if arguments.pseudonyms else None
    overrides = None if arguments.dry_run else _overrides(arguments)
    marks = None if arguments.dry_run else marks_in(arguments.out)
    intake = collect(arguments.paths, leave_out=arguments.out, layout=arguments.layout)
    intake, enrolled = enrol(intake, roster) if roster else (intake, None)
    allotment = Allotment.of(course)
    if allotment is not None:  # before the names go, which variants are chosen by
        if arguments.only and roster is None and arguments.out:
            intake = with_names_of_reports(intake, arguments.out)
        intake = allotment.give(intake, roster)
    notes = [*intake.messages, *(enrolled.warnings() if enrolled else ())]
    if key is not None:
        intake, enrolled = anonymise(intake, enrolled, key)
    opening = [*(harmless(line, 4000) for line in notes), intake.summary]
    if arguments.dry_run:
        for line in () if arguments.quiet else opening:
            message(line)
        show(intake, chosen(arguments.only, intake), enrolled, arguments.json)
        return 0
    plan = plan_of(arguments, ScoreRules(overrides, late, marks), enrolled)
    with log_file(arguments.log_file), progress_on_stderr(arguments.quiet, opening) as progress:
        outcome = run_batch(course, intake, plan, progress)
        if allotment is not None:
            outcome.warnings += allotment.warnings()
    return report_outcome(outcome, arguments.out, intake.unassigned, arguments.quiet)


def _refuse_combinations(arguments: argparse.Namespace) -> None:
    if (arguments.executor == "dask") != bool(arguments.scheduler):
        raise UsageError("--executor dask and --scheduler ADDRESS belong together")
    if arguments.json and not arguments.dry_run:
        raise UsageError("--json belongs to --dry-run", hint="reports are JSON files in --out")
    _refuse_what_the_service_says(arguments)
    if arguments.out is None and (not arguments.dry_run or arguments.from_service is not None):
        raise UsageError(
            "the following arguments are required: --out", hint="see grader grade --help"
        )


def _refuse_what_the_service_says(arguments: argparse.Namespace) -> None:
    if arguments.from_service is None:
        for option in ("token_file", "attempts"):
            if getattr(arguments, option) is not None:
                raise UsageError(f"--{option.replace('_', '-')} belongs to --from-service")
        return
    if len(arguments.paths) != 1:
        raise UsageError("with --from-service, name one assignment: its id, as its page shows it")
    for option in ("exercise", "edition", "variant", "layout", "roster", "overrides"):
        if getattr(arguments, option):
            raise UsageError(f"--{option} does not go with --from-service: the service says that")


def _fill_in(arguments: argparse.Namespace, settings: Settings) -> None:
    """Use the course's settings for options that were not given on the command line."""
    layouts = plugin_names("lms/layouts")
    if settings.layout is not None and settings.layout not in layouts:
        raise UsageError(
            f"settings: there is no layout {settings.layout!r}",
            hint=f"there are: {', '.join(layouts)}",
        )
    for name in ("layout", "roster", "overrides", "jobs"):
        if getattr(arguments, name) is None:
            setattr(arguments, name, getattr(settings, name))


def _overrides(arguments: argparse.Namespace) -> Overrides | None:
    """Read the file of --overrides, or overrides.csv in the results folder if it exists."""
    from grader.classroom.overrides import read_overrides

    path = arguments.overrides or arguments.out / "overrides.csv"
    return read_overrides(path) if arguments.overrides or path.is_file() else None


def add_demo_options(parser: Parser) -> None:
    parser.path(
        "--out", "DIR", "where the results go (default: %(default)s)", default=Path("demo-results")
    )
    parser.flag("--quiet", "no progress, only the table")


def run_demo(arguments: argparse.Namespace) -> int:
    """Grade a small class that ships with the project, and show where the results are.

    Invented students handed in regularization, some of them also optimization: right answers in
    several styles, common mistakes, and attempts to trick the grader.
    """
    from grader.batch.judge import Options
    from grader.batch.run import Plan, run_batch
    from grader.class_report.results_folder import ExerciseFolder
    from grader.cli.progress import progress_on_stderr, report_outcome
    from grader.course.catalog import find_course
    from grader.demo import CLASS, verdict_of
    from grader.intake import collect
    from grader.util.table import table

    course = find_course(arguments.course)
    rows, pages, worst = [], [], 0
    for folder in sorted(CLASS.iterdir(), reverse=True):
        out = arguments.out / folder.name
        with progress_on_stderr(arguments.quiet) as progress:
            options = Options(exercises=(folder.name,))
            plan = Plan(out=out, options=options, jobs=processors())
            outcome = run_batch(course, collect([folder]), plan, progress)
        code = report_outcome(outcome, out, (), quiet=True)
        if code == 130:
            return code
        worst = max(worst, code)
        pages.append(str(out / "summary.html"))
        rows += [
            (folder.name, *verdict_of(report))
            for report in sorted(
                ExerciseFolder(out).reports(), key=lambda report: report.submission.student
            )
        ]
    emit(table(("exercise", "student", "score", "what is wrong, in short"), rows))
    message(f"\nThe results are in {arguments.out}: open {' and '.join(pages)}")
    return worst
