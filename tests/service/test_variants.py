"""An exercise with variants: each member gets, and is graded on, their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.classroom.variant_choice import Allotment, chosen
from grader.course.catalog import Course
from grader.report.report_file import parse_report
from grader.sandbox import open_sandbox
from grader.service import access
from grader.service.database_tables import Member, Person, Result, now
from grader.service.exercise_page import ExercisePage, read_page
from grader.service.judging import HandedIn, Judging
from grader.service.offering import add_assignment
from grader.service.publishing import publish
from grader.service.rules import Rules
from grader.service.worker import Worker
from grader.util.errors import UsageError
from tests.service.house import House
from tests.variants.conftest import SALT, solved, write_course

NUMBERS = ("ann", "bob", "cid", "dan")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_course(tmp_path_factory.mktemp("variants") / "course")


@pytest.fixture(scope="module")
def shown(course: Path) -> Iterator[ExercisePage]:
    with open_sandbox() as sandbox:
        yield read_page(Course(course), "centring", sandbox)


@pytest.fixture(scope="module")
def assignment(house: House, shown: ExercisePage) -> str:
    for number in NUMBERS:
        house.add_member(number)
    with house.database.writing() as session:
        version = publish(session, "c1", shown)
        return add_assignment(session, version, Rules(opens_at=now())).id


def expected(course: Path, number: str) -> str:
    """The variant that `grader variant` says."""
    allotment = Allotment.of(Course(course))
    assert allotment is not None
    variants = Course(course).definition("centring").variants
    return chosen(allotment.lot([number], [number]), "centring", variants)


def test_each_member_sees_their_own_variant(
    house: House, course: Path, shown: ExercisePage, assignment: str
) -> None:
    seen = {}
    with house.database.reading() as session:
        for number in NUMBERS:
            member = session.query(Member).filter_by(number=number).one()
            page = access.offer(session, member, assignment).page
            own = shown.variants[expected(course, number)]
            assert (page["files"], page["statement"]) == (own["files"], own["statement"])
            assert not page["choice"] and not page["variants"]
            seen[number] = page["public_version"]
    assert len(set(seen.values())) > 1


def test_pages_hold_no_salt(house: House, web: TestClient, assignment: str) -> None:
    with house.database.reading() as session:
        member = session.query(Member).filter_by(number="ann").one()
        assert session.get_one(Person, member.person_id)
    web.cookies.set("session", house.session(member.id))
    for path in (f"/assignments/{assignment}", f"/api/v1/assignments/{assignment}"):
        got = web.get(path, headers={"authorization": f"Bearer {house.token(member.id)}"})
        assert SALT.encode().hex() not in got.text and SALT not in got.text


def test_each_is_graded_on_their_own(tmp_path: Path, course: Path, shown: ExercisePage) -> None:
    with Judging(course, None, tmp_path / "scratch") as judging:
        for number in NUMBERS[:2]:
            variant = expected(course, number)
            starter = shown.variants[variant]["files"]["centring.py"]
            text = solved(starter, 0 if variant.startswith("columns") else 1)
            work = HandedIn(number, "centring", ((f"{number}.py", text.encode()),))
            report = judging.grade(work).report
            assert report.exercise.variant == variant
            assert report.score == report.max_score
            assert report.exercise.version == shown.variants[variant]["version"]


def test_a_course_without_a_salt_offers_no_variants(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    (root / "grader.toml").unlink()
    with open_sandbox() as sandbox, pytest.raises(UsageError, match="no salt"):
        read_page(Course(root), "centring", sandbox)


def test_another_variant_is_shown_and_graded(tmp_path: Path) -> None:
    """An instructor says who gets which variant while the service runs: pages and grading agree on it."""
    course, house = write_course(tmp_path / "course"), House(tmp_path / "data")
    house.add_course()
    member = house.add_member("ann")
    with Judging(course, None, tmp_path / "scratch") as judging:
        with house.database.writing() as session:
            version = publish(session, "c1", judging.page("centring"))
            assignment = add_assignment(session, version, Rules(opens_at=now())).id
        worker = Worker(house.database, house.files, judging)
        before, variants = expected(course, "ann"), Course(course).definition("centring").variants
        other = next(name for name in variants if name != before)
        work = tmp_path / "centring.py"
        work.write_text("x = 1")
        worker.grade(house.hand_in(member, assignment, [work]).id, 1)
        (course / "assigned.csv").write_text(f"student,exercise,variant\nann,centring,{other}\n")
        with (course / "grader.toml").open("a") as settings:
            settings.write('assigned = "assigned.csv"\n')
        worker.grade(house.hand_in(member, assignment, [work]).id, 1)
    with house.database.reading() as session:
        texts = session.scalars(select(Result.report).order_by(Result.id))
        first, second = map(parse_report, texts)
        shown = access.offer(session, session.get_one(Member, member), assignment).page
    assert (first.exercise.variant, second.exercise.variant) == (before, other)
    assert shown["version"] == second.exercise.version
