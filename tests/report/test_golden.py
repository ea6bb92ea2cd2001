"""The reports of fixed results, byte for byte. ``REWRITE_GOLDEN=1`` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.report.report_file import report_bytes
from grader.report.student_view import student_view
from grader.report.terminal import render_check

from .samples import REPORTS

GOLDEN = Path(__file__).with_name("golden")
REWRITE = "REWRITE_GOLDEN" in os.environ


def _renderings(name: str) -> dict[str, bytes]:
    report = REPORTS[name]
    return {
        f"{name}.json": report_bytes(report),
        f"{name}.student.json": report_bytes(student_view(report)),
        f"{name}.txt": render_check(report, color=False, width=80).encode(),
    }


@pytest.mark.parametrize("name", REPORTS)
def test_golden_report(name: str) -> None:
    """A change of any of the three is a change for users, and has to be looked at."""
    renderings = _renderings(name)
    if REWRITE:
        for file, data in renderings.items():
            (GOLDEN / file).write_bytes(data)
    assert renderings == {file: (GOLDEN / file).read_bytes() for file in renderings}


def test_no_unused_golden_file() -> None:
    """Every file in the folder is compared with something."""
    expected = {file for name in REPORTS for file in _renderings(name)}
    assert {path.name for path in GOLDEN.iterdir()} == expected
