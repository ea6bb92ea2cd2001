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
def told(grader: Grader, write: Write, course: Path, tmp_path: Path) -> Callable[..., dict]:
    """Everything that students of an edited course are given, by its name; and the report's version."""

    def told(old: str = "", new: str = "") -> dict[str, str]:
        shutil.rmtree(tmp_path, ignore_errors=True)
        tmp_path.mkdir()
        shutil.copytree(course, tmp_path / "course")
        file = tmp_path / "course/exercises/scaling/exercise.py"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
        write("class/anna.py", TRIPLES)
        where = {"GRADER_COURSE": str(tmp_path / "course")}
        assert grader("grade", "class", "--out", "out", "--exercise", "scaling", **where).code == 0
        assert grader("export", "gradescope", "out", "--out", "gs", **where).code == 0
        assert grader("release", "scaling", "--out", "bundle", **where).code == 0
        checked = grader("check", "class/anna.py", "--json", **where).json
        bundled = grader(
            "check", "class/anna.py", "--json", "--course", "bundle/scaling", **where
        ).json
        return {
            "page": (tmp_path / "out/feedback/anna.html").read_text("utf-8"),
            "gradescope": (tmp_path / "gs/scaling/anna.json").read_text("utf-8"),
            "bundle": (tmp_path / "bundle/scaling/exercise.json").read_text("utf-8"),
            "check": json.dumps(checked["exercise"]),
            "check of the bundle": json.dumps(bundled["exercise"]),
            "report": reports(tmp_path / "out")["anna"]["exercise"]["version"],
        }

    return told


def test_another_hidden_seed_changes_nothing_that_students_are_given(told: Callable) -> None:
    """Who tries seeds at home finds no hash that would say which one fits; the report still differs."""
    before, after = told(), told('visibility="hidden", seed=2', 'visibility="hidden", seed=4711')
    assert before.pop("report") != after.pop("report")
    assert before == after


def test_one_version_for_bundle_page_and_check(told: Callable) -> None:
    """A student can see that the page and the bundle speak of the same exercise."""
    given = told()
    version = json.loads(given["bundle"])["version"]
    assert version in json.loads(given["gradescope"])["extra_data"]["version"]
    assert version[:12] in given["page"]
    assert json.loads(given["check"])["version"] == version
    assert json.loads(given["check of the bundle"])["version"] == version
    assert version not in given["report"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('visibility="public", seed=1', 'visibility="public", seed=5'),
        ("size=4))\n\n\n@exercise.case(\"double\", points=3", "size=3))\n\n\n@exercise.case(\"double\", points=3"),
        ('points=2, visibility="public"', 'points=1, visibility="public"'),
        ('title="Scaling"', 'title="Scale"'),
    ],
)  # fmt: skip
def test_what_students_are_given_has_another_version_when_it_changes(
    told: Callable, old: str, new: str
) -> None:
    """Another public case, its input or its points: the version that students read is another one."""
    before, after = json.loads(told()["bundle"]), json.loads(told(old, new)["bundle"])
    assert before["version"] != after["version"]
