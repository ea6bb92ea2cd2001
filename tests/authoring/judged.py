"""A course of one exercise whose parts a test chooses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grader import load
from grader.course.catalog import Course, find_course
from grader.course.prepare import prepare
from grader.diagnosis.candidates import CandidateSource
from grader.model.exercise import Exercise
from grader.model.result import CaseResult
from grader.model.submission import Submission
from grader.pipeline.grade import Graded, grade
from grader.report.build import Context, build_report, describe_environment
from grader.report.model import Environment, Report
from grader.sandbox.judge.sandbox import Sandbox

ID = "judged"


@cache
def environment() -> Environment:
    """What every report says of this machine: a hash of the whole grader is in it."""
    return describe_environment("locked", (), {})


def write_judged(root: Path, exercise: str, reference: str, **files: str) -> Course:
    """Write the course into ``root``; ``files`` stand beside ``exercise.py``, named without ``.py``."""
    folder = root / "exercises" / ID
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / f"{ID}.py").write_text(reference)
    head = "import numpy as np\nfrom fractions import Fraction\nfrom grader.authoring import CaseLimits, Exercise\n"
    head += f'exercise = Exercise(title="Judged", reference="{ID}.py")\n'
    (folder / "exercise.py").write_text(head + exercise)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return find_course(root)


class Grader:
    """Grades texts of submissions to one exercise."""

    def __init__(self, course: Course, sandbox: Sandbox) -> None:
        self.definition, self.sandbox = course.definition(ID), sandbox
        self.exercise: Exercise = prepare(self.definition, sandbox)

    def graded(self, source: str) -> Graded:
        read = load.read_bytes(source.encode(), "anna.py")
        submission = Submission("anna", "anna.py", ("anna.py",), "0" * 64, "py", (read,))
        candidates = CandidateSource(self.definition, self.exercise, self.sandbox)
        return grade(self.exercise, submission, self.sandbox, candidates)

    def cases(self, source: str) -> dict[str, CaseResult]:
        return {case.name: case for case in self.graded(source).result.cases}

    def report(self, source: str) -> Report:
        graded = self.graded(source)
        submission = Submission("anna", "anna.py", ("anna.py",), "0" * 64, "py")
        context = Context(environment(), graded.notes)
        return build_report(self.exercise, submission, graded.result, context)
