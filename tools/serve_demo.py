"""A service with the demo's class in it: ``python -m tools.serve_demo [DATA] [--port N]``.

The class has handed in, and is graded as soon as the service runs. Prints a sign-in link of an instructor and one
of a student. Where DATA is there already, it is served as it is, with new links.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from grader.course.catalog import find_course
from grader.demo import CLASS
from grader.service import administration, work_queue
from grader.service.database_tables import Member, now
from grader.service.hand_in import HandInDesk, NamedFile
from grader.service.rules import Rules
from grader.service.service_settings import Settings

EXERCISES = ("regularization", "optimization")
INSTRUCTOR, STUDENT = "instructor", "Zoë Müller"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one student of the demo's class handed in for an exercise."""

    student: str
    exercise: str
    files: tuple[Path, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("demo-service"))
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    os.umask(0o077)
    settings = Settings(arguments.data.absolute(), port=arguments.port)
    if not settings.data.exists():
        fill(settings)
    for role, number in (("An instructor", INSTRUCTOR), ("A student", STUDENT)):
        link = administration.sign_in_link(settings, number)
        print(f"{role}, {number}: {settings.address}/sign-in/{link}", flush=True)
    command = [sys.executable, "-m", "grader", "serve", str(settings.data)]
    # It takes this process's place, so that Ctrl-C reaches it alone.
    os.execv(sys.executable, [*command, "--port", str(arguments.port)])  # noqa: S606


def fill(settings: Settings) -> None:
    """Make the folder of a service with the class, two assignments, and everything handed in."""
    deliveries = list(delivered())
    settings.data.mkdir(mode=0o700, parents=True)
    roster = settings.data / "roster.csv"
    with open(roster, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "email", "role"))
        rows.writerow((INSTRUCTOR, "The instructor", "", "instructor"))
        rows.writerows(
            (student, student, "", "") for student in sorted({d.student for d in deliveries})
        )
    administration.members(settings, roster)
    roster.unlink()
    course = find_course(None)
    rules = Rules(opens_at=now(), due_at=now() + timedelta(days=7), attempts=10)
    assignments = {
        exercise: administration.offer(settings, course, exercise, rules) for exercise in EXERCISES
    }
    _hand_in(settings, deliveries, assignments)


def delivered() -> Iterator[Delivery]:
    """Everything that the demo's class handed in."""
    for exercise in EXERCISES:
        for path in sorted((CLASS / exercise).iterdir()):
            files = tuple(sorted(path.iterdir())) if path.is_dir() else (path,)
            yield Delivery(path.name if path.is_dir() else path.stem, exercise, files)


def _hand_in(settings: Settings, deliveries: list[Delivery], assignments: dict[str, str]) -> None:
    database, store = settings.database(), settings.files()
    work_queue.prepare(settings.url)
    queue = work_queue.WorkQueue(settings.url)
    desk = HandInDesk(database, store, queue, settings.signer())
    with database.reading() as session:
        members = {member.number: member.id for member in session.scalars(select(Member))}
    for one in deliveries:
        files = []
        for path in one.files:
            stored = store.put([path.read_bytes()])
            files.append(NamedFile(path.name, stored.sha256, stored.size))
        desk.accept(members[one.student], assignments[one.exercise], files, None)
    queue.close()
    database.close()


if __name__ == "__main__":
    main()
