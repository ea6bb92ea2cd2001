"""A service on two machines, with a database and an object store on others, while one after the other fails.

    python -m benchmarks.several_machines [--only WORD] [--write docs/service.md]

Each machine is a network namespace with a disk of its own: a folder that only it has under the common name.
Students hand in, each at either machine, and try again at the other one with the same key, as behind a proxy.
In the middle of that something fails. Afterwards every submission that was answered with 201 must be there with
one result. Needs Linux, root, PostgreSQL and moto[s3]; where they are missing it says so. Exit code 1 when
anything was lost.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import psycopg
from sqlalchemy import select

from benchmarks.measure import ROOT, load, machine
from grader.service.credentials import issue_token
from grader.service.database import Database
from grader.service.database_tables import Member, Result, Role, Submission
from grader.util.files import write_atomically
from tests.service.postgresql import HOW_TO_GET, INITDB, PostgreSQL
from tests.service.running import COURSE, RIGHT

BEGIN = "<!-- table: python -m benchmarks.several_machines --write docs/service.md -->"
END = "<!-- end of table -->"
_NETWORK, _BRIDGE = "10.77.0", "grader-net"
_ADDRESSES = {"database": 2, "objects": 3, "first": 11, "second": 12}
_NOBODY = "02:00:00:00:00:99"
_PORT = 8000
_HANDED_IN, _EVERY = 16, 1.0
"""Submissions of each run, and seconds between two: what fails does so after a third of them."""
_PATIENCE = 240.0
_SLOW = RIGHT.replace("    return x + x", "    for _ in range(2_000_000): pass\n    return x + x")
_REFUSED = "has a result already"


def address(host: str) -> str:
    return f"{_NETWORK}.{_ADDRESSES[host]}"


def namespace(host: str) -> str:
    return f"grader-{host}"


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


@contextmanager
def network() -> Iterator[None]:
    """The namespaces, joined by a bridge at which the students are."""
    clear()
    try:
        ip("link", "add", _BRIDGE, "type", "bridge")
        ip("addr", "add", f"{_NETWORK}.1/24", "dev", _BRIDGE)
        ip("link", "set", _BRIDGE, "up")
        for host in _ADDRESSES:
            ip("netns", "add", namespace(host))
            ip("-n", namespace(host), "link", "set", "lo", "up")
            plug_in(host)
        yield
    finally:
        clear()


def clear() -> None:
    for host in _ADDRESSES:
        ip("netns", "del", namespace(host), check=False)
        ip("link", "del", f"gr-{host}", check=False)
    ip("link", "del", _BRIDGE, check=False)


def plug_in(host: str) -> None:
    """Give a machine its network card."""
    ip(
        "link",
        "add",
        f"gr-{host}",
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        namespace(host),
    )
    ip("link", "set", f"gr-{host}", "master", _BRIDGE, "up")
    ip("-n", namespace(host), "addr", "add", f"{address(host)}/24", "dev", "eth0")
    ip("-n", namespace(host), "link", "set", "eth0", "up")


def pull_out(host: str) -> None:
    """Take it away: nobody is told, and nothing arrives any more."""
    ip("link", "del", f"gr-{host}")


def part(host: str, other: str) -> None:
    """Let nothing pass between two machines; both still reach all others, and no error comes back."""
    for here, there in ((host, other), (other, host)):
        ip("-n", namespace(here), "neigh", "replace", address(there), "lladdr", _NOBODY,
           "dev", "eth0", "nud", "permanent")  # fmt: skip


def join(host: str, other: str) -> None:
    for here, there in ((host, other), (other, host)):
        ip("-n", namespace(here), "neigh", "del", address(there), "dev", "eth0")


@dataclass
class Machine:
    """One that runs `grader serve` with a web process and a worker."""

    name: str
    base: Path
    environment: dict[str, str]
    options: list[str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """As everybody else sees it; for the machine itself it is base/disk/data."""
        return self.base / self.name / "data"

    @property
    def url(self) -> str:
        return f"http://{address(self.name)}:{_PORT}"

    def command(self, *words: str) -> list[str]:
        mount = f'mount --bind {self.base / self.name} {self.base / "disk"} && exec "$@"'
        within = ["ip", "netns", "exec", namespace(self.name), "unshare", "--mount"]
        return [*within, "sh", "-c", mount, "sh", sys.executable, "-m", "grader", *words]

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self.command(*words), env=self.environment, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        words = ["serve", str(self.base / "disk" / "data"), "--host", "0.0.0.0", *self.options]
        with open(self.base / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(*words), env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait()

    def pids(self, role: str) -> list[int]:
        assert self.process is not None
        found = []
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in map(int, children.read_text().split()):
            with suppress(OSError):
                if role.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    found.append(pid)
        return found

    def kill(self, role: str) -> None:
        for pid in self.pids(role):
            os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def is_well(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=3).status_code == 200
        except httpx.HTTPError:
            return False

    def refused(self) -> int:
        """How often a worker came with a second result, as the logs say."""
        logs = (self.data / "logs").glob("worker-*.log")
        return sum(log.read_text("utf-8").count(_REFUSED) for log in logs)


@dataclass
class Site:
    """The machines of the service, and what they need."""

    postgresql: PostgreSQL
    objects: subprocess.Popen[bytes]
    first: Machine
    second: Machine
    tokens: Iterator[str] = field(default_factory=lambda: iter(()))
    """One for each submission: nobody may hand in as often as all of them do."""
    assignment: str = ""

    @property
    def machines(self) -> tuple[Machine, Machine]:
        return self.first, self.second

    def is_well(self) -> bool:
        return all(each.is_well() for each in self.machines)


@dataclass
class Row:
    """What was seen of one failure."""

    fault: str
    handed_in: int = 0
    accepted: dict[str, float] = field(default_factory=dict)
    longest_answer: float = 0.0
    lost: int = 0
    twice: int = 0
    refused: int = 0
    longest_result: float = 0.0
    normal: float | None = None

    @property
    def is_good(self) -> bool:
        whole = len(self.accepted) == self.handed_in and not self.lost and not self.twice
        return whole and self.normal is not None

    def line(self) -> str:
        normal = "never" if self.normal is None else f"{self.normal:.0f}"
        return (
            f"| {self.fault} | {self.handed_in} | {len(self.accepted)} | {self.lost} | {self.twice} | "
            f"{self.refused} | {self.longest_answer:.1f} | {self.longest_result:.0f} | {normal} |"
        )


class Students:
    """Hand in, one after the other, whatever happens meanwhile."""

    def __init__(self, site: Site, row: Row) -> None:
        self._site, self._row = site, row
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def hand_in(self, count: int) -> None:
        for _ in range(count):
            number = self._row.handed_in = self._row.handed_in + 1
            thread = threading.Thread(target=self._one, args=(number, next(self._site.tokens)))
            thread.start()
            self._threads.append(thread)
            time.sleep(_EVERY)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()

    def _one(self, number: int, token: str) -> None:
        key, began = secrets.token_hex(8), time.monotonic()
        path = f"/api/v1/assignments/{self._site.assignment}/submissions"
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        attempt = number
        while time.monotonic() - began < _PATIENCE:
            at = self._site.machines[attempt % 2]
            attempt += 1
            file = ("work.py", f"{_SLOW}# {key}\n".encode())
            with suppress(httpx.HTTPError):
                answer = httpx.post(
                    at.url + path, files={"file": file}, headers=headers, timeout=20
                )
                if answer.status_code == 201:
                    took = time.monotonic() - began
                    with self._lock:
                        self._row.accepted[answer.json()["id"]] = time.monotonic()
                        self._row.longest_answer = max(self._row.longest_answer, took)
                    return
                if answer.status_code not in (429, 500, 502, 503):
                    print(f"unexpected: {answer.status_code} {answer.text}", file=sys.stderr)
            time.sleep(0.5)


def restarted(site: Site) -> None:
    for each in site.machines:
        each.stop()
        each.start()
        until(each.is_well)


def until_second_works(site: Site) -> None:
    """Wait until the second machine's worker has begun something, so that this is what fails amid."""
    name = (site.second.data / "machine").read_text() + "-%"
    query = "SELECT 1 FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id LIKE %s"
    with psycopg.connect(site.postgresql.url, autocommit=True) as connection:
        end = time.monotonic() + 10
        while time.monotonic() < end and not connection.execute(query, [name]).fetchone():
            time.sleep(0.02)


def worker_killed(site: Site) -> None:
    until_second_works(site)
    site.second.kill("worker")


def web_killed(site: Site) -> None:
    """Amid an upload, of which only a part has arrived."""
    import socket

    with socket.create_connection((address("second"), _PORT)) as upload:
        head = (
            f"POST /api/v1/assignments/{site.assignment}/submissions HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer {next(site.tokens)}\r\nContent-Length: 1000000\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
        )
        upload.sendall(head.encode() + b"x" * 10_000)
        site.second.kill("web")


def vanished(site: Site) -> None:
    until_second_works(site)
    pull_out("second")
    site.second.kill_all()  # nobody hears of it


def vanished_and_new(site: Site) -> None:
    plug_in("second")
    site.second.start()


def parted(site: Site) -> None:
    until_second_works(site)
    part("second", "database")


def joined(site: Site) -> None:
    join("second", "database")


def database_restarted(site: Site) -> None:
    site.postgresql.stop(signal.SIGINT)
    site.postgresql.start()


def database_crashed(site: Site) -> None:
    site.postgresql.stop(signal.SIGQUIT)
    site.postgresql.start()


def objects_stopped(site: Site) -> None:
    site.objects.send_signal(signal.SIGSTOP)


def objects_back(site: Site) -> None:
    site.objects.send_signal(signal.SIGCONT)


def nothing(site: Site) -> None:
    pass


FAULTS: dict[str, tuple[Callable[[Site], None], float, Callable[[Site], None]]] = {
    "nothing": (nothing, 0, nothing),
    "rolling restart of both machines": (restarted, 0, nothing),
    "a worker is killed amid work": (worker_killed, 0, nothing),
    "a web process is killed amid an upload": (web_killed, 0, nothing),
    "a machine vanishes, and is back after a minute": (vanished, 60, vanished_and_new),
    "a machine is cut off from the database for a minute": (parted, 60, joined),
    "the database is restarted": (database_restarted, 0, nothing),
    "the database crashes and recovers": (database_crashed, 0, nothing),
    "the object store does not answer for 30 seconds": (objects_stopped, 30, objects_back),
}
"""What fails, for how many seconds, and how it ends."""


def until(look: Callable[[], bool], patience: float = _PATIENCE) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if look():
            return True
        time.sleep(0.5)
    return False


def measure(site: Site, fault: str) -> Row:
    """Let it fail amid what is handed in, and see what became of all."""
    row = Row(fault)
    begin, seconds, end = FAULTS[fault]
    students = Students(site, row)
    refused = sum(each.refused() for each in site.machines)
    students.hand_in(_HANDED_IN // 3)
    failed = time.monotonic()
    act = threading.Thread(target=begin, args=(site,))
    act.start()
    students.hand_in(_HANDED_IN - _HANDED_IN // 3)
    act.join()
    time.sleep(max(0.0, seconds - (time.monotonic() - failed)))
    end(site)
    students.wait()
    url = site.postgresql.url
    database = Database(url)
    graded: dict[str, float] = {}

    def all_graded() -> bool:
        with suppress(Exception), database.reading() as session:
            done = set(session.scalars(select(Result.submission_id)))
            for submission in row.accepted:
                if submission in done:
                    graded.setdefault(submission, time.monotonic())
        return len(graded) == len(row.accepted) and site.is_well()

    if until(all_graded):
        row.normal = time.monotonic() - failed - seconds
    time.sleep(5)  # who comes late with a second result does so now
    with database.reading() as session:
        kept = set(session.scalars(select(Submission.id)))
        results = Counter(session.scalars(select(Result.submission_id)))
    database.close()
    row.lost = sum(each not in kept or not results[each] for each in row.accepted)
    row.twice = sum(results[each] > 1 for each in row.accepted)
    row.refused = sum(each.refused() for each in site.machines) - refused
    waits = [graded[each] - at for each, at in row.accepted.items() if each in graded]
    row.longest_result = max(waits, default=0.0)
    return row


@contextmanager
def site(base: Path) -> Iterator[Site]:
    """All machines, set up and well."""
    (base / "disk").mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GRADER_")},
        "PYTHONPATH": str(ROOT),
        "GRADER_COURSE": str(COURSE),
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
    }
    (base / "postgresql").mkdir()
    within = ["ip", "netns", "exec", namespace("database")]
    postgresql = PostgreSQL(base / "postgresql", 5432, address("database"), within)
    postgresql.create()
    postgresql.start()
    store = f"http://{address('objects')}:5000"
    with open(base / "objects.log", "ab") as log:
        objects = subprocess.Popen(
            ["ip", "netns", "exec", namespace("objects"), sys.executable, "-m", "moto.server",
             "-H", "0.0.0.0", "-p", "5000"], stdout=log, stderr=log,
        )  # fmt: skip
    until(lambda: _puts(f"{store}/grader-files"))
    options = ["--database", postgresql.url, "--files", f"s3://grader-files/all?endpoint={store}"]
    machines = []
    for name in ("first", "second"):
        (base / name).mkdir()
        machines.append(Machine(name, base, environment, options))
    first, second = machines
    made = Site(postgresql, objects, first, second)
    try:
        for each in machines:
            each.start()
            if not until(each.is_well):
                raise SystemExit((base / f"{each.name}.log").read_text())
        roster = base / "first" / "roster.csv"
        students = (len(FAULTS) + 1) * (_HANDED_IN + 1)
        roster.write_text("id,name\n" + "".join(f"s{n},S{n}\n" for n in range(students)))
        data = str(base / "disk" / "data")
        first.run("service", "members", data, str(roster))
        made.assignment = first.run("service", "offer", data, "scaling")
        made.tokens = iter(_tokens(postgresql.url))
        yield made
    finally:
        for each in machines:
            if each.process is not None and each.process.poll() is None:
                each.stop()
        objects.kill()
        postgresql.stop()


def _tokens(url: str) -> list[str]:
    database = Database(url)
    try:
        with database.writing() as session:
            members = session.scalars(select(Member).where(Member.role == Role.STUDENT)).all()
            return [issue_token(session, member) for member in members]
    finally:
        database.close()


def _puts(bucket: str) -> bool:
    try:
        return httpx.put(bucket, timeout=3).status_code == 200
    except httpx.HTTPError:
        return False


def missing() -> str | None:
    """What is not there to run this; None where everything is."""
    if INITDB is None:
        return HOW_TO_GET
    if shutil.which("ip") is None or os.geteuid() != 0:
        return "network namespaces need Linux, root and iproute2"
    if subprocess.run(["ip", "netns", "add", "grader-trial"], capture_output=True).returncode:
        return "this system allows no network namespaces"
    ip("netns", "del", "grader-trial")
    return None


def table(rows: list[Row], busy: str) -> str:
    return "\n".join(
        [
            f"Two machines with a web process and a worker each; in each run {_HANDED_IN} submissions, "
            f"one every {_EVERY:g} s. Everything ran on one computer: {machine()}, {busy}.",
            "",
            "| what fails | handed in | 201 | lost | two results | second results refused | longest until 201, s "
            "| longest until the result, s | normal after, s |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *(row.line() for row in rows),
            "",
            "Normal: both machines are well, and everything has its result; counted from the failure, or from "
            "its end where it lasts.",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if (reason := missing()) is not None:
        print(f"skipped: {reason}")
        return 0
    os.environ |= {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "benchmark"}
    busy, rows = load(), []
    with tempfile.TemporaryDirectory(prefix="grader-machines-") as folder:
        Path(folder).chmod(0o755)
        with network(), site(Path(folder)) as made:
            for fault in FAULTS:
                if options.only in fault:
                    rows.append(measure(made, fault))
                    print(rows[-1].line(), flush=True)
                    until(made.is_well)
    text = table(rows, busy)
    print(text)
    if options.write is not None:
        page = options.write.read_text("utf-8")
        pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
        page = pattern.sub(lambda found: f"{BEGIN}\n\n{text}\n\n{END}", page, count=1)
        write_atomically(options.write, page)
    return 0 if all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
