from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.bundle import dump_bundle, read_bundle
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import program_of
from grader.model.exercise import Exercise
from grader.model.result import CaseResult, FunctionResult, Result
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from tests.carry.course import submission, write_course


class Class:
    """Grades files of the small course."""

    def __init__(self, definition: Definition, sandbox: Sandbox) -> None:
        self.definition, self.sandbox = definition, sandbox
        self.exercise = prepare(definition, sandbox)
        self.known = with_mistakes(
            definition, self.exercise, sandbox, self.exercise.function_names
        ).mistakes

    def result(self, text: str, exercise: Exercise | None = None) -> Result:
        program = program_of({"hw.py": text}, self.definition)
        return grade_program(
            exercise or self.exercise, program, self.sandbox,
            lambda name: [m for m in self.known if m.function == name],
        ).result  # fmt: skip

    def functions(self, **written: str | None) -> dict[str, FunctionResult]:
        return {f.name: f for f in self.result(submission(**written)).functions}

    def scores(self, **written: str | None) -> dict[str, int]:
        """The functions' points; each has three to give."""
        return {name: int(f.score) for name, f in self.functions(**written).items()}

    def cases(self, **written: str | None) -> dict[str, CaseResult]:
        return {case.name: case for case in self.result(submission(**written)).cases}


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_course(tmp_path_factory.mktemp("carry"))


@pytest.fixture(scope="session")
def room(course: Path, sandbox: Sandbox) -> Class:
    return Class(find_course(course).definition("halves"), sandbox)


@pytest.fixture(scope="session")
def released(room: Class, tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The exercise as students have it: public cases, and no reference."""
    file = tmp_path_factory.mktemp("bundle") / "exercise.json"
    file.write_text(dump_bundle(room.exercise), encoding="utf-8")
    prepared = read_bundle(file, "halves").prepared
    assert prepared is not None
    return prepared
