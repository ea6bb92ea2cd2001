"""Which grades a platform should have, which ones it has, and sending the difference (AGS).

Nothing is told to send a grade: what counts is compared with what the platform has acknowledged. So a
result, a published regrade, an override, an extension or another rule goes back, whoever made it, and what
was lost on the way is seen the next time. What is about to be sent is kept before, with its time. If nobody
knows afterwards whether it arrived, the very same is sent again: a platform takes a score with the same or
an earlier time no second time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from grader.model.result import Shown
from grader.service import access, standing
from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    ContextMember,
    Identity,
    Member,
    PlatformContext,
    PlatformGrade,
    ResourceLink,
    Role,
    SubmissionState,
    iso,
    now,
)
from grader.service.lti.platforms import is_accepted, links
from grader.service.lti.service_calls import Declined, ServiceCalls, ShutOut, Tokens, calls
from grader.service.platform_users import provider_of
from grader.util.batched import batched

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope"
SCORE, LINE_ITEM = f"{_AGS}/score", f"{_AGS}/lineitem"
_READ_LINE_ITEM = f"{LINE_ITEM}.readonly"
_LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
_LIST_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
_AT_ONCE = 25
_MOST_SECONDS = 20.0
"""So long one task sends: the next one goes on, and others have their turn."""
_AGAIN_AFTER = timedelta(hours=24)
"""After this a grade that the platform has declined is tried again by itself."""
_ENOUGH = 5
"""If so many grades are declined one after the other and none is taken, it is not the students' fault."""
_TICK = timedelta(milliseconds=1)

FULL, BY_PERSON, PENDING = "FullyGraded", "PendingManual", "Pending"
"""Words of AGS for gradingProgress: a score; a person has to look; the score is not shown yet."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a gradebook should say of a member; no points: the work is there, and no score yet."""

    progress: str
    points: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The grade of one member, and what the platform calls the person."""

    member_id: str
    user: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Sent:
    """How a task ended.

    waiting   grades that are still to be sent
    refused   grades that the platform has declined
    fault     what holds up all of them, a sentence; None for nothing
    """

    waiting: int = 0
    refused: int = 0
    fault: str | None = None


def takes_grades(link: ResourceLink) -> bool:
    """Whether the platform allows scores for a link, and there is a column or a place to make one."""
    if SCORE not in link.scopes:
        return False
    return bool(link.lineitem_url) or (bool(link.lineitems_url) and LINE_ITEM in link.scopes)


def active_links(session: Session, *conditions: ColumnElement[bool]) -> list[ResourceLink]:
    """The links of all courses whose grades go back."""
    return [
        link
        for link in links(session, *conditions)
        if takes_grades(link) and is_accepted(session, link.platform, link.deployment)
    ]


def active_link(session: Session, link_id: str) -> ResourceLink | None:
    """One of `active_links`."""
    return next(iter(active_links(session, ResourceLink.id == link_id)), None)


def wanted(session: Session, link: ResourceLink) -> list[Wanted]:
    """What the column of a link should say of each student who has handed in.

    A score is wanted once students may read it: a gradebook shows it to them.
    """
    assignment = session.get_one(Assignment, link.assignment_id)
    level, _, _ = access.shown(session, assignment)
    users = _users(session, link)
    found = []
    for member_id, attempts in standing.class_attempts(session, assignment).items():
        if member_id in users:
            grade = _grade(attempts, level is not Shown.PUBLIC)
            if grade is not None:
                found.append(Wanted(member_id, users[member_id], grade))
    return found


def _grade(attempts: Sequence[standing.Attempt], is_shown: bool) -> Grade | None:
    best = next((each for each in attempts if each.counts), None)
    if best is not None and best.points is not None and best.max_points is not None:
        if not is_shown:
            return Grade(PENDING)
        return Grade(FULL, float(best.points), float(best.max_points))
    if any(each.submission.state is SubmissionState.FAILED for each in attempts):
        return Grade(BY_PERSON)
    return None  # it is being graded


def _users(session: Session, link: ResourceLink) -> dict[str, str]:
    """Student -> what the platform calls the person; who is known to be in other contexts alone is not there."""
    provider = provider_of(link.platform.issuer)
    rows = session.execute(
        select(Member.id, Identity.subject)
        .join(Identity, Identity.person_id == Member.person_id)
        .where(
            Member.course_id == link.context.course_id,
            Member.role == Role.STUDENT,
            Identity.provider == provider,
        )
        .order_by(Identity.id)
    )
    users: dict[str, str] = dict(rows.all())
    here: dict[str, bool] = {}
    elsewhere: set[str] = set()
    for row in session.execute(
        select(ContextMember.member_id, ContextMember.context_id, ContextMember.is_active)
        .join(PlatformContext, PlatformContext.id == ContextMember.context_id)
        .where(PlatformContext.platform_id == link.platform.id)
    ):
        if row.context_id == link.context.id:
            here[row.member_id] = row.is_active
        else:
            elsewhere.add(row.member_id)
    return {
        member: user for member, user in users.items() if here.get(member, member not in elsewhere)
    }


def due(row: PlatformGrade | None, grade: Grade) -> Grade | None:
    """What the platform is to be told now, because it has something else, or may have; None for nothing."""
    if row is None:
        return grade
    tried = _tried(row)
    if grade.progress == PENDING:  # a score that was shown is not taken back
        if tried is not None and tried.points is not None:
            grade = tried
        elif row.sent_points is not None:
            return None
    if tried is None:
        return None if _sent(row) == grade else grade
    waits = row.fault is not None and row.next_at is not None and row.next_at > now()
    return None if waits and tried == grade else grade


def _sent(row: PlatformGrade) -> Grade | None:
    if row.sent_progress is None:
        return None
    return Grade(row.sent_progress, row.sent_points, row.sent_most)


def _tried(row: PlatformGrade) -> Grade | None:
    if row.tried_progress is None:
        return None
    return Grade(row.tried_progress, row.tried_points, row.tried_most)


def rows_of(session: Session, link_id: str) -> dict[str, PlatformGrade]:
    """Member -> what is known of the grade at a link."""
    rows = session.scalars(select(PlatformGrade).where(PlatformGrade.link_id == link_id))
    return {row.member_id: row for row in rows}


def waiting(session: Session, link: ResourceLink) -> list[Wanted]:
    """What is to be sent at a link now."""
    rows = rows_of(session, link.id)
    return [
        replace(one, grade=grade)
        for one in wanted(session, link)
        if (grade := due(rows.get(one.member_id), one.grade)) is not None
    ]


@dataclass(frozen=True)
class GradeSender:
    """Sends the grades of links."""

    database: Database
    tokens: Tokens

    def send(self, link_id: str, seconds: float = _MOST_SECONDS) -> Sent:
        """Send what is due at a link, for some seconds at most; raises Unavailable.

        What was sent until then is kept in any case.
        """
        end = time.monotonic() + seconds
        with self.database.reading() as session:
            link = active_link(session, link_id)
            if link is None:
                return Sent()
            todo = waiting(session, link)
        if not todo:
            return self._counted(link_id, 0)
        scopes = [one for one in link.scopes if one in (SCORE, LINE_ITEM, _READ_LINE_ITEM)]
        done = 0
        with calls(link.platform, self.tokens, scopes) as http:
            try:
                column = self._column(http, link)
                for part in batched(todo, _AT_ONCE):
                    if time.monotonic() > end:
                        break
                    declined_all = self._send_part(http, link, column, part)
                    done += len(part)
                    if declined_all is not None and len(part) >= _ENOUGH:
                        raise declined_all
            except (Declined, ShutOut) as fault:  # not of one grade, but of all
                return self._counted(link_id, len(todo) - done, str(fault))
        return self._counted(link_id, len(todo) - done)

    def _counted(self, link_id: str, waiting: int, fault: str | None = None) -> Sent:
        with self.database.reading() as session:
            refused = sum(row.fault is not None for row in rows_of(session, link_id).values())
        return Sent(waiting, refused, fault)

    def _send_part(
        self, http: ServiceCalls, link: ResourceLink, column: str, part: Sequence[Wanted]
    ) -> Declined | None:
        """Send some grades; returns the last refusal where the platform has declined every one."""
        with self.database.writing() as session:
            marks = {one.member_id: _mark(session, link.id, one) for one in part}
        ended: list[tuple[Wanted, Declined | None]] = []
        try:
            for one in part:
                fault = self._send_one(http, column, one, marks[one.member_id])
                ended.append((one, fault))
        finally:
            with self.database.writing() as session:
                _keep(session, link, ended, marks)
        return None if any(fault is None for _, fault in ended) else ended[-1][1]

    def _send_one(
        self, http: ServiceCalls, column: str, one: Wanted, mark: Mark
    ) -> Declined | None:
        """Send one grade; returns why the platform declines it, if it does."""
        place, content = _below(column, "scores"), _document(one, mark.time)
        try:
            http.ask("POST", place, content=content, kind=_SCORE_TYPE)
        except Declined as fault:
            if fault.status == 409 and mark.is_repeated:
                return None  # it had arrived
            if fault.status == 404 and self._is_gone(http, column):
                raise ShutOut("the column of its gradebook is gone") from None
            return fault
        return None

    def _is_gone(self, http: ServiceCalls, column: str) -> bool:
        if not {LINE_ITEM, _READ_LINE_ITEM} & set(http.scopes):
            return False
        try:
            http.ask("GET", column, _LINE_ITEM_TYPE)
        except Declined as fault:
            return fault.status in (404, 410)
        return False

    def _column(self, http: ServiceCalls, link: ResourceLink) -> str:
        """The address of the link's column in the gradebook, which is found, or made."""
        if link.lineitem_url and not (
            link.lineitems_url
            and LINE_ITEM in link.scopes
            and self._is_gone(http, link.lineitem_url)
        ):
            return link.lineitem_url
        if not link.lineitems_url or LINE_ITEM not in link.scopes:
            raise Declined("there is no column in its gradebook", 404)
        with self.database.reading() as session:
            page = session.get_one(Assignment, link.assignment_id).version.page
        column = self._found(http, link) or self._made(http, link, page)
        with self.database.writing() as session:
            session.get_one(ResourceLink, link.id).lineitem_url = column
        return column

    def _found(self, http: ServiceCalls, link: ResourceLink) -> str | None:
        query = {"resource_link_id": link.link, "resource_id": link.assignment_id}
        for content in http.pages(_asking(str(link.lineitems_url), query), _LIST_TYPE):
            for item in content if isinstance(content, list) else ():
                if (
                    isinstance(item, dict)
                    and item.get("resourceLinkId") == link.link
                    and item.get("resourceId") == link.assignment_id
                    and isinstance(item.get("id"), str)
                ):
                    return str(item["id"])
        return None

    def _made(self, http: ServiceCalls, link: ResourceLink, page: dict[str, Any]) -> str:
        item = {
            "scoreMaximum": page["points"],
            "label": link.title or page["title"],
            "resourceId": link.assignment_id,
            "resourceLinkId": link.link,
        }
        answer = http.ask(
            "POST", str(link.lineitems_url), _LINE_ITEM_TYPE, content=item, kind=_LINE_ITEM_TYPE
        )
        column = answer.content.get("id") if isinstance(answer.content, dict) else None
        if not isinstance(column, str):
            raise Declined("it makes no column in its gradebook", 200)
        return column


@dataclass(frozen=True, slots=True)
class Mark:
    """The time of a grade that is about to be sent, and whether the same was sent before."""

    time: datetime
    is_repeated: bool


def _mark(session: Session, link_id: str, one: Wanted) -> Mark:
    """Keep what is about to be sent, with a time that is later than that of all before."""
    row = session.get(PlatformGrade, (link_id, one.member_id))
    if row is None:
        row = PlatformGrade(link_id=link_id, member_id=one.member_id)
        session.add(row)
    if row.tried_at is not None and _tried(row) == one.grade and row.fault is None:
        return Mark(row.tried_at, True)
    former = [moment + _TICK for moment in (row.sent_at, row.tried_at) if moment is not None]
    row.tried_at = max([now(), *former])
    row.tried_progress = one.grade.progress
    row.tried_points, row.tried_most = one.grade.points, one.grade.most
    row.fault = row.next_at = None
    return Mark(row.tried_at, False)


def _keep(
    session: Session,
    link: ResourceLink,
    ended: Sequence[tuple[Wanted, Declined | None]],
    marks: dict[str, Mark],
) -> None:
    """Keep what the platform has acknowledged or declined; a line of the log says which grades."""
    taken: dict[str, float | None] = {}
    refused: dict[str, str] = {}
    for one, fault in ended:
        row = session.get(PlatformGrade, (link.id, one.member_id))
        if row is None or row.tried_at != marks[one.member_id].time:
            continue  # deleted, or another worker is further
        if fault is not None:
            row.fault, row.next_at = str(fault), now() + _AGAIN_AFTER
            refused[one.member_id] = row.fault
            continue
        row.sent_progress, row.sent_at = row.tried_progress, row.tried_at
        row.sent_points, row.sent_most = row.tried_points, row.tried_most
        row.tried_at = row.tried_progress = row.tried_points = row.tried_most = None
        row.fault = row.next_at = None
        taken[one.member_id] = row.sent_points
    course = link.context.course_id
    if course is None:
        return
    if taken:
        note(
            session, course, None, "grades.sent", link.assignment_id,
            platform=link.platform.title, points=taken,
        )  # fmt: skip
    if refused:
        note(
            session, course, None, "grades.declined", link.assignment_id,
            platform=link.platform.title, why=refused,
        )  # fmt: skip


def _document(one: Wanted, moment: datetime) -> dict[str, Any]:
    score: dict[str, Any] = {
        "userId": one.user,
        "timestamp": iso(moment),
        "activityProgress": "Submitted",
        "gradingProgress": one.grade.progress,
    }
    if one.grade.points is not None:
        score |= {
            "activityProgress": "Completed",
            "scoreGiven": one.grade.points,
            "scoreMaximum": one.grade.most,
        }
    return score


def _below(url: str, name: str) -> str:
    """The address below another one, whose query stays at the end."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def _asking(url: str, query: dict[str, str | None]) -> str:
    parts = urlsplit(url)
    more = urlencode({name: value for name, value in query.items() if value is not None})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, more)))))


def declined(session: Session, link_id: str) -> Sequence[PlatformGrade]:
    """The grades of a link that the platform has declined."""
    return session.scalars(
        select(PlatformGrade)
        .join(PlatformGrade.member)
        .where(PlatformGrade.link_id == link_id, PlatformGrade.fault.is_not(None))
        .order_by(Member.number)
    ).all()
