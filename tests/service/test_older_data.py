"""A folder of an older version opens in this one; that of a newer version is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from grader.cli.main import main
from grader.service.database_tables import Base, Member, Submission, SubmissionState
from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.service.house import CHECKOUT, House
from tests.service.test_backup import waiting

FIRST = CHECKOUT / "tests" / "service" / "first_data.sql"
"""The database of a service of the first version: one submission is graded, another waits."""
Capture = pytest.CaptureFixture[str]


def first_data(folder: Path) -> Path:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "service.sqlite")) as database:
        database.executescript(FIRST.read_text("utf-8"))
    return folder


def test_the_first_versions_data(tmp_path: Path) -> None:
    """Results are read, what waited waits, and everybody can hand in again."""
    house = House(first_data(tmp_path / "data"))
    assert len(waiting(house)) == 2
    with house.database.reading() as session:
        ann = session.scalars(select(Member).where(Member.number == "ann")).one()
        states = {row.attempt: (row.id, row.state) for row in session.scalars(select(Submission))}
    assert [states[n][1] for n in (1, 2)] == [SubmissionState.GRADED, SubmissionState.QUEUED]
    token = {"authorization": f"Bearer {house.token(ann.id)}"}
    app = application(Service(house.database, house.desk))
    with TestClient(app) as web:
        shown = web.get(f"/api/v1/submissions/{states[1][0]}", headers=token).json()
        assert shown["report"]["score"] == 5
        again = web.post(
            "/api/v1/assignments/scaling-c1/submissions",
            headers=token,
            files={"file": ("work.py", b"x = 1")},
        )
        assert (again.status_code, again.json()["attempt"]) == (201, 3)


def test_migrated_tables_are_the_declared_ones(tmp_path: Path) -> None:
    """Columns of the first version's tables, brought up to date, and of new ones."""
    house = House(first_data(tmp_path / "data"))
    with closing(sqlite3.connect(house.data / "service.sqlite")) as database:
        for table in Base.metadata.sorted_tables:
            rows = database.execute(f'PRAGMA table_info("{table.name}")')
            assert {row[1] for row in rows} == {column.name for column in table.columns}, table.name


def test_a_newer_versions_data_is_refused(tmp_path: Path, capsys: Capture) -> None:
    """It is left as it is; so is a backup of it."""
    house = House(tmp_path / "data")
    house.add_course()
    house.desk.queue.close()
    house.database.close()
    with closing(sqlite3.connect(house.data / "service.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert main(["service", "token", str(house.data), "ann"]) == 2
    assert "newer version" in capsys.readouterr().err
    backup = tmp_path / "backup.tar"
    assert main(["service", "backup", str(house.data), str(backup)]) == 0
    assert main(["service", "restore", str(backup), str(tmp_path / "again")]) == 2
    assert "newer version" in capsys.readouterr().err
    assert not (tmp_path / "again").exists()


def test_versions_are_one_line() -> None:
    """Two colleagues' changes of the tables come one after the other."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    folder = CHECKOUT / "grader" / "service" / "migrations"
    config.set_main_option("script_location", str(folder))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
