"""A class of 300 as a platform hands it over, with everything in it that goes wrong in one: nobody is lost."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import RIGHT, Ran, notebook, rows

Grader = Callable[..., Ran]
STUDENTS_OF_A_SECTION = 100


def handed_in(number: int) -> tuple[str, dict[str, str | bytes]]:
    """What one student hands in, and what becomes of it."""
    match number % 10:
        case 1:  # the older version is wrong
            newer = {
                "work.ipynb": notebook("def scale(x): return 0"),
                "work (1).ipynb": notebook(RIGHT),
            }
            return "graded", newer
        case 2:
            return "graded", {"work.ipynb.json": notebook(RIGHT)}
        case 3:
            return "unreadable", {"essay.pdf": b"%PDF-1.7 words"}
        case 4:
            return "wrong_exercise", {"work.py": "def something_else(x):\n    return x\n"}
        case 5:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("my work/work.py", RIGHT)
            return "graded", {"work.zip": packed.getvalue()}
        case 6:
            return "empty", {"photo.png": b"\x89PNG"}
    return "graded", {"work.py": RIGHT}


def test_a_class_of_300_is_graded_exported_and_handed_back_whole(
    grader: Grader, tmp_path: Path
) -> None:
    """Three sections from Moodle: each student has a row, a line in the worksheet, and a page; each
    stray file is named with its reason."""
    expected: dict[str, str] = {}
    worksheet = [["Identifier", "Full name", "Status", "Grade", "Maximum grade",
                  "Grade can be changed", "Last modified (grade)", "Feedback comments"]]  # fmt: skip
    (tmp_path / "class").mkdir()
    for section in range(3):
        with zipfile.ZipFile(tmp_path / "class" / f"section {section}.zip", "w") as download:
            download.writestr("from the office.txt", "hello")
            for place in range(STUDENTS_OF_A_SECTION):
                number = 1000 * (section + 1) + place
                name = f"Zoë Müller{number}" if place % 7 == 0 else f"Bo Li{number}"
                expected[str(number)], files = handed_in(place)
                for file, content in files.items():
                    download.writestr(f"{name}_{number}_assignsubmission_file_/{file}", content)
                worksheet.append([f"Participant {number}", name, "-", "", "20.00", "Yes", "-", ""])
    with open(tmp_path / "sheet.csv", "w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(worksheet)

    graded = grader("grade", "class", "--exercise", "scaling", "--out", "results")
    assert graded.code == 0, graded.err
    book = rows(tmp_path / "results" / "gradebook.csv")
    assert {student: row["status"] for student, row in book.items()} == expected
    right = {student for student, status in expected.items() if status == "graded"}
    assert {student for student, row in book.items() if row["total"] == row["max"]} == right
    assert all(book[student]["total"] == "" for student in expected.keys() - right)
    with open(tmp_path / "results" / "unassigned.csv", encoding="utf-8", newline="") as stream:
        assert [bool(row["reason"]) for row in csv.DictReader(stream)] == [True] * 3

    filled = grader("export", "moodle", "results", "--template", "sheet.csv", "--out", "filled.csv")
    assert filled.code == 0, filled.err
    with open(tmp_path / "filled.csv", encoding="utf-8-sig", newline="") as stream:
        grades = {row["Identifier"].split()[1]: row["Grade"] for row in csv.DictReader(stream)}
    assert grades == {student: "20" if student in right else "" for student in expected}

    back = grader("export", "feedback", "results", "--platform", "moodle", "--out", "back.zip")
    assert back.code == 0, back.err
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        assert {name.split("_")[1] for name in archive.namelist()} == set(expected)
