"""A known mistake is recognised in a file that somebody else wrote, and told apart from the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.comparison.compare import compare
from grader.course.catalog import Course, find_course
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import program_of
from grader.model.exercise import Exercise, Mistake
from grader.pipeline.grade import grade_program
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
REWRITES = Path(__file__).parent / "rewrites"
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


def rewritten() -> Iterator[tuple[str, str, str, str]]:
    """(exercise, function, mistake, source) of every rewrite: a function or class called
    ``<function>__<mistake>``, after the imports and helpers that its module holds. A file is an
    exercise's, or one function's in the folder of an exercise."""
    for path in sorted(REWRITES.rglob("*.py")):
        exercise = path.relative_to(REWRITES).parts[0].removesuffix(".py")
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        shared = [n for n in tree.body if not (isinstance(n, _DEFINITIONS) and "__" in n.name)]
        head = "\n\n".join(ast.unparse(node) for node in shared)
        for node in tree.body:
            if isinstance(node, _DEFINITIONS) and node not in shared:
                function, _, mistake = node.name.partition("__")
                node.name = function
                yield exercise, function, mistake, f"{head}\n\n{ast.unparse(node)}\n"


ALL = list(rewritten())


class Prepared:
    """The exercises with all their mistakes, each made once."""

    def __init__(self, course: Course, sandbox: Sandbox) -> None:
        self.course, self.sandbox = course, sandbox
        self._made: dict[str, Exercise] = {}

    def __getitem__(self, name: str) -> Exercise:
        if name not in self._made:
            definition = self.course.definition(name)
            exercise = prepare(definition, self.sandbox)
            self._made[name] = with_mistakes(
                definition, exercise, self.sandbox, exercise.function_names
            )
        return self._made[name]


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    with open_sandbox() as sandbox:
        yield Prepared(find_course(ROOT), sandbox)


@pytest.mark.parametrize(
    ("name", "function", "mistake", "source"), ALL, ids=[f"{f}-{m}" for _, f, m, _ in ALL]
)
def test_the_diagnosis_names_the_mistake_and_no_other(
    prepared: Prepared, name: str, function: str, mistake: str, source: str
) -> None:
    """Agreement is judged on results, not on how the code is written."""
    exercise = prepared[name]
    definition = prepared.course.definition(name)
    # The rest of the file is right: the reference, in which the rewrite is the last definition.
    files = {**definition.reference, "rewrite.py": source}
    program = program_of(files, definition)

    def known(wanted: str) -> list[Mistake]:
        return [m for m in exercise.mistakes if m.function == wanted]

    # Other functions' cases ask nothing of this one that its own do not.
    result = grade_program(exercise.only(function), program, prepared.sandbox, known).result
    named = {case.mistake for case in result.cases if case.points == 0}
    assert named - {None} == (
        set() if only_a_property_fails(exercise, function, mistake) else {mistake}
    )


def only_a_property_fails(exercise: Exercise, function: str, mistake: str) -> bool:
    """Whether all values are right: that a property does not hold has many causes, and names none."""
    own = next(m for m in exercise.mistakes if (m.function, m.id) == (function, mistake))
    return all(
        case.is_property
        or (
            case.name in own.answers
            and compare(case.expected[own.form], own.answers[case.name], case.tolerance) is None
        )
        for case in exercise.cases_of(function)
    )


def test_every_known_mistake_has_a_rewrite() -> None:
    """None is proved only on the edited reference that it was declared with."""
    course = find_course(ROOT)
    written = {(name, function, mistake) for name, function, mistake, _ in ALL}
    declared = {
        (name, mistake.function, mistake.name)
        for name in course.ids()
        for mistake in course.definition(name).mistakes
    }
    assert declared - written == set()
    assert written - declared == set()
