"""A service on several machines: PostgreSQL between them, and workers beside those of the first."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from dbos import DBOSClient
from sqlalchemy import select

from grader.cli.main import main
from grader.service.database import Database
from grader.service.schema import Heartbeat, Result
from grader.service.settings import Settings
from grader.service.storage import DatabaseStore
from tests.service.running import RIGHT, Running, Student, until

Capture = pytest.CaptureFixture[str]
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = shutil.which("initdb") or (str(_PROGRAMS[-1]) if _PROGRAMS else None)
SLOW = RIGHT.replace("    return x + x", "    for _ in range(3_000_000): pass\n    return x + x")
needs_postgresql = pytest.mark.skipif(
    INITDB is None, reason="there is no PostgreSQL: apt-get install postgresql"
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of a PostgreSQL that these tests have started; it refuses root."""
    assert INITDB is not None
    folder = tmp_path_factory.mktemp("postgresql")
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    for parent in (folder, *folder.parents):
        if user and parent.stat().st_mode & 0o005 == 0:
            parent.chmod(parent.stat().st_mode | 0o005)
    place = folder / "data"
    place.mkdir(mode=0o700)
    if user:
        shutil.chown(place, **user)
    make = [INITDB, "-D", place, "-U", "grader", "-A", "trust", "--no-sync", "-E", "UTF8"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [Path(INITDB).with_name("postgres"), "-D", place, "-p", str(port), "-h", "127.0.0.1", "-k", ""],
        cwd="/", stderr=subprocess.DEVNULL, **user,
    )  # fmt: skip
    address = f"postgresql://grader@127.0.0.1:{port}/postgres"

    def answers() -> bool:
        try:
            database = Database(address)
            with database.reading() as session:
                session.execute(select(1))
            database.close()
        except Exception:
            return False
        return True

    until(answers, "PostgreSQL does not answer")
    yield address
    server.terminate()
    server.wait()


@needs_postgresql
def test_machines_share_the_work(url: str, tmp_path: Path) -> None:
    """A machine that only grades dies amid its work; the others do what it had begun."""
    first = Running(tmp_path / "first", options=("--database", url))
    second = Running(
        tmp_path / "second", options=("--database", url, "--workers-only"), has_folder=False
    )
    settings = Settings(tmp_path / "first", database_url=url)
    try:
        first.start()
        first.ready()
        second.start()
        database = settings.database()
        until(lambda: len(workers(database)) == 2, second.log)
        (tmp_path / "roster.csv").write_text("id,name\nann,Ann\n")
        first.run("service", "members", first.data, tmp_path / "roster.csv")
        assignment = first.run("service", "offer", first.data, "scaling")
        ann = Student(first, first.run("service", "token", first.data, "ann"))
        accepted = [ann.hand_in(assignment, f"{SLOW}# {n}\n").json() for n in range(4)]
        assert [each["attempt"] for each in accepted] == [1, 2, 3, 4]
        (other,) = [name for name in workers(database) if not name.startswith(settings.machine)]
        until(lambda: other in busy(url), "the second machine grades nothing")
        second.kill_all()
        with database.writing() as session:  # a minute later
            session.get_one(Heartbeat, other).seen_at -= timedelta(minutes=2)
        for each in accepted:
            assert ann.result(each["id"])["report"]["score"] == 10
        with database.reading() as session:
            results = Counter(session.scalars(select(Result.submission_id)))
        assert results == {each["id"]: 1 for each in accepted}
        numbers = first.client.get(f"{first.address}/metrics").text
        assert "grader_result_seconds_count 4" in numbers and "grader_queue_length 0" in numbers
        database.close()
        assert not (first.data / "files").exists() and not (first.data / "service.sqlite").exists()
        assert first.stop() == 0
    finally:
        for each in (first, second):
            if each.process is not None and each.process.poll() is None:
                each.kill_all()


def workers(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Heartbeat.worker)))


def busy(url: str) -> set[str | None]:
    """The workers that have begun something, as the engine knows them."""
    client = DBOSClient(system_database_url=url)
    tasks = client.list_workflows(status="PENDING", load_input=False, load_output=False)
    client.destroy()
    return {task.executor_id for task in tasks}


@needs_postgresql
def test_files_in_the_database(url: str) -> None:
    """The same as in a folder: by their hash, once, until they are removed."""
    database = Database(url)
    database.migrate()
    store = DatabaseStore(database)
    first, again = store.put([b"on", b"e"]), store.put([b"one"])
    assert first == again and first.size == 3
    assert store.get(first.sha256) == b"one" and store.has(first.sha256)
    store.remove(first.sha256)
    assert not store.has(first.sha256)
    with pytest.raises(FileNotFoundError):
        store.get(first.sha256)
    database.close()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ([], "name the service's folder"),
        (["DATA", "--database", "mysql://x/y"], "takes the address of a PostgreSQL database"),
        (["--workers-only"], "need the --database of their service"),
    ],
)
def test_wrong_use(options: list[str], error: str, tmp_path: Path, capsys: Capture) -> None:
    words = [str(tmp_path / "data") if word == "DATA" else word for word in options]
    assert main(["serve", *words]) == 2
    assert error in capsys.readouterr().err
