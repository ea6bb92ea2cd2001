"""Writes a platform's archive: the same bytes for the same exercise, whenever it is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.settings import as_toml
from grader.lms.autograder.platform import Settings
from grader.lms.autograder.platforms import platform_files, platform_named
from grader.model.libraries import to_install
from grader.util.errors import UsageError
from grader.util.files import write_atomically, writing_into
from grader.util.zip_archive import add_member

# As in pyproject.toml, which an installed package does not have beside it.
REQUIREMENTS = (
    "numpy>=1.26",
    "pydantic>=2.10",
    "rich>=13.7",
    "jinja2>=3.1",
    "pyyaml>=6.0",
    "nbformat>=5.10",
    "jsonschema>=4.21",
    "shtab>=1.13",
    "pycodestyle>=2.14",
    "pyflakes>=3.4",
)
_PACKAGE = Path(__file__).resolve().parents[2]
_LEFT_OUT = ("__pycache__", "_course", "demo")


def package(course: Course, name: str, settings: Settings, out: Path) -> None:
    """Write the archive of one exercise for the platform ``name``.

    Raises UsageError for an edition that is not there, for a released bundle, and for a place that
    cannot be written to.
    """
    definition = course.definition(settings.exercise, settings.variant)
    definition = definition.in_edition(settings.edition)
    if settings.variant is not None:
        course.required_salt(settings.exercise)
    platform = platform_named(name)
    files = {platform.common + n: data for n, data in _contents(course, definition, settings)}
    files |= platform.fill_in(platform_files(name), definition)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            add_member(archive, path, files[path])
    with writing_into(out):
        write_atomically(out, data.getvalue())


def _contents(
    course: Course, definition: Definition, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """What every bundle holds: the toolkit, the exercise and its neighbours, what to install."""
    if definition.prepared is not None:
        raise UsageError(
            f"{definition.id} is a released bundle: it has no hidden cases to grade with"
        )
    for name, data in _tree(_PACKAGE):
        yield f"grader/{name}", data
    yield from _course(course, definition)
    yield "settings.json", (json.dumps(asdict(settings), indent=1) + "\n").encode()
    requirements = (*REQUIREMENTS, *map(to_install, definition.libraries))
    yield "requirements.txt", "".join(f"{line}\n" for line in requirements).encode()


def _course(course: Course, definition: Definition) -> Iterator[tuple[str, bytes]]:
    """The exercise's folder, the modules beside it that it may import, and its reference."""
    assert definition.statement is not None
    folder = definition.statement.parent
    for name, data in _tree(folder):
        yield f"course/exercises/{definition.id}/{name}", data
    settings = as_toml(definition.id, course.settings) if course.configured else ""
    if definition.variant is not None and course.salt is not None:
        yield "course/salt.txt", course.salt  # its cases are drawn with it
        settings += '[variants]\nsalt = "salt.txt"\n'
    if settings:
        yield "course/grader.toml", settings.encode()
    for path in sorted(course.root.glob("translations/*.po")):
        yield f"course/translations/{path.name}", path.read_bytes()
    of_tasks = definition.task_references.values()
    for path in sorted(folder.parent.glob("*.py")):
        yield f"course/exercises/{path.name}", path.read_bytes()
    # "reference/<file>"; one in the exercise's folder is there
    for name in {**definition.reference, **dict.fromkeys(sum(map(tuple, of_tasks), ()))}:
        path = course.root / name
        if path.is_file() and not (folder / path.name).is_file():
            yield f"course/{name}", path.read_bytes()


def _tree(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part in _LEFT_OUT or part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            yield "/".join(parts), path.read_bytes()
