"""What is accepted is on the disk before anybody is told: the loss of power is not played, its precautions are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.service.database import Database, file_url
from grader.service.storage import FolderStore


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its contents are written out, then it is renamed, then the folder's entry is written out."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        done.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    def rename(source: Path, target: Path) -> None:
        done.append("renamed")
        replace(source, target)

    monkeypatch.setattr("grader.service.storage.os.fsync", fsync)
    monkeypatch.setattr("grader.service.storage.os.replace", rename)
    store = FolderStore(tmp_path / "files")
    stored = store.put([b"work"])
    before, after = done[: done.index("renamed")], done[done.index("renamed") + 1 :]
    assert any(path.endswith(".part") for path in before)
    assert after == [str(tmp_path / "files" / stored.sha256[:2])]


def test_a_commit_is_on_the_disk(tmp_path: Path) -> None:
    """SQLite waits for the disk with every commit, in the log that survives a kill."""
    database = Database(file_url(tmp_path / "x.sqlite"))
    with database.reading() as session:
        connection = session.connection()
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]
    database.close()
    assert modes == [2, "wal", 1]
