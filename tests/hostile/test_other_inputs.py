"""The demo's and the rewrites' students: no byte by the cache, and none by what is hidden.

A usual run takes a few of the rewrites, and of the demo's students not those whose faults are searched for
longest; `--thorough` takes all.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.course.rewritten import rewrites_of
from tests.hostile import shipped
from tests.hostile.shipped import ROOT, Results

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's"
)
EXERCISE = "regularization"
EVERY = 6
LONGEST = ("Ingrid Solberg.py", "Oleg Ptashnyk.py", "Tunde Alabi.py")
"""No edit explains their results: the search for one takes longer than all others together."""
Run = Callable[[str], Results]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, thorough: bool) -> Run:
    """Grades the demo's class and rewrites, each once a name."""
    folder = tmp_path_factory.mktemp("classes")
    everybody = folder / "class"
    shutil.copytree(ROOT / "grader" / "demo" / "class" / EXERCISE, everybody)
    if not thorough:
        for name in LONGEST:
            (everybody / name).unlink()
    rewrites = rewrites_of(EXERCISE)[:: 1 if thorough else EVERY]
    for at, (_, function, mistake, source) in enumerate(rewrites):
        (everybody / f"{at:03}-{function[:20]}-{mistake}.py").write_text(source)

    @cache
    def graded(name: str) -> Results:
        options: dict[str, tuple[Any, ...]] = {"memo": (), "no memo": ("--no-memo",)}
        course = _with_other_seeds(folder / "course") if name == "other inputs" else ROOT
        out = folder / f"out-{name.replace(' ', '-')}"
        return shipped.grade(
            everybody, out, *options.get(name, ()), course=course, exercise=EXERCISE
        )

    return graded


def _with_other_seeds(course: Path) -> Path:
    """A copy of the course in which every hidden case of the exercise has another seed."""
    for part in ("exercises", "reference"):
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, course / part, ignore=skip)
    file = course / "exercises" / EXERCISE / "exercise.py"
    changed, times = re.subn(
        r'(visibility="hidden", seed=)(\d+)',
        lambda m: f"{m[1]}{int(m[2]) + 4000}",
        file.read_text(),
    )
    assert times > 10
    file.write_text(changed)
    return course


def test_the_cache_changes_no_byte(run: Run) -> None:
    """With --memo and --no-memo every report and page is the same, apart from timing."""
    one, other = run("memo"), run("no memo")
    assert len(one.reports) > 15 and one.reports.keys() == other.reports.keys()
    for student in one.reports:
        first, second = one.without_timing(student), other.without_timing(student)
        second["environment"] = first["environment"]
        assert first == second, student
        assert one.page(student) == other.page(student)


def test_other_hidden_inputs_change_nothing_that_a_student_sees(run: Run) -> None:
    """Where statuses and mistakes stay, page and platform result stay to the byte."""
    one, other = run("memo"), run("other inputs")
    same = 0
    for student in one.reports:
        if one.states(student) == other.states(student):
            same += 1
            assert shipped.shown(one, student) == shipped.shown(other, student), student
    assert same >= 0.8 * len(one.reports)
