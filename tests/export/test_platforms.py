"""From a platform's download to the file that it imports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.batch.archives import zipped
from tests.cli.conftest import AVERAGES, RIGHT, TRIPLES, Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]

CANVAS = {
    "muellerzoe_4711_900_hw.py": RIGHT,
    "oneilsam_LATE_4712_901_hw.py": TRIPLES,
    "hyperlink1_4714_902_hw.py": b"\x00\xff" * 40,
    "田中_4713_903_hw.py": RIGHT,
}
GRADEBOOK = '''\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (77),Scaling (78),Current Score
    Points Possible,,,,,5,10,(read only)
"Müller, Zoë",4711,m1,zoe@example.edu,A,3,,30
"O'Neil, ""Sam""",4712,m2,sam@example.edu,A,4,9,40
田中,4713,m3,tanaka@example.edu,B,,,
=HYPERLINK(1),4714,m4,h@example.edu,B,2,1,20
"Test, Student",4799,,,B,,-,
'''
MOODLE = {
    "Zoë Müller_101_assignsubmission_file_/hw.py": RIGHT,
    "Sam O'Neil_102_assignsubmission_file_/hw.py": TRIPLES,
    "=HYPERLINK(1)_104_assignsubmission_file_/hw.py": RIGHT,
    "李雷_103_assignsubmission_onlinetext_/onlinetext.html": "",
}
WORKSHEET = '''\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 101","Zoë Müller",zoe@example.edu,"Submitted for grading",,10.00,Yes,"Monday, 1 May 2024, 10:00 AM",-,"- well, ""done"""
"Participant 102","O'Neil, ""Sam""",sam@example.edu,Submitted,7.00,10.00,Yes,-,"Monday, 8 May 2024",
"Participant 103",李雷,li@example.edu,"No submission",,10.00,Yes,-,-,
"Participant 104",=HYPERLINK(1),h@example.edu,Submitted,,10.00,No,-,-,
'''


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def column(rows: list[list[str]], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


@pytest.fixture
def canvas(graded_once: Callable[..., Path], tmp_path: Path) -> Path:
    path = zipped(tmp_path / "submissions.zip", CANVAS)
    return graded_once(path, "--exercise", "scaling", out="results")


def test_canvas_template(grader: Grader, canvas: Path, write: Write) -> None:
    """Its own file with scores in it: rows found by id, other columns kept, no score where there is none."""
    ran = grader(
        "export",
        "canvas",
        canvas,
        "--template",
        write("gradebook.csv", GRADEBOOK),
        "--out",
        "import.csv",
    )
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    before, rows = (
        table(GRADEBOOK.removeprefix("\ufeff")),
        table((canvas.parent / "import.csv").read_text("utf-8")),
    )
    assert rows[0] == before[0] and rows[1] == before[1]
    assert column(rows, "Scaling (78)") == ["10", "10", "5", "10", "1", "-"]
    for name in ("ID", "SIS User ID", "SIS Login ID", "Section", "Essay (77)", "Current Score"):
        assert column(rows, name) == column(before, name)
    assert column(rows, "Student")[1:] == [
        "Müller, Zoë",
        'O\'Neil, "Sam"',
        "田中",
        "'=HYPERLINK(1)",
        "Test, Student",
    ]


def test_canvas_without_a_template(grader: Grader, canvas: Path, write: Write) -> None:
    """The importer's columns, ids from the download or the roster, EX for who is excused."""
    rows = table(grader("export", "canvas", canvas, "--assignment", "Scaling (78)").out)
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Scaling (78)"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "10"]
    assert [row[1] for row in rows[2:]] == ["4711", "4712", "4713", "4714"]
    assert [row[5] for row in rows[2:]] == ["10", "5", "10", ""]
    roster = write(
        "roster.csv",
        'id,name,canvas_id,sis_user_id,excused\nm1,"Müller, Zoë",4711,x1,\nm9,=2+3,4799,x9,yes\n',
    )
    grader(
        "grade",
        "submissions.zip",
        "--exercise",
        "scaling",
        "--out",
        canvas,
        "--roster",
        roster,
        "--quiet",
    )
    rows = table(grader("export", "canvas", canvas, "--roster", roster).out)
    by = {row[1]: row for row in rows[2:]}
    assert by["4711"] == ["Müller, Zoë", "4711", "x1", "", "", "10"]
    assert by["4799"] == ["'=2+3", "4799", "x9", "", "", "EX"]


def test_pseudonyms(grader: Grader, canvas: Path, write: Write) -> None:
    """With the key, and not without it."""
    write("key", "a key of sixteen bytes")
    template = write("gradebook.csv", GRADEBOOK)
    options = ["grade", "submissions.zip", "--exercise", "scaling", "--out", "hidden", "--quiet"]
    assert grader(*options, "--pseudonyms", "key").code == 0
    ran = grader("export", "canvas", "hidden", "--template", template, "--pseudonyms", "key")
    assert column(table(ran.out), "Scaling (78)") == ["10", "10", "5", "10", "1", "-"]
    assert (
        column(
            table(grader("export", "canvas", "hidden", "--template", template).out), "Scaling (78)"
        )[1]
        == ""
    )


def test_moodle_template(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Grades by participant, every other column as it was; what is locked there stays."""
    path = zipped(tmp_path / "submissions.zip", MOODLE)
    assert grader("grade", path, "--exercise", "scaling", "--out", "results", "--quiet").code == 0
    ran = grader("export", "moodle", "results", "--template", write("worksheet.csv", WORKSHEET))
    assert ran.code == 0
    before, rows = table(WORKSHEET.removeprefix("\ufeff")), table(ran.out)
    assert column(rows, "Grade") == ["10", "5", "", ""]
    assert "locked in Moodle, so not changed: 104" in ran.err
    for name in before[0]:
        if name not in ("Grade", "Full name"):
            assert column(rows, name) == column(before, name), name
    assert column(rows, "Full name") == ["Zoë Müller", 'O\'Neil, "Sam"', "李雷", "'=HYPERLINK(1)"]


def test_moodle_blind_marking(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Participants have numbers only; a worksheet out of 100 gets scores out of 100, and that is said."""
    path = zipped(tmp_path / "s.zip", {"Participant_7_assignsubmission_file_/hw.py": TRIPLES})
    grader("grade", path, "--out", "results", "--quiet")
    sheet = write(
        "w.csv", "Identifier;Grade;Maximum Grade\nParticipant 7;;100,00\nParticipant 8;;100,00\n"
    )
    ran = grader("export", "moodle", "results", "--template", sheet)
    assert ran.out.splitlines() == [
        "Identifier;Grade;Maximum Grade",
        "Participant 7;50;100,00",
        "Participant 8;;100,00",
    ]
    assert "scaled" in ran.err
    assert column(table(grader("export", "moodle", "results").out), "Identifier") == [
        "Participant 7"
    ]


@pytest.mark.parametrize(
    ("form", "text", "error"),
    [
        ("canvas", "a,b\n", "not an export of Canvas"),
        ("moodle", "a,b\n", "not a grading worksheet"),
        (
            "canvas",
            "Student,ID,SIS User ID,SIS Login ID,Section,Essay (77),Test (79)\n",
            "no assignment in the template",
        ),
        ("gradescope", "", "gradescope has no template"),
    ],
)
def test_wrong_template(
    grader: Grader, canvas: Path, write: Write, form: str, text: str, error: str
) -> None:
    """Nothing is filled into a file that cannot be what was meant."""
    ran = grader("export", form, canvas, "--template", write("t.csv", text))
    assert ran.code == 2
    assert error in ran.err.splitlines()[0]


def test_folder_without_results(grader: Grader, tmp_path: Path) -> None:
    """A slip in the path is told."""
    assert grader("export", "canvas", "nowhere").code == 2


def exported(grader: Grader, form: str, results: Path) -> dict[str, dict]:
    assert grader("export", form, results, "--out", "export").code == 0
    return {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in (results.parent / "export").rglob("*.json")
    }


def test_gradescope(grader: Grader, canvas: Path) -> None:
    """Points and verdicts of the student's view; nothing hidden, or the total would be; no score, no zero."""
    found = exported(grader, "gradescope", canvas)
    assert {student: result.get("score") for student, result in found.items()} == {
        "4711": 10,
        "4712": 5,
        "4713": 10,
        "4714": None,
    }
    for result in found.values():
        for case in result.get("tests", ()):
            assert case["status"] in ("passed", "failed") and isinstance(case["number"], str)
            assert case["visibility"] == "visible" and 0 <= case["score"] <= case["max_score"]
    assert "tests" not in found["4714"] and "cannot be read" in found["4714"]["output"]
    report = json.loads((canvas / "reports" / "4712.json").read_text("utf-8"))
    secrets = [
        case["rationale"]
        for case in report["cases"]
        if case["visibility"] == "hidden" and case["rationale"]
    ]
    assert secrets and not any(
        secret in json.dumps(found["4712"], ensure_ascii=False) for secret in secrets
    )


def test_prairielearn(grader: Grader, canvas: Path) -> None:
    """A share of one; every case with points and max_points, or all details would be off."""
    found = exported(grader, "prairielearn", canvas)
    assert (found["4711"]["score"], found["4712"]["score"]) == (1, 0.5)
    assert all({"points", "max_points", "name"} <= set(case) for case in found["4712"]["tests"])
    assert found["4714"]["gradable"] is False and "cannot be read" in found["4714"]["message"]


def test_coursera(grader: Grader, canvas: Path) -> None:
    """A share of one, and the feedback as text."""
    found = exported(grader, "coursera", canvas)
    assert {s: r["fractionalScore"] for s, r in found.items()} == {
        "4711": 1,
        "4712": 0.5,
        "4713": 1,
        "4714": 0,
    }
    assert all(set(result) == {"fractionalScore", "feedback"} for result in found.values())
    assert "double" in found["4712"]["feedback"] and "cannot be read" in found["4714"]["feedback"]


def test_junit(grader: Grader, canvas: Path) -> None:
    """A suite per submission, with counts that fit."""
    suites = ElementTree.fromstring(grader("export", "junit", canvas).out)
    counts = {suite.get("name"): (suite.get("failures"), suite.get("errors")) for suite in suites}
    assert counts["scaling: 4711"] == ("0", "0") and counts["scaling: 4714"] == ("0", "1")
    for suite in suites:
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))


def test_several_exercises(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Canvas takes them in one table; a worksheet of Moodle is for one."""
    write("class/ann.py", RIGHT + AVERAGES)
    write("class/bob.py", AVERAGES)
    grader("grade", "class", "--out", "results", "--quiet", "--exercise", "averages,scaling")
    rows = table(grader("export", "canvas", "results").out)
    assert [row[0] for row in rows[2:]] == ["ann", "bob"]
    assert [row[5:] for row in rows[2:]] == [["10", "10"], ["10", ""]]
    assert grader("export", "moodle", "results").code == 2
    assert grader("export", "moodle", "results", "--exercise", "scaling").code == 0
