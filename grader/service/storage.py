"""The files that were handed in, each under the SHA-256 hash of its contents: never under a name.

One interface: a folder of this machine, or the database where several machines share one.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, select

from grader.service.database import Database
from grader.service.schema import StoredFile, now

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: the hash of its contents, and its size in bytes."""

    sha256: str
    size: int


class FileStore(Protocol):
    """Where files are kept."""

    def put(self, chunks: Iterable[bytes]) -> Stored:
        """Keep a file. When this returns, the file survives the loss of power."""

    def get(self, sha256: str) -> bytes:
        """Return a file's contents; raises FileNotFoundError where there is none."""

    def has(self, sha256: str) -> bool:
        """Whether there is such a file."""

    def remove(self, sha256: str) -> None:
        """Delete a file, where there is one."""

    def older_than(self, time: datetime) -> Iterator[str]:
        """The hashes of the files that were last put before ``time``."""


class FolderStore:
    """A FileStore in a folder of this machine: ``<first two digits>/<hash>``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, chunks: Iterable[bytes]) -> Stored:
        self._root.mkdir(parents=True, exist_ok=True)
        temporary = self._root / f".{secrets.token_hex(8)}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with open(temporary, "xb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            path = self._path(digest.hexdigest())
            if not path.parent.is_dir():
                path.parent.mkdir(exist_ok=True)
                _sync(self._root)
            os.replace(temporary, path)
            _sync(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return Stored(digest.hexdigest(), size)

    def get(self, sha256: str) -> bytes:
        return self._path(sha256).read_bytes()

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def older_than(self, time: datetime) -> Iterator[str]:
        for path in self._root.glob("*/*"):
            if _HASH.fullmatch(path.name) and path.stat().st_mtime < time.timestamp():
                yield path.name

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._root / sha256[:2] / sha256


class DatabaseStore:
    """A FileStore in the database, for services on several machines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, chunks: Iterable[bytes]) -> Stored:
        data = b"".join(chunks)
        sha256 = hashlib.sha256(data).hexdigest()
        with self._database.writing() as session:
            row = session.get(StoredFile, sha256)
            if row is None:
                session.add(StoredFile(sha256=sha256, data=data))
            else:
                row.put_at = now()
        return Stored(sha256, len(data))

    def get(self, sha256: str) -> bytes:
        with self._database.reading() as session:
            row = session.get(StoredFile, sha256)
        if row is None:
            raise FileNotFoundError(sha256)
        return row.data

    def has(self, sha256: str) -> bool:
        with self._database.reading() as session:
            query = select(StoredFile.sha256).where(StoredFile.sha256 == sha256)
            return session.scalar(query) is not None

    def remove(self, sha256: str) -> None:
        with self._database.engine.begin() as connection:
            connection.execute(delete(StoredFile).where(StoredFile.sha256 == sha256))

    def older_than(self, time: datetime) -> Iterator[str]:
        with self._database.reading() as session:
            yield from session.scalars(select(StoredFile.sha256).where(StoredFile.put_at < time))


def _sync(folder: Path) -> None:
    """Have the folder's entries written: a file that was renamed into it is kept only then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
