"""As shipped: no row of the gradebook changes because of what somebody else calls a file or is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, Ran, rows

from .archives import foldered

Grader = Callable[..., Ran]

WRONG = "def double(x):\n    return 0\n\n\ndef halve(x):\n    return 0\n"
PEOPLE = "  :submitters:\n  - :name: {}\n    :sid: '{}'\n"
METADATA = "submission_1:\n" + PEOPLE.format("Alice", "101") + "submission_2:\n"
CLASSES = {
    "canvas": (
        {"alice_101_9001_hw.py": RIGHT, "bob_102_9002_hw.py": RIGHT},
        {"eve_104_9004_alice_101_9001_hw.py": WRONG, "alice_101_104_9005_hw.py": WRONG},
    ),
    "moodle": (
        {f"{name}_assignsubmission_file_hw.py": RIGHT for name in ("Alice_101", "Bob_102")},
        {
            "Eve_104_assignsubmission_file_zz_101_assignsubmission_file_zz.py": WRONG,
            "Participant 101_105_assignsubmission_file_hw.py": WRONG,
        },
    ),
    "gradescope": (
        {
            "submission_metadata.yml": METADATA + PEOPLE.format("Eve", "104"),
            "submission_1/a.py": RIGHT,
        },
        {
            "submission_metadata.yml": METADATA
            + PEOPLE.format("|-\n      Eve\n      :sid: '101'", "104"),
            "submission_2/a.py": WRONG,
        },
    ),
    "plain": (
        {"alice/hw.py": RIGHT, "bob/hw.py": RIGHT, "kim/hw.py": RIGHT},
        {"eve/alice/hw.py": WRONG, "eve/bob/hw.py": WRONG, "eve/alice_101_9001_hw.py": WRONG},
    ),
}


@pytest.mark.parametrize("name", CLASSES)
def test_nobody_chooses_whose_a_file_is(grader: Grader, tmp_path: Path, name: str) -> None:
    """Everybody else's row stays, and who tried it is a row or a file that belongs to nobody."""
    honest, hostile = CLASSES[name]
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n101,Alice\n102,Bob\n104,Eve\nalice,A\nbob,B\n")
    tables = []
    for kind, content in (("before", honest), ("after", honest | hostile)):
        foldered(tmp_path / kind, content)
        ran = grader("grade", kind, "--out", f"{kind}-results", "--roster", roster)
        assert ran.code == 0, ran.err
        tables.append(rows(tmp_path / f"{kind}-results" / "gradebook.csv"))
    before, after = tables
    scored = {student for student, row in before.items() if row["total"] == "10"}
    assert scored
    assert {student: after[student] for student in scored} == {
        student: before[student] for student in scored
    }
    assert any(row["total"] == "0" for row in after.values())
