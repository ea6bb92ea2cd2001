"""What a worker costs that has nothing to do, and how soon it takes what comes.

    python -m benchmarks.idle_worker [--seconds 30]

Prints the share of a processor that its threads take, those of the queue's engine included, and the seconds from a
task's row to its begin. SQLite, one worker, no judge: that one sleeps.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.measure import ROOT
from grader.service import work_queue
from grader.service.job_runner import JobRunner
from grader.service.judging import Judging
from grader.service.lti.platform_tasks import PlatformTasks
from grader.service.work_queue import GRADE, Handler, QueueWorker
from grader.service.worker import Worker, beating
from tests.service.house import House

_TASKS = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data")
        house.add_course()
        begun: dict[str, threading.Event] = {}
        nothing = Handler(lambda *_: None)
        handlers = dict.fromkeys((work_queue.LOOK, work_queue.JOB, work_queue.PLATFORM), nothing)
        handlers[work_queue.GRADE] = Handler(lambda id_, _: begun[id_].set(), lambda *_: None)
        judging = Judging(ROOT, None, Path(folder))
        worker = Worker(house.database, house.files, judging, name="idle")
        runner = JobRunner(house.database, house.files, judging, Path(folder))
        also = (runner.list_exercises, PlatformTasks(house.database).queue_due)
        with QueueWorker(house.database.url, "idle", handlers), beating(worker, also):
            time.sleep(5)
            before = time.process_time()
            time.sleep(seconds)
            print(f"{100 * (time.process_time() - before) / seconds:.2f} % of a processor, idle")
            waited = []
            for number in range(_TASKS):
                task = f"task-{number}"
                begun[task] = threading.Event()
                with house.database.writing() as session:
                    house.queue.add(session, GRADE, task, 1)
                at = time.monotonic()
                begun[task].wait()
                waited.append(time.monotonic() - at)
                time.sleep(0.13)
        print(f"{statistics.median(waited):.2f} s to begin, the longest {max(waited):.2f} s")


if __name__ == "__main__":
    main()
