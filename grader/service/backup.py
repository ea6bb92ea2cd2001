"""A backup: everything of a service in one file, taken while the service runs.

The file is a tar archive: the database as it was at one moment, the key, and the files that were handed in.
The database is copied first. Files are only ever added, so all that it names are there afterwards.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.service.database import Database, file_url
from grader.service.settings import Settings
from grader.util.errors import UsageError
from grader.util.files import writing_into

_DATABASE, _KEY, _FILES = "service.sqlite", "signing.key", "files"
_STORED = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_CHUNK = 2**20
_NAMED = {
    "submitted_file": "SELECT sha256 FROM submitted_file",
    "uploaded_file": "SELECT sha256 FROM uploaded_file",
}


def back_up(settings: Settings, target: Path) -> int:
    """Write the backup of a service to ``target``; returns how many submitted files are in it.

    The old file stays until the new one is whole. Raises UsageError where there is no service, or
    where the file cannot be written.
    """
    if settings.database_url is not None:
        raise UsageError(
            "this service keeps its data in PostgreSQL",
            f"pg_dump makes a backup of it; keep {settings.key_file} beside that",
        )
    database = settings.data / _DATABASE
    if not database.is_file():
        raise UsageError(f"there is no service in {settings.data}")
    with writing_into(target), TemporaryDirectory(dir=target.absolute().parent) as folder:
        _copy_database(database, Path(folder) / _DATABASE)
        whole = Path(folder) / "backup.tar"
        count = 0
        with tarfile.open(whole, "w") as archive:
            archive.add(Path(folder) / _DATABASE, _DATABASE)
            archive.add(settings.key_file, _KEY)
            for path in _stored(settings.data):
                archive.add(path, path.relative_to(settings.data).as_posix())
                count += 1
        with open(whole, "rb") as file:
            os.fsync(file.fileno())
        os.replace(whole, target)
    return count


def restore(source: Path, settings: Settings) -> int:
    """Make a service's folder from a backup; returns how many submitted files were in it.

    Raises UsageError for a folder that is there already and for a file that is no whole backup; then
    nothing is left behind.
    """
    data = settings.data
    if data.exists():
        raise UsageError(f"{data} is there already", "restore into a new folder")
    with writing_into(data), _new_folder(data) as folder:
        try:
            with tarfile.open(source, "r:") as archive:
                count = sum(_unpack(archive, member, folder) for member in archive)
            _refuse_incomplete(folder)
        except (tarfile.TarError, sqlite3.DatabaseError, EOFError) as fault:
            raise UsageError(f"{source} is no whole backup: {fault}") from None
    return count


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _stored(data: Path) -> Iterator[Path]:
    for path in sorted((data / _FILES).glob("*/*")):
        if _STORED.fullmatch(path.relative_to(data).as_posix()):
            yield path


@contextmanager
def _new_folder(data: Path) -> Iterator[Path]:
    """A folder that becomes ``data`` when the block succeeds, and else goes away."""
    folder = data.with_name(f".{data.name}.restored-{os.getpid()}")
    folder.mkdir(mode=0o700)
    try:
        yield folder
        os.rename(folder, data)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> bool:
    """Write one file of a backup; returns whether it was handed in by somebody."""
    stored = _STORED.fullmatch(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or not (stored or member.name in (_DATABASE, _KEY)):
        raise UsageError(f"this is no backup of a service: it holds {member.name!r}")
    path = folder / member.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size != member.size or (stored and digest.hexdigest() != stored[2]):
        raise UsageError(f"the backup is damaged: {member.name} has other contents")
    return stored is not None


def _refuse_incomplete(folder: Path) -> None:
    for name in (_DATABASE, _KEY):
        if not (folder / name).is_file():
            raise UsageError(f"the backup is not whole: {name} is missing")
    with closing(sqlite3.connect(folder / _DATABASE)) as database:
        (state,) = database.execute("PRAGMA integrity_check").fetchone()
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        hashes = [
            row[0]
            for table, query in _NAMED.items()
            if table in tables  # else the backup is of an older version
            for row in database.execute(query)
        ]
    newer = Database(file_url(folder / _DATABASE))
    try:
        newer.refuse_newer()
    finally:
        newer.close()
    missing = [one for one in hashes if not (folder / _FILES / one[:2] / one).is_file()]
    if state != "ok" or missing:
        raise UsageError(f"the backup is not whole: {len(missing)} submitted files are missing")
