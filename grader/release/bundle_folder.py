"""Writes the folder that students are handed: starter, statement, public cases as data."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.course.bundle import dump_bundle
from grader.course.definition import Definition
from grader.course.prepare import prepare, rubrics_of
from grader.course.starter import starter
from grader.course.statement import required_statement
from grader.course.told_numbers import told_numbers
from grader.load.read.answers import script_answers
from grader.model.exercise import Visibility
from grader.release.explanations import explanations
from grader.release.helper_calls import helper_calls
from grader.release.starter_notebook import notebook
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError, UsageError
from grader.util.files import write_atomically, writing_into
from grader.util.language import gettext

_ADDRESS = re.compile(r"(?:^| @ )(?:git\+)?(?:https?|file)://")
ANSWERS = ("grader/_course/", "grader/demo/class/", "grader/demo/verdicts.json")
"""What a wheel for students leaves out."""
_SCRIPT = '''"""{title}

{what}

    grader check {file} --course .
"""

{code}
'''


def release(
    definition: Definition,
    out: Path,
    sandbox: Sandbox,
    install: str | None = None,
    translations: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> tuple[Path, ...]:
    """Write ``out/<id>/`` and return its files. Of an exercise with variants: of this variant.

    install  what the notebook's first cell installs the grader from: a wheel, which is copied into
             the bundle, or an address; None: it installs nothing
    translations  language -> the course's own translations; the bundle's own are in the language at
             hand

    Raises UsageError for a bundle, a bare name, a wheel that is not there or that holds a course,
    or a place that cannot be written to; AuthorError for an exercise with no public case, whose
    statement does not call every function as the reference defines it, or that gives a number of
    a hidden case to students.
    """
    if definition.prepared is not None:
        raise UsageError(f"{definition.id} is a released bundle already")
    wheel = _wheel(install)
    source = install if wheel is None else f"./{wheel.name}"
    statement = required_statement(definition)
    if not any(case.visibility is Visibility.PUBLIC for case in definition.cases):
        raise AuthorError(
            f"{definition.id} has no public case", "students would have nothing to check with"
        )
    exercise = prepare(definition, sandbox)
    for told in told_numbers(definition, exercise):
        raise AuthorError(f"{definition.id}: {told.case}: {told.detail}")
    explained = explanations(definition, exercise, sandbox)
    files = _texts(definition, statement, source)
    files["exercise.json"] = dump_bundle(
        exercise, explained, helper_calls(definition, exercise, sandbox), translations
    )
    folder = out / definition.id
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if wheel is not None:
            shutil.copyfile(wheel, folder / wheel.name)
        for file, text in files.items():
            write_atomically(folder / file, text)
    return tuple(folder / file for file in files)


def _wheel(install: str | None) -> Path | None:
    """The file to put into the bundle; None where the grader comes from an address, or not at all.

    A bare name is refused: on an index, whoever registers it first decides what students run.
    """
    if install is None or _ADDRESS.search(install):
        return None
    if not install.endswith(".whl"):
        raise UsageError(
            f"--install {install!r} is neither a wheel nor an address",
            "give a file (dist/students/….whl, from make student-wheel) or https://…",
        )
    wheel = Path(install)
    if not wheel.is_file():
        raise UsageError(f"there is no file {wheel}")
    if zipfile.is_zipfile(wheel):
        with zipfile.ZipFile(wheel) as archive:
            if any(name.startswith(ANSWERS) for name in archive.namelist()):
                raise UsageError(
                    f"{wheel.name} holds a course with its hidden cases", "make student-wheel"
                )
    return wheel


def _texts(definition: Definition, statement: str, source: str | None) -> dict[str, str]:
    """File name -> text, of what students read and write in."""
    return {
        **starters(definition, statement, source),
        "statement.md": statement,
        **{f"{module.names[0]}.py": module.source for module in definition.modules},
    }


def starters(definition: Definition, statement: str, source: str | None = None) -> dict[str, str]:
    """The files that students write in, by name: the starter as a notebook and as a script.

    source  what the notebook's first cell installs the grader from; None: it installs nothing
    """
    parts, name = starter(definition), definition.id
    only_programs = set(definition.functions) == definition.programs
    answers = script_answers(rubrics_of(definition))
    code = "\n\n\n".join(filter(None, [parts.head, *parts.stubs.values(), *answers]))
    return {
        f"{name}.ipynb": notebook(definition, parts, statement, source),
        f"{name}.py": _SCRIPT.format(
            title=definition.title,
            what=gettext(
                "statement.md says what the program must do. Check this file, in its own folder, with"
            )
            if only_programs
            else gettext(
                "statement.md says what each function must do. Check this file, in its own folder, with"
            ),
            file=f"{name}.py",
            code=code,
        ),
    }
