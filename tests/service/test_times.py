"""Times are UTC wherever they are stored, answered, shown, signed or logged, whatever zone the machine is in."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fastapi.testclient import TestClient

from grader.cli.main import main
from grader.service.database_tables import Assignment, Base, Member, Role, UtcTime, iso
from grader.service.logs import log_to
from grader.service.offering import More, change_rules, set_extension
from grader.service.rules import Rules
from tests.service.house import House

INDIA = timezone(timedelta(hours=5, minutes=30))
DUE, DUE_UTC = datetime(2031, 1, 2, 1, 15, tzinfo=INDIA), "2031-01-01T19:45:00.000Z"
SHOWN = "1 January 2031, 19:45 UTC"
STORED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@pytest.fixture(autouse=True)
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose day is another one for half of the time."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert datetime.now().astimezone().utcoffset() == timedelta(hours=14)
    yield
    monkeypatch.undo()
    time.tzset()


def is_now(text: str) -> bool:
    """Whether a time that ends with Z is that of this moment."""
    assert text.endswith("Z"), text
    return abs(datetime.fromisoformat(text) - datetime.now(UTC)) < timedelta(minutes=5)


def test_every_time_is_utc(web: TestClient, house: House) -> None:
    """An assignment that is due by a clock in India, on a machine in Kiribati."""
    ann, kim = house.add_member("ann"), house.add_member("kim", Role.INSTRUCTOR)
    assignment = house.offer()
    with house.database.writing() as session:
        row, by = session.get_one(Assignment, assignment), session.get_one(Member, kim)
        rules = Rules(opens_at=datetime(2026, 1, 1, tzinfo=INDIA), due_at=DUE)
        change_rules(session, row, rules, by)
        more = More(DUE + timedelta(days=1), 0, "ill")
        set_extension(session, row, session.get_one(Member, ann), more, by)
    headers = {"authorization": f"Bearer {house.token(ann)}"}
    files = {"file": ("work.py", b"x = 1")}
    path = f"/api/v1/assignments/{assignment}/submissions"
    accepted = web.post(path, headers=headers, files=files).json()
    assert is_now(accepted["received_at"])
    assert accepted["receipt"]["received_at"] == accepted["received_at"]
    house.set_graded(accepted["id"])
    answer = web.get(f"/api/v1/submissions/{accepted['id']}", headers=headers).json()
    assert answer["report"]["submission"]["submitted_at"] == accepted["received_at"]
    (offer,) = web.get("/api/v1/assignments", headers=headers).json()
    assert offer["due_at"] == DUE_UTC.replace("01-01", "01-02")  # the extension

    cookie = {"cookie": f"grader_session={house.session(kim)}"}
    for page in (f"/assignments/{assignment}/class", f"/assignments/{assignment}"):
        assert SHOWN in web.get(page, headers=cookie).text, page
    rules_form = web.get(f"/assignments/{assignment}/rules", headers=cookie).text
    assert 'value="2031-01-01T19:45"' in rules_form
    log = web.get("/courses/c1/log", headers=cookie).text
    assert DUE_UTC in log and "+05:30" not in log
    shown = re.findall(r"\d+ \w+ \d{4}, \d\d:\d\d(?: UTC)?", log)
    assert shown and all(text.endswith(" UTC") for text in shown)

    own = web.get(
        f"/submissions/{accepted['id']}", headers={"cookie": f"grader_session={house.session(ann)}"}
    )
    received = datetime.fromisoformat(accepted["received_at"])
    assert f"{received.day} {received:%B %Y, %H:%M} UTC" in own.text
    for name, text in stored_times(house):
        assert STORED.fullmatch(text), f"{name}: {text}"
        if name not in ("assignment.due_at", "assignment.opens_at", "extension.until"):
            assert is_now(text) or text[:4] == f"{datetime.now(UTC):%Y}", f"{name}: {text}"


def test_a_time_without_a_zone_is_refused(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """As an option and within the program: the machine's zone is never meant."""
    assert main(["service", "offer", str(house.data), "x", "--due", "2031-01-02T01:15"]) == 2
    assert "is not a time with an offset" in capsys.readouterr().err
    with pytest.raises(ValueError, match="without a zone"):
        iso(datetime(2031, 1, 1))


def test_logs() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        log_to(stream)
        logging.getLogger("grader.service").warning("a line")
    finally:
        root.handlers[:], root.level = before
    assert is_now(json.loads(stream.getvalue().splitlines()[-1])["time"])


def stored_times(house: House) -> Iterator[tuple[str, str]]:
    """Every time in the database, as it is stored."""
    with closing(sqlite3.connect(house.data / "service.sqlite")) as database:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, UtcTime):
                    query = f'SELECT "{column.name}" FROM "{table.name}"'
                    for (text,) in database.execute(query):
                        if text is not None:
                            yield f"{table.name}.{column.name}", text
