"""One sandbox for all, and exercises that are prepared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.catalog import Course, find_course
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.model.exercise import Exercise
from grader.model.result import CaseResult
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]

Cases = Callable[..., dict[str, CaseResult]]


class Bench:
    """Grades right files, of which the last in name order writes one function anew."""

    def __init__(self, course: Course, sandbox: Sandbox) -> None:
        self.course, self.sandbox = course, sandbox
        self._made: dict[tuple[str, bool], tuple[Exercise, CandidateSource]] = {}

    def exercise(self, name: str, public_only: bool = False) -> tuple[Exercise, CandidateSource]:
        if (name, public_only) not in self._made:
            definition = self.course.definition(name)
            exercise = prepare(definition, self.sandbox, public_only=public_only)
            candidates = CandidateSource(definition, exercise, self.sandbox)
            self._made[name, public_only] = exercise, candidates
        return self._made[name, public_only]

    def grade(
        self, name: str, source: str, public_only: bool = False, only: str | None = None
    ) -> tuple[CaseResult, ...]:
        """The results of all cases, or of those of one function only."""
        definition = self.course.definition(name)
        exercise, candidates = self.exercise(name, public_only)
        exercise = exercise.only(only) if only else exercise
        files = {**definition.reference, "zoe.py": "import numpy as np\n" + source}
        program = program_of(files, definition)
        return grade_program(exercise, program, self.sandbox, candidates).result.cases

    def named(
        self,
        name: str,
        function: str,
        source: str,
        public_only: bool = False,
        whole: bool = False,
    ) -> set[str | None]:
        """The mistakes that the cases of ``function`` without points are told.

        The functions that call it fail with it: their cases are graded where ``whole`` asks for them.
        """
        cases = self.grade(name, source, public_only, only=None if whole else function)
        return {c.mistake for c in cases if c.function == function and not c.points}


@pytest.fixture(scope="session")
def bench(sandbox: Sandbox) -> Bench:
    return Bench(find_course(ROOT), sandbox)
