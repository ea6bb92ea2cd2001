"""An instructor who keeps to the command line: `grader grade --from-service`, then `grader push`."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
import uvicorn
from sqlalchemy import select

from grader.cli.main import main
from grader.report.report_file import parse_report, read_report, report_bytes
from grader.service import class_results, exporting, regrading
from grader.service.client import Client
from grader.service.database_tables import (
    Assignment,
    AuditEvent,
    Member,
    Regrade,
    Regraded,
    RegradeState,
    Result,
    Role,
    Submission,
    SubmissionState,
)
from grader.service.judging import Judging
from grader.service.offering import More, add_assignment, set_extension
from grader.service.overriding import NewPoints, set_points
from grader.service.publishing import publish
from grader.service.rules import Rules
from grader.service.web.app import application
from grader.service.web.request_context import Service
from grader.service.worker import Worker
from tests.service.house import House
from tests.service.running import COURSE, RIGHT
from tests.service.test_same_verdict import without_timing

Capture = pytest.CaptureFixture[str]
HALF = "def double(x):\n    return 2 * x\n"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1,
             "id": "a", "source": "from helper import two\n\ndef double(x):\n    return two() * x\n"}
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }
)  # fmt: skip
HELPER = "def two():\n    return 2\n\n\ndef halve(x):\n    return x / two()\n"


@dataclass
class Place:
    """A service that answers over HTTP in this process, with a worker that works when it is told to."""

    house: House
    worker: Worker
    address: str = ""
    assignment: str = ""
    members: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, Path] = field(default_factory=dict)

    def hand_in(self, number: str, *files: tuple[str, str]) -> str:
        named = [self.house.put(name, text.encode()) for name, text in files]
        return self.house.desk.accept(self.members[number], self.assignment, named, None).id

    def grade(self, *submissions: str) -> None:
        for id_ in submissions:
            self.worker.grade(id_, 1)

    def fetch(self, out: Path, *options: object, token: str = "kim") -> int:
        words = ["grade", self.assignment, "--from-service", self.address, "--out", out, "--quiet"]
        words += ["--token-file", self.tokens[token], "--course", COURSE, "--jobs", "1", *options]
        return main([*map(str, words)])

    def push(self, out: Path, *options: object, token: str = "kim") -> int:
        words = ["push", out, "--token-file", self.tokens[token], *options]
        return main([*map(str, words), "--reason", "Graded on our machine."])

    def results(self, submission: str) -> list[Result]:
        with self.house.database.reading() as session:
            rows = select(Result).where(Result.submission_id == submission).order_by(Result.number)
            return list(session.scalars(rows))

    def pushes(self) -> list[Regrade]:
        with self.house.database.reading() as session:
            found = regrading.regrades(session, self.assignment)
        return [each for each in found if each.pushed is not None]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("batch")
    house = House(root / "data")
    house.add_course()
    app = application(Service(house.database, house.desk))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with Judging(COURSE, None, root / "scratch") as judging:
        place = Place(house, Worker(house.database, house.files, judging))
        place.address = f"http://127.0.0.1:{port}"
        for number in ("ann", "ben", "cy", "dan", "eve", "fay", "gus", "hal"):
            place.members[number] = house.add_member(number)
        place.members["ada"] = house.add_member("ada", Role.ASSISTANT)
        place.members["kim"] = house.add_member("kim", Role.INSTRUCTOR)
        for who in ("kim", "ada", "ann"):
            place.tokens[who] = root / f"{who}.token"
            place.tokens[who].touch(0o600)
            place.tokens[who].write_text(house.token(place.members[who]))
        page = judging.page("scaling")
        due = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=9)
        rules = Rules(opens_at=due - timedelta(days=9), due_at=due, late_percent_a_day=10)
        with house.database.writing() as session:
            place.assignment = add_assignment(session, publish(session, "c1", page), rules).id
        while not server.started:
            time.sleep(0.05)
        yield place
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def first(place: Place) -> dict[str, str]:
    """A class with all that can be: several files, attempts, nothing readable, nothing graded, nothing."""
    ids = {
        "ann": place.hand_in("ann", ("work.py", RIGHT)),
        "ben 1": place.hand_in("ben", ("work.py", HALF)),
        "ben 2": place.hand_in("ben", ("again.py", "def double(x):\n    return 0\n")),
        "cy": place.hand_in("cy", ("work.ipynb", NOTEBOOK), ("helper.py", HELPER)),
        "dan": place.hand_in("dan", ("work.py", "def double(x:\n")),
        "gus": place.hand_in("gus", ("work.py", HALF)),
        "hal": place.hand_in("hal", ("work.py", RIGHT)),
    }
    place.grade(*(id_ for name, id_ in ids.items() if name not in ("gus", "hal")))
    place.worker.give_up(ids["gus"], 1)
    upload = [place.house.put("later.py", b"x = 1")]
    place.house.desk.upload(place.members["fay"], place.assignment, upload)
    with place.house.database.writing() as session:
        kim = session.get_one(Member, place.members["kim"])
        assignment = session.get_one(Assignment, place.assignment)
        ben = session.get_one(Member, place.members["ben"])
        more = More(datetime.now(UTC).replace(microsecond=0) + timedelta(days=1), 0, "ill")
        set_extension(session, assignment, ben, more, kim)
        cy = session.get_one(Submission, ids["cy"])
        report = parse_report(place.results(cy.id)[0].report)
        set_points(session, cy, NewPoints("halve", 1, "By hand."), kim, report)
    return ids


def test_the_folder_is_the_services(
    place: Place, first: dict[str, str], tmp_path: Path, capsys: Capture
) -> None:
    """Reports are those of the service, with extensions, late work and set points; nobody is missing."""
    out = tmp_path / "results"
    assert place.fetch(out) == 0
    root = tmp_path / "service"
    exporting._write(place.house.database, root, place.assignment)
    mine, theirs = ({p.stem: p for p in (each / "reports").iterdir()} for each in (out, root))
    assert set(mine) == set(theirs) == {"ann", "ben", "cy", "dan", "gus", "hal"}
    for student in ("ann", "ben", "cy", "dan"):
        texts = [without_timing(each[student].read_text()) for each in (mine, theirs)]
        assert texts[0] == texts[1], student
    assert read_report(mine["ann"]).adjustments[0].kind == "late"
    assert read_report(mine["ben"]).submission.attempt == 1  # the better one counts
    assert read_report(mine["cy"]).adjustments[0].comment == "By hand."
    table = (out / "gradebook.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in table[1:]] == sorted(
        place.members.keys() - {"ada", "kim"}
    )
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")}
    assert before
    capsys.readouterr()
    assert (
        place.fetch(out, "--log-file", tmp_path / "log") == 0
    )  # nothing is fetched or graded twice
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert (
        "6 of 6 are up to date" in capsys.readouterr().err
        or "up to date" in (tmp_path / "log").read_text()
    )


def test_results_come_back(
    place: Place, first: dict[str, str], tmp_path: Path, capsys: Capture
) -> None:
    """They wait to be published, as the worker would have written them; sent again, they are the same push."""
    out = tmp_path / "results"
    assert place.fetch(out) == 0
    assert place.push(out) == 0
    told = capsys.readouterr().out
    assert "6 submissions sent; 2 differ" in told and "gus: none ->" in told
    assert "students see nothing of it yet" in told
    assert place.results(first["hal"]) == [] and len(place.results(first["ann"])) == 1
    assert place.push(out) == 0
    (push,) = place.pushes()
    with place.house.database.reading() as session:
        kept = {row.submission_id: row.report for row in session.scalars(select(Regraded))}
    for name in ("ann", "cy", "dan"):
        (result,) = place.results(first[name])
        assert without_timing(kept[first[name]] or "") == without_timing(result.report), name
    capsys.readouterr()
    assert place.push(out, "--publish") == 0
    assert "published" in capsys.readouterr().out
    assert place.push(out, "--publish") == 0
    assert [each.state for each in place.pushes()] == [RegradeState.PUBLISHED]
    place.grade(first["hal"])  # its place in the queue comes to nothing
    counts = {name: len(place.results(id_)) for name, id_ in first.items()}
    assert counts == {"ann": 2, "ben 1": 2, "ben 2": 1, "cy": 2, "dan": 2, "gus": 1, "hal": 1}
    with place.house.database.reading() as session:
        assignment = session.get_one(Assignment, place.assignment)
        lines = class_results.lines(session, assignment)
        points = {line.member.number: line.points for line in lines}
        assert points == {
            "ann": 9, "ben": 5, "cy": 5, "dan": 0, "eve": None, "fay": None, "gus": 4, "hal": 9
        }  # fmt: skip
        states = {session.get_one(Submission, id_).state for id_ in first.values()}
        assert states == {SubmissionState.GRADED}
        who = dict(session.execute(select(AuditEvent.action, AuditEvent.actor)).all())
    kim = place.members["kim"]
    assert {who[each] for each in ("push.begun", "push.received", "regrade.published")} == {kim}
    assert push.reason == "Graded on our machine."


def test_what_changed_meanwhile_is_said(
    place: Place, first: dict[str, str], tmp_path: Path, capsys: Capture
) -> None:
    """A newer result is not replaced, a newer attempt and another version are told, and then nothing is published."""
    out = tmp_path / "results"
    assert place.fetch(out) == 0
    place.hand_in("ann", ("work.py", HALF))
    with place.house.database.writing() as session:
        newest = place.results(first["ben 1"])[-1]
        session.add(
            Result(
                submission_id=first["ben 1"], number=newest.number + 1, exercise_version="x",
                score=1, max_score=10, report=newest.report,
            )
        )  # fmt: skip
    for path in (out / "reports").iterdir():
        report = read_report(path)
        exercise = report.exercise.model_copy(update={"version": "0" * 64})
        path.write_bytes(report_bytes(report.model_copy(update={"exercise": exercise})))
    foreign = out / "reports" / "dan.json"
    foreign.write_text(foreign.read_text().replace(sha_of(foreign), "0" * 64))
    assert place.push(out, "--publish") == 1
    told = capsys.readouterr()
    assert "keeps its result: ben, attempt 1: it was graded again here" in told.err
    assert "keeps its result: dan, attempt 1: the report is of other files" in told.err
    assert "look: ann handed in again after this was fetched" in told.err
    assert "look: graded with version 000000000000 of the exercise" in told.err
    assert "not published: look at it first" in told.out
    assert place.results(first["ben 1"])[-1].score == 1
    assert place.pushes()[0].state is RegradeState.READY
    cookie = {"cookie": f"grader_session={place.house.session(place.members['kim'])}"}
    page = httpx.get(f"{place.address}/regrades/{place.pushes()[0].id}", headers=cookie).text
    assert "graded these on another machine" in page and "ann handed in again" in page


def test_a_push_that_was_interrupted(
    place: Place, first: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command sends the rest. Another push takes the place of one that is never finished."""
    out = tmp_path / "results"
    assert place.fetch(out, "--attempts", "all") == 0
    assert {path.parent.parent.name for path in out.rglob("reports/ben.json")} == {
        "attempt-1",
        "attempt-2",
    }
    monkeypatch.setattr("grader.cli.push._MOST_AT_ONCE", 3)
    sent, send = [], Client.send_reports

    def broken(client: Client, push: str, reports: list[dict[str, object]]) -> dict[str, object]:
        if sent:
            raise KeyboardInterrupt
        sent.append(len(reports))
        return send(client, push, reports)

    monkeypatch.setattr(Client, "send_reports", broken)
    assert place.push(out) == 130
    half = place.pushes()[0]
    with place.house.database.reading() as session:
        assert half.state is RegradeState.RUNNING and regrading.waiting(session, half) == 5
    monkeypatch.setattr(Client, "send_reports", send)
    assert place.push(out) == 0
    assert place.pushes()[0].id == half.id and place.pushes()[0].state is RegradeState.READY
    sent.clear()
    report = read_report(out / "attempt-2" / "reports" / "ben.json")
    text = report_bytes(report.model_copy(update={"notes": ()}))
    (out / "attempt-2" / "reports" / "ben.json").write_bytes(text.replace(b"again.py", b"other.py"))
    monkeypatch.setattr(Client, "send_reports", broken)
    assert place.push(out) == 130
    monkeypatch.setattr(Client, "send_reports", send)
    assert place.fetch(out, "--attempts", "all", "--fresh") == 0
    assert place.push(out) == 0
    assert [each.state for each in place.pushes()[:2]] == [
        RegradeState.DISCARDED,
        RegradeState.READY,
    ]


def test_who_may(place: Place, first: dict[str, str], tmp_path: Path, capsys: Capture) -> None:
    """Assistants fetch, and only instructors push; for a student there is no class."""
    out = tmp_path / "results"
    assert place.fetch(out, token="ann") == 2
    assert "nothing here for you" in capsys.readouterr().err
    assert place.fetch(out, token="ada") == 0
    assert place.push(out, token="ada") == 2
    assert "nothing here for you" in capsys.readouterr().err
    assert place.push(tmp_path) == 2
    assert "was not graded from a service" in capsys.readouterr().err
    assert place.fetch(out, "--roster", "r.csv") == 2
    assert "--roster does not go with --from-service" in capsys.readouterr().err


def test_under_pseudonyms(place: Place, first: dict[str, str], tmp_path: Path) -> None:
    """No name is in the results, which come back all the same."""
    out, key = tmp_path / "results", tmp_path / "key"
    key.write_bytes(b"k" * 32)
    assert place.fetch(out, "--pseudonyms", key) == 0
    texts = [path.read_text() for path in out.rglob("*") if path.is_file()]
    assert not any("Name of" in text or '"hal"' in text for text in texts)
    assert place.push(out) == 0
    with place.house.database.reading() as session:
        rows = session.scalars(
            select(Regraded.report).where(Regraded.regrade_id == place.pushes()[0].id)
        )
        students = {parse_report(row).submission.student for row in rows if row}
    assert students == {"ann", "ben", "cy", "dan", "gus", "hal"}


def sha_of(report: Path) -> str:
    return read_report(report).submission.sha256
