"""A results folder as an export needs it: students, and their score in each exercise."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from grader.classroom.anonymise import Pseudonyms
from grader.classroom.roster import Member, Roster
from grader.model.exercise import UNRECOGNISED
from grader.model.result import Points
from grader.report.model import Report
from grader.util.errors import UsageError
from grader.util.in_words import count_of, first_few


@dataclass(frozen=True, slots=True)
class ExerciseColumn:
    """An exercise, and the points that it is worth."""

    id: str
    title: str
    max_score: Points


@dataclass(slots=True)
class Student:
    """A student's ids and scores. ``platform`` is where ``id`` and ``ids`` come from, "" if from a
    roster or a plain file name. ``member`` is the student's line in the roster."""

    id: str
    name: str | None = None
    section: str | None = None
    platform: str = ""
    ids: tuple[str, ...] = ()
    member: Member | None = None
    scores: dict[str, Points | None] = field(default_factory=dict)

    @property
    def excused(self) -> bool:
        """Whether the roster excuses the student."""
        return self.member is not None and self.member.excused

    def on(self, platform: str, *columns: str) -> str:
        """The student's id on a platform: from these columns of the roster, or from the platform itself."""
        if self.member is not None:
            return self.member.on(*columns)
        return self.id if self.platform == platform else ""


class ClassScores:
    """All students of a results folder, and of the roster where there is one."""

    def __init__(
        self,
        exercises: Iterable[ExerciseColumn],
        students: Iterable[Student],
        pseudonyms: Pseudonyms | None = None,
        unmarked: int = 0,
        twice: Iterable[str] = (),
    ) -> None:
        self.unmarked, self.twice = unmarked, sorted(twice)
        self.exercises = {exercise.id: exercise for exercise in exercises}
        self.students = sorted(students, key=lambda student: (student.id.casefold(), student.id))
        self._pseudonyms = pseudonyms
        self._index: dict[tuple[str, str], list[Student]] = defaultdict(list)
        for student in self.students:
            for key in _keys(student):
                self._index[key].append(student)

    def messages(self) -> list[str]:
        """What a person should know of the scores."""
        lines = []
        if self.unmarked:
            lines.append(
                f"not yet marked by hand: {count_of(self.unmarked, 'submission')}, blank here "
                "(grader mark, then export again)"
            )
        if self.twice:
            lines.append(
                "handed in twice, alone or in several groups, so the higher score counts: "
                f"{first_few(self.twice)}"
            )
        return lines

    def find(self, platform: str, id: str, others: Iterable[str], name: str) -> Student | None:
        """The student of a row in a platform's file.

        Looked up by the id there, then by other ids, then by the name. An id or a name that two
        students share finds nobody.
        """
        ids = [(platform, _folded(id)), *(("", _folded(other)) for other in others)]
        keys = [*ids]
        if self._pseudonyms is not None:
            keys += [("", self._pseudonyms.of(value)) for _, value in ids if value]
        for key in (*keys, ("name", _letters(name))):
            students = self._index.get(key, []) if key[1] else []
            if len({student.id for student in students}) == 1:
                return students[0]
        return None


def read_scores(
    reports: Iterable[Report], roster: Roster | None = None, pseudonyms: Pseudonyms | None = None
) -> ClassScores:
    """Collect the scores of reports, one at a time, and who of the roster has none."""
    exercises: dict[str, ExerciseColumn] = {}
    scored: dict[str, Points] = {}
    students: dict[str, Student] = {}
    members = members_by_id(roster, pseudonyms)
    unmarked, twice = 0, set[str]()
    for report in reports:
        if report.exercise.id == UNRECOGNISED.id:
            continue
        _add_exercise(exercises, scored, report)
        unmarked += report.waits_for_marks
        for student in students_of(report, members):
            scores = students.setdefault(student.id, student).scores
            if report.exercise.id in scores:
                twice.add(student.id)
            known = (scores.get(report.exercise.id), report.score)
            scores[report.exercise.id] = max((s for s in known if s is not None), default=None)
    for id, member in members.items():
        students.setdefault(id, Student(id, member.name, member.section, member=member))
    return ClassScores(exercises.values(), students.values(), pseudonyms, unmarked, twice)


def members_by_id(roster: Roster | None, pseudonyms: Pseudonyms | None) -> dict[str, Member]:
    """The roster by the ids that reports hold: pseudonyms, where there is a key."""
    return {
        (pseudonyms.of(member.id) if pseudonyms else member.id): member for member in roster or ()
    }


def students_of(report: Report, members: Mapping[str, Member]) -> Iterator[Student]:
    """The students of a report, with what the roster and the platform know of them."""
    submission = report.submission
    if not submission.members:
        listed = members.get(submission.student)
        name, section = (listed.name, listed.section) if listed else (None, None)
        yield Student(submission.student, name, section, member=listed)
    for member in submission.members:
        id = submission.student if len(submission.members) == 1 else member.id
        listed = members.get(member.id)
        # After a roster was applied, ids are the roster's, and the platform's are among the others.
        platform = "" if listed else submission.platform or ""
        name, section = (listed or member).name, (listed or member).section
        yield Student(id, name, section, platform, member.ids, listed)


def _add_exercise(
    exercises: dict[str, ExerciseColumn], scored: dict[str, Points], report: Report
) -> None:
    """Note what an exercise is worth; raises UsageError where scores are out of different points.

    A report without a score may be out of fewer points, so the others count.
    """
    id, points = report.exercise.id, report.max_score
    if report.score is not None and scored.setdefault(id, points) != points:
        raise UsageError(
            f"some reports on {id} are out of {scored[id]:g} points, and others of {points:g}",
            hint="its points were changed in between: run the same grader grade again, without --only",
        )
    if id not in exercises or not exercises[id].max_score or report.score is not None:
        exercises[id] = ExerciseColumn(id, report.exercise.title, points)


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    """Every key that means the student: a platform and an id, "" and an id, "name" and a name."""
    member = student.member
    for id in (student.id, *student.ids, *((member.id,) if member else ())):
        yield "", _folded(id)
    if student.platform:
        yield student.platform, _folded(student.id)
    if member is not None:
        for column, value in member.ids:
            yield "", _folded(value)
            yield column.removesuffix("_id"), _folded(value)
    elif not student.platform:  # the name of a plain file may well be the platform's id
        for platform in ("canvas", "moodle"):
            yield platform, _folded(student.id)
    if student.name:
        yield "name", _letters(student.name)


def _folded(text: str) -> str:
    return text.strip().casefold()


def _letters(name: str) -> str:
    """A name by its letters alone: platforms drop spaces and commas from file names."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).casefold())
