"""A service on several machines: PostgreSQL between them, web processes and workers on each."""

from __future__ import annotations

import shutil
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import pytest
from dbos import DBOSClient
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from grader.cli.main import main
from grader.course.catalog import find_course
from grader.service import administration, work_queue
from grader.service.credentials import form_token, issue_token, open_session
from grader.service.database import Database
from grader.service.database_tables import (
    AuditEvent,
    Base,
    Heartbeat,
    Member,
    Result,
    StoredFile,
    now,
)
from grader.service.liveness import SILENT_SECONDS, Liveness
from grader.service.object_store import StoreUnavailable
from grader.service.rules import Rules
from grader.service.service_settings import Settings
from grader.service.storage import SharedStore
from grader.service.supervisor import prepare
from grader.service.web.app import application
from grader.service.web.rates import SharedRates
from grader.service.web.request_context import opened
from tests.docs.not_run import check_unrun
from tests.service.house import CHECKOUT, House
from tests.service.postgresql import HOW_TO_GET, INITDB, PostgreSQL
from tests.service.running import COURSE, RIGHT, Running, Student, until

Capture = pytest.CaptureFixture[str]
SLOW = "import time\n\n\n" + RIGHT.replace("return x + x", "time.sleep(0.3)\n    return x + x")
"""It waits, and needs no processor for that."""
needs_postgresql = pytest.mark.skipif(INITDB is None, reason=HOW_TO_GET)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """Not in pytest's own folder, which another run makes unreadable for the server's user."""
    with tempfile.TemporaryDirectory(prefix="grader-postgresql-") as folder:
        server = PostgreSQL(Path(folder), free_port())
        server.create()
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def database(server: PostgreSQL) -> Iterator[Database]:
    """Tables without a service."""
    database = Database(server.new_database("tables"))
    database.migrate()
    yield database
    database.close()


@needs_postgresql
def test_machines_share_the_work(server: PostgreSQL, tmp_path: Path) -> None:
    """Two machines with a web process and a worker each, without a common disk.

    The database crashes amid the work, a machine dies amid the work: each submission has one result. A
    machine with another version of the course waits, until that is set to be the version of all.
    """
    url = server.new_database("service")
    shutil.copytree(COURSE, tmp_path / "course")
    machines = [
        Running(tmp_path / name, options=("--database", url), course=course)
        for name, course in (("first", COURSE), ("second", tmp_path / "course"))
    ]
    first, second = machines
    settings = Settings(first.data, database_url=url)
    try:
        first.start()
        first.ready()
        second.start()
        database = settings.database()
        until(lambda: len(workers(database)) == 2, second.log)
        (tmp_path / "roster.csv").write_text("id,name\nann,Ann\n")
        administration.members(settings, tmp_path / "roster.csv")
        rules = Rules(opens_at=now())
        assignment = administration.offer(settings, find_course(COURSE), "scaling", rules)
        token = administration.token(settings, "ann")
        ann, elsewhere = Student(first, token), Student(second, token)
        second.ready()
        accepted = [
            student.hand_in(assignment, f"{SLOW}# {n}\n").json()
            for n, student in enumerate((ann, elsewhere, ann, elsewhere))
        ]
        assert [each["attempt"] for each in accepted] == [1, 2, 3, 4]
        assert len({each["receipt"]["key"] for each in accepted}) == 1

        until(lambda: busy(database), "nothing is graded")
        server.stop(signal.SIGQUIT)
        assert ann.hand_in(assignment, RIGHT).status_code == 503
        server.start()
        (other,) = [name for name in workers(database) if not name.startswith(settings.machine)]
        accepted += [ann.hand_in(assignment, f"{SLOW}# more {n}\n").json() for n in range(6)]
        until(lambda: other in busy(database), "the second machine grades nothing")
        second.kill_all()

        for each in accepted[:4]:
            assert ann.result(each["id"])["report"]["score"] == 10
        (tmp_path / "course" / "exercises" / "scaling" / "note.txt").write_text("changed")
        second.start()
        until(lambda: waits(database), "the second machine does not wait")
        second.ready()  # the first one's worker grades
        for each in accepted:
            assert elsewhere.result(each["id"])["report"]["score"] == 10
        # A result that was kept just before its worker was killed is work of a dead one for a while.
        until(
            lambda: all(name.startswith(settings.machine) for name in busy(database)),
            "the dead worker's",
        )
        with database.reading() as session:
            results = Counter(session.scalars(select(Result.submission_id)))
        assert results == {each["id"]: 1 for each in accepted}
        numbers = second.client.get(f"{second.address}/metrics").text
        assert "grader_result_seconds_count 10" in numbers and "grader_queue_length 0" in numbers
        administration.set_course(replace(settings, data=second.data), find_course(second.course))
        until(lambda: [name for name, _ in waits(database) if name.startswith(settings.machine)],
              "the first machine does not wait")  # fmt: skip
        for machine in machines:
            assert not (machine.data / "signing.key").exists()
            assert not (machine.data / "files").exists()
            assert machine.stop() == 0
        database.close()
    finally:
        for each in machines:
            if each.process is not None and each.process.poll() is None:
                each.kill_all()


def workers(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Heartbeat.worker)))


def waits(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(
            select(Heartbeat.worker, Heartbeat.waits).where(Heartbeat.waits.is_not(None))
        )
        return [(worker, why) for worker, why in rows]


def busy(database: Database) -> set[str | None]:
    """The workers that have begun something, as the engine's table says."""
    with database.reading() as session:
        query = text("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
        return set(session.scalars(query))


@needs_postgresql
def test_who_is_dead(database: Database) -> None:
    """Who was silent for half a minute of looking; an outage of the database makes nobody dead."""
    moment = 0.0
    liveness = Liveness(lambda: moment)

    def beat(*names: str) -> None:
        with database.writing() as session:
            for name in names:
                session.merge(Heartbeat(worker=name, seen_at=now()))

    beat("silent", "alive")
    liveness.look(database)
    assert not liveness.is_sure
    moment = SILENT_SECONDS + 1
    beat("alive")
    liveness.look(database)
    assert liveness.is_sure and liveness.alive == {"alive"}
    liveness.forget()
    liveness.look(database)
    assert not liveness.is_sure and liveness.alive == {"alive", "silent"}


@needs_postgresql
def test_processes_count_permits_together(database: Database) -> None:
    one, other = (SharedRates(database, "hand-in", 2, 1.0) for _ in range(2))
    assert [one.wait("ann"), other.wait("ann")] == [0, 0]
    assert 55 <= one.wait("ann") <= 60 and 55 <= other.wait("ann") <= 60
    assert one.wait("ben") == 0


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket of a server that speaks the protocol of S3."""
    moto = pytest.importorskip("moto.server", reason="needs moto[s3], which CI installs")
    server = moto.ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        assert httpx.put(f"{endpoint}/grader-files").status_code == 200
        yield f"s3://grader-files/service?endpoint={endpoint}"
    server.stop()


@needs_postgresql
@pytest.mark.parametrize("where", ["database", "bucket"])
def test_files_of_all_machines(
    where: str, database: Database, request: pytest.FixtureRequest
) -> None:
    """The same as in a folder: by their hash, once, until they are removed."""
    from grader.service.object_store import ObjectStore

    objects = ObjectStore(request.getfixturevalue("bucket")) if where == "bucket" else None
    store = SharedStore(database, objects)
    first, again = store.put([where.encode(), b"e"]), store.put([f"{where}e".encode()])
    assert first == again and first.size == len(where) + 1
    assert store.get(first.sha256) == f"{where}e".encode() and store.has(first.sha256)
    later = datetime.now(UTC).replace(year=2100)
    assert first.sha256 in store.older_than(later)
    if objects is not None:
        with database.reading() as session:
            assert session.get_one(StoredFile, first.sha256).data is None
        objects.put("aa/left", b"of an upload that was killed")
        assert store.tidy(later) == 1 and store.tidy(later) == 0
    with database.writing() as session:
        erase = store.remove([first.sha256], session)
    again = store.put([f"{where}e".encode()])  # somebody hands in the same before it is erased
    erase()
    assert store.get(again.sha256) == f"{where}e".encode()
    with database.writing() as session:
        store.remove([first.sha256], session)()
    assert not store.has(first.sha256)
    with pytest.raises(FileNotFoundError):
        store.get(first.sha256)


@needs_postgresql
def test_an_object_store_that_is_down(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is accepted, and nothing that waits is taken for lost."""
    from grader.service.object_store import ObjectStore

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    store = SharedStore(database, ObjectStore(f"s3://b?endpoint=http://127.0.0.1:{free_port()}"))
    with pytest.raises(StoreUnavailable):
        store.put([b"nowhere"])
    with database.reading() as session:
        assert session.scalar(select(StoredFile).where(StoredFile.data == b"nowhere")) is None


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ([], "name the service's folder"),
        (["DATA", "--database", "mysql://x/y"], "takes the address of a PostgreSQL database"),
        (["--workers-only"], "need the --database of their service"),
        (["DATA", "--workers", "0"], "others must grade"),
        (["DATA", "--files", "s3://b"], "is for services with a --database"),
    ],
)
def test_wrong_use(options: list[str], error: str, tmp_path: Path, capsys: Capture) -> None:
    words = [str(tmp_path / "data") if word == "DATA" else word for word in options]
    assert main(["serve", *words]) == 2
    assert error in capsys.readouterr().err


@pytest.mark.parametrize("address", ["s3:///prefix", "http://b", "s3://b?key=secret"])
def test_wrong_addresses(address: str, tmp_path: Path, capsys: Capture) -> None:
    from grader.service.object_store import ObjectStore
    from grader.util.errors import UsageError

    with pytest.raises(UsageError, match="no address of an object store"):
        ObjectStore(address)


@needs_postgresql
@pytest.mark.parametrize("where", ["database", "bucket"])
def test_a_service_moves(
    where: str, server: PostgreSQL, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """From one machine to PostgreSQL and back by backups: rows, files, the key, and what waits."""
    house = House(tmp_path / "data")
    house.add_course()
    member, assignment = house.add_member("ann"), house.offer("scaling")
    work = [house.put("a.py", where.encode()), house.put("b.py", b"two")]
    submission = house.desk.accept(member, assignment, work, None).id
    with house.database.writing() as session:
        session.add(AuditEvent(action="test"))
    backup, again = str(tmp_path / "backup.tar"), str(tmp_path / "again.tar")
    url = server.new_database(f"moved-{where}")
    shared, back = str(tmp_path / "shared"), str(tmp_path / "back")
    files = ["--files", request.getfixturevalue("bucket")] if where == "bucket" else []
    assert main(["service", "backup", str(house.data), backup]) == 0
    into = ["service", "restore", backup, shared, "--database", url, *files]
    assert main(into) == 0
    settings = Settings.of(Path(shared))
    assert [path.name for path in Path(shared).iterdir()] == ["database.url"]
    assert settings.signer().public_key == house.desk.signer.public_key
    assert settings.files().get(work[0].sha256) == where.encode()
    assert waiting(url) == [f"grade-{submission}-1"]
    shutil.rmtree(shared)
    assert main(into) == 2 and not Path(shared).exists()  # a service is in the database already
    settings.data.mkdir()
    settings.remember_database()

    assert main(["service", "backup", shared, again]) == 0
    assert main(["service", "restore", again, back]) == 0
    home = House(Path(back))
    with house.database.reading() as before, home.database.reading() as after:
        for table in Base.metadata.sorted_tables:
            rows = [sorted(map(repr, each.execute(select(table)))) for each in (before, after)]
            assert rows[0] == rows[1], table.name
    assert home.desk.signer.public_key == house.desk.signer.public_key
    assert home.files.get(work[1].sha256) == b"two"
    assert waiting(home.database.url) == [f"grade-{submission}-1"]
    with settings.database().writing() as session:  # rows get new numbers
        session.add(AuditEvent(action="test"))
    assert main(["service", "forget", shared, "ann", "--yes"]) == 0
    assert not settings.files().has(work[0].sha256)


@needs_postgresql
def test_text_that_a_database_cannot_keep(server: PostgreSQL, tmp_path: Path) -> None:
    """A zero amid an id or a text: nothing is there, or it is refused."""
    settings = Settings(tmp_path / "data", database_url=server.new_database("zeros"))
    prepare(settings)
    work_queue.prepare(settings.url)
    administration.first_link(settings)
    with opened(settings) as service:
        with service.database.writing() as session:
            member = session.scalars(select(Member)).one()
            token = issue_token(session, member)
            secret = open_session(session, member.person)
        web = TestClient(application(service), raise_server_exceptions=False)
        signed_in = {"cookie": f"grader_session={secret}"}
        for address in ("/submissions/a%00b", f"/courses/{member.course_id}/members?q=%00"):
            assert web.get(address, headers=signed_in).status_code == 404
        bearer = {"authorization": f"Bearer {token}"}
        assert web.get("/api/v1/submissions/a%00b", headers=bearer).status_code == 404
        form = {"form_token": form_token(secret), "id": "a\0b"}
        members = f"/courses/{member.course_id}/members"
        assert web.post(members, headers=signed_in, data=form).status_code == 422


def waiting(url: str) -> list[str]:
    client = DBOSClient(system_database_url=url)
    tasks = client.list_workflows(status="ENQUEUED", load_input=False, load_output=False)
    client.destroy()
    return [task.workflow_id for task in tasks]


def test_commands_on_the_page() -> None:
    """What an operator types for more machines has options that there are; the tests above do the same."""
    page = (CHECKOUT / "docs" / "service.md").read_text("utf-8")
    section = page.split("## More machines")[1].split("\n## ")[0]
    lines = [line for block in section.split("```console\n")[1:] for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("grader ")]
    assert len(commands) >= 7
    for command in commands:
        check_unrun(command)
