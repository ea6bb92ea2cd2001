"""A backup: everything of a service in one file, taken while the service runs.

The file is a tar archive: the database as it was at one moment, the key, and the files that its rows name.
The database is copied first: what it names is there afterwards, unless it was deleted meanwhile. The archive
is the same whether the service keeps its data in SQLite or in PostgreSQL, so that it can move between them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.service import work_queue
from grader.service.database import Database, file_url
from grader.service.moving import copy_rows
from grader.service.service_settings import Settings
from grader.service.shared_values import SIGNING_KEY, known, set_value
from grader.service.storage import FileStore
from grader.util.errors import UsageError
from grader.util.files import writing_into

_DATABASE, _KEY, _FILES = "service.sqlite", "signing.key", "files"
_STORED = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_CHUNK = 2**20
_NAMED = """
    SELECT sha256 FROM submitted_file UNION SELECT sha256 FROM uploaded_file
    UNION SELECT json_extract(arguments, '$.template') FROM job
    UNION SELECT json_extract(result, '$.file') FROM job
"""


def back_up(settings: Settings, target: Path) -> int:
    """Write the backup of a service to ``target``; returns how many submitted files are in it.

    The old file stays until the new one is whole. Raises UsageError where there is no service, or
    where the file cannot be written.
    """
    if settings.database_url is None and not (settings.data / _DATABASE).is_file():
        raise UsageError(f"there is no service in {settings.data}")
    with writing_into(target), TemporaryDirectory(dir=target.absolute().parent) as folder:
        copy = Path(folder) / _DATABASE
        if settings.database_url is None:
            _copy_database(settings.data / _DATABASE, copy)
        else:
            _write_database(settings, copy)
        whole = Path(folder) / "backup.tar"
        named = sorted(_named_in(copy))
        with tarfile.open(whole, "w") as archive:
            archive.add(copy, _DATABASE)
            _add(archive, _KEY, settings.signer().pem.encode("ascii"))
            _add_files(archive, settings.files(), named)
        with open(whole, "rb") as file:
            os.fsync(file.fileno())
        os.replace(whole, target)
    return len(named)


def restore(source: Path, settings: Settings) -> int:
    """Make a service's folder from a backup; returns how many submitted files were in it.

    Where the settings name a PostgreSQL database, the service is then in that one, and its files too, or in
    the object store that the settings name. Whichever of the two a backup was made of, it can be restored
    into either.

    Raises UsageError for a folder that is there already, for a file that is no whole backup, and for a
    database that holds a service; then nothing is left behind.
    """
    data = settings.data
    if data.exists():
        raise UsageError(f"{data} is there already", "restore into a new folder")
    with writing_into(data), _new_folder(data) as folder:
        try:
            with tarfile.open(source, "r:") as archive:
                count = sum(_unpack(archive, member, folder) for member in archive)
            _refuse_incomplete(folder)
            _trust_no_acknowledgement(folder)
        except (tarfile.TarError, sqlite3.DatabaseError, EOFError) as fault:
            raise UsageError(f"{source} is no whole backup: {fault}") from None
        if settings.database_url is not None:
            _move_into_shared(settings, folder)
    return count


def _write_database(settings: Settings, target: Path) -> None:
    """Write what PostgreSQL holds at one moment as the file that SQLite would have."""
    with settings.database() as source, Database(file_url(target)) as copy:
        source.migrate()
        copy.migrate()
        work_queue.prepare(copy.url)
        copy_rows(source, copy)
    with closing(sqlite3.connect(target)) as file:  # all of it into the one file
        file.execute("PRAGMA journal_mode=DELETE")


def _move_into_shared(settings: Settings, folder: Path) -> None:
    """Have the database of the settings hold what was unpacked into the folder, and the folder name it."""
    with Database(file_url(folder / _DATABASE)) as source, settings.database() as target:
        source.migrate()
        target.migrate()
        work_queue.prepare(target.url)
        with target.writing() as session:
            if known(session, SIGNING_KEY) is not None:
                raise UsageError("this database holds a service already", "name an empty one")
        settings.share_object_store()
        store = settings.files()
        for path in _stored(folder):  # before the rows: what they name is there
            store.put([path.read_bytes()])
        copy_rows(source, target)
        with target.writing() as session:
            set_value(session, SIGNING_KEY, (folder / _KEY).read_text("ascii"))
    for path in (*folder.glob(f"{_DATABASE}*"), folder / _KEY):
        path.unlink()
    shutil.rmtree(folder / _FILES, ignore_errors=True)
    replace(settings, data=folder).remember_database()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(data))


def _add_files(archive: tarfile.TarFile, store: FileStore, hashes: Sequence[str]) -> None:
    for sha256 in hashes:
        try:
            data = store.get(sha256)
        except FileNotFoundError:
            raise UsageError(
                f"a file is missing, {sha256[:12]}: it was deleted meanwhile, or is lost",
                "make the backup again",
            ) from None
        _add(archive, f"{_FILES}/{sha256[:2]}/{sha256}", data)


def _named_in(database: Path) -> set[str]:
    """The files that a service's rows name: handed in, uploaded, exported."""
    with closing(sqlite3.connect(database)) as file:
        return {sha256 for (sha256,) in file.execute(_NAMED) if sha256 is not None}


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


def _trust_no_acknowledgement(folder: Path) -> None:
    """What platforms have of grades may be newer than the backup: all are sent to them again, once."""
    with closing(sqlite3.connect(folder / _DATABASE)) as database, database:
        database.execute("UPDATE platform_grade SET sent_progress = NULL")
        database.execute("UPDATE platform_task SET done_at = NULL, queued_at = NULL")


def _refuse_incomplete(folder: Path) -> None:
    for name in (_DATABASE, _KEY):
        if not (folder / name).is_file():
            raise UsageError(f"the backup is not whole: {name} is missing")
    with closing(sqlite3.connect(folder / _DATABASE)) as database:
        (state,) = database.execute("PRAGMA integrity_check").fetchone()
    with Database(file_url(folder / _DATABASE)) as newer:
        newer.refuse_newer()
    named = _named_in(folder / _DATABASE)
    missing = [one for one in named if not (folder / _FILES / one[:2] / one).is_file()]
    if state != "ok" or missing:
        raise UsageError(f"the backup is not whole: {len(missing)} submitted files are missing")
