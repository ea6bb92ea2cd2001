"""What every bundle holds, whatever the platform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.settings import as_toml
from grader.util.errors import UsageError

# As in pyproject.toml, which an installed package does not have beside it.
REQUIREMENTS = (
    "numpy>=1.26",
    "pydantic>=2.7",
    "rich>=13.7",
    "jinja2>=3.1",
    "pyyaml>=6.0",
    "nbformat>=5.10",
    "jsonschema>=4.21",
)
_PACKAGE = Path(__file__).resolve().parents[2]
_LEFT_OUT = ("__pycache__", "_course", "demo")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the container is told, in ``settings.json``."""

    exercise: str
    title: str
    edition: str | None = None
    allow_unsafe: bool = False


def contents(course: Course, definition: Definition, settings: Settings) -> dict[str, bytes]:
    """Archive name -> bytes: the toolkit, the exercise and its neighbours, what to install."""
    if definition.prepared is not None:
        raise UsageError(
            f"{definition.id} is a released bundle: it has no hidden cases to grade with"
        )
    files = {f"grader/{name}": data for name, data in _tree(_PACKAGE)}
    files |= dict(_course(course, definition))
    files["settings.json"] = (json.dumps(asdict(settings), indent=1) + "\n").encode()
    files["requirements.txt"] = "".join(
        f"{line}\n" for line in (*REQUIREMENTS, *definition.libraries)
    ).encode()
    return files


def _course(course: Course, definition: Definition) -> Iterator[tuple[str, bytes]]:
    """The exercise's folder, the modules beside it that it may import, and its reference."""
    assert definition.statement is not None
    folder = definition.statement.parent
    for name, data in _tree(folder):
        yield f"course/exercises/{definition.id}/{name}", data
    settings = as_toml(definition.id, course.settings) if course.configured else ""
    if settings:
        yield "course/grader.toml", settings.encode()
    for path in sorted(folder.parent.glob("*.py")):
        yield f"course/exercises/{path.name}", path.read_bytes()
    for name in definition.reference:  # "reference/<file>"; one in the exercise's folder is there
        path = course.root / name
        if path.is_file() and not (folder / path.name).is_file():
            yield f"course/{name}", path.read_bytes()


def _tree(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part in _LEFT_OUT or part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            yield "/".join(parts), path.read_bytes()
