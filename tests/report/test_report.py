"""What a report holds, and what of it is written to its file."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from grader.model.result import Status, SubmissionStatus
from grader.report.build import describe_environment
from grader.report.report_file import parse_report, read_report, report_bytes, write_report
from grader.report.schema import SHIPPED, schema_problems, schema_text
from grader.report.student_view import student_view
from grader.util.errors import GraderError

from .samples import COST, PASSED, REPORTS, case, report, result, ungraded


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("view", [lambda r: r, student_view], ids=["instructor", "student"])
def test_round_trip(name: str, view, tmp_path: Path) -> None:
    """Reading and writing again gives the same bytes; the shipped schema accepts them."""
    path = tmp_path / "report.json"
    write_report(path, view(REPORTS[name]))
    again = read_report(path)
    assert again == view(REPORTS[name])
    assert report_bytes(again) == path.read_bytes()
    schema = json.loads(SHIPPED.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(path.read_bytes()))


def test_shipped_schema() -> None:
    """``python -m grader.report.schema`` has nothing to change, and the schema is a valid one."""
    assert SHIPPED.read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema_version",), "2"),
        (("score",), "5"),
        (("score",), -1),
        (("cases", 0, "status"), "perfect"),
        (("cases", 0, "visibility"), None),
        (("submission", "kind"), "zip"),
        (("surprise",), 1),
    ],
)
def test_invalid_reports(place: tuple[str | int, ...], value: object) -> None:
    """A report with a wrong, missing or unknown field is none, whoever checks it."""
    data = json.loads(report_bytes(REPORTS["mixed"]))
    spot = data
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    with pytest.raises(ValidationError):
        parse_report(json.dumps(data))
    assert not Draft202012Validator(json.loads(SHIPPED.read_text())).is_valid(data)


def test_schema_problems(tmp_path: Path) -> None:
    """Each problem is one line with its place in the report; a valid report has none."""
    path = tmp_path / "report.json"
    write_report(path, REPORTS["hostile"])
    assert schema_problems(path) == []
    data = json.loads(path.read_bytes())
    data["cases"][1]["status"] = "perfect\n"
    data["functions"][0].pop("score")
    path.write_text(json.dumps(data), "utf-8")
    problems = schema_problems(path)
    assert [line.partition(": ")[0] for line in problems] == ["cases[1].status", "functions[0]"]
    assert "'score' is a required property" in problems[1]
    assert not any("\n" in line for line in problems)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "not JSON: "),
        (b"\xff", "not JSON: "),
        (b"[" * 100_000, "not JSON: "),
        (b'{"score": NaN}', "not JSON: NaN"),
        (b"[]", "report: [] is not of type 'object'"),
    ],
)
def test_schema_problems_of_other_files(data: bytes, problem: str, tmp_path: Path) -> None:
    """A file that is no report has one problem, in one line."""
    (tmp_path / "other.json").write_bytes(data)
    (line,) = schema_problems(tmp_path / "other.json")
    assert line.startswith(problem) and "\n" not in line
    assert schema_problems(tmp_path / "absent.json") == [
        "cannot read the file: No such file or directory"
    ]


def test_exact_sum() -> None:
    """Three thirds are one, not 0.999999; whole points are written without a decimal."""
    thirds = [case(COST, f"third_{n}", points=Fraction(1, 3), max_points=1) for n in range(3)]
    written = json.loads(report_bytes(report(result(*thirds))))
    assert written["cases"][0]["points"] == 0.333333
    assert repr(written["score"]) == repr(written["functions"][0]["score"]) == "1"


def test_adjustments() -> None:
    """A penalty is told with its reason."""
    late = report(PASSED, adjustments=[(Fraction(-1, 2), "late")])
    assert (late.score, late.adjustments[0].reason) == (5.5, "late")
    assert report(PASSED, adjustments=[(Fraction(-99), "very late")]).score == 0


@pytest.mark.parametrize("status", [s for s in SubmissionStatus if s != SubmissionStatus.GRADED])
def test_ungraded(status: SubmissionStatus) -> None:
    """No silent zeros: the score is null, and a report that says otherwise is refused."""
    ungraded_report = report(ungraded(status))
    assert ungraded_report.score is None
    data = json.loads(report_bytes(ungraded_report)) | {"score": 0}
    with pytest.raises(ValidationError, match="score must be null"):
        parse_report(json.dumps(data))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_nan_and_infinity(value: float) -> None:
    """NaN and infinity are no JSON: neither built nor read."""
    with pytest.raises(ValidationError):
        report(PASSED, timing={"run": value})
    whole = report_bytes(REPORTS["passed"])
    with pytest.raises(ValidationError):
        parse_report(whole.replace(b'"score": 6', b'"score": ' + str(value).encode()))


def test_students_exception_class() -> None:
    """A class can be named after what it saw; only names of built-in exceptions are kept."""
    raised = result(
        case(COST, "one", Status.ERROR, error_type="ZeroDivisionError"),
        case(COST, "two", Status.ERROR, error_type="Saw_1_2_3"),
        case(COST, "three", Status.ERROR),
    )
    assert [c.error_type for c in report(raised).cases] == [
        "ZeroDivisionError",
        "Exception",
        "Exception",
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"\xff\xfe" + data,
        lambda data: data.replace(b'"cases"', b'"boxes"'),
        lambda data: b"[]",
        lambda data: b"[" * 100_000,
    ],
)
def test_damaged_file(damage, tmp_path: Path) -> None:
    """The error names the file, in one line."""
    path = tmp_path / "anna.json"
    path.write_bytes(damage(report_bytes(REPORTS["mixed"])))
    with pytest.raises(GraderError, match="anna.json is not a whole report") as caught:
        read_report(path)
    assert "\n" not in caught.value.message


def test_missing_file(tmp_path: Path) -> None:
    """The system's reason is in the sentence."""
    with pytest.raises(GraderError, match="No such file"):
        read_report(tmp_path / "nobody.json")


def test_environment() -> None:
    """Described twice it is equal, whatever the order in which the settings were given."""
    one = describe_environment("full", ["seccomp"], {"b": 1, "a": None})
    other = describe_environment("full", ["seccomp"], {"a": None, "b": 1})
    assert one.model_dump_json() == other.model_dump_json()
    assert one.numpy == __import__("numpy").__version__
    assert len(one.grader.source) == 64
