"""Small submissions that are large to read: each costs its own row at most, whatever it is made of."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.cli.command import printed_by

from .bombs import LARGEST, RIGHT, bombs, kinds

COURSE = Path(__file__).parents[1] / "cli/course"
HONEST = ("ann", "bob", "cid")
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the limits are those of Linux"
)


# As an instructor does, with limits that are soon met.
GRADE = ("grade", "class", "--out", "out", "--judge-seconds", "1", "--judge-memory", "256")
GRADE += ("--exercise", "scaling", "--course", str(COURSE), "--jobs")


def grade(folder: Path, *options: str, jobs: str = "2") -> subprocess.CompletedProcess[str]:
    """Grade the class in ``folder``."""
    command = [sys.executable, "-m", "grader", *GRADE, jobs, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def reports(folder: Path) -> dict[str, dict[str, object]]:
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("out/reports/*.json")]
    return {report["submission"]["student"]: report for report in found}


def class_of(folder: Path, seed: int, number: int, largest: int) -> dict[str, str]:
    """Write ``number`` bombs among honest files; returns the student and what each of them is."""
    (folder / "class").mkdir(parents=True)
    for name in HONEST:
        (folder / f"class/{name}.py").write_text(RIGHT)
    made = {}
    for index, (kind, end, content) in enumerate(bombs(Random(seed), number, largest=largest)):
        student = f"m{index:03d}"
        (folder / f"class/{student}.{end}").write_bytes(content)
        made[student] = kind
    return made


def held(folder: Path, made: dict[str, str]) -> None:
    """Everybody has a row, honest files their points, and nothing is the grader's fault."""
    found = reports(folder)
    assert {name: found[name]["score"] for name in HONEST} == dict.fromkeys(HONEST, 10)
    assert found.keys() == {*HONEST, *made}, {made[s] for s in made.keys() - found.keys()}
    for student, kind in made.items():
        statuses = {case["status"] for case in found[student]["cases"]}
        assert "grader_error" not in statuses, kind
        for end in ("reports/{}.json", "feedback/{}.html"):
            assert (folder / "out" / end.format(student)).stat().st_size < 1_000_000, kind


def test_a_class_of_bombs_is_graded(tmp_path: Path, thorough: bool) -> None:
    """One of each kind: 0, a row each, honest work unharmed; the next run has nothing left to do."""
    largest = LARGEST if thorough else LARGEST // 4
    made = class_of(tmp_path, seed=1, number=len(kinds()), largest=largest)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    ran = grade(tmp_path, jobs="1")
    assert ran.returncode == 0, ran.stderr[-2000:]
    held(tmp_path, made)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak <= max(before, 700_000)  # kilobytes: what the largest process ever took
    _, _, again = printed_by([*GRADE, "1"], tmp_path, os.environ)
    everybody = len(made) + len(HONEST)
    assert f"{everybody} of {everybody} are up to date" in again, again[-2000:]
