"""What an export is asked for, and what it makes.

A platform is one file in ``formats/``, named as on the command line, that holds ``FORMAT``: nothing else needs
to know of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.lms.exports import formats
from grader.lms.exports.results import Entry, Results, members_by_id, read_results, reports_in
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.classroom.anonymise import Pseudonyms
    from grader.classroom.roster import Member, Roster
    from grader.report.model import Report

Number = int | float


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants exported, and how.

    template     the platform's own file, to be filled in
    assignments  titles or numbers of its columns, one for each exercise
    points       what scores are scaled to, where no template says it
    platform     whose naming an archive of feedback follows
    """

    results: Path
    exercise: str | None = None
    roster: Roster | None = None
    key: Pseudonyms | None = None
    template: Path | None = None
    assignments: Sequence[str] = ()
    points: Number | None = None
    after_due: bool = False
    platform: str | None = None

    def people(self) -> Results:
        """Everybody, with their scores."""
        return read_results(self.results, self.roster, self.key, self.exercise)

    def members(self) -> dict[str, Member]:
        """The roster by the ids that reports hold."""
        return members_by_id(self.roster, self.key)

    def reports(self) -> Iterator[Report]:
        """Every report, one at a time."""
        return reports_in(self.results, self.exercise)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: a text or an archive for one file, or several files by their relative names.

    ``told`` are sentences that a person should read.
    """

    text: str | None = None
    archive: bytes | None = None
    files: Iterator[tuple[str, str]] | None = None
    told: list[str] = field(default_factory=list)


NameOfFeedback = Callable[[Entry, "Report"], str | None]
"""The path, without its ending, under which a platform takes a person's page back; None: it has no id there."""


@dataclass(frozen=True, slots=True)
class Format:
    """One platform's form.

    about          a line for the help
    make           makes it
    takes          options of the command line that mean something to it, beside those that all take
    goes_to        what ``--out`` names: a file (or stdout), a folder, an archive
    feedback_name  its naming of files that are handed back, where it has one
    """

    about: str
    make: Callable[[Ask], Made]
    takes: frozenset[str] = frozenset()
    goes_to: str = "file"
    feedback_name: NameOfFeedback | None = None


def format_names() -> tuple[str, ...]:
    """All of them, without loading any."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(formats.__path__)))


def format_named(name: str) -> Format:
    """The format of this name; raises UsageError where there is none."""
    if name not in format_names():
        raise UsageError(
            f"there is no format {name!r}", hint=f"there are: {', '.join(format_names())}"
        )
    found: Format = importlib.import_module(f"{formats.__name__}.{name}").FORMAT
    return found
