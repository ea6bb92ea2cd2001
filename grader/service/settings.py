"""What a running service was started with, handed from the command to its processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from grader.service.database import Database, file_url
from grader.service.storage import FolderStore

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
    """

    data: Path
    course: Path | None = None
    course_settings: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1

    @property
    def url(self) -> str:
        """The database's."""
        return file_url(self.data / "service.sqlite")

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

    def files(self) -> FolderStore:
        return FolderStore(self.data / "files")

    def dumped(self) -> str:
        """As text for `VARIABLE`."""
        return TypeAdapter(Settings).dump_json(self).decode()

    @classmethod
    def loaded(cls, text: str) -> Settings:
        return TypeAdapter(Settings).validate_json(text)
