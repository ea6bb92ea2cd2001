"""What a member handed in, as the judge is given it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from grader.service.access import files_of
from grader.service.database_tables import Assignment, Member, Submission, Upload
from grader.service.judging import HandedIn
from grader.service.storage import FileStore


def handed_in(session: Session, store: FileStore, row: Submission | Upload) -> HandedIn:
    """The files of a submission or an upload with their contents, whose they are and what for."""
    contents = tuple((file.name, store.get(file.sha256)) for file in files_of(session, row))
    student = session.get_one(Member, row.member_id).number
    exercise = session.get_one(Assignment, row.assignment_id).exercise
    return HandedIn(student, exercise, contents)
