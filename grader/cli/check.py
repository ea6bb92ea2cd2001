"""``grader check``: a student's own file against the public cases, once or at every save."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser
from grader.util.errors import AuthorError, GraderError, UsageError
from grader.util.language import gettext, speaking

if TYPE_CHECKING:
    from grader.batch.judge import Verdict
    from grader.course.catalog import Course
    from grader.report.model import Report

_BUNDLE = (
    "if you were given a bundle, add --course DIR: the grader looks for exercise.json in DIR and "
    "in the folders of DIR"
)
_POLL_SECONDS = 0.25
_INTERVALS_GONE = 3
_SUFFIXES = (".py", ".ipynb")


def add_check_options(parser: Parser) -> None:
    parser.path("file", "FILE", "a .py or .ipynb file, or a folder of them")
    parser.value("--exercise", "ID", "the exercise; without it, the function names decide")
    parser.edition()
    parser.variant()
    parser.language()
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    form.add_argument(
        "--watch", action="store_true", help="check again at every save, until Ctrl-C"
    )


def run_check(arguments: argparse.Namespace) -> int:
    """Run the public cases on one file (or one folder of files), and say what is wrong."""
    from grader.course.catalog import find_course

    course = find_course(arguments.course)
    _refuse_unknown(course, arguments.exercise)
    if arguments.watch and arguments.file.exists():  # a missing file is one error, at once
        return _watch(course, arguments)
    return _check(course, arguments)


def _refuse_unknown(course: Course, exercise: str | None) -> None:
    """Point to the bundle if no exercise has a similar name; a misspelled one is reported later."""
    if exercise is not None and not get_close_matches(exercise, course.ids(), n=1):
        raise UsageError(f"there is no exercise {exercise!r} in {course.root}", _BUNDLE)


def _check(course: Course, arguments: argparse.Namespace) -> int:
    verdict = _verdict(course, arguments)
    _show(verdict.report, arguments.json, course)
    if verdict.fault is not None:
        raise AuthorError(f"the grader is at fault, not the submission: {verdict.fault}")
    return 0 if verdict.passed else 1


def _verdict(course: Course, arguments: argparse.Namespace) -> Verdict:
    from grader.sandbox.judge.spawner import starting_spawner

    with starting_spawner() as spawner:  # the sandbox starts while the judge's modules are imported
        from grader.batch.check import check
        from grader.batch.judge import Options

        options = Options(
            public_only=True,
            edition=arguments.edition,
            variant=arguments.variant,
            language=arguments.language,
        )
        return check(course, arguments.file, arguments.exercise, options, spawner)


def _show(report: Report, as_json: bool, course: Course) -> None:
    from grader.cli.output import emit, message, wants_color, width
    from grader.model.exercise import UNRECOGNISED
    from grader.report.report_file import report_bytes
    from grader.report.student_view import student_view
    from grader.report.terminal import render_check

    if as_json:
        text = report_bytes(student_view(report)).decode()
    else:
        text = render_check(report, color=wants_color(sys.stdout), width=width())
    emit(text.rstrip("\n"))
    if report.exercise.id == UNRECOGNISED.id and report.submission.status == "wrong_exercise":
        message(f"hint: none of these functions is graded in {course.root}; {_BUNDLE}")


def _watch(course: Course, arguments: argparse.Namespace) -> int:
    """Check at every save. After an error of one check, wait for the next save."""
    from grader.cli.output import message

    catalogue = course.catalogue(arguments.language)
    try:
        with speaking(catalogue):
            _check_saves(course, arguments)
    except KeyboardInterrupt:  # the only way to end, so the exit code is 0
        message("")
    return 0


def _check_saves(course: Course, arguments: argparse.Namespace) -> None:
    from grader.cli.main import show_error
    from grader.cli.output import clear_screen, message
    from grader.report.phrases import changes

    file, before = arguments.file, None
    for is_there in _saves(file):
        clear_screen()
        message(f"{time.strftime('%H:%M:%S')}  {file}\n")
        if not is_there:
            message(gettext("{file} is gone; waiting for it to come back; Ctrl-C ends", file=file))
            continue
        try:
            verdict = _verdict(course, arguments)
            _show(verdict.report, False, course)
            if before is not None:
                message("\n" + "\n".join(changes(before, verdict.report)))
            before = verdict.report
            if verdict.fault is not None:
                show_error(f"the grader is at fault, not the submission: {verdict.fault}")
        except GraderError as error:
            show_error(error.message, error.hint)
        waiting = gettext("waiting for {file} to be saved; Ctrl-C ends", file=file)
        message(f"{'-' * 20}\n{waiting}")


def _saves(path: Path) -> Iterator[bool]:
    """Yield at once, and then after every change of ``path`` (a file, or a folder's own files).

    Yields whether there is a file. A change counts once the files stay the same for one interval:
    editors save in several steps. A file counts as gone after some intervals: they also replace it.
    """
    before = shown = _state(path)
    yield bool(before)
    missed = 0
    while True:
        time.sleep(_POLL_SECONDS)
        now = _state(path)
        missed = 0 if now else missed + 1
        if now != before:
            before = now
        elif now != shown and (now or missed > _INTERVALS_GONE):
            shown = now
            yield bool(now)


def _state(path: Path) -> dict[Path, tuple[int, int]]:
    """Return each file's time of change and size; nothing while there is no file."""
    state = {}
    try:
        files = [p for p in path.iterdir() if p.suffix in _SUFFIXES] if path.is_dir() else [path]
    except OSError:
        return {}
    for file in files:
        try:
            status = file.stat()
        except OSError:  # an editor is replacing the file
            continue
        state[file] = (status.st_mtime_ns, status.st_size)
    return state
