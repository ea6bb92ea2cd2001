"""What a member handed in, as the judge is given it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database_tables import Assignment, Member, Submission, SubmittedFile
from grader.service.judging import HandedIn
from grader.service.storage import FileStore


def handed_in(session: Session, store: FileStore, submission: Submission) -> HandedIn:
    """The submission's files with their contents, whose they are and what for."""
    files = session.scalars(
        select(SubmittedFile)
        .where(SubmittedFile.submission_id == submission.id)
        .order_by(SubmittedFile.position)
    )
    contents = tuple((file.name, store.get(file.sha256)) for file in files)
    student = session.get_one(Member, submission.member_id).number
    exercise = session.get_one(Assignment, submission.assignment_id).exercise
    return HandedIn(student, exercise, contents)
