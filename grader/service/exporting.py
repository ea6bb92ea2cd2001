"""Results of an assignment in the forms that platforms import: by the same code as `grader export`."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.class_report.gradebook import Gradebook
from grader.class_report.results_folder import ResultsFolder
from grader.class_report.summary import Summary
from grader.classroom.roster import Roster
from grader.lms.exports.export_format import ExportFormat, Request
from grader.lms.exports.formats import format_named, format_names
from grader.lms.exports.formats.feedback import takers_of_feedback
from grader.lms.exports.student_files import FilePerSubmission
from grader.model.result import Shown
from grader.report.pages import feedback_page
from grader.service import access, class_results
from grader.service.database import Database
from grader.service.database_tables import Assignment
from grader.service.storage import FileStore
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

GRADEBOOK, FOLDER = "gradebook", "results"
OWN = {
    GRADEBOOK: "a table of the class, with a column for each function",
    FOLDER: "a results folder as grader grade writes it: reports, pages, gradebook, summary",
}
"""Formats of the service beside those of `grader export`, and what they are."""
_TELLS_MORE = (
    "On that platform students will read how hidden cases ended, and the hints: "
    "the rules of this assignment do not show them that."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be downloaded, and what a person should read of it."""

    name: str
    content: bytes
    messages: Sequence[str] = ()


def formats() -> dict[str, str]:
    """Every format and a line about it."""
    return {**OWN, **{name: format_named(name).about for name in format_names()}}


def platforms() -> tuple[str, ...]:
    """The platforms that take the students' pages back."""
    return tuple(takers_of_feedback())


def filled_in() -> tuple[str, ...]:
    """The formats that are filled into the platform's own file."""
    return tuple(name for name in format_names() if "template" in format_named(name).options)


def make(database: Database, files: FileStore, scratch: Path, arguments: Mapping[str, Any]) -> Made:
    """Make an export.

    Args:
        scratch: a private folder; nothing is left in it.
        arguments: assignment and format; for some formats points, platform, column, and template: the hash
            under which the platform's own file is stored.

    Raises:
        UsageError: where the format cannot do what is asked for.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        root = Path(folder) / "results"
        exercise, roster, shown, after_due = _write(database, root, arguments["assignment"])
        name = arguments["format"]
        if name == GRADEBOOK:
            return Made(f"{exercise}-gradebook.csv", (root / "gradebook.csv").read_bytes())
        if name == FOLDER:
            return Made(f"{exercise}-results.zip", _zipped(_files_in(root)))
        format = format_named(name)
        template = None
        if arguments.get("template"):
            template = Path(folder) / "template.csv"
            template.write_bytes(files.get(arguments["template"]))
        column = arguments.get("column")
        export = format.export(
            Request(
                results=root,
                roster=roster,
                template=template,
                assignments=(column,) if column else (),
                points=arguments.get("points"),
                after_due=after_due and "after_due" in format.options,
                platform=arguments.get("platform"),
            )
        )
        messages = list(export.messages)
        if isinstance(format, FilePerSubmission) and shown is not Shown.HINTS:
            messages.append(_TELLS_MORE)
        return _made(exercise, name, format, export.content, messages)


def _made(
    exercise: str, name: str, format: ExportFormat, content: Any, messages: Sequence[str]
) -> Made:
    said = [harmless(line) for line in messages]
    if isinstance(content, bytes):
        return Made(f"{exercise}-{name}.zip", content, said)
    if isinstance(content, str):
        return Made(f"{exercise}-{name}.{format.suffix}", content.encode(), said)
    return Made(f"{exercise}-{name}.zip", _zipped(content), said)


def _write(database: Database, root: Path, assignment_id: str) -> tuple[str, Roster, Shown, bool]:
    """Write the results folder of an assignment.

    Returns its exercise, the class, what the class is shown, and whether it is after the due date.
    """
    with database.reading() as session:
        assignment = session.get_one(Assignment, assignment_id)
        lines = class_results.lines(session, assignment)
        roster = class_results.roster(lines)
        shown, after_due, _ = access.shown(session, assignment)
        gradebook, summary = Gradebook(roster), Summary(roster)
        with ResultsFolder(root) as results:
            folder = results.exercise_folder(assignment.exercise, several=False)
            count = 0
            for report in class_results.reports(session, assignment, lines):
                count += 1
                student = report.submission.student
                folder.write_report(student, report)
                folder.write_page(student, feedback_page(report, after_due, shown))
                gradebook.add(report)
                summary.add(report)
            gradebook.write(root / "gradebook.csv")
            summary.write(root / "summary.html")
        if not count:
            raise UsageError("nobody has handed in anything yet that was graded")
        return assignment.exercise, roster, shown, after_due


def _zipped(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def _files_in(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.name != ".lock":
            yield path.relative_to(root).as_posix(), path.read_bytes()
