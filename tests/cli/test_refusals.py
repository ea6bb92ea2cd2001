"""What ``grade`` refuses, and a fault of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Ran, reports, rows

Grader = Callable[..., Ran]
Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("out", "error"),
    [
        ("ann.py", "there is a file of that name"),
        ("ann.py/results", "there is a file of that name"),
        ("class", "cannot go into the folder of the submissions"),
        ("long/" * 1000, "this path is too long for the system"),
    ],
)
def test_impossible_out(grader: Grader, write: Write, out: str, error: str) -> None:
    """A file where a folder was meant, or a path that cannot be: one error line, 2."""
    write("ann.py")
    write("class/ann.py")
    ran = grader("grade", "class", "--out", out)
    assert ran.code == 2
    assert error in ran.err.splitlines()[0]


# Root may write anywhere, until it gives that up: capset(version 3, itself, no capability).
WITHOUT_PRIVILEGES = """
import ctypes, os, sys
if os.geteuid() == 0:
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(header, none) == 0
from grader.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(
    os.geteuid() == 0 and not sys.platform.startswith("linux"), reason="root may write anywhere"
)
def test_unwritable_out(environment: dict[str, str], write: Write, tmp_path: Path) -> None:
    """A folder that its user may not write to: one error line, 2, before anything is graded."""
    write("ann.py")
    (tmp_path / "locked").mkdir(mode=0o555)
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_PRIVILEGES, "grade", "ann.py", "--out", "locked/results"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.splitlines() == [
        "error: the results cannot go to locked/results: Permission denied",
        "hint: give --out a folder that you can write to",
    ]


def test_unknown_student(grader: Grader, write: Write) -> None:
    """--only with a slip in the name is answered with the name that was probably meant."""
    write("class/annemarie.py")
    ran = grader("grade", "class", "--out", "results", "--only", "annmarie")
    assert ran.code == 2
    assert "hint: did you mean annemarie?" in ran.err


def test_other_files_are_listed(grader: Grader, write: Write, tmp_path: Path) -> None:
    """What belongs to nobody is told with the reason, so that a class of .txt files does not go unnoticed."""
    write("class/ann.py")
    write("class/readme.txt", "")
    ran = grader("grade", "class", "--out", "results")
    assert "plain folder, 1 student, 1 file belongs to nobody" in ran.err.splitlines()
    assert "1 file belongs to nobody: readme.txt; results/unassigned.csv says why" in ran.err
    reason = "it is neither .py nor .ipynb, and is not in a student's folder"
    listed = (tmp_path / "results" / "unassigned.csv").read_text("utf-8").splitlines()
    assert listed == ["file,reason", f'readme.txt,"{reason}"']
    summary = (tmp_path / "results" / "summary.html").read_text("utf-8")
    assert "Files that belong to nobody" in summary and "readme.txt" in summary
    (tmp_path / "class" / "readme.txt").unlink()
    grader("grade", "class", "--out", "results")
    assert not (tmp_path / "results" / "unassigned.csv").exists()


def test_fault_gives_no_score(
    write: Write,
    tmp_path: Path,
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The score is blank, nothing is run a second time, the others have theirs, and 3."""
    from grader.batch import judge
    from grader.cli.main import main

    right, tried = judge.grade, tmp_path / "tried"

    def faulty(exercise: Any, submission: Any, *more: Any) -> Any:
        if submission.student == "ann":
            with tried.open("a") as log:  # in a worker, which is another process
                log.write("once\n")
            raise ZeroDivisionError("in the judge")
        return right(exercise, submission, *more)

    monkeypatch.setattr(judge, "grade", faulty)
    write("class/ann.py")
    write("class/bob.py")
    results = tmp_path / "results"
    arguments = [
        "grade",
        str(tmp_path / "class"),
        "--out",
        str(results),
        "--course",
        str(course),
        "--jobs",
        "1",
    ]
    assert main(arguments) == 3
    assert tried.read_text().split() == ["once"]
    found = reports(results)
    assert (found["ann"]["score"], found["bob"]["score"]) == (None, 10)
    assert {case["status"] for case in found["ann"]["cases"]} == {"grader_error"}
    assert "error: the grader failed on 1 of 2 submissions: ann" in capsys.readouterr().err
    assert rows(results / "gradebook.csv")["ann"]["total"] == ""
