"""What a class gets wrong in the same way: clusters in the summary, and known mistakes written from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = '''"""A small exercise."""

from grader.authoring import Exercise

exercise = Exercise(title="Spread", reference="spread.py")


@exercise.case("spread", points=1, visibility="public", seed=1)
def of_a_matrix(rng):
    """gives the spread of every row"""
    return dict(X=rng.normal(size=(3, 4)))


@exercise.case("spread", points=1, visibility="hidden", seed=2)
def of_a_wide_matrix(rng):
    """gives the spread of a wide matrix"""
    return dict(X=rng.normal(size=(2, 6)))
'''
REFERENCE = '''import numpy as np


def spread(X):
    """Mean distance from the mean, row by row: shape (n, 1)."""
    centre = np.mean(X, axis=1, keepdims=True)
    return np.mean(np.abs(X - centre), axis=1, keepdims=True)
'''
SQUARES = (
    "    c = X.mean(axis=1, keepdims=True)\n    return ((X - c) ** 2).mean(axis=1, keepdims=True)\n"
)
SQUARES_IN_A_LOOP = """    rows = []
    for row in X:
        middle = sum(row) / len(row)
        rows.append([sum((x - middle) * (x - middle) for x in row) / len(row)])
    return np.array(rows)
"""
TURNED_WAVES = "    return -2 * np.sin(X * 3).T\n"
WAVES = "    return np.sin(X * 3)\n"
ODD = "    return np.cos(X[:, :1] * 3)\n"
RIGHT = (
    "    c = X.mean(axis=1, keepdims=True)\n    return np.abs(X - c).mean(axis=1, keepdims=True)\n"
)


def write(folder: Path, name: str, body: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(f"import numpy as np\n\n\ndef spread(X):\n{body}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course and a class, graded."""
    place = tmp_path_factory.mktemp("mine")
    course = place / "course"
    (course / "exercises/spread").mkdir(parents=True)
    (course / "reference").mkdir()
    (course / "exercises/spread/exercise.py").write_text(EXERCISE)
    (course / "reference/spread.py").write_text(REFERENCE)
    for name, body in (
        ("anna", SQUARES), ("ben", SQUARES_IN_A_LOOP), ("cleo", ODD), ("dan", ODD), ("zora", RIGHT),
        ("eva", TURNED_WAVES), ("finn", WAVES),
    ):  # fmt: skip
        write(place / "class", name, body)
    grade(place)
    return place


def grade(place: Path) -> None:
    options = ["--course", str(place / "course"), "--out", str(place / "out"), "--jobs", "1"]
    assert main(["grade", str(place / "class"), "--exercise", "spread", "--fresh", *options]) == 0


def report(place: Path, student: str) -> dict[str, object]:
    return json.loads((place / "out/reports" / f"{student}.json").read_text())


def test_the_summary_shows_clusters(place: Path) -> None:
    """Functions with equal results are one cluster, however they are written, explained or not."""
    page = (place / "out/summary.html").read_text("utf-8")
    section = page.partition("Wrong in the same way")[2].partition("</section>")[0]
    assert section.count("2 students") == 3
    assert "anna; ben" in section and "cleo; dan" in section and "zora" not in section
    assert "-    return np.mean(np.abs(X - centre)" in section and "exercise.mistake(" in section
    assert "unknown" in section and "np.cos" in section


def test_clusters_up_to_relations(place: Path) -> None:
    """Results that are equal up to a factor, a sign and a transposition are one cluster."""
    page = (place / "out/summary.html").read_text("utf-8")
    section = page.partition("eva; finn")[2].partition("</details>")[0]
    assert "The results of 1 of them are equal to the others" in section


def test_no_student_reads_of_it(place: Path) -> None:
    """The page of a student holds neither the edit nor another's function."""
    page = (place / "out/feedback/anna.html").read_text("utf-8")
    assert "centre" not in page and "exercise.mistake" not in page


def test_a_pasted_draft_names_the_cluster(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What mine writes holds by verify; pasted, a regrade names all students of the cluster."""
    capsys.readouterr()
    course = ["--course", str(place / "course")]
    assert main(["mine", str(place / "out"), *course]) == 0
    drafts = capsys.readouterr().out
    assert drafts.startswith("# 2 of the class. Caught by 2 of 2 cases")
    again = place.parent / "again"
    shutil.copytree(place, again, dirs_exist_ok=True)
    with (again / "course/exercises/spread/exercise.py").open("a") as exercise:
        exercise.write("\n\n" + drafts)
    grade(again)
    ids = {
        case["mistake"]
        for student in ("anna", "ben")
        for case in report(again, student)["cases"]  # type: ignore[attr-defined]
    }
    assert len(ids) == 1 and not str(ids.pop()).startswith("edit_")


def test_a_draft_of_an_older_reference_is_reported(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended the command, and with it every other draft."""
    changed = place.parent / "changed"
    shutil.copytree(place / "course", changed, dirs_exist_ok=True)
    text = REFERENCE.replace(
        "np.mean(np.abs(X - centre), axis=1", "np.mean(abs(X - centre), axis=1"
    )
    (changed / "reference/spread.py").write_text(text)
    capsys.readouterr()
    assert main(["mine", str(place / "out"), "--course", str(changed)]) == 1
    assert "Not an edit of the reference as it is now" in capsys.readouterr().out
