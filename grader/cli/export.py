"""``grader export``: results for a platform."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import given_path, plugin_names, positive_number
from grader.cli.output import emit, message
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.lms.exports.base import Export, ExportFormat

_OPTIONS_OF_SOME = (
    "template",
    "assignment",
    "points",
    "roster",
    "pseudonyms",
    "platform",
    "after_due",
)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    formats = plugin_names("lms/exports/formats")
    parser.add_argument(
        "format",
        choices=formats,
        metavar="FORMAT",
        help=f"one of {', '.join(formats)}",
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
        help="the column to fill in: the assignment's title or number in Canvas, the column's title "
        "in Moodle's worksheet; may be repeated, one per exercise",
    )
    parser.add_argument(
        "--points",
        type=positive_number,
        metavar="N",
        help="scale scores to N points, where no template says what the column is worth",
    )
    parser.add_argument(
        "--platform",
        metavar="NAME",
        help="of feedback: name the pages as canvas, moodle or gradescope takes them back",
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


def run_export(arguments: argparse.Namespace) -> int:
    """Write results for a platform: the table, the files or the archive that it imports.

    A table goes to stdout or --out FILE, filled into the platform's own file with --template. Formats with
    one file for each submission go to the folder --out, and feedback to the archive --out.
    """
    from grader.classroom.anonymise import read_key
    from grader.classroom.roster import read_roster
    from grader.lms.exports.base import Request
    from grader.lms.exports.formats import format_named
    from grader.util.untrusted_text import harmless

    format = format_named(arguments.format)
    _refuse_unused(arguments, format)
    export = format.export(
        Request(
            results=arguments.results,
            exercise=arguments.exercise,
            roster=read_roster(arguments.roster) if arguments.roster else None,
            key=read_key(arguments.pseudonyms) if arguments.pseudonyms else None,
            template=arguments.template,
            assignments=tuple(arguments.assignment),
            points=arguments.points,
            after_due=arguments.after_due,
            platform=arguments.platform,
        )
    )
    _write(export, arguments.out)
    for line in export.messages:  # after writing: a failed export is one error and nothing else
        message(harmless(line))
    return 0


def _refuse_unused(arguments: argparse.Namespace, format: ExportFormat) -> None:
    """Raise UsageError for an option that the format does not use, and for a missing --out."""
    for name in _OPTIONS_OF_SOME:
        if getattr(arguments, name) and name not in format.options:
            option = "--" + name.replace("_", "-")
            raise UsageError(
                f"{arguments.format} has no {name.replace('_', ' ')}: leave out {option}"
            )
    if arguments.out is None and format.destination == "folder":
        raise UsageError(
            f"{arguments.format} is a file for each submission", hint="give --out a folder for them"
        )
    if arguments.out is None and format.destination == "archive":
        raise UsageError(
            f"{arguments.format} is an archive",
            hint="give --out a name for it, such as feedback.zip",
        )


def _write(export: Export, out: Path | None) -> None:
    """Write to the file or folder ``out``, or to stdout."""
    from grader.util.files import write_atomically, writing_into

    content = export.content
    if out is None:
        assert isinstance(content, str)
        emit(content.rstrip("\n"))
    elif isinstance(content, (str, bytes)):
        with writing_into(out):
            write_atomically(out, content)
    else:
        count = 0
        for name, text in content:
            with writing_into(out):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                write_atomically(out / name, text)
            count += 1
        message(f"{count} file{'s' * (count != 1)} in {out}")
