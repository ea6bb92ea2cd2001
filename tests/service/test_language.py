"""The service speaks the language of its course, and no request that of another service."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.service.database import Database, file_url
from grader.service.database_tables import ExerciseVersion, Role
from grader.service.web.app import application
from grader.service.web.page_language import Language
from grader.service.web.request_context import Service
from tests.service.house import House


def place(folder: Path, language: str) -> tuple[House, TestClient, str]:
    """A service of its own, whose course is in this language; a student's browser; an assignment."""
    house = House(folder / "data")
    house.add_course()
    assignment = house.offer("regularization", attempts=3)
    with house.database.writing() as session:
        for row in session.scalars(select(ExerciseVersion)):
            row.page = {**row.page, "language": language}
    app = application(Service(house.database, house.desk))
    app.add_api_route("/faulty", lambda: 1 // 0)
    browser = TestClient(app, raise_server_exceptions=False)
    browser.cookies.set("grader_session", house.session(house.add_member("ann")))
    return house, browser, assignment


def test_pages_for_instructors_are_in_english(tmp_path: Path) -> None:
    """All of each, dates included; but what a student sees is shown as the student sees it."""
    house, browser, assignment = place(tmp_path, "de")
    ann = house.add_member("bea")
    work = house.desk.accept(ann, assignment, [house.put("a.py", b"1")], None).id
    browser.cookies.set("grader_session", house.session(house.add_member("kim", Role.INSTRUCTOR)))
    here = f"/assignments/{assignment}/class"
    for path in (
        "/courses/c1",
        "/courses/c1/log",
        here,
        f"{here}/{ann}",
        f"/submissions/{work}/full",
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert '<html lang="en">' in page.text and "Abmelden" not in page.text
    assert '<html lang="de">' in browser.get(f"{here}/{ann}/seen").text
    assert '<html lang="de">' in browser.get(f"/submissions/{work}").text


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    """The page says so, in the language of before."""
    database = Database(file_url(tmp_path / "not here" / "service.sqlite"))
    language = Language(database)
    assert language.catalogue().language == "en" and not language.is_known


def test_pages_are_in_the_courses_language(tmp_path: Path) -> None:
    """Page, refusal and sign-in; two services in one process do not meet."""
    _, german, assignment = place(tmp_path / "german", "de")
    _, english, other = place(tmp_path / "english", "en")
    for _ in range(2):  # in turn
        page = german.get(f"/assignments/{assignment}").text
        assert '<html lang="de">' in page
        assert "Noch 3 von 3 Versuchen." in page and "Hochladen</button>" in page
        assert "3 of 3 attempts left." in english.get(f"/assignments/{other}").text
    assert "Hier ist nichts für dich." in german.get("/assignments/none").text
    assert "Dieser Link funktioniert nicht." in german.get("/sign-in/x").text
    assert "There is nothing here for you." in english.get("/assignments/none").text
    assert "Der Dienst hat einen Fehler." in german.get("/faulty").text
    assert "The service has a fault." in english.get("/faulty").text
