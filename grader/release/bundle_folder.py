"""Writes the folder that students are handed: starter, statement, public cases as data."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.course.bundle import dump_bundle
from grader.course.definition import Definition
from grader.course.exercise_folder import read_text
from grader.course.prepare import prepare
from grader.course.starter import starter
from grader.release.explanations import explanations
from grader.release.notebook import notebook
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError, UsageError
from grader.util.files import write_atomically, writing_into

REQUIREMENT = "numpy-grader"
_SCRIPT = '''"""{title}

statement.md says what each function must do. Check this file, in its own folder, with

    grader check {file} --course .
"""

{code}
'''


def release(
    definition: Definition, out: Path, sandbox: Sandbox, requirement: str = REQUIREMENT
) -> tuple[Path, ...]:
    """Write ``out/<id>/`` and return its files.

    requirement  what the notebook's first cell gives to pip; a wheel is copied into the bundle

    Raises UsageError for a bundle, a wheel that is not there or a place that cannot be written to,
    AuthorError for an exercise with no public case or no statement.
    """
    if definition.prepared is not None:
        raise UsageError(f"{definition.id} is a released bundle already")
    statement = _statement(definition)
    exercise = prepare(definition, sandbox, public_only=True)
    if not exercise.cases:
        raise AuthorError(
            f"{definition.id} has no public case", "students would have nothing to check with"
        )
    wheel = Path(requirement) if requirement.endswith(".whl") else None
    if wheel is not None:
        if not wheel.is_file():
            raise UsageError(f"there is no file {wheel}")
        requirement = f"./{wheel.name}"
    explained = explanations(definition, exercise, sandbox)
    files = _texts(definition, statement, requirement)
    files["exercise.json"] = dump_bundle(exercise, explained)
    folder = out / definition.id
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if wheel is not None:
            shutil.copyfile(wheel, folder / wheel.name)
        for file, text in files.items():
            write_atomically(folder / file, text)
    return tuple(folder / file for file in files)


def _texts(definition: Definition, statement: str, requirement: str) -> dict[str, str]:
    """File name -> text, of what students read and write in."""
    parts, name = starter(definition), definition.id
    code = "\n\n\n".join([parts.head, *parts.stubs.values()])
    script = _SCRIPT.format(title=definition.title, file=f"{name}.py", code=code)
    return {
        f"{name}.ipynb": notebook(definition, parts, statement, f"{name}.ipynb", requirement),
        f"{name}.py": script,
        "statement.md": statement,
        **{f"{module.names[0]}.py": module.source for module in definition.modules},
    }


def _statement(definition: Definition) -> str:
    path = definition.statement
    if path is None or not path.is_file():
        raise AuthorError(
            f"{definition.id} has no statement.md", "write what the functions are to do"
        )
    return read_text(path)
