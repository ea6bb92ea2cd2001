"""``--dry-run``: who would be graded with which files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def test_table(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A row for each student, the files of nobody with reasons, and the summary on stderr; nothing is written."""
    write("class/doejane_LATE_4711_90210_hw.py")
    write("class/libo_0815_90211_essay.pdf", "")
    write("class/zoe_0816_90212_photo.png", "")
    write("class/readme.txt", "")
    ran = grader("grade", "class", "--dry-run")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].split()[:2] == ["student", "name"]
    assert lines[1].split()[:3] == ["4711", "doejane", "late"] and lines[1].endswith("hw.py")
    assert lines[2].split()[:3] == ["0815", "libo", "no"] and lines[2].endswith(" essay.pdf")
    assert lines[3].split()[:3] == ["0816", "zoe", "no"] and "none: no .py and" in lines[3]
    assert lines[5].startswith("unassigned file") and lines[6].startswith("readme.txt")
    assert "Canvas, 3 students, 1 late, 1 file belongs to nobody" in ran.err.splitlines()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class"]


def test_json(grader: Grader, write: Write) -> None:
    """Students, files, attempts and the roster's view; stdout holds nothing else."""
    write("class/hw_jdoe_attempt_2025-01-05-10-30-00_hw.py")
    write("class/hw_jdoe_attempt_2025-01-06-10-30-00_hw.py")
    roster = write("roster.csv", "id,name\njdoe,Jane\nbli,Bo\n")
    data = grader("grade", "class", "--dry-run", "--json", "--roster", roster).json
    (student,) = data["students"]
    assert (student["student"], student["platform"]) == ("jdoe", "blackboard")
    assert student["submissions"][0]["files"] == ["hw.py"]
    assert (student["attempt"], student["submitted_at"]) == (2, "2025-01-06T10:30:00")
    assert data["not_submitted"] == ["bli"] and data["unassigned"] == []
    assert data["summary"].startswith("Blackboard, 1 student")


def test_only(grader: Grader, write: Write) -> None:
    """``--only`` takes any name of a student."""
    write("class/ann.py")
    write("class/bob.py")
    data = grader("grade", "class", "--dry-run", "--json", "--only", "bob").json
    assert [each["student"] for each in data["students"]] == ["bob"]


def test_options(grader: Grader, write: Write) -> None:
    """``--json`` needs ``--dry-run``, and a run needs ``--out``: each is one error line."""
    write("class/ann.py")
    ran = grader("grade", "class", "--out", "results", "--json")
    assert ran.code == 2 and ran.err.startswith("error: --json belongs to --dry-run")
    ran = grader("grade", "class")
    assert ran.code == 2 and "required: --out" in ran.err
