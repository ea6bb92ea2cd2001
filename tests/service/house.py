"""A service in a folder, with a course, members and an assignment, as tests need it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from grader.service import work_queue
from grader.service.credentials import issue_token, open_session, revoke_tokens
from grader.service.database import Database, file_url
from grader.service.database_tables import (
    Assignment,
    Course,
    Heartbeat,
    Member,
    Person,
    Result,
    Role,
    Submission,
    SubmissionState,
    Upload,
    now,
)
from grader.service.exercise_page import ExercisePage
from grader.service.hand_in import HandInDesk, NamedFile
from grader.service.lti.keys import signing_key
from grader.service.publishing import publish
from grader.service.receipts import Signer
from grader.service.storage import FolderStore

CHECKOUT = Path(__file__).parents[2]


@cache
def _empty() -> bytes:
    """A database with all its tables, and nothing in them but a key to sign with: to make these takes long."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "service.sqlite"
        with Database(file_url(file)) as database:
            _make_tables(database)
            signing_key(database)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


def page_of(exercise: str, **more: Any) -> ExercisePage:
    """What pages show of an exercise that nobody has read."""
    shown = {"version": "v", "statement": "<p>What to do.</p>", "files": {}, **more}
    return ExercisePage(
        exercise=exercise,
        title=exercise.capitalize(),
        public_version="p",
        points=100,
        functions={"f": 100},
        **shown,
    )


def _make_tables(database: Database) -> None:
    database.migrate()
    work_queue.prepare(database.url)


@dataclass
class House:
    data: Path

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        file = self.data / "service.sqlite"
        self.database = Database(file_url(file))
        self.files = FolderStore(self.data / "files")
        if file.exists():
            _make_tables(self.database)
        else:
            file.write_bytes(_empty())

    @cached_property
    def queue(self) -> work_queue.WorkQueue:
        return work_queue.WorkQueue(self.database.url)

    @cached_property
    def desk(self) -> HandInDesk:
        signer = Signer.of_file(self.data / "signing.key")
        return HandInDesk(self.database, self.files, self.queue, signer)

    def add_course(self, course: str = "c1") -> str:
        with self.database.writing() as session:
            session.add(Course(id=course, title=f"Course {course}"))
        return course

    def add_member(self, number: str, role: Role = Role.STUDENT, course: str = "c1") -> str:
        with self.database.writing() as session:
            person = Person(name=f"Name of {number}", email=None)
            session.add(person)
            session.flush()
            member = Member(course_id=course, person_id=person.id, number=number, role=role)
            session.add(member)
        return member.id

    def token(self, member: str) -> str:
        with self.database.writing() as session:
            return issue_token(session, session.get_one(Member, member))

    def session(self, member: str) -> str:
        """The secret of a browser's session."""
        with self.database.writing() as session:
            person = session.get_one(Person, session.get_one(Member, member).person_id)
            return open_session(session, person)

    def offer(self, exercise: str = "regularization", course: str = "c1", **more: Any) -> str:
        shown = {name: more.pop(name) for name in ("version", "statement", "files") if name in more}
        page = page_of(exercise, **shown)
        with self.database.writing() as session:
            row = publish(session, course, page)
            assignment = Assignment(
                id=f"{exercise}-{course}",
                course_id=course,
                exercise=exercise,
                version_id=row.id,
                **{"opens_at": now(), "due_at": None, "closes_at": None, "attempts": None, **more},
            )
            session.add(assignment)
        return assignment.id

    def put(self, name: str, data: bytes) -> NamedFile:
        stored = self.files.put([data])
        return NamedFile(name, stored.sha256, stored.size)

    def hand_in(
        self, member: str, assignment: str, paths: Sequence[Path], key: str | None = None
    ) -> Submission:
        files = [self.put(path.name, path.read_bytes()) for path in paths]
        return self.desk.accept(member, assignment, files, key)

    def revoke_tokens(self, member: str) -> None:
        with self.database.writing() as session:
            revoke_tokens(session, session.get_one(Member, member))

    def beat(self) -> None:
        """As if a worker lived."""
        with self.database.writing() as session:
            session.merge(Heartbeat(worker="0", seen_at=now()))

    def set_recognised(
        self,
        upload: str,
        missing: dict[str, str | None] | None = None,
        problem: str | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """As a worker does that has looked at an upload."""
        found = {
            "missing": {"double": None, "halve": None} if missing is None else missing,
            "problem": problem,
            "notes": list(notes),
        }
        with self.database.writing() as session:
            session.get_one(Upload, upload).recognition = found

    def set_graded(self, submission: str, score: float = 5) -> None:
        """As a worker does, with a report that is not interesting."""
        report = json.loads((CHECKOUT / "tests" / "service" / "report.json").read_bytes())
        report["score"] = score
        with self.database.writing() as session:
            row = session.get_one(Submission, submission)
            row.state, row.finished_at = SubmissionState.GRADED, now()
            session.add(
                Result(
                    submission_id=submission,
                    number=1,
                    exercise_version="v",
                    score=score,
                    max_score=10,
                    report=json.dumps(report),
                )
            )

    def change_result(
        self, submission: str, function: str, status: str, hint: str | None = None
    ) -> None:
        """Have the hidden cases of a function end in this way."""
        with self.database.writing() as session:
            row = session.query(Result).filter_by(submission_id=submission).one()
            report = json.loads(row.report)
            for case in report["cases"]:
                if case["function"] == function:
                    assert case["visibility"] == "hidden"
                    right = status == "passed"
                    case |= {"status": status, "hint": hint, "mistake": None if right else "m"}
                    case["points"] = case["max_points"] if right else 0
            for section in report["functions"]:
                if section["name"] == function:
                    section["status"] = status
            row.report = json.dumps(report)
