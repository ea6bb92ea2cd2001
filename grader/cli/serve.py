"""``grader serve``: a place to hand in."""

from __future__ import annotations

import argparse
import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser, number_from_zero
from grader.cli.output import message
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.service.service_settings import Settings

SERVICE_PARTS = (
    "alembic", "cryptography", "dbos", "fastapi", "joserfc", "python_multipart", "sqlalchemy", "uvicorn",
)  # fmt: skip


def refuse_without(*parts: str) -> None:
    """Say how to get the optional parts where they are missing, before any of them is imported."""
    if missing := [name for name in parts if importlib.util.find_spec(name) is None]:
        raise UsageError(
            f"this command needs parts that are not installed: {', '.join(missing)}",
            hint="pip install 'numpy-grader[serve]'",
        )


@contextmanager
def private_files() -> Iterator[None]:
    """Files that are made inside can be read by this user alone."""
    former = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(former)


def add_serve_options(parser: Parser) -> None:
    parser.path("data", "DATA", "the service's folder: database, files, key and logs", nargs="?")
    parser.value("--host", "ADDRESS", "where to listen (default: 127.0.0.1)", default="127.0.0.1")
    parser.number("--port", "N", "where to listen", 8000)
    parser.value(
        "--workers", "N", "processes that grade; 0 where other machines do (default: 1)",
        type=number_from_zero, default=1,
    )  # fmt: skip
    parser.number("--web-processes", "N", "processes that answer browsers and programs", 1)
    parser.value(
        "--database", "URL", "a PostgreSQL database that several machines share (default: a file in "
        "DATA); DATA remembers it"
    )  # fmt: skip
    parser.value(
        "--files", "URL", "keep what is handed in in an S3 object store, such as "
        "s3://bucket/prefix?endpoint=https://objects.example.org (default: in the database); the database "
        "remembers it for all machines"
    )  # fmt: skip
    parser.flag("--workers-only", "only grade, for the service that uses the same --database")
    parser.path("--settings", "FILE", "a TOML file to use instead of the course's own settings")


@private_files()
def run_serve(arguments: argparse.Namespace) -> int:
    """Run a place to hand in: pages for students, an API, and workers that grade.

    At the first start a folder with its database is made, and a link is printed that signs in as the
    course's instructor, once. Ctrl-C ends the service; what is under way is finished first. After a
    crash, the same command goes on where it was.
    """
    refuse_without(*SERVICE_PARTS)
    import logging

    from grader.service.administration import first_link
    from grader.service.openid import providers
    from grader.service.supervisor import Supervisor, locked, prepare, refuse_taken_port

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with _served_folder(arguments) as data:
        settings = _served(arguments, data)
        prepare(settings)
        with locked(settings):
            if settings.web:
                refuse_taken_port(settings)
                providers(settings.data)  # wrong settings are said here, not in the logs
                where = f"The service is at {settings.address}, its data in {settings.data}."
            else:
                where = f"{settings.workers} workers grade for the service of this database."
            link = first_link(settings) if settings.web else None

            def ready() -> None:
                message(f"{where} Ctrl-C ends it.")
                if link is not None:
                    address = f"{settings.address}/sign-in/{link}"
                    message(f"Sign in as its instructor, once, within 14 days: {address}")

            Supervisor(settings, ready).run()
    return 0


@contextmanager
def _served_folder(arguments: argparse.Namespace) -> Iterator[Path]:
    """DATA; who only grades needs one for as long as that."""
    if arguments.data is not None:
        yield arguments.data.absolute()
    elif arguments.workers_only:
        with tempfile.TemporaryDirectory(prefix="grader-workers-") as folder:
            yield Path(folder)
    else:
        raise UsageError("name the service's folder: grader serve DATA")


def _served(arguments: argparse.Namespace, data: Path) -> Settings:
    from dataclasses import replace

    from grader.course.catalog import find_course
    from grader.service.service_settings import Settings

    known = Settings.of(data)
    url = shared_database(arguments.database or known.database_url)
    if arguments.workers_only and url is None:
        raise UsageError("workers without a web process need the --database of their service")
    if not arguments.workers and (url is None or arguments.workers_only):
        raise UsageError("without workers here, others must grade: name the --database they share")
    return replace(
        known,
        course=find_course(arguments.course, arguments.settings).root,
        course_settings=arguments.settings and arguments.settings.absolute(),
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        web_processes=_web_processes(arguments.web_processes),
        database_url=url,
        web=not arguments.workers_only,
        object_store=arguments.files,
    )


def shared_database(url: str | None) -> str | None:
    if url is not None and not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise UsageError(
            f"--database takes the address of a PostgreSQL database, not {url.partition(':')[0]}:…",
            "it looks like postgresql://user:password@host/name",
        )
    return url


def _web_processes(count: int) -> int:
    import socket

    if count > 1 and not hasattr(socket, "SO_REUSEPORT"):
        raise UsageError("this system lets one process alone answer: leave --web-processes out")
    return count
