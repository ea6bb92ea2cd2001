"""The files that were handed in, each under the SHA-256 hash of its contents: never under a name.

One interface: a folder of this machine, or, where several machines share a database, that database or an
object store.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.database_tables import StoredFile, now
from grader.service.object_store import ObjectStore, StoreUnavailable

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

    def has(self, sha256: str, session: Session | None = None) -> bool:
        """Whether there is such a file.

        Args:
            session: of a transaction that is under way; one that waits for a second connection could wait
                for itself.
        """

    def remove(self, hashes: Sequence[str], session: Session) -> Callable[[], None]:
        """Delete files as part of a transaction, where they are there.

        Returns what is to be done when the transaction is committed: nobody else waits for that.
        """

    def older_than(self, time: datetime) -> Iterator[str]:
        """The hashes of the files that were last put before ``time``."""

    def tidy(self, time: datetime) -> int:
        """Remove what was begun before ``time`` and never became a file; returns how many there were."""


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

    def has(self, sha256: str, session: Session | None = None) -> bool:
        return self._path(sha256).is_file()

    def remove(self, hashes: Sequence[str], session: Session) -> Callable[[], None]:
        for sha256 in hashes:
            self._path(sha256).unlink(missing_ok=True)
        return lambda: None

    def older_than(self, time: datetime) -> Iterator[str]:
        for path in self._root.glob("*/*"):
            if _HASH.fullmatch(path.name) and path.stat().st_mtime < time.timestamp():
                yield path.name

    def tidy(self, time: datetime) -> int:
        left = [p for p in self._root.glob(".*.part") if p.stat().st_mtime < time.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._root / sha256[:2] / sha256


class SharedStore:
    """A FileStore for services on several machines: in the database, or in an object store that it names.

    A row of the database says where a file is. In an object store every upload has a name of its own, which
    is never used again: so a file that is deleted cannot be one that somebody has just handed in.

    Args:
        objects: where new files are kept; None: in the database. What is in either is found.
    """

    def __init__(self, database: Database, objects: ObjectStore | None = None) -> None:
        self._database, self._objects = database, objects

    def put(self, chunks: Iterable[bytes]) -> Stored:
        data = b"".join(chunks)
        stored = Stored(hashlib.sha256(data).hexdigest(), len(data))
        if self._touch(stored.sha256):
            return stored
        if self._objects is None:
            self._insert(StoredFile(sha256=stored.sha256, data=data))
            return stored
        place = f"{stored.sha256[:2]}/{stored.sha256}.{secrets.token_hex(8)}"
        self._objects.put(place, data)
        self._insert(StoredFile(sha256=stored.sha256, place=place))
        return stored

    def get(self, sha256: str) -> bytes:
        with self._database.reading() as session:
            row = session.get(StoredFile, sha256)
        if row is None:
            raise FileNotFoundError(sha256)
        if row.place is None:
            assert row.data is not None  # it is in one of the two
            return row.data
        data = self._named().get(row.place)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileNotFoundError(f"{sha256} was changed in the object store")
        return data

    def has(self, sha256: str, session: Session | None = None) -> bool:
        query = select(StoredFile.sha256).where(StoredFile.sha256 == sha256)
        if session is not None:
            return session.scalar(query) is not None
        with self._database.reading() as own:
            return own.scalar(query) is not None

    def remove(self, hashes: Sequence[str], session: Session) -> Callable[[], None]:
        rows = StoredFile.sha256.in_(hashes)
        found = session.scalars(select(StoredFile.place).where(rows, StoredFile.place.is_not(None)))
        places = [place for place in found if place is not None]
        session.execute(delete(StoredFile).where(rows))

        def erase() -> None:
            for place in places:
                self._named().remove(place)

        return erase

    def older_than(self, time: datetime) -> Iterator[str]:
        with self._database.reading() as session:
            yield from session.scalars(select(StoredFile.sha256).where(StoredFile.put_at < time))

    def tidy(self, time: datetime) -> int:
        if self._objects is None:
            return 0
        old = set(self._objects.older_than(time))
        with self._database.reading() as session:
            named = set(session.scalars(select(StoredFile.place)))
        for place in old - named:
            self._objects.remove(place)
        return len(old - named)

    def _touch(self, sha256: str) -> bool:
        """Have a file that is there count as put now; returns whether it is there."""
        with self._database.adding() as session:
            row = session.get(StoredFile, sha256, with_for_update=True)
            if row is not None:
                row.put_at = now()
            return row is not None

    def _insert(self, row: StoredFile) -> None:
        try:
            with self._database.adding() as session:
                session.add(row)
        except IntegrityError:  # somebody has put the same contents meanwhile
            if not self._touch(row.sha256):
                raise OSError("a file was deleted meanwhile: hand in again") from None

    def _named(self) -> ObjectStore:
        if self._objects is None:
            raise StoreUnavailable("the address of the object store is not known here")
        return self._objects


def _sync(folder: Path) -> None:
    """Have the folder's entries written: a file that was renamed into it is kept only then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
