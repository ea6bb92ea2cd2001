"""What a running service was started with, handed from the command to its processes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from grader.service.database import Database, file_url, patient
from grader.service.object_store import ObjectStore
from grader.service.receipts import Signer, new_key
from grader.service.shared_values import FILES, SIGNING_KEY, agreed, known, set_value
from grader.service.storage import FileStore, FolderStore, SharedStore
from grader.util.errors import UsageError
from grader.util.files import write_atomically

_URL, _SQLITE, _MACHINE = "database.url", "service.sqlite", "machine"

VARIABLE = "GRADER_SERVICE"
"""The environment variable through which a process gets its settings: only its own user can read it."""

SUPERVISOR = "GRADER_SERVICE_SUPERVISOR"
"""The environment variable with the process id of who started a process; in a container that may be 1."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One service.

    data          its folder: database, files, key, logs
    course        the folder of the course; only workers read it
    course_settings  a file of settings in the place of the course's own
    database_url  of PostgreSQL, which several machines share; None: SQLite in the folder
    web           whether there are web processes, beside the workers
    web_processes  how many; the system shares out the connections among them
    object_store  where files that are handed in are kept, to be told to all machines; None: as it was
    """

    data: Path
    course: Path | None = None
    course_settings: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    database_url: str | None = None
    web: bool = True
    web_processes: int = 1
    object_store: str | None = None

    @classmethod
    def of(cls, data: Path) -> Settings:
        """Those of a folder: it remembers which database it was served with."""
        try:
            return cls(data, database_url=(data / _URL).read_text("utf-8").strip())
        except FileNotFoundError:
            return cls(data)

    @property
    def url(self) -> str:
        """The database's."""
        return patient(self.database_url or file_url(self.data / _SQLITE))

    def remember_database(self) -> None:
        """Have later commands use the same database; raises UsageError where the folder has one of its own."""
        if self.database_url is None:
            return
        if (self.data / _SQLITE).exists():
            raise UsageError(f"{self.data} holds a service of its own", "choose another folder")
        write_atomically(self.data / _URL, self.database_url + "\n")

    @property
    def machine(self) -> str:
        """What the names of this folder's workers begin with: nobody else's do."""
        if self.database_url is None:
            return ""
        return (self.data / _MACHINE).read_text("utf-8") + "-"

    def name_machine(self) -> None:
        """Have this folder's workers be told apart from those of other machines."""
        path = self.data / _MACHINE
        if self.database_url is not None and not path.exists():
            write_atomically(path, secrets.token_hex(4))

    @property
    def key_file(self) -> Path:
        """The key that signs receipts."""
        return self.data / "signing.key"

    @property
    def scratch(self) -> Path:
        """Where the files of submissions lie while they are judged."""
        return self.data / "scratch"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the service."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def database(self) -> Database:
        return Database(self.url)

    def files(self, database: Database | None = None) -> FileStore:
        """Where files that are handed in are kept: in the folder, or where every machine finds them.

        Args:
            database: the connections to use; None: some of its own.
        """
        if self.database_url is None:
            return FolderStore(self.data / "files")
        database = database or self.database()
        with database.reading() as session:
            address = known(session, FILES)
        return SharedStore(database, None if address is None else ObjectStore(address))

    def signer(self) -> Signer:
        """The key that signs receipts: that of the folder, or the one that all machines have from the database.

        Raises UsageError where the folder has a key and the database another one.
        """
        if self.database_url is None:
            return Signer.of_file(self.key_file)
        own = self.key_file.read_text("ascii") if self.key_file.is_file() else None
        with self.database() as database:
            pem = agreed(database, SIGNING_KEY, own or new_key())
        if own is not None and own.strip() != pem.strip():
            raise UsageError(
                f"{self.key_file} is not the key with which this service signs receipts",
                "the service's key is in its database: move the file away",
            )
        return Signer.of_pem(pem)

    def share_object_store(self) -> None:
        """Have all machines keep files in the object store that these settings name; raises UsageError."""
        if self.object_store is None:
            return
        if self.database_url is None:
            raise UsageError("an object store is for services with a --database")
        ObjectStore(self.object_store).try_it()
        with self.database() as database, database.writing() as session:
            if known(session, FILES) not in (None, self.object_store):
                raise UsageError(
                    f"this service keeps its files in {known(session, FILES)}",
                    "move them with: grader service backup, and restore into a new database",
                )
            set_value(session, FILES, self.object_store)

    def dumped(self) -> str:
        """As text for `VARIABLE`."""
        return TypeAdapter(Settings).dump_json(self).decode()

    @classmethod
    def loaded(cls, text: str) -> Settings:
        return TypeAdapter(Settings).validate_json(text)
