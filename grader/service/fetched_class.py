"""What a class has handed in to a service, as `grader grade` takes it; what was graded is known by its ids.

Needs no part of the service but its API: who grades has not installed it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from grader.classroom.enrolment import Enrolled
from grader.classroom.late_policy import LatePolicy
from grader.classroom.overrides import Override, Overrides
from grader.classroom.roster import Member, Roster
from grader.classroom.variant_choice import Allotment
from grader.intake import handed_in
from grader.model.delivery import Delivery, Intake, Pending, Person
from grader.model.result import exact
from grader.service.client import Client, Place
from grader.service.file_names import harmless_name
from grader.util.errors import GraderError, UsageError
from grader.util.files import write_atomically, writing_into
from grader.util.in_words import first_few

FILE = "service.json"
"""In a results folder: where its submissions came from. It holds no name and no token."""
_FORMAT = 1
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Work:
    """One attempt of one student, as the API describes both; where its files are."""

    student: Mapping[str, Any]
    attempt: Mapping[str, Any]
    root: Path

    @property
    def id(self) -> str:
        """The submission's."""
        return str(self.attempt["id"])

    @property
    def number(self) -> str:
        """The student's id in the roster."""
        return str(self.student["id"])

    @property
    def files(self) -> list[Mapping[str, Any]]:
        return list(self.attempt["files"])


@dataclass(frozen=True, slots=True)
class Round:
    """What is graded into one results folder: of each student one attempt at most.

    folder  below the folder of all results; "" for that one itself
    """

    folder: str
    works: tuple[Work, ...]


@dataclass(frozen=True)
class FetchedClass:
    """A class on one assignment.

    notes  sentences for the instructor
    """

    place: Place
    assignment: Mapping[str, Any]
    students: Sequence[Mapping[str, Any]]
    rounds: tuple[Round, ...]
    notes: tuple[str, ...]

    @property
    def exercise(self) -> str:
        return str(self.assignment["exercise"])

    def roster(self) -> Roster:
        """Everybody, handed in or not."""
        return Roster(
            tuple(
                Member(each["id"], each["name"], each["section"], ids=tuple(each["ids"].items()))
                for each in self.students
            )
        )

    def intake(self, round: Round, allotment: Allotment | None) -> tuple[Intake, Enrolled]:
        """The submissions of a round, with who has none."""
        pending = tuple(_pending(work, allotment) for work in round.works)
        there = {work.number for work in round.works}
        absent = tuple(each["id"] for each in self.students if each["id"] not in there)
        count = f"{len(pending)} of {len(self.students)} students"
        summary = f"from {self.place.base}, {self.place.assignment}: {count}"
        return Intake(pending, summary=summary), Enrolled(self.roster(), absent=absent)

    @cached_property
    def late(self) -> LatePolicy:
        """What late work loses, for those without an extension."""
        rules = self.assignment["late"]
        return LatePolicy(
            due={} if rules["due_at"] is None else {"*": datetime.fromisoformat(rules["due_at"])},
            percent=exact(rules["percent_a_day"]),
            cap=exact(rules["cap_percent"]),
            grace=timedelta(minutes=rules["grace_minutes"]),
            of_earned=rules["of"] == "earned",
        )

    def late_for(self, work: Work) -> LatePolicy:
        """The same for a student, whose extension gives time and takes none."""
        until = work.student["until"]
        if until is None or not self.late.due:
            return self.late
        due = max(self.late.due["*"], datetime.fromisoformat(until))
        return replace(self.late, due={"*": due})


def fetch(client: Client, place: Place, folder: Path, every: bool) -> FetchedClass:
    """Fetch what was handed in. Files that are there already, whole, are not fetched again.

    Args:
        folder: where the files go: a folder for each student.
        every: every attempt, and not only the one that counts.

    Raises:
        UsageError: where the caller may not see the class, or there is nothing to grade.
        GraderError: where the service does not answer, or a file is not what it should be.
    """
    pages = list(_pages(client))
    assignment = {
        name: value for name, value in pages[0].items() if name not in ("members", "next")
    }
    students = [student for page in pages for student in page["members"]]
    rounds = _rounds(students, folder, every)
    if not rounds:
        raise UsageError("nobody has handed in anything yet to this assignment")
    with writing_into(folder), ThreadPoolExecutor(_AT_ONCE) as pool:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _ in pool.map(lambda work: _keep(client, work), [w for r in rounds for w in r.works]):
            pass
    return FetchedClass(place, assignment, students, rounds, tuple(_notes(students, every)))


def remember(out: Path, fetched: FetchedClass, names: Mapping[str, str]) -> None:
    """Write which submission each report of the results is of.

    Args:
        names: submission -> the name of its student in the results.
    """
    latest = {
        each["id"]: each["submissions"][0]["attempt"]
        for each in fetched.students
        if each["submissions"]
    }
    content = _Origins(
        format=_FORMAT,
        service=fetched.place.base,
        assignment=fetched.place.assignment,
        exercise=fetched.exercise,
        at=fetched.assignment["at"],
        submissions=[
            Origin(
                folder=round.folder,
                student=names[work.id],
                submission=work.id,
                attempt=work.attempt["attempt"],
                result=work.attempt["result"],
                latest=latest[work.number],
            )
            for round in fetched.rounds
            for work in round.works
        ],
    )
    with writing_into(out):
        out.mkdir(parents=True, exist_ok=True)
        write_atomically(out / FILE, content.model_dump_json(indent=1) + "\n")


class Origin(BaseModel):
    """Where a submission of a results folder came from; see `remember`."""

    folder: str
    student: str
    submission: str
    attempt: int
    result: int | None
    latest: int


class _Origins(BaseModel):
    """What is in `FILE`."""

    format: int
    service: str
    assignment: str
    exercise: str
    at: str
    submissions: list[Origin]


def origins(results: Path) -> tuple[Place, list[Origin]]:
    """Read what `remember` wrote; raises UsageError where the results are of no service."""
    path = results / FILE
    try:
        content = _Origins.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{results} was not graded from a service: there is no {FILE} in it",
            "grade with: grader grade --from-service URL ASSIGNMENT --out DIR",
        ) from None
    except (OSError, ValueError) as fault:
        raise UsageError(f"cannot read {path}: {fault}") from None
    if content.format != _FORMAT:
        raise UsageError(f"{path} is of another version of the grader", "fetch and grade again")
    place = Place.of(f"{content.service}/assignments/{content.assignment}")
    return place, content.submissions


def set_points(work: Work) -> Overrides:
    """The points that a person has set at the service for this attempt."""
    return Overrides(
        tuple(
            Override(
                work.number, "", row["function"], Fraction(str(row["points"])), row["reason"],
                row["comment"] or row["reason"], line,
            )
            for line, row in enumerate(work.attempt["set_points"])
        )
    )  # fmt: skip


def _pages(client: Client) -> Iterator[dict[str, Any]]:
    after: str | None = ""
    while after is not None:
        page = client.class_page(after)
        yield page
        after = page["next"]


def _rounds(students: Sequence[Mapping[str, Any]], folder: Path, every: bool) -> tuple[Round, ...]:
    """What counts; or a folder for each number of attempt: in each, a student is once, under the own name."""
    found: dict[int, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for student in students:
        for attempt in student["submissions"]:
            if every or attempt["id"] == student["counting"]:
                number = attempt["attempt"] if every else 0
                found.setdefault(number, []).append((student, attempt))
    rounds = []
    for number in sorted(found):
        name = f"attempt-{number}" if every else ""
        place = _places(folder / name)
        works = [Work(student, attempt, place(student["id"])) for student, attempt in found[number]]
        rounds.append(Round(name, tuple(works)))
    return tuple(rounds)


def _places(folder: Path) -> Callable[[str], Path]:
    """A folder for each student; two never share one, also where case does not tell names apart."""
    taken: set[str] = set()

    def place(number: str) -> Path:
        name = own = harmless_name(number)
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{own} ({count})"
        taken.add(name.casefold())
        return folder / name

    return place


def _keep(client: Client, work: Work) -> None:
    """Have the folder of an attempt hold exactly its files."""
    if _is_whole(work):
        return
    part = work.root.with_name(f".{work.root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for file in work.files:
        data = client.file(work.id, file["position"])
        if hashlib.sha256(data).hexdigest() != file["sha256"]:
            raise GraderError(
                f"a file of {work.number} is not what was handed in", "run the same command again"
            )
        (part / _name(file)).write_bytes(data)
    shutil.rmtree(work.root, ignore_errors=True)
    part.rename(work.root)


def _is_whole(work: Work) -> bool:
    try:
        there = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in work.root.iterdir()
        }
    except OSError:
        return False
    return there == {_name(file): file["sha256"] for file in work.files}


def _name(file: Mapping[str, Any]) -> str:
    """The service has made it harmless; whoever answers in its place may not have."""
    return harmless_name(str(file["name"]))


def _pending(work: Work, allotment: Allotment | None) -> Pending:
    pending = handed_in(work.root, [_name(file) for file in work.files])
    others = tuple(dict.fromkeys(work.student["ids"].values()))
    person = Person(work.number, work.student["name"], others, work.student["section"])
    # Of no file: the files of one submission came together, so it decides nothing between them.
    delivery = Delivery(work.attempt["received_at"], False, work.attempt["attempt"])
    return replace(
        pending,
        student=work.number,
        people=(person,),
        deliveries={"": delivery},
        lot=allotment.lot([work.number], [work.number]) if allotment else None,
    )


def _notes(students: Sequence[Mapping[str, Any]], every: bool) -> Iterator[str]:
    uploaded = [each["id"] for each in students if each["uploaded"]]
    if uploaded:
        yield f"uploaded and not handed in, so not graded: {first_few(uploaded)}"
    if every:
        return
    others = [
        each["id"]
        for each in students
        if any(
            attempt["result"] is None and attempt["id"] != each["counting"]
            for attempt in each["submissions"]
        )
    ]
    if others:
        yield (
            "more attempts wait for a result, which --attempts all grades as well: "
            f"{first_few(others)}"
        )
