"""Scores that a person sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.overrides import read_overrides
from tests.cli.conftest import RIGHT, TRIPLES, Ran, reports, rows
from tests.report.samples import PASSED, report

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def test_overrides(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Both scores are in the report, the comment in the feedback; removing the line restores the score."""
    for name, text in (("ann", RIGHT), ("bob", TRIPLES), ("eve", "\x00")):
        write(f"class/{name}.py", text)
    lines = [
        "student,exercise,function,score,reason,comment",
        "bob,scaling,double,2.5,half of it was right,Half a point for the idea.",
        "eve,,*,4,graded by hand,",
        "zed,,*,1,nobody,",
    ]
    write("results/overrides.csv", "\n".join(lines))
    results = tmp_path / "results"
    ran = grader("grade", "class", "--exercise", "scaling", "--out", "results")
    assert "warning: overrides, line 4: there is no submission of zed in this run" in ran.err
    for options in ([], ["--fresh"]):
        grader("grade", "class", "--exercise", "scaling", "--out", "results", "--quiet", *options)
        found = reports(results)
        assert {s: r["score"] for s, r in found.items()} == {"ann": 10, "bob": 7.5, "eve": 4}
        assert found["bob"]["adjustments"] == [
            {
                "points": 2.5,
                "reason": "half of it was right",
                "function": "double",
                "before": 0,
                "after": 2.5,
                "comment": "Half a point for the idea.",
                "kind": None,
            }
        ]
        assert found["eve"]["adjustments"][0]["before"] is None
        assert "Half a point for the idea." in (results / "feedback" / "bob.html").read_text(
            "utf-8"
        )
        table = rows(results / "gradebook.csv")
        assert (table["bob"]["double"], table["bob"]["total"], table["eve"]["total"]) == (
            "2.5",
            "7.5",
            "4",
        )
    stamps = {path: path.stat().st_mtime_ns for path in results.glob("reports/*.json")}
    (results / "overrides.csv").write_text(lines[0])
    grader("grade", "class", "--exercise", "scaling", "--out", "results", "--quiet")
    found = reports(results)
    assert {s: (r["score"], r["adjustments"]) for s, r in found.items()} == {
        "ann": (10, []),
        "bob": (5, []),
        "eve": (None, []),
    }
    assert (results / "reports" / "ann.json").stat().st_mtime_ns == stamps[
        results / "reports" / "ann.json"
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("bob,,*,much,why,", "line 2: 'much' is not a score"),
        ("bob,,*,-1,why,", "a score cannot be negative"),
        ("bob,,*,1e400000000,why,", "line 2: '1e400000000' is not a score"),
        ("bob,,*,nan,why,", "line 2: 'nan' is not a score"),
        ("bob", "line 2: '' is not a score"),
        ("bob,,*,1,late, but ill,well done", "has more cells in line 2 than columns"),
        ("bob,,*,1,,", "needs a student and a reason"),
        ("bob,,*,1,why,\nbob,,*,2,why,", "line 3: line 2 already sets this score"),
        ("bob,,*,1,why,\nbob,*,*,2,why,", "line 3: line 2 already sets this score"),
    ],
)
def test_faulty_override(grader: Grader, write: Write, line: str, error: str) -> None:
    """A faulty line is an error: a score that is not applied would go unnoticed."""
    write("class/bob.py")
    write("my.csv", "student,exercise,function,score,reason,comment\n" + line)
    ran = grader("grade", "class", "--out", "results", "--overrides", "my.csv")
    assert ran.code == 2
    assert error in ran.err.splitlines()[0]


def test_misspelled_column(grader: Grader, write: Write) -> None:
    """A misspelled column is an error: a function's score would become the total."""
    write("class/bob.py")
    write("my.csv", "student,functon,score,reason\nbob,double,3,why\n")
    ran = grader("grade", "class", "--out", "results", "--overrides", "my.csv")
    assert (ran.code, ran.err) == (
        2,
        "error: the overrides my.csv has a column 'functon'\nhint: did you mean function?\n",
    )


def test_one_exercise_counts_before_all(tmp_path: Path) -> None:
    """In whatever order the lines are; the other one is said to be replaced, and not to mean nobody."""
    lines = ["bob,regularization,*,2,asked,", "bob,,*,1,why,"]
    for order in (lines, lines[::-1]):
        path = tmp_path / "overrides.csv"
        path.write_text("\n".join(["student,exercise,function,score,reason,comment", *order]))
        overrides = read_overrides(path)
        assert overrides.apply(report(PASSED), ["bob"]).score == 2
        (told,) = overrides.warnings()
        assert "sets the same score, and counts" in told


def test_score_above_maximum(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A score above the maximum may be a bonus or a slip: it counts, with a warning."""
    write("class/bob.py")
    write("my.csv", "student,function,score,reason\nbob,double,77,why\n")
    ran = grader("grade", "class", "--out", "results", "--overrides", "my.csv", "--quiet")
    assert ran.err == (
        "warning: overrides, line 2: 77 is more than the 5 points of the function double\n"
    )
    assert reports(tmp_path / "results")["bob"]["score"] == 82
