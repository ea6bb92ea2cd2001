"""Marks do not depend on the names of the grader's files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.command import printed_by
from tests.house.test_rooms import PACKAGE

EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Noise", reference="noise.py")
exercise.function("free", rng="free")
exercise.function("fixed", rng="fixed")


@exercise.case("free", points=2, seed=11)
def five(rng):
    """adds noise"""
    return dict(x=rng.normal(size=5))


@exercise.case("fixed", points=3, seed=12)
def nine(rng):
    """adds noise to more numbers"""
    return dict(x=rng.normal(size=9))
'''
REFERENCE = '''"""Noise."""

import numpy as np


def free(x):
    """Return x with standard normal noise added."""
    return x + np.random.randn(*x.shape)


def fixed(x):
    """Return x with standard normal noise added, from seed 1."""
    np.random.seed(1)
    return x + np.random.randn(*x.shape)
'''
CLASS = {
    "right": REFERENCE,
    "other_numbers": REFERENCE.replace("seed(1)", "seed(42)").replace(
        "return x + np.random.randn(*x.shape)",
        "return x + np.random.default_rng(7).standard_normal(x.shape)", 1,
    ),
    "seeds_in_a_loop": REFERENCE.replace("def free(x):", "def free(x):\n    np.random.seed(3)"),
    "wrong": REFERENCE.replace("return x +", "return x -"),
    "raises": REFERENCE.replace("return x +", "return y +"),
}  # fmt: skip
SCORES = {"right": 5, "other_numbers": 2, "seeds_in_a_loop": 5, "wrong": 0, "raises": 0}
RENAMED = ("sandbox", "wire", "pipeline", "comparison", "diagnosis", "load")


def rename_modules(package: Path) -> int:
    """Give every module of the rooms that marks come from another file name, and its imports."""
    files = [path for room in RENAMED for path in (package / room).rglob("*.py")]
    modules = [path for path in files if path.name != "__init__.py"]
    names = {
        ".".join(("grader", *path.relative_to(package).with_suffix("").parts)) for path in modules
    }
    dotted = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b")
    imported = re.compile(r"from (grader[\w.]*) import (\([^)]*\)|[\w, ]+)")

    def follow(found: re.Match[str]) -> str:
        """Follow in ``from grader.batch import messages``."""
        parts = [part.strip().partition(" as ") for part in found[2].strip("()").split(",")]
        followed = [
            f"{name}_renamed as {alias or name}" if f"{found[1]}.{name}" in names
            else f"{name} as {alias}" if alias else name
            for name, _, alias in parts if name
        ]  # fmt: skip
        return f"from {found[1]} import ({', '.join(followed)}) "

    for path in modules:
        path.rename(path.with_stem(f"{path.stem}_renamed"))
    for path in package.rglob("*.py"):
        if "demo/class" not in path.as_posix():
            text = imported.sub(follow, path.read_text("utf-8"))
            path.write_text(dotted.sub(r"\1_renamed", text), "utf-8")
    return len(modules)


def graded(folder: Path, copy: Path | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Grade the class, with a copy of the package; student -> score and what each case is worth."""
    results = folder / "results"
    words = ["grade", "class", "--course", "course", "--out", "results", "--fresh", "--jobs", "1"]
    if copy is None:
        code, _, told = printed_by(words, folder, os.environ)
    else:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "grader", *words], cwd=folder, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(copy.parent)},
        )  # fmt: skip
        code, told = ended.returncode, ended.stderr
    assert code == 0, told
    reports = [json.loads(path.read_bytes()) for path in (results / "reports").glob("*.json")]
    return {
        report["submission"]["student"]: [
            (report["score"],),
            *((c["name"], c["status"], c["points"], c["mistake"], c["rationale"]) for c in report["cases"]),
        ]
        for report in reports
    }  # fmt: skip


def test_every_file_may_be_renamed_without_a_mark_moving(tmp_path: Path) -> None:
    """The same scores, statuses and explanations, also of functions that draw random numbers."""
    (tmp_path / "course" / "exercises" / "noise").mkdir(parents=True)
    (tmp_path / "course" / "reference").mkdir()
    (tmp_path / "course" / "reference" / "noise.py").write_text(REFERENCE)
    (tmp_path / "course" / "exercises" / "noise" / "exercise.py").write_text(EXERCISE)
    (tmp_path / "course" / "exercises" / "noise" / "statement.md").write_text("# Noise\n")
    (tmp_path / "class").mkdir()
    for student, source in CLASS.items():
        (tmp_path / "class" / f"{student}.py").write_text(source)
    before = graded(tmp_path)
    assert {student: marks[0][0] for student, marks in before.items()} == SCORES

    copy = tmp_path / "copy" / "grader"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert rename_modules(copy) > 50
    assert graded(tmp_path, copy) == before
