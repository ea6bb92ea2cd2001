"""``grader new``: a first exercise that is right as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.conftest import Grader


def test_new_exercise_passes_verify_and_audit(tmp_path: Path, grader: Grader) -> None:
    """In a folder that the command makes."""
    course = tmp_path / "my" / "course"
    made = grader("new", "k_means", "--course", course)
    assert made.code == 0
    assert all(Path(line).is_file() for line in made.out.splitlines())
    assert grader("verify", "k_means", "--course", course).code == 0
    assert grader("audit", "k_means", "--course", course, "--jobs", "1").code == 0


def test_new_exercise_has_public_and_hidden_cases(tmp_path: Path, grader: Grader) -> None:
    """A public case, a hidden one, a hundred points."""
    grader("new", "k_means", "--course", tmp_path)
    shown = json.loads(grader("show", "k_means", "--course", tmp_path, "--json").out)
    assert (shown["title"], shown["points"]) == ("K means", 100)
    assert [(len(f["public"]), f["hidden"]) for f in shown["functions"]] == [(1, 1)]


def test_nothing_is_overwritten(tmp_path: Path, grader: Grader) -> None:
    """A second time, or where a reference of that name exists: exit code 2 and no change."""
    grader("new", "k_means", "--course", tmp_path)
    reference = tmp_path / "reference" / "k_means.py"
    reference.write_text("mine")
    ran = grader("new", "k_means", "--course", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert reference.read_text() == "mine"
    (tmp_path / "reference" / "other.py").write_text("mine")
    assert grader("new", "other", "--course", tmp_path).code == 2
    assert not (tmp_path / "exercises" / "other").exists()


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path, grader: Grader) -> None:
    """A file in its place, or in the place of a folder above it: one error, no traceback."""
    (tmp_path / "file").write_text("mine")
    for course in (tmp_path / "file", tmp_path / "file" / "course"):
        ran = grader("new", "k_means", "--course", course)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: ") and "fault" not in ran.err


@pytest.mark.parametrize("name", ["k-means", "../up", "a/b", "", "1st", "class", "_hidden", "a b"])
def test_id_must_be_an_identifier(tmp_path: Path, grader: Grader, name: str) -> None:
    """It names a folder and a module."""
    ran = grader("new", name, "--course", tmp_path)
    assert ran.code == 2
    assert list(tmp_path.iterdir()) == []
