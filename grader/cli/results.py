"""``grader export`` and ``diff``: what is made of results folders."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser, plugin_names, positive_number
from grader.cli.output import class_roster, emit, emit_json, message
from grader.util.errors import UsageError
from grader.util.in_words import count_of

if TYPE_CHECKING:
    from grader.lms.exports.export_format import Export, ExportFormat

_OPTIONS_OF_SOME = "template assignment points roster pseudonyms platform after_due".split()


def add_export_options(parser: Parser) -> None:
    formats = plugin_names("lms/exports/formats")
    parser.value("format", "FORMAT", f"one of {', '.join(formats)}", choices=formats)
    parser.path("results", "DIR", "the folder that grader grade wrote to")
    parser.path("--template", "FILE", "the platform's gradebook or worksheet, to be filled in")
    parser.path("--out", "FILE", "where the export goes (default: stdout)")
    parser.value("--exercise", "ID", "only this exercise")
    parser.repeated(
        "--assignment",
        "NAME",
        "the column to fill in, one per exercise: its title, or its number in Canvas",
    )
    scaled = "scale scores to N points, if no template says what the column is worth"
    parser.value("--points", "N", scaled, type=positive_number)
    parser.value(
        "--platform", "NAME", "for feedback: the platform that takes it back, such as canvas"
    )
    parser.path("--roster", "FILE", "the class, with its ids on platforms")
    parser.path("--pseudonyms", "KEYFILE", "the key that the results were made with")
    parser.flag("--after-due", "show the cases that are hidden until the due date")


def run_export(arguments: argparse.Namespace) -> int:
    """Write results for a platform: the table, the files or the archive that it imports.

    A table goes to stdout or --out FILE, filled into the platform's own file with --template. Formats with
    one file for each submission go to the folder --out, and feedback to the archive --out.
    """
    from grader.classroom.anonymise import read_key
    from grader.lms.exports.export_format import Request
    from grader.lms.exports.formats import format_named
    from grader.util.untrusted_text import harmless

    format = format_named(arguments.format)
    _refuse_unused(arguments, format)
    export = format.export(
        Request(
            results=arguments.results,
            exercise=arguments.exercise,
            roster=class_roster(arguments.roster),
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
        message(f"{count_of(count, 'file')} in {out}")


def add_diff_options(parser: Parser) -> None:
    parser.path("old", "OLD", "a folder that grader grade wrote to")
    parser.path("new", "NEW", "another one")
    parser.flag("--json", "print the comparison as JSON")


def run_diff(arguments: argparse.Namespace) -> int:
    """Compare two results folders, for instance before and after a case was changed.

    Shows whose score changes, by how much and in which cases, with a histogram of the changes. The exit
    code is 0 whether anything changes or not.
    """
    from grader.class_report.diff import compare, render
    from grader.class_report.results_folder import reports_in

    difference = compare(reports_in(arguments.old), reports_in(arguments.new))
    if arguments.json:
        emit_json(difference.as_json())
    else:
        emit(render(difference))
    return 0
