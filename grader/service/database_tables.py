"""The tables of the service. Every time is UTC; every id that appears in an address is random.

A *person* is whoever signs in. Each way of signing in knows a person by an *identity*: a provider
and the subject that the provider calls the person by. A person is a *member* of a course, with a role
there. Submissions belong to members, so that a person's roles and works in two courses stay apart.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    Dialect,
    Double,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from grader.model.result import Shown


def new_id() -> str:
    """Return an id that nobody can guess, of letters and digits only."""
    return secrets.token_hex(10)


def now() -> datetime:
    """Return the time in UTC, in whole milliseconds: what is stored is what is signed and shown."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def iso(time: datetime) -> str:
    """Return a time with its zone as the API, receipts and the log write it: 2026-11-30T08:15:02.120Z."""
    time = in_utc(time)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def in_utc(time: datetime) -> datetime:
    """The same moment in UTC; raises ValueError for a time without a zone: this machine's must not count."""
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(UTC)


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone, kept as text that sorts by time in every database."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else in_utc(value).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Role(StrEnum):
    """What a member may do in a course; the course's roster decides, never the member."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"

    @property
    def is_staff(self) -> bool:
        """Whether the role sees everybody's work."""
        return self is not Role.STUDENT


class SubmissionState(StrEnum):
    """Where a submission is on its way to a result."""

    QUEUED = "queued"
    RUNNING = "running"
    GRADED = "graded"
    FAILED = "failed"
    """The grader is at fault and a person has to look; the submission itself is kept."""

    @property
    def is_final(self) -> bool:
        return self not in WAITING


WAITING = (SubmissionState.QUEUED, SubmissionState.RUNNING)


class Counts(StrEnum):
    """Which of a member's attempts counts."""

    HIGHEST = "highest"
    """The one with the most points after overrides and the late policy; of equal ones the earliest."""
    LATEST = "latest"
    """The last one, whatever its points are."""


def _of(table: str, **more: Any) -> Any:
    """A column that names the row of another table, with which this one goes."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), **more)


def _by() -> Any:
    """A column that names the member who did something, as long as there is one."""
    return mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcTime,
        dict[str, Any]: JSON,
        float: Double,
        list[Any]: JSON,
        str: Text,
        # The words of an enumeration, as text.
        StrEnum: Enum(
            StrEnum, native_enum=False, length=20, values_callable=lambda all_: [*map(str, all_)]
        ),
    }


_Id = Annotated[str, mapped_column(String(40), primary_key=True, default=new_id)]


class Course(Base):
    __tablename__ = "course"

    id: Mapped[_Id]
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Person(Base):
    __tablename__ = "person"

    id: Mapped[_Id]
    name: Mapped[str]
    email: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Identity(Base):
    """How one way of signing in knows a person."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("provider", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = _of("person")
    provider: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(500))
    person: Mapped[Person] = relationship()


class Member(Base):
    """``number`` is the member's id in the roster: results are filed under it.

    columns holds what else the roster says: section, and ids on platforms.
    """

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        UniqueConstraint("course_id", "person_id"),
    )

    id: Mapped[_Id]
    course_id: Mapped[str] = _of("course")
    person_id: Mapped[str] = _of("person")
    number: Mapped[str] = mapped_column(String(500))
    role: Mapped[Role]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ExerciseVersion(Base):
    """What pages show of an exercise, as a worker read it from the course.

    page holds the title, the points, the functions, the statement as HTML and the starter's files.
    """

    __tablename__ = "exercise_version"
    __table_args__ = (UniqueConstraint("course_id", "exercise", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = _of("course")
    exercise: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(80))
    page: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)


class Assignment(Base):
    """An exercise that is offered, and the rules by which it is handed in: see `rules.Rules`."""

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("attempts IS NULL OR attempts > 0"),)

    id: Mapped[str] = mapped_column(String(240), primary_key=True)
    course_id: Mapped[str] = _of("course")
    exercise: Mapped[str] = mapped_column(String(200))
    version_id: Mapped[int] = mapped_column(ForeignKey("exercise_version.id"))
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    attempts: Mapped[int | None]
    attempt_back_hours: Mapped[float | None]
    late_percent_a_day: Mapped[float] = mapped_column(default=0.0)
    late_cap_percent: Mapped[float] = mapped_column(default=100.0)
    late_grace_minutes: Mapped[float] = mapped_column(default=0.0)
    late_of: Mapped[str] = mapped_column(String(20), default="attainable")
    counts: Mapped[Counts] = mapped_column(default=Counts.HIGHEST)
    shown_before_due: Mapped[Shown] = mapped_column(default=Shown.HINTS)
    shown_after_due: Mapped[Shown] = mapped_column(default=Shown.HINTS)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[ExerciseVersion] = relationship()


class Extension(Base):
    """More time, or more attempts, for one member. Set again, it is changed; the log keeps what it was.

    until is the member's own due time; None: that of everybody. extra_attempts come to those of everybody.
    """

    __tablename__ = "extension"

    assignment_id: Mapped[str] = _of("assignment", primary_key=True)
    member_id: Mapped[str] = _of("member", primary_key=True)
    until: Mapped[datetime | None]
    extra_attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str]
    set_by: Mapped[str | None] = _by()
    set_at: Mapped[datetime] = mapped_column(default=now)
    member: Mapped[Member] = relationship(foreign_keys=[member_id], lazy="joined", innerjoin=True)


class Upload(Base):
    """Files that a member has sent, to see what is recognised in them: nothing is handed in yet.

    A member has one of them for an assignment. recognition is what a worker found, None until then.
    When the member confirms, a submission is made of it, and submission_id says which.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("upload_of_member", "assignment_id", "member_id"),)

    id: Mapped[_Id]
    assignment_id: Mapped[str] = _of("assignment")
    member_id: Mapped[str] = _of("member")
    uploaded_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    recognition: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    submission_id: Mapped[str | None] = _of("submission", unique=True)
    assignment: Mapped[Assignment] = relationship()
    member: Mapped[Member] = relationship()
    files: Mapped[list[UploadedFile]] = relationship(
        viewonly=True, order_by="UploadedFile.position"
    )


class UploadedFile(Base):
    """A file of an upload, as `SubmittedFile` is one of a submission."""

    __tablename__ = "uploaded_file"

    upload_id: Mapped[str] = _of("upload", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]


class Submission(Base):
    """One attempt of a member at an assignment.

    sha256 is that of the file, or one over the names and hashes of several. receipt is the signed
    receipt as it was handed out.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("assignment_id", "member_id", "attempt"),
        UniqueConstraint("member_id", "idempotency_key"),
        Index("submission_by_state", "state"),
        Index("submission_by_end", "finished_at"),
    )

    id: Mapped[_Id]
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    attempt: Mapped[int]
    received_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.QUEUED)
    finished_at: Mapped[datetime | None]
    receipt: Mapped[str | None]
    assignment: Mapped[Assignment] = relationship()
    member: Mapped[Member] = relationship()
    files: Mapped[list[SubmittedFile]] = relationship(
        viewonly=True, order_by="SubmittedFile.position"
    )


class SubmittedFile(Base):
    """A file of a submission: its name, made harmless, and the hash under which it is stored."""

    __tablename__ = "submitted_file"

    submission_id: Mapped[str] = _of("submission", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]


class StoredFile(Base):
    """A file by the hash of its contents, where several machines share the database; see `SharedStore`.

    The contents are in data, or in an object store under the name place.
    """

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    place: Mapped[str | None] = mapped_column(String(200))
    put_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Result(Base):
    """The instructor's report of a submission, exactly as `grader grade` writes it.

    Never changed: grading a submission again adds a row with the next number. regrade_id names the
    regrade that added it.
    """

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = _of("submission")
    number: Mapped[int]
    exercise_version: Mapped[str] = mapped_column(String(80))
    score: Mapped[float | None]
    max_score: Mapped[float]
    report: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    regrade_id: Mapped[str | None] = mapped_column(String(40))


class Override(Base):
    """A score that a person set for a submission: of one function, or of all of it (``*``).

    Rows are only added. Of one submission and function the last row is in force; one without a score
    withdraws what was set before.
    """

    __tablename__ = "override"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = _of("submission", index=True)
    function: Mapped[str] = mapped_column(String(200))
    score: Mapped[float | None]
    reason: Mapped[str]
    comment: Mapped[str | None]
    set_by: Mapped[str | None] = _by()
    set_at: Mapped[datetime] = mapped_column(default=now)
    who_set: Mapped[Member | None] = relationship()


class RegradeRequest(Base):
    """A member's question about the points of a function, and the answer: one for each function.

    accepted is None until somebody has answered.
    """

    __tablename__ = "regrade_request"
    __table_args__ = (UniqueConstraint("assignment_id", "member_id", "function"),)

    id: Mapped[_Id]
    assignment_id: Mapped[str] = _of("assignment")
    member_id: Mapped[str] = _of("member")
    submission_id: Mapped[str] = _of("submission")
    function: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    accepted: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = _by()
    answered_at: Mapped[datetime | None]
    submission: Mapped[Submission] = relationship()
    who_answered: Mapped[Member | None] = relationship(foreign_keys=[answered_by])


class Credential(Base):
    """A secret that was handed out, of which only the hash is kept.

    kind is link (signs a person in, once), session (a browser that is signed in) or token (the API).
    provider is the OpenID provider by which a session was opened, as the settings name it.
    """

    __tablename__ = "credential"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[str] = _of("person")
    member_id: Mapped[str | None] = _of("member")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    provider: Mapped[str | None] = mapped_column(String(60))


class SignIn(Base):
    """A sign-in by another organisation that has begun; hash is that of the secret which the browser holds.

    answered_at says that the provider's answer has come: it counts once. subject is an account that is
    nobody's yet, while the person who is signed in is asked whether it is theirs.
    """

    __tablename__ = "sign_in"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider: Mapped[str] = mapped_column(String(60))
    back_to: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    subject: Mapped[str | None] = mapped_column(String(500))


class JobState(StrEnum):
    """How far a worker is with what an instructor asked for."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED)


class Job(Base):
    """What an instructor asked for and only a worker can do: it reads the course, or takes long.

    message is a sentence on how it ended, result what came of it.
    """

    __tablename__ = "job"

    id: Mapped[_Id]
    course_id: Mapped[str] = _of("course")
    member_id: Mapped[str | None] = _by()
    kind: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    message: Mapped[str | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class CourseExercise(Base):
    """An exercise that the course's folder holds, as a worker saw it: what can be offered."""

    __tablename__ = "course_exercise"

    course_id: Mapped[str] = _of("course", primary_key=True)
    exercise: Mapped[str] = mapped_column(String(200), primary_key=True)


class RegradeState(StrEnum):
    """Where a regrade is: students see nothing of it before it is published."""

    RUNNING = "running"
    READY = "ready"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Regrade(Base):
    """Submissions that are graded again, because the course was changed; reason is for the students.

    pushed is the key of an instructor's own results that were sent here: then no worker grades. remarks are
    what the instructor should know of them before they are published.
    """

    __tablename__ = "regrade"

    id: Mapped[_Id]
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    member_id: Mapped[str | None] = _by()
    reason: Mapped[str]
    state: Mapped[RegradeState] = mapped_column(default=RegradeState.RUNNING)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    pushed: Mapped[str | None] = mapped_column(String(64))
    remarks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    assignment: Mapped[Assignment] = relationship()


class Regraded(Base):
    """What a regrade found for one submission; it becomes a result when the regrade is published.

    old_result and old_score are of the result that it was compared with, changes the cases that differ;
    fault says why there is no report.
    """

    __tablename__ = "regraded"

    regrade_id: Mapped[str] = _of("regrade", primary_key=True)
    submission_id: Mapped[str] = _of("submission", primary_key=True)
    old_result: Mapped[int | None]
    old_score: Mapped[float | None]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    exercise_version: Mapped[str | None] = mapped_column(String(80))
    score: Mapped[float | None]
    max_score: Mapped[float | None]
    report: Mapped[str | None]
    fault: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class Platform(Base):
    """A learning platform that launches the service by LTI 1.3, as it was registered for a course.

    origins are those of pages in which the platform may show the service in a frame. matches_roster says
    that its users may be found in the roster by the platform's own id or e-mail address of them. A platform
    that was removed keeps its row: it launches nothing any more, and its users stay who they are.
    """

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[_Id]
    course_id: Mapped[str] = _of("course")
    title: Mapped[str]
    issuer: Mapped[str] = mapped_column(String(190))
    client_id: Mapped[str] = mapped_column(String(255))
    auth_url: Mapped[str]
    token_url: Mapped[str]
    token_audience: Mapped[str | None]
    jwks_url: Mapped[str]
    origins: Mapped[list[Any]] = mapped_column(default=list)
    matches_roster: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class Deployment(Base):
    """A place where a platform has installed the service; one that nobody has accepted launches nothing."""

    __tablename__ = "deployment"

    platform_id: Mapped[str] = _of("platform", primary_key=True)
    deployment: Mapped[str] = mapped_column(String(255), primary_key=True)
    accepted_at: Mapped[datetime | None]
    seen_at: Mapped[datetime] = mapped_column(default=now)


class PlatformContext(Base):
    """A course on a platform. Its people are members of course_id; None: nobody has accepted it yet.

    memberships_url is where the platform gives its roster (NRPS), if it does.
    """

    __tablename__ = "platform_context"
    __table_args__ = (UniqueConstraint("platform_id", "deployment", "context"),)

    id: Mapped[_Id]
    platform_id: Mapped[str] = _of("platform")
    deployment: Mapped[str] = mapped_column(String(255))
    context: Mapped[str] = mapped_column(String(255))
    title: Mapped[str]
    course_id: Mapped[str | None] = _of("course")
    memberships_url: Mapped[str | None]
    seen_at: Mapped[datetime] = mapped_column(default=now)
    platform: Mapped[Platform] = relationship(lazy="joined", innerjoin=True)


class ResourceLink(Base):
    """A link on a platform's page, and the assignment that it leads to; None: nobody has chosen one yet.

    lineitem_url is the column of the platform's gradebook that belongs to the link, lineitems_url where
    columns are found and made (AGS), scopes what the platform allows there.
    """

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("platform_id", "deployment", "link"),)

    id: Mapped[_Id]
    platform_id: Mapped[str] = _of("platform")
    deployment: Mapped[str] = mapped_column(String(255))
    link: Mapped[str] = mapped_column(String(255))
    context_id: Mapped[str] = _of("platform_context")
    assignment_id: Mapped[str | None] = mapped_column(
        ForeignKey("assignment.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str | None]
    lineitem_url: Mapped[str | None]
    lineitems_url: Mapped[str | None]
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    assignment: Mapped[Assignment | None] = relationship()
    context: Mapped[PlatformContext] = relationship(lazy="joined", innerjoin=True)
    platform: Mapped[Platform] = relationship(lazy="joined", innerjoin=True)


class Login(Base):
    """A launch that has begun: the service has sent a browser to a platform, which sends it back once.

    state, nonce and browser are hashes: of what comes back in the form, of what the platform has signed,
    and of the cookie of the browser that the launch began in. target is where the platform wants to lead.
    """

    __tablename__ = "login"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    platform_id: Mapped[str] = _of("platform")
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(64))
    target: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class DeepLink(Base):
    """A platform has asked a member which assignment a new link leads to; it is answered once.

    data goes back to the platform as it came.
    """

    __tablename__ = "deep_link"

    id: Mapped[_Id]
    context_id: Mapped[str] = _of("platform_context")
    member_id: Mapped[str] = _of("member")
    return_url: Mapped[str]
    data: Mapped[str | None]
    takes_line_item: Mapped[bool] = mapped_column(default=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    context: Mapped[PlatformContext] = relationship(lazy="joined", innerjoin=True)


class ToolKey(Base):
    """A key with which the service signs what it sends to platforms; they all are in its key set.

    It signs from signs_from on until the next one does; published_until is when it leaves the set.
    """

    __tablename__ = "tool_key"

    id: Mapped[_Id]
    private_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    signs_from: Mapped[datetime]
    published_until: Mapped[datetime | None]


class ContextMember(Base):
    """A member as a person of a course on a platform, as the platform's roster or a launch said last.

    is_active is False for whom the platform has made inactive, or names no more; nobody vanishes here.
    """

    __tablename__ = "context_member"

    context_id: Mapped[str] = _of("platform_context", primary_key=True)
    member_id: Mapped[str] = _of("member", primary_key=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class PlatformGrade(Base):
    """What a column of a platform's gradebook has of a member, and what was sent and not acknowledged yet.

    sent_* is what the platform has acknowledged last, tried_* what may have arrived: it is sent again with
    the same time until that is known. No points: the work is there, and no score yet. fault says why the
    platform does not take it; after next_at it is tried again.
    """

    __tablename__ = "platform_grade"

    link_id: Mapped[str] = _of("resource_link", primary_key=True)
    member_id: Mapped[str] = _of("member", primary_key=True)
    sent_progress: Mapped[str | None] = mapped_column(String(20))
    sent_points: Mapped[float | None]
    sent_most: Mapped[float | None]
    sent_at: Mapped[datetime | None]
    tried_progress: Mapped[str | None] = mapped_column(String(20))
    tried_points: Mapped[float | None]
    tried_most: Mapped[float | None]
    tried_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    next_at: Mapped[datetime | None]
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class PlatformTask(Base):
    """What workers do at a platform again and again: send the grades of a link, read the roster of a context.

    round counts how often it was queued; queued_at is None while it is not. seen is what the service looked
    like when it was begun last, failures how often the platform has not answered since it last did.
    waiting and refused count grades.
    """

    __tablename__ = "platform_task"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    link_id: Mapped[str | None] = _of("resource_link")
    context_id: Mapped[str | None] = mapped_column(
        ForeignKey("platform_context.id", ondelete="CASCADE")
    )
    round: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime | None]
    next_at: Mapped[datetime] = mapped_column(default=now)
    seen: Mapped[str | None] = mapped_column(String(80))
    failures: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]
    done_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)


class Heartbeat(Base):
    """When a worker was last known to live. waits says why it takes no work; None: it does."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(300), primary_key=True)
    seen_at: Mapped[datetime]
    waits: Mapped[str | None]


class ServiceValue(Base):
    """What all machines of a service must know alike: see `grader.service.shared_values`."""

    __tablename__ = "service_value"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(default=now)


class Permits(Base):
    """How many permits somebody has left, where several processes answer: see `grader.service.web.rates`.

    at is a time in seconds, by the database's clock. key is a hash.
    """

    __tablename__ = "permits"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    left: Mapped[float] = mapped_column("permits_left")
    at: Mapped[float] = mapped_column("counted_at", index=True)


class AuditEvent(Base):
    """Who did what and when. Rows are only added: triggers refuse a change and a deletion."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    course_id: Mapped[str | None] = mapped_column(String(40))
    actor: Mapped[str | None] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(240))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


# The database itself refuses to change or delete a line.
for _dialect, _statement in (
    (
        "sqlite",
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION audit_event_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_event only grows'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER audit_event_only_grows BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_only_grows()",
    ),
):
    _trigger = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
    event.listen(AuditEvent.__table__, "after_create", _trigger)
