"""Connections to the database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from grader.service.database_tables import Base
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from alembic.config import Config

_WRITES = "grader_writes"
_BUSY_MILLISECONDS = 30_000
_LOCK = 7_365_727_669
"""The number by which the service's processes know their lock in PostgreSQL."""
_KEPT_CONNECTIONS, _MORE_CONNECTIONS = 5, 10
"""Of one process: as many as stay open, and more when there is much to do; docs/service.md counts with them."""
_DEAD_CONNECTION_SECONDS = 15
_PATIENCE = {
    # Of this machine: a server that is gone without a word is noticed.
    "connect_timeout": "10",
    "keepalives_idle": "5",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": f"{_DEAD_CONNECTION_SECONDS * 1000}",
}
_SERVERS_PATIENCE = {
    # Of the server: a machine that is gone without a word holds no lock for long.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": f"{_DEAD_CONNECTION_SECONDS * 1000}",
    "idle_in_transaction_session_timeout": f"{_DEAD_CONNECTION_SECONDS * 1000}",
    "lock_timeout": f"{_BUSY_MILLISECONDS}",
}


class Database:
    """The service's database; a context manager, which closes every connection.

    Args:
        url: ``sqlite:///file`` or ``postgresql://…``.
    """

    def __init__(self, url: str) -> None:
        self.url = patient(url)
        self.engine = _engine(self.url)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

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

    def time(self, session: Session) -> datetime:
        """The time in UTC, by the one clock of the service: the database's, where machines share one."""
        if not self.is_shared:
            return datetime.now(UTC)
        time: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return time.astimezone(UTC)

    @contextmanager
    def adding(self) -> Iterator[Session]:
        """A session for a row that depends on no other: it waits for no other writer if it can avoid that."""
        if not self.is_shared:
            with self.writing() as session:
                yield session
            return
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
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
            config.attributes["connection"] = connection
            if _revision(config, connection) is None:
                Base.metadata.create_all(connection)
                command.stamp(config, "head")
            else:
                command.upgrade(config, "head")

    def refuse_newer(self) -> None:
        """Raise UsageError where a newer version of the program has written the database."""
        with self.engine.connect() as connection:
            _revision(_migrations(), connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def is_outage(fault: BaseException) -> bool:
    """Whether the database did not answer, or broke a connection off: later it may succeed."""
    if isinstance(fault, DBAPIError):
        return isinstance(fault, OperationalError) or fault.connection_invalidated
    return isinstance(fault, PoolTimeout)


def patient(url: str) -> str:
    """A database's URL with the times after which either side takes a connection for dead.

    Without them, a machine that vanishes amid a transaction would stop everybody else for hours. What the
    URL says itself stays.
    """
    place = make_url(url)
    if place.get_backend_name() != "postgresql":
        return url
    query = {**_PATIENCE, **place.query}
    options = str(place.query.get("options", ""))
    settings = {name: value for name, value in _SERVERS_PATIENCE.items() if name not in options}
    more = " ".join(f"-c {name}={value}" for name, value in settings.items())
    query["options"] = f"{options} {more}".strip()
    return place.set(query=query).render_as_string(hide_password=False)


def file_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


def _migrations() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def _revision(config: Config, connection: Connection) -> str | None:
    """The revision of the database's tables; None for a new database. Raises UsageError for an unknown one."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise UsageError(
            "the service's data was written by a newer version of the grader, or by one before the first release",
            "install that version, or restore a backup from before it",
        )
    return current


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
    engine = create_engine(
        place.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,  # a connection that the server has closed meanwhile is opened again
        pool_size=_KEPT_CONNECTIONS,
        max_overflow=_MORE_CONNECTIONS,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine
