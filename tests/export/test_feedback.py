"""The students' pages in one archive, as each platform takes them back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.archives import zipped
from tests.cli.conftest import RIGHT, TRIPLES, Ran

Grader = Callable[..., Ran]
Write = Callable[[str, str], Path]

GRADESCOPE = {
    "assignment_9_export/submission_metadata.yml": """\
submission_501:
  :submitters:
  - :name: Priya Raman
    :sid: s-1
  :created_at: 2026-11-20 22:00:00 +01:00
submission_502:
  :submitters:
  - :name: Hua Li
    :sid: s-2
  :created_at: 2026-11-20 22:00:00 +01:00
""",
    "assignment_9_export/submission_501/a.py": RIGHT,
    "assignment_9_export/submission_502/b.py": TRIPLES,
}


def graded(grader: Grader, tmp_path: Path, files: dict[str, str], *options: object) -> None:
    path = zipped(tmp_path / "s.zip", files)
    ran = grader("grade", path, "--exercise", "scaling", "--out", "out", "--quiet", *options)
    assert ran.code == 0, ran.err


def archive(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name).decode() for name in opened.namelist()}


@pytest.mark.parametrize(
    ("platform", "files", "names"),
    [
        (
            "moodle",
            {"Priya Raman_31_assignsubmission_file_/a.py": RIGHT, "Hua_Li_32_assignsubmission_file/b.py": TRIPLES},
            {"Priya Raman_31_assignsubmission_file_/feedback-scaling.html": "Priya Raman",
             "Hua Li_32_assignsubmission_file_/feedback-scaling.html": "Hua_Li"},
        ),
        (
            "moodle",
            {"Participant_7_assignsubmission_file_/a.py": RIGHT},
            {"Participant_7_assignsubmission_file_/feedback-scaling.html": "7"},
        ),
        (
            "canvas",
            {"ramanpriya_LATE_4711_9001_a.py": RIGHT, "lihua_4712_9002_my_homework_12_3.py": TRIPLES},
            {"ramanpriya_4711_9001_feedback-scaling.html": "4711",
             "lihua_4712_9002_feedback-scaling.html": "4712"},
        ),
        (
            "gradescope",
            GRADESCOPE,
            {"submission_501/feedback-scaling.html": "s-1", "submission_502/feedback-scaling.html": "s-2"},
        ),
    ],
)  # fmt: skip
def test_platform_names(
    grader: Grader, tmp_path: Path, platform: str, files: dict, names: dict[str, str]
) -> None:
    """Every page under the name by which its platform finds its student, and nothing else in the archive."""
    graded(grader, tmp_path, files)
    ran = grader("export", "feedback", "out", "--platform", platform, "--out", "f.zip")
    assert ran.code == 0, ran.err
    found = archive(tmp_path / "f.zip")
    assert set(found) == set(names)
    pages = {path.read_text("utf-8") for path in (tmp_path / "out/feedback").glob("*.html")}
    assert set(found.values()) == pages
    for name, student in names.items():
        assert student in found[name]


def test_names_for_people(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A folder of pages to be sent by hand: a row and a link for each, whatever the names hold."""
    for student in ("s1", "s2", "s3"):
        write(f"class/{student}.py", RIGHT if student == "s1" else TRIPLES)
    write("class/s4.py", "\x00")
    roster = write(
        "r.csv", 'id,name\ns1,"Abbott, Chloé"\ns2,"a/b:c"\ns3,=1+1\ns4,"Abbott, Chloé"\n'
    )
    grader("grade", "class", "--exercise", "scaling", "--out", "out", "--roster", roster, "--quiet")
    ran = grader("export", "feedback", "out", "--roster", roster, "--out", "f.zip")
    assert ran.code == 0, ran.err
    found = archive(tmp_path / "f.zip")
    assert set(found) == {
        "index.csv",
        "index.html",
        "scaling/Abbott, Chloé (s1).html",
        "scaling/a-b-c (s2).html",
        "scaling/=1+1 (s3).html",
        "scaling/Abbott, Chloé (s4).html",
    }
    rows = list(csv.DictReader(io.StringIO(found["index.csv"])))
    assert [row["student"] for row in rows] == ["s1", "s2", "s3", "s4"]
    assert [row["score"] for row in rows] == ["10", "5", "5", ""]
    assert rows[2]["name"] == "'=1+1"
    assert all(row["file"] in found for row in rows)
    assert "Abbott%2C%20Chlo%C3%A9%20%28s1%29.html" in found["index.html"]
    grader("export", "feedback", "out", "--roster", roster, "--out", "again.zip")
    assert (tmp_path / "f.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_group(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Moodle gets one for every participant of the group, by the roster's numbers."""
    write("class/s1.py", TRIPLES)
    roster = write("r.csv", "id,name,group,moodle_id\ns1,Ann,g,31\ns2,Bob,g,32\ns3,Eve,,\n")
    write("class/s3.py", RIGHT)
    grader("grade", "class", "--exercise", "scaling", "--out", "out", "--roster", roster, "--quiet")
    ran = grader(
        "export", "feedback", "out", "--platform", "moodle", "--roster", roster, "--out", "f.zip"
    )
    assert set(archive(tmp_path / "f.zip")) == {
        "Ann_31_assignsubmission_file_/feedback-scaling.html",
        "Bob_32_assignsubmission_file_/feedback-scaling.html",
    }
    assert "1 left out, because their id of moodle is unknown: s3" in ran.err


def test_refused(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A platform that knows none of these students, one that takes no archive, and no place for it."""
    write("class/ann.py", RIGHT)
    grader("grade", "class", "--exercise", "scaling", "--out", "out", "--quiet")
    for options in (("--platform", "canvas"), ("--platform", "junit"), ("--platform", "nowhere")):
        ran = grader("export", "feedback", "out", *options, "--out", "f.zip")
        assert ran.code == 2 and ran.err.startswith("error: ")
        assert not (tmp_path / "f.zip").exists()
    assert grader("export", "feedback", "out").code == 2
