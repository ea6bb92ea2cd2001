"""From uploaded files to a submission that is kept and queued."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    Member,
    Submission,
    SubmittedFile,
    Upload,
    UploadedFile,
    iso,
    new_id,
    now,
)
from grader.service.member_variants import page_for
from grader.service.receipts import Signer
from grader.service.rules import Rules, allowance, window
from grader.service.standing import extension_of, used_at
from grader.service.storage import FileStore
from grader.service.work_queue import GRADE, LOOK, WorkQueue
from grader.util.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that is in the store: its name, made harmless, and the hash and size of its contents."""

    name: str
    sha256: str
    size: int


CONFIRM_LIFE = timedelta(minutes=10)
"""So long after an upload it can be confirmed as received at its own time."""


class Refused(Exception):
    """A submission that is not accepted. ``kind`` is a short word, the message a sentence for the student."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class HandInDesk:
    """Accepts submissions: what it has accepted is not lost."""

    database: Database
    files: FileStore
    queue: WorkQueue
    signer: Signer

    def check_open(self, member_id: str, assignment_id: str) -> None:
        """Raise Refused where nothing would be accepted now: said before a file is read."""
        with self.database.reading() as session:
            _refuse(session, session.get_one(Assignment, assignment_id), member_id, now())

    def accept(
        self, member_id: str, assignment_id: str, files: Sequence[NamedFile], key: str | None
    ) -> Submission:
        """Keep a submission and queue it; the files are in the store already.

        When this returns, the submission survives the death of every process and the loss of power.

        Args:
            key: chosen by the client; the same key again returns the submission of the first time.

        Raises:
            Refused: outside the window, without an attempt left, without a file, for a key that was used
                for something else.
        """
        files = _with_different_names(_some(files))
        digest = combined_hash(files)
        with self.database.writing() as session:
            self._refuse_removed(session, files)
            if key is not None and (before := _with_key(session, member_id, key)) is not None:
                if (before.assignment_id, before.sha256) != (assignment_id, digest):
                    raise Refused(
                        "key-used", gettext("This Idempotency-Key was used for another file.")
                    )
                return before
            time = now()
            assignment = session.get_one(Assignment, assignment_id)
            _refuse(session, assignment, member_id, time)
            submission = _attempt(session, assignment_id, member_id, files, time)
            submission.idempotency_key = key
            self._keep(session, submission, files)
        return submission

    def upload(self, member_id: str, assignment_id: str, files: Sequence[NamedFile]) -> Upload:
        """Keep files that a member wants to have looked at before they are handed in.

        They take the place of those that the member has sent before and not handed in.

        Raises:
            Refused: where `accept` would refuse them.
        """
        files = _with_different_names(_some(files))
        time = now()
        with self.database.writing() as session:
            self._refuse_removed(session, files)
            _refuse(session, session.get_one(Assignment, assignment_id), member_id, time)
            session.execute(
                delete(Upload).where(
                    Upload.assignment_id == assignment_id,
                    Upload.member_id == member_id,
                    Upload.submission_id.is_(None),
                )
            )
            upload = Upload(
                id=new_id(),
                assignment_id=assignment_id,
                member_id=member_id,
                uploaded_at=time,
                sha256=combined_hash(files),
            )
            session.add(upload)
            session.flush()
            session.add_all(UploadedFile(upload_id=upload.id, **values) for values in _rows(files))
            self.queue.add(session, LOOK, upload.id)
        return upload

    def confirm(self, upload_id: str, actor: Member) -> Submission:
        """Hand in an upload. To confirm it again returns the submission of the first time.

        It counts as received when it was uploaded, where it is confirmed within ten minutes, and else
        when it is confirmed. An instructor may hand in for a student what was uploaded in time and
        forgotten.

        Raises:
            Refused: outside the window, without an attempt left, for files that others have replaced.
        """
        time = now()
        with self.database.writing() as session:
            upload = session.get(Upload, upload_id)
            if upload is None:
                raise Refused("replaced", gettext("You have uploaded other files since."))
            if upload.submission_id is not None:
                return session.get_one(Submission, upload.submission_id)
            assignment = upload.assignment
            for_another = actor.id != upload.member_id
            if for_another or time - upload.uploaded_at <= CONFIRM_LIFE:
                time = upload.uploaded_at
            _refuse(session, assignment, upload.member_id, time)
            files = [NamedFile(f.name, f.sha256, f.size) for f in upload.files]
            submission = _attempt(session, assignment.id, upload.member_id, files, time)
            self._keep(session, submission, files)
            upload.submission_id = submission.id
            if for_another:
                note(session, assignment.course_id, actor, "submission.confirmed", submission.id)
        return submission

    def _refuse_removed(self, session: Session, files: Sequence[NamedFile]) -> None:
        """Raise OSError where old work with the same contents was deleted since the file was stored."""
        if not all(self.files.has(file.sha256, session) for file in files):
            raise OSError("a file was deleted meanwhile: hand in again")

    def _keep(self, session: Session, submission: Submission, files: Sequence[NamedFile]) -> None:
        submission.receipt = self._receipt(session, submission, files)
        session.add(submission)
        session.flush()
        session.add_all(
            SubmittedFile(submission_id=submission.id, **values) for values in _rows(files)
        )
        self.queue.add(session, GRADE, submission.id, 1)

    def _receipt(self, session: Session, submission: Submission, files: Sequence[NamedFile]) -> str:
        member = session.get_one(Member, submission.member_id)
        assignment = session.get_one(Assignment, submission.assignment_id)
        page = page_for(assignment.version.page, assignment.exercise, member)
        return self.signer.receipt(
            {
                "submission": submission.id,
                "assignment": assignment.id,
                "exercise": assignment.exercise,
                # Students read only the public version: the other one could confirm guesses of seeds.
                "exercise_version": page["public_version"],
                "person": member.number,
                "attempt": submission.attempt,
                "received_at": iso(submission.received_at),
                "sha256": submission.sha256,
                "files": [{"name": file.name, "sha256": file.sha256} for file in files],
            }
        )


def _some(files: Sequence[NamedFile]) -> Sequence[NamedFile]:
    if not files:
        raise Refused("no-file", gettext("There is no file in what you handed in."))
    return files


def _rows(files: Sequence[NamedFile]) -> list[dict[str, Any]]:
    """The columns that a submitted file and an uploaded one have in common."""
    return [
        {"position": position, "name": file.name, "sha256": file.sha256, "size": file.size}
        for position, file in enumerate(files)
    ]


def combined_hash(files: Sequence[NamedFile]) -> str:
    """One hash for a submission: its only file's own, or one over all names and hashes."""
    if len(files) == 1:
        return files[0].sha256
    lines = sorted(f"{file.name}\n{file.sha256}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _with_different_names(files: Sequence[NamedFile]) -> list[NamedFile]:
    taken: set[str] = set()
    result = []
    for file in files:
        name, number = file.name, 2
        while name.casefold() in taken:
            stem, dot, ending = file.name.rpartition(".")
            name = f"{stem} ({number}){dot}{ending}" if stem else f"{file.name} ({number})"
            number += 1
        taken.add(name.casefold())
        result.append(NamedFile(name, file.sha256, file.size))
    return result


def _with_key(session: Session, member_id: str, key: str) -> Submission | None:
    return session.scalar(
        select(Submission).where(
            Submission.member_id == member_id, Submission.idempotency_key == key
        )
    )


def _refuse(session: Session, assignment: Assignment, member_id: str, time: datetime) -> None:
    """Raise Refused where the rules accept nothing from this member at this time."""
    rules = Rules.of(assignment)
    own = window(rules, extension_of(session, assignment.id, member_id))
    if time < own.opens_at:
        raise Refused(
            "not-open", gettext("This assignment opens at {time}.", time=iso(own.opens_at))
        )
    if own.closes_at is not None and time > own.closes_at:
        raise Refused(
            "closed", gettext("This assignment closed at {time}.", time=iso(own.closes_at))
        )
    used = used_at(session, assignment.id, member_id)
    allowed = allowance(rules, own.extra_attempts, used, time)
    if allowed.left != 0:
        return
    if allowed.next_at is not None:
        raise Refused(
            "no-attempt-left",
            gettext(
                "You have no attempt left now. The next one comes at {time}.",
                time=iso(allowed.next_at),
            ),
        )
    used_up = ngettext(
        "You have used your only attempt.", "You have used all {count} attempts.", allowed.most or 0
    )
    raise Refused("no-attempt-left", used_up)


def _attempt(
    session: Session,
    assignment_id: str,
    member_id: str,
    files: Sequence[NamedFile],
    time: datetime,
) -> Submission:
    """The member's next attempt, of these files, received at this time."""
    last = session.scalar(
        select(func.max(Submission.attempt)).where(
            Submission.assignment_id == assignment_id, Submission.member_id == member_id
        )
    )
    return Submission(
        id=new_id(),
        assignment_id=assignment_id,
        member_id=member_id,
        attempt=(last or 0) + 1,
        received_at=time,
        sha256=combined_hash(files),
    )
