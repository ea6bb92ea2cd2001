"""``grader verify`` and ``audit``: whether exercises grade right, and what their cases miss."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser, processors
from grader.cli.exercises import message_left_out
from grader.cli.output import emit, emit_json, message
from grader.util.in_words import count_of

if TYPE_CHECKING:
    from grader.verify import Finding


def add_verify_options(parser: Parser) -> None:
    parser.value("exercises", "ID", "the exercises; without one, all of the course", nargs="*")
    parser.jobs()
    parser.flag("--json", "print every check as JSON")
    parser.path("--junit", "FILE", "write every check as JUnit XML")
    parser.flag("--quiet", "print only what failed")


def run_verify(arguments: argparse.Namespace) -> int:
    """Prove that exercises grade right.

    The reference gets full points; starters, trivial and guessed answers get none. Every known
    mistake is caught and told apart from the others, and what the public cases alone say about it
    is true. Tolerances lie between rounding and the nearest mistake. No hidden answer is another
    case's input. A second run, another order, another process and a loaded machine give the same.
    """
    from grader.cli.main import show_error
    from grader.course.catalog import find_course
    from grader.util.errors import AuthorError, MissingLibrary
    from grader.util.files import write_atomically, writing_into
    from grader.util.table import table
    from grader.verify import junit, verify_course

    course = find_course(arguments.course)
    for name in arguments.exercises:
        try:
            course.definition(name)  # reports an unknown id before minutes of work
        except MissingLibrary:
            raise
        except AuthorError:
            pass  # it is a finding, as that of any other exercise
    if not arguments.exercises:
        message_left_out(course)
    if arguments.junit:  # said before minutes of work, and not after
        with writing_into(arguments.junit):
            arguments.junit.parent.stat()
    checks = []
    for check in verify_course(course, arguments.exercises, arguments.jobs or processors()):
        checks.append(check)
        if not check.passed and not check.fault:
            message(f"failed: {check.exercise}: {check.kind} {check.name}: {check.detail}")
    failed = [check for check in checks if not check.passed]
    if arguments.junit:
        with writing_into(arguments.junit):
            write_atomically(arguments.junit, junit(checks))
    if arguments.json:
        emit_json([_as_json(check) for check in checks])
    else:
        rows = [
            ("ok" if c.passed else "FAILED", c.exercise, c.kind, c.name, c.public, c.detail)
            for c in (failed if arguments.quiet else checks)
            if not c.fault
        ]
        if rows:
            emit(table(("", "exercise", "what", "name", "by public cases", "detail"), rows))
    total = count_of(len(checks), "check")
    faults = [check.fault for check in failed if check.fault]
    if len(checks) > len(faults):
        message(f"{len(failed)} of {total} failed" if failed else f"{total} passed")
    # Every variant of an exercise may have the same fault.
    for fault in {(fault.message, fault.hint): fault for fault in faults}.values():
        show_error(fault.message, fault.hint)
    return AuthorError.exit_code if faults else 1 if failed else 0


def _as_json(check: Finding) -> dict[str, object]:
    from dataclasses import asdict

    return {name: value for name, value in asdict(check).items() if name != "fault"}


def add_audit_options(parser: Parser) -> None:
    parser.value("exercises", "ID", "the exercises", nargs="+")
    parser.repeated("--function", "NAME", "only this function")
    text = "random inputs on which an equivalent fault must agree"
    parser.number("--inputs", "N", text, 1000)
    parser.jobs()
    parser.flag("--json", "print the result as JSON")


def run_audit(arguments: argparse.Namespace) -> int:
    """Put small faults into the reference and find those that no hidden case catches.

    Each of these is shown as a diff, with the case that would most likely catch it. A fault that
    changes no result can be declared equivalent in the exercise, with a reason; random inputs
    check the declaration.
    """
    from grader.audit.audit import as_json, audit, render
    from grader.course.catalog import find_course

    course = find_course(arguments.course)
    jobs = arguments.jobs or processors()
    audits = []
    for done in audit(course, arguments.exercises, jobs, arguments.inputs, arguments.function):
        audits.append(done)
        if not arguments.json:
            emit(render(done) + "\n")
    if arguments.json:
        emit_json([as_json(each) for each in audits])
    return 0 if all(each.passed for each in audits) else 1


def add_mine_options(parser: Parser) -> None:
    parser.path("results", "RESULTS", "a folder that grader grade wrote to")
    parser.value("--exercise", "ID", "the exercise, where the folder has several")
    parser.flag("--json", "print the drafts as JSON")


def run_mine(arguments: argparse.Namespace) -> int:
    """Write known mistakes for what a class got wrong and nobody declared.

    Where an edit of the reference explains wrong functions, it is written as a known mistake to paste
    into the exercise, the commonest first, and checked as grader verify checks it. After that a
    regrade names all of these functions.
    """
    from dataclasses import asdict

    from grader.class_report.results_folder import reports_in
    from grader.course.catalog import find_course
    from grader.sandbox import open_sandbox
    from grader.util.errors import UsageError
    from grader.verify.mine import mine

    course = find_course(arguments.course)
    reports = list(reports_in(arguments.results, arguments.exercise))
    graded = sorted({report.exercise.id for report in reports})
    if len(graded) != 1:
        several = f"it has: {', '.join(graded)}" if graded else "it has none"
        raise UsageError(f"{arguments.results} has not the reports of one exercise", several)
    with open_sandbox() as sandbox:
        drafts = list(mine(course, graded[0], reports, sandbox))
    if arguments.json:
        emit_json([asdict(draft) for draft in drafts])
    else:
        emit("\n\n".join(draft.text for draft in drafts))
    failed = sum(not draft.holds for draft in drafts)
    total = count_of(len(drafts), "draft")
    message(
        f"{total}, of which {failed} {'does' if failed == 1 else 'do'} not hold"
        if failed
        else total
    )
    return 1 if failed else 0
