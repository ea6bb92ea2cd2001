"""``grader diff``: whose score changes when something was changed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.class_report.diff import Change, Difference
from tests.cli.conftest import RIGHT, TRIPLES, Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def test_changes(grader: Grader, write: Write) -> None:
    """Student, old and new score, the cases; a histogram; who is in one folder only. Exit code 0."""
    for name, text in (("ann", RIGHT), ("bob", RIGHT), ("eve", TRIPLES), ("old", RIGHT)):
        write(f"before/{name}.py", text)
    for name, text in (("ann", RIGHT), ("bob", TRIPLES), ("eve", RIGHT), ("new", RIGHT)):
        write(f"after/{name}.py", text)
    for folder in ("before", "after"):
        assert (
            grader(
                "grade", folder, "--exercise", "scaling", "--out", f"{folder}-results", "--quiet"
            ).code
            == 0
        )
    ran = grader("diff", "before-results", "after-results")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "2 of 3 scores change"
    assert (
        "1 only in the old folder: old (scaling)" in lines
        and "1 only in the new folder: new (scaling)" in lines
    )
    bob = next(line.split() for line in lines if line.startswith("bob "))
    assert bob[:5] == ["bob", "scaling", "10", "5", "-5"]
    assert any(line.split()[:2] == ["-5", "1"] and line.endswith("#" * 40) for line in lines)
    found = grader("diff", "before-results", "after-results", "--json").json
    assert found["same"] == 1
    assert [
        (each["student"], each["old"], each["new"], each["change"]) for each in found["changed"]
    ] == [
        ("bob", 10, 5, -5),
        ("eve", 5, 10, 5),
    ]
    case = found["changed"][0]["cases"][0]
    assert (case["function"], case["old_status"], case["new_status"]) == (
        "double",
        "passed",
        "failed",
    )
    assert found["histogram"] == [
        {"from": -5, "to": -5, "students": 1},
        {"from": 5, "to": 5, "students": 1},
    ]


def test_overrides(grader: Grader, write: Write) -> None:
    """A score that no case explains says so; a few changes are shown as they are."""
    write("class/ann.py")
    for folder in ("before", "after"):
        if folder == "after":
            write("after/overrides.csv", "student,score,reason\nann,7.5,ticket 12\n")
        assert grader("grade", "class", "--out", folder, "--quiet").code == 0
    lines = grader("diff", "before", "after").out.splitlines()
    assert any(line.split()[:5] == ["ann", "scaling", "10", "7.5", "-2.5"] for line in lines)
    assert any(line.endswith("set by a person") for line in lines)
    assert lines[-1].split() == ["-2.5", "1", "#" * 40]


def test_histogram() -> None:
    """Around zero, the largest change at an end, every student in one of them."""
    changes = [number / 4 for number in range(-24, 41) if number]
    changed = tuple(
        Change("scaling", f"s{change}", 50, 50 + change, change, (), False) for change in changes
    )
    bins = Difference(0, changed, (), ()).histogram()
    assert (bins[0][0], bins[-1][1]) == (-10, 10)
    assert all(high == low for (_, high, _), (low, _, _) in itertools.pairwise(bins))
    for low, high, count in bins:
        last = high == 10
        assert count == sum(low <= each < high or (last and each == high) for each in changes)


def test_no_change(grader: Grader, write: Write) -> None:
    """Is 0 as well, in one line."""
    write("class/ann.py")
    grader("grade", "class", "--out", "results", "--quiet")
    ran = grader("diff", "results", "results")
    assert (ran.code, ran.out) == (0, "0 of 1 scores change\n")


def test_folder_without_reports(grader: Grader, write: Write) -> None:
    """Nothing would be compared with nothing."""
    write("class/ann.py")
    grader("grade", "class", "--out", "results", "--quiet")
    assert grader("diff", "results", "class").code == 2


@pytest.mark.parametrize("version", ["0", "2"])
@pytest.mark.parametrize(
    "command", [("export", "canvas"), ("export", "junit"), ("diff", "results")]
)
def test_damaged_report(
    grader: Grader, write: Write, tmp_path: Path, command: tuple[str, str], version: str
) -> None:
    """One of another version, say: a table of all others would look like the whole class."""
    write("class/ann.py")
    write("class/bob.py")
    grader("grade", "class", "--out", "results", "--quiet")
    report = tmp_path / "results" / "reports" / "ann.json"
    text = report.read_text("utf-8")
    report.write_text(text.replace('"schema_version": "1"', f'"schema_version": "{version}"'))
    ran = grader(*command, "results")
    assert (ran.code, ran.out) == (3, "")
    error, hint = ran.err.splitlines()
    assert error.startswith("error: results/reports/ann.json is not a whole report: schema_version")
    assert hint.startswith("hint: grade again into the same folder")
    assert grader("grade", "class", "--out", "results", "--quiet").code == 0
    assert grader(*command, "results").code == 0


def test_damaged_report_in_gradebook(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A report of an earlier run that was damaged since, of a student who is not graded now."""
    write("class/ann.py")
    write("class/bob.py")
    grader("grade", "class", "--out", "results", "--quiet")
    (tmp_path / "results" / "reports" / "ann.json").write_text("{}")
    (tmp_path / "class" / "ann.py").unlink()
    ran = grader("grade", "class", "--out", "results", "--quiet")
    assert ran.code == 0
    assert ran.err.startswith("warning: results/reports/ann.json is not a whole report: ")
    assert ran.err.endswith("; the gradebook leaves it out\n")
