"""What students read of an exercise's version tells nothing of what is hidden."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import TRIPLES, Ran, reports

Grader = Callable[..., Ran]
Write = Callable[[str, str], Path]


@pytest.fixture
def edited(course: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the small course in which a text of its exercise is another one."""

    def edited(old: str = "", new: str = "") -> Path:
        for entry in tmp_path.iterdir():
            shutil.rmtree(entry)
        shutil.copytree(course, tmp_path / "course")
        folder = tmp_path / "course/exercises/scaling"
        (folder / "statement.md").write_text("Write `double(x)` and `halve(x)`.\n", "utf-8")
        text = (folder / "exercise.py").read_text("utf-8")
        assert old in text
        (folder / "exercise.py").write_text(text.replace(old, new), "utf-8")
        return tmp_path / "course"

    return edited


def bundle(grader: Grader, course: Path) -> str:
    where = {"GRADER_COURSE": str(course)}
    assert grader("release", "scaling", "--out", "bundle", **where).code == 0
    return (course.parent / "bundle/scaling/exercise.json").read_text("utf-8")


def given(grader: Grader, write: Write, course: Path) -> dict[str, str]:
    """Everything that students of this course are given, by its name; and the report's version."""
    write("class/anna.py", TRIPLES)
    where, out = {"GRADER_COURSE": str(course)}, course.parent
    assert grader("grade", "class", "--out", "out", "--exercise", "scaling", **where).code == 0
    assert grader("export", "gradescope", "out", "--out", "gs", **where).code == 0
    released = bundle(grader, course)
    checked = grader("check", "class/anna.py", "--json", **where).json
    again = grader("check", "class/anna.py", "--json", "--course", "bundle/scaling", **where).json
    return {
        "page": (out / "out/feedback/anna.html").read_text("utf-8"),
        "gradescope": (out / "gs/scaling/anna.json").read_text("utf-8"),
        "bundle": released,
        "check": json.dumps(checked["exercise"]),
        "check of the bundle": json.dumps(again["exercise"]),
        "report": reports(out / "out")["anna"]["exercise"]["version"],
    }


def test_hidden_seed_does_not_change_the_public_version(
    grader: Grader, write: Write, edited: Callable[..., Path]
) -> None:
    """Who tries seeds at home finds no hash that would say which one fits; the report still differs.

    Bundle, page and check show one version, so that a student sees that they speak of the same exercise.
    """
    before = given(grader, write, edited())
    hidden = ('visibility="hidden", seed=2', 'visibility="hidden", seed=4711')
    after = given(grader, write, edited(*hidden))
    assert before.pop("report") != after.pop("report")
    assert before == after
    version = json.loads(before["bundle"])["version"]
    assert json.loads(before["gradescope"])["extra_data"]["version"] == version
    assert f"version <code>{version[:12]}</code>" in before["page"]
    assert json.loads(before["check"])["version"] == version
    assert json.loads(before["check of the bundle"])["version"] == version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('visibility="public", seed=1', 'visibility="public", seed=5'),
        ("size=4))\n\n\n@exercise.case(\"double\", points=3", "size=3))\n\n\n@exercise.case(\"double\", points=3"),
        ('points=2, visibility="public"', 'points=1, visibility="public"'),
        ('title="Scaling"', 'title="Scale"'),
    ],
)  # fmt: skip
def test_public_change_changes_the_public_version(
    grader: Grader, edited: Callable[..., Path], old: str, new: str
) -> None:
    """Another public case, its input or its points: the version that students read is another one."""
    before = json.loads(bundle(grader, edited()))
    after = json.loads(bundle(grader, edited(old, new)))
    assert before["version"] != after["version"]
