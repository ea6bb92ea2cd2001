"""How far the grades of a course are on their way to platforms, for pages, commands and metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database_tables import (
    Assignment,
    Member,
    PlatformContext,
    PlatformGrade,
    PlatformTask,
    ResourceLink,
)
from grader.service.lti.platform_grades import active_links, declined, rows_of, waiting
from grader.service.lti.platform_roster import active_contexts, left
from grader.service.lti.platforms import links


@dataclass(frozen=True, slots=True)
class SentState:
    """A link that leads to an assignment, and its grades.

    takes     whether the platform takes grades for it
    task      when workers were there last, and what went wrong; None before the first time
    waiting   how many grades are to be sent
    sent      how many the platform has
    declined  those that it does not take
    """

    link: ResourceLink
    title: str
    takes: bool
    task: PlatformTask | None
    waiting: int
    sent: int
    declined: Sequence[PlatformGrade]

    @property
    def fault(self) -> str | None:
        """What holds up all of them."""
        return None if self.task is None else self.task.fault


def sent_states(session: Session, course_id: str) -> list[SentState]:
    """Every link of a course that leads to an assignment, the oldest first."""
    active = {link.id for link in active_links(session)}
    found = []
    for link in links(session, PlatformContext.course_id == course_id):
        title = session.get_one(Assignment, link.assignment_id).version.page["title"]
        task = session.scalar(select(PlatformTask).where(PlatformTask.link_id == link.id))
        takes = link.id in active
        sent = sum(row.sent_at is not None for row in rows_of(session, link.id).values())
        waits = len(waiting(session, link)) if takes else 0
        found.append(SentState(link, title, takes, task, waits, sent, declined(session, link.id)))
    return found


@dataclass(frozen=True, slots=True)
class RosterState:
    """A course on a platform whose roster is read.

    task  when it was read last, and what went wrong; None before the first time
    left  the members whom it has made inactive, or names no more
    """

    context: PlatformContext
    task: PlatformTask | None
    left: Sequence[Member]


def roster_states(session: Session, course_id: str) -> list[RosterState]:
    """Every course on a platform that belongs to this one and has a roster."""
    found = []
    for context in active_contexts(session):
        if context.course_id == course_id:
            task = session.scalar(select(PlatformTask).where(PlatformTask.context_id == context.id))
            found.append(RosterState(context, task, left(session, context.id)))
    return found
