"""The protocol of an export format.

A format is one module of ``grader.lms.exports.formats`` that holds ``FORMAT``, an ``ExportFormat``.
The module's name is the format's name on the command line. Nothing else lists the formats.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal, Protocol, runtime_checkable

from grader.class_report.results_folder import reports_in
from grader.classroom.anonymise import Pseudonyms
from grader.classroom.roster import Member, Roster
from grader.lms.exports.class_scores import ClassScores, Student, members_by_id, read_scores
from grader.model.result import Points
from grader.report.model import Report


@dataclass(frozen=True, slots=True)
class Request:
    """What to export, and how.

    results      the folder that ``grader grade`` wrote to
    template     the platform's own file, to be filled in
    assignments  titles or numbers of its columns, one for each exercise
    points       the points that scores are scaled to where no template gives them
    """

    results: Path
    exercise: str | None = None
    roster: Roster | None = None
    key: Pseudonyms | None = None
    template: Path | None = None
    assignments: Sequence[str] = ()
    points: Points | None = None
    after_due: bool = False
    platform: str | None = None

    def scores(self) -> ClassScores:
        """All students with their scores."""
        return read_scores(self.reports(), self.roster, self.key)

    def members(self) -> dict[str, Member]:
        """The roster by the ids that reports hold."""
        return members_by_id(self.roster, self.key)

    def reports(self) -> Iterator[Report]:
        """Every report, one at a time."""
        return reports_in(self.results, self.exercise)


@dataclass(frozen=True, slots=True)
class Export:
    """What a format makes, and ``messages`` that a person should read.

    content  the text or the bytes of one file, or several files: relative name and text
    """

    content: str | bytes | Iterator[tuple[str, str]]
    messages: Sequence[str] = ()


class ExportFormat(ABC):
    """One form in which a platform imports results.

    about        a line for the help
    options      the options of the command line that only some formats take
    destination  what ``--out`` names: a file (or stdout), a folder, an archive
    suffix       how the name of a file that is downloaded ends, for a format that is one text
    """

    about: ClassVar[str]
    options: ClassVar[frozenset[str]] = frozenset()
    destination: ClassVar[Literal["file", "folder", "archive"]] = "file"
    suffix: ClassVar[str] = "csv"

    @abstractmethod
    def export(self, request: Request) -> Export:
        """Make it; raises UsageError for a request that the format cannot fulfil."""


@runtime_checkable
class TakesFeedback(Protocol):
    """A format whose platform also takes the students' pages back, in an archive."""

    def feedback_path(self, student: Student, report: Report) -> str | None:
        """The page's path in the archive, without its suffix; None: the platform has no id for it."""
