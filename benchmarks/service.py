"""A class hands in before a deadline, over HTTP, while the service's processes are killed.

    python -m benchmarks.service [--students N] [--minutes M] [--workers W] [--web-processes P] [--no-kills]
                                 [--write docs/service.md]          2000 students in 10 minutes unless told
    python -m benchmarks.service --throughput [--students N]        what processes add, and a plan from it
    python -m benchmarks.service --day [--students N] [--minutes M] a day of 12 hours in so many minutes

Each student hands in one file, no two alike, and follows it to its result; the closer the deadline, the more of
them at a time. At a quarter of the time the web process is killed with SIGKILL, at a half a worker, at three
quarters everything, which is then started again as an administrator would. A student whose connection
breaks tries again with the same key, and the seconds are counted from the first try.

Prints the seconds from handing in to the result, how many submissions were lost or have a second
result or another score than `grader grade` gives, what two cores allow (the same files as a batch, in the same
run), and the memory of the service's processes in the course of the run. Exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from benchmarks.measure import ROOT, load, machine
from benchmarks.students import COURSE, write_class
from grader.report.report_file import read_report
from grader.service.credentials import issue_token
from grader.service.database import Database
from grader.service.database_tables import Member, Result, Submission, SubmissionState
from grader.service.service_settings import Settings
from grader.util.files import write_atomically

BEGIN = "<!-- table: python -m benchmarks.service {part}--write docs/service.md -->"
END = "<!-- end of table -->"
_PAUSE = 0.25  # seconds until a student tries again
_DISTURBED = 30.0  # seconds after a kill that are told apart
_ANSWER_SECONDS = 60.0
_PATIENCE = 900.0


@dataclass(slots=True)
class Handed:
    """What became of one student's submission; moments are seconds since the start of the run."""

    began: float
    accepted: float | None = None
    ended: float | None = None
    submission: str = ""
    state: str = ""


@dataclass(slots=True)
class Service:
    """`grader serve` as its administrator runs it."""

    data: Path
    workers: int
    port: int
    web_processes: int = 1
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "grader", "serve", self.data, "--port", self.port]
        command += ["--workers", self.workers, "--web-processes", self.web_processes]
        with open(self.data.with_suffix(".log"), "ab") as log:
            self.process = subprocess.Popen(
                [*map(str, command), "--course", str(COURSE)], cwd=ROOT, stdout=log, stderr=log
            )

    def children(self) -> dict[int, str]:
        """Process id -> role, of web process and workers."""
        assert self.process is not None
        found = {}
        for pid in _children(self.process.pid):
            with suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
                if "grader.service.process" in words:
                    found[pid] = words[words.index("grader.service.process") + 1]
        return found

    def kill(self, role: str) -> None:
        """Kill a process of this role, or everything, which is then started again."""
        assert self.process is not None
        if role == "everything":
            self.process.kill()
            self.process.wait()
            self.start()
            return
        for pid, found in self.children().items():
            if found == role:
                os.kill(pid, signal.SIGKILL)
                return

    def memory(self) -> dict[str, float]:
        """Role -> megabytes of all processes of that role; what a worker started is its own."""
        if self.process is None:
            return {}
        used: Counter[str] = Counter()
        for pid, role in self.children().items():
            used[role] += sum(map(_megabytes, (pid, *_descendants(pid))))
        return dict(used)

    def processor_seconds(self) -> dict[str, float]:
        """Role -> processor seconds of its processes so far, with those of what they started."""
        used: Counter[str] = Counter()
        for pid, role in self.children().items():
            used[role] += sum(map(_seconds, (pid, *_descendants(pid))))
        return dict(used)

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait()


@dataclass(slots=True)
class Run:
    """A run, and what was seen of it."""

    service: Service
    assignment: str
    seconds: float
    began: float = 0.0
    handed: list[Handed] = field(default_factory=list)
    kills: list[tuple[float, str]] = field(default_factory=list)
    memory: list[tuple[int, dict[str, float]]] = field(default_factory=list)

    def now(self) -> float:
        return time.monotonic() - self.began

    async def student(self, moment: float, token: str, path: Path) -> None:
        await asyncio.sleep(moment)
        handed = Handed(self.now())
        self.handed.append(handed)
        body, headers = form(path, token)
        while self.now() < self.seconds + _PATIENCE:
            try:
                if handed.accepted is None:
                    where = f"/api/v1/assignments/{self.assignment}/submissions"
                    status, answer = await self._post(where, headers, body)
                    if status != 201:
                        raise OSError(f"status {status}: {answer[:200]!r}")
                    handed.accepted = self.now()
                    handed.submission = json.loads(answer)["id"]
                handed.state = await self._followed(handed.submission, token)
                handed.ended = self.now()
                return
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                await asyncio.sleep(_PAUSE)

    async def _post(self, path: str, headers: str, body: bytes) -> tuple[int, bytes]:
        async with Connection(self.service.port) as connection:
            return await connection.ask(f"POST {path} HTTP/1.1\r\n{headers}", body)

    async def _followed(self, submission: str, token: str) -> str:
        """The final state, from the stream of events that pages and programs follow."""
        head = f"GET /api/v1/submissions/{submission}/events HTTP/1.1\r\n{bearer(token)}"
        async with Connection(self.service.port) as connection:
            return await connection.last_event(head)

    async def killer(self) -> None:
        for share, role in ((0.25, "web"), (0.5, "worker"), (0.75, "everything")):
            await asyncio.sleep(max(0.0, share * self.seconds - self.now()))
            self.kills.append((self.now(), role))
            self.service.kill(role)

    async def watcher(self, count: int) -> None:
        """Look at the memory whenever another tenth has its results."""
        seen = 0
        while seen < 10:
            await asyncio.sleep(0.5)
            done = sum(each.ended is not None for each in self.handed)
            if 10 * done // count > seen:
                seen = 10 * done // count
                self.memory.append((done, self.service.memory()))

    async def play(self, tokens: Sequence[str], paths: Sequence[Path], kills: bool) -> None:
        chance = random.Random(11)
        self.began = time.monotonic()
        # The closer the deadline, the more: at the end twice as many a minute as on average.
        moments = sorted(self.seconds * chance.random() ** 0.5 for _ in paths)
        watcher = asyncio.create_task(self.watcher(len(paths)))
        others = [asyncio.create_task(self.killer())] if kills else []
        await asyncio.gather(*map(self.student, moments, tokens, paths), *others)
        watcher.cancel()
        self.memory.append((len(paths), self.service.memory()))

    def disturbed(self, each: Handed) -> bool:
        """Whether a kill came shortly before, or while the student waited."""
        ended = each.ended if each.ended is not None else self.seconds + _PATIENCE
        return any(
            moment - ended < 0 and each.began < moment + _DISTURBED for moment, _ in self.kills
        )


class Connection:
    """HTTP/1.1 in a few lines: the students must not need the processors that they measure."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._writer.close()

    async def _head(self, head: str, body: bytes) -> tuple[int, Mapping[str, str]]:
        text = f"{head}Host: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(text.encode() + body)
        async with asyncio.timeout(_ANSWER_SECONDS):
            answer = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = answer.splitlines()
        named = (line.partition(":") for line in lines)
        return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in named}

    async def ask(self, head: str, body: bytes) -> tuple[int, bytes]:
        status, headers = await self._head(head, body)
        async with asyncio.timeout(_ANSWER_SECONDS):
            return status, await self._reader.readexactly(int(headers.get("content-length", 0)))

    async def last_event(self, head: str) -> str:
        status, _ = await self._head(head, b"")
        if status != 200:
            raise OSError(f"status {status}")
        async with asyncio.timeout(_PATIENCE):
            while line := await self._reader.readline():
                if line.startswith(b"data: "):
                    state: str = json.loads(line[6:])["status"]
                    if state in ("graded", "failed"):
                        return state
        raise OSError("the stream ended without a result")


def measured(
    students: int, minutes: float, workers: int, web_processes: int, kills: bool
) -> tuple[str, bool]:
    """Play it; returns what there is to tell, in Markdown, and whether nothing was lost."""
    busy = load()
    with tempfile.TemporaryDirectory(prefix="grader-service-") as name:
        folder = Path(name)
        write_class(folder / "class", students)
        paths = sorted((folder / "class").iterdir())
        settings = Settings(folder / "data")
        assignment, tokens = set_up(settings, paths)
        service = Service(settings.data, workers, free_port(), web_processes)
        service.start()
        run = Run(service, assignment, 60 * minutes)
        try:
            wait_until_well(service.port)
            asyncio.run(run.play(tokens, paths, kills))
        finally:
            service.stop()
        rate, scores = _batch(folder, students)
        faults = _faults(settings, run, {path.stem: scores[path.stem] for path in paths})
    text = _told(run, students, minutes, workers, rate, faults, busy)
    return text, not any(faults.values())


def set_up(settings: Settings, paths: Sequence[Path]) -> tuple[str, list[str]]:
    """Offer the exercise to a class; returns the assignment's id and everybody's token."""
    roster = settings.data.with_name("roster.csv")
    rows = [f"{path.stem},{path.stem},,student" for path in paths]
    roster.write_text("\n".join(["id,name,email,role", *rows, ""]), "utf-8")
    grader = [sys.executable, "-m", "grader", "service"]
    quiet = {"cwd": ROOT, "check": True, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    subprocess.run([*grader, "members", settings.data, roster], **quiet)
    offered = subprocess.run(
        [*grader, "offer", settings.data, "layer", "--course", COURSE], **quiet
    )
    database = settings.database()
    with database.writing() as session:
        members = {member.number: member for member in session.scalars(select(Member))}
        tokens = [issue_token(session, members[path.stem]) for path in paths]
    database.close()
    return offered.stdout.decode().strip(), tokens


def _batch(folder: Path, count: int) -> tuple[float, dict[str, float | None]]:
    """Submissions a second of `grader grade` on the same files, and everybody's score."""
    cores = len(os.sched_getaffinity(0))
    command = [sys.executable, "-m", "grader", "grade", str(folder / "class"), "--quiet"]
    command += ["--course", str(COURSE), "--out", str(folder / "results"), "--jobs", str(cores)]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True)
    rate = count / (time.monotonic() - started)
    reports = (folder / "results" / "reports").iterdir()
    return rate, {path.stem: read_report(path).score for path in reports}


def _faults(settings: Settings, run: Run, expected: Mapping[str, float | None]) -> dict[str, int]:
    """What must be nought."""
    accepted = {each.submission for each in run.handed if each.accepted is not None}
    database = settings.database()
    results, scores, graded = kept(database)
    database.close()
    return {
        "lost": len(expected) - len(accepted & graded),
        "with a second result": sum(number > 1 for number in results.values()),
        "of nobody": len(graded - accepted),
        "with another score than the batch's": sum(
            expected[student] != score for student, score in scores.items()
        ),
    }


def kept(database: Database) -> tuple[Counter[str], dict[str, float | None], set[str]]:
    """Results of each submission, the score of each student, and the submissions that are graded."""
    with database.reading() as session:
        results = Counter(session.scalars(select(Result.submission_id)))
        rows = session.execute(
            select(Member.number, Result.score)
            .join(Submission, Submission.member_id == Member.id)
            .join(Result, Result.submission_id == Submission.id)
        )
        scores = {row[0]: row[1] for row in rows}
        graded = select(Submission.id).where(Submission.state == SubmissionState.GRADED)
        return results, scores, set(session.scalars(graded)) & set(results)


def _told(
    run: Run,
    students: int,
    minutes: float,
    workers: int,
    rate: float,
    faults: Mapping[str, int],
    busy: str,
) -> str:
    rows = [("all", run.handed)]
    if run.kills:
        rows.append(
            ("without a kill near", [each for each in run.handed if not run.disturbed(each)])
        )
    peak = _peak([each.began for each in run.handed], 10.0)
    killed = ", ".join(f"{role} at {moment:.0f} s" for moment, role in run.kills) or "nothing"
    return "\n".join(
        [
            f"{students} students in {minutes:g} minutes, at most {peak} in ten seconds; {workers} "
            f"worker{'' if workers == 1 else 's'}; killed: {killed}. The students ran on the same machine: "
            f"{machine()}, {busy}.",
            "",
            "| handed in | submissions | p50 | p95 | p99 | longest |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            *(_row(name, chosen) for name, chosen in rows),
            "",
            "Seconds from handing in to the result. Submissions " + ", ".join(
                f"{name}: {number}" for name, number in faults.items()
            ) + ".",
            "",
            f"The same files as a batch on all cores: {rate:.1f} a second; the service got "
            f"{students / (60 * minutes):.1f} a second on average and {peak / 10:.1f} at the peak.",
            "",
            "| results | web process, MB | workers with judge and sandbox, MB |",
            "| ---: | ---: | ---: |",
            *(
                f"| {done} | {used.get('web', 0):.0f} | {used.get('worker', 0):.0f} |"
                for done, used in run.memory
            ),
        ]
    )  # fmt: skip


def _row(name: str, chosen: Sequence[Handed]) -> str:
    seconds = sorted(each.ended - each.began for each in chosen if each.ended is not None)
    if not seconds:
        return f"| {name} | 0 | | | | |"
    marks = [seconds[min(len(seconds) - 1, int(p * len(seconds)))] for p in (0.5, 0.95, 0.99)]
    figures = " | ".join(f"{mark:.2f}" for mark in (*marks, seconds[-1]))
    return f"| {name} | {len(seconds)} | {figures} |"


def _peak(moments: Sequence[float], span: float) -> int:
    """The most that fall within so many seconds."""
    ordered = sorted(moments)
    return max(
        (bisect.bisect_right(ordered, m + span) - index for index, m in enumerate(ordered)),
        default=0,
    )


def form(path: Path, token: str) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    head = f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
    body = head.encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    kind = f"Content-Type: multipart/form-data; boundary={boundary}\r\n"
    return body, f"{bearer(token)}{kind}Idempotency-Key: {secrets.token_hex(16)}\r\n"


def bearer(token: str) -> str:
    return f"Authorization: Bearer {token}\r\n"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_until_well(port: int) -> None:
    async def status() -> int:
        async with Connection(port) as connection:
            return (await connection.ask("GET /healthz HTTP/1.1\r\n", b""))[0]

    end = time.monotonic() + 600
    while time.monotonic() < end:
        with suppress(OSError, asyncio.IncompleteReadError):
            if asyncio.run(status()) == 200:
                return
        time.sleep(0.25)
    raise SystemExit("the service does not get well")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def _descendants(pid: int) -> list[int]:
    own = _children(pid)
    return own + [deeper for child in own for deeper in _descendants(child)]


def _seconds(pid: int) -> float:
    """Processor seconds of a process, and of its children that have ended."""
    with suppress(OSError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _megabytes(pid: int) -> float:
    """Memory of a process; what it shares with others counts in part."""
    with suppress(OSError):
        found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument("--throughput", action="store_true")
    parts.add_argument("--day", action="store_true")
    parser.add_argument("--students", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--web-processes", type=int, default=1)
    parser.add_argument("--no-kills", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page that holds the table")
    arguments = parser.parse_args()
    if arguments.throughput:
        from benchmarks import service_throughput

        part, told, whole = (
            "--throughput ",
            service_throughput.told(arguments.students or 300),
            True,
        )
    elif arguments.day:
        from benchmarks import service_day

        part = "--day "
        told, whole = service_day.told(
            arguments.students or 1500, arguments.minutes or 4, arguments.write is not None
        )
    else:
        part = ""
        told, whole = measured(
            arguments.students or 2000,
            arguments.minutes or 10,
            arguments.workers,
            arguments.web_processes,
            not arguments.no_kills,
        )
    if arguments.write is None:
        print(told)
    else:
        write(arguments.write, part, told)
    return 0 if whole else 1


def write(page: Path, part: str, told: str) -> None:
    """Put a table into its place on a page."""
    begin = BEGIN.format(part=part)
    between = re.compile(re.escape(begin) + ".*?" + re.escape(END), re.DOTALL)
    made = f"{begin}\n\n{told}\n\n{END}"
    write_atomically(page, between.sub(lambda _: made, page.read_text("utf-8")))


if __name__ == "__main__":
    sys.exit(main())
