"""Twelve hours of a service in some minutes: two deadlines, and everything graded again in between.

Called by ``python -m benchmarks.service --day``, on SQLite and on PostgreSQL. What a day has in submissions
and nothing else comes faster than in life: the students wait for their results as they do there. Draws
memory and the size of the database over the day into ``docs/pictures/service-day.svg``.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sqlalchemy import select

from benchmarks.measure import ROOT, load, machine
from benchmarks.service import Run, Service, free_port, kept, set_up, wait_until_well
from benchmarks.service_throughput import database_bytes, postgresql
from benchmarks.students import write_class
from grader.service import regrading
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    Course,
    Member,
    Person,
    Regrade,
    RegradeState,
    Role,
    Submission,
)
from grader.service.service_settings import Settings
from grader.service.work_queue import WorkQueue
from grader.util.files import write_atomically

PICTURE = ROOT / "docs" / "pictures" / "service-day.svg"
_HOURS = 12.0
_DEADLINES = (5.0, 11.0)
_AGAIN = 6.0
_SAMPLES = 96
_PATIENCE = 600.0
_WIDTH, _HEIGHT, _PLOT = 860, 560, (340, 120)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at an hour of the day; sizes in MB."""

    hour: float
    web: float
    worker: float
    database: float
    waiting: int


@dataclass(slots=True)
class Day:
    """A day on one database."""

    engine: str
    samples: list[Sample] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0
    again_from: float = 0.0
    again_to: float = 0.0
    before_again: float = 0.0


def told(students: int, minutes: float, draw: bool) -> tuple[str, bool]:
    """Play the days; returns what there is to tell, in Markdown, and whether nothing was lost.

    Args:
        draw: whether the picture in the documentation is drawn anew.
    """
    busy = load()
    days = []
    for engine in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="grader-day-") as name:
            folder = Path(name)
            if engine == "SQLite":
                days.append(played(folder, engine, None, students, minutes))
            else:
                with postgresql(folder) as url:
                    days.append(played(folder, engine, url, students, minutes))
    if draw:
        write_atomically(PICTURE, drawn(days))
    lines = [
        f"{students} students in a day of {_HOURS:g} hours that takes {minutes:g} minutes, most of them before "
        f"the deadlines at {_DEADLINES[0]:g} and {_DEADLINES[1]:g}; at {_AGAIN:g} all that is there is graded again and "
        f"published. One web process, one worker, the students on the same machine: {machine()}, {busy}.",
        "",
        "| database | p50 | p95 | lost | two first results | web MB, at 2, 6, 12 | worker MB, at 2, 6, 12 "
        "| database MB, at 6, 12 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *map(_row, days),
        "",
        "Seconds from handing in to the result. The memory of PostgreSQL itself is not counted. Grading again took "
        + " and ".join(
            f"{60 * minutes * (day.again_to - day.again_from) / _HOURS:.0f} s on {day.engine}"
            for day in days
        )
        + ", while students handed in.",
    ]
    return "\n".join(lines), not any(day.lost or day.twice for day in days)


def played(folder: Path, engine: str, url: str | None, students: int, minutes: float) -> Day:
    """One day on one database."""
    write_class(folder / "class", students)
    paths = sorted((folder / "class").iterdir())
    settings = Settings(folder / "data", database_url=url)
    settings.data.mkdir()
    settings.remember_database()
    assignment, tokens = set_up(settings, paths)
    service = Service(settings.data, 1, free_port())
    service.start()
    database, queue = settings.database(), WorkQueue(settings.url)
    day = Day(engine)
    run = Run(service, assignment, 60 * minutes)
    try:
        wait_until_well(service.port)
        asyncio.run(_play(run, day, database, queue, tokens, paths))
        results, _, graded = kept(database)
    finally:
        queue.close()
        database.close()
        service.stop()
    accepted = {each.submission for each in run.handed if each.accepted is not None}
    day.lost = students - len(accepted & graded)
    # One more than the first result comes from grading again.
    day.twice = sum(number > 2 for number in results.values())
    day.seconds = sorted(e.ended - e.began for e in run.handed if e.ended is not None)
    return day


async def _play(
    run: Run,
    day: Day,
    database: Database,
    queue: WorkQueue,
    tokens: Sequence[str],
    paths: Sequence[Path],
) -> None:
    import time

    run.began = time.monotonic()
    moments = [run.seconds * hour / _HOURS for hour in hours_of(len(paths))]
    sampler = asyncio.create_task(_sample(run, day, database))
    again = asyncio.create_task(_grade_again(run, day, database, queue))
    await asyncio.gather(*map(run.student, moments, tokens, paths))
    await again
    await sampler


def hours_of(count: int) -> list[float]:
    """When each student hands in: a third all over the day, the others in the hours before a deadline."""
    chance = random.Random(12)
    hours = []
    for index in range(count):
        if index % 3 == 0:
            hours.append(chance.uniform(0, _HOURS - 0.5))
        else:
            deadline = _DEADLINES[index % 3 - 1]
            hours.append(max(0.0, deadline - chance.expovariate(1 / 0.6)))
    return sorted(hours)


async def _sample(run: Run, day: Day, database: Database) -> None:
    for number in range(1, _SAMPLES + 1):
        await asyncio.sleep(max(0.0, number * run.seconds / _SAMPLES - run.now()))
        used = run.service.memory()
        size = await asyncio.to_thread(database_bytes, database)
        waiting = sum(each.ended is None for each in run.handed)
        hour = _HOURS * run.now() / run.seconds
        day.samples.append(
            Sample(hour, used.get("web", 0), used.get("worker", 0), size / 1e6, waiting)
        )


async def _grade_again(run: Run, day: Day, database: Database, queue: WorkQueue) -> None:
    """As an instructor does on the pages: begin, wait, publish."""
    await asyncio.sleep(run.seconds * _AGAIN / _HOURS)
    day.again_from = _HOURS * run.now() / run.seconds
    day.before_again = database_bytes(database) / 1e6
    regrade = await asyncio.to_thread(_begin, database, queue, run.assignment)
    while run.now() < run.seconds + _PATIENCE:
        await asyncio.sleep(1.0)
        if await asyncio.to_thread(_published, database, regrade):
            day.again_to = _HOURS * run.now() / run.seconds
            return
    raise SystemExit("grading again does not end")


def _begin(database: Database, queue: WorkQueue, assignment: str) -> str:
    with database.writing() as session:
        person = Person(name="Kim", email=None)
        session.add(person)
        session.flush()
        course = session.scalars(select(Course)).first()
        assert course is not None
        kim = Member(
            course_id=course.id, person_id=person.id, number="kim", role=Role.INSTRUCTOR, columns={}
        )
        session.add(kim)
        session.flush()
        row = session.get_one(Assignment, assignment)
        ids = list(session.scalars(select(Submission.id)))
        return regrading.begin(session, queue, regrading.Order(row, kim, "A day"), ids).id


def _published(database: Database, regrade: str) -> bool:
    with database.writing() as session:
        row = session.get_one(Regrade, regrade)
        if row.state is not RegradeState.READY:
            return False
        assert row.member_id is not None
        regrading.publish(session, row, session.get_one(Member, row.member_id))
        return True


def _row(day: Day) -> str:
    marks = [day.seconds[min(len(day.seconds) - 1, int(p * len(day.seconds)))] for p in (0.5, 0.95)]
    web = ", ".join(f"{_at(day, hour).web:.0f}" for hour in (2, 6, 12))
    worker = ", ".join(f"{_at(day, hour).worker:.0f}" for hour in (2, 6, 12))
    size = f"{day.before_again:.1f}, {_at(day, 12).database:.1f}"
    return (
        f"| {day.engine} | {marks[0]:.2f} | {marks[1]:.2f} | {day.lost} | {day.twice} | {web} | {worker} "
        f"| {size} |"
    )


def _at(day: Day, hour: float) -> Sample:
    return min(day.samples, key=lambda sample: abs(sample.hour - hour))


def drawn(days: Sequence[Day]) -> str:
    """The picture: for each database its memory and its size over the day."""
    width, height = _PLOT
    panels: list[dict[str, Any]] = []
    most = {
        "waiting": max(s.waiting for d in days for s in d.samples),
        "memory": max(max(s.web, s.worker) for d in days for s in d.samples),
        "database": max(s.database for d in days for s in d.samples),
    }
    for column, day in enumerate(days):
        kinds: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
            ("waiting", "students who wait for a result", (("waiting", ""),)),
            (
                "memory",
                "memory in MB",
                (("web", "web process"), ("worker", "worker, judge, sandbox")),
            ),
            ("database", "database in MB", (("database", ""),)),
        )
        for row, (what, label, series) in enumerate(kinds):
            top = _round_up(most[what])
            panels.append(
                {
                    "x": 48 + column * (_WIDTH - 20) // 2,
                    "y": 44 + row * (height + 62),
                    "title": f"{day.engine}: {label}",
                    "first": row == 0,
                    "ticks": [
                        (round(height - height * part, 1), f"{top * part:g}")
                        for part in (0, 0.5, 1)
                    ],
                    "marks": [
                        *((_x(hour), "deadline", 10) for hour in _DEADLINES),
                        (_x(day.again_from), "all again", 22),
                    ],
                    "lines": [
                        {
                            "kind": kind,
                            "name": name,
                            "y": 24 + 14 * index if row == 1 else 0,
                            "points": " ".join(
                                f"{_x(s.hour)},{height - height * getattr(s, field) / top:.1f}"
                                for s in day.samples
                            ),
                        }
                        for index, (kind, (field, name)) in enumerate(
                            zip(("one", "two"), series, strict=False)
                        )
                    ],
                }
            )
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("day.svg").render(
        width=_WIDTH,
        height=_HEIGHT,
        plot_width=width,
        plot_height=height,
        title="A day of a service: students who wait, memory and size of the database over twelve hours",
        panels=panels,
        hours=[(_x(hour), f"{hour} h") for hour in range(0, 13, 2)],
    )


def _x(hour: float) -> float:
    return round(_PLOT[0] * min(hour, _HOURS) / _HOURS, 1)


def _round_up(value: float) -> float:
    """The next number from which an axis can be divided in two."""
    step = 1.0
    while True:
        for factor in (1, 2, 4, 6, 8):
            if value <= step * factor:
                return step * factor
        step *= 10
