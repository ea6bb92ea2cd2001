"""The students' pages in one archive, named so that a platform, or a person, hands each to its student.

With ``--platform`` the naming is that platform's; without, a page has its student's name, and an index for
spreadsheets and one for browsers say whose it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.class_report.results_folder import page_of
from grader.lms.exports.base import Ask, Format, Made, NameOfFeedback, format_named, format_names
from grader.lms.exports.results import Entry, people_of
from grader.lms.exports.template import listed
from grader.report import wording
from grader.report.feedback import feedback_page
from grader.report.pages import render
from grader.util.csv_tables import csv_text
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.report.model import Report

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 80
_HEADER = ("student", "name", "section", "exercise", "score", "max", "status", "file")


def make(ask: Ask) -> Made:
    """The archive; raises UsageError for a platform that has no naming of its own, or where nobody is known."""
    named = _naming(ask.platform)
    data, told = io.BytesIO(), []
    unplaced: list[str] = []
    rows: list[tuple[object, ...]] = []
    files: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for report, person, page in _pages(ask):
            path = named(person, report)
            if path is None:
                unplaced.append(person.id)
                continue
            same = (path, report.submission.student)  # a platform's one place for a whole group
            if same not in files:
                files[same] = _unlike(f"{path}.html", taken)
                archive.writestr(_entry(files[same]), page)
            rows.append(_row(report, person, files[same]))
        if ask.platform is None:
            rows.sort(key=lambda row: tuple(map(str, row)))
            archive.writestr(_entry("index.csv"), csv_text([_HEADER, *rows]))
            archive.writestr(_entry("index.html"), _index(rows))
    if not rows:
        raise UsageError(
            f"nobody here has a name or number of {ask.platform}'s",
            hint="grade what was downloaded there, or say who is who with --roster",
        )
    if unplaced:
        told.append(
            f"{len(unplaced)} left out, since {ask.platform} would not know whose it is: "
            f"{listed(sorted(unplaced))}"
        )
    told.append(f"{_count(len(files), 'page')} for {_count(len(rows), 'student')}")
    return Made(archive=data.getvalue(), told=told)


def _naming(platform: str | None) -> NameOfFeedback:
    """How a platform names what is handed back; raises UsageError where it has no way."""
    if platform is None:
        return _for_people
    naming = format_named(platform).feedback_name if platform in format_names() else None
    if naming is None:
        known = [name for name in format_names() if format_named(name).feedback_name]
        raise UsageError(
            f"{platform} takes no archive of feedback",
            hint=f"these do: {', '.join(known)}; without --platform, pages are named by student",
        )
    return naming


def _pages(ask: Ask) -> Iterator[tuple[Report, Entry, str]]:
    """Every page once for each student that it is for: the page that was written, or else made anew."""
    members = ask.members()
    for report in ask.reports():
        page = page_of(ask.results, report) or feedback_page(report)
        for person in people_of(report, members):
            yield report, person, page


def _for_people(person: Entry, report: Report) -> str:
    """``Abbott, Chloé (s-101)``, in a folder of its exercise."""
    known = (
        f"{person.name} ({person.id})" if person.name and person.name != person.id else person.id
    )
    name = _NOT_IN_NAMES.sub("-", known).strip(" .-") or "student"
    return f"{report.exercise.id}/{name[:_LONGEST_NAME].rstrip(' .')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _unlike(file: str, taken: set[str]) -> str:
    """A name that no other file has, on systems that know no capitals either."""
    stem, number, unique = file.removesuffix(".html"), 1, file
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem}-{number}.html"
    taken.add(unique.casefold())
    return unique


def _entry(name: str) -> zipfile.ZipInfo:
    """The same bytes whenever it is made."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    return entry


def _row(report: Report, person: Entry, file: str) -> tuple[object, ...]:
    return (
        person.id,
        person.name or "",
        person.section or "",
        report.exercise.id,
        "" if report.score is None else report.score,
        report.max_score,
        wording.submission_status(report),
        file,
    )


def _index(rows: list[tuple[object, ...]]) -> str:
    return render("index.html", header=_HEADER[:-1], rows=[(row[:-1], row[-1]) for row in rows])


FORMAT = Format(
    about="the students' pages in one archive, as a platform takes them back",
    make=make,
    takes=frozenset({"platform", "roster", "pseudonyms"}),
    goes_to="archive",
)
