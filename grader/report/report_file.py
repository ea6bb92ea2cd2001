"""Reports as files: one report is always the same bytes."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from grader.report.model import Report
from grader.util.errors import GraderError
from grader.util.files import write_atomically

REPORTS = "reports"
"""The folder of reports within a folder of results."""


def report_bytes(report: Report) -> bytes:
    """The report's JSON: the model's order of keys, UTF-8, one line per value."""
    return report.__pydantic_serializer__.to_json(report, indent=1) + b"\n"


def write_report(path: Path | str, report: Report) -> None:
    """Write the report; a reader finds the old file or the new one, never a part."""
    write_atomically(path, report_bytes(report))


def read_report(path: Path | str) -> Report:
    """Read a report back; ``GraderError`` in one sentence if the file is no whole report."""
    try:
        return parse_report(Path(path).read_bytes())
    except OSError as error:
        raise GraderError(f"cannot read the report {path}: {error.strerror}") from error
    except ValidationError as error:
        raise GraderError(
            f"{path} is not a whole report: {_first_fault(error)}",
            hint="delete the file, or grade this student again",
        ) from error


def parse_report(data: bytes | str) -> Report:
    """Parse a report; raises pydantic's ``ValidationError`` for anything else."""
    return Report.model_validate_json(data)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else str(fault["msg"])
