"""One command makes a backup, one makes the service again."""

from __future__ import annotations

import io
import stat
import tarfile
from pathlib import Path

import pytest
from dbos import DBOSClient
from sqlalchemy import select

from grader.cli.main import main
from grader.service.database_tables import AuditEvent, Base, Submission
from tests.service.house import House

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Path]:
    """A service with a submission that waits, and its backup."""
    folder = tmp_path_factory.mktemp("backup")
    house = House(folder / "data")
    house.add_course()
    member, assignment = house.add_member("ann"), house.offer("scaling")
    house.desk.accept(
        member, assignment, [house.put("a.py", b"one"), house.put("b.py", b"two")], None
    )
    with house.database.writing() as session:
        session.add(AuditEvent(action="test"))
    assert main(["service", "backup", str(house.data), str(folder / "backup.tar")]) == 0
    return house, folder / "backup.tar"


def test_a_restored_service_is_the_same(
    taken: tuple[House, Path], tmp_path: Path, capsys: Capture
) -> None:
    """Rows, files, the key, and what waits to be graded."""
    house, backup = taken
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert main(["service", "restore", str(backup), str(tmp_path / "data")]) == 0
    assert "2 submitted files" in capsys.readouterr().err
    again = House(tmp_path / "data")
    with house.database.reading() as before, again.database.reading() as after:
        for table in Base.metadata.sorted_tables:
            rows = [sorted(map(repr, s.execute(select(table)))) for s in (before, after)]
            assert rows[0] == rows[1], table.name
        submission = after.scalars(select(Submission)).one()
    assert again.desk.signer.public_key == house.desk.signer.public_key
    assert {again.files.get(file) for file in files_of(again)} == {b"one", b"two"}
    assert waiting(again) == [f"grade-{submission.id}-1"]


def test_a_folder_that_is_there_stays(taken: tuple[House, Path], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert main(["service", "restore", str(taken[1]), str(tmp_path / "data")]) == 2
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "foreign", "text"])
def test_a_damaged_backup_leaves_nothing(
    taken: tuple[House, Path], tmp_path: Path, damage: str, capsys: Capture
) -> None:
    """Whatever is wrong with it, it is said, and no half of a service is there."""
    whole = taken[1].read_bytes()
    if damage == "cut":
        data = whole[: len(whole) // 2]
    elif damage == "changed":
        data = whole.replace(b"two", b"2wo")
    elif damage == "text":
        data = b"no archive"
    else:
        data = repacked(whole, damage)
    (tmp_path / "backup.tar").write_bytes(data)
    (tmp_path / "out").mkdir()
    command = ["service", "restore", str(tmp_path / "backup.tar"), str(tmp_path / "out" / "data")]
    assert main(command) == 2
    assert "backup" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "out"]


def test_without_a_service_there_is_no_backup(tmp_path: Path, capsys: Capture) -> None:
    assert main(["service", "backup", str(tmp_path / "no"), str(tmp_path / "backup.tar")]) == 2
    assert "there is no service" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def repacked(whole: bytes, damage: str) -> bytes:
    """The archive without its last file, or with a path that leads out of the folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as old, tarfile.open(fileobj=out, mode="w") as new:
        members = old.getmembers()
        for member in members[:-1] if damage == "missing" else members:
            new.addfile(member, old.extractfile(member))
        if damage == "foreign":
            new.addfile(tarfile.TarInfo("../escaped"), io.BytesIO(b""))
    return out.getvalue()


def files_of(house: House) -> list[str]:
    return [path.name for path in (house.data / "files").glob("*/*")]


def waiting(house: House) -> list[str]:
    """The tasks in the queue, as its engine tells them."""
    client = DBOSClient(system_database_url=house.database.url)
    tasks = client.list_workflows(status="ENQUEUED", load_input=False, load_output=False)
    client.destroy()
    return [task.workflow_id for task in tasks]
