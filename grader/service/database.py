"""Connections to the database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from grader.util.errors import UsageError

if TYPE_CHECKING:
    from alembic.config import Config

_WRITES = "grader_writes"
_BUSY_MILLISECONDS = 30_000
_LOCK = 7_365_727_669
"""The number by which the service's processes know their lock in PostgreSQL."""


class Database:
    """The service's database.

    Args:
        url: ``sqlite:///file`` or ``postgresql://…``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @property
    def is_shared(self) -> bool:
        """Whether several machines can use it."""
        return self.engine.dialect.name != "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        engine = self.engine
        if self.is_shared:  # SQLite does so by itself
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end of the block; an exception takes everything back.

        The block has the write lock from its beginning: what it read stays true, since nobody else writes.
        """
        engine = self.engine.execution_options(**{_WRITES: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Create the tables, or bring those of an older version up to date."""
        from alembic import command

        config = _migrations()
        with self.engine.execution_options(**{_WRITES: True}).begin() as connection:
            _refuse_newer(config, connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def refuse_newer(self) -> None:
        """Raise UsageError where a newer version of the program has written the database."""
        with self.engine.connect() as connection:
            _refuse_newer(_migrations(), connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def file_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


def _migrations() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def _refuse_newer(config: Config, connection: Connection) -> None:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise UsageError(
            "the service's data was written by a newer version of the grader",
            "install that version, or restore a backup from before it",
        )


def _engine(url: str) -> Engine:
    place = make_url(url)
    if place.get_backend_name() == "postgresql":
        return _postgresql(place)
    engine = create_engine(place, hide_parameters=True)  # errors are logged, and quote them

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None  # transactions begin where `begin` says so
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # a commit is on the disk before anybody is told of it
            "foreign_keys=ON",
            "secure_delete=ON",  # what is deleted is overwritten
            f"busy_timeout={_BUSY_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(place: URL) -> Engine:
    # A connection that the server has closed meanwhile is opened again.
    engine = create_engine(
        place.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine
