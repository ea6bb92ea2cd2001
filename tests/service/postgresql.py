"""A PostgreSQL server of Debian's package, started in a folder for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

_INITDB = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = str(_INITDB[-1]) if _INITDB else shutil.which("initdb")
HOW_TO_GET = "there is no PostgreSQL: apt-get install postgresql"


@dataclass
class PostgreSQL:
    """A server with one database.

    folder  where its data is; the server refuses root, so it runs as another user then
    port    where it listens
    host    at which addresses
    within  a command under which it is started, such as ``ip netns exec NAME``
    """

    folder: Path
    port: int
    host: str = "127.0.0.1"
    within: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://grader@{self.host}:{self.port}/postgres"

    @property
    def _user(self) -> dict[str, Any]:
        root = os.geteuid() == 0 and not self.within
        return {"user": "postgres", "group": "postgres"} if root else {}

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def create(self) -> None:
        """Make an empty database."""
        assert INITDB is not None
        self.folder.chmod(0o755)
        self._data.mkdir(mode=0o700)
        user = {}
        if os.geteuid() == 0:
            shutil.chown(self._data, "postgres", "postgres")
            user = {"user": "postgres", "group": "postgres"}
        make = [INITDB, "-D", self._data, "-U", "grader", "-A", "trust", "--no-sync", "-E", "UTF8"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
        with open(self._data / "pg_hba.conf", "a") as rules:
            rules.write("host all all 0.0.0.0/0 trust\n")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        assert INITDB is not None
        server = [Path(INITDB).with_name("postgres"), "-D", self._data, "-p", self.port]
        setuid = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        command = [*self.within, *(setuid if self.within else ()), *map(str, server)]
        for _ in range(30):
            with open(self.folder / "log", "ab") as log:
                self.process = subprocess.Popen(
                    [*command, "-h", self.host, "-k", ""], cwd="/", stderr=log, **self._user
                )
            while self.process.poll() is None:
                if self.answers():
                    return
            time.sleep(0.2)  # after a crash, what is left of the old one is on its way out
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def answers(self) -> bool:
        program = Path(str(INITDB)).with_name("pg_isready")
        command = [*self.within, str(program), "-h", self.host, "-p", str(self.port)]
        return subprocess.run(command, capture_output=True).returncode == 0

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT breaks connections off and ends it; SIGQUIT is a crash: it recovers at the next start."""
        if self.process is not None and self.process.poll() is None:
            # Its first process has written its own id: what started it may be another one.
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, how)
            self.process.wait()

    def new_database(self, name: str) -> str:
        """Make a database; returns its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url.removesuffix("postgres") + name
