"""Regrade requests: a student's question about the points of one function, and its answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from grader.service.audit_log import note
from grader.service.database_tables import (
    Assignment,
    Member,
    RegradeRequest,
    Submission,
    now,
)
from grader.service.hand_in import Refused
from grader.util.language import gettext
from grader.util.untrusted_text import harmless

LONGEST_TEXT = 2000
"""Characters of a request, and of an answer."""


def ask(
    session: Session, submission: Submission, function: str, text: str, functions: Collection[str]
) -> RegradeRequest:
    """Add the request of a submission's member about a function of it.

    Args:
        functions: those that the member sees in the result.

    Raises:
        Refused: for another function, a text that is missing or too long, a second request.
    """
    if function not in functions:
        raise Refused("no-function", gettext("Choose one of the functions of the result."))
    text = clean_text(text)
    if not text:
        raise Refused("no-text", gettext("Write why you think that the points are not right."))
    if any(each.function == function for each in own_requests(session, submission)):
        raise Refused("asked-before", gettext("You have asked about this function already."))
    row = RegradeRequest(
        assignment_id=submission.assignment_id,
        member_id=submission.member_id,
        submission_id=submission.id,
        function=function,
        text=text,
    )
    session.add(row)
    session.flush()
    member = submission.member
    note(
        session, member.course_id, member, "regrade.requested", row.submission_id, function=function
    )
    return row


def answer(
    session: Session, request: RegradeRequest, actor: Member, accepted: bool, text: str
) -> None:
    """Answer a request, or change its answer. What follows for the points is an override of its own.

    Raises Refused for a text that is missing or too long.
    """
    text = clean_text(text)
    if not text:
        raise Refused("no-text", "An answer needs a text: the student reads it.")
    request.accepted, request.answer = accepted, text
    request.answered_by, request.answered_at = actor.id, now()
    note(
        session, actor.course_id, actor, "regrade.answered", request.submission_id,
        function=request.function, accepted=accepted,
    )  # fmt: skip


def own_requests(session: Session, submission: Submission) -> Sequence[RegradeRequest]:
    """The requests of the submission's member in its assignment, the earliest first."""
    query = _requests().where(
        RegradeRequest.assignment_id == submission.assignment_id,
        RegradeRequest.member_id == submission.member_id,
    )
    return session.scalars(query.order_by(RegradeRequest.created_at, RegradeRequest.id)).all()


def requests_of(session: Session, course_id: str, *, open_only: bool) -> Sequence[RegradeRequest]:
    """The requests of a course: those that wait come first, the oldest of them at the top."""
    query = (
        _requests()
        .join(Assignment, Assignment.id == RegradeRequest.assignment_id)
        .where(Assignment.course_id == course_id)
        .order_by(RegradeRequest.accepted.is_not(None), RegradeRequest.created_at)
    )
    if open_only:
        query = query.where(RegradeRequest.accepted.is_(None))
    return session.scalars(query).all()


def _requests() -> Select[RegradeRequest]:
    """Requests with the attempts that they are about, and with who asks and who has answered."""
    return select(RegradeRequest).options(
        joinedload(RegradeRequest.submission).joinedload(Submission.member),
        joinedload(RegradeRequest.who_answered),
    )


def clean_text(text: str) -> str:
    """A text of several lines, made harmless; raises Refused for one that is too long.

    Browsers send a line's end as two characters, and count it as one.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            "too-long", gettext("The text is longer than {count} characters.", count=LONGEST_TEXT)
        )
    return "\n".join(harmless(line, LONGEST_TEXT) for line in text.splitlines()).strip()
