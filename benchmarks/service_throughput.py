"""What a service does in a second with so many processes, and a plan for many students from it.

Called by ``python -m benchmarks.service --throughput``. A class hands in as fast as the service accepts;
nobody follows the result. Processor seconds are those of the service's processes, whoever else is busy.
"""

from __future__ import annotations

import asyncio
import json
import math
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text

from benchmarks.measure import load, machine
from benchmarks.service import Connection, Service, form, free_port, set_up, wait_until_well
from benchmarks.students import write_class
from grader.service.database import Database
from grader.service.database_tables import Result
from grader.service.service_settings import Settings
from tests.service.postgresql import HOW_TO_GET, INITDB, PostgreSQL

PROCESSES = (
    ("SQLite", 1, 1),
    ("SQLite", 2, 1),
    ("SQLite", 4, 1),
    ("SQLite", 1, 2),
    ("SQLite", 2, 2),
    ("PostgreSQL", 1, 1),
    ("PostgreSQL", 2, 2),
)
"""Database, workers, web processes."""
_AT_A_TIME = 12
_PATIENCE = 600.0
_STUDENTS = 100_000
_BUSY = 0.7
"""The share of a processor that a plan uses: the rest is for what comes all at once."""
_PEAKS = (
    ("all in the last 10 minutes", 600),
    ("all in the last hour", 3600),
    ("all in 12 hours", 43200),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. Seconds and bytes are those of one submission, megabytes those of one process."""

    engine: str
    workers: int
    web: int
    accepted: float
    graded: float
    web_seconds: float
    worker_seconds: float
    web_megabytes: float
    worker_megabytes: float
    database: float
    files: float


def told(count: int) -> str:
    """Measure, and return the tables in Markdown."""
    busy = load()
    runs = [measured(*processes, count) for processes in PROCESSES]
    first = runs[0]
    lines = [
        f"{count} files that all differ, handed in {_AT_A_TIME} at a time on the same machine: "
        f"{machine()}, {busy}.",
        "",
        "| database | workers | web processes | accepted a second | results a second | against the first "
        "| ms of a processor, worker | web |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {each.engine} | {each.workers} | {each.web} | {each.accepted:.1f} | {each.graded:.1f} "
            f"| {each.graded / first.graded:.2f} | {1e3 * each.worker_seconds:.0f} "
            f"| {1e3 * each.web_seconds:.0f} |"
            for each in runs
        ),
        "",
        f"The worker's are those of its judge and sandbox, too. With each submission the database grows by "
        f"{first.database / 1e3:.0f} kB and the files by {first.files / 1e3:.1f} kB (on PostgreSQL they are in the database). "
        f"A web process has {first.web_megabytes:.0f} MB, a worker {first.worker_megabytes:.0f} MB.",
        "",
        *_plan(first),
    ]
    return "\n".join(lines)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL, which ends with the block."""
    if INITDB is None:
        raise SystemExit(HOW_TO_GET)
    folder.chmod(0o755)  # the server runs as another user
    (folder / "postgresql").mkdir()
    server = PostgreSQL(folder / "postgresql", free_port())
    server.create()
    server.start()
    try:
        yield server.url
    finally:
        server.stop(signal.SIGINT)


def measured(engine: str, workers: int, web: int, count: int) -> Measured:
    """One service of its own, with a class of its own."""
    with tempfile.TemporaryDirectory(prefix="grader-service-") as name, ExitStack() as stack:
        folder = Path(name)
        write_class(folder / "class", count)
        url = stack.enter_context(postgresql(folder)) if engine == "PostgreSQL" else None
        settings = Settings(folder / "data", database_url=url)
        settings.data.mkdir()
        settings.remember_database()
        return _measured(settings, engine, workers, web, sorted((folder / "class").iterdir()))


def _measured(
    settings: Settings, engine: str, workers: int, web: int, paths: Sequence[Path]
) -> Measured:
    assignment, tokens = set_up(settings, paths)
    service = Service(settings.data, workers, free_port(), web)
    service.start()
    database = settings.database()
    try:
        wait_until_well(service.port)
        # The first ones wait for what is made once: they are not counted.
        few, count = max(4, 2 * workers), len(paths)
        asyncio.run(_hand_in(service.port, assignment, tokens[:few], paths[:few]))
        _wait(database, few)
        before, empty = service.processor_seconds(), database_bytes(database)
        kept = _folder_bytes(settings.data / "files")
        began = time.monotonic()
        asyncio.run(_hand_in(service.port, assignment, tokens[few:], paths[few:]))
        accepted = time.monotonic() - began
        _wait(database, count)
        graded = time.monotonic() - began
        after, memory = service.processor_seconds(), service.memory()
        rest = count - few
        return Measured(
            engine, workers, web, rest / accepted, rest / graded,
            (after["web"] - before["web"]) / rest, (after["worker"] - before["worker"]) / rest,
            memory["web"] / web, memory["worker"] / workers,
            (database_bytes(database) - empty) / rest,
            (_folder_bytes(settings.data / "files") - kept) / rest,
        )  # fmt: skip
    finally:
        database.close()
        service.stop()


async def _hand_in(
    port: int, assignment: str, tokens: Sequence[str], paths: Sequence[Path]
) -> None:
    gate = asyncio.Semaphore(_AT_A_TIME)

    async def one(token: str, path: Path) -> None:
        body, headers = form(path, token)
        head = f"POST /api/v1/assignments/{assignment}/submissions HTTP/1.1\r\n{headers}"
        async with gate, Connection(port) as connection:
            status, answer = await connection.ask(head, body)
        if status != 201:
            raise SystemExit(f"status {status}: {json.loads(answer)}")

    await asyncio.gather(*map(one, tokens, paths))


def _wait(database: Database, count: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with database.reading() as session:
            if (session.scalar(select(func.count()).select_from(Result)) or 0) >= count:
                return
        time.sleep(0.1)
    raise SystemExit("the service does not grade all of it")


def database_bytes(database: Database) -> int:
    """What the database holds; pages that are free again are left out."""
    with database.reading() as session:
        if database.is_shared:
            return session.scalar(text("SELECT pg_database_size(current_database())")) or 0
        pages = session.scalar(text("PRAGMA page_count")) or 0
        free = session.scalar(text("PRAGMA freelist_count")) or 0
        return (pages - free) * (session.scalar(text("PRAGMA page_size")) or 0)


def _folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _plan(each: Measured) -> list[str]:
    """Processors and memory for a peak, and what an attempt of everybody leaves."""
    lines = [
        f"A plan for {_STUDENTS:,} students from these figures. Processors are used to {_BUSY:.0%}; with more than "
        "a machine has, put workers on other machines. The times between are not measured here.",
        "",
        "| the peak | a second | processors that grade | that answer | GB of memory |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, seconds in _PEAKS:
        rate = _STUDENTS / seconds
        workers = math.ceil(rate * each.worker_seconds / _BUSY)
        web = math.ceil(rate * each.web_seconds / _BUSY)
        memory = (workers * each.worker_megabytes + web * each.web_megabytes) / 1e3
        lines.append(f"| {name} | {rate:.1f} | {workers} | {web} | {memory:.1f} |")
    size = _STUDENTS * each.database / 1e9
    files = _STUDENTS * each.files / 1e9
    hours = _STUDENTS * each.worker_seconds / 3600
    return [
        *lines,
        "",
        f"One attempt of everybody leaves {size:.1f} GB in the database and {files:.1f} GB of files, and takes "
        f"{hours:.1f} hours of one processor, as grading all of it again does.",
    ]
