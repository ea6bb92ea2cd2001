"""The exercise that is attacked, and the way every attack takes: the one of any submission."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from grader import load
from grader.course.catalog import Course
from grader.course.prepare import prepare
from grader.model.exercise import Exercise, Visibility
from grader.model.submission import Submission
from grader.pipeline.grade import grade
from grader.report.build import Context, build_report, describe_environment
from grader.report.model import Environment, Report
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import WrittenText
from tests.hostile.attacks import HERE

COURSE = HERE / "course"
HONEST = HERE / "submissions" / "honest.py"
BREACH = "BREACH"
"""What an attack says in an exception's message when it got hold of what it reached for."""


@dataclass(frozen=True)
class Verdict:
    report: Report
    view: Report

    @cached_property
    def statuses(self) -> dict[str, str]:
        return {function.name: str(function.status) for function in self.report.functions}

    @cached_property
    def told(self) -> str:
        """Everything that the student is shown."""
        return as_text(self.view)

    @cached_property
    def said(self) -> str:
        """Everything that anybody is shown, but the lines that are quoted from the file itself."""
        functions = tuple(f.model_copy(update={"text": None}) for f in self.report.functions)
        report = self.report.model_copy(update={"functions": functions})
        return re.sub(r"line [0-9]+: `[^`]*`", "", as_text(report))


def prepared(sandbox: Sandbox, folder: Path, seed: int = 1) -> Exercise:
    """The exercise with hidden inputs drawn from ``seed``; ``folder`` takes a copy of the course."""
    course = changed_course(folder, seed)
    exercise = prepare(Course(course).definition("target"), sandbox)
    return replace(exercise, version="the same")


def changed_course(folder: Path, seed: int) -> Path:
    """A copy of the course in ``folder`` whose hidden inputs are drawn from ``seed``."""
    course = folder / f"course{seed}"
    if not course.exists():
        shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns("__pycache__"))
        file = course / "exercises" / "target" / "exercise.py"
        file.write_text(file.read_text().replace("\nSEED = 1\n", f"\nSEED = {seed}\n"))
    return course


@cache
def environment() -> Environment:
    """What every report says of this machine: a hash of the whole grader is in it."""
    return describe_environment("locked", (), {})


def graded(path: Path, exercise: Exercise, sandbox: Sandbox) -> Verdict:
    """Grade one file as any other, to the report and its student's view."""
    source = load.read_file(path, path.name)
    submission = Submission(
        "somebody", path.name, (path.name,), source.sha256, source.kind, (source,)
    )
    made = grade(exercise, submission, sandbox)
    report = build_report(exercise, submission, made.result, Context(environment(), made.notes))
    return Verdict(report, student_view(report))


def as_text(report: Report) -> str:
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False)


def canaries(exercise: Exercise) -> set[str]:
    """What stands in hidden inputs and expected values, as anybody would write it."""
    found: set[str] = set()
    for case in exercise.cases:
        if case.visibility is not Visibility.PUBLIC:
            given = (*case.call.inputs.values(), *(case.call.surroundings.stdin or ()))
            files = (case.call.surroundings.files or {}).values()
            for value in (*given, *(file.decode() for file in files), *case.expected.values()):
                found |= set(_spelled(value))
    return found


def _spelled(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # A name of a file is no secret.
        yield from (line for line in value.split() if not line.endswith(".txt"))
    elif isinstance(value, WrittenText):
        yield from _spelled(value.text)
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _spelled(inner)
    elif isinstance(value, (float, np.ndarray)):
        for number in np.ravel(value):
            if math.isfinite(number):  # five digits: rounding elsewhere must not hide it
                yield f"{abs(number):.9f}"[:7]
