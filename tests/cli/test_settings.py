"""A course's configuration, as instructors meet it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.course.settings import as_toml, read_settings
from grader.util.errors import UsageError
from tests.cli.conftest import RIGHT, TRIPLES, Ran, reports, rows

Grader = Callable[..., Ran]
Write = Callable[[str, str], Path]

LATE = """
[late]
due = 2026-11-20 23:59:00
timezone = "Europe/Berlin"
percent_a_day = 10
extensions = "extensions.csv"
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the small course, whose settings may be written."""
    shutil.copytree(Path(__file__).parent / "course", tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def handed_in(course: Path, write: Write) -> None:
    """nbgrader's folder, which knows when: Anna in time, Bob two days late, of Eve nothing is known."""
    for student in ("anna", "bob", "eve"):
        write(f"submitted/{student}/scaling/a.py", RIGHT)
    write("submitted/anna/scaling/timestamp.txt", "2026-11-20 22:00:00 UTC")
    write("submitted/bob/scaling/timestamp.txt", "2026-11-21 23:30:00 UTC")
    write("course/extensions.csv", "student,until\n")


def scores(folder: Path) -> dict[str, object]:
    return {student: report["score"] for student, report in reports(folder).items()}


@pytest.mark.usefixtures("handed_in")
def test_late_policy(grader: Grader, write: Write, tmp_path: Path) -> None:
    """In report, gradebook, page and message; an extension or another rule changes it at the next run."""
    write("course/grader.toml", LATE)
    command = ("grade", "submitted", "--exercise", "scaling", "--out", "out", "--jobs", "1")
    ran = grader(*command)
    out = tmp_path / "out"
    assert scores(out) == {"anna": 10, "bob": 8, "eve": 10}
    assert "points taken off for 1 student: bob" in ran.err
    assert "no points taken off for 1 student: eve" in ran.err
    bob = rows(out / "gradebook.csv")["bob"]
    assert (bob["late"], bob["submitted_at"]) == ("yes", "2026-11-21T23:30:00Z")
    assert "2 points taken off: 2 days late" in bob["notes"]
    assert "2 days late, 10 % of the attainable points a day" in (
        out / "feedback/bob.html"
    ).read_text("utf-8")
    shutil.copytree(out, tmp_path / "before")
    write("course/extensions.csv", "student,until\nbob,2026-11-21 12:00\n")
    ran = grader(*command)
    assert "3 of 3 are up to date" in ran.err
    assert scores(out)["bob"] == 9
    compared = grader("diff", "before", "out").out
    assert "1 of 3 scores change" in compared and "taken off for lateness" in compared
    (tmp_path / "course/grader.toml").unlink()
    grader(*command)
    assert scores(out)["bob"] == 10
    assert rows(out / "gradebook.csv")["eve"]["notes"] == ""


def test_points_from_settings(grader: Grader, write: Write, tmp_path: Path) -> None:
    """What functions are worth, and all of it: graded anew by the next run, told by a comparison."""
    write("class/ann.py", TRIPLES)
    command = ("grade", "class", "--exercise", "scaling", "--out", "out", "--jobs", "1")
    grader(*command)
    shutil.copytree(tmp_path / "out", tmp_path / "before")
    write(
        "course/pyproject.toml",
        "[tool.grader.points.scaling]\ntotal = 20\nfunctions = {double = 6, halve = 2}\n",
    )
    ran = grader(*command)
    assert "up to date" not in ran.err
    report = reports(tmp_path / "out")["ann"]
    assert (report["score"], report["max_score"]) == (5, 20)
    assert {f["name"]: f["max_score"] for f in report["functions"]} == {"double": 15, "halve": 5}
    assert "1 of 1 are up to date" in grader(*command).err
    compared = grader("diff", "before", "out").out
    assert "scaling is worth 20 points instead of 10" in compared
    assert grader("show", "scaling", "--json").json["points"] == 20
    assert "of 6" in grader("check", "class/ann.py").out.replace(" / ", " of ")


def test_options_come_from_the_settings(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Roster, layout and overrides, by paths from the file; an option goes before them."""
    write("class/ann.py", RIGHT)
    write("teaching/roster.csv", "id,name\nann,Ann A.\nbob,Bob B.\n")
    write("teaching/overrides.csv", "student,score,reason\nann,3,seen\n")
    settings = write(
        "teaching/mine.toml",
        'roster = "roster.csv"\noverrides = "overrides.csv"\nlayout = "plain"\njobs = 1\n',
    )
    command = ("grade", "class", "--exercise", "scaling", "--out", "out", "--settings", settings)
    assert "1 on the roster have not submitted: bob" in grader(*command).err
    found = rows(tmp_path / "out/gradebook.csv")
    assert found["ann"]["name"] == "Ann A." and found["ann"]["total"] == "3"
    assert found["bob"]["status"] == "not submitted"
    roster = write("other.csv", "id,name\nann,Another\n")
    grader(*command, "--roster", roster)
    assert set(rows(tmp_path / "out/gradebook.csv")) == {"ann"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('layot = "canvas"', "did you mean layout?"),
        ('layout = "paper"', "there is no layout 'paper'"),
        ("jobs = 0", "jobs"),
        ("[late]\npercent_a_day = 10", "late.due"),
        ("[late]\ndue = 2026-11-20\npercent_a_day = 10", "is no time"),
        ("[late]\ndue = 2026-11-20 12:00:00\npercent_a_day = 10", "timezone"),
        ('[late]\ndue = "2026-11-20T12:00Z"\npercent_a_day = 10\ntimezone = "Mars"', "Mars"),
        ('[late]\ndue = "2026-11-20T12:00Z"\npercent_a_day = 110', "percent_a_day"),
        ('[late.due]\nscalign = "2026-11-20T12:00Z"\n[late]\npercent_a_day = 1', "scalign"),
        ("[points.scalign]\ntotal = 3", "scalign"),
        ("[points.scaling]\nfunctions = {doubel = 3}", "did you mean double?"),
        ("[points.scaling]\ncases = {nothing = 3}", "nothing"),
        ("[points.scaling]\ntotal = 0", "points.scaling.total"),
        ("[points.scaling]\nfunctions = {double = 0, halve = 0}", "nothing left to earn"),
        ("jobs =", "no TOML"),
        ("\x00", "no TOML"),
    ],
)
def test_wrong_settings(grader: Grader, write: Write, tmp_path: Path, text: str, told: str) -> None:
    """The file, the key and what would be right, before anything is graded."""
    write("class/ann.py", RIGHT)
    write("course/grader.toml", text)
    ran = grader("grade", "class", "--exercise", "scaling", "--out", "out")
    assert ran.code == 2, ran.err
    assert ran.err.startswith("error: ") and len(ran.err.splitlines()) <= 2
    assert told in ran.err
    assert not (tmp_path / "out/reports").exists()


def test_own_file_wins_over_pyproject(course: Path, write: Write) -> None:
    """Key by key; each path is relative to the course's folder."""
    write("course/grader.toml", 'jobs = 1\nroster = "class.csv"\n')
    write("course/pyproject.toml", '[tool.grader]\njobs = 2\nlayout = "canvas"\n')
    settings = read_settings(course)
    assert (settings.jobs, settings.layout) == (1, "canvas")
    assert settings.roster == course / "class.csv"
    (course / "grader.toml").unlink()
    assert read_settings(course).jobs == 2


def test_unknown_key_in_pyproject_is_one_error(course: Path, write: Write) -> None:
    """With the file that it is in."""
    write("course/grader.toml", "jobs = 1\n")
    write("course/pyproject.toml", '[tool.grader]\nlibrary = ["scipy"]\n')
    with pytest.raises(UsageError) as caught:
        read_settings(course)
    assert "pyproject.toml: there is no setting 'library'" in caught.value.message
    assert caught.value.hint == "did you mean libraries?"


def test_course_declares_libraries_for_all_exercises(
    grader: Grader, write: Write, course: Path
) -> None:
    """They are added to an exercise's own, and change its version; one not installed is an error."""
    before = Course(course).definition("scaling")
    settings = write("course/grader.toml", 'libraries = ["yaml"]\n')
    read = Course(course)
    definition = read.definition("scaling")
    assert definition.libraries == ("yaml",)
    assert definition.version != before.version
    assert as_toml("scaling", read.settings) == settings.read_text("utf-8")
    uses = "import yaml\n\n\ndef double(x):\n    return yaml.safe_load('2') * x\n"
    write("class/ann.py", uses)
    assert grader("check", "class/ann.py", "--json").json["functions"][0]["status"] == "passed"
    write("course/grader.toml", 'libraries = ["no_such_library"]\n')
    ran = grader("show", "scaling")
    assert ran.code == 3
    assert "the settings of" in ran.err and "no_such_library is not installed here" in ran.err
