"""The roster of a course on a platform: who is new, who has left, and that nobody vanishes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from grader.service.database_tables import (
    AuditEvent,
    ContextMember,
    Identity,
    Member,
    Person,
    PlatformContext,
    PlatformTask,
    Role,
    now,
)
from grader.service.lti.platform_tasks import read_again
from grader.service.platform_users import provider_of
from tests.service.test_grades_back import Class, Trouble, place

__all__ = ["place"]


@pytest.fixture
def course(place: Class) -> Class:
    """A class whose platform has a roster, two people on a page."""
    for name in ("ann", "ben", "cleo"):
        place.platform.add(f"user-{name}", "student", name.title())
    with place.house.database.writing() as session:
        context = session.scalars(select(PlatformContext)).one()
        context.memberships_url = f"{place.platform.address}/memberships?limit=2"
        context.seen_at = now()
    return place


def read(course: Class) -> PlatformTask:
    with course.house.database.writing() as session:
        for row in session.scalars(select(PlatformContext)):
            read_again(session, row.id)
    course.go()
    with course.house.database.reading() as session:
        return session.scalars(
            select(PlatformTask).where(PlatformTask.context_id.is_not(None))
        ).one()


def members(course: Class) -> dict[str, tuple[Role, bool | None]]:
    """What the platform calls a member -> role, and whether the roster has the member as active."""
    with course.house.database.reading() as session:
        rows = session.execute(
            select(Identity.subject, Member.role, ContextMember.is_active)
            .join(Member, Member.person_id == Identity.person_id)
            .outerjoin(ContextMember, ContextMember.member_id == Member.id)
            .where(Identity.provider == provider_of(course.platform.address))
        )
        return {row[0]: (row[1], row[2]) for row in rows}


def test_new_people_and_their_roles(course: Class) -> None:
    """From all pages; who has no role in the course is nobody, and who left before is not added."""
    course.platform.add("user-dan", "student", "Dan", "dan@example.org")
    course.platform.add("user-eve", "assistant", "Eve")
    course.platform.add("user-fay", "instructor", "Fay")
    course.platform.add("user-guest", "guest", "Guest")
    course.platform.add("user-gone", "student", "Gone").status = "Deleted"
    assert read(course).fault is None
    found = members(course)
    assert found == {
        "user-ann": (Role.STUDENT, True), "user-ben": (Role.STUDENT, True),
        "user-cleo": (Role.STUDENT, True), "user-dan": (Role.STUDENT, True),
        "user-eve": (Role.ASSISTANT, True), "user-fay": (Role.INSTRUCTOR, True),
    }  # fmt: skip
    with course.house.database.reading() as session:
        dan = session.scalars(select(Person).where(Person.email == "dan@example.org")).one()
        assert dan.name == "Dan"
        line = session.scalars(select(AuditEvent).where(AuditEvent.action == "roster.read")).one()
    assert line.detail == {"platform": "School", "active": 6, "new": 3, "left": 0}
    read(course)
    assert members(course) == found


def test_who_has_left(course: Class) -> None:
    """They stay, with their work, and can hand in; their grades wait until they are back."""
    course.hand_in("ann", 5)
    read(course)
    assert course.platform.points("user-ann") == 5
    del course.platform.users["user-ann"]
    course.platform.users["user-ben"].status = "Inactive"
    read(course)
    assert [members(course)[f"user-{name}"][1] for name in ("ann", "ben", "cleo")] == [
        False, False, True,
    ]  # fmt: skip
    course.hand_in("ann", 9)
    course.go()
    assert course.platform.points("user-ann") == 5
    course.platform.add("user-ann", "student", "Ann")
    read(course)
    course.go()
    assert course.platform.points("user-ann") == 9


@pytest.mark.parametrize("wrong", ["nobody", "down", "no roster", "other host", "broken page"])
def test_a_roster_that_cannot_be_read_changes_nothing(
    wrong: str, course: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(course)
    before = members(course)
    course.platform.add("user-new", "student", "New")
    pages: dict[str, Any] = {
        "no roster": {"people": []},
        "broken page": ["members"],
    }
    if wrong == "nobody":
        course.platform.users.clear()
    elif wrong == "down":
        course.platform.is_down = True
    elif wrong == "other host":
        with course.house.database.writing() as session:
            context = session.scalars(select(PlatformContext)).one()
            context.memberships_url = "http://127.0.0.2:9/memberships"
    else:
        monkeypatch.setattr(
            "grader.service.lti.service_calls.ServiceCalls.pages",
            lambda *arguments, **more: iter([pages[wrong]]),
        )
    task = read(course)
    assert task.fault is not None
    assert members(course) == before


def test_a_page_in_the_middle_that_fails(course: Class) -> None:
    """The whole roster is read again later; until then nobody has left."""
    read(course)
    course.platform.pages = [None, Trouble(500)]
    task = read(course)
    assert task.failures == 1 and task.fault == "it answers 500"
    assert all(active for _, active in members(course).values())
    assert read(course).failures == 0
