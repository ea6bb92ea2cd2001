"""A results folder as an export needs it: people, and their score in each exercise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.class_report.results_folder import Place, ResultsFolder
from grader.model.exercise import UNRECOGNISED
from grader.util.errors import GraderError, UsageError

if TYPE_CHECKING:
    from grader.classroom.anonymise import Pseudonyms
    from grader.classroom.roster import Member, Roster
    from grader.report.model import Report

Number = int | float


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    title: str
    max_score: Number


@dataclass(slots=True)
class Entry:
    """A person. ``platform`` is where ``id`` and ``ids`` come from; empty: from a roster, or a plain name."""

    id: str
    name: str | None = None
    section: str | None = None
    platform: str = ""
    ids: tuple[str, ...] = ()
    member: Member | None = None
    scores: dict[str, Number | None] = field(default_factory=dict)

    @property
    def excused(self) -> bool:
        return self.member is not None and self.member.excused

    def on(self, platform: str, *columns: str) -> str:
        """Its id on a platform: the roster's, or its own where it came from there."""
        if self.member is not None:
            return self.member.on(*columns)
        return self.id if self.platform == platform else ""


class Results:
    """Everybody in a results folder, and on the roster where there is one."""

    def __init__(
        self,
        exercises: Iterable[Exercise],
        entries: Iterable[Entry],
        names: Pseudonyms | None = None,
    ) -> None:
        self.exercises = {exercise.id: exercise for exercise in exercises}
        self.entries = sorted(entries, key=lambda entry: (entry.id.casefold(), entry.id))
        self._names = names
        self._index: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            for key in _keys(entry):
                self._index.setdefault(key, []).append(entry)

    def find(self, platform: str, own: str, others: Iterable[str], name: str) -> Entry | None:
        """Whom a row of a platform's file means: its id there, then other ids, then the name if only one has it.

        An id that two people have on different platforms means nobody.
        """
        keys = [(platform, own), *(("", other) for other in others)]
        for kind, value in keys:
            if entry := self._only(kind, _folded(value)):
                return entry
        for _, value in keys:
            if (
                value
                and self._names is not None
                and (entry := self._only("", self._names.of(value)))
            ):
                return entry
        return self._only("name", _letters(name))

    def _only(self, kind: str, value: str) -> Entry | None:
        found = self._index.get((kind, value), []) if value else []
        return found[0] if len({entry.id for entry in found}) == 1 else None


def read_results(
    folder: Path,
    roster: Roster | None = None,
    names: Pseudonyms | None = None,
    exercise: str | None = None,
) -> Results:
    """Read the reports of a results folder, one at a time."""
    exercises: dict[str, Exercise] = {}
    scored: dict[str, Number] = {}
    entries: dict[str, Entry] = {}
    hidden = members_by_id(roster, names)
    for report in reports_in(folder, exercise):
        if report.exercise.id == UNRECOGNISED.id:
            continue
        _note_exercise(exercises, scored, report)
        for entry in people_of(report, hidden):
            entries.setdefault(entry.id, entry).scores[report.exercise.id] = report.score
    for key, member in hidden.items():
        entries.setdefault(key, Entry(key, member.name, member.section, member=member))
    return Results(exercises.values(), entries.values(), names)


def members_by_id(roster: Roster | None, names: Pseudonyms | None = None) -> dict[str, Member]:
    """The roster by the ids that reports hold: with a key, these are pseudonyms."""
    return {(names.of(member.id) if names else member.id): member for member in roster or ()}


def _note_exercise(
    exercises: dict[str, Exercise], scored: dict[str, Number], report: Report
) -> None:
    """Note what an exercise is worth; raises UsageError where scores are out of different points."""
    own, most = report.exercise.id, report.max_score
    if report.score is not None and scored.setdefault(own, most) != most:
        raise UsageError(
            f"some reports on {own} are out of {scored[own]:g} points, and others of {most:g}",
            hint="its points were changed in between: run the same grader grade again, without --only",
        )
    if own not in exercises or not exercises[own].max_score or report.score is not None:
        exercises[own] = Exercise(own, report.exercise.title, most)


def reports_in(folder: Path, exercise: str | None = None) -> Iterator[Report]:
    """Every report of a results folder, or those on one exercise.

    Raises UsageError where there is none, and at the end GraderError where one could not be read:
    a table without it would look like the whole class.
    """
    ids = ResultsFolder(folder).exercises()
    wanted = [name for name in ids if exercise in (None, name)]
    places = [Place(folder / name) for name in wanted] if ids else [Place(folder)]
    found = False
    for place in places:
        for report in place.reports():
            if exercise in (None, report.exercise.id):
                found = True
                yield report
    damaged = [why for place in places for why in place.damaged]
    if damaged:
        more = f", and {len(damaged) - 1} more like it" if len(damaged) > 1 else ""
        raise GraderError(
            f"{damaged[0]}{more}: what you asked for would leave out its student",
            hint="grade again into the same folder, which makes it anew, or delete the file",
        )
    if not found:
        what = f"report on {exercise}" if exercise else "report"
        raise UsageError(
            f"there is no {what} in {folder}", hint="give the folder that grader grade wrote to"
        )


def people_of(report: Report, roster: dict[str, Member]) -> Iterator[Entry]:
    """Whom a report is about, as the roster and the platform know them."""
    found = report.submission
    if not found.members:
        listed = roster.get(found.student)
        yield Entry(
            found.student,
            listed.name if listed else None,
            listed.section if listed else None,
            member=listed,
        )
    for member in found.members:
        key = found.student if len(found.members) == 1 else member.id
        listed = roster.get(member.id)
        # After a roster was applied, ids are the roster's, and the platform's are among the others.
        platform = "" if listed else found.platform or ""
        name = listed.name if listed else member.name
        yield Entry(
            key, name, listed.section if listed else member.section, platform, member.ids, listed
        )


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "", _folded(entry.id)
    for other in entry.ids:
        yield "", _folded(other)
    if entry.platform:
        yield entry.platform, _folded(entry.id)
    if entry.member is not None:
        yield "", _folded(entry.member.id)
        for column, value in entry.member.ids:
            yield "", _folded(value)
            yield column.removesuffix("_id"), _folded(value)
    elif not entry.platform:  # a plain file may well be named by the platform's id
        for platform in ("canvas", "moodle"):
            yield platform, _folded(entry.id)
    if entry.name:
        yield "name", _letters(entry.name)


def _folded(text: str) -> str:
    return text.strip().casefold()


def _letters(name: str) -> str:
    """A name by its letters alone: platforms drop spaces and commas from file names."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).casefold())
