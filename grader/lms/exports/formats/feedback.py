"""The students' pages in one archive, so named that a platform, or a person, hands each to its student.

With ``--platform`` the names are that platform's. Without, a page has its student's name, and an index for
spreadsheets and one for browsers list them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from grader.class_report.results_folder import page_of
from grader.lms.exports.class_scores import Student, students_of
from grader.lms.exports.export_format import Export, ExportFormat, Request, TakesFeedback
from grader.lms.exports.formats import format_named, format_names
from grader.lms.exports.platform_tables import MOST_LISTED
from grader.report import phrases
from grader.report.model import Report
from grader.report.pages import feedback_page, render
from grader.util.csv_tables import csv_text
from grader.util.errors import UsageError
from grader.util.in_words import count_of, first_few
from grader.util.zip_archive import add_member

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 80
_HEADER = ("student", "name", "section", "exercise", "score", "max", "status", "file")


class Feedback(ExportFormat):
    about = "the students' pages in one archive, as a platform takes them back"
    options = frozenset({"platform", "roster", "pseudonyms"})
    destination = "archive"

    def export(self, request: Request) -> Export:
        """Raises UsageError for a platform that takes no pages back, or that knows none of the students."""
        path_of = _naming(request.platform)
        data = io.BytesIO()
        unplaced: list[str] = []
        rows: list[tuple[object, ...]] = []
        files: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for report, student, page in _pages(request):
                path = path_of(student, report)
                if path is None:
                    unplaced.append(student.id)
                    continue
                key = (path, report.submission.student)  # a platform may have one place for a group
                if key not in files:
                    files[key] = _unique(path, taken)
                    add_member(archive, files[key], page)
                rows.append(_row(report, student, files[key]))
            if request.platform is None:
                rows.sort(key=lambda row: tuple(map(str, row)))
                add_member(archive, "index.csv", csv_text([_HEADER, *rows]))
                add_member(archive, "index.html", _index(rows))
        if not rows:
            raise UsageError(
                f"no student here has an id of {request.platform}",
                hint="grade a download of the platform, or give its ids with --roster",
            )
        messages = [f"{count_of(len(files), 'page')} for {count_of(len(rows), 'student')}"]
        if unplaced:
            messages.insert(
                0,
                f"{len(unplaced)} left out, because their id of {request.platform} is unknown: "
                f"{first_few(sorted(unplaced), MOST_LISTED)}",
            )
        return Export(data.getvalue(), messages)


def takers_of_feedback() -> dict[str, TakesFeedback]:
    """The formats whose platforms take the students' pages back, by name."""
    return {
        name: format
        for name in format_names()
        if isinstance(format := format_named(name), TakesFeedback)
    }


def _naming(platform: str | None) -> Callable[[Student, Report], str | None]:
    """How a platform names the pages; raises UsageError where it takes none back."""
    if platform is None:
        return _path_for_people
    takers = takers_of_feedback()
    if platform not in takers:
        raise UsageError(
            f"{platform} takes no archive of feedback",
            hint=f"these do: {', '.join(takers)}; without --platform, pages are named by student",
        )
    return takers[platform].feedback_path


def _pages(request: Request) -> Iterator[tuple[Report, Student, str]]:
    """Every page, once for each student of its report: the page of the results folder, or a new one."""
    members = request.members()
    for report in request.reports():
        page = page_of(request.results, report) or feedback_page(report)
        for student in students_of(report, members):
            yield report, student, page


def _path_for_people(student: Student, report: Report) -> str:
    """``Abbott, Chloé (s-101)``, in a folder of its exercise."""
    known = student.id
    if student.name and student.name != student.id:
        known = f"{student.name} ({student.id})"
    name = _NOT_IN_NAMES.sub("-", known).strip(" .-") or "student"
    return f"{report.exercise.id}/{name[:_LONGEST_NAME].rstrip(' .')}"


def _unique(path: str, taken: set[str]) -> str:
    """A file name that no other file has, also where capitals make no difference."""
    number, file = 1, f"{path}.html"
    while file.casefold() in taken:
        number += 1
        file = f"{path}-{number}.html"
    taken.add(file.casefold())
    return file


def _row(report: Report, student: Student, file: str) -> tuple[object, ...]:
    return (
        student.id,
        student.name or "",
        student.section or "",
        report.exercise.id,
        "" if report.score is None else report.score,
        report.max_score,
        phrases.submission_status(report),
        file,
    )


def _index(rows: list[tuple[object, ...]]) -> str:
    return render("index.html", header=_HEADER[:-1], rows=[(row[:-1], row[-1]) for row in rows])


FORMAT = Feedback()
