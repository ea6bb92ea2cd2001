"""``pytest exercises``: an exercise's checks as items."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from tests.tools.conftest import EXERCISE, write_course

CHECKOUT = Path(__file__).parents[2]
# Where the project is installed, pytest finds the plugin by itself.
INSTALLED = any(entry.name == "grader" for entry in entry_points(group="pytest11"))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    plugin = () if INSTALLED else ("-p", "grader.pytest_plugin")
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("GRADER_", "PYTEST_"))}
    environment = {**kept, "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "-p", "no:cacheprovider", "-v", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_every_check_is_an_item(tmp_path: Path) -> None:
    """The reference, the starter, each mistake by its name, and the groups of checks."""
    course = write_course(tmp_path)
    ran = run(course, "exercises")
    assert ran.returncode == 0, ran.stdout
    for name in (
        "reference passes",
        "starter fails",
        "trivial answers fail",
        "public answers earn nothing hidden",
        "squared_distances: takes_the_root is caught",
        "assign: takes_the_farthest is caught",
        "tolerances fit",
        "no answer is an input",
        "limits leave room",
        "equivalents agree",
        "results repeat",
    ):
        assert f"exercises/clusters/exercise.py::{name} PASSED" in ran.stdout


def test_failed_check_is_one_failed_item(tmp_path: Path) -> None:
    """The others pass; no traceback of the grader is shown; the item stands at its declaration.

    Checks are chosen by name, like any item.
    """
    text = EXERCISE.replace('edit=("np.argmin", "np.argmax")', 'edit=("axis=1", "axis=-1")')
    course = write_course(tmp_path / "weak", text)
    ran = run(course, "exercises/clusters/exercise.py", "-k", "not repeat")
    assert ran.returncode == 1
    assert "results repeat" not in ran.stdout
    assert "assign: takes_the_farthest is caught FAILED" in ran.stdout
    assert "no case catches it" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "1 failed" in ran.stdout


def test_faulty_exercise_is_a_collection_error(tmp_path: Path) -> None:
    """With file, line and fix."""
    course = write_course(tmp_path, EXERCISE.replace('"np.argmin"', '"np.nothing"'))
    ran = run(course, "exercises")
    assert ran.returncode == 2
    assert "occurs 0 times" in ran.stdout
    assert "give more of the line" in ran.stdout


def test_other_projects_are_left_alone(tmp_path: Path) -> None:
    """An ``exercise.py`` of another project is not imported."""
    folder = tmp_path / "exercises" / "push_ups"
    folder.mkdir(parents=True)
    (folder / "exercise.py").write_text("raise SystemExit('it ran here')\n")
    ran = run(tmp_path, "exercises")
    assert ran.returncode == 5
    assert "it ran here" not in ran.stdout + ran.stderr
