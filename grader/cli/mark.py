"""``grader mark``: parts of a submission that a person marks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser
from grader.cli.output import class_roster, emit, message
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.class_report.marking import Row
    from grader.class_report.results_folder import ResultsFolder
    from grader.classroom.marks import Marks
    from grader.report.model import Report


def add_mark_options(parser: Parser) -> None:
    parser.path("results", "RESULTS", "the folder that grader grade wrote to")
    parser.value("--exercise", "ID", "only this exercise")
    parser.path("--from", "FILE", "read a filled table back", dest="table")
    parser.value("--by", "NAME", "who marked (default: the user of this machine)")
    parser.path("--out", "DIR", "where the tables and pages go (default: RESULTS/marking)")
    parser.path("--overrides", "FILE", "as for grade (default: overrides.csv in RESULTS)")
    parser.path("--settings", "FILE", "a TOML file to use instead of the course's own settings")
    parser.path("--roster", "FILE", "as for grade (default: what RESULTS says of the class)")
    parser.path("--pseudonyms", "KEYFILE", "the key that the results were made with")
    parser.flag("--after-due", "as for grade: show what is hidden until the due date")


def run_mark(arguments: argparse.Namespace) -> int:
    """Mark by hand what no case can judge: texts, comments, drawings.

    Writes for each exercise a table with the answers, and a page that shows them with their pictures
    and saves the same table; neither needs a network. With --from, a filled table is read back: points
    and comments go into reports, pages, gradebook and summary, and from there into exports. A faulty
    row is one error, and all other rows count. Marks are kept in RESULTS/marks.csv and applied again
    whenever the class is graded; where an answer has changed since, it is to be marked again.
    """
    from grader.class_report.results_folder import ResultsFolder

    if not arguments.results.is_dir():
        raise UsageError(f"there is no folder {arguments.results}")
    with ResultsFolder(arguments.results) as folder:
        return _read_marks(arguments, folder) if arguments.table else _write_tables(arguments)


def _rows_by_exercise(arguments: argparse.Namespace) -> dict[str, tuple[str, list[Row]]]:
    """Exercise -> its title, and its submissions that a person marks."""
    from grader.class_report.marking import rows_to_mark
    from grader.class_report.results_folder import reports_in

    kept: dict[str, list[Report]] = {}
    for report in reports_in(arguments.results, arguments.exercise):
        if report.by_hand:
            kept.setdefault(report.exercise.id, []).append(report)
    found = {id: (each[0].exercise.title, rows_to_mark(each)) for id, each in kept.items()}
    found = {id: pair for id, pair in found.items() if pair[1]}
    if not found:
        raise UsageError(
            f"nothing in {arguments.results} is marked by hand",
            "an exercise says so with exercise.rubric(...)",
        )
    return found


def _write_tables(arguments: argparse.Namespace) -> int:
    from grader.class_report import marking
    from grader.util.files import write_atomically, writing_into

    out = arguments.out or arguments.results / "marking"
    for exercise, (title, rows) in sorted(_rows_by_exercise(arguments).items()):
        with writing_into(out):
            out.mkdir(parents=True, exist_ok=True)
            write_atomically(out / f"{exercise}.csv", marking.table(rows))
            write_atomically(out / f"{exercise}.html", marking.page(rows, exercise, title))
        emit(str(out / f"{exercise}.csv"))
        emit(str(out / f"{exercise}.html"))
        done = sum(row.is_done for row in rows)
        message(f"{exercise}: {done} of {len(rows)} submissions are marked")
    return 0


def _read_marks(arguments: argparse.Namespace, folder: ResultsFolder) -> int:
    from datetime import UTC, datetime
    from getpass import getuser

    from grader.class_report.marking import read_filled
    from grader.classroom.marks import FILE, NO_MARKS, read_marks
    from grader.util.untrusted_text import harmless

    found = _rows_by_exercise(arguments)
    if len(found) > 1:
        stem = arguments.table.stem
        if stem not in found:
            raise UsageError(
                f"there are marks for {', '.join(sorted(found))}", "say which, with --exercise"
            )
        found = {stem: found[stem]}
    ((exercise, (_, rows)),) = found.items()
    by = harmless(arguments.by or getuser(), 80)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    filled = read_filled(arguments.table, exercise, rows, by, now)
    path = arguments.results / FILE
    marks = read_marks(path) if path.is_file() else NO_MARKS
    marks = marks.updated(filled.marks, filled.taken)
    changed, left = _apply_marks(arguments, marks, folder)
    for fault in filled.faults:
        message(f"error: {harmless(fault, 4000)}")
    message(f"{changed} reports changed; {left} submissions are not yet marked")
    if filled.faults:
        message("hint: correct these rows and read the table again; all other rows are in")
        return 2
    return 0


def _apply_marks(
    arguments: argparse.Namespace, marks: Marks, folder: ResultsFolder
) -> tuple[int, int]:
    """Put the marks into everything; how many reports changed, and how many still wait."""
    from grader.batch.judge import Options
    from grader.batch.results_writer import ResultsWriter, ScoreRules
    from grader.class_report.gradebook import read_unassigned, roster_of
    from grader.class_report.results_folder import reports_in
    from grader.classroom.anonymise import read_key
    from grader.classroom.enrolment import Enrolled
    from grader.classroom.late_policy import LatePolicy
    from grader.classroom.marks import FILE
    from grader.classroom.overrides import read_overrides
    from grader.course.catalog import find_course

    results = arguments.results
    settings = find_course(arguments.course, arguments.settings).settings
    late = LatePolicy.from_settings(settings.late) if settings.late else None
    overrides = arguments.overrides or settings.overrides or results / "overrides.csv"
    is_named = overrides != results / "overrides.csv"
    rules = ScoreRules(
        read_overrides(overrides) if is_named or overrides.is_file() else None, late, marks
    )
    roster = class_roster(arguments.roster) or roster_of(results)
    if arguments.pseudonyms:
        rules = rules.under(read_key(arguments.pseudonyms).of)
    writer = ResultsWriter(folder, (), Options(after_due=arguments.after_due), rules)
    changed = writer.mark_again(lambda: marks.write(results / FILE))
    unassigned = read_unassigned(results / "unassigned.csv")
    writer.rebuild(Enrolled(roster) if roster else None, unassigned)
    return changed, sum(report.waits_for_marks for report in reports_in(results))
