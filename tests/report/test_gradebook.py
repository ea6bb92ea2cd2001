"""gradebook.csv, as a spreadsheet opens it."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.model.result import Status, SubmissionStatus

from .samples import COST, DROPOUT, EXERCISE, REPORTS, case, gradebook, report, result, ungraded

HANDED_IN = ["late", "attempt", "submitted_at", "notes"]
OTHER = replace(EXERCISE, id="optimization")


def _table(path: Path, reports: list) -> list[list[str]]:
    gradebook(iter(reports)).write(path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _scores(path: Path, reports: list) -> list[list[str]]:
    """The table without what is known of how work was handed in."""
    return [row[: -len(HANDED_IN)] for row in _table(path, reports)]


def test_rows_and_columns(tmp_path: Path) -> None:
    """Sorted by student, whatever the order of the reports."""
    reports = [
        report(result(case(COST, "one"), case(DROPOUT, "two", Status.FAILED)), student=student)
        for student in ("Zoe", "anna", "Bea")
    ]
    assert _scores(tmp_path / "g.csv", reports) == [
        ["student", COST, DROPOUT, "total", "max", "status"],
        ["anna", "2", "0", "2", "4", "graded"],
        ["Bea", "2", "0", "2", "4", "graded"],
        ["Zoe", "2", "0", "2", "4", "graded"],
    ]


@pytest.mark.parametrize("status", [s for s in SubmissionStatus if s != SubmissionStatus.GRADED])
def test_ungraded_is_blank(status: SubmissionStatus, tmp_path: Path) -> None:
    """A blank is not a zero; the status says why."""
    reports = [report(ungraded(status), student="bob"), report(result(case(COST, "one")))]
    rows = _scores(tmp_path / "g.csv", reports)
    assert rows[2] == ["bob", "", "", "12", status.value]


def test_grader_fault_is_blank(tmp_path: Path) -> None:
    """Also in the functions that were judged: the submission waits for a person as a whole."""
    rows = _scores(tmp_path / "g.csv", [REPORTS["grader_error"]])
    assert rows[1] == ["anna", "", "", "", "4", "needs a person"]


@pytest.mark.parametrize("start", "=+-@")
def test_name_like_a_formula(start: str, tmp_path: Path) -> None:
    """A leading apostrophe makes it text."""
    evil = f"{start}HYPERLINK(1)"
    rows = _table(tmp_path / "g.csv", [report(result(case(COST, "one")), student=evil)])
    assert rows[1][0] == "'" + evil


def test_several_exercises(tmp_path: Path) -> None:
    """What is missing is said in the status; an unreadable file leaves the total blank."""
    one = result(case(COST, "one"))
    reports = [
        report(one, student="anna"),
        report(one, student="anna", exercise=OTHER),
        report(one, student="bob"),
        report(one, student="eve"),
        report(ungraded(SubmissionStatus.UNREADABLE), student="eve", exercise=OTHER),
    ]
    assert _scores(tmp_path / "g.csv", reports) == [
        ["student", "optimization", "regularization", "total", "max", "status"],
        ["anna", "2", "2", "4", "14", "graded"],
        ["bob", "", "2", "2", "14", "optimization: not submitted"],
        ["eve", "", "2", "", "14", "optimization: unreadable"],
    ]


def test_encoding_and_line_ends(tmp_path: Path) -> None:
    """The same bytes on every system."""
    gradebook([report(result(case(COST, "one")), student="Chloé")]).write(tmp_path / "g.csv")
    data = (tmp_path / "g.csv").read_bytes()
    assert "Chloé".encode() in data
    assert b"\r" not in data


def test_no_reports(tmp_path: Path) -> None:
    """An empty class is no error."""
    assert _table(tmp_path / "g.csv", []) == [["student", "total", "max", "status", *HANDED_IN]]


def test_late_attempt_and_notes(tmp_path: Path) -> None:
    """Whoever takes points off by hand reads here who was late, when, and at which attempt."""
    one = result(case(COST, "one"))
    reports = [
        report(one, student="anna", late=True, attempt=2, submitted_at="2026-11-21T09:00:00Z"),
        report(one, student="bob", late=False),
        report(one, student="eve", adjustments=[(Fraction(-1, 2), "one day late")]),
        report(ungraded(SubmissionStatus.EMPTY), student="tom"),
    ]
    rows = [row[-len(HANDED_IN) :] for row in _table(tmp_path / "g.csv", reports)]
    assert rows[0] == HANDED_IN
    assert rows[1] == ["yes", "2", "2026-11-21T09:00:00Z", ""]
    assert rows[2] == ["no", "", "", ""]
    assert rows[3] == ["", "", "", "0.5 points taken off: one day late"]
    assert rows[4][3]


def test_late_attempt_and_notes_by_exercise(tmp_path: Path) -> None:
    """What is the same of all stands there once."""
    one = result(case(COST, "one"))
    reports = [
        report(one, late=True, attempt=1),
        report(one, exercise=OTHER, late=False, attempt=1),
    ]
    assert _table(tmp_path / "g.csv", reports)[1][-4:-2] == [
        "optimization: no; regularization: yes",
        "1",
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "\r=1", ' "=1'])
def test_formula_behind_a_separator(separator: str, start: str, tmp_path: Path) -> None:
    """Whatever a country's spreadsheet splits on, no cell begins with a sign that makes a formula."""
    student = report(result(case(COST, "one")), student=f"x{separator}{start}", late=True)
    gradebook([student]).write(tmp_path / "g.csv")
    text = (tmp_path / "g.csv").read_text("utf-8")
    for other in ",;\t|":
        for row in csv.reader(text.splitlines(), delimiter=other):
            assert not [cell for cell in row if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]
