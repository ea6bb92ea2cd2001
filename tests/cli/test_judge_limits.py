"""Submissions that cost the judge too much to read: a status of theirs, and the run goes on."""

from __future__ import annotations

import os
import resource
import signal
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch.limits import JudgeLimits
from grader.cli.main import main

from .conftest import RIGHT, Ran, notebook, reports, rows
from .test_resume import SLOW as SLOW_TO_RUN
from .test_resume import Begin, descendants, rewritten, stamps, wait_for_reports

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the limits are those of Linux"
)

Grader = Callable[..., Ran]
Write = Callable[..., Path]

STUB = "def double(x):\n    return 2 * x\n"
SLOW = f"{STUB}y = f'{'{x}' * 60_000}'\n"  # compiling takes the square of the number of fields
LARGE = f"{STUB}y = [{'1,' * 230_000}1]\n"
DOTTED = f"import {'.'.join('a' * 60_000)}\n{STUB}"


def test_time_limit_of_reading(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Its row says so, everybody else is graded, and it is not tried again until it changes."""
    write("class/ann.py")
    write("class/eve.py", SLOW.replace("y = f", "def halve(x):\n    return f"))
    write("class/bob.py")
    options = ["grade", "class", "--exercise", "scaling", "--out", "out", "--judge-seconds", 1]
    ran = grader(*options, "--jobs", 1)
    assert ran.code == 0, ran.err
    found = reports(tmp_path / "out")
    assert {name: one["score"] for name, one in found.items()} == {
        "ann": 10,
        "bob": 10,
        "eve": None,
    }
    assert found["eve"]["submission"]["status"] == "unreadable"
    reason = found["eve"]["submission"]["reason"]
    assert reason.startswith("it is too large to read: it takes too long (the limit is 1 seconds)")
    assert rows(tmp_path / "out/gradebook.csv")["eve"]["status"] == "unreadable"

    before = stamps(tmp_path / "out")
    ran = grader(*options, "--jobs", 1)
    assert "3 of 3 are up to date" in ran.err
    assert rewritten(tmp_path / "out", before) == set()
    write("class/eve.py")
    grader(*options)
    assert reports(tmp_path / "out")["eve"]["score"] == 10


def test_report_is_kept_if_rereading_exceeds_the_limit(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """The same file takes a little longer one time than another: its score does not go by that."""
    write("class/ann.py")
    write("class/eve.py", f"{RIGHT}{SLOW.replace('y = f', 'def spare(x): return f')}")
    options = ["grade", "class", "--exercise", "scaling", "--out", "out", "--judge-seconds"]
    assert grader(*options, 60).code == 0
    assert reports(tmp_path / "out")["eve"]["score"] == 10
    before = stamps(tmp_path / "out")
    ran = grader(*options, 1)
    assert "2 of 2 are up to date" in ran.err
    assert reports(tmp_path / "out")["eve"]["score"] == 10
    assert rewritten(tmp_path / "out", before) == set()


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_limit_of_reading(grader: Grader, write: Write, tmp_path: Path, jobs: int) -> None:
    """However many processes there are."""
    for name in ("ann", "bob", "cid"):
        write(f"class/{name}.py")
    write("class/eve.py", LARGE)
    options = ["grade", "class", "--out", "out", "--judge-memory", 64, "--jobs", jobs, "--quiet"]
    assert grader(*options, "--exercise", "scaling").code == 0
    found = reports(tmp_path / "out")
    assert {name: one["score"] for name, one in found.items()} == {
        "ann": 10,
        "bob": 10,
        "cid": 10,
        "eve": None,
    }
    assert "too much memory (the limit is 64 MB)" in found["eve"]["submission"]["reason"]


def test_unreadable_file_stays_with_the_class(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Without --exercise nobody can tell what it belongs to: it is listed with the others."""
    write("class/ann.py")
    write("class/eve.py", LARGE)
    options = ["grade", "class", "--out", "out", "--judge-memory", 64]
    assert grader(*options).code == 0
    assert rows(tmp_path / "out/gradebook.csv")["eve"]["status"] == "unreadable"
    assert "2 of 2 are up to date" in grader(*options).err


def test_limit_covers_all_files_of_a_submission(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """A small archive of many files that may be read one by one is no way around a bound."""
    write("class/ann.py")
    with zipfile.ZipFile(tmp_path / "class/eve.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"part{number}.py", LARGE)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert grader("grade", "class", "--exercise", "scaling", "--out", "out").code == 0
    eve = reports(tmp_path / "out")["eve"]["submission"]
    assert eve["status"] == "unreadable"
    assert "too much code together" in eve["reason"]
    assert len(eve["files"]) == 40
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < max(used, 800_000)  # kilobytes


@pytest.mark.parametrize(
    "content",
    [DOTTED, DOTTED.replace("import ", "from ").replace("\n", " import b\n", 1), notebook(DOTTED)],
    ids=["import", "from", "notebook"],
)
def test_long_dotted_name_is_refused(
    grader: Grader, write: Write, tmp_path: Path, content: str
) -> None:
    """Python's parser takes the square of its parts in memory."""
    write("class/ann.py")
    write(f"class/eve.{'ipynb' if content.startswith('{') else 'py'}", content)
    ran = grader("grade", "class", "--exercise", "scaling", "--out", "out", "--quiet")
    assert ran.code == 0
    eve = reports(tmp_path / "out")["eve"]["submission"]
    assert (eve["status"], "more than 200 parts" in eve["reason"]) == ("unreadable", True)


def test_check_of_a_file_that_is_too_large(
    write: Write, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One's own file, too: a sentence instead of a computer that hangs."""
    monkeypatch.setattr("grader.batch.check.JudgeLimits", lambda: JudgeLimits(cpu_seconds=1))
    functions = "lambda: 0,\n" * 16_000  # compiling takes the square of their number
    file = write("eve.py", f"class A:\n    x = [\n{functions}]\n{STUB.replace('2 * x', 'A')}")
    assert main(["check", str(file), "--course", str(course), "--exercise", "scaling"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "it is too large to read: it takes too long (the limit is 1 seconds)" in told


def test_limit_starts_anew_for_each_submission(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Processor time is counted for each submission anew, however many there are."""
    for number in range(30):
        write(f"class/s{number:02d}.py", RIGHT + f"\nx = [{'1,' * 8_000}{number}]\n")
    options = ["--exercise", "scaling", "--jobs", 1, "--judge-seconds", 1, "--quiet"]
    assert grader("grade", "class", "--out", "out", *options).code == 0
    assert {one["score"] for one in reports(tmp_path / "out").values()} == {10}


def test_run_survives_a_dead_worker(begin: Begin, write: Write, tmp_path: Path) -> None:
    """A worker that somebody kills is replaced, and its submission is graded all the same."""
    for number in range(4):
        write(f"class/s{number}.py", SLOW_TO_RUN)
    process = begin("grade", "class", "--out", "out", "--jobs", 1)
    wait_for_reports(tmp_path / "out", 1, process)
    os.kill(next(descendants(process.pid)), signal.SIGKILL)
    code, _, err = process.ended()
    assert code == 0, err
    assert {one["score"] for one in reports(tmp_path / "out").values()} == {10}
