"""What a member handed in, as the judge is given it."""

from __future__ import annotations

from grader.service.database_tables import Submission, Upload
from grader.service.judging import HandedIn
from grader.service.storage import FileStore


def handed_in(store: FileStore, row: Submission | Upload) -> HandedIn:
    """The files of a submission or an upload with their contents, whose they are and what for."""
    contents = tuple((file.name, store.get(file.sha256)) for file in row.files)
    return HandedIn(row.member.number, row.assignment.exercise, contents)
