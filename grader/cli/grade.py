"""Grade submissions: files, folders, or archives as learning platforms make them.

Results are written as they come. The same command goes on after an interruption, and grades
only what is new or changed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.cli.arguments import exercise_ids, given_path, processors, whole_number

if TYPE_CHECKING:
    from grader.classroom.overrides import Overrides

# Each is a module there. Their names alone do, since importing them takes too long for a help text.
_LAYOUTS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "lms", "layouts")


def layout_names() -> list[str]:
    """What ``--layout`` may be."""
    names = (name.removesuffix(".py") for name in os.listdir(_LAYOUTS) if name.endswith(".py"))
    return sorted(name for name in names if name not in ("__init__", "base"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        type=given_path,
        nargs="+",
        metavar="PATH",
        help="a file, a folder or archive of submissions",
    )
    parser.add_argument(
        "--out",
        type=given_path,
        metavar="DIR",
        help="where the results go; needed unless --dry-run",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="show who would be graded with which files, and grade nothing",
    )
    parser.add_argument("--json", action="store_true", help="with --dry-run: as JSON")
    parser.add_argument(
        "--exercise",
        type=exercise_ids,
        default=(),
        metavar="ID",
        help="the exercise, or several (a,b); without it, the one that most submissions are of",
    )
    parser.add_argument(
        "--edition", metavar="E", help="the edition of the assignment, where there are several"
    )
    parser.add_argument(
        "--jobs",
        type=whole_number,
        metavar="N",
        help="worker processes (default: one per processor)",
    )
    parser.add_argument(
        "--executor",
        choices=("local", "dask"),
        default="local",
        help="where to grade: on this machine (default), or on a dask cluster",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="the dask scheduler, for instance tcp://host:8786"
    )
    parser.add_argument(
        "--patience",
        type=whole_number,
        default=300,
        metavar="SECONDS",
        help="how long to wait when a cluster has lost all its workers (default: 300)",
    )
    parser.add_argument(
        "--judge-memory",
        type=whole_number,
        default=512,
        metavar="MB",
        help="memory that reading and judging one submission may take (default: 512)",
    )
    parser.add_argument(
        "--judge-seconds",
        type=whole_number,
        default=10,
        metavar="S",
        help="processor time that reading and judging one submission may take, without the time "
        "of the student's code (default: 10)",
    )
    parser.add_argument("--fresh", action="store_true", help="grade everything again")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="STUDENT",
        help="grade this student again, and nobody else; may be repeated",
    )
    parser.add_argument(
        "--layout",
        choices=layout_names(),
        metavar="NAME",
        help=f"how files are named: {', '.join(layout_names())} (default: recognised)",
    )
    parser.add_argument(
        "--roster",
        type=given_path,
        metavar="FILE",
        help="CSV of the class: id, name, section, group, excused, and ids on platforms",
    )
    parser.add_argument(
        "--overrides",
        type=given_path,
        metavar="FILE",
        help="CSV of scores set by a person (default: overrides.csv in the results, if there is one)",
    )
    parser.add_argument(
        "--settings",
        type=given_path,
        metavar="FILE",
        help="a TOML file in the place of the course's grader.toml: roster, late work, points",
    )
    parser.add_argument(
        "--pseudonyms",
        type=given_path,
        metavar="KEYFILE",
        help="write pseudonyms, made with this key, in the place of names and ids",
    )
    parser.add_argument(
        "--after-due",
        action="store_true",
        help="open the cases in the feedback that are kept until the due date",
    )
    parser.add_argument(
        "--allow-unsafe",
        action="store_true",
        help="grade hidden cases even where isolation is too weak; reports say so",
    )
    parser.add_argument(
        "--memo",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="run programs that are the same but for comments and layout once, and share what they "
        "did (default); reports are the same either way",
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="say at the end where the time went, step by step; grades in one process",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, only errors")


def run(arguments: argparse.Namespace) -> int:
    from grader.batch.judge import Options
    from grader.batch.limits import JudgeLimits
    from grader.batch.run import Plan, chosen, run_batch
    from grader.classroom.anonymise import anonymise, read_key
    from grader.classroom.enrolment import enrol
    from grader.classroom.roster import read_roster
    from grader.cli.output import message
    from grader.cli.progress import progress_on_stderr, tell_outcome
    from grader.course.catalog import find_course
    from grader.intake import collect
    from grader.util.errors import UsageError
    from grader.util.untrusted_text import harmless

    if (arguments.executor == "dask") != bool(arguments.scheduler):
        raise UsageError("--executor dask and --scheduler ADDRESS belong together")
    if arguments.profile and (arguments.scheduler or (arguments.jobs or 1) > 1):
        raise UsageError("--profile looks at one process", hint="leave out --jobs and --executor")
    if arguments.json and not arguments.dry_run:
        raise UsageError("--json belongs to --dry-run", hint="reports are JSON files in --out")
    if arguments.out is None and not arguments.dry_run:
        raise UsageError(
            "the following arguments are required: --out", hint="see grader grade --help"
        )
    course = find_course(arguments.course, arguments.settings)
    late = None
    if course.configured:
        from grader.cli.configured import fill_in, late_policy

        fill_in(arguments, course.settings)
        late = late_policy(course.settings.late)
    roster = read_roster(arguments.roster) if arguments.roster else None
    key = read_key(arguments.pseudonyms) if arguments.pseudonyms else None
    overrides = None if arguments.dry_run else _overrides(arguments)
    intake = collect(arguments.paths, leave_out=arguments.out, layout=arguments.layout)
    intake, enrolled = enrol(intake, roster) if roster else (intake, None)
    told = [*intake.told, *(enrolled.warnings() if enrolled else ())]
    if key is not None:
        intake, enrolled = anonymise(intake, enrolled, key)
    opening = [*(harmless(line, 4000) for line in told), intake.summary]
    if arguments.dry_run:
        from grader.cli.dry_run import show

        for line in () if arguments.quiet else opening:
            message(line)
        show(intake, chosen(arguments.only, intake), enrolled, arguments.json)
        return 0
    plan = Plan(
        out=arguments.out,
        exercises=arguments.exercise,
        jobs=1 if arguments.profile else arguments.jobs or processors(),
        fresh=arguments.fresh,
        only=tuple(arguments.only),
        options=Options(
            allow_unsafe=arguments.allow_unsafe,
            after_due=arguments.after_due,
            edition=arguments.edition,
            memo=arguments.memo,
        ),
        overrides=overrides,
        late=late,
        enrolled=enrolled,
        scheduler=arguments.scheduler,
        patience=arguments.patience,
        limits=JudgeLimits(arguments.judge_memory * 2**20, float(arguments.judge_seconds)),
        apart=not arguments.profile,
    )
    with _profile(arguments.profile), progress_on_stderr(arguments.quiet, opening) as progress:
        outcome = run_batch(course, intake, plan, progress)
    return tell_outcome(outcome, arguments.out, intake.unassigned, arguments.quiet)


@contextmanager
def _profile(wanted: bool) -> Iterator[None]:
    """Tell on stderr where the time went, if that is wanted."""
    if not wanted:
        yield
        return
    from grader.batch.profile import HEADER, profiling
    from grader.cli.output import message
    from grader.util.table import table

    with profiling() as profile:
        yield
    message(table(HEADER, profile.rows()))
    once = ", ".join(f"{step} {spent.wall:.2f} s" for step, spent in profile.once.items())
    message(f"for each of {profile.submissions} submissions; once: {once}")
    message(f"processor seconds of the sandbox, all told: {profile.children:.2f}")


def _overrides(arguments: argparse.Namespace) -> Overrides | None:
    """Those of the option, or those that lie in the results folder."""
    from grader.classroom.overrides import read_overrides

    path = arguments.overrides or arguments.out / "overrides.csv"
    return read_overrides(path) if arguments.overrides or path.is_file() else None
