"""From uploaded files to a submission that is kept and queued."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.receipts import Signer
from grader.service.rules import Rules, allowance, window
from grader.service.schema import (
    Assignment,
    ExerciseVersion,
    Member,
    Submission,
    SubmittedFile,
    iso,
    new_id,
    now,
)
from grader.service.standing import extension_of, used_at
from grader.service.storage import FileStore
from grader.service.work_queue import WorkQueue


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that is in the store: its name, made harmless, and the hash and size of its contents."""

    name: str
    sha256: str
    size: int


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
        if not files:
            raise Refused("no-file", "There is no file in what you handed in.")
        files = _with_different_names(files)
        digest = combined_hash(files)
        with self.database.writing() as session:
            if key is not None and (before := _with_key(session, member_id, key)) is not None:
                if (before.assignment_id, before.sha256) != (assignment_id, digest):
                    raise Refused("key-used", "This Idempotency-Key was used for another file.")
                return before
            time = now()
            assignment = session.get_one(Assignment, assignment_id)
            _refuse(session, assignment, member_id, time)
            submission = Submission(
                id=new_id(),
                assignment_id=assignment_id,
                member_id=member_id,
                attempt=_next_attempt(session, assignment_id, member_id),
                received_at=time,
                sha256=digest,
                idempotency_key=key,
            )
            submission.receipt = self._receipt(session, submission, files)
            session.add(submission)
            session.flush()
            session.add_all(
                SubmittedFile(
                    submission_id=submission.id,
                    position=position,
                    name=file.name,
                    sha256=file.sha256,
                    size=file.size,
                )
                for position, file in enumerate(files)
            )
            self.queue.add(session, submission.id, 1)
        return submission

    def _receipt(self, session: Session, submission: Submission, files: Sequence[NamedFile]) -> str:
        member = session.get_one(Member, submission.member_id)
        assignment = session.get_one(Assignment, submission.assignment_id)
        version = session.get_one(ExerciseVersion, assignment.version_id)
        return self.signer.receipt(
            {
                "submission": submission.id,
                "assignment": assignment.id,
                "exercise": assignment.exercise,
                # Students read only the public version: the other one could confirm guesses of seeds.
                "exercise_version": version.page["public_version"],
                "person": member.number,
                "attempt": submission.attempt,
                "received_at": iso(submission.received_at),
                "sha256": submission.sha256,
                "files": [{"name": file.name, "sha256": file.sha256} for file in files],
            }
        )


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
        raise Refused("not-open", f"This assignment opens at {iso(own.opens_at)}.")
    if own.closes_at is not None and time > own.closes_at:
        raise Refused("closed", f"This assignment closed at {iso(own.closes_at)}.")
    used = used_at(session, assignment.id, member_id)
    allowed = allowance(rules, own.extra_attempts, used, time)
    if allowed.left != 0:
        return
    if allowed.next_at is not None:
        raise Refused(
            "no-attempt-left",
            f"You have no attempt left now. The next one comes at {iso(allowed.next_at)}.",
        )
    most = allowed.most
    raise Refused(
        "no-attempt-left",
        f"You have used {'your only attempt' if most == 1 else f'all {most} attempts'}.",
    )


def _next_attempt(session: Session, assignment_id: str, member_id: str) -> int:
    last = session.scalar(
        select(func.max(Submission.attempt)).where(
            Submission.assignment_id == assignment_id, Submission.member_id == member_id
        )
    )
    return (last or 0) + 1
