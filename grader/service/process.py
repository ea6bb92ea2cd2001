"""What the processes of a service do: ``python -m grader.service.process web``, or ``worker NAME``.

The supervisor starts them. Each imports only what its part needs: the web process no course, no judge. Nothing
is imported here for all of them, since a worker's process with the judge in it imports this module, too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.service.service_settings import Settings


def main(arguments: Sequence[str]) -> None:
    """Be one of the service's processes until a signal asks to end."""
    from grader.service.logs import log_to
    from grader.service.service_settings import SUPERVISOR, VARIABLE, Settings

    _end_with(int(os.environ[SUPERVISOR]))
    os.umask(0o077)  # students' work is nobody else's on this machine
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the supervisor decides
    log_to(sys.stderr)
    settings = Settings.loaded(os.environ.pop(VARIABLE))
    if arguments[0] == "web":
        _web(settings)
    else:
        _worker(settings, arguments[1])


def _end_with(supervisor: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    from grader.sandbox.lockdown.kernel import die_with_parent

    die_with_parent()
    if os.getppid() != supervisor:  # it died before that was in force
        sys.exit(1)


def _web(settings: Settings) -> None:
    from grader.service.web.server import serve

    serve(settings)


def _worker(settings: Settings, name: str) -> None:
    from grader.service.course_version import CourseFiles, CourseVersion
    from grader.service.judging import Judging
    from grader.service.object_store import forget_keys
    from grader.service.worker import Worker, run_worker

    assert settings.course is not None
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    judging = Judging(settings.course, settings.course_settings, settings.scratch)
    database = settings.database()
    files = settings.files(database)
    forget_keys()  # the processes that it starts need none
    course = CourseVersion(
        database, CourseFiles(settings.course, settings.course_settings), settings.machine
    )
    name = settings.machine + name
    run_worker(Worker(database, files, judging, course, settings.scratch, name), stop)


if __name__ == "__main__":
    main(sys.argv[1:])
