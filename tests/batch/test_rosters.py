"""Rosters as people and spreadsheets write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import AVERAGES, Ran, reports, rows

Grader = Callable[..., Ran]
Write = Callable[..., Path]
DRY = ("--dry-run", "--json")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("name\nx\n", "has no column 'id'"),
        ("id\na\nA\n", "has A twice, in lines 2 and 3"),
        ("id,name\n,x\n", "has no id in line 2"),
        ("", "has no column 'id'"),
        ("id,name,name\nann,A,B\n", "has the column 'name' twice"),
        ("id,excuse\nann,yes\n", "has a column 'excuse'"),
        ("id,name\nann,Lee, Ann\n", "has more cells in line 2 than columns"),
        ('id,name\nann,"Ann\nbob,Bob\n', "is no CSV file: unexpected end of data"),
    ],
)
def test_faulty_roster(grader: Grader, write: Write, text: str, error: str) -> None:
    """A faulty roster is an error before anything is graded."""
    write("class/ann.py")
    ran = grader("grade", "class", "--out", "results", "--roster", write("roster.csv", text))
    assert ran.code == 2
    assert error in ran.err.splitlines()[0]


@pytest.mark.parametrize(
    "roster",
    [
        "\ufeffid;name\nann;Zoë\n".encode(),
        "id,name\nann,Zoë\n".encode("utf-16"),
        "id\tname\nann\tZoë\n".encode("cp1252"),
    ],
    ids=["semicolons with a mark", "utf-16", "tabs in the old code page"],
)
def test_roster_encodings(grader: Grader, write: Write, roster: bytes) -> None:
    """Separators and encodings differ by country and program; the names stay right."""
    write("class/ann.py")
    assert named(grader("grade", "class", *DRY, "--roster", write("roster.csv", roster))) == "Zoë"


@pytest.mark.parametrize(
    ("page", "name"), [("cp1251", "Иван Петров"), ("cp1250", "Jiří Dvořák"), ("gbk", "王小明")]
)
def test_a_guessed_encoding_is_told(grader: Grader, write: Write, page: str, name: str) -> None:
    """What an older spreadsheet has written is read by its letters, and one line says so."""
    write("class/ann.py")
    roster = write("roster.csv", f"id,name\nann,{name}\n".encode(page))
    ran = grader("grade", "class", *DRY, "--roster", roster)
    assert named(ran) == name
    assert f"roster.csv is not in UTF-8, and was read as {page}, which is a guess" in ran.err


def named(ran: Ran) -> str:
    """The name of the only student whom a command shows that grades nothing."""
    assert ran.code == 0, ran.err
    ((person,),) = [student["people"] for student in ran.json["students"]]
    name: str = person["name"]
    return name


def test_unreadable_roster(grader: Grader, write: Write) -> None:
    """A folder, or nothing at all, is one error line."""
    write("class/ann.py")
    for path, why in (("class", "Is a directory"), ("none.csv", "No such file or directory")):
        ran = grader("grade", "class", "--out", "results", "--roster", path)
        assert (ran.code, ran.err) == (2, f"error: cannot read the roster {path}: {why}\n")


def test_several_ids(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Files under the id, the address and a number are one submission; each exercise counts."""
    write("class/ann.py")
    write("class/ann@example.edu.py", AVERAGES)
    (tmp_path / "class" / "4711.py").symlink_to(tmp_path / "class" / "ann.py")
    roster = write("roster.csv", "id,email,canvas_id\nann,ann@example.edu,4711\n")
    options = ["--roster", roster, "--quiet", "--exercise", "scaling,averages"]
    assert grader("grade", "class", "--out", "results", *options).code == 0
    assert rows(tmp_path / "results" / "gradebook.csv")["ann"]["total"] == "20"
    found = reports(tmp_path / "results" / "scaling")["ann"]
    assert found["submission"]["files"] == ["ann.py"]
    assert "4711.py: this is a link, and links are not followed" in [
        note["text"] for note in found["notes"]
    ]


def test_second_file_of_a_name(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Somebody else may have put it there, so the run says that there are two."""
    write("class/ann/hw.py")
    write("class/bob/hw.py")
    for name in ("ann", "bob"):
        write(f"class/late/{name}/hw_v2.py", "def double(x):\n    return x\n")
    roster = write("roster.csv", "id\nann\nbob\n")
    ran = grader("grade", "class", "--out", "results", "--roster", roster)
    assert sorted(rows(tmp_path / "results" / "gradebook.csv")) == ["ann", "bob"]
    assert (
        "2 on the roster have several submissions, which are read as one: "
        "ann (ann and late/ann); bob (bob and late/bob)" in ran.err.splitlines()
    )


def test_group_and_file_of_its_name(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A group and a stray file with its name have two reports."""
    write("class/ann.py")
    write("class/reds.py", "def double(x):\n    return x\n")
    roster = write("roster.csv", "id,group\nann,reds\nbob,reds\n")
    assert grader("grade", "class", "--out", "results", "--roster", roster, "--quiet").code == 0
    scores = {name: report["score"] for name, report in reports(tmp_path / "results").items()}
    assert scores == {"reds": 0, "reds~": 10}
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert (table["ann"]["total"], table["bob"]["total"]) == ("10", "10")


def test_name_of_two_students(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A number that fits two students belongs to nobody: it is reported, and no score changes."""
    write("class/ann.py")
    write("class/4711.py", "def double(x):\n    return x\n")
    roster = write("roster.csv", "id,canvas_id,moodle_id\nann,4711,1\nbob,2,4711\n")
    ran = grader("grade", "class", "--out", "results", "--roster", roster)
    assert ran.code == 0 and "4711.py could belong to ann; bob" in ran.err.splitlines()
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert (table["ann"]["total"], table["bob"]["total"]) == ("10", "")
    assert "1 file belongs to nobody: 4711.py" in ran.err
    listed = (tmp_path / "results" / "unassigned.csv").read_text("utf-8")
    assert "its name matches 2 students of the roster" in listed


def test_group_of_a_platform(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Everybody whom Gradescope names has the score, though the roster has no groups."""
    write(
        "class/submission_metadata.yml",
        "submission_1:\n  :submitters:\n  - :sid: 'ann'\n  - :sid: 'bob'\n",
    )
    write("class/submission_1/hw.py")
    roster = write("roster.csv", "id,name\nann,A\nbob,B\ncem,C\n")
    ran = grader("grade", "class", "--out", "results", "--roster", roster)
    assert ran.code == 0 and "1 on the roster have not submitted: cem" in ran.err
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert [table[student]["total"] for student in ("ann", "bob", "cem")] == ["10", "10", ""]
