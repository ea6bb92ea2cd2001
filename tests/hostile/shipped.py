"""Attacks as a class: graded by the command that instructors run, and read back from its files.

Every attack is one submission of the class, beside honest ones that must not feel it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.cli.command import printed_by
from tests.hostile import target
from tests.hostile.attacks import HERE, Attack

ROOT = HERE.parents[1]
NEIGHBOURS = ("a-honest", "m-honest", "z-honest")
PLATFORMS = ("gradescope", "prairielearn", "coursera")
TABLES = ("canvas", "moodle", "junit")


def student_of(attack: Attack) -> str:
    return attack.name.replace("/", "-", 1)


def make_class(folder: Path, attacks: Iterable[Attack]) -> Path:
    """A folder for each submission, since some attacks know the name of their file."""
    for attack in attacks:
        own = folder / student_of(attack)
        own.mkdir(parents=True)
        shutil.copy(attack.path, own)
    for name in NEIGHBOURS:
        (folder / name).mkdir(parents=True)
        shutil.copy(target.HONEST, folder / name / "answers.py")
    return folder


@dataclass(frozen=True)
class Results:
    """What one run of `grader grade` wrote."""

    folder: Path

    @cached_property
    def reports(self) -> dict[str, dict[str, Any]]:
        files = sorted((self.folder / "reports").glob("*.json"))
        return {path.stem: json.loads(path.read_text("utf-8")) for path in files}

    def page(self, student: str) -> str:
        """The student's page."""
        return (self.folder / "feedback" / f"{student}.html").read_text("utf-8")

    def said(self, student: str) -> str:
        """Everything that anybody is shown, but the lines that are quoted from the file itself."""
        report = self.reports[student]
        functions = [{**function, "text": None} for function in report.get("functions", ())]
        text = json.dumps({**report, "functions": functions}, ensure_ascii=False)
        return re.sub(r"lines? [0-9]+(?: to [0-9]+)?: `[^`]*`", "", text)

    def without_timing(self, student: str) -> dict[str, Any]:
        return {name: part for name, part in self.reports[student].items() if name != "timing"}

    def states(self, student: str) -> list[tuple[Any, ...]]:
        """What a student's view follows from, as far as hidden cases go."""
        fields = ("name", "status", "mistake", "carried_from")
        return [tuple(case[name] for name in fields) for case in self.reports[student]["cases"]]

    def exported(self, platform: str) -> dict[str, str]:
        """Student -> what is handed to a platform for showing it to that student."""
        out = self.folder.parent / f"{self.folder.name}-{platform}"
        if not out.exists():
            run("export", platform, self.folder, "--out", out)
        found: dict[str, str] = {}
        for path in sorted(p for p in out.rglob("*") if p.is_file()):
            student = path.relative_to(out).parts[1].partition(".")[0]  # below the exercise's
            found[student] = found.get(student, "") + path.read_text("utf-8")
        return found

    def table(self, platform: str) -> str:
        out = self.folder.parent / f"{self.folder.name}.{platform}"
        if not out.exists():
            run("export", platform, self.folder, "--out", out)
        return out.read_text("utf-8")


def shown(results: Results, student: str) -> list[str]:
    """A student's page and what a platform shows of it."""
    return [results.page(student), results.exported(PLATFORMS[0])[student]]


def grade(
    submissions: Path,
    out: Path,
    *options: object,
    course: Path = target.COURSE,
    exercise: str = "target",
    **how: Any,
) -> Results:
    """Grade the class as an instructor would, in one worker: everybody is everybody's neighbour there."""
    fixed = ("--course", course, "--exercise", exercise, "--out", out, "--quiet", "--jobs", 1)
    run("grade", submissions, *fixed, *options, **how)
    return Results(out)


def run(*arguments: object, **process: Any) -> None:
    """Run the grader; whatever the submissions are, it ends with 0 and without a traceback.

    ``process`` says how Python is to be started for it, where that counts: see ``started``.
    """
    if process:
        code, out, err = started(*arguments, **process)
    else:
        code, out, err = printed_by(arguments, ROOT, os.environ)
    told = out[-2000:] + err[-4000:]
    assert code == 0, told
    assert "Traceback" not in err, told


def started(
    *arguments: object,
    prefix: Iterable[str] = (),
    python: str = sys.executable,
    environment: dict[str, str] | None = None,
    **process: Any,
) -> tuple[int, str, str]:
    """Start Python for a command; return its exit code and what it prints to out and err."""
    command = [*prefix, python, *(["-S"] if environment else []), "-m", "grader"]
    done = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT,
        env=environment or {**os.environ, "PYTHONPATH": str(ROOT)}, **process,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr
