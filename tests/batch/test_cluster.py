"""A class graded by a dask scheduler and its workers, one of which is killed."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.batch import cluster as cluster_module
from grader.batch.judge import Options, Order
from grader.batch.limits import JudgeLimits
from grader.model.delivery import Pending
from grader.util.errors import Unfinished
from tests.cli.conftest import CHECKOUT, RIGHT, TRIPLES, Ran, reports
from tests.cli.test_grade import without_timing
from tests.nursery import Forked, Nursery
from tests.variants.conftest import write_course

# Not imported here: every worker of a run collects these tests, and one runs them.
pytestmark = pytest.mark.skipif(find_spec("distributed") is None, reason="needs distributed")
Grader = Callable[..., Ran]
Write = Callable[..., Path]
Begin = Callable[..., Forked]
SLOW = "import time\n" + RIGHT.replace("return x + x", "time.sleep(0.4)\n    return x + x")
"""It waits, and needs no processor for that."""


class Cluster:
    """A scheduler and its workers, each a process of its own; at the start there is none."""

    def __init__(self, nursery: Nursery, folder: Path, environment: dict[str, str]) -> None:
        self.file, self.folder, self.environment = folder / "scheduler.json", folder, environment
        self.nursery = nursery
        self.processes: list[Forked] = []
        self.workers: list[Forked] = []
        self._start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        deadline = time.monotonic() + 60
        while not self.file.exists() or not self.file.read_text():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]

    def add_worker(self, **more: str) -> None:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        options += ["--local-directory", str(self.folder)]
        self.workers.append(self._start("worker", *options, **more))

    def _start(self, kind: str, *options: str, **more: str) -> Forked:
        words = ["dask", kind, "--scheduler-file", str(self.file), *options]
        process = self.nursery.start(words, self.folder, self.environment | more)
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where schedulers, workers and commands that send to them come from; it has imported dask."""
    path = ":".join([str(CHECKOUT), *(path for path in sys.path if path)])
    dask = [f"distributed.cli.dask_{kind}" for kind in ("scheduler", "worker")]
    found = Nursery({**os.environ, "PYTHONPATH": path}, dask)
    yield found
    found.close()


@pytest.fixture
def cluster(nursery: Nursery, tmp_path: Path, environment: dict[str, str]) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    extra = [path for path in sys.path if path]
    found = Cluster(
        nursery,
        tmp_path / "cluster",
        environment | {"PYTHONPATH": ":".join([environment["PYTHONPATH"], *extra])},
    )
    yield found
    found.close()


@pytest.fixture
def begin(cluster: Cluster, environment: dict[str, str], tmp_path: Path) -> Begin:
    """Begin a command that sends to the cluster."""

    def run(*arguments: object) -> Forked:
        words = ["grader", *map(str, arguments)]
        return cluster.nursery.start(words, tmp_path, environment, cluster.folder)

    return run


@pytest.fixture
def far(cluster: Cluster, begin: Begin) -> Callable[..., Ran]:
    """Run a command that sends to the cluster, to its end."""
    return lambda *arguments: ended(cluster, begin(*arguments))


def ended(cluster: Cluster, process: Forked) -> Ran:
    """How a command ended that was begun."""
    code = process.wait()
    return Ran(code, *((cluster.folder / name).read_text("utf-8") for name in ("out", "err")))


def test_a_killed_workers_submissions_are_done_by_another(
    cluster: Cluster, begin: Begin, far: Grader, grader: Grader, write: Write, tmp_path: Path
) -> None:
    """None is lost, none is blamed, and the reports are those of a run on one machine, with its limits.

    A file that is too large to read costs its row, not the worker that met it.
    """
    cluster.add_worker()
    cluster.add_worker()
    for number in range(10):
        write(f"class/s{number}.py", (SLOW, RIGHT, TRIPLES)[number % 3])
    write("class/large.py", f"{RIGHT}\ny = [{'1,' * 230_000}1]\n")
    write("class/unreadable.py", b"\x00")
    options = ["grade", "class", "--exercise", "scaling", "--judge-memory", 64]
    to = ["--executor", "dask", "--scheduler", cluster.address]
    process = begin(*options, *to, "--out", "far")
    deadline = time.monotonic() + 120
    while len(list(tmp_path.glob("far/reports/*.json"))) < 2:
        assert process.poll() is None, ended(cluster, process)
        assert time.monotonic() < deadline
        time.sleep(0.05)
    cluster.workers[0].kill()
    ran = ended(cluster, process)
    assert ran.code == 0, ran.err
    assert cluster.workers[1].poll() is None
    reason = reports(tmp_path / "far")["large"]["submission"]["reason"]
    assert "too much memory (the limit is 64 MB)" in reason
    assert grader(*options, "--out", "near", "--quiet").code == 0
    assert without_timing(tmp_path / "far") == without_timing(tmp_path / "near")
    assert "12 of 12 are up to date" in far(*options, *to, "--out", "near").err


def test_everybody_has_their_own_variant_on_a_cluster_as_well(
    cluster: Cluster, grader: Grader, far: Grader, write: Write, tmp_path: Path
) -> None:
    """The lot goes with the submission: the reports are those of one machine, on different variants."""
    course = write_course(tmp_path / "with_variants")
    for student in ("ann", "cid"):
        write(
            f"centred/{student}.py",
            "def centre(X):\n    return X - X.mean(axis=0)\n\n\ndef scale(X):\n    return X * 3\n",
        )
    command = ("grade", "centred", "--course", course, "--exercise", "centring", "--quiet", "--out")
    assert grader(*command, "near").code == 0
    salted = write_course(tmp_path / "otherwise_salted")
    (salted / "salt.txt").write_text("a secret of another course")
    cluster.add_worker(GRADER_COURSE=str(salted))  # would draw other numbers, and is refused
    cluster.add_worker(GRADER_COURSE=str(course))
    ran = far(*command, "far", "--executor", "dask", "--scheduler", cluster.address)
    assert ran.code == 0, ran.err
    assert without_timing(tmp_path / "far") == without_timing(tmp_path / "near")
    variants = {report["exercise"]["variant"] for report in reports(tmp_path / "far").values()}
    assert len(variants) > 1 and None not in variants


def test_a_worker_that_would_grade_otherwise_is_refused(
    cluster: Cluster, far: Grader, write: Write, tmp_path: Path, course: Path
) -> None:
    """With another course: the other workers do its share. Where none is left, that is said, and nothing written."""
    shutil.copytree(course, tmp_path / "other")
    exercise = tmp_path / "other" / "exercises" / "scaling" / "exercise.py"
    exercise.write_text(exercise.read_text("utf-8").replace("points=5", "points=7"), "utf-8")
    cluster.add_worker()
    cluster.add_worker(GRADER_COURSE=str(tmp_path / "other"))
    for number in range(6):
        write(f"class/s{number}.py")
    options = ["grade", "class", "--executor", "dask", "--scheduler", cluster.address]
    assert far(*options, "--out", "results").code == 0
    assert {report["max_score"] for report in reports(tmp_path / "results").values()} == {10}
    cluster.workers[0].kill()
    ran = far(*options, "--out", "nothing")
    assert ran.code == 3
    assert "another version of the course" in ran.err.splitlines()[-2]
    assert reports(tmp_path / "nothing") == {}


@pytest.mark.parametrize("who", ["workers", "scheduler"])
def test_a_cluster_without_workers_is_given_up(
    cluster: Cluster, begin: Begin, grader: Grader, write: Write, tmp_path: Path, who: str
) -> None:
    """After a while, with one error; what was graded is in the gradebook, and the run can be taken up."""
    cluster.add_worker()
    for number in range(12):
        write(f"class/s{number:02}.py", SLOW)
    options = ["grade", "class", "--out", "results"]
    to = ["--executor", "dask", "--scheduler", cluster.address, "--patience", "2"]
    process = begin(*options, *to)
    deadline = time.monotonic() + 120
    while len(list(tmp_path.glob("results/reports/*.json"))) < 2:
        assert process.poll() is None, ended(cluster, process)
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for each in cluster.workers if who == "workers" else cluster.processes[:1]:
        each.kill()
    ran = ended(cluster, process)
    assert ran.code == 3, ran.err
    assert "there has been no worker at" in ran.err and "the same command goes on" in ran.err
    done = len(reports(tmp_path / "results"))
    assert 2 <= done < 12
    assert len((tmp_path / "results" / "gradebook.csv").read_text().splitlines()) == done + 1
    assert f"{done} of 12 are up to date" in grader(*options).err


def test_no_scheduler_is_wrong_use(grader: Grader, write: Write) -> None:
    """Both options belong together."""
    write("class/ann.py")
    assert grader("grade", "class", "--out", "results", "--executor", "dask").code == 2
    assert (
        grader("grade", "class", "--out", "results", "--scheduler", "tcp://127.0.0.1:1").code == 2
    )


def test_a_broken_connection_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the client raises when the scheduler dies: the run cannot go on now, and can later."""
    from distributed.comm import CommClosedError

    class BrokenClient:
        scheduler = SimpleNamespace(address="tcp://far:8786")

        def scheduler_info(self, n_workers: int) -> None:
            raise CommClosedError("closed")

        def submit(self, *arguments: object, **options: object) -> None:
            raise ConnectionResetError(104, "Connection reset by peer")

        def close(self) -> None:
            raise CommClosedError("closed")

    monkeypatch.setattr(cluster_module, "_client", lambda scheduler: BrokenClient())
    monkeypatch.setattr(cluster_module, "agreement", lambda judge: ("course", "environment"))
    judge: Any = SimpleNamespace(course=SimpleNamespace(root="course"), options=Options())
    orders = [Order(Pending("ann", "ann.py", ()))]
    with (
        pytest.raises(Unfinished, match="there has been no worker at tcp://far:8786"),
        cluster_module.Cluster("tcp://far:8786", 2) as cluster,
    ):
        list(cluster.results(orders, judge, JudgeLimits(), lambda: False))
