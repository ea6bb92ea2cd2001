"""A run that was killed, interrupted, or is started again."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .command import Begun
from .conftest import HERE, RIGHT, TRIPLES, Ran, reports
from .test_grade import without_timing

Grader = Callable[..., Ran]
Write = Callable[..., Path]
Start = Callable[..., "subprocess.Popen[str]"]
Begin = Callable[..., Begun]

# It waits and uses no processor, which the tests beside this one need.
SLOW = RIGHT.replace("return x + x", "import time; time.sleep(0.3); return x + x")
STUDENTS = [f"s{number:02d}" for number in range(8)]


@pytest.fixture
def course(kept: Path) -> Path:
    """The small course with the usual limits: here nobody is to meet one, however busy a machine is."""
    copy = kept / "course"
    if not copy.exists():
        shutil.copytree(HERE / "course", copy)
        exercise = copy / "exercises" / "scaling" / "exercise.py"
        text = exercise.read_text("utf-8")
        narrow = "    limits=Limits(case_cpu_seconds=0.5, case_wall_seconds=5),\n"
        assert narrow in text
        exercise.write_text(text.replace(narrow, ""), "utf-8")
    return copy


@pytest.fixture
def slow_class(write: Write) -> None:
    """A class that takes some seconds, so that there is a middle to stop in."""
    for name in STUDENTS:
        write(f"class/{name}.py", SLOW)


def wait_for_reports(folder: Path, count: int, process: Begun | subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while len(list(folder.glob("reports/*.json"))) < count:
        assert process.poll() is None
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.02)


def rewritten(folder: Path, before: dict[str, int]) -> set[str]:
    return {name for name, stamp in stamps(folder).items() if before.get(name) != stamp}


def stamps(folder: Path) -> dict[str, int]:
    return {path.stem: path.stat().st_mtime_ns for path in folder.glob("reports/*.json")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_run_continues(
    slow_class: None, begin: Begin, grader: Grader, tmp_path: Path, jobs: int
) -> None:
    """kill -9 in the middle: whole files only, nothing done twice, and the same result as never killed."""
    results = tmp_path / "results"
    process = begin("grade", "class", "--out", results, "--jobs", jobs)
    wait_for_reports(results, 2, process)
    process.kill()
    process.wait()
    before = stamps(results)
    assert 2 <= len(before) < len(STUDENTS)
    for path in results.glob("reports/*.json"):
        assert json.loads(path.read_text("utf-8"))["score"] == 10
    (results / "reports" / ".grader-1-1.tmp").write_text(
        "half a rep"
    )  # what a kill can leave behind

    ran = grader("grade", "class", "--out", results, "--jobs", jobs)
    assert ran.code == 0
    assert f"{len(before)} of {len(STUDENTS)} are up to date" in ran.err
    assert rewritten(results, before) == set(STUDENTS) - set(before)
    assert grader("grade", "class", "--out", "straight", "--jobs", 2, "--quiet").code == 0
    assert without_timing(results) == without_timing(tmp_path / "straight")


def test_killed_run_leaves_no_process(slow_class: None, start: Start, tmp_path: Path) -> None:
    """Workers, zygotes and children end with the process that started them."""
    process = start("grade", "class", "--out", "results", "--jobs", 2)
    wait_for_reports(tmp_path / "results", 1, process)
    family = list(descendants(process.pid))
    assert len(family) > 3
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while left := [pid for pid in family if alive(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def descendants(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        pytest.skip("the system does not tell a process's children")
    for child in map(int, children):
        yield child
        yield from descendants(child)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_run_keeps_finished_reports(
    slow_class: None, begin: Begin, grader: Grader, tmp_path: Path, jobs: int
) -> None:
    """Ctrl-C: 130, a gradebook of what is there, and how to go on."""
    results = tmp_path / "results"
    process = begin("grade", "class", "--out", results, "--jobs", jobs)
    wait_for_reports(results, 1, process)
    process.send_signal(signal.SIGINT)
    code, _, err = process.ended()
    assert code == 130
    assert "interrupted" in err and "Traceback" not in err
    assert "hint: the same command goes on from here" in err
    done = len(stamps(results))
    assert 1 <= done < len(STUDENTS)
    assert len((results / "gradebook.csv").read_text("utf-8").splitlines()) == done + 1
    assert grader("grade", "class", "--out", results, "--quiet").code == 0
    assert len(stamps(results)) == len(STUDENTS)


def test_second_interruption_ends_at_once(slow_class: None, begin: Begin, tmp_path: Path) -> None:
    """Who presses Ctrl-C twice does not want to wait: 130, and what was written is whole."""
    results = tmp_path / "results"
    process = begin("grade", "class", "--out", results, "--jobs", 2)
    wait_for_reports(results, 1, process)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    code, _, err = process.ended()
    assert code == 130
    assert "Traceback" not in err
    assert all(report["score"] == 10 for report in reports(results).values())


def test_results_folder_in_use(
    slow_class: None, begin: Begin, grader: Grader, tmp_path: Path
) -> None:
    """Two runs do not write into one folder; the second one says so, and can go elsewhere."""
    process = begin("grade", "class", "--out", "results")
    wait_for_reports(tmp_path / "results", 1, process)
    ran = grader("grade", "class/s00.py", "--out", "results")
    process.kill()
    process.wait()
    assert ran.code == 2
    assert "in use" in ran.err.splitlines()[0] and ran.err.splitlines()[1].startswith("hint: ")
    assert grader("grade", "class/s00.py", "--out", "results", "--quiet").code == 0


def test_only_changes_are_graded_again(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Another file, a new student, a changed exercise, another edition: those; otherwise nobody."""
    results = tmp_path / "results"
    for name in ("ann", "bob"):
        write(f"class/{name}.py")
    options = ["class", "--out", "results", "--quiet", "--jobs", 1]
    grader("grade", *options)

    before = stamps(results)
    grader("grade", *options)
    assert rewritten(results, before) == set()

    write("class/bob.py", TRIPLES)
    write("class/eve.py")
    grader("grade", *options)
    assert rewritten(results, before) == {"bob", "eve"}

    before = stamps(results)
    grader("grade", *options, "--allow-unsafe")
    assert rewritten(results, before) == {"ann", "bob", "eve"}

    before = stamps(results)
    grader("grade", *options, "--allow-unsafe", "--only", "ann")
    assert rewritten(results, before) == {"ann"}

    before = stamps(results)
    grader("grade", *options, "--allow-unsafe", "--fresh")
    assert rewritten(results, before) == {"ann", "bob", "eve"}


def test_changed_exercise_is_graded_again(
    grader: Grader, write: Write, tmp_path: Path, course: Path
) -> None:
    """A resume never mixes two versions of an exercise."""
    shutil.copytree(course, tmp_path / "course")
    write("class/ann.py")
    options = ["class", "--out", "results", "--quiet", "--course", "course"]
    grader("grade", *options)
    before = stamps(tmp_path / "results")
    exercise = tmp_path / "course" / "exercises" / "scaling" / "exercise.py"
    exercise.write_text(exercise.read_text("utf-8").replace("points=5", "points=7"), "utf-8")
    grader("grade", *options)
    assert rewritten(tmp_path / "results", before) == {"ann"}
    assert reports(tmp_path / "results")["ann"]["max_score"] == 12


@pytest.mark.parametrize("damage", ["", '{"schema_version"', "{}"])
def test_damaged_report_is_made_again(
    grader: Grader, write: Write, tmp_path: Path, damage: str
) -> None:
    """Whatever happened to a file: it is no report, so the student is not done."""
    write("class/ann.py")
    write("class/bob.py")
    grader("grade", "class", "--out", "results")
    report = tmp_path / "results" / "reports" / "ann.json"
    report.write_text(damage, "utf-8")
    ran = grader("grade", "class", "--out", "results")
    assert (ran.code, "1 of 2 are up to date" in ran.err) == (0, True)
    assert reports(tmp_path / "results")["ann"]["score"] == 10


def test_fault_is_tried_again(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A report with a grader_error is tried again, so its blank score does not stay for ever."""
    write("class/ann.py")
    grader("grade", "class", "--out", "results")
    path = tmp_path / "results" / "reports" / "ann.json"
    report = json.loads(path.read_text("utf-8"))
    report["score"] = None
    report["cases"][0]["status"] = "grader_error"
    path.write_text(json.dumps(report), "utf-8")
    grader("grade", "class", "--out", "results")
    assert reports(tmp_path / "results")["ann"]["score"] == 10


@pytest.mark.parametrize(
    ("jobs", "body"), [(1, "while True: pass"), (2, "import time; time.sleep(60)")]
)
def test_an_interruption_does_not_wait_for_student_code(
    begin: Begin, grader: Grader, write: Write, tmp_path: Path, course: Path, jobs: int, body: str
) -> None:
    """Whatever a submission is at: it says what happens, keeps what is done, and the rest comes later."""
    shutil.copytree(course, tmp_path / "course")
    exercise = tmp_path / "course" / "exercises" / "scaling" / "exercise.py"
    patient = "case_cpu_seconds=600, case_wall_seconds=600"
    text = exercise.read_text("utf-8").replace(
        "reference=", f"limits=Limits({patient}), reference="
    )
    exercise.write_text(text, "utf-8")
    write("class/ann.py")
    write("class/eve.py", RIGHT.replace("return x + x", body))
    options = ["grade", "class", "--out", "results", "--jobs", jobs, "--course", "course"]
    process = begin(*options)
    wait_for_reports(tmp_path / "results", 1, process)
    process.send_signal(signal.SIGINT)
    code, _, err = process.ended()  # the submission alone would take ten minutes
    assert code == 130
    assert "stopping: finished submissions are kept" in err
    assert "interrupted: 1 of 2 are done" in err
    assert [line.split(",")[0] for line in lines(tmp_path / "results/gradebook.csv")] == [
        "student",
        "ann",
    ]
    write("class/eve.py")
    assert "1 of 2 are up to date" in grader(*options).err


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_ungraded_submission_waits_for_a_change(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Unreadable, empty, of another exercise, of none: told once, and looked at again when it is new."""
    write("class/ann.py")
    write("class/bob.py", "")
    write("class/cid.py", "def other(x):\n    return x\n")
    write("class/dan.ipynb", '{"cells": [')
    write("class/eve.py", "def double(x:\n    return x\n")
    options = ["grade", "class", "--out", "results"]
    for more in ([], ["--exercise", "scaling"]):
        assert grader(*options, *more).code == 0
        before = stamps(tmp_path / "results")
        ran = grader(*options, *more)
        assert "5 of 5 are up to date" in ran.err
        assert rewritten(tmp_path / "results", before) == set()
    write("class/cid.py")
    assert "4 of 5 are up to date" in grader(*options, "--exercise", "scaling").err
    assert reports(tmp_path / "results")["cid"]["score"] == 10


def test_regrading_one_student_keeps_delivery(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Id, name and section of an earlier roster stay, by whatever name the student is asked for."""
    write("class/4711.py")
    write("class/4712.py", TRIPLES)
    write("roster.csv", "id,name,section,canvas_id\ns-1,Zoë,A,4711\ns-2,Bo,B,4712\n")
    options = ["grade", "class", "--out", "results"]
    assert grader(*options, "--roster", "roster.csv").code == 0
    for name in ("4712", "s-2"):
        write("class/4712.py", f"{TRIPLES}\n# {name}\n")
        ran = grader(*options, "--only", name)
        assert ran.code == 0, ran.err
        found = reports(tmp_path / "results")
        assert set(found) == {"s-1", "s-2"}
        member = found["s-2"]["submission"]["members"][0]
        assert (member["name"], member["section"]) == ("Bo", "B")


def test_regrading_one_student_warns_about_no_other(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Another student's override is not used in such a run, and nothing is wrong with that."""
    write("class/ann.py")
    write("class/bob.py")
    write(
        "results/overrides.csv",
        "student,exercise,function,score,reason\nbob,,*,3,late\nann,,nothing,3,typing\n",
    )
    ran = grader("grade", "class", "--out", "results", "--only", "ann")
    assert [line for line in ran.err.splitlines() if "overrides" in line] == [
        line for line in ran.err.splitlines() if "line 3" in line
    ]
    assert "line 3" in ran.err
