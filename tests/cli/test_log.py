"""``grader grade --log-file`` writes a log of a class's run that a person can read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from .conftest import RIGHT, TRIPLES, Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]
LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING|ERROR) +grader\.[a-z_.]+: \S"
)


def test_the_log_shows_the_run_submission_by_submission(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Versions, options, what was found, each begin and end, what is left out, totals."""
    write("class/ann.py", RIGHT)
    write("class/bob.py", TRIPLES)
    write("class/eve.py", b"\x00")
    write("class/notes.docx", b"x")
    options = ["grade", "class", "--exercise", "scaling", "--out", "out", "--log-file", "run.log"]
    ran = grader(*options, "--jobs", 1, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    log = (tmp_path / "run.log").read_text("utf-8")
    assert all(map(LINE.match, log.splitlines())), log
    for part in (
        r"grader \d+\S*, Python 3\.\S+, NumPy \d\S+, ",
        r"options: .*allow_unsafe=.*jobs=1",
        r"limits of the judge: 512 MB, 10 s",
        r"found: .*3 students",
        r"left out: notes\.docx: ",
        r"3 of 3 submissions are to be graded",
        r"exercises: scaling",
        r"worker \d+ begins ann",
        r"ann \(scaling\): 10(\.0)? of 10(\.0)?, \d+\.\d{3} s",
        r"bob \(scaling\): \S+ of 10(\.0)?, ",
        r"eve \(scaling\): unreadable: ",
        r"end: 3 of 3 done, 0 of them up to date, 0 that the grader failed on",
    ):
        assert re.search(part, log), f"{part}\n{log}"
    assert grader(*options).code == 0
    whole = (tmp_path / "run.log").read_text("utf-8")
    assert whole.startswith(log) and "ann: up to date" in whole


def test_the_log_names_workers_that_died(grader: Grader, write: Write, tmp_path: Path) -> None:
    """With their exit codes, and the submission that they were at."""
    write("class/ann.py", RIGHT)
    write("class/eve.py", f"{RIGHT}\ny = [{'1,' * 230_000}1]\n")
    options = ["grade", "class", "--exercise", "scaling", "--out", "out", "--judge-memory", 64]
    assert grader(*options, "--log-file", "run.log", "--quiet").code == 0
    log = (tmp_path / "run.log").read_text("utf-8")
    assert re.search(r"WARNING .*worker \d+ ended with exit code -?\d+ at eve", log), log
    assert "too much memory" in log


def test_no_value_of_a_hidden_case_is_logged(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A submission that prints and raises what it is given gets none of it into the log."""
    code = RIGHT.replace("return x + x", "print('SEEN', x)\n    raise ValueError(f'SEEN {x}')")
    write("class/ann.py", code)
    options = ["grade", "class", "--exercise", "scaling", "--out", "out", "--quiet"]
    assert grader(*options, "--log-file", "run.log").code == 0
    assert "SEEN" not in (tmp_path / "run.log").read_text("utf-8")


def test_a_log_that_cannot_be_written_is_wrong_use(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Said before anything is graded."""
    write("class/ann.py", RIGHT)
    ran = grader("grade", "class", "--out", "out", "--log-file", os.path.join("absent", "run.log"))
    assert (ran.code, ran.err.splitlines()[0][:17]) == (2, "error: cannot wri")
    assert not (tmp_path / "out").exists()
