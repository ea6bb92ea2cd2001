"""Results for a platform: the table or files that it imports.

canvas, moodle and junit go to stdout or --out FILE; gradescope, prairielearn and coursera are a file per
submission in the folder --out. With --template, the scores are filled into the file that the platform
itself gave out, with everything else in it kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import given_path

if TYPE_CHECKING:
    from grader.export.results import Results

TABLES, FILES = ("canvas", "moodle"), ("gradescope", "prairielearn", "coursera")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "format",
        choices=(*TABLES, *FILES, "junit"),
        metavar="FORMAT",
        help=f"one of {', '.join((*TABLES, *FILES, 'junit'))}",
    )
    parser.add_argument(
        "results", type=given_path, metavar="DIR", help="the folder that grader grade wrote to"
    )
    parser.add_argument(
        "--template",
        type=given_path,
        metavar="FILE",
        help="the platform's own gradebook (canvas) or worksheet (moodle), to be filled in",
    )
    parser.add_argument(
        "--out", type=given_path, metavar="FILE", help="where the export goes (default: stdout)"
    )
    parser.add_argument("--exercise", metavar="ID", help="only this exercise")
    parser.add_argument(
        "--assignment",
        action="append",
        default=[],
        metavar="NAME",
        help="the assignment's title or number in Canvas; may be repeated, one per exercise",
    )
    parser.add_argument(
        "--roster", type=given_path, metavar="FILE", help="the class, with its ids on platforms"
    )
    parser.add_argument(
        "--pseudonyms",
        type=given_path,
        metavar="KEYFILE",
        help="the key that the results were made with",
    )
    parser.add_argument(
        "--after-due", action="store_true", help="open the cases that are kept until the due date"
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.errors import UsageError

    if arguments.template and arguments.format not in TABLES:
        raise UsageError(f"{arguments.format} has no template")
    if arguments.format in FILES:
        return _files(arguments)
    if arguments.format == "junit":
        from grader.export.junit import junit
        from grader.export.results import reports_in

        _give(junit(reports_in(arguments.results, arguments.exercise)).decode(), arguments.out)
        return 0
    return _table(arguments)


def _table(arguments: argparse.Namespace) -> int:
    import csv
    import io

    from grader.cli.output import message
    from grader.export import canvas, moodle
    from grader.report.tables import csv_text, delimiter_of, read_rows
    from grader.text import harmless

    results = _results(arguments)
    more = (arguments.assignment,) if arguments.format == "canvas" else ()
    form = canvas if arguments.format == "canvas" else moodle
    if arguments.template is None:
        _give(csv_text(form.table(results, *more)), arguments.out)
        return 0
    rows, told = form.filled(read_rows(arguments.template, "template"), results, *more)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter_of(arguments.template), lineterminator="\n").writerows(
        rows
    )
    for line in told:
        message(harmless(line))
    _give(text.getvalue(), arguments.out)
    return 0


def _results(arguments: argparse.Namespace) -> Results:
    from grader.export.results import read_results
    from grader.pseudonyms import read_key
    from grader.report.roster import read_roster

    roster = read_roster(arguments.roster) if arguments.roster else None
    key = read_key(arguments.pseudonyms) if arguments.pseudonyms else None
    return read_results(arguments.results, roster, key, arguments.exercise)


def _files(arguments: argparse.Namespace) -> int:
    """One file per submission; of several exercises, a folder each."""
    import json

    from grader.cli.output import message
    from grader.errors import UsageError
    from grader.export import coursera, gradescope, prairielearn
    from grader.export.results import reports_in
    from grader.files import safe_name, write_atomically, writing_into

    if arguments.out is None:
        raise UsageError(
            f"{arguments.format} is a file for each submission", hint="give --out a folder for them"
        )
    forms = {"gradescope": gradescope, "prairielearn": prairielearn, "coursera": coursera}
    form = forms[arguments.format].result
    count = 0
    for report in reports_in(arguments.results, arguments.exercise):
        folder = arguments.out / report.exercise.id
        data = json.dumps(
            form(report, arguments.after_due), ensure_ascii=False, indent=1, allow_nan=False
        )
        with writing_into(folder):
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / f"{safe_name(report.submission.student)}.json", data + "\n")
        count += 1
    message(f"{count} file{'s' * (count != 1)} in {arguments.out}")
    return 0


def _give(text: str, out: Path | None) -> None:
    from grader.cli.output import emit
    from grader.files import write_atomically, writing_into

    if out is None:
        emit(text.rstrip("\n"))
        return
    with writing_into(out):
        write_atomically(out, text)
