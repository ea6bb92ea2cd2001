"""`grader serve`, `service` and `submit` on the command line."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from grader.cli.main import main
from grader.service import administration
from grader.service.administration import first_link, sign_in_link
from grader.service.client import Place, read_token
from grader.service.database_tables import Assignment, Member, Submission
from grader.service.service_settings import Settings
from grader.util.errors import UsageError
from tests.service.house import CHECKOUT, page_of
from tools import serve_demo

Capture = pytest.CaptureFixture[str]


def test_without_the_optional_parts(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """One sentence says what is missing, and how to get it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for command in (["serve", "d"], ["service", "token", "d", "ann"], ["verify-receipt", "r", "f"]):
        assert main(command) == 2
        error, hint = capsys.readouterr().err.splitlines()
        assert error.startswith("error: this command needs parts that are not installed:")
        assert hint == "hint: pip install 'numpy-grader[serve]'"


def test_other_commands_do_not_import_the_service() -> None:
    code = (
        "import sys; from grader.cli.main import main, parser, COMMANDS; parser(COMMANDS); "
        "main(['list']); print([m for m in sys.modules if 'sqlalchemy' in m or 'dbos' in m "
        "or 'fastapi' in m or m == 'grader.service'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_members_and_tokens(tmp_path: Path, capsys: Capture) -> None:
    """A roster is read whole or not at all; roles come from it; tokens end when they are revoked."""
    data, roster = str(tmp_path / "data"), tmp_path / "roster.csv"
    roster.write_text("id,name,email,role\nann,Ann,a@x.org,student\nbob,Bob,,boss\n")
    assert main(["service", "members", data, str(roster)]) == 2
    assert "the roles are: student, assistant, instructor" in capsys.readouterr().err
    assert main(["service", "token", data, "ann"]) == 2
    assert "there is no member 'ann'" in capsys.readouterr().err
    roster.write_text("id,name,email,role\nann,Ann,a@x.org,\nbob,Bob,,instructor\n")
    assert main(["service", "members", data, str(roster)]) == 0
    capsys.readouterr()
    assert main(["service", "token", data, "ann"]) == 0
    assert capsys.readouterr().out.startswith("grader_")
    assert main(["service", "token", data, "ann", "--revoke"]) == 0
    assert "1 token ended" in capsys.readouterr().err
    shared = {path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077}
    assert shared <= {roster}


def test_links_for_the_first_instructor_and_for_anybody(tmp_path: Path, capsys: Capture) -> None:
    """The first start makes an instructor, whatever ids the roster has; later ones make none."""
    data, roster = tmp_path / "data", tmp_path / "roster.csv"
    roster.write_text("id,name\ninstructor,Ina\nann,Ann\n")
    assert main(["service", "members", str(data), str(roster)]) == 0
    assert first_link(Settings(data)) is not None
    assert first_link(Settings(data)) is None
    capsys.readouterr()
    command = ["service", "link", str(data)]
    assert main([*command, "ann", "--url", "https://g.org/"]) == 0
    assert capsys.readouterr().out.startswith("https://g.org/sign-in/")
    assert main([*command, "instructor-2"]) == 0
    assert main([*command, "nobody"]) == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["offer", "DATA", "scaling", "--due", "tomorrow"], "'tomorrow' is not a time"),
        (["offer", "DATA", "scaling", "--due", "2026-12-01T10:00"], "not a time with an offset"),
        (["offer", "DATA", "scaling", "--closes", "2020-12-01T10:00Z"], "would be closed already"),
        (["offer", "DATA", "scalign"], "unknown exercise 'scalign'"),
        (["ofer", "DATA", "scaling"], "there is no"),
    ],
)
def test_wrong_use(arguments: list[str], error: str, tmp_path: Path, capsys: Capture) -> None:
    words = [str(tmp_path / "data") if word == "DATA" else word for word in arguments]
    assert main(["service", *words]) == 2
    assert error in capsys.readouterr().err


def test_a_port_that_is_taken(tmp_path: Path, capsys: Capture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", str(tmp_path / "data"), "--port", port]) == 2
    assert "cannot listen at" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://g.org/hw-1", Place("https://g.org", "hw-1")),
        ("https://g.org/assignments/hw-1/", Place("https://g.org", "hw-1")),
        ("https://g.org/grader/assignments/hw-1", Place("https://g.org/grader", "hw-1")),
        ("http://127.0.0.1:8000/hw-1", Place("http://127.0.0.1:8000", "hw-1")),
    ],
)
def test_addresses_of_assignments(url: str, place: Place) -> None:
    assert Place.of(url) == place


@pytest.mark.parametrize(
    "url", ["g.org/hw", "https://g.org", "file:///etc/passwd", "http://g.org/hw"]
)
def test_addresses_that_are_refused(url: str) -> None:
    """What is no address, and one over which a token would travel readable."""
    with pytest.raises(UsageError):
        Place.of(url)


def test_where_the_token_is_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text(" grader_x\n")
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others can read"):
        read_token(file)
    file.chmod(0o600)
    assert read_token(file) == "grader_x"
    monkeypatch.delenv("GRADER_TOKEN", raising=False)
    with pytest.raises(UsageError, match="there is no token"):
        read_token(None)
    monkeypatch.setenv("GRADER_TOKEN", "grader_y")
    assert read_token(None) == "grader_y"


def test_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody of the demo's class has handed in, and waits to be graded."""
    # What pages show is read elsewhere, and takes seconds.
    monkeypatch.setattr(administration, "read_page", lambda course, name, sandbox: page_of(name))
    settings = Settings(tmp_path / "data")
    serve_demo.fill(settings)
    database = settings.database()
    with database.reading() as session:
        rows = session.execute(
            select(Member.number, Assignment.exercise)
            .join(Submission, Submission.member_id == Member.id)
            .join(Assignment, Assignment.id == Submission.assignment_id)
        )
        kept = Counter(tuple(row) for row in rows)
    database.close()
    assert kept == Counter((one.student, one.exercise) for one in serve_demo.delivered())
    assert sign_in_link(settings, serve_demo.STUDENT)
    assert sign_in_link(settings, serve_demo.INSTRUCTOR)


class Service:
    """What `grader submit` asks, and gets."""

    found: ClassVar[dict[str, Any]] = {
        "summary": "2 of 2 functions found", "found": ["double", "halve"], "missing": {},
        "problem": None, "notes": [],
    }  # fmt: skip
    confirmed: ClassVar[list[str]] = []

    def __init__(self, place: Place, token: str) -> None:
        self.confirmed.clear()

    def upload(self, files: list[Path]) -> dict[str, Any]:
        return {"id": "u1"}

    def recognised(self, upload: str) -> dict[str, Any]:
        return self.found

    def confirm(self, upload: str) -> dict[str, Any]:
        self.confirmed.append(upload)
        return {"id": "s1", "attempt": 1, "received_at": "now", "receipt": {}}

    def result(self, submission: str) -> dict[str, Any]:
        report = json.loads((CHECKOUT / "tests" / "service" / "report.json").read_bytes())
        report["functions"][0]["status"] = "passed"
        report["adjustments"] = [{"points": -1, "reason": "1 day late", "kind": "late"}]
        return {"report": report, "shown": "public"}


@pytest.fixture
def submit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("grader.service.client.Client", Service)
    monkeypatch.setenv("GRADER_TOKEN", "grader_x")
    (tmp_path / "a.py").write_text("")
    return ["submit", str(tmp_path / "a.py"), "--to", "https://g.org/hw"]


def test_what_is_recognised_is_said_first(
    submit: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sits at a terminal is asked where something is missing, and nobody else."""
    assert main(submit) == 0
    assert capsys.readouterr().err.splitlines()[0] == "2 of 2 functions found"
    assert main([*submit, "--dry-run"]) == 0
    assert Service.confirmed == []
    missing = {**Service.found, "missing": {"halve": "There is no function `halve`.\x1b[2J"}}
    monkeypatch.setattr(Service, "found", missing)
    assert main(submit) == 0 and Service.confirmed == ["u1"]
    told = capsys.readouterr().err
    assert "There is no function `halve`." in told and "\x1b" not in told
    assert main([*submit, "--dry-run"]) == 1
    for typed, options, handed_in in (
        ("n\n", [], []), ("", [], []), ("y\n", [], ["u1"]), ("n\n", ["--yes"], ["u1"]),
    ):  # fmt: skip
        terminal = io.StringIO(typed)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", terminal)
        assert main([*submit, *options]) == (0 if handed_in else 1)
        assert Service.confirmed == handed_in


def test_points_that_no_case_explains(submit: list[str], capsys: Capture) -> None:
    """They have their reason; work that is right is right, however late it is."""
    assert main([*submit, "--wait"]) == 0
    told = capsys.readouterr().out
    assert "-1 points: 1 day late" in told and "public cases alone" in told


def test_only_files_of_the_service_are_private(tmp_path: Path) -> None:
    """What its commands write; what else the process makes afterwards is as before."""
    data, roster = tmp_path / "data", tmp_path / "roster.csv"
    roster.write_text("id,name\nann,Ann\n")
    former = os.umask(0o022)
    try:
        assert main(["service", "members", str(data), str(roster)]) == 0
        (tmp_path / "other").write_text("")
    finally:
        os.umask(former)
    assert data.stat().st_mode & 0o077 == 0
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o644
