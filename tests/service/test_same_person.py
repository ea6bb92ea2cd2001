"""A roster whose column `lti` is read after people have launched: nobody is two persons."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.service.credentials import form_token
from grader.service.database_tables import (
    AuditEvent,
    Course,
    Member,
    Person,
    Platform,
    Role,
    Submission,
)
from grader.service.lti import arrival, platforms
from grader.service.lti.claims import PlatformUser
from grader.service.lti.platforms import Registration
from tests.service.house import House

ADDRESS = "https://platform.example.org"


@pytest.fixture(scope="module")
def assignments(house: House) -> list[str]:
    with house.database.writing() as session:
        said = Registration(
            ADDRESS, "client", *[f"{ADDRESS}/{n}" for n in ("auth", "token", "jwks")]
        )
        platforms.add(session, session.get_one(Course, "c1"), said)
    house.add_member("boss", Role.INSTRUCTOR)
    return [house.offer("scaling"), house.offer("centring")]


def launch(house: House, user: str, name: str) -> str:
    """As a launch does; returns the member's id."""
    with house.database.writing() as session:
        platform = session.scalars(select(Platform)).one()
        return arrival.member_of(session, platform, "c1", PlatformUser(user, Role.STUDENT, name)).id


def hand_in(house: House, member: str, assignment: str, tmp_path: Path) -> str:
    file = tmp_path / "work.py"
    file.write_text(f"# {member}\n")
    return house.hand_in(member, assignment, [file]).id


def read_roster(house: House, web: TestClient, text: str) -> str:
    """As an instructor does on the page of the members; returns the page that answers."""
    with house.database.reading() as session:
        boss = session.scalars(select(Member.id).where(Member.number == "boss")).one()
    secret = house.session(boss)
    answer = web.post(
        "/courses/c1/members",
        data={"form_token": form_token(secret)},
        files={"roster": ("roster.csv", text.encode("cp1251"))},
        headers={"cookie": f"grader_session={secret}"},
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def members(house: House, name: str) -> list[tuple[str, str]]:
    """Number and id of every member of this name."""
    with house.database.reading() as session:
        rows = session.execute(
            select(Member.number, Member.id)
            .join(Person, Person.id == Member.person_id)
            .where(Person.name == name)
        )
        return [(number, id_) for number, id_ in rows]


def owner(house: House, submission: str) -> str:
    with house.database.reading() as session:
        return session.get_one(Submission, submission).member_id


def test_who_launched_first_is_whom_the_roster_names(
    house: House, web: TestClient, assignments: list[str], tmp_path: Path
) -> None:
    """The work stays, the id becomes the roster's, and the page says so, and how it read the names."""
    ada = launch(house, "u-ada", "Ada")
    work = hand_in(house, ada, assignments[0], tmp_path)
    answer = read_roster(house, web, "id,name,lti\nada,Ада,u-ada\n")
    assert "lti-u-ada, who launched from the platform, is now ada" in answer
    assert "roster.csv is not in UTF-8, and was read as cp1251" in answer
    assert members(house, "Ада") == [("ada", ada)] and owner(house, work) == ada
    assert launch(house, "u-ada", "Ada") == ada
    assert "who launched" not in read_roster(house, web, "id,name,lti\nada,Ада,u-ada\n")


def test_two_members_become_one(
    house: House, web: TestClient, assignments: list[str], tmp_path: Path
) -> None:
    """A roster without the column, a launch, then the column: the work of both is one member's."""
    read_roster(house, web, "id,name\nben,Ben\n")
    [(_, ben)] = members(house, "Ben")
    launched = launch(house, "u-ben", "Ben of the platform")
    works = [
        hand_in(house, ben, assignments[0], tmp_path),
        hand_in(house, launched, assignments[1], tmp_path),
    ]
    answer = read_roster(house, web, "id,name,lti\nben,Ben,u-ben\n")
    assert "lti-u-ben, who launched from the platform, is now ben" in answer
    assert (members(house, "Ben"), members(house, "Ben of the platform")) == ([("ben", ben)], [])
    assert [owner(house, work) for work in works] == [ben, ben]
    assert launch(house, "u-ben", "Ben") == ben
    with house.database.reading() as session:
        logged = session.scalars(select(AuditEvent).where(AuditEvent.action == "member.joined"))
        assert [each.detail["was"] for each in logged if each.subject == ben] == ["lti-u-ben"]


def test_two_who_have_both_handed_in_stay_two(
    house: House, web: TestClient, assignments: list[str], tmp_path: Path
) -> None:
    """Which attempt is the first one, nobody can say: the page says why, and both keep their work."""
    read_roster(house, web, "id,name\ncy,Cy\n")
    [(_, cy)] = members(house, "Cy")
    launched = launch(house, "u-cy", "Cy of the platform")
    works = [hand_in(house, each, assignments[0], tmp_path) for each in (cy, launched)]
    answer = read_roster(house, web, "id,name,lti\ncy,Cy,u-cy\ndee,Dee,u-ada\n")
    assert (
        "cy and lti-u-cy, who launched from the platform, stay two members: "
        "both have handed in to one assignment" in answer
    )
    assert "dee: the platform&#39;s user u-ada is ada of the roster already" in answer
    assert [owner(house, work) for work in works] == [cy, launched]
